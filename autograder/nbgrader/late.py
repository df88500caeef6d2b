"""In the place of nbgrader's AssignLatePenalties: `deadlines.toml` counts, and its plugin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties

from autograder.course.classroom import Classroom
from autograder.database.address import Database
from autograder.gradebook.late import DueDates, Times
from autograder.gradebook.late_plugin import as_function
from autograder.nbgrader.source_notebook import SourceNotebook


class TakeLatePenalties(AssignLatePenalties):
    """Takes what `autograder grade` takes, with the plugin that this command was given."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Write the penalty of one notebook into the gradebook."""
        named = resources["nbgrader"]
        directory = self.parent.parent.coursedir
        source = SourceNotebook.of(directory, named)
        self.init_plugin()
        plugin = as_function(self.plugin_inst)
        due_dates = replace(due_dates_of(directory, named, source), plugin=plugin)
        where = named["assignment"], named["student"]
        with Gradebook(named["db_url"]) as gradebook:
            notebook = gradebook.find_submission_notebook(named["notebook"], *where)
            times = Times.of(gradebook.find_submission(*where))
            late = due_dates.late(named["student"], source, times)
            points = late.taken(notebook.score, notebook.max_score)
            if points:
                self.log.warning("%s: %s %g points are taken.", named["student"], late.why, points)
            notebook.late_submission_penalty = points or None
            gradebook.db.commit()
        return nb, resources


def due_dates_of(directory: Any, named: Any, source: SourceNotebook) -> DueDates:
    """Return the due dates of nbgrader's course: `deadlines.toml` lies beside `submitted/`."""
    return DueDates.of(classroom_of(directory, named), source.folder)


def classroom_of(directory: Any, named: Any) -> Classroom:
    """Return the classroom of nbgrader's course: `submitted/` lies in it."""
    folder = directory.format_path(
        directory.submitted_directory, named["student"], named["assignment"]
    )
    told = Database.of_url(named["db_url"], Path.cwd())
    return Classroom(Path(folder).resolve().parents[2], told=told)
