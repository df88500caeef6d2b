"""The references of 15 backprop: by hand, by finite differences, and in other words."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from solutions.backprop import (
    affine_backward,
    affine_forward,
    network_forward,
    network_loss_and_gradients,
    unbroadcast,
)


def numerical(loss, at, h=1e-6):
    """The gradient of a loss by an array, from central differences."""
    gradient = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        ahead, behind = at.copy(), at.copy()
        ahead[place] += h
        behind[place] -= h
        gradient[place] = (loss(ahead) - loss(behind)) / (2 * h)
    return gradient


def network(rng, inputs=3, hidden=5, classes=4):
    """Random parameters."""
    return {
        "W1": rng.normal(size=(inputs, hidden)),
        "b1": rng.normal(size=hidden),
        "W2": rng.normal(size=(hidden, classes)),
        "b2": rng.normal(size=classes),
    }


def test_affine_by_hand():
    """Two examples, two inputs, one unit."""
    X, W, b = np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([[2.0], [3.0]]), np.array([1.0])

    Z, cache = affine_forward(X, W, b)
    dX, dW, db = affine_backward(np.array([[1.0], [-2.0]]), cache)

    assert_array_equal(Z, [[9], [-2]])
    assert_array_equal(dX, [[2, 3], [-4, -6]])
    assert_array_equal(dW, [[1], [4]])
    assert_array_equal(db, [-1])


@pytest.mark.parametrize("examples", [1, 6])
def test_affine_gradients_are_the_measured_ones(examples):
    """By X, W and b, for a loss that weighs every entry of Z."""
    rng = np.random.default_rng(3)
    X, W, b = rng.normal(size=(examples, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    weights = rng.normal(size=(examples, 2))

    dX, dW, db = affine_backward(weights, affine_forward(X, W, b)[1])

    assert_allclose(dX, numerical(lambda x: np.sum(weights * (x @ W + b)), X), rtol=1e-7)
    assert_allclose(dW, numerical(lambda w: np.sum(weights * (X @ w + b)), W), rtol=1e-7)
    assert_allclose(db, numerical(lambda c: np.sum(weights * (X @ W + c)), b), rtol=1e-7)


def test_shapes_that_do_not_fit_are_refused():
    """NumPy's own words."""
    with pytest.raises(ValueError, match="mismatch in its core dimension"):
        affine_forward(np.ones((2, 3)), np.ones((2, 3)), np.ones(3))
    with pytest.raises(ValueError, match="mismatch in its core dimension"):
        affine_backward(np.ones((2, 3)), (np.ones((4, 5)), np.ones((5, 3))))


@pytest.mark.parametrize("shape", [(4,), (3, 4), (1, 4), (3, 1), (1, 1), (1,), ()], ids=str)
def test_unbroadcast_is_the_measured_gradient_of_broadcasting(shape):
    """Of a weighted sum of what an array is broadcast to."""
    rng = np.random.default_rng(4)
    weights, array = rng.normal(size=(2, 3, 4)), rng.normal(size=shape)

    result = unbroadcast(weights, shape)

    assert np.shape(result) == shape
    assert_allclose(result, numerical(lambda a: np.sum(weights * a), array), rtol=1e-7, atol=1e-9)


def test_db_is_an_unbroadcast():
    """The bias was repeated for each example."""
    dZ = np.random.default_rng(5).normal(size=(6, 2))
    assert_allclose(
        unbroadcast(dZ, (2,)), affine_backward(dZ, (np.ones((6, 3)), np.ones((3, 2))))[2]
    )


def test_a_network_of_zeros_guesses():
    """log k, whatever the examples are."""
    zeros = {"W1": np.zeros((3, 5)), "b1": np.zeros(5), "W2": np.zeros((5, 4)), "b2": np.zeros(4)}
    loss, _ = network_loss_and_gradients(np.ones((2, 3)), [0, 1], zeros)
    assert loss == pytest.approx(np.log(4), rel=1e-15)


def test_forward_is_written_out():
    """relu between two affine layers, in one expression."""
    rng = np.random.default_rng(7)
    X, p = rng.normal(size=(6, 3)), network(rng)

    hidden, scores = network_forward(X, p)

    assert_allclose(hidden, np.clip(np.einsum("mn,nh->mh", X, p["W1"]) + p["b1"], 0, None))
    assert_allclose(scores, np.einsum("mh,hk->mk", hidden, p["W2"]) + p["b2"])


@pytest.mark.parametrize("examples", [1, 6])
def test_all_gradients_are_the_measured_ones(examples):
    """Below 1e-6 of their size, for every parameter; nothing is modified."""
    rng = np.random.default_rng(8)
    X, y, p = rng.normal(size=(examples, 3)), rng.integers(0, 4, size=examples), network(rng)
    before = {name: array.copy() for name, array in p.items()}

    loss, gradients = network_loss_and_gradients(X, y, p)

    assert loss > 0
    assert set(gradients) == set(p)
    for name, array in p.items():
        measured = numerical(
            lambda a, n=name: network_loss_and_gradients(X, y, {**p, n: a})[0], array
        )
        error = np.linalg.norm(measured - gradients[name])
        assert error < 1e-6 * (np.linalg.norm(measured) + np.linalg.norm(gradients[name]))
        assert_array_equal(array, before[name])


def test_lists_are_taken():
    """Of everything."""
    lists = {"W1": [[1, -1]], "b1": [0, 0], "W2": [[0, 0], [0, 0]], "b2": [0, 0]}
    _, gradients = network_loss_and_gradients([[3]], [0], lists)
    assert_array_equal(gradients["W2"], [[-1.5, 1.5], [0, 0]])
    assert_array_equal(gradients["W1"], [[0, 0]])
    assert_array_equal(affine_forward([[1, 2]], [[2], [3]], [1])[0], [[9]])
    assert_array_equal(unbroadcast([[1, 2], [3, 4]], (1, 2)), [[4, 6]])
