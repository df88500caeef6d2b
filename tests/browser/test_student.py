"""A student works on a notebook in JupyterLab, started as `make lab` starts it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Page, expect

from autograder.course.course import Course
from tests.browser.jupyter import jupyter
from tests.browser.notebook_page import cell, open_notebook, run, write
from tests.solved import solve

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = "09-softmax/softmax.ipynb"
SHARES = """def softmax_vector(z):
    z = np.asarray(z) * 1.0
    return z / np.sum(z)"""
MENDED = """def softmax_vector(z):
    z = np.asarray(z) * 1.0
    powers = np.exp(z - np.max(z))
    return powers / np.sum(powers)"""
CHECK = '"""softmax_vector is right for ordinary logits."""'


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    """A workbook where everything is solved but `softmax_vector`."""
    workbook = tmp_path_factory.mktemp("student") / "workbook"
    solve(Course.find(ROOT), workbook, "softmax", but=["softmax-vector"])
    return workbook


@pytest.fixture(scope="module")
def lab(browser, workbook) -> Iterator[str]:
    """JupyterLab on the workbook."""
    command = [sys.executable, "-m", "autograder", "start", "softmax", "--lab"]
    command += ["--workbook", str(workbook)]
    with jupyter(command, ROOT, workbook.parent / "state") as address:
        yield address


def test_a_student_reads_a_hint_fails_a_check_and_mends_it(lab: str, page: Page):
    """Hint, wrong answer, its message, right answer, its line: the loop that the course is for."""
    open_notebook(page, lab, NOTEBOOK)

    exercise = cell(page, "Exercise 1: softmax_vector").locator(".jp-RenderedMarkdown")
    nearly = exercise.get_by_text("powers = np.exp(...)")
    expect(nearly).to_be_hidden()
    exercise.get_by_text("Hint 3: nearly the code").click()
    expect(nearly).to_be_visible()

    run(cell(page, "import pictures"))
    answer, check = cell(page, "def softmax_vector"), cell(page, CHECK)
    write(answer, SHARES)
    run(answer)
    expect(run(check)).to_contain_text("powers of e that are to be shared out")

    write(answer, MENDED)
    run(answer)
    expect(run(check).first).to_contain_text("right: softmax_vector([1., 2., 3.])")


def test_validate_names_the_failing_check_and_then_is_content(lab: str, page: Page, workbook: Path):
    """The button runs the whole notebook, as handed in, and says what it found."""
    path = workbook / NOTEBOOK
    broken = json.loads(path.read_text(encoding="utf-8"))
    for one in broken["cells"]:
        if one["id"] == "softmax-vector":
            one["source"] = SHARES
    path.write_text(json.dumps(broken), encoding="utf-8")
    open_notebook(page, lab, NOTEBOOK)

    page.get_by_text("Validate", exact=True).click()
    dialog = page.locator(".jp-Dialog").filter(has_text="The following cell failed")
    expect(dialog).to_contain_text("softmax_vector is right for ordinary logits.")
    dialog.get_by_role("button", name="Ok").click()

    answer = cell(page, "def softmax_vector")
    write(answer, MENDED)
    page.get_by_text("Validate", exact=True).click()
    expect(page.locator(".jp-Dialog").filter(has_text="Success!")).to_be_visible()


def test_the_workbook_opens_without_questions_or_instructor_panels(lab: str, page: Page):
    """No token, no news, no question which kernel; only what a learner needs is in the menu."""
    open_notebook(page, lab, NOTEBOOK)

    page.get_by_text("Nbgrader", exact=True).click()
    expect(page.locator(".lm-Menu-itemLabel").filter(has_text="Assignment List")).to_be_visible()
    expect(page.locator(".lm-Menu-itemLabel").filter(has_text="Formgrader")).to_have_count(0)
    expect(page.locator(".jp-Dialog, .jp-toast-message, .Toastify__toast")).to_have_count(0)


TERMINAL = """async (line) => {
    const xsrf = document.cookie.match(/_xsrf=([^;]*)/)[1];
    const made = await fetch("/api/terminals", {method: "POST", headers: {"X-XSRFToken": xsrf}});
    const {name} = await made.json();
    const socket = new WebSocket(`ws://${location.host}/terminals/websocket/${name}`);
    socket.onopen = () => socket.send(JSON.stringify(["stdin", line + "\\r"]));
    return await new Promise((end) => {
        let said = "";
        socket.onmessage = (event) => {
            const [kind, text] = JSON.parse(event.data);
            said += kind === "stdout" ? text : "";
            const found = said.match(/found<(.*?)>/);
            if (found) end(found[1]);
        };
    });
}"""


def test_a_terminal_in_jupyterlab_knows_the_command(lab: str, page: Page):
    """`autograder try` is what the student's guide tells to type there."""
    page.goto(f"{lab}/lab")

    found = page.evaluate(TERMINAL, r"echo found\<$(command -v autograder)\>")

    assert "autograder" in found
