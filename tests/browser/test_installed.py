"""From `pip install` of the built package to a graded notebook, with no checkout anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")
pytest.importorskip("build")
from playwright.sync_api import Page, expect

from tests.browser.jupyter import jupyter
from tests.browser.notebook_page import cell, open_notebook, run, write
from tests.installed import VARIABLES, Installed, build

NOTEBOOK = "09-softmax/softmax.ipynb"
ANSWER = """def softmax_vector(z):
    powers = np.exp(np.asarray(z) - np.max(z))
    return powers / np.sum(powers)"""


@pytest.fixture(scope="module")
def installed(browser, tmp_path_factory) -> Installed:
    """The wheel in an environment of its own."""
    folder = tmp_path_factory.mktemp("installed")
    return Installed.from_wheel(build(folder / "dist")[1], folder)


@pytest.fixture(scope="module")
def lab(installed: Installed) -> Iterator[str]:
    """JupyterLab, as `autograder start --lab` opens it in an empty directory."""
    command = [str(installed.program("autograder")), "start", "--lab"]
    state = installed.home.parent / "state"
    with jupyter(command, installed.home, state, **VARIABLES) as address:
        yield address


def test_a_new_user_answers_an_exercise_and_has_it_graded(
    lab: str, installed: Installed, page: Page
):
    """The map is what opens; an answer is checked where it is written, saved, and then graded."""
    page.goto(f"{lab}/lab/tree/start.ipynb?reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    open_notebook(page, lab, NOTEBOOK)
    run(cell(page, "import pictures"))
    answer = cell(page, "def softmax_vector")
    write(answer, ANSWER)
    run(answer)
    right = run(cell(page, '"""softmax_vector is right for ordinary logits."""'))
    expect(right.first).to_contain_text("right: softmax_vector([1., 2., 3.])")
    with page.expect_response(
        lambda got: got.request.method == "PUT" and "/api/contents/" in got.url
    ):
        page.keyboard.press("Control+s")

    page.locator(".jp-Toolbar").get_by_role("button", name="Check my work").click()
    note = page.locator("[data-check-work='softmax-vector-values']")
    expect(note).to_contain_text("holds")

    done = installed.run("try", Path("workbook") / NOTEBOOK, "--json")

    assert done.returncode == 0, done.stderr
    marks = {one["name"]: one["score"] for one in json.loads(done.stdout)["tests"]}
    assert marks["softmax-vector-values"] == 2
    assert marks["softmax-values-of-a-table"] == 0
