"""The references of 02 arithmetic do what their docstrings promise."""

import math
import statistics

import numpy as np
import pytest

from solutions.arithmetic import (
    add,
    brighten,
    column_means,
    exp_all,
    multiply,
    row_means,
    stats,
    subtract,
    variance,
)

A = [[1, 2, 3], [4, 5, 6]]
B = [[6, 7, 8], [8, 9, 10]]


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (add, [[7, 9, 11], [12, 14, 16]]),
        (subtract, [[-5, -5, -5], [-4, -4, -4]]),
        (multiply, [[6, 14, 24], [32, 45, 60]]),
    ],
)
def test_the_three_operations_give_the_worked_numbers(function, expected):
    """The tables of the first source, computed again."""
    np.testing.assert_array_equal(function(A, B), expected)


def test_shapes_that_do_not_fit_are_an_error():
    """(2, 3) and (3, 2) do not broadcast."""
    with pytest.raises(ValueError, match="broadcast"):
        add(A, np.transpose(B))


def test_exp_works_element_by_element():
    """Each entry equals math.exp of that entry."""
    expected = [[math.exp(value) for value in row] for row in A]
    np.testing.assert_allclose(exp_all(A), expected, rtol=1e-15)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.int64])
def test_exp_of_any_dtype_is_float64(dtype):
    """NumPy alone would give float16 for uint8, with few digits."""
    powers = exp_all(np.array([1, 2], dtype=dtype))
    assert powers.dtype == np.float64
    np.testing.assert_allclose(powers, [math.e, math.e**2], rtol=1e-15)


def test_exp_of_a_number_is_a_number():
    """It has no axis."""
    assert np.ndim(exp_all(1)) == 0
    assert exp_all(0) == 1.0


def test_statistics_agree_with_the_standard_library():
    """statistics.pvariance is an independent oracle with exact arithmetic."""
    values = [0.25, -3.5, 7.0, 1.125, 2.0]
    mean, var, std = stats(values)
    assert mean == pytest.approx(statistics.fmean(values), rel=1e-15)
    assert var == pytest.approx(statistics.pvariance(values), rel=1e-14)
    assert std == pytest.approx(statistics.pstdev(values), rel=1e-14)


def test_variance_divides_by_n():
    """1..6: 2.91666 with n, 3.5 with n - 1."""
    assert variance([1, 2, 3, 4, 5, 6]) == pytest.approx(2.9166666666666665, rel=1e-15)


def test_variance_survives_a_large_mean():
    """The one-pass formula loses every digit here, the two passes none."""
    values = np.array([1e9, 1e9 + 1, 1e9 + 2])
    assert variance(values) == pytest.approx(2 / 3, rel=1e-12)
    assert np.mean(values**2) - np.mean(values) ** 2 != pytest.approx(2 / 3, rel=1e-3)


def test_means_run_along_the_named_axis():
    """One mean for each row, or for each column."""
    np.testing.assert_array_equal(row_means(A), [2, 5])
    np.testing.assert_array_equal(column_means(A), [2.5, 3.5, 4.5])


@pytest.mark.parametrize(("k", "expected"), [(10, [255, 20]), (-20, [230, 0]), (0, [250, 10])])
def test_brightening_stops_at_the_ends(k, expected):
    """Nothing wraps round, in either direction, and the input stays."""
    image = np.array([250, 10], dtype=np.uint8)
    result = brighten(image, k)
    assert result.dtype == np.uint8
    np.testing.assert_array_equal(result, expected)
    np.testing.assert_array_equal(image, [250, 10])
