"""An attack: a submission that tries what it must not do."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.course import Course
from autograder.notebook.cells import read_cells
from autograder.notebook.regions import released

COURSE = Course.find(Path(__file__))
SIGMOID, VECTORIZATION = "04-sigmoid", "10-vectorization"
TIERS = ("full", "landlock")

# what an attack finds out it shows with `say`, and `tried` goes on whatever it is refused
TOOLS = """
import json, os, sys
def say(*found):
    print("FOUND", *[str(one)[:3000] for one in found])
def tried(act, *arguments, **named):
    try:
        found = act(*arguments, **named)
    except BaseException as error:
        return f"REFUSED {type(error).__name__}"
    return f"DONE {found!r}"
"""


@dataclass(frozen=True)
class Attack:
    """A submission by somebody who means harm.

    Attributes
    ----------
    extra : the student's own cell, behind the imports; the names of `TOOLS` are there
    last : the student's own cell at the end
    answers : what is written into exercises, by id; the others are as `base` says
    base : "blank" leaves them as they were released, "right" solves them
    change : does something to the notebook before it is saved, or returns the file's bytes
    files : what lies beside the notebook
    place : does something to the submission's folder
    assignment : its name
    tiers : where it is tried
    """

    extra: str = ""
    last: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    base: str = "blank"
    change: Callable[[dict], bytes | None] | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    place: Callable[[Path], None] | None = None
    assignment: str = SIGMOID
    tiers: tuple[str, ...] = TIERS

    def write(self, folder: Path, words: Mapping[str, str]) -> None:
        """Hand it in; `words` are filled in for `{name}` written as `<<name>>`."""
        folder.mkdir(parents=True)
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        made = self.notebook(words)
        content = self.change(made) if self.change else None
        path = folder / f"{self.assignment.split('-', 1)[1]}.ipynb"
        path.write_bytes(json.dumps(made).encode() if content is None else content)
        if self.place:
            self.place(folder)

    def notebook(self, words: Mapping[str, str]) -> dict:
        """Return it as a student would save it."""
        made = handed_in(self.assignment, self.base)
        for cell in made["cells"]:
            if cell["id"] in self.answers:
                cell["source"] = _filled(self.answers[cell["id"]], words)
        if missing := set(self.answers) - {cell["id"] for cell in made["cells"]}:
            raise KeyError(missing)
        at = 1 + next(i for i, cell in enumerate(made["cells"]) if "-imports" in cell["id"])
        if self.extra:
            made["cells"].insert(at, own_cell("own-first", TOOLS + _filled(self.extra, words)))
        if self.last:
            made["cells"].append(own_cell("own-last", _filled(self.last, words)))
        return made


def _filled(text: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        text = text.replace(f"<<{name}>>", word)
    return text


def own_cell(name: str, source: str) -> dict:
    """Return a code cell of the student's own."""
    code = {"cell_type": "code", "execution_count": None, "outputs": []}
    return {**code, "id": name, "metadata": {}, "source": source}


def handed_in(assignment: str, base: str) -> dict:
    """Return the released notebook, blank or solved."""
    chosen = COURSE.select([assignment])[0]
    made = copy.deepcopy(json.loads(chosen.notebook.read_bytes()))
    cells = {str(c.raw.get("id")): c for c in read_cells(chosen.notebook.read_bytes(), assignment)}
    for cell in made["cells"]:
        known = cells[cell["id"]]
        if base == "blank" or not known.is_answer:
            cell["source"] = released(known)
        else:  # the comments in the solutions are not the student's
            cell["source"] = "\n".join(line.split("  # ")[0] for line in known.source.split("\n"))
    return made


def attack(**what: object) -> Callable:
    """Mark a test: this is handed in, and the test looks at what came of it (`seen`)."""
    return attacks(it=Attack(**what))


def attacks(**which: Attack) -> Callable:
    """Mark a test: each of these is handed in and looked at alone."""

    def mark(function: Callable) -> Callable:
        function.attacks = which
        return function

    return mark
