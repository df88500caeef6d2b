"""In the place of nbgrader's SaveAutoGrades: our verdicts into the gradebook and results.json."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveAutoGrades

from autograder.grading.results import Ungraded, write_results
from autograder.nbgrader.execute import Judged, folder_of


class SaveVerdicts(SaveAutoGrades):
    """Saves points exactly as judged; what was not run has none and waits for a person.

    Marks, comments and extra credit given by hand stay, as they do with nbgrader's own.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Save the points in one transaction, then write the results beside the notebook."""
        self._judged: Judged | None = resources.pop("autograder", None)
        named = resources["nbgrader"]
        self.notebook_id, self.assignment_id = named["notebook"], named["assignment"]
        self.student_id = named["student"]
        with Gradebook(named["db_url"]) as self.gradebook:
            for position, cell in enumerate(nb.cells):
                self.preprocess_cell(cell, resources, position)
            self.gradebook.db.commit()
        if self._judged is not None:
            source = self._judged.source
            path = source.results(folder_of(resources, self.parent.parent.coursedir))
            write_results(self._judged.result, path, self._judged.key)
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:
        if self._judged is None or isinstance(self._judged.result, Ungraded):
            self._wait(cell)
            return
        name = cell.metadata.nbgrader["grade_id"]
        graded = self._judged.result
        points = {verdict.claim: verdict.points for verdict in graded.verdicts}
        if name in graded.blank:
            points[name] = 0.0
        if name not in points:
            super()._add_score(cell, resources)
            return
        grade = self._grade(cell)
        auto = points[name]
        if grade.manual_score is None or grade.auto_score != auto:
            # a mark given by hand is looked at again, since its reason may have changed
            grade.needs_manual_grade = auto is None or grade.manual_score is not None
            grade.auto_score = auto

    def _add_comment(self, cell: NotebookNode, resources: Any) -> None:
        super()._add_comment(cell, resources)
        if self._judged is None or isinstance(self._judged.result, Ungraded):
            return
        name = cell.metadata.nbgrader["grade_id"]
        if name in self._judged.result.blank and not utils.is_task(cell):
            self._found(self.gradebook.find_comment, cell).auto_comment = "No response."

    def _wait(self, cell: NotebookNode) -> None:
        """Nobody knows what this cell is worth: earlier points stay, and a person has to look."""
        self._grade(cell).needs_manual_grade = True

    def _grade(self, cell: NotebookNode) -> Any:
        return self._found(self.gradebook.find_grade, cell)

    def _found(self, find: Any, cell: NotebookNode) -> Any:
        name = cell.metadata.nbgrader["grade_id"]
        return find(name, self.notebook_id, self.assignment_id, self.student_id)
