"""Report and feedback in a real browser: for everybody, on any screen, on paper; tables sort."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from autograder.course.people import Names, Person
from autograder.gradebook.manual import Marked, Remark
from autograder.pages.feedback import feedback_page, ungraded_page
from autograder.pages.report import Roll, report_of, write_pages
from autograder.platforms.marks import Mark, State
from autograder.verdicts import Note
from tests.autograder.pages import made_up
from tests.browser.jupyter import PATIENCE

WORK = "09-softmax"
SIZES = [(1280, 800), (390, 844)]
SMALL = 250_000  # bytes of a page for 200 students
SCREENS = 4  # of 1280 by 800, before the tables of claims and students


def two_hundred() -> tuple[list, list[tuple[str, str]], Roll]:
    """A class in four sections: most graded, some unreadable, late, stopped or missing."""
    people = [
        Person(f"{1000 + at:08}", f"First{at}", f"Last-Name{at % 40}", section="ABCD"[at % 4])
        for at in range(200)
    ]
    gradeds = []
    for seed in range(8):
        for one in made_up.class_of(24, seed=seed)[: 185 - len(gradeds)]:
            student = people[len(gradeds)].id
            stopped = Note("softmax-values", "This call took longer than 5 s.", stopped=True)
            changed = Note("", f"graded cell {seed} edited; the released text was used")
            notes = (*one.notes, *([stopped, changed] if one.student == "olga" else ()))
            gradeds.append(replace(one, student=student, notes=notes))
    ungraded = [(p.id, f"It is no notebook: line {p.id}.") for p in people[185:190]]
    marks = {p.id: Mark(p.id, WORK, State.GRADED, 1.0, 25.0) for p in people[:185]}
    marks |= {p.id: Mark(p.id, WORK, State.PARTLY, None, 25.0) for p in people[185:190]}
    marks |= {p.id: Mark(p.id, WORK, State.MISSING, None, 25.0) for p in people[190:]}
    for graded in gradeds:
        not_run = tuple(v.claim for v in graded.verdicts if v.points is None)
        marks[graded.student] = replace(marks[graded.student], not_run=not_run)
    late = frozenset(p.id for p in people[:40:3])
    return gradeds, ungraded, Roll(Names(people), marks, late)


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    """Every kind of page, with something of everything on it."""
    root = tmp_path_factory.mktemp("pages")
    (assignment,) = made_up.make_course(root / "course", (WORK,))
    gradeds, ungraded, roll = two_hundred()
    written = write_pages(root / "report", [report_of(assignment, gradeds, ungraded, roll)])
    found = {path.stem: path for path in written if path.suffix == ".html"}
    said = "See `np.sum`:\n\n- **one** axis\n\n```\nx.sum(axis=-1)\n```\n[more](more.html)"
    remarks = (Remark("softmax", 3.0, 4.0, 0.5, said),)
    marked = Marked(remarks, frozenset({"softmax-leaves-its-input"}), 10.5, 25.0, 1.0, 1, "Late.")
    row, of_numpy = ", ".join(["0.12345678"] * 16), ", ".join(["0.12345678"] * 6)[:75]
    wide = f"Wrong.\n\nInput:     x = [{row}]\nYou got:   [[{of_numpy}],\n            [{of_numpy}]]"
    ada = made_up.struggling("0017")
    verdicts = [
        replace(v, message=wide) if v.claim == "softmax-rows-sum-to-one" else v
        for v in ada.verdicts
    ]
    ada = replace(ada, verdicts=tuple(verdicts))
    contents = {
        "feedback": feedback_page(assignment, ada),
        "by-hand": feedback_page(assignment, ada, marked),
        "right": feedback_page(assignment, made_up.graded("0018")),
        "ungraded": ungraded_page(assignment, "0019", "It is `empty`.", marked),
    }
    for name, content in contents.items():
        found[name] = root / f"{name}.html"
        found[name].write_text(content, encoding="utf-8")
    return found


@pytest.fixture(params=["index", WORK, "feedback", "by-hand", "right", "ungraded"])
def each(request, pages) -> Path:
    """Each of them."""
    return pages[request.param]


def opened(browser, path: Path, width: int, height: int, **settings) -> Page:
    """Open a file in a window of its own, of this size."""
    context = browser.new_context(viewport={"width": width, "height": height}, **settings)
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize(("width", "height"), SIZES, ids=["screen", "phone"])
def test_axe_finds_nothing(browser, each, width, height):
    """In light and in dark, with everything unfolded; nothing is wider than the screen."""
    for scheme in ("light", "dark"):
        page = opened(browser, each, width, height, color_scheme=scheme)
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(page).response["violations"]
        told = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]
        assert told == [], scheme
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert said == []
        page.context.close()


def test_a_report_on_two_hundred_is_small_and_four_screens_before_details(browser, pages):
    """The overview comes first, and is short."""
    assert max(pages[name].stat().st_size for name in ("index", WORK)) < SMALL
    page = opened(browser, pages[WORK], 1280, 800)
    top = "document.getElementById('claims').getBoundingClientRect().top"
    assert page.evaluate(top) < SCREENS * 800
    page.context.close()


def test_a_table_sorts_by_the_column_that_is_pressed(browser, pages):
    """Up, down, and back to the order of the page; who has no number stands last."""
    page = opened(browser, pages[WORK], 1280, 800)
    table = page.get_by_role("region", name="Table of students")
    share = table.get_by_role("columnheader", name="Share")
    first = table.locator("tbody th").all_inner_texts()

    def shares() -> list[str]:
        at = "[...row.cells].findLastIndex(cell => cell.querySelector('.share, .open-word'))"
        return table.locator("tbody tr").evaluate_all(
            f"rows => rows.map(row => row.cells[{at}].innerText.trim())"
        )

    share.get_by_role("button").click()
    numbers = [float(text.split()[0]) for text in shares() if text.endswith("%")]
    assert numbers == sorted(numbers) and len(numbers) >= 180
    assert not any(text.endswith("%") for text in shares()[len(numbers) :])
    assert share.get_attribute("aria-sort") == "ascending"
    share.get_by_role("button").click()
    assert [float(text.split()[0]) for text in shares()[: len(numbers)]] == numbers[::-1]
    share.get_by_role("button").click()
    assert table.locator("tbody th").all_inner_texts() == first

    claims = page.get_by_role("region", name="Table of claims")
    groups = claims.locator("tr.group")
    claims.get_by_role("button", name="Solved").click()
    assert not any(group.is_visible() for group in groups.all())
    for _ in range(2):
        claims.get_by_role("button", name="Solved").click()
    assert all(group.is_visible() for group in groups.all())
    page.context.close()


def test_a_report_is_whole_without_scripts(browser, pages):
    """There is nothing to press, and nothing missing."""
    page = opened(browser, pages[WORK], 1280, 800, java_script_enabled=False)
    assert page.get_by_role("region", name="Table of students").get_by_role("row").count() == 201
    assert page.locator("th button").count() == 0
    page.context.close()


def test_nothing_is_cut_off_on_paper(browser, each):
    """On A4 between its margins, no block scrolls, and no text leaves the page."""
    page = opened(browser, each, 680, 960)  # 180 mm at 96 dots an inch
    page.emulate_media(media="print")
    cut = """[...document.querySelectorAll("pre, dl, dd, .scroll, table")].filter(
        (one) => one.getBoundingClientRect().right > 681 || one.scrollWidth > one.clientWidth + 1
    ).map((one) => one.outerHTML.slice(0, 200))"""
    assert page.evaluate(cut) == []
    folded = page.locator("details.more > :not(summary)")
    assert all(one.is_visible() for one in folded.all()), "the long tail is on paper"
    page.context.close()
