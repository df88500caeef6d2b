"""The references of 03 products do what their docstrings promise."""

import numpy as np
import pytest

from solutions.products import (
    elementwise_product,
    loop_dot,
    loop_matrix_vector,
    loop_multiply,
    loop_outer,
    matrix_product,
    outer_product,
)

X1 = [9, 2, 5, 0, 0, 7, 5, 0, 0, 0, 9, 2, 5, 0, 0]
X2 = [9, 2, 2, 9, 0, 9, 2, 5, 0, 0, 9, 2, 5, 0, 0]


def test_the_sources_vectors_give_the_sources_numbers():
    """278, and the elementwise product that the source never printed."""
    assert loop_dot(X1, X2) == 278
    expected = [81, 4, 10, 0, 0, 63, 10, 0, 0, 0, 81, 4, 25, 0, 0]
    np.testing.assert_array_equal(loop_multiply(X1, X2), expected)


def test_loops_and_numpy_agree():
    """Random vectors of different lengths, so that no axis can be mixed up."""
    rng = np.random.default_rng(3)
    u, v, W = rng.normal(size=4), rng.normal(size=7), rng.normal(size=(4, 7))
    assert loop_dot(u, u) == pytest.approx(np.dot(u, u), rel=1e-14)
    np.testing.assert_array_equal(loop_outer(u, v), np.outer(u, v))
    np.testing.assert_array_equal(loop_multiply(u, u), u * u)
    np.testing.assert_allclose(loop_matrix_vector(W, v), W @ v, rtol=1e-12, atol=1e-15)


def test_fractions_survive_an_integer_vector():
    """The accumulators are float, whatever the inputs are."""
    W = np.array([[0.5, 0.5], [0.9, 0.9]])
    np.testing.assert_allclose(loop_matrix_vector(W, [1, 1]), [1.0, 1.8], rtol=1e-15)


def test_the_matrix_product_is_row_times_column():
    """The worked numbers of two sources, and einsum as another opinion."""
    A = np.array([[1, 2, 3], [4, 5, 6]])
    B = np.array([[2, 2], [3, 3], [4, 4]])
    np.testing.assert_array_equal(matrix_product(A, B), [[20, 20], [47, 47]])
    np.testing.assert_array_equal(matrix_product(A, B), np.einsum("ik,kj->ij", A, B))


def test_inner_sizes_must_agree():
    """(2, 3) times (2, 3) is an error."""
    with pytest.raises(ValueError, match="mismatch"):
        matrix_product(np.ones((2, 3)), np.ones((2, 3)))


def test_the_outer_product_needs_no_equal_lengths():
    """Three rows, two columns."""
    np.testing.assert_array_equal(outer_product([1, 2, 3], [4, 5]), np.outer([1, 2, 3], [4, 5]))


@pytest.mark.parametrize(("s", "t"), [((2, 3), (3, 2)), ((2, 3), (3,)), ((2, 1), (2, 3))])
def test_elementwise_shapes_must_be_equal(s, t):
    """Also where broadcasting would make them fit; the message names both shapes."""
    with pytest.raises(ValueError, match=r"shapes differ: \(2, "):
        elementwise_product(np.ones(s), np.ones(t))
