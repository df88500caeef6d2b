"""Functions that keep their digits, against fifty digits and scipy."""

import math

import mpmath
import numpy as np
import pytest
import scipy.special
from numpy.testing import assert_allclose, assert_array_equal

from solutions.stability import (
    exp_limit,
    log1p_exp,
    log_softmax,
    logsumexp,
    machine_epsilon,
    stable_tanh,
)

pytestmark = pytest.mark.filterwarnings("error")

TYPES = ["float64", "float32", "float16"]
ENTRIES = [stable_tanh, log1p_exp]
EVERYWHERE = [-5000.0, -745.0, -50.0, -38.5, -1.0, -1e-9, -1e-17, 1e-300, 1e-12, 0.3, 2.0, 40.0]


def exact(function, x):
    """Fifty digits of a function of mpmath, at each number."""
    with mpmath.workdps(50):
        return np.array([float(function(mpmath.mpf(number))) for number in x])


@pytest.mark.parametrize("dtype", TYPES)
def test_machine_epsilon_is_what_numpy_says(dtype):
    """Added to 1 it makes a difference, and half of it makes none."""
    gap, one = machine_epsilon(dtype), np.dtype(dtype).type(1)
    assert gap == np.finfo(dtype).eps
    assert type(gap) is float
    assert one + np.dtype(dtype).type(gap) > one
    assert one + np.dtype(dtype).type(gap / 2) == one


@pytest.mark.parametrize(("dtype", "bits"), [("float64", 1024), ("float32", 128), ("float16", 16)])
def test_exp_limit_is_the_logarithm_of_the_largest_number(dtype, bits):
    """By IEEE 754 that is 2^bits (1 - eps / 2); a little below it e^x is finite, above infinite."""
    limit = exp_limit(dtype)
    assert limit == pytest.approx(bits * math.log(2) + math.log1p(-machine_epsilon(dtype) / 2))
    make = np.dtype(dtype).type
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(make(limit * 0.999)))
        assert np.isinf(np.exp(make(limit * 1.001)))


def test_stable_tanh_has_all_digits_everywhere():
    """Within a few units of the last digit of mpmath's, next to 0 too."""
    assert_allclose(stable_tanh(EVERYWHERE), exact(mpmath.tanh, EVERYWHERE), rtol=5e-16, atol=0)
    assert_array_equal(stable_tanh([-1e-17, 0.0, 1000.0, -1000.0]), [-1e-17, 0.0, 1.0, -1.0])


def test_stable_tanh_is_odd():
    """tanh(-x) is -tanh(x), exactly."""
    x = np.random.default_rng(0).normal(scale=3, size=50)
    assert_array_equal(stable_tanh(-x), -stable_tanh(x))


def test_log1p_exp_has_all_digits_everywhere():
    """Within a few units of the last digit of mpmath's; 1000 comes back, -1000 gives 0."""
    expected = exact(lambda x: mpmath.log1p(mpmath.exp(x)), EVERYWHERE)
    assert_allclose(log1p_exp(EVERYWHERE), expected, rtol=5e-16, atol=0)
    assert_array_equal(log1p_exp([1000.0, -1000.0]), [1000.0, 0.0])
    assert log1p_exp(0) == pytest.approx(math.log(2), rel=1e-15)


def test_softplus_of_x_and_minus_x_differ_by_x():
    """log(1 + e^x) - log(1 + e^-x) = x."""
    x = np.random.default_rng(1).normal(scale=20, size=50)
    assert_allclose(log1p_exp(x) - log1p_exp(-x), x, rtol=1e-13)


@pytest.mark.parametrize("axis", [0, 1, 2, -1])
@pytest.mark.parametrize("keepdims", [False, True])
def test_logsumexp_agrees_with_scipy_along_every_axis(axis, keepdims):
    """Shape and numbers."""
    x = np.random.default_rng(2).normal(scale=5, size=(2, 3, 4))
    expected = scipy.special.logsumexp(x, axis=axis, keepdims=keepdims)
    result = logsumexp(x, axis=axis, keepdims=keepdims)
    assert result.shape == expected.shape
    assert_allclose(result, expected, rtol=1e-14)


def test_logsumexp_by_hand():
    """n equal numbers x give x + log n, however large x is."""
    assert logsumexp([0, 0]) == pytest.approx(math.log(2), rel=1e-15)
    assert_allclose(
        logsumexp([[1000.0] * 3, [-1000.0] * 3]), [1000 + math.log(3), math.log(3) - 1000]
    )
    assert logsumexp([7.5]) == 7.5


def test_logsumexp_grows_by_what_is_added_to_all():
    """It is no invariant: logsumexp(x + c) is logsumexp(x) + c."""
    x = np.random.default_rng(3).normal(size=(3, 4))
    assert_allclose(logsumexp(x + 100), logsumexp(x) + 100, rtol=1e-14)


def test_log_softmax_agrees_with_scipy():
    """Along the last axis, in any number of dimensions."""
    x = np.random.default_rng(4).normal(scale=5, size=(2, 3, 5))
    for one in (x, x[0], x[0, 0]):
        assert_allclose(log_softmax(one), scipy.special.log_softmax(one, axis=-1), atol=2e-14)


def test_log_softmax_goes_on_where_probabilities_end():
    """[1000, 1] gives [0, -999]; the powers of a row add up to 1."""
    assert_array_equal(log_softmax([1000, 1]), [0.0, -999.0])
    x = np.random.default_rng(5).normal(scale=50, size=(4, 6))
    assert_allclose(np.exp(log_softmax(x)).sum(axis=-1), 1, rtol=1e-13)


@pytest.mark.parametrize("function", [*ENTRIES, logsumexp, log_softmax])
def test_lists_are_taken_and_nothing_is_modified(function):
    """A list of integers gives what its array gives; the caller's array is as it was."""
    mine = np.array([-1.0, 0.0, 2.0])
    result = function(mine)
    assert_array_equal(mine, [-1.0, 0.0, 2.0])
    assert_array_equal(function([-1, 0, 2]), result)
    assert np.asarray(result).dtype == "float64"


@pytest.mark.parametrize("function", [*ENTRIES, log_softmax])
@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 1, 4)], ids=str)
def test_the_shape_stays(function, shape):
    """Any number of axes."""
    assert function(np.ones(shape)).shape == shape


@pytest.mark.parametrize("function", [*ENTRIES, logsumexp, log_softmax])
def test_what_is_not_a_number_is_a_value_error(function):
    """Text is refused."""
    with pytest.raises(ValueError, match="could not convert"):
        function(["a", "b"])
