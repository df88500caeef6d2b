"""The last step of nbgrader's own conversion: what a notebook's checks need goes with it.

Here and not in `release`, so that formgrader's Generate button and `nbgrader generate_assignment`
give students the same folder as `autograder release`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course.checking_files import checking_files
from autograder.course.course import Assignment


class AddCheckingFiles(NbGraderPreprocessor):
    """Has nbconvert write the package `checking` and its data beside the notebook."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook as it is, and the resources with the files as further outputs."""
        courses = self.parent.parent.coursedir
        name = resources["nbgrader"]["assignment"]
        source = Path(courses.format_path(courses.source_directory, ".", name))
        resources.setdefault("outputs", {}).update(checking_files(Assignment(source)))
        return nb, resources
