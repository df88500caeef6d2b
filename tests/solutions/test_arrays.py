"""The references of 01 arrays do what their docstrings promise."""

import numpy as np
import pytest

from solutions.arrays import (
    as_column,
    as_floats,
    as_row,
    describe,
    flatten_copy,
    make_arrays,
    to_shape,
)


def test_the_five_arrays_have_the_promised_shapes_and_kinds():
    """Shapes and dtypes are those of the docstring, counted by hand."""
    shapes = [a.shape for a in make_arrays()]
    kinds = [a.dtype.kind for a in make_arrays()]
    assert shapes == [(3,), (2, 3), (2, 2), (6,), (5,)]
    assert kinds == ["i", "i", "f", "i", "f"]


def test_steps_include_both_ends():
    """linspace, unlike arange, includes its end."""
    steps = make_arrays()[4]
    np.testing.assert_array_equal(steps, [0, 0.25, 0.5, 0.75, 1])


@pytest.mark.parametrize(
    "numbers",
    [[[1, 2], [3, 4]], np.array([[1, 2], [3, 4]], dtype=np.uint8), np.float32([[1, 2], [3, 4]])],
    ids=["lists", "uint8", "float32"],
)
def test_any_numbers_become_float64(numbers):
    """Whatever dtype they had, and in the same shape."""
    floats = as_floats(numbers)
    assert floats.dtype == np.float64
    np.testing.assert_array_equal(floats, [[1, 2], [3, 4]])


def test_size_counts_elements_and_not_rows():
    """A (2, 3, 4) array has 24 elements and length 2."""
    facts = describe(np.arange(24).reshape(2, 3, 4))
    assert facts["size"] == 24
    assert facts["ndim"] == 3
    assert (facts["min"], facts["max"]) == (0, 23)


def test_the_description_holds_plain_python_values():
    """min and max are Python numbers, dtype is text, so the dict prints and compares plainly."""
    facts = describe([[1.5, 2], [3, -4]])
    assert facts == {
        "shape": (2, 2),
        "ndim": 2,
        "size": 4,
        "dtype": "float64",
        "min": -4.0,
        "max": 3.0,
    }
    assert type(facts["min"]) is float


def test_an_empty_array_has_no_smallest_element():
    """The docstring's ValueError is raised."""
    with pytest.raises(ValueError, match="zero-size"):
        describe([])


def test_reshape_keeps_reading_order_and_transpose_does_not():
    """The shapes agree, the numbers do not."""
    a = np.array([[1, 2, 3], [4, 5, 6]])
    np.testing.assert_array_equal(to_shape(a, 3, 2), [[1, 2], [3, 4], [5, 6]])
    assert not np.array_equal(to_shape(a, 3, 2), a.T)


def test_a_shape_that_does_not_fit_is_an_error():
    """Seven elements do not fill two rows of three."""
    with pytest.raises(ValueError, match="cannot reshape"):
        to_shape(np.arange(7), 2, 3)


def test_writing_to_a_flattened_copy_leaves_the_original():
    """flatten_copy never returns a view."""
    a = np.array([[1, 2], [3, 4]])
    flatten_copy(a)[0] = 99
    assert a[0, 0] == 1


@pytest.mark.parametrize(("function", "shape"), [(as_column, (3, 1)), (as_row, (1, 3))])
def test_a_vector_becomes_a_column_or_a_row(function, shape):
    """Same numbers, two axes, for arrays and lists."""
    assert function([1, 2, 3]).shape == shape
    np.testing.assert_array_equal(function(np.array([1, 2, 3])).ravel(), [1, 2, 3])
