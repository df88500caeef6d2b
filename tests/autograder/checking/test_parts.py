"""A check of several results at once: the kinds in a tuple, the values in a dict."""

import numpy as np
import pytest

from autograder.checking import Disagreement, check
from autograder.checking.compare import numbers_in, size_of

FACTS = {"size": 2, "least": 1.0}


def describe(a):
    """Two facts about an array, the second as a NumPy number, and one more than is asked for."""
    return {"size": a.size, "least": a.min(), "mean": a.mean()}


def whole_and_half():
    """An array of small whole numbers and one of floats."""
    return np.array([1, 2], dtype=np.int16), np.array([0.5])


def message(*args, **kwargs):
    """The message of a check that fails."""
    with pytest.raises(Disagreement) as raised:
        check(*args, **kwargs)
    return raised.value.message


def test_each_of_several_results_has_a_dtype_of_its_own():
    """`np.integer` is any whole number, `int` the usual one."""
    check(whole_and_half, dtype=(np.integer, np.floating))
    assert "in [0]: int16 instead of int64" in message(whole_and_half, dtype=(int, float))
    assert "in [1]: float64 instead of int64" in message(whole_and_half, dtype=(np.integer,) * 2)
    assert "2 values, where 3 are right" in message(whole_and_half, dtype=(np.integer,) * 3)
    assert "where an array is right" in message(lambda: np.array(["1"]), dtype=int)
    assert "a text in [0], where an array is right" in message(lambda: ("1", 2), dtype=(int, int))


def test_no_dtype_is_said_where_none_is_promised():
    """What is written with whole numbers may be right as floats."""
    assert "where an array of shape (2,) is right" in message(np.sum, [1.5], gives=[1, 2])
    assert "[1, 2]   (an array of shape (2,))\n" in message(np.cumsum, [1, 2], gives=[1, 2])


def test_values_of_a_dict_have_types_of_their_own():
    """A NumPy number is no `float`, whatever it is equal to."""
    x = np.array([2.0, 1.0])
    check(describe, x, gives=FACTS, kind={"size": int})
    said = message(describe, x, gives=FACTS, kind={"size": int, "least": float})
    assert "a scalar, float64 in ['least'], where a float is right" in said
    assert "Expected:  an int under 'size', a float under 'least'" in said
    assert "that has no entry 'most'" in message(describe, x, kind={"most": float})


def test_a_dict_may_hold_more_than_is_asked_for():
    """What is missing is named."""
    x = np.array([2.0, 1.0])
    check(describe, x, gives={"size": 2})
    assert "a dict that has no entry 'most'" in message(describe, x, gives={"most": 2.0})


def test_numbers_are_counted_in_containers_of_several_shapes():
    """What a layer remembers, and a network's parameters, are no single array."""
    assert numbers_in((np.ones((2, 3)), [np.ones(3), 1.5])) == 10
    assert numbers_in({"W": np.ones((2, 2)), "b": np.ones(2)}) == 6
    assert size_of((np.ones(4), ([1, 2], [3])), {"T": 2.0}) == 8
