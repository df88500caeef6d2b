"""Which functions are curves, and what of the student's is drawn."""

from __future__ import annotations

import contextlib
import math
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.grading.claims.curves import GRID, reference_curve, sample_curves
from autograder.notebook.cells import Cell
from autograder.sandbox.replies import NotAnswered, Remote
from autograder.verdicts import Outcome, Verdict

CLAIM = Cell(id="values", kind="code", source="agrees(sigmoid, reference)", grade=True)


class Process:
    """A student process that answers from plain functions."""

    def __init__(self, **names) -> None:
        self.names = names
        self.asked = 0

    @contextlib.contextmanager
    def snapshot(self, last: bool):
        """Give itself."""
        yield self

    def lookup(self, name: str):
        """Return a handle, or the value of what is no function."""
        value = self.names[name] if name in self.names else _missing(name)
        return Remote(1, "function", name, "", "function") if callable(value) else value

    def call(self, remote: Remote, args: list, kwargs: dict):
        """Call the function as the real one would."""
        self.asked += 1
        try:
            return SimpleNamespace(value=self.names[remote.name](*args), error=None)
        except NotAnswered:
            raise
        except Exception as error:
            return SimpleNamespace(value=None, error=error)

    def calls(self, remote: Remote, cases: list):
        """Answer some of several calls, as a slow function does."""
        return [self.call(remote, *case) for case in cases[:7]]


def _missing(name: str):
    raise NameError(name)


def _curves(process: Process, outcome: Outcome = Outcome.FAILED):
    verdict = Verdict("values", "right", outcome, 0.0, 6.0)
    return sample_curves("sigmoid", [CLAIM], [verdict], process)


def _stopped(x):
    raise NotAnswered("it ran too long")


def test_functions_of_one_number_are_curves():
    """The sigmoid is, for scalars alone too; a function of two arguments is not."""
    assert len(reference_curve("sigmoid", "sigmoid")) == len(GRID)
    assert reference_curve("sigmoid", "basic_sigmoid")
    assert not sample_curves("no-such-notebook", [CLAIM], [], Process())


def test_functions_of_a_whole_row_are_no_curves():
    """softmax of one number is 1, whatever the number."""
    assert reference_curve("softmax", "softmax") == ()


def test_only_what_a_failed_claim_speaks_of_is_sampled():
    """Honest work is not asked anything."""
    process = Process(sigmoid=lambda x: x)
    assert _curves(process, Outcome.PASSED) == ()
    assert process.asked == 0
    (curve,) = _curves(process)
    assert (curve.function, curve.student) == ("sigmoid", GRID)


@pytest.mark.parametrize("bad", [lambda x: "1", lambda x: [x, x], lambda x: 1 / 0, 3, _stopped])
def test_a_function_that_gives_no_number_has_no_curve(bad):
    """Texts, lists, errors, what is no function and what does not answer."""
    assert _curves(Process(sigmoid=bad)) == ()


def test_points_without_a_number_are_gaps():
    """An error or nan at some points leaves the others."""
    (curve,) = _curves(Process(sigmoid=lambda x: float("nan") if x < 0 else x))
    assert curve.student[0] is None
    assert curve.student[-1] == GRID[-1]


def test_a_missing_function_has_no_curve():
    """A name that the notebook does not define."""
    assert _curves(Process()) == ()


def test_a_function_that_takes_arrays_is_asked_for_all_at_once():
    """A few numbers alone show that it does the same to each."""
    process = Process(sigmoid=np.tanh)
    (curve,) = _curves(process)
    assert process.asked < 10
    assert np.allclose(curve.student, np.tanh(GRID))


@pytest.mark.parametrize("wrong", [lambda x: x / np.max(np.abs(x)), math.exp])
def test_a_function_that_treats_an_array_differently_is_asked_number_by_number(wrong):
    """What is drawn is what it gives for a number."""
    process = Process(sigmoid=wrong)
    (curve,) = _curves(process)
    assert process.asked > len(GRID)
    numbers = [wrong(x) if x else None for x in GRID]
    pairs = zip(numbers, curve.student, strict=True)
    assert all(y is None or np.isclose(y, drawn) for y, drawn in pairs)
