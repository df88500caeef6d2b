"""The site: its pages for everybody and from the disk, and the notebooks that run in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")
pytest.importorskip("sphinx")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from autograder.course.leaks import find_leaks as leaks_of_release
from docs.site.leaks import find_leaks
from tests.browser.answers import pieces_of, said_here
from tests.browser.jupyter import PATIENCE, page_of
from tests.browser.lite import FILES, STARTING, Served, run_cells, served
from tests.browser.notebook_page import cell, run, write
from tests.notebooks.handing_in import COURSE, STEMS, assignment_of

KINDS = (  # one page of each kind
    "index.html",
    "browser.html",
    "reference.html",
    "search.html",
    "docs/protection.html",
    "notebooks/start.html",
    "notebooks/07-images/images.html",
)
LOOKS = (("light", 1280, 800), ("dark", 390, 844))
A_FEW = ("indexing", "softmax")  # one reads files, one has sliders; ALL_NOTEBOOKS=1 runs all
# claims that say something else in a browser, and why
OTHERWISE = {
    "exp-all-takes-lists-and-numbers": "NumPy 2.0 words an error otherwise: it is not recognised",
    "exp-all-values": "NumPy 2.0 words an error otherwise",
    "loop-multiply-values": "whole numbers have 32 bits there: the mistake is not recognised",
    "relative-error-of-zeros": "NumPy warns of nothing there: the mistake is not recognised",
}
needs_pyodide = pytest.mark.skipif(
    not FILES.is_dir(), reason="Pyodide's files are not here: .ci/get_pyodide.py gets them"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The whole site, by the command of `make site`; or the one that SITE names."""
    if built := os.environ.get("SITE"):
        return Path(built).resolve()
    target = tmp_path_factory.mktemp("site") / "site"
    command = [sys.executable, "-m", "docs.site.build", "--to", str(target)]
    done = subprocess.run(command, cwd=COURSE.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


class Links(HTMLParser):
    """Where a page leads to, what it shows and loads, and the places in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.places = {"", "top"}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.places |= {found[key] for key in ("id", "name") if found.get(key)}
        self.targets |= {found[key] for key in ("href", "src") if found.get(key)}
        if tag == "a" and "href" not in found:
            assert found.get("id"), f"a link to nowhere: {attrs}"


def test_no_link_is_dead_and_nothing_is_loaded_from_elsewhere(site: Path):
    """Each link leads to a file of the site, and to a place in it if it names one."""
    pages = {path: Links(path) for path in site.rglob("*.html") if "lite" not in path.parts}
    for path, page in pages.items():
        for target in page.targets:
            parts = urllib.parse.urlsplit(target)
            if parts.scheme in ("http", "https", "mailto", "data"):
                continue
            there = (
                (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
            )
            assert there.is_file(), f"{path.relative_to(site)}: {target}"
            if there in pages:
                assert parts.fragment in pages[there].places, f"{path.relative_to(site)}: {target}"
            if parts.query.startswith("path="):
                assert (site / "lite/files" / parts.query.removeprefix("path=")).is_file()
        text = path.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(https?:[^\"]+)", text)
        assert loaded == [], path


def test_every_notebook_and_every_check_has_its_place(site: Path):
    """A page for each notebook, a paragraph of the reference for each name of both packages."""
    import autograder.checking
    import autograder.checks

    places = Links(site / "reference.html").places
    for package in (autograder.checking, autograder.checks):
        for name in package.__all__:
            assert {f"checking.{name}", f"autograder.checks.{name}"} & places, name
    linked = Links(site / "index.html").targets
    for one in COURSE.assignments:
        assert f"notebooks/{one.name}/{one.stem}.html" in linked


def test_the_site_tells_no_secret(site: Path, tmp_path):
    """Neither pages nor the notebooks in the browser hold one; a secret put there is found."""
    for one in COURSE.assignments:
        assert leaks_of_release(one, site / "lite/files" / one.name) == []
    assert find_leaks(COURSE.assignments, site) == []

    (softmax,) = COURSE.select(["softmax"])
    answer = next(one for one in softmax.cells if one.id == "softmax-vector").source
    for place in ("notebooks/09-softmax/softmax.html", "docs/student.html"):
        page = tmp_path / place
        page.parent.mkdir(parents=True)
        page.write_text(f"<pre>{answer}</pre>", encoding="utf-8")
    said = "\n".join(find_leaks(COURSE.assignments, tmp_path))
    assert "softmax.html: it holds the whole solution of the cell softmax-vector." in said
    assert "student.html: it holds the whole solution of the cell softmax-vector." in said
    assert 'SOLUTION" was left in it' in said


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_from_the_disk(browser, site, name):
    """Light and dark, large and small; no page asks for anything that it has not got."""
    for scheme, width, height in LOOKS:
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, color_scheme=scheme)
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("requestfailed", lambda request, said=said: said.append(request.url))
        page.goto((site / name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(page, options={"preload": False}).response["violations"]
        told = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]
        assert told == [], scheme
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert said == []
        context.close()


def test_from_the_disk_the_way_into_the_browser_is_told(page: Page, site: Path):
    """Where no notebook could run, the link leads to the page that says how."""
    page.goto((site / "notebooks/09-softmax/softmax.html").as_uri())
    page.get_by_role("link", name="Open in the browser").click()
    expect(page.get_by_role("heading", name="From the disk")).to_be_visible()


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[Served]:
    """The site on a server."""
    with served(site) as server:
        yield server


@pytest.fixture(scope="module")
def notebook(browser, server: Served) -> Iterator[Page]:
    """The softmax notebook, opened from the front page as a visitor does."""
    outside: list[str] = []
    with page_of(browser) as page:
        page.set_default_timeout(STARTING)
        page.on("request", lambda request: outside.append(request.url))
        page.goto(f"{server.address}/index.html")
        page.get_by_role("link", name="09 softmax").first.click()
        page.get_by_role("link", name="Open in the browser").click()
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        yield page
    own = (f"{server.address}/", f"blob:{server.address}/", "data:")
    assert [url for url in outside if not url.startswith(own)] == [], "nothing but Pyodide"


def test_a_notebook_opens_with_what_belongs_to_it(notebook: Page, server: Served):
    """The files beside it are listed, and Pyodide is asked for nothing that it has not got."""
    for name in ("checking", "pictures.py", "softmax.ipynb", "style.py"):
        called = notebook.locator(".jp-DirListing-item").get_by_text(name, exact=True)
        expect(called).to_be_visible()
    if FILES.is_dir():
        run_cells(notebook, ["1"])
        assert [name for name in server.asked if not (FILES / name).is_file()] == []
    else:
        notebook.wait_for_timeout(5000)
    assert server.asked[0] == "pyodide.js"


@needs_pyodide
def test_a_first_wrong_and_a_first_right_answer(notebook: Page):
    """Cells are run as a visitor does: the check says what is wrong, then what is right."""
    run(cell(notebook, "%matplotlib inline"), STARTING)
    exercise = cell(notebook, "def row_shares(table):")
    claim = cell(notebook, '"""The shares of each row add up to one."""')
    text = (
        "def row_shares(table):\n    table = np.asarray(table, dtype=float)\n    return table / {}"
    )

    write(exercise, text.format("np.sum(table)"))
    run(exercise)
    said = run(claim).first.inner_text()
    assert "row_shares" in said and "Traceback" not in said and "right:" not in said

    write(exercise, text.format("np.sum(table, axis=-1, keepdims=True)"))
    run(exercise)
    expect(run(claim).first).to_contain_text("right: row_shares([[30, 50, 120], [8, 1, 1]])")


@needs_pyodide
@pytest.mark.parametrize("stem", STEMS if os.environ.get("ALL_NOTEBOOKS") else A_FEW)
def test_a_notebook_says_in_the_browser_what_it_says_here(stem, notebook: Page, site: Path):
    """Right answers are right, known mistakes are told in the same words, pictures are drawn."""
    released = site / "lite/files"
    pieces = pieces_of(stem, released)
    here = said_here(stem, released, pieces)
    folder = f"/drive/{assignment_of(stem).name}"
    fresh = f"import os, sys\nos.chdir({folder!r})\n%reset -f\nimport sys\n"
    fresh += "for name in list(sys.modules):\n"
    fresh += "    if name.partition('.')[0] in ('checking', 'grids', 'pictures', 'style'):\n"
    fresh += "        del sys.modules[name]"
    ran = run_cells(notebook, [fresh, *(piece.code for piece in pieces)])[1:]

    different = []
    for piece, there, (said, error) in zip(pieces, ran, here, strict=True):
        in_browser = tuple(one.replace("int32", "int64") for one in (there.said, there.error))
        if piece.cell.id in OTHERWISE:
            continue
        if piece.compared and in_browser != (said, error):
            different.append((piece.cell.id, in_browser, (said, error)))
        if piece.right and there.error and "raises-exception" not in piece.cell.tags:
            different.append((piece.cell.id, there.error))
    assert not different, "\n".join(map(repr, different))
    drawn = [one for one in ran if "image/png" in one.shown]
    stored = [cell for cell in assignment_of(stem).cells if "image/png" in str(cell.raw)]
    assert len(drawn) == len(stored) > 0
    assert any(not piece.right and one.error for piece, one in zip(pieces, ran, strict=True))


def test_work_stays_in_the_browser_can_be_downloaded_and_begun_again(
    notebook: Page, server: Served
):
    """Saved, it is there the next time; its file is given; once deleted, the course's is back."""
    address = f"{server.address}/lite/lab/index.html?path=09-softmax/softmax.ipynb"
    notebook.goto(address)
    write(cell(notebook, "def row_shares(table):"), "def row_shares(table):\n    return 7")
    notebook.keyboard.press("Control+s")
    expect(notebook.locator(".jp-mod-dirty")).to_have_count(0)

    notebook.goto(address)
    expect(cell(notebook, "def row_shares(table):")).to_contain_text("return 7")
    listed = notebook.locator(".jp-DirListing-item").filter(has_text="softmax.ipynb")
    listed.click(button="right")
    with notebook.expect_download() as download:
        notebook.locator(".lm-Menu-itemLabel").get_by_text("Download", exact=True).click()
    assert download.value.suggested_filename == "softmax.ipynb"
    assert "return 7" in download.value.path().read_text(encoding="utf-8")

    listed.click(button="right")
    notebook.locator(".lm-Menu-itemLabel").get_by_text("Delete", exact=True).click()
    notebook.get_by_role("button", name="Delete", exact=True).click()
    expect(notebook.locator(".jp-Notebook")).to_have_count(0)
    notebook.goto(address)
    expect(cell(notebook, "def row_shares(table):")).to_contain_text("raise NotImplementedError()")
