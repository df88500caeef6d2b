"""The reference functions of the notebook about gradient checking."""

import numpy as np
import pytest
import scipy.optimize
import scipy.special
from numpy.testing import assert_allclose, assert_array_equal

from solutions.gradient_checking import check_layer, numerical_gradient, relative_error
from solutions.losses import softmax_cross_entropy


def sum_of_cubes(x):
    """Its slope by each entry is 3 x^2."""
    return np.sum(x**3)


def test_a_slope_by_hand():
    """The product of 2, 5 and 1 rises by the product of the two others."""
    assert_allclose(numerical_gradient(np.prod, [2, 5, 1]), [5, 2, 10], rtol=1e-9)
    assert_allclose(numerical_gradient(sum_of_cubes, [2.0]), [12], rtol=1e-9)


@pytest.mark.parametrize("shape", [(4,), (2, 3), (2, 1, 3), (0,), ()], ids=str)
def test_any_shape_keeps_its_shape(shape):
    """Every entry has its own slope."""
    x = np.random.default_rng(1).normal(size=shape)
    gradient = numerical_gradient(sum_of_cubes, x)
    assert gradient.shape == shape
    assert_allclose(gradient, 3 * x**2, atol=1e-8)


def test_it_agrees_with_scipy():
    """Which steps to one side."""
    x = np.random.default_rng(2).normal(size=5)
    expected = scipy.optimize.approx_fprime(x, scipy.special.logsumexp, 1e-7)
    assert_allclose(numerical_gradient(scipy.special.logsumexp, x), expected, atol=1e-6)


def test_the_error_is_that_of_central_differences():
    """For x^3 it is h^2, whatever x is."""
    for h in (0.5, 0.25, 0.125):
        assert_allclose(numerical_gradient(sum_of_cubes, [1.0], h), [3 + h**2], rtol=1e-12)


def test_whole_numbers_are_taken_and_nothing_is_modified():
    """The steps are taken in a copy."""
    mine, whole = np.array([1.5, -2.0]), np.array([3, 4])
    numerical_gradient(np.prod, mine)
    assert_array_equal(mine, [1.5, -2.0])
    assert_allclose(numerical_gradient(np.prod, whole), [4, 3], rtol=1e-9)
    assert_array_equal(whole, [3, 4])


def test_f_sees_one_step_at_a_time():
    """Two calls for each entry, and everything else is where it was."""
    seen = []
    numerical_gradient(lambda x: seen.append(x.copy()) or 0.0, [1.0, 2.0], h=0.5)
    assert_array_equal(seen, [[1.5, 2.0], [0.5, 2.0], [1.0, 2.5], [1.0, 1.5]])


def test_a_corner_has_the_mean_of_both_slopes():
    """ReLU at 0."""
    relu = lambda x: np.sum(np.maximum(x, 0))  # noqa: E731
    assert_allclose(numerical_gradient(relu, [-2.0, 0.0, 2.0]), [0, 0.5, 1], atol=1e-9)


def test_relative_errors_by_hand():
    """Lengths 5 and 5, their difference 8; twice as long; opposite."""
    assert relative_error([3, 4], [3, -4]) == pytest.approx(0.8, rel=1e-15)
    assert relative_error([1, 2], [2, 4]) == pytest.approx(1 / 3, rel=1e-15)
    assert relative_error([1, 2], [-1, -2]) == 1
    assert relative_error([1, 2], [1, 2]) == 0


def test_two_zeros_are_equal():
    """And nothing warns."""
    with np.errstate(invalid="raise"):
        assert relative_error(np.zeros(3), np.zeros(3)) == 0
        assert relative_error([0, 0], [0, 5]) == 1


@pytest.mark.parametrize("shape", [(6,), (3, 2), (2, 1, 3)], ids=str)
def test_relative_error_is_symmetric_and_has_no_unit(shape):
    """Both gradients a thousand times as long give the same."""
    a, b = np.random.default_rng(3).normal(size=(2, *shape))
    error = relative_error(a, b)
    assert 0 < error <= 1
    assert relative_error(b, a) == error
    assert relative_error(1000 * a, 1000 * b) == pytest.approx(error, rel=1e-13)


RIGHT = {
    "tanh": (np.tanh, lambda upstream, x: upstream * (1 - np.tanh(x) ** 2)),
    "diff": (np.diff, lambda upstream, x: -np.diff(upstream, prepend=0, append=0)),
    "cumsum": (np.cumsum, lambda upstream, x: np.cumsum(upstream[::-1])[::-1]),
}


@pytest.mark.parametrize(("forward", "backward"), RIGHT.values(), ids=RIGHT)
@pytest.mark.parametrize("seed", range(3))
def test_right_layers_have_no_error(forward, backward, seed):
    """Below a ten-millionth, also where the output has another shape."""
    assert check_layer(forward, backward, (5,), seed) < 1e-9


def test_a_wrong_factor_is_measured():
    """Half of the gradient: 1/3, wherever it is looked at."""
    for seed in range(3):
        assert check_layer(np.square, np.multiply, (2, 3), seed) == pytest.approx(1 / 3, rel=1e-8)


def test_what_ones_would_not_show_is_found():
    """The reversed order, whose way back forgets to reverse."""
    backwards = lambda x: x[::-1]  # noqa: E731
    assert check_layer(backwards, lambda upstream, x: upstream, (5,), 0) > 0.1
    assert check_layer(backwards, lambda upstream, x: upstream[::-1], (5,), 0) < 1e-9


def test_x_is_drawn_before_upstream():
    """From one generator."""
    seen = {}

    def backward(upstream, x):
        seen.update(upstream=upstream, x=x)
        return upstream

    check_layer(np.negative, backward, (2, 2), 7)
    rng = np.random.default_rng(7)
    assert_array_equal(seen["x"], rng.normal(size=(2, 2)))
    assert_array_equal(seen["upstream"], rng.normal(size=(2, 2)))


def test_the_loss_of_notebook_13_has_the_gradient_that_it_says():
    """The tool is of use elsewhere."""
    z, y = np.random.default_rng(4).normal(size=(3, 4)), np.array([3, 0, 0])
    numeric = numerical_gradient(lambda at: softmax_cross_entropy(at, y)[0], z)
    assert relative_error(numeric, softmax_cross_entropy(z, y)[1]) < 1e-9
