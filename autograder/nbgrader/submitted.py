"""Reads what a student handed in, in the place of nbgrader's own reading and restoring."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode

from autograder.grading.submission.folder import SubmittedFolder, read_folder
from autograder.grading.submission.reading import Refused, read_submission
from autograder.grading.submission.restore import restore
from autograder.grading.submission.signs import signs_of
from autograder.nbgrader.source_notebook import SourceNotebook
from autograder.sandbox.limits import Limits

_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


class SubmittedExporter(NotebookExporter):
    """In nbgrader's first pass, writes the restored notebook whatever was handed in."""

    source: SourceNotebook
    handed_in: SubmittedFolder | None  # None: it could not be read
    refused: str  # why it cannot be graded
    limits: Limits

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Return the restored notebook without outputs; in the second pass, what was written."""
        converter: Any = self.parent  # nbgrader's Autograde
        if not converter._sanitizing:
            return super().from_filename(filename, resources, **kw)
        folder = Path(filename).absolute().parent
        self.source = SourceNotebook.of(converter.coursedir, resources["nbgrader"])
        self.limits = Limits.read(folder.parents[1].parent / "limits.toml")
        self.handed_in, self.refused, submission = None, "", None
        try:
            self.handed_in = read_folder(folder, self.source.stem, self.limits)
            submission = read_submission(self.handed_in.notebook, self.limits)
            signs = signs_of(str(self.source.root))
            cells, _ = restore(self.source.cells, submission, self.source.name, signs)
        except Refused as reason:
            self.refused = str(reason)
            self.log.error("%s: could not be graded. %s", filename, reason)
            cells, _ = restore(self.source.cells, None, self.source.name)
        notebook = {
            "cells": [cell.as_json() for cell in cells],
            "metadata": json.loads(self.source.content).get("metadata", {}),
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        resources["metadata"] = {"name": self.source.stem, "path": str(folder)}
        made: tuple[str, Any] = self.from_notebook_node(as_node(notebook), resources, **kw)
        return made


def as_node(notebook: dict[str, Any]) -> NotebookNode:
    """Return a notebook that nbformat finds valid: ids in its form, no odd outputs."""
    node: NotebookNode = nbformat.from_dict(notebook)
    for position, cell in enumerate(node.cells):
        if not _ID.fullmatch(cell.id):
            cell.id = f"cell-{position}"
    if nbformat.validator.isvalid(node):
        return node
    for cell in node.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if _fits(output)]
    return node


def _fits(output: NotebookNode) -> bool:
    try:
        nbformat.v4.nbbase.validate(output, ref=output.output_type)
    except nbformat.ValidationError:
        return False
    return True
