"""`nbgrader generate_feedback` and formgrader's button: our pages, with what was marked by hand."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from autograder.course.people import Names
from autograder.errors import MaterialError
from autograder.gradebook.manual import marked_in
from autograder.gradebook.roster import people_in
from autograder.grading.results import graded_from, ours, read_page
from autograder.grading.submission.folder import Receipt
from autograder.nbgrader.execute import folder_of
from autograder.nbgrader.late import classroom_of, due_dates_of
from autograder.nbgrader.source_notebook import SourceNotebook
from autograder.pages.feedback import feedback_page, points_of, ungraded_page
from autograder.platforms.record import teams_of


class FeedbackPages(Exporter):
    """Gives a student's page in the place of the notebook: no source of a check ever enters it."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[Any, Any]:
        """Return the page.

        Raises
        ------
        MaterialError
            If the notebook was graded by something else, whose page would show hidden checks.
        """
        marked, resources = super().from_notebook_node(nb, resources, **kw)
        converter: Any = self.parent  # nbgrader's GenerateFeedback
        directory = converter.coursedir
        source = SourceNotebook.of(directory, resources["nbgrader"])
        path = source.results(folder_of(resources, directory))
        # nbgrader has copied what lies beside the graded notebook: this is not for students
        student, assignment = (resources["nbgrader"][name] for name in ("student", "assignment"))
        folder = Path(directory.format_path(directory.feedback_directory, student, assignment))
        with contextlib.suppress(FileNotFoundError):
            source.results(folder).unlink()
        if not path.is_file():
            raise MaterialError(
                f"{path}: missing, so this was graded by another grader. Grade it again: "
                f'`nbgrader autograde "{assignment}" --student "{student}" --force`.'
            )
        Receipt.of(path.parent).write_for_release(folder)
        page = read_page(path)
        classroom = classroom_of(directory, resources["nbgrader"])
        names = Names(people_in(classroom.gradebook))
        due_dates = due_dates_of(directory, resources["nbgrader"], source)
        team = teams_of(classroom).get((student, assignment), ())
        book = classroom.gradebook
        if reason := ours(page).get("ungraded"):
            unknown = dict.fromkeys(claim.id for claim in source.claims)
            marks = marked_in(book, source, student, unknown, due_dates, team=team)
            reason = f"Could not be graded. {reason}"
            return ungraded_page(source, student, reason, marks, names), resources
        graded = graded_from(page, marked)
        marks = marked_in(book, source, student, points_of(graded), due_dates, team=team)
        return feedback_page(source, graded, marks, names, team), resources
