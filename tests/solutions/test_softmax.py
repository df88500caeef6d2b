"""Softmax and its relatives against independent oracles."""

import mpmath
import numpy as np
import pytest
import scipy.special
from numpy.testing import assert_allclose, assert_array_equal

from solutions.softmax import (
    sigmoid_from_softmax,
    softmax,
    softmax_vector,
    softmax_with_temperature,
)

pytestmark = pytest.mark.filterwarnings("error")

ON_VECTORS = [softmax_vector, softmax, lambda z: softmax_with_temperature(z, 1.0)]
ON_VECTORS_IDS = ["softmax_vector", "softmax", "softmax_with_temperature"]


@pytest.mark.parametrize("function", ON_VECTORS, ids=ON_VECTORS_IDS)
def test_one_two_three_gives_the_well_known_numbers(function):
    """e, e^2 and e^3 over their sum."""
    assert_allclose(function([1, 2, 3]), [0.09003057, 0.24472847, 0.66524096], atol=5e-9)


def test_softmax_gives_the_numbers_of_the_articles():
    """A table of "Common Activation Functions" and two equal rows, to all printed digits."""
    assert_allclose(
        softmax([[9, 2, 5, 0, 0], [7, 5, 0, 0, 0]]),
        [
            [9.80897665e-01, 8.94462891e-04, 1.79657674e-02, 1.21052389e-04, 1.21052389e-04],
            [8.78679856e-01, 1.18916387e-01, 8.01252314e-04, 8.01252314e-04, 8.01252314e-04],
        ],
        rtol=5e-9,
    )
    rows = softmax([[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]])
    assert_allclose(
        rows, [[0.01165623, 0.03168492, 0.08612854, 0.23412166, 0.63640865]] * 2, atol=5e-9
    )


def test_normalising_the_whole_table_is_the_article_s_mistake():
    """The "beginner's guide" has one sum: its rows add up to .0474 and .9526; ours to 1."""
    table = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    printed = np.exp(table) / np.sum(np.exp(table))
    assert_allclose(printed.sum(axis=-1), [0.04742587, 0.95257413], atol=5e-9)
    assert_allclose(softmax(table).sum(axis=-1), 1.0, rtol=1e-15)


@pytest.mark.parametrize(
    "shape", [(1,), (5,), (4, 7), (7, 4), (3, 3), (2, 3, 5), (2, 1, 3, 2)], ids=str
)
def test_softmax_agrees_with_scipy_along_the_last_axis(shape):
    """scipy.special.softmax with axis=-1 gives the same in any number of dimensions."""
    x = np.random.default_rng(0).normal(scale=5, size=shape)
    assert_allclose(softmax(x), scipy.special.softmax(x, axis=-1), rtol=1e-13, atol=0)


def test_softmax_vector_agrees_with_fifty_digits():
    """Against mpmath, nothing is lost, small probabilities included."""
    z = [-30.0, 0.1, 2.5, 9.75]
    with mpmath.workdps(50):
        powers = [mpmath.exp(mpmath.mpf(entry)) for entry in z]
        expected = [float(power / sum(powers)) for power in powers]
    assert_allclose(softmax_vector(z), expected, rtol=5e-15, atol=0)
    assert_allclose(softmax(z), expected, rtol=5e-15, atol=0)


def test_adding_the_same_number_to_all_logits_changes_nothing():
    """Only differences count."""
    x = np.random.default_rng(1).normal(size=(3, 4))
    assert_allclose(softmax(x + 100), softmax(x), rtol=1e-12)


def test_each_row_is_on_its_own():
    """A row's probabilities do not depend on the rows beside it."""
    table = np.array([[1000.0, 999.0], [0.0, 1.0]])
    assert_array_equal(softmax(table)[1], softmax(table[1]))
    assert_allclose(softmax(table)[1], [0.26894142, 0.73105858], atol=5e-9)


@pytest.mark.parametrize("function", ON_VECTORS, ids=ON_VECTORS_IDS)
@pytest.mark.parametrize(
    ("z", "expected"),
    [
        ([1000.0, 1000.0], [0.5, 0.5]),
        ([-1000.0, -1000.0], [0.5, 0.5]),
        ([0.0, 2000.0], [0.0, 1.0]),
        ([-50.0, -50.0], [0.5, 0.5]),
        ([1e300, -1e300], [1.0, 0.0]),
        ([0.0], [1.0]),
    ],
    ids=str,
)
def test_large_logits_are_right_and_silent(function, z, expected):
    """Neither 1000 nor -1000 nor 1e300 gives nan or a warning."""
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        assert_array_equal(function(z), expected)


