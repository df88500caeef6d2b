"""nbgrader as formgrader's buttons call it, and what its gradebook says."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

_ROWS = """
    SELECT s.student_id, n.name, c.name, g.auto_score, g.manual_score, g.needs_manual_grade
    FROM grade g
    JOIN base_cell c ON c.id = g.cell_id
    JOIN notebook n ON n.id = c.notebook_id
    JOIN submitted_notebook sn ON sn.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = sn.assignment_id
"""


class Mark(NamedTuple):
    """What the gradebook has for one cell of one student."""

    auto: float | None
    manual: float | None
    waits: bool


def button(config: dict, *, use_dropin: bool = True, **more: dict) -> NbGraderAPI:
    """Return what formgrader calls when somebody presses one of its buttons."""
    from autograder.nbgrader import use

    settings = Config({**config, **more})
    if use_dropin:
        use(settings)
    return NbGraderAPI(CourseDirectory(config=settings), config=settings)


def marks(gradebook: Path) -> dict[tuple[str, str, str], Mark]:
    """Return every mark, by student, notebook and cell."""
    with closing(sqlite3.connect(gradebook)) as database:
        return {
            (student, notebook, cell): Mark(auto, manual, bool(waits))
            for student, notebook, cell, auto, manual, waits in database.execute(_ROWS)
        }


def pressed(result: dict[str, Any]) -> str:
    """Return the log of an action that succeeded."""
    assert result["success"], result.get("error") or result.get("log")
    return result.get("log") or ""
