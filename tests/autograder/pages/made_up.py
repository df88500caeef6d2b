"""A small course and a class that was never graded: what pages are tried on."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from pathlib import Path

from autograder.course.course import Assignment
from autograder.verdicts import Curve, Graded, Note, Outcome, Verdict

HIDDEN = "secret_reference = reference(normal(4, 7)); agrees(softmax, secret_reference)"
NO_MINUS = "sigmoid: exponent without its minus"
ONE_SUM = "softmax: one sum for the table"
UNWRITTEN = "NotImplementedError: this function is not written yet."
HIDDEN_REGION = f"### BEGIN HIDDEN TESTS\n{HIDDEN}\n### END HIDDEN TESTS"
GLOBAL_SUM = """\
The whole table is divided by one sum, but each row has its own: sum over `axis=-1`, keepdims=True.

Input:     x = [[1., 2.], [3., 4.]]
You got:   array of float64, shape (2, 2)
           [[0.032, 0.087],
            [0.237, 0.644]]
Expected:  array of float64, shape (2, 2)
           [[0.269, 0.731],
            [0.269, 0.731]]

Where to look: the line that calls `np.sum`."""
SIGN = """\
Your values fall where they should rise: the sign of the exponent is the other way round.

Input:     x = 2.0
You got:   0.11920292202211755
Expected:  0.8807970779778823

Where to look: your exponent, beside `1 / (1 + np.exp(-x))`."""
OVERFLOW = """\
At logits of 1000 you get nan: `np.exp(1000)` is inf, and inf / inf is nan.

Input:     x = [1000., 1000.]
You got:   [nan, nan]
in line:   return powers / np.sum(powers)
Expected:  [0.5, 0.5]

Where to look: subtract each row's maximum first."""
WARNED = (
    "`np.exp` overflowed at -1000. The result is right all the same; "
    "notebook 11 shows how to stay silent."
)

RIGHT = {
    "shape-answer": "shape_of_row_sums = (2, 1)",
    "sigmoid": '''def sigmoid(x):
    """Return 1 / (1 + exp(-x)), for each entry of x."""
    x = np.asarray(x) * 1.0
    return 1.0 / (1.0 + np.exp(-x))''',
    "softmax": '''def softmax(x):
    """Return probabilities: each row is positive and sums to one."""
    x = np.asarray(x) * 1.0
    powers = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)''',
    "temperature": '''def softmax_with_temperature(z, T):
    """Return the softmax of z / T."""
    return softmax(np.asarray(z) / T)''',
}
WRONG = {
    "sigmoid": RIGHT["sigmoid"].replace("np.exp(-x)", "np.exp(x)"),
    "softmax": '''def softmax(x):
    """Return probabilities: each row is positive and sums to one."""
    # by Ada
    powers = np.exp(x)  # e to the power of every entry of the table
    return powers / np.sum(powers)''',
    "temperature": '''def softmax_with_temperature(z, T):
    """Return the softmax of z / T."""
    # YOUR CODE HERE
    raise NotImplementedError()''',
}
CLAIMS = {  # id: (answer, title, points)
    "row-sums-have-a-column": (
        "shape-answer",
        "The row sums of a (2, 3) table have shape (2, 1).",
        1,
    ),
    "sigmoid-values": ("sigmoid", "sigmoid is right on numbers, lists and tables.", 5),
    "sigmoid-scalar-gives-scalar": ("sigmoid", "A number in gives a number out.", 1),
    "sigmoid-silent-at-minus-1000": ("sigmoid", "sigmoid(-1000) is 0, and silent.", 1),
    "softmax-values": ("softmax", "`softmax` is right on a vector.", 4),
    "softmax-rows-sum-to-one": ("softmax", "Every row of probabilities sums to one.", 4),
    "softmax-does-not-overflow": ("softmax", "Logits of 1000 do not overflow.", 3),
    "softmax-leaves-its-input": ("softmax", "The input is not modified.", 2),
    "temperature-values": ("temperature", "A high temperature makes the choice more even.", 3),
    "temperature-one-changes-nothing": ("temperature", "At temperature 1 it is softmax.", 1),
}


def _markdown(text: str) -> dict:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _answer(grade_id: str, source: str) -> dict:
    marks = {"grade_id": grade_id, "grade": False, "solution": True, "locked": False}
    return {
        "cell_type": "code",
        "id": grade_id,
        "metadata": {"nbgrader": {"schema_version": 3, **marks}},
        "source": source,
        "outputs": [],
    }


def _claim(grade_id: str) -> dict:
    _, title, points = CLAIMS[grade_id]
    marks = {"grade_id": grade_id, "grade": True, "solution": False, "locked": True}
    return {
        "cell_type": "code",
        "id": grade_id,
        "metadata": {"nbgrader": {"schema_version": 3, "points": points, **marks}},
        "source": f'"""{title}"""\nassert True\n{HIDDEN_REGION}',
        "outputs": [],
    }


def _hint(level: int, text: str) -> str:
    return f"<details><summary>Hint {level}</summary>\n\n{text}\n\n</details>"


SOFTMAX_HINTS = _hint(
    1,
    "Which axis holds the logits of *one* example? Its sum is $\\sum_j e^{z_j}$:\n\n"
    "- look at `np.sum`\n- and at its `keepdims`",
) + _hint(2, "powers / np.sum(powers, axis=-1, keepdims=True) nearly gives it all away")


