"""A notebook of another assignment is no bad one of this: nobody gets a zero for a mix-up."""

import json

import pytest

from autograder.grading.submission.reading import Refused, read_submission
from autograder.grading.submission.restore import Role, restore
from autograder.grading.submission.signs import Signs, signs_of

from .conftest import NAME, RIGHT, answer, as_bytes, by_student, cell, claim, handed_in
from .conftest import notebook as notebook_of

OTHER = "02-triple"
TRIPLE = notebook_of(
    cell("markdown", "title", "# Tripling"),
    cell("code", "imports", "import numpy as np", locked=True),
    answer("triple", "def triple(x):\n    ### BEGIN SOLUTION\n    return 3\n    ### END SOLUTION"),
    claim("triple-triples", '"""Triples a number."""\nassert triple(2) == 6, "2 becomes 6."'),
    claim("triple-keeps-the-shape", '"""Keeps the shape."""\nassert np.shape(triple(1)) == ()'),
)


@pytest.fixture
def course(course):
    """With a second assignment, whose exercise is like that of the first."""
    folder = course.root / "notebooks" / OTHER
    folder.mkdir()
    (folder / "triple.ipynb").write_bytes(as_bytes(TRIPLE))
    return course


def restored(course, submitted, assignment=NAME):
    (wanted,) = course.select([assignment])
    signs = signs_of(str(course.root))
    return restore(wanted.cells, read_submission(as_bytes(submitted)), assignment, signs)


def nameless(submitted: dict) -> dict:
    """Without ids and metadata, as some editors save it."""
    cells = [{**raw, "metadata": {}} for raw in json.loads(json.dumps(submitted))["cells"]]
    for raw in cells:
        del raw["id"]
    return submitted | {"cells": cells}


@pytest.mark.parametrize("bare", [False, True], ids=["with-names", "without-names"])
def test_work_of_another_assignment_is_refused_by_name(course, bare):
    other = handed_in({"triple": "def double(x):\n    return 2 * x"}, TRIPLE)
    with pytest.raises(Refused, match="This is 02-triple, not 01-double"):
        restored(course, nameless(other) if bare else other)


@pytest.mark.parametrize("bare", [False, True], ids=["with-names", "without-names"])
def test_work_of_this_assignment_is_recognised(course, bare):
    right = handed_in(RIGHT)
    cells, _ = restored(course, nameless(right) if bare else right)
    assert [one.source for one in cells if one.role is Role.ANSWER] == list(RIGHT.values())


def test_a_cell_of_another_assignment_is_never_taken_for_one_of_this(course):
    """It stands beside the student's work, and the exercise that is missing stays blank."""
    mixed = handed_in(RIGHT)
    pasted = handed_in(source=TRIPLE)["cells"][2]
    pasted["source"] = "def double(x):\n    return 3 * x"
    mixed["cells"] = [raw for raw in mixed["cells"] if raw["id"] != "double"] + [pasted]
    cells, _ = restored(course, mixed)
    assert [one.name for one in cells if one.blank] == ["double"]
    assert [one.source for one in cells if one.role is Role.EXTRA] == [pasted["source"]]


def test_what_two_assignments_share_tells_neither():
    signs = Signs({"a": frozenset({"mine"}), "b": frozenset({"theirs"})})
    shared = read_submission(as_bytes(notebook_of(answer("explain", "x = 1")))).cells
    assert signs.recognise(shared) == signs.recognise(shared, expected="a") == ""


def test_an_assignment_that_cannot_be_read_tells_nothing(course):
    (course.root / "notebooks" / OTHER / "triple.ipynb").write_text("{")
    assert set(signs_of(str(course.root)).names) == {NAME}
    assert signs_of(str(course.root / "solutions")) == signs_of("") == Signs()


def test_a_class_goes_on_when_somebody_hands_in_another_assignment(course, submit, grade_all):
    submit("ann", handed_in(RIGHT))
    submit("bob", handed_in(source=TRIPLE))
    outcome = grade_all([course.assignments[0]])
    assert by_student(outcome) == {"ann": 4.0, "bob": None}
    assert "This is 02-triple, not 01-double" in outcome.refused[0].refused


def test_what_is_no_cell_is_passed_over(course):
    """The cells are found behind it, also those that only their text tells."""
    odd = nameless(handed_in(RIGHT))
    odd["cells"] = [None, 7, *odd["cells"]]
    cells, _ = restored(course, odd)
    assert [one.source for one in cells if one.role is Role.ANSWER] == list(RIGHT.values())
