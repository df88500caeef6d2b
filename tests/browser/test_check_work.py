"""A student presses "Check my work" in JupyterLab, and reads below each check what holds."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Page, expect

from autograder.course.course import Course
from tests.autograder.check_work.running import Running, StandIn
from tests.browser.jupyter import SIZE, jupyter
from tests.browser.notebook_page import cell, check, check_button, note, open_notebook, write
from tests.solved import solve

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK, OWN = "09-softmax/softmax.ipynb", "own.ipynb"
SHARES = """def softmax_vector(z):
    z = np.asarray(z) * 1.0
    return z / np.sum(z)"""
MENDED = """def softmax_vector(z):
    z = np.asarray(z) * 1.0
    powers = np.exp(z - np.max(z))
    return powers / np.sum(powers)"""
EVIL = "<script>top.ran=1</script><img src=x onerror='top.ran=1'><svg onload='top.ran=1'>"
HOSTILE = f"""def softmax_vector(z):
    raise ValueError({EVIL!r})"""
WRONG, RIGHT = "softmax-vector-values", "row-shares-add-up-in-every-row"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}}
EMPTY = {"cells": [], "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}
ABOUT = re.compile(r"/autograder/check-work(\?|$)")
STATES = re.compile(r"/autograder/check-work/requests/")
REQUESTS = re.compile(r"/autograder/check-work/requests(\?|$)")
THEME = """async (theme) => {
    const xsrf = document.cookie.match(/_xsrf=([^;]*)/)[1];
    const headers = {"X-XSRFToken": xsrf, "Content-Type": "application/json"};
    const body = JSON.stringify({raw: JSON.stringify({theme})});
    const address = "/lab/api/settings/@jupyterlab/apputils-extension:themes";
    await fetch(address, {method: "PUT", headers, body});
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A workbook where everything is solved but `softmax_vector`, and a notebook of their own."""
    workbook = tmp_path_factory.mktemp("check") / "workbook"
    solve(Course.find(ROOT), workbook, "softmax", but=["softmax-vector"])
    (workbook / OWN).write_text(json.dumps(EMPTY), encoding="utf-8")
    return workbook


@pytest.fixture(scope="module")
def lab(browser, folder: Path) -> Iterator[str]:
    """JupyterLab on the workbook, started as the guide says."""
    command = [sys.executable, "-m", "autograder", "start", "softmax", "--lab"]
    command += ["--workbook", str(folder)]
    with jupyter(command, ROOT, folder.parent / "state") as address:
        yield address


@pytest.fixture
def workbook(folder: Path) -> Path:
    """The path of the notebook, in which `softmax_vector` is a known mistake."""
    answer(folder / NOTEBOOK, SHARES)
    return folder / NOTEBOOK


def answer(path: Path, text: str) -> None:
    """Write an answer into the file."""
    book = json.loads(path.read_text(encoding="utf-8"))
    for one in book["cells"]:
        if one["id"] == "softmax-vector":
            one["source"] = text
    path.write_text(json.dumps(book), encoding="utf-8")


def test_a_student_checks_mends_and_checks_again(lab: str, page: Page, workbook: Path):
    """Right and wrong are told below their cells; what was changed since is stale until then."""
    open_notebook(page, lab, NOTEBOOK)
    check(page)

    bar = page.locator(".check-work-bar")
    expect(bar).to_contain_text("22 of 25 points")
    expect(bar).to_contain_text("16 of 18 checks hold")
    bar.get_by_role("button", name="Next:").click()
    wrong = note(page, WRONG)
    expect(wrong).to_be_in_viewport()
    expect(wrong).to_be_focused()
    expect(wrong).to_contain_text("not yet")
    expect(wrong).to_contain_text("It is the powers of e that are to be shared out")
    assert wrong.evaluate("(it) => it.closest('.jp-Cell').innerText").startswith("[ ]:")
    expect(cell(page, '"""softmax_vector is right').locator(".check-work-note")).to_have_count(1)
    bar.get_by_role("button", name="By exercise").click()
    row = bar.get_by_role("row").filter(has_text="2. Softmax of a vector")
    expect(row).to_contain_text("1 of 4")
    bar.get_by_role("button", name="1. Shares of a total").click()
    expect(note(page, RIGHT)).to_contain_text("holds")

    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    saved = workbook.read_bytes(), workbook.stat().st_mtime_ns
    check(page)
    assert (workbook.read_bytes(), workbook.stat().st_mtime_ns) == saved
    assert b"check-work" not in saved[0] and b"not yet" not in saved[0]

    expect(page.locator(".check-work-stale")).to_have_count(0)
    write(cell(page, "def softmax_vector"), MENDED)
    expect(note(page, RIGHT)).not_to_have_class("check-work-stale")
    expect(wrong.get_by_text("Something above has changed since. Check again.")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator(".check-work-stale")).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    bar.get_by_role("button", name="Changed since: check again").click()
    expect(bar).to_contain_text("25 of 25 points")
    expect(page.locator(".check-work-stale")).to_have_count(0)
    assert "np.exp(z - np.max(z))" in workbook.read_text(encoding="utf-8")


def test_all_of_it_can_be_done_and_heard_without_a_mouse(lab: str, page: Page, workbook: Path):
    """A shortcut checks, another goes on, buttons answer to Enter, and the result is announced."""
    open_notebook(page, lab, NOTEBOOK)
    page.locator(".jp-Notebook .jp-Cell").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+Shift+Enter")
    said = page.locator(".check-work-bar [role=status]")
    expect(said).to_have_text(
        "Checked. 22 of 25 points, 16 of 18 checks hold. 2 checks to work on."
    )
    page.keyboard.press("Alt+F8")
    first = note(page, WRONG)
    expect(first).to_be_focused()
    page.keyboard.press("Tab")  # what was observed can be scrolled
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    second = page.locator(".check-work-note:focus")
    expect(second).not_to_have_attribute("data-check-work", WRONG)
    assert (second.get_attribute("aria-label") or "").startswith("Check my work, not yet: ")

    page.get_by_role("button", name="By exercise").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="By exercise")).to_be_focused()
    expect(page.locator(".check-work-table")).to_be_visible()
    page.get_by_role("button", name="Hide the notes").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".check-work-note")).to_have_count(0)
    expect(page.locator(".check-work-bar")).to_be_hidden()

    page.keyboard.press("Control+Shift+c")
    page.locator(".lm-CommandPalette-input").fill("check my work")
    expect(page.locator(".lm-CommandPalette-itemLabel").first).to_have_text("Check my work")


