"""The references of 08 rows do what their docstrings promise."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions.rows import (
    broadcast_shape,
    center_columns,
    normalize_rows,
    row_norms,
    standardize_columns,
)

shapes = st.lists(st.integers(1, 3), max_size=4).map(tuple)


@given(shapes, shapes)
def test_the_two_rules_are_numpys_rules(s, t):
    """np.broadcast_shapes is the oracle, for the result and for the error."""
    try:
        expected = np.broadcast_shapes(s, t)
    except ValueError:
        with pytest.raises(ValueError, match="do not broadcast"):
            broadcast_shape(s, t)
    else:
        assert broadcast_shape(s, t) == expected


def test_norms_are_a_column_of_lengths():
    """math.hypot is the oracle; the sources' two second rows differ."""
    x = [[0, 3, 4], [1, 6, 4], [2, 6, 4]]
    expected = [[math.hypot(*row)] for row in x]
    np.testing.assert_allclose(row_norms(x), expected, rtol=1e-15)
    np.testing.assert_allclose(row_norms(x).ravel(), [5, 7.28010989, 7.48331477], atol=5e-9)


@pytest.mark.parametrize("shape", [(2, 3), (3, 3), (4, 1), (1, 6)])
def test_every_row_has_length_one(shape):
    """Square and oblong."""
    x = np.random.default_rng(8).normal(size=shape)
    lengths = [math.hypot(*row) for row in normalize_rows(x)]
    np.testing.assert_allclose(lengths, 1, rtol=1e-15)


def test_the_sources_rows():
    """Each with its own second row, and the row with a thousand in it."""
    result = normalize_rows([[0, 3, 4], [1, 6, 4], [2, 6, 4], [0, 1000, 4]])
    expected = [
        [0, 0.6, 0.8],
        [0.13736056, 0.82416338, 0.54944226],
        [0.26726124, 0.80178373, 0.53452248],
        [0, 0.999992, 0.00399997],
    ]
    np.testing.assert_allclose(result, expected, atol=5e-9)


@pytest.mark.parametrize("size", [1e-140, 1e-9, 1e140])
def test_only_rows_of_zeros_are_an_exception(size):
    """Short and long rows get length 1."""
    result = normalize_rows([[3 * size, -4 * size]])
    np.testing.assert_allclose(result, [[0.6, -0.8]], rtol=1e-15)


def test_a_zero_row_stays_zero():
    """No nan, no warning, and its neighbour is not touched."""
    np.testing.assert_array_equal(normalize_rows([[0, 0], [3, 4]]), [[0, 0], [0.6, 0.8]])


def test_small_integers_do_not_wrap():
    """255 * 255 is 1 in uint8."""
    result = normalize_rows(np.array([[255, 255, 255]], dtype=np.uint8))
    np.testing.assert_allclose(result, [[math.sqrt(1 / 3)] * 3], rtol=1e-15)


def test_columns_are_centred_and_scaled():
    """Means 0, deviations 1, by the population's definition."""
    x = np.random.default_rng(8).normal(5, 3, size=(20, 4))
    np.testing.assert_allclose(center_columns(x).mean(axis=0), 0, atol=1e-14)
    scaled = standardize_columns(x)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(np.sqrt(np.mean(scaled**2, axis=0)), 1, rtol=1e-14)


def test_a_constant_column_becomes_zero():
    """Also 0.1, whose mean of three is not exactly 0.1."""
    np.testing.assert_array_equal(standardize_columns([[0.1], [0.1], [0.1]]), np.zeros((3, 1)))


@pytest.mark.parametrize(
    "function", [normalize_rows, center_columns, standardize_columns], ids=lambda f: f.__name__
)
def test_the_contract_holds(function):
    """Lists, float64 whatever comes in, no change of the input."""
    assert function([[3, 4], [1, 7]]).dtype == np.float64
    assert function(np.float32([[3, 4], [1, 7]])).dtype == np.float64
    x = np.array([[3.0, 4.0], [1.0, 7.0]])
    function(x)
    np.testing.assert_array_equal(x, [[3.0, 4.0], [1.0, 7.0]])
