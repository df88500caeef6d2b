"""The smallest input that shows a difference."""

import numpy as np

from autograder.checks import normal
from autograder.checks.shrink import CALLS
from tests.autograder.checks.wrongs import double, wrong


def test_big_inputs_are_shown_small():
    """Of a table of 6 by 7, two by two suffices, with numbers that can be done by hand."""
    message = wrong(lambda x: x * 2.0 + 1, on=[normal(6, 7)])
    assert "x = [[1., 2.],\n" in message
    assert "[3., 4.]]" in message


def test_an_input_that_must_be_big_stays():
    """Where nothing smaller fails, the claim's own input is shown."""
    message = wrong(lambda x: x * 2.0 + (x.size > 20), on=[normal(6, 7)])
    assert "shape (6, 7)" in message


def test_numbers_of_the_input_itself_are_tried():
    """A difference that only large numbers show."""
    message = wrong(lambda x: np.minimum(x * 2.0, 100.0), on=[np.arange(900.0, 930).reshape(5, 6)])
    assert "shape (2, 2)" in message
    assert "[9" in message


def test_axes_of_one_length_keep_one_length():
    """Smaller arguments still fit each other."""

    def reference(A, B):
        return A @ B

    from autograder.checks import call

    message = wrong(
        lambda A, B: (A @ B).T, reference=reference, on=[call(normal(4, 5), normal(5, 4))]
    )
    assert "A = [[1., 2.],\n" in message
    assert "B = [[5., 6.],\n" in message


def test_lists_stay_lists():
    """A mistake about lists would vanish in an array."""

    def student(x):
        return double(x) if isinstance(x, np.ndarray) else double(x) + 1

    assert "x = [1.0, 2.0]" in wrong(student, on=[[0.5] * 9])


def test_the_search_has_a_limit():
    """In calls, not in seconds."""
    asked = []

    def student(x):
        asked.append(x)
        return x * 2.0 + (x.size > 500)

    wrong(student, on=[normal(9, 8, 9)])
    assert len(asked) <= 1 + CALLS
