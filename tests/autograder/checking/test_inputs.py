"""Inputs that make and name themselves."""

import numpy as np
import pytest

from autograder.checking.inputs import as_call
from autograder.checks import arange, call, integers, linspace, normal, ones, uniform, zeros


@pytest.mark.parametrize(
    ("made", "shape", "dtype", "name"),
    [
        (normal(4, 7), (4, 7), "float64", "normal(4, 7)"),
        (normal(3, dtype="float32"), (3,), "float32", "normal(3, dtype='float32')"),
        (uniform(-5, 5, shape=(3,)), (3,), "float64", "uniform(-5, 5, shape=(3,))"),
        (uniform(0, 1), (), "float64", "uniform(0, 1, shape=())"),
        (
            integers(0, 256, shape=(2, 3), dtype="uint8"),
            (2, 3),
            "uint8",
            "integers(0, 256, shape=(2, 3), dtype='uint8')",
        ),
        (zeros(2, 2), (2, 2), "float64", "zeros(2, 2)"),
        (ones(2), (2,), "float64", "ones(2)"),
        (arange(6, shape=(2, 3)), (2, 3), "float64", "arange(6, shape=(2, 3))"),
        (linspace(0, 1, 5), (5,), "float64", "linspace(0, 1, 5)"),
    ],
    ids=str,
)
def test_inputs_are_what_they_say(made, shape, dtype, name):
    """Shape, dtype and description; the same numbers each time."""
    assert (made.value.shape, made.value.dtype, repr(made)) == (shape, dtype, name)
    assert np.array_equal(made.value, made.build())
    assert np.array_equal(np.asarray(made), made.value)


def test_another_description_gives_other_numbers():
    """Seeds come from descriptions, not from an order of calls."""
    assert not np.array_equal(normal(3).value, normal(3, mean=1.0).value - 1.0)
    assert not np.array_equal(normal(3).build(0), normal(3).build(1))


def test_numbers_are_short_enough_to_read():
    """Rounded to about three decimals of their scale, and within their bounds."""
    numbers = normal(50).value
    assert np.array_equal(numbers, np.round(numbers, 3))
    tiny = uniform(0, 1e-3, shape=(50,)).value
    assert np.array_equal(tiny, np.round(tiny, 7))
    assert tiny.min() >= 0 and tiny.max() <= 1e-3 and np.unique(tiny).size > 40
    whole = integers(3, 6, shape=(99,)).value
    assert set(whole.tolist()) == {3, 4, 5}


def test_memory_order_can_be_chosen():
    """Values do not depend on it, functions may."""
    assert normal(3, 4, order="F").value.flags.f_contiguous


def test_a_call_makes_what_lies_in_lists_and_keywords_too():
    """And hands out fresh copies."""
    array = np.ones(2)
    case = call([normal(2), 1], array, alpha=normal(3))
    (pair, copy), kwargs = case.build()
    assert type(pair[0]) is np.ndarray and kwargs["alpha"].shape == (3,)
    assert copy is not array
    assert as_call(case) is case
    assert as_call([1, 2]).build() == (([1, 2],), {})
