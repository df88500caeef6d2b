"""The references of 06 relu do what their docstrings promise."""

import numpy as np
import pytest

from solutions.relu import (
    LeakyReLU,
    ReLU,
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu_backward,
    relu_derivative,
)


def test_negatives_become_zero_and_the_rest_stays():
    """The sources' numbers; a (2, 2) input stays (2, 2)."""
    np.testing.assert_array_equal(relu([2, -3, 1]), [2, 0, 1])
    np.testing.assert_array_equal(relu([0.1, -0.4, 0.7, 1]), [0.1, 0, 0.7, 1])
    np.testing.assert_array_equal(relu([[1, -2], [-3, 4]]), [[1, 0], [0, 4]])


def test_minus_infinity_becomes_zero():
    """x * (x > 0) would give nan."""
    np.testing.assert_array_equal(relu([-np.inf, np.inf]), [0, np.inf])


def test_the_slope_at_zero_is_zero():
    """As in PyTorch, TensorFlow and JAX."""
    np.testing.assert_array_equal(relu_derivative([-1, 0, 2]), [0, 0, 1])


@pytest.mark.parametrize("alpha", [0.01, 0.3, 2.0])
def test_derivatives_are_slopes(alpha):
    """Central differences, away from the corner, also for alpha above 1."""
    x, h = np.array([-4.0, -0.5, 0.5, 3.0]), 1e-6
    slope = (leaky_relu(x + h, alpha) - leaky_relu(x - h, alpha)) / (2 * h)
    np.testing.assert_allclose(leaky_relu_derivative(x, alpha), slope, rtol=1e-8)
    slope = (relu(x + h) - relu(x - h)) / (2 * h)
    np.testing.assert_allclose(relu_derivative(x), slope, atol=1e-8)


def test_no_gradient_passes_a_unit_that_was_off():
    """The mask comes from a > 0: an output of exactly 0 was off."""
    upstream = np.array([5.0, 7.0, -2.0])
    np.testing.assert_array_equal(relu_backward(upstream, [0.0, 2.0, 0.5]), [0, 7, -2])


def test_the_negative_side_is_a_line():
    """leaky(-10, 0.1) is -1, not -0.1."""
    np.testing.assert_allclose(leaky_relu([-10, 2], 0.1), [-1, 2], rtol=1e-15)


def test_the_classes_call_the_functions():
    """A callable object with a gradient, as the fourth source has it."""
    x = np.array([-10.0, 0.0, 2.0])
    np.testing.assert_array_equal(ReLU()(x), relu(x))
    np.testing.assert_array_equal(ReLU().gradient(x), relu_derivative(x))
    np.testing.assert_array_equal(LeakyReLU(0.2)(x), leaky_relu(x, 0.2))
    np.testing.assert_array_equal(LeakyReLU(0.2).gradient(x), leaky_relu_derivative(x, 0.2))
    assert LeakyReLU().alpha == 0.01


@pytest.mark.parametrize(
    "function", [relu_derivative, leaky_relu, leaky_relu_derivative], ids=lambda f: f.__name__
)
def test_floats_come_out_whatever_goes_in(function):
    """Lists and single numbers of whole numbers; the input stays as it is."""
    assert np.ndim(function(3)) == 0
    assert function([1, -2]).dtype == np.float64
    assert function(-2).dtype == np.float64
    x = np.array([-1.0, 2.0])
    assert not np.may_share_memory(function(x), x)
    np.testing.assert_array_equal(x, [-1.0, 2.0])
