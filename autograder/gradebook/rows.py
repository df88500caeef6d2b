"""Reads and writes rows of nbgrader's database, and makes those of an assignment's cells."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.course.course import Assignment
from autograder.database.connection import Connection, Row, Value
from autograder.notebook.cells import Cell, checksum
from autograder.notebook.regions import without_solutions

_COURSE = "default_course"  # what nbgrader calls a course without a name
_DETAILS = {"GradeCell": "grade_cells", "SolutionCell": "solution_cells", "TaskCell": "task_cells"}


class Rows:
    """Reads and writes single rows within the transaction of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self, table: str, **equal: Value) -> list[Row]:
        """Return the rows with these values; nobody else changes them meanwhile."""
        query = f"SELECT * FROM {table} WHERE {_equal(equal, ' AND ')}{self._connection.locking}"
        return self._connection.rows(query, **equal)

    def one(self, table: str, **equal: Value) -> Row | None:
        """Return the row with these values, if there is one."""
        return next(iter(self.all(table, **equal)), None)

    def of_cells(self, table: str, notebook: str, cells: Iterable[str]) -> dict[str, Row]:
        """Return a submitted notebook's rows by their cells.

        nbgrader has an index by cells, not by notebooks: asked for the notebook alone, the
        database would read the whole class.
        """
        values = {f"cell_{number}": cell for number, cell in enumerate(cells)}
        if not values:
            return {}
        query = (
            f"SELECT * FROM {table} WHERE notebook_id = :notebook AND cell_id IN "
            f"({_places(values)}){self._connection.locking}"
        )
        found = self._connection.rows(query, notebook=notebook, **values)
        return {row["cell_id"]: row for row in found}

    def insert(self, table: str, **values: Value) -> str:
        """Write a new row and return its id."""
        (id,) = self.insert_all(table, [values])
        return id

    def insert_all(self, table: str, rows: Sequence[Mapping[str, Value]]) -> list[str]:
        """Write new rows, with the same columns, and return their ids."""
        new = [{"id": _new_id(), **row} for row in rows]
        if new:
            query = f"INSERT INTO {table} ({', '.join(new[0])}) VALUES ({_places(new[0])})"
            self._connection.write(query, *new)
        return [str(row["id"]) for row in new]

    def update(self, table: str, id: str, **values: Value) -> None:
        """Change a row."""
        query = f"UPDATE {table} SET {_equal(values, ', ')} WHERE id = :id"
        self._connection.write(query, {"id": id, **values})

    def delete(self, table: str, **equal: Value) -> None:
        """Take the rows with these values away."""
        self._connection.write(f"DELETE FROM {table} WHERE {_equal(equal, ' AND ')}", equal)


def _new_id() -> str:
    """Return a new id, as long as nbgrader's; ids of rows that are made together sort together."""
    return f"{time.time_ns():016x}{os.urandom(8).hex()}"


def _equal(names: Iterable[str], word: str) -> str:
    return word.join(f"{name} = :{name}" for name in names)


def _places(names: Iterable[str]) -> str:
    return ", ".join(f":{name}" for name in names)


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
        top = found["id"]
    found = rows.one("notebook", assignment_id=top, name=assignment.stem)
    if found is None:
        kernel = json.dumps(_kernel(assignment))
        book = rows.insert("notebook", assignment_id=top, name=assignment.stem, kernelspec=kernel)
    else:
        book = found["id"]
    cells = Cells(top, book)
    old = {(row["type"], row["name"]): row["id"] for row in rows.all("base_cell", notebook_id=book)}
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


def _base(
    rows: Rows,
    old: dict[tuple[str, str], str],
    kind: str,
    book: str,
    name: str,
    values: Mapping[str, Any],
) -> str:
    """The id of a cell's row, made or brought up to date; it is taken out of `old`."""
    id = old.pop((kind, name), None)
    if id is None:
        id = rows.insert("base_cell", name=name, notebook_id=book, type=kind)
        rows.insert(_DETAILS[kind], id=id, **values)
    elif values:
        rows.update(_DETAILS[kind], id, **values)
    return id


def _write_sources(rows: Rows, book: str, cells: Iterable[Cell]) -> None:
    """Write the cells as nbgrader's own autograder restores them: with hidden tests, unsolved."""
    old = {row["name"]: row for row in rows.all("source_cell", notebook_id=book)}
    for cell in cells:
        locked = not cell.solution and (cell.grade or cell.locked)
        if not (locked or cell.is_answer) or cell.kind not in ("code", "markdown"):
            continue
        source = without_solutions(cell)
        values: dict[str, Value] = {
            "cell_type": cell.kind,
            "locked": locked,
            "source": source,
            "checksum": checksum(cell, source),
        }
        row = old.pop(cell.id, None)
        if row is None:
            rows.insert("source_cell", name=cell.id, notebook_id=book, **values)
        elif any(row[name] != value for name, value in values.items()):
            rows.update("source_cell", row["id"], **values)
    for row in old.values():
        rows.delete("source_cell", id=row["id"])


def _retire(rows: Rows, kind: str, id: str) -> None:
    """Take away a cell that the source no longer has, with the automatic points for it."""
    marked = any(
        row["manual_score"] is not None or row["extra_credit"] is not None
        for row in rows.all("grade", cell_id=id)
    )
    if marked or any(row["manual_comment"] for row in rows.all("comment", cell_id=id)):
        return
    rows.delete("grade", cell_id=id)
    rows.delete("comment", cell_id=id)
    rows.delete(_DETAILS[kind], id=id)
    rows.delete("base_cell", id=id)


def _kernel(assignment: Assignment) -> dict[str, Any]:
    metadata = json.loads(assignment.notebook.read_bytes()).get("metadata", {})
    kernel: dict[str, Any] = metadata.get("kernelspec", {})
    return kernel
