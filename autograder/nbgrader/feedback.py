"""`nbgrader generate_feedback` and formgrader's button: our pages, with what was marked by hand."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from autograder.errors import MaterialError
from autograder.grading.results import graded_from, ours, read_page
from autograder.grading.verdicts import Graded
from autograder.nbgrader.execute import folder_of
from autograder.nbgrader.paper import Paper
from autograder.pages.feedback import feedback_of, feedback_page, ungraded_page
from autograder.pages.render import render


@dataclass(frozen=True)
class ByHand:
    """What a person said about one cell."""

    title: str
    score: float | None
    possible: float
    comment: str


class FeedbackPages(Exporter):
    """Gives a student's page in the place of the notebook: no source of a check ever enters it."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> tuple:
        """Return the page.

        Raises
        ------
        MaterialError
            If the notebook was graded by something else, whose page would show hidden checks.
        """
        marked, resources = super().from_notebook_node(nb, resources, **kw)
        directory = self.parent.coursedir
        paper = Paper.of(directory, resources["nbgrader"])
        path = paper.results(folder_of(resources, directory))
        # nbgrader has copied what lies beside the graded notebook: this is not for students
        student, assignment = (resources["nbgrader"][name] for name in ("student", "assignment"))
        with contextlib.suppress(FileNotFoundError):
            folder = directory.format_path(directory.feedback_directory, student, assignment)
            paper.results(Path(folder)).unlink()
        if not path.is_file():
            raise MaterialError(
                f"{path}: missing, so this was graded by another grader. Grade it again: "
                f'`nbgrader autograde "{assignment}" --student "{student}" --force`.'
            )
        page = read_page(path)
        if reason := ours(page).get("ungraded"):
            return ungraded_page(paper, student, f"Could not be graded. {reason}"), resources
        return _page(paper, graded_from(page, marked), marked, resources["nbgrader"]), resources


def _page(paper: Paper, graded: Graded, marked: NotebookNode, totals: dict) -> str:
    said = list(_by_hand(paper, graded, marked))
    penalty = totals.get("late_penalty") or 0
    if not said and not penalty:
        return feedback_page(paper, graded)
    return render(
        "feedback_by_hand.html",
        page=feedback_of(paper, graded),
        by_hand=said,
        total=totals["score"],
        of=totals["max_score"],
        penalty=penalty,
    )


def _by_hand(paper: Paper, graded: Graded, marked: NotebookNode) -> Iterator[ByHand]:
    """Yield what a person gave or wrote, and points that are not the grader's own."""
    cells = {cell.id: cell for cell in paper.cells}
    auto = {verdict.claim: verdict.points for verdict in graded.verdicts}
    for shown in marked.cells:
        marks = shown.metadata.get("nbgrader", {})
        cell = cells.get(marks.get("grade_id"))
        if cell is None:
            continue
        score, comment = marks.get("score"), marks.get("comment") or ""
        changed = cell.is_claim and score != (auto.get(cell.id) or 0)
        if comment or changed or (cell.by_hand and score is not None):
            yield ByHand(cell.title, score, float(marks.get("points") or 0), comment)