@pytest.mark.parametrize("function", [softmax_vector, softmax])
def test_no_logits_at_all_are_refused(function):
    """There is no probability without a class."""
    with pytest.raises(ValueError, match="zero-size"):
        function([])


@pytest.mark.parametrize("function", ON_VECTORS, ids=ON_VECTORS_IDS)
@pytest.mark.parametrize("given", ["float16", "float32", "int64", "bool"])
def test_float64_comes_out_whatever_comes_in(function, given):
    """Whole numbers are not cut off, and float16 is not where digits are lost."""
    result = function(np.array([0, 1, 1], dtype=given))
    assert result.dtype == "float64"
    assert_allclose(result, np.array([1, np.e, np.e]) / (1 + 2 * np.e), rtol=1e-15)


@pytest.mark.parametrize(
    "function", [*ON_VECTORS, sigmoid_from_softmax], ids=[*ON_VECTORS_IDS, "sigmoid_from_softmax"]
)
def test_lists_are_taken_and_nothing_is_modified(function):
    """A list gives what its array gives; the caller's array is as it was, and not shared."""
    mine = np.array([-1.0, 0.0, 2.0])
    result = function(mine)
    assert_array_equal(mine, [-1.0, 0.0, 2.0])
    assert not np.shares_memory(result, mine)
    assert_array_equal(function([-1, 0, 2]), result)


@pytest.mark.parametrize("function", [softmax_vector, softmax, sigmoid_from_softmax])
@pytest.mark.parametrize("wrong", ["text", ["a", "b"]], ids=repr)
def test_what_is_not_a_number_is_a_value_error(function, wrong):
    """Text is refused."""
    with pytest.raises(ValueError, match="could not convert"):
        function(wrong)


@pytest.mark.parametrize("T", [0.25, 1.0, 3.0, 50.0])
def test_temperature_divides_the_logits(T):
    """scipy's softmax of z / T gives the same."""
    z = np.random.default_rng(2).normal(size=(3, 4))
    expected = scipy.special.softmax(z / T, axis=-1)
    assert_allclose(softmax_with_temperature(z, T), expected, rtol=1e-13)


def test_cold_sharpens_and_hot_flattens():
    """Near 0 the largest logit takes all; far up all classes are equal."""
    z = [2.0, 1.0, -1.0]
    assert_allclose(softmax_with_temperature(z, 0.01), [1, 0, 0], atol=1e-12)
    assert_allclose(softmax_with_temperature(z, 1e9), 1 / 3, rtol=1e-8)


@pytest.mark.parametrize("T", [0, -1.0, float("nan")])
def test_a_temperature_that_is_not_above_zero_is_refused(T):
    """The message names the argument and what came."""
    with pytest.raises(ValueError, match=f"T must be above 0, got {T}"):
        softmax_with_temperature([1.0, 2.0], T)


def test_sigmoid_from_softmax_is_the_sigmoid():
    """scipy.special.expit gives the same, in tables too, and without a warning far out."""
    x = np.array([[-1000.0, -40.0, -1.3], [0.0, 1.3, 1000.0]])
    assert_allclose(sigmoid_from_softmax(x), scipy.special.expit(x), rtol=1e-15, atol=0)
    assert sigmoid_from_softmax(1.3) == pytest.approx(0.78583498, abs=5e-9)


@pytest.mark.parametrize("x", [2, 2.0, np.float64(2), np.array(2.0)], ids=repr)
def test_sigmoid_from_softmax_of_a_number_is_one_number(x):
    """There are no axes for it to have."""
    assert np.shape(sigmoid_from_softmax(x)) == ()
    assert_allclose(sigmoid_from_softmax(x), 1 / (1 + np.exp(-2.0)), rtol=1e-15)


@pytest.mark.parametrize("shape", [(0,), (3,), (2, 3), (2, 1, 4)], ids=str)
def test_sigmoid_from_softmax_keeps_the_shape(shape):
    """Any number of axes, also none of their entries."""
    assert sigmoid_from_softmax(np.ones(shape)).shape == shape
