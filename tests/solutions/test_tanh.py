"""The references of 05 tanh do what their docstrings promise."""

import mpmath
import numpy as np
import pytest

from solutions.sigmoid import sigmoid
from solutions.tanh import sigmoid_from_tanh, tanh, tanh_derivative, tanh_from_sigmoid

X = np.concatenate([np.linspace(-30, 30, 241), [-800.0, -710.0, 1e-10, 710.0, 800.0]])


def exact(function):
    """Return a high-precision function as float64 array of X."""
    with mpmath.workdps(50):
        return np.array([float(function(mpmath.mpf(float(x)))) for x in X])


def test_tanh_agrees_with_high_precision():
    """mpmath with 50 digits is the oracle; the docstring promises 2e-16."""
    np.testing.assert_allclose(tanh(X), exact(mpmath.tanh), rtol=0, atol=2.3e-16)


def test_the_derivative_keeps_its_digits_far_out():
    """1/cosh^2 with 50 digits; 1 - tanh^2 would give 0 from 19 on."""
    expected = exact(lambda x: mpmath.sech(x) ** 2)
    np.testing.assert_allclose(tanh_derivative(X), expected, rtol=5e-15)


def test_the_derivative_is_the_slope():
    """Central differences with h = 1e-5 are right to about 1e-10."""
    x, h = np.linspace(-3, 3, 13), 1e-5
    slope = (tanh(x + h) - tanh(x - h)) / (2 * h)
    np.testing.assert_allclose(tanh_derivative(x), slope, rtol=0, atol=1e-9)


def test_tanh_is_odd():
    """tanh(-x) = -tanh(x), to the last bit."""
    np.testing.assert_array_equal(tanh(-X), -tanh(X))


def test_the_sources_numbers():
    """As printed, to the digits printed."""
    np.testing.assert_allclose(tanh([2, 3, 4]), [0.96402758, 0.99505475, 0.9993293], atol=5e-9)
    expected = [0.07065082, 0.00986604, 0.00134095]
    np.testing.assert_allclose(tanh_derivative([2, 3, 4]), expected, atol=5e-9)
    assert tanh(3) == pytest.approx(0.995054753687, abs=5e-13)


def test_tanh_and_sigmoid_give_each_other():
    """The two identities hold for numbers of any size."""
    np.testing.assert_allclose(tanh_from_sigmoid(X), np.tanh(X), rtol=0, atol=5e-16)
    np.testing.assert_allclose(sigmoid_from_tanh(X), sigmoid(X), rtol=0, atol=2.3e-16)


@pytest.mark.parametrize(
    "function",
    [tanh, tanh_derivative, tanh_from_sigmoid, sigmoid_from_tanh],
    ids=lambda f: f.__name__,
)
def test_the_contract_holds(function):
    """Lists, single numbers, no change of the input."""
    assert np.shape(function(3)) == ()
    assert function([1, 2]).dtype == np.float64
    x = np.array([-1.0, 2.0])
    function(x)
    np.testing.assert_array_equal(x, [-1.0, 2.0])
