"""The Jacobian of softmax and the way back, against finite differences and fifty digits."""

import mpmath
import numpy as np
import pytest
import scipy.special
from numpy.testing import assert_allclose, assert_array_equal

from solutions.softmax_gradient import (
    Sigmoid,
    Softmax,
    TanH,
    jacobian_batch,
    softmax_backward,
    softmax_jacobian,
)

pytestmark = pytest.mark.filterwarnings("error")


def slopes(function, z, h=1e-5):
    """The Jacobian of a function of one vector by central differences."""
    steps = h * np.eye(len(z))
    return np.stack([(function(z + s) - function(z - s)) / (2 * h) for s in steps], axis=-1)


def shares(*shape, seed=0):
    """Probabilities along the last axis."""
    x = np.random.default_rng(seed).normal(scale=2, size=shape)
    return scipy.special.softmax(x, axis=-1)


def test_the_jacobian_of_one_two_three_has_the_known_entries():
    """To eight digits, at the softmax of 1, 2, 3."""
    diagonal = [0.08192507, 0.18483645, 0.22269543]
    first, second, third = -0.02203304, -0.05989202, -0.1628034
    expected = np.array([[0, first, second], [first, 0, third], [second, third, 0]])
    J = softmax_jacobian(scipy.special.softmax([1.0, 2.0, 3.0]))
    assert_allclose(J, expected + np.diag(diagonal), atol=6e-9)


@pytest.mark.parametrize("n", [1, 2, 3, 8])
def test_the_jacobian_is_symmetric_and_adds_up_to_zero(n):
    """Along both axes; each row has one positive entry, on the diagonal."""
    J = softmax_jacobian(shares(n))
    assert_array_equal(J, J.T)
    assert_allclose(J.sum(axis=0), 0, atol=1e-15)
    assert_allclose(J.sum(axis=1), 0, atol=1e-15)
    assert np.all((J > 0) == np.eye(n, dtype=bool)) or n == 1


def test_the_jacobian_is_what_differences_of_scipy_s_softmax_give():
    """Within 1e-8."""
    z = np.random.default_rng(1).normal(size=6)
    J = softmax_jacobian(scipy.special.softmax(z))
    assert_allclose(J, slopes(scipy.special.softmax, z), atol=1e-8)


def test_one_entry_with_fifty_digits():
    """mpmath's derivative of e^x / (e^x + e^2 + e^3) by x, at 1."""
    with mpmath.workdps(50):
        total = mpmath.exp(2) + mpmath.exp(3)
        exact = float(mpmath.diff(lambda x: mpmath.exp(x) / (mpmath.exp(x) + total), 1))
    J = softmax_jacobian(scipy.special.softmax([1.0, 2.0, 3.0]))
    assert J[0, 0] == pytest.approx(exact, rel=1e-14)


@pytest.mark.parametrize("shape", [(1, 2), (4, 3), (3, 3)], ids=str)
def test_a_batch_has_the_jacobian_of_each_row(shape):
    """In the order of the rows."""
    P = shares(*shape)
    assert_allclose(jacobian_batch(P), [softmax_jacobian(row) for row in P], rtol=1e-13)


def test_a_sure_softmax_has_no_slope():
    """One probability of 1: the Jacobian is 0, and so is the way back."""
    assert_array_equal(softmax_jacobian([1.0, 0.0, 0.0]), np.zeros((3, 3)))
    assert_array_equal(softmax_backward([5.0, -2.0, 1.0], [1.0, 0.0, 0.0]), np.zeros(3))


@pytest.mark.parametrize("shape", [(5,), (2, 3), (3, 3), (2, 4, 3)], ids=str)
def test_the_way_back_is_the_upstream_times_the_jacobian(shape):
    """Along the last axis, in any number of dimensions."""
    p, upstream = shares(*shape), np.random.default_rng(2).normal(size=shape)
    expected = np.empty(shape)
    for place in np.ndindex(shape[:-1]):
        expected[place] = upstream[place] @ softmax_jacobian(p[place])
    result = softmax_backward(upstream, p)
    assert_allclose(result, expected, rtol=1e-12, atol=1e-15)
    assert_allclose(result.sum(axis=-1), 0, atol=1e-15)


def test_the_logarithmic_loss_gives_p_less_one_hot():
    """An upstream of -1 / p at the right class, as C. M. Bishop (2006), eq. 4.109, has it."""
    p = shares(4)
    upstream = np.array([0.0, -1 / p[1], 0.0, 0.0])
    assert_allclose(softmax_backward(upstream, p), p - [0, 1, 0, 0], atol=1e-15)


def test_adding_to_all_of_the_upstream_changes_nothing():
    """Only its differences count."""
    p, upstream = shares(3, 4), np.random.default_rng(3).normal(size=(3, 4))
    assert_allclose(softmax_backward(upstream + 7, p), softmax_backward(upstream, p), atol=1e-14)


def test_lists_are_taken_and_nothing_is_modified():
    """A list gives what its array gives, and the caller's arrays are as they were."""
    p, upstream = np.array([0.25, 0.75]), np.array([1.0, 0.0])
    assert_array_equal(softmax_jacobian([0.25, 0.75]), softmax_jacobian(p))
    assert_array_equal(jacobian_batch([[0.25, 0.75]]), jacobian_batch(p[None]))
    assert_array_equal(softmax_backward([1, 0], [0.25, 0.75]), softmax_backward(upstream, p))
    assert_array_equal(p, [0.25, 0.75])
    assert_array_equal(upstream, [1.0, 0.0])


@pytest.mark.parametrize("function", [softmax_jacobian, jacobian_batch, Softmax()])
def test_what_is_not_a_number_is_a_value_error(function):
    """Text is refused."""
    with pytest.raises(ValueError, match="could not convert"):
        function([["a", "b"]])


@pytest.mark.parametrize("layer", [Sigmoid(), TanH()], ids=["Sigmoid", "TanH"])
def test_an_activation_knows_its_slope(layer):
    """Central differences of the layer itself agree, entry by entry."""
    x = np.random.default_rng(4).normal(size=(3, 2))
    numeric = (layer(x + 1e-6) - layer(x - 1e-6)) / 2e-6
    assert_allclose(layer.gradient(x), numeric, rtol=1e-8)


def test_the_articles_numbers_of_sigmoid_hold():
    """The ones printed in "Activation functions from the ground up"."""
    z = [0.1, 0.4, 0.7, 1]
    assert_allclose(Sigmoid()(z), [0.52497919, 0.59868766, 0.66818777, 0.73105858], atol=5e-9)
    slopes = [0.24937604, 0.24026075, 0.22171287, 0.19661193]
    assert_allclose(Sigmoid().gradient(z), slopes, atol=5e-9)


def test_the_article_s_gradient_of_softmax_is_only_the_diagonal():
    """p * (1 - p) is what stands on the diagonal; the class has the whole table."""
    z = np.array([[1.0, 2.0, 3.0], [0.5, -1.0, 0.0]])
    p, J = Softmax()(z), Softmax().gradient(z)
    assert_allclose(np.diagonal(J, axis1=1, axis2=2), p * (1 - p), rtol=1e-13)
    assert_allclose(J, [slopes(scipy.special.softmax, row) for row in z], atol=1e-8)
