"""A known mistake is named only where it explains what was seen."""

import numpy as np
import pytest

from autograder.checking import Disagreement, check
from autograder.checking.known import knowing, shown_facets
from autograder.checking.observation import observe
from autograder.checking.plain import from_plain, to_plain
from autograder.checks import coach
from solutions.arrays import as_floats, describe, flatten_copy, to_shape
from solutions.losses import softmax_cross_entropy

KNOWN = {f.__name__: coach.known(f) for f in (as_floats, describe, flatten_copy, to_shape)}
TABLE = np.array([[1.5, 2.0, -3.0], [4.0, 5.5, 0.5]])


def message(student, name, *args, **kwargs):
    """What a check says that fails for this function of this name."""
    student.__name__ = name
    with knowing(KNOWN.get), pytest.raises(Disagreement) as raised:
        check(student, *args, **kwargs)
    return raised.value.message.splitlines()[0]


def test_a_list_of_right_numbers_is_told_to_be_a_list():
    """No mistake that shows in numbers explains it."""
    assert "a list of 3, where an array" in message(
        lambda a, rows, columns: np.reshape(a, (rows, columns)).tolist(),
        "to_shape",
        *(TABLE, 3, 2),
        gives=[[1.5, 2.0], [-3.0, 4.0], [5.5, 0.5]],
    )
    assert "a list of 6, where an array" in message(
        lambda a: [x for row in a for x in row],
        "flatten_copy",
        TABLE,
        gives=[1.5, 2.0, -3.0, 4.0, 5.5, 0.5],
    )


def test_to_copy_where_the_right_function_shares_is_no_facet():
    """To do less than the right function is no mistake, and tells none from another."""
    right, wrong = observe(as_floats, [TABLE]), observe(lambda a: a - 1.0, [TABLE])
    assert shown_facets([right], [wrong]) == ()
    assert shown_facets([wrong], [right]) == ("shared",)


def test_a_mistake_in_another_part_does_not_explain_a_kind():
    """It is told where it shows."""
    student = lambda a: {**describe(a), "size": len(a), "min": a.min()}  # noqa: E731
    assert "a scalar, float64" in message(student, "describe", TABLE, kind={"min": float})
    assert "Your size counts" in message(student, "describe", TABLE, gives={"size": 6})


def test_a_name_of_a_dtype_is_no_dtype():
    """NumPy says that they are equal."""
    facts = {"dtype": "float64"}
    student = lambda a: {**describe(a), "min": a.min()}  # noqa: E731
    said = message(student, "describe", TABLE, gives=facts, kind={"min": float})
    assert "a scalar, float64 in ['min']" in said
    student = lambda a: {**describe(a), "dtype": a.dtype.type}  # noqa: E731
    assert "a type in ['dtype']" in message(student, "describe", TABLE, gives=facts)
    student = lambda a: {**describe(a), "dtype": a.dtype}  # noqa: E731
    assert "holds the dtype object itself" in message(student, "describe", TABLE, gives=facts)


def test_labels_beside_floats_are_ordinary_input():
    """A known mistake is recognised though lists and large logits go another way."""
    known = coach.known(softmax_cross_entropy)
    assert known.ordinary

    def student(z, y):
        powers = np.exp(z)  # which is infinite at 1000
        p = powers / np.sum(powers, axis=1, keepdims=True)
        loss = -np.mean(np.log(p[np.arange(len(z)), y]))
        p[:, y] -= 1
        return loss, p / len(z)

    student.__name__ = "softmax_cross_entropy"
    with knowing({"softmax_cross_entropy": known}.get), pytest.raises(Disagreement) as raised:
        check(student, np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([1, 0]), gives=(0.0, TABLE))
    assert raised.value.mistake == "softmax_cross_entropy: One taken away from whole columns"


@pytest.mark.parametrize("function", [np.prod, np.exp, np.linalg.norm], ids=lambda f: f.__name__)
def test_a_function_of_numpy_is_an_argument_that_a_table_can_hold(function):
    """By its name; of others a table would need the text."""
    assert from_plain(to_plain((function, 2.0))) == (function, 2.0)
    with pytest.raises(TypeError, match="not a value that a table can hold"):
        to_plain(message)
