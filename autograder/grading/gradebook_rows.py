"""Rows of nbgrader's database, and those that describe an assignment's cells."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from autograder.course.cells import Cell
from autograder.course.course import Assignment
from autograder.grading.regions import checksum, without_solutions

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

_COURSE = "default_course"  # what nbgrader calls a course without a name
_DETAILS = {"GradeCell": "grade_cells", "SolutionCell": "solution_cells", "TaskCell": "task_cells"}


class Rows:
    """Reads and writes single rows within the transaction of a connection.

    The tables are those that the database says it has: nbgrader's own description of them costs
    two seconds to import.
    """

    def __init__(self, connection: Connection) -> None:
        from sqlalchemy import MetaData

        self.connection = connection
        metadata = MetaData()
        metadata.reflect(connection.engine)
        self._tables = metadata.tables

    @staticmethod
    def _new_id() -> str:
        return uuid.uuid4().hex  # as nbgrader makes them

    def all(self, table: str, **equal: Any) -> list[Row]:
        """Return the rows with these values."""
        chosen = self._tables[table]
        query = chosen.select()
        for name, value in equal.items():
            query = query.where(chosen.c[name] == value)
        return list(self.connection.execute(query))

    def one(self, table: str, **equal: Any) -> Row | None:
        """Return the row with these values, if there is one."""
        return next(iter(self.all(table, **equal)), None)

    def insert(self, table: str, **values: Any) -> str:
        """Write a new row and return its id."""
        values.setdefault("id", self._new_id())
        self.connection.execute(self._tables[table].insert(), values)
        return values["id"]

    def insert_all(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Write new rows, all at once."""
        if rows:
            rows = [{"id": self._new_id(), **row} for row in rows]
            self.connection.execute(self._tables[table].insert(), rows)

    def update(self, table: str, id: str, **values: Any) -> None:
        """Change a row."""
        chosen = self._tables[table]
        self.connection.execute(chosen.update().where(chosen.c.id == id).values(**values))

    def delete(self, table: str, **equal: Any) -> None:
        """Take the rows with these values away."""
        chosen = self._tables[table]
        query = chosen.delete()
        for name, value in equal.items():
            query = query.where(chosen.c[name] == value)
        self.connection.execute(query)


@dataclass
class Cells:
    """The ids under which the gradebook knows an assignment's cells."""

    assignment: str
    notebook: str
    graded: dict[str, str] = field(default_factory=dict)  # by the cell's name
    answers: dict[str, str] = field(default_factory=dict)
    by_hand: set[str] = field(default_factory=set)  # names of graded cells that a person marks


def prepare(rows: Rows, assignment: Assignment) -> Cells:
    """Return the ids of an assignment's rows; what is missing is made from the source notebook.

    Releasing with nbgrader makes them. Cells that the source no longer has are taken away, unless
    somebody gave marks for them by hand.
    """
    found = rows.one("assignment", name=assignment.name)
    if found is None:
        if rows.one("course", id=_COURSE) is None:
            rows.insert("course", id=_COURSE)
        top = rows.insert("assignment", name=assignment.name, course_id=_COURSE)
    else:
        top = found.id
    found = rows.one("notebook", assignment_id=top, name=assignment.stem)
    if found is None:
        kernel = json.dumps(_kernel(assignment))
        book = rows.insert("notebook", assignment_id=top, name=assignment.stem, kernelspec=kernel)
    else:
        book = found.id
    cells = Cells(top, book)
    old = {(row.type, row.name): row.id for row in rows.all("base_cell", notebook_id=book)}
    _write_sources(rows, book, assignment.cells)
    for cell in assignment.cells:
        worth = {"max_score": float(cell.points), "cell_type": cell.kind}
        if cell.task:
            id = _base(rows, old, "TaskCell", book, cell.id, worth)
            cells.graded[cell.id] = cells.answers[cell.id] = id
        elif cell.grade:
            cells.graded[cell.id] = _base(rows, old, "GradeCell", book, cell.id, worth)
        if cell.solution:
            cells.answers[cell.id] = _base(rows, old, "SolutionCell", book, cell.id, {})
        if cell.by_hand:
            cells.by_hand.add(cell.id)
    for (kind, _), id in old.items():
        _retire(rows, kind, id)
    return cells


def _base(rows: Rows, old: dict, kind: str, book: str, name: str, values: dict) -> str:
    """The id of a cell's row, made or brought up to date; it is taken out of `old`."""
    id = old.pop((kind, name), None)
    if id is None:
        id = rows.insert("base_cell", name=name, notebook_id=book, type=kind)
        rows.insert(_DETAILS[kind], id=id, **values)
    elif values:
        rows.update(_DETAILS[kind], id, **values)
    return id


def _write_sources(rows: Rows, book: str, cells: Iterable[Cell]) -> None:
    """The cells as nbgrader's own autograder would restore them: solutions cut, hidden tests in."""
    old = {row.name: row for row in rows.all("source_cell", notebook_id=book)}
    for cell in cells:
        locked = not cell.solution and (cell.grade or cell.locked)
        if not (locked or cell.is_answer) or cell.kind not in ("code", "markdown"):
            continue
        source = without_solutions(cell)
        values = {
            "cell_type": cell.kind,
            "locked": locked,
            "source": source,
            "checksum": checksum(cell, source),
        }
        row = old.pop(cell.id, None)
        if row is None:
            rows.insert("source_cell", name=cell.id, notebook_id=book, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            rows.update("source_cell", row.id, **values)
    for row in old.values():
        rows.delete("source_cell", id=row.id)


def _retire(rows: Rows, kind: str, id: str) -> None:
    """Take away a cell that the source no longer has, with the automatic points for it."""
    marked = any(
        row.manual_score is not None or row.extra_credit is not None
        for row in rows.all("grade", cell_id=id)
    )
    if marked or any(row.manual_comment for row in rows.all("comment", cell_id=id)):
        return
    rows.delete("grade", cell_id=id)
    rows.delete("comment", cell_id=id)
    rows.delete(_DETAILS[kind], id=id)
    rows.delete("base_cell", id=id)


def _kernel(assignment: Assignment) -> dict:
    return json.loads(assignment.notebook.read_bytes()).get("metadata", {}).get("kernelspec", {})
