"""Answers that students gave or could give, what is true of each, and how to ask the checks.

A file holds the answers to one notebook. `facts` lists everything that a sentence may say of an
answer: a known mistake by its name in `solutions/mistakes`, or one of the general facts below.
"""

from __future__ import annotations

import importlib
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from autograder.checks.coach import mistakes_of
from autograder.course.release import convert_checked
from autograder.sandbox.environment import StudentEnvironment
from autograder.verdicts import Outcome, Verdict
from tests.notebooks.handing_in import (
    COURSE,
    STEMS,
    Version,
    answer_of,
    assignment_of,
    graded,
    is_about,
    measures,
    notebook_with,
)
from tests.solved import right_answers

HERE = Path(__file__).parent
# what the first line of a message says, and the fact that has to be true then
SAID = {
    r"is not written yet|^Not written yet": "not-written",
    r"stops with an error(?: on this input)?, where|^Your code stopped with": "raises",
    r"should refuse this input|should raise an? ": "wrong-error",
    r"(?:returns|is) None, where": "no-return",
    r"(?:returns|is|has) .*, where .* (?:is|are) right\.$|is .*, not a function\.$": "wrong-kind",
    r"a dict.* that has no entry": "wrong-kind",
    r"of the wrong shape": "wrong-shape",
    r"(?:returns|is) nan\b|entries are nan": "nan",
    r"the wrong value|entries are wrong": "wrong-values",
    r"numbers of another type": "wrong-dtype",
    r"changes its argument": "changes-argument",
    r"returns a view of": "gives-view",
    r"with a warning on the way": "warns",
    r"the same result for different inputs": "same-for-all",
    r"one at a time in Python": "loops",
    r"contains no `for`": "no-loop",
    r"called the function \d+ times": "wrong-calls",
    r"where the least of the times is right": "wrong-time",
    r"which this exercise asks you to do without": "uses",
    r"gives the right numbers, but is .* the loop": "slow",
    r"^This check reads your code|no readable `def": "no-plain-text",
    r"is not defined": "not-defined",
    r'^"\w" is not it': "wrong-letter",
    r"none of the letters|is no letter": "no-letter",
    r"that is not what happens|is no order that works": "wrong-prediction",
    r"^Your code did not answer|took longer|was stopped|ended": "not-answered",
}


_TIMED = {"loops", "slow"}


@dataclass(frozen=True)
class Answer:
    """One answer to one exercise."""

    stem: str
    id: str
    function: str
    source: str
    full_marks: bool
    why: str
    facts: frozenset[str]
    fault: str = ""

    def __str__(self) -> str:
        return f"{self.stem}-{self.id}"

    @property
    def version(self) -> Version:
        """The same as a version of the notebook's function."""
        return Version(self.stem, self.id, self.source)


def all_answers() -> Iterator[Answer]:
    """Yield every answer of every file."""
    for stem in STEMS:
        path = HERE / f"{assignment_of(stem).module}.json"
        for one in json.loads(path.read_text(encoding="utf-8")) if path.is_file() else ():
            lines = [*one.get("before", ()), *one["code"]]
            yield Answer(
                stem,
                one["id"],
                one["function"],
                "\n".join(lines),
                one["full_marks"],
                one["why"],
                frozenset(one["facts"]),
                one.get("fault", ""),
            )


@cache
def names_of_sentence(stem: str) -> dict[str, frozenset[str]]:
    """Return for the first line of each sentence of a notebook the mistakes that it belongs to."""
    module = importlib.import_module(f"solutions.{assignment_of(stem).module}")
    found: dict[str, set[str]] = {}
    for reference in list(vars(module).values()):
        if callable(reference) and getattr(reference, "__module__", "") == module.__name__:
            for mistake in mistakes_of(reference):
                found.setdefault(mistake.sentence, set()).add(mistake.function.__name__)
    return {sentence: frozenset(names) for sentence, names in found.items()}


def facts_said(answer: Answer, message: str) -> list[frozenset[str]]:
    """Return what a message asserts: of each set, one fact at least must be true of the answer.

    Raises
    ------
    AssertionError
        If the message says something that nobody has given facts to.
    """
    first = message.split("\n", 1)[0]
    if names := names_of_sentence(answer.stem).get(first):
        return [names]
    for pattern, fact in SAID.items():
        if re.search(pattern, first):
            return [frozenset({fact})]
    raise AssertionError(f"{answer}: a sentence without facts: {first!r}")


def is_true(answer: Answer, said: frozenset[str]) -> bool:
    """Return whether one of these facts is true of an answer; `uses np.exp` is a `uses`."""
    facts = answer.facts | {fact.split(" ", 1)[0] for fact in answer.facts}
    return bool(said & facts)


def by_the_grader(answer: Answer) -> list[Verdict]:
    """Return the verdicts on the claims about an answer's function."""
    about = is_about(answer.function)
    timed = bool(answer.facts & _TIMED)  # else no race is run: they take long
    result = graded(answer.version, lambda claim: timed or not measures(claim))
    claims = {claim.id for claim in assignment_of(answer.stem).claims if about(claim)}
    return [verdict for verdict in result.verdicts if verdict.claim in claims]


def in_a_plain_shell(stem: str, answers: list[Answer], folder: Path) -> dict[str, dict[str, str]]:
    """Return for each answer what the visible checks say, by claim; right ones say nothing.

    The released notebook runs in IPython with the students' packages alone, in its own folder.
    """
    assignment = assignment_of(stem)
    released = convert_checked(COURSE, assignment, folder)
    shown = {
        cell["id"]: "".join(cell["source"])
        for cell in json.loads((released / assignment.notebook.name).read_bytes())["cells"]
    }
    right, solved = right_answers(assignment), list[str]()
    asked: list[dict[str, Any]] = []
    for answer in answers:
        notebook = notebook_with(answer.version)
        theirs = {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}
        place = answer_of(stem)[answer.function]
        about = is_about(answer.function)
        claims = [c.id for c in assignment.claims if about(c) and not measures(c)]
        asked.append(
            {
                "id": answer.id,
                "code": theirs[place],
                "restore": right[place],
                "claims": {claim: shown[claim] for claim in claims},
            }
        )
    for cell in assignment.cells:
        if cell.kind == "code" and not cell.is_claim:
            solved.append(right.get(cell.id, cell.source))
    python = StudentEnvironment.find(COURSE.root).python
    done = subprocess.run(
        [str(python), str(HERE / "shell.py")],
        input=json.dumps({"cells": solved, "answers": asked}),
        capture_output=True,
        text=True,
        cwd=released,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, dict[str, str]] = json.loads(done.stdout.rsplit("\n", 1)[-1])
    return found


def failed(verdicts: list[Verdict]) -> list[Verdict]:
    """Return the verdicts that cost points."""
    return [one for one in verdicts if one.outcome is not Outcome.PASSED]