def test_it_can_be_read_by_everybody_dark_and_light_wide_and_narrow(
    lab: str, page: Page, workbook: Path, tmp_path: Path
):
    """Axe finds nothing in bar and notes, and nothing is wider than a telephone."""
    from axe_playwright_python.sync_playwright import Axe

    for theme, width in (("JupyterLab Dark", 390), ("JupyterLab Light", 1280)):
        page.goto(f"{lab}/lab")
        page.evaluate(THEME, theme)
        page.set_viewport_size(SIZE)
        open_notebook(page, lab, NOTEBOOK)
        page.keyboard.press("Control+b")  # the files take what room there is
        page.set_viewport_size({**SIZE, "width": width})
        check(page)
        page.get_by_role("button", name="By exercise").click()
        page.screenshot(path=tmp_path / f"bar-{width}.png")
        page.get_by_role("button", name="By exercise").click()
        page.get_by_role("button", name="Next:").click()
        expect(note(page, WRONG)).to_be_in_viewport()
        page.screenshot(path=tmp_path / f"note-{width}.png")
        page.keyboard.press("Shift+Tab")
        found = Axe().run(page, context=[[".check-work-bar"], [".check-work-note"]])
        assert found.violations_count == 0, found.generate_report()
        over = "(all) => all.filter((it) => it.getBoundingClientRect().right > innerWidth).length"
        assert (
            page.locator(".check-work-bar, .check-work-bar button, .check-work-note").evaluate_all(
                over
            )
            == 0
        )


def test_what_hostile_code_says_is_text(lab: str, page: Page, workbook: Path):
    """An exception's markup is shown as it was written, and nothing of it runs or loads."""
    answer(workbook, HOSTILE)
    open_notebook(page, lab, NOTEBOOK)
    check(page)
    page.get_by_role("button", name="Next:").click()

    expect(note(page, WRONG)).to_contain_text("<script>top.ran=1</script><img src=x")
    inside = page.locator(".check-work-note, .check-work-bar")
    active = "script, img, iframe, object, embed, link, style, [onload], [onerror]"
    assert inside.locator(active).count() == 0
    assert inside.locator("svg:not(.check-work-icon)").count() == 0
    assert page.evaluate("top.ran") is None