def cells(answers: dict[str, str]) -> list[dict]:
    """Return the notebook's cells with these answers."""
    claims = {answer: [k for k, v in CLAIMS.items() if v[0] == answer] for answer in RIGHT}
    blocks = {
        "shape-answer": "## Predict, then run\n\nCommit to a shape before you look.",
        "sigmoid": "## sigmoid: from one number to a table\n\n```python\n## no heading\n```",
        "softmax": r"## softmax: $\frac{e^{z_i}}{\sum_j e^{z_j}}$ for each row",
        "temperature": "## Temperature",
    }
    hints = {"softmax": SOFTMAX_HINTS, "temperature": _hint(1, "Divide first, softmax afterwards.")}
    made = [_markdown("# Turn numbers into probabilities\n\nWhat you'll do.")]
    for answer, heading in blocks.items():
        made.append(_markdown(heading))
        if answer in hints:
            made.append(_markdown(hints[answer]))
        made.append(_answer(answer, answers[answer]))
        made += [_claim(claim) for claim in claims[answer]]
    return made


def notebook(answers: dict[str, str]) -> dict:
    """Return a notebook with these answers; hidden tests are in it, as in an autograded one."""
    return {"cells": cells(answers), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def make_course(root: Path, names: tuple[str, ...] = ("09-softmax",)) -> list[Assignment]:
    """Write a course with these assignments and return them."""
    (root / "solutions").mkdir(parents=True)
    found = []
    for name in names:
        folder = root / "notebooks" / name
        folder.mkdir(parents=True)
        assignment = Assignment(folder)
        assignment.notebook.write_text(json.dumps(notebook(RIGHT)), encoding="utf-8")
        found.append(assignment)
    return found


def verdict(claim: str, outcome: Outcome = Outcome.PASSED, **rest: object) -> Verdict:
    """Return a verdict about one of the CLAIMS."""
    _, title, possible = CLAIMS[claim]
    points = {Outcome.PASSED: possible, Outcome.FAILED: 0.0, Outcome.NOT_RUN: None}[outcome]
    return Verdict(
        claim=claim, title=title, outcome=outcome, points=points, possible=possible, **rest
    )


def graded(student: str, changes: dict[str, Verdict] | None = None, **rest: object) -> Graded:
    """Return a submission where everything holds but the changes."""
    answers = rest.pop("answers", RIGHT)
    made = (changes or {}).get
    return Graded(
        assignment=rest.pop("assignment", "09-softmax"),
        student=student,
        verdicts=tuple(made(claim) or verdict(claim) for claim in CLAIMS),
        notebook=notebook(answers),
        tier=rest.pop("tier", "full"),
        seconds=rest.pop("seconds", 0.08),
        **rest,
    )


def struggling(student: str = "ada") -> Graded:
    """Return a submission with something of everything."""
    fail, lost = Outcome.FAILED, Outcome.NOT_RUN
    made = [
        verdict("sigmoid-values", fail, message=SIGN, mistake=NO_MINUS),
        verdict("softmax-values", warnings=(WARNED,)),
        verdict("softmax-rows-sum-to-one", fail, message=GLOBAL_SUM, mistake=ONE_SUM),
        verdict("softmax-does-not-overflow", fail, message=OVERFLOW),
        verdict("softmax-leaves-its-input", lost, message="The process could not be copied."),
        verdict("temperature-values", fail, message=UNWRITTEN),
        verdict("temperature-one-changes-nothing", fail, message=UNWRITTEN),
    ]
    changes = {made_one.claim: made_one for made_one in made}
    x = [position / 10 for position in range(-60, 61)]
    curve = Curve(
        "sigmoid",
        tuple(x),
        tuple(1 / (1 + math.exp(a)) for a in x),
        tuple(1 / (1 + math.exp(-a)) for a in x),
    )
    return graded(
        student,
        changes,
        answers={**RIGHT, **WRONG},
        curves=(curve,),
        advice=("Cells were run out of order. Restart and run all before you hand in.",),
    )


NAMES = """
ada amara béla chidi dana emre fatima grace hiroshi ines jonas katherine
linh mateo noor olga priya quentin rosa sven tariq uma víctor wen
""".split()  # noqa: SIM905


def class_of(count: int = 24, assignment: str = "09-softmax", seed: int = 7) -> list[Graded]:
    """Return a class whose members differ in what they know."""
    rng = random.Random(seed)
    made = [replace(struggling(), assignment=assignment)]
    for student in NAMES[1:count]:
        changes = _unknown(rng)
        if student == "jonas":
            stopped = "The notebook ran longer than 60 s and was stopped."
            lost = [verdict(claim, Outcome.NOT_RUN, message=stopped) for claim in list(CLAIMS)[5:]]
            changes = {one.claim: one for one in lost}
        note = Note("softmax-values", "This graded cell was missing; it was put back.")
        made.append(
            graded(
                student,
                changes,
                assignment=assignment,
                answers={**RIGHT, **WRONG} if changes else RIGHT,
                notes=(note,) if student == "emre" else (),
                seconds=rng.random() / 4,
            )
        )
    return made


def _unknown(rng: random.Random) -> dict[str, Verdict]:
    """Return failures of somebody who knows something: the later claims are the harder."""
    level, changes = rng.random() * 1.2, {}
    unknown = ("ValueError: operands could not be broadcast.", None)
    for position, claim in enumerate(CLAIMS):
        if rng.random() * 0.6 + position * 0.045 > level:
            text, mistake = rng.choice([(GLOBAL_SUM, ONE_SUM), unknown])
            if claim.startswith("sigmoid"):
                text, mistake = SIGN, NO_MINUS
            changes[claim] = verdict(claim, Outcome.FAILED, message=text, mistake=mistake)
    return changes
