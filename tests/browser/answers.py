"""A notebook's cells with right answers, then with wrong ones, and what they say here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.course.mistakes import wrong_versions
from autograder.notebook.cells import Cell, read_cells
from tests.notebooks.handing_in import (
    COURSE,
    Version,
    answer_of,
    assignment_of,
    calls_of,
    is_about,
    measures,
    notebook_with,
)
from tests.solved import right_answers

# Runs what stands on its stdin as IPython does in a notebook, and prints what came of each piece.
_SHELL = """
import contextlib, io, json, sys
sys.path.insert(0, "")
from IPython.core.interactiveshell import InteractiveShell
codes, ran = json.load(sys.stdin), []
shell = InteractiveShell()
shell._showtraceback = lambda kind, error, lines: failed.extend(lines)
for code in codes:
    failed, said = [], io.StringIO()
    with contextlib.redirect_stdout(said):
        shell.run_cell(code, store_history=True)
    ran.append((said.getvalue(), "\\n".join(failed)))
json.dump(ran, sys.stdout)
"""


@dataclass(frozen=True)
class Piece:
    """A cell to run: what kind of thing it is, and whether its answer is right."""

    cell: Cell
    code: str
    right: bool = True

    @property
    def compared(self) -> bool:
        """Whether it says the same everywhere: a claim that measures no time."""
        return self.cell.is_claim and not {"faster", "times_calls"} & calls_of(self.cell.source)


def pieces_of(stem: str, released: Path) -> list[Piece]:
    """Return all cells of a released notebook with right answers, then one mistake a function.

    A wrong function is followed by the claims about it, and by the right one again.
    """
    assignment = assignment_of(stem)
    right = right_answers(assignment)
    content = (released / assignment.name / assignment.notebook.name).read_bytes()
    cells = [cell for cell in read_cells(content, stem) if cell.kind == "code"]
    pieces = [Piece(cell, right.get(cell.id, cell.source)) for cell in cells]
    place = answer_of(stem)
    for wrong in {one.function: one for one in wrong_versions(COURSE, assignment)}.values():
        version = Version(stem, wrong.title, wrong.source)
        (answer,) = [cell for cell in cells if cell.id == place[wrong.function]]
        (text,) = [
            "".join(raw["source"])
            for raw in notebook_with(version)["cells"]
            if raw["id"] == answer.id
        ]
        claims = [cell for cell in cells if cell.is_claim and is_about(wrong.function)(cell)]
        pieces.append(Piece(answer, text, right=False))
        pieces += [Piece(cell, cell.source, right=False) for cell in claims if not measures(cell)]
        pieces.append(Piece(answer, right[answer.id]))
    return pieces


def said_here(stem: str, released: Path, pieces: list[Piece]) -> list[tuple[str, str]]:
    """Return what each piece prints, and its error, in this Python beside the released files."""
    hidden = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", _SHELL],
        input=json.dumps([piece.code.replace("%matplotlib inline", "") for piece in pieces]),
        cwd=released / assignment_of(stem).name,
        env={**hidden, "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
        check=True,
    )
    return [(said, error) for said, error in json.loads(done.stdout)]