def test_a_service_says_places_and_no_points_and_its_markup_does_nothing(
    lab: str, page: Page, workbook: Path
):
    """Who waits reads how many come first; markup that no message has is left out."""
    about = {"kind": "course", "points": False, "assignments": ["09-softmax"]}
    held: list = []
    page.route(ABOUT, lambda route: route.fulfill(json=about))
    page.route(REQUESTS, lambda route: route.fulfill(status=202, json={"id": "1"}))
    page.route(STATES, lambda route: held.append(route))

    def tell(**state: object) -> None:
        while not held:
            page.wait_for_timeout(20)
        held.pop().fulfill(json=state)

    open_notebook(page, lab, NOTEBOOK)
    check_button(page).click()
    bar = page.locator(".check-work-bar")
    tell(state="waiting", place=3)
    expect(bar).to_contain_text("Waiting: place 3 in the queue")
    tell(state="grading", done=5, of=18)
    expect(bar).to_contain_text("Checking: 5 of 18 checks")
    expect(bar.get_by_role("progressbar")).to_have_attribute("value", "5")
    words = {"html": f"<p>So <b>it</b> is.</p>{EVIL}<a href='/logout'>away</a>", "text": "So."}
    row = {"exercise": "exercise-1", "title": words}
    state = {"state": "not yet", "look": "failed", "to_do": True}
    wrong = {**row, **state, "cell": WRONG, "below": [WRONG], "message": words}
    tell(
        state="done",
        answer={
            "assignment": "09-softmax",
            "title": words,
            "notes": [wrong],
            "exercises": [{"key": "exercise-1", "title": words, "claims": 1, "holding": 0}],
            "steps": [{"cell": WRONG, "exercise": "exercise-1", "sentence": words}],
            "more": 0,
            "advice": [words],
        },
    )

    expect(bar).to_contain_text("0 of 1 check holds")
    bar.get_by_role("button", name="Next:").click()
    bar.get_by_role("button", name="By exercise").click()
    expect(note(page, WRONG).locator(".check-work-said")).to_contain_text("So it is.")
    expect(bar.get_by_role("columnheader")).to_have_text(["Exercise", "Checks"])
    assert "point" not in note(page, WRONG).inner_text() + bar.inner_text().split("Advice")[0]
    inside = page.locator(".check-work-note, .check-work-bar")
    assert inside.locator("script, img, a, svg:not(.check-work-icon)").count() == 0
    assert page.evaluate("top.ran") is None

    first = note(page, WRONG).element_handle()
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Reload Notebook from Disk").click()
    page.wait_for_function("(it) => !it.isConnected", arg=first)  # the cells are new ones
    bar.get_by_role("button", name="Next:").click()
    expect(note(page, WRONG)).to_be_focused()


def test_on_a_hub_the_service_is_asked_and_says_what_is_open(
    page: Page, folder: Path, workbook: Path
):
    """Browser, the student's own server, the service: the answer comes back without points."""
    command = [sys.executable, "-m", "autograder", "start", "softmax", "--lab"]
    command += ["--workbook", str(folder)]
    with StandIn() as hub, Running(hub, 'open = ["09-softmax"]\npoints = false\n') as service:
        named = {"AUTOGRADER_CHECK_WORK": service.address, "JUPYTERHUB_API_TOKEN": hub.user("ada")}
        with jupyter(command, ROOT, folder.parent / "hub", **named) as lab:
            open_notebook(page, lab, NOTEBOOK)
            check(page)
            bar = page.locator(".check-work-bar")
            expect(bar).to_contain_text("16 of 18 checks hold")
            expect(bar).not_to_contain_text("points")
            bar.get_by_role("button", name="Next:").click()
            expect(note(page, WRONG)).to_contain_text("the powers of e that are to be shared out")

            service.settings('open = ["04-sigmoid"]\n')
            check_button(page).click()
            expect(bar.get_by_role("alert")).to_contain_text("09-softmax")


def test_there_is_a_button_only_where_somebody_grades(lab: str, page: Page, workbook: Path):
    """A notebook without exercises has none, and none has one where the server knows nobody."""
    open_notebook(page, lab, OWN)
    expect(check_button(page)).to_have_count(0)

    page.route(ABOUT, lambda route: route.fulfill(status=404, json={"reason": "Nobody."}))
    with page.expect_response(ABOUT):
        open_notebook(page, lab, NOTEBOOK)
    expect(check_button(page)).to_have_count(0)


def test_a_risk_is_accepted_first_and_a_fault_is_one_sentence(lab: str, page: Page, workbook: Path):
    """Nothing is sent before the dialog was agreed to, once; a server that fails says so."""
    about = {"kind": "local", "points": True, "assignments": None, "risk": "Not confined: beware."}
    sent: list[dict] = []
    page.route(ABOUT, lambda route: route.fulfill(json=about))

    def refuse(route) -> None:
        sent.append(route.request.post_data_json)
        route.fulfill(status=429, json={"reason": "20 notebooks wait already."})

    page.route(REQUESTS, refuse)
    open_notebook(page, lab, NOTEBOOK)
    dialog = page.locator(".jp-Dialog").filter(has_text="Not confined: beware.")
    check_button(page).click()
    dialog.get_by_role("button", name="Cancel").click()
    assert sent == []
    check_button(page).click()
    dialog.get_by_role("button", name="Check my work").click()

    expect(page.locator(".check-work-bar [role=alert]")).to_have_text("20 notebooks wait already.")
    assert sent == [{"path": NOTEBOOK, "accepted": True}]
    page.route(REQUESTS, lambda route: route.abort())
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".check-work-bar [role=alert]")).to_have_text(
        "The server does not answer. Is it still running?"
    )
