"""An author edits a source notebook with the Create Assignment panel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Page, expect

from autograder.course.course import Course
from tests.browser.course_copy import LAB, copy_course, students_python  # noqa: F401
from tests.browser.jupyter import jupyter
from tests.browser.notebook_page import cell, open_notebook

NOTEBOOK = "notebooks/09-softmax/softmax.ipynb"
CLAIMS = ("row-shares-add-up-in-every-row", "softmax-vector-values")
CHANGES = (  # text of the cell, points before and after; their sum is said in the text, and stays
    ('"""The shares of each row add up to one."""', 1, 2),
    ('"""softmax_vector is right for ordinary logits."""', 2, 1),
)


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    """A copy of the course that the author may change."""
    return copy_course(tmp_path_factory.mktemp("author") / "course")


@pytest.fixture(scope="module")
def lab(browser, course: Course) -> Iterator[str]:
    """JupyterLab with all of nbgrader's panels."""
    with jupyter(LAB, course.root, course.root.parent / "state", news=False) as address:
        yield address


def test_points_that_an_author_changes_in_the_panel_are_accepted_by_check(
    lab: str,
    page: Page,
    course: Course,
    students_python: dict,  # noqa: F811
):
    """The panel writes the points into the notebook, nothing else, and `check` is content."""
    path = course.root / NOTEBOOK
    before = json.loads(path.read_text(encoding="utf-8"))
    open_notebook(page, lab, NOTEBOOK)

    page.get_by_text("Nbgrader", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Create assignment", exact=True).click()
    for text, old, new in CHANGES:
        cell(page, text).locator(".cm-content").click()
        points = page.locator(".nbgrader-CellWidget.nbgrader-mod-active .nbgrader-CellPoints input")
        expect(points).to_have_value(str(old))
        points.fill(str(new))
        points.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)

    after = json.loads(path.read_text(encoding="utf-8"))
    marks, old = ({one["id"]: _marks(one) for one in book["cells"]} for book in (after, before))
    changed = {key: one["points"] for key, one in marks.items() if one != old[key]}
    assert changed == {CLAIMS[0]: 2, CLAIMS[1]: 1}
    for command in ("build", "check"):  # build takes out what JupyterLab adds on saving
        done = subprocess.run(
            [sys.executable, "-m", "autograder", command, "softmax"],
            cwd=course.root,
            env={**os.environ, **students_python},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "09-softmax: in order, 25 points." in done.stdout


def _marks(one: dict) -> dict:
    return one["metadata"].get("nbgrader", {})
