"""The reference functions of the notebook about losses."""

import mpmath
import numpy as np
import pytest
import scipy.special
from numpy.testing import assert_allclose, assert_array_equal

from solutions.losses import (
    accuracy,
    binary_cross_entropy,
    l1,
    l2,
    one_hot,
    softmax_cross_entropy,
)

CLASSIC = [0.9, 0.2, 0.1, 0.4, 0.9], [1, 0, 0, 1, 1]


def test_the_classic_assignments_numbers():
    """Differences 0.1, 0.2, 0.1, 0.6, 0.1."""
    assert l1(*CLASSIC) == pytest.approx(1.1, rel=1e-14)
    assert l2(*CLASSIC) == pytest.approx(0.43, rel=1e-14)


def test_distances_are_the_norms_of_the_difference():
    """np.linalg.norm knows both, the second with a root."""
    a, b = np.random.default_rng(1).normal(size=(2, 7))
    assert l1(a, b) == pytest.approx(np.linalg.norm(a - b, 1), rel=1e-14)
    assert l2(a, b) == pytest.approx(np.linalg.norm(a - b) ** 2, rel=1e-14)


@pytest.mark.parametrize("loss", [l1, l2])
def test_a_distance_is_zero_only_between_equals(loss):
    """It takes tables and lists, is symmetric, and gives a Python float."""
    a, b = [[1, 2], [3, 4]], [[0, 2], [5, 4]]
    assert loss(a, a) == 0
    assert loss(a, b) == loss(b, a) > 0
    assert type(loss(a, b)) is float


@pytest.mark.parametrize("loss", [l1, l2])
@pytest.mark.parametrize("shapes", [((5,), (5, 1)), ((3,), (1,)), ((2, 3), (3,))], ids=str)
def test_shapes_that_differ_are_refused(loss, shapes):
    """Though NumPy would stretch them; the message has both shapes."""
    first, second = shapes
    with pytest.raises(ValueError, match="The shapes differ") as raised:
        loss(np.ones(first), np.zeros(second))
    assert str(first) in str(raised.value)
    assert str(second) in str(raised.value)


def test_unsigned_numbers_do_not_wrap():
    """1 - 3 is -2, not 254."""
    a, b = np.array([1], dtype=np.uint8), np.array([3], dtype=np.uint8)
    assert (l1(a, b), l2(a, b)) == (2.0, 4.0)


def test_one_hot_picks_rows_of_the_identity():
    """And has a column for each class, also for those that do not occur."""
    y = [2, 0, 2, 1]
    assert_array_equal(one_hot(y, 5), np.eye(5)[y])
    assert_array_equal(np.argmax(one_hot(y, 5), axis=1), y)


def test_a_label_that_is_no_class_is_refused():
    """Label k has no column."""
    with pytest.raises(IndexError, match="out of bounds"):
        one_hot([3], 3)
    with pytest.raises(IndexError, match="out of bounds"):
        softmax_cross_entropy([[0.0, 1.0]], [2])


def test_binary_cross_entropy_by_hand():
    """log 2, and log(1 + e^-1) for yes at logit 1."""
    assert binary_cross_entropy([0.0], [1]) == pytest.approx(np.log(2), rel=1e-15)
    assert binary_cross_entropy([1.0], [1]) == pytest.approx(np.log(1 + np.exp(-1)), rel=1e-15)
    assert binary_cross_entropy([0, 2, -3], [1, 1, 0]) == pytest.approx(0.2895541810588866)


def test_binary_cross_entropy_agrees_with_scipy():
    """log_expit is the logarithm of the sigmoid; that of 1 - p is the one of -z."""
    rng = np.random.default_rng(2)
    z, y = rng.normal(scale=3, size=40), rng.integers(0, 2, size=40)
    expected = -np.mean(scipy.special.log_expit(np.where(y == 1, z, -z)))
    assert binary_cross_entropy(z, y) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("z", [-900.0, -40.0, -1e-9, 0.3, 35.0, 800.0])
@pytest.mark.parametrize("y", [0, 1])
def test_binary_cross_entropy_keeps_its_digits(z, y):
    """Against fifty digits, and without a warning."""
    with mpmath.workdps(500):
        exact = float(mpmath.log1p(mpmath.exp(-mpmath.mpf(z) if y else mpmath.mpf(z))))
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        assert binary_cross_entropy([z], [y]) == pytest.approx(exact, rel=1e-14, abs=1e-320)


def test_a_new_network_of_ten_classes_begins_at_the_logarithm_of_ten():
    """Whatever the labels are."""
    loss, gradient = softmax_cross_entropy(np.zeros((4, 10)), [0, 3, 9, 9])
    assert loss == pytest.approx(2.302585092994046, rel=1e-15)
    assert_allclose(gradient[0], [-0.225] + [0.025] * 9, rtol=1e-14)


def test_softmax_cross_entropy_agrees_with_scipy():
    """And its gradient with scipy's softmax."""
    rng = np.random.default_rng(3)
    z, y = rng.normal(scale=2, size=(6, 4)), np.array([0, 3, 2, 2, 1, 0])
    p = scipy.special.softmax(z, axis=1)
    loss, gradient = softmax_cross_entropy(z, y)
    log_p = scipy.special.log_softmax(z, axis=1)
    assert loss == pytest.approx(-np.mean([row[c] for row, c in zip(log_p, y, strict=True)]))
    assert_allclose(gradient, (p - np.eye(4)[y]) / 6, rtol=1e-12, atol=1e-16)


def test_the_gradient_is_the_slope_of_the_loss():
    """Central differences, logit by logit."""
    rng = np.random.default_rng(4)
    z, y, h = rng.normal(size=(3, 5)), np.array([4, 0, 2]), 1e-5
    _, gradient = softmax_cross_entropy(z, y)
    for place in np.ndindex(z.shape):
        nudge = np.zeros_like(z)
        nudge[place] = h
        up, down = (softmax_cross_entropy(z + s * nudge, y)[0] for s in (1, -1))
        assert gradient[place] == pytest.approx((up - down) / (2 * h), abs=1e-9)


def test_the_gradient_of_each_row_adds_up_to_zero():
    """To raise all logits of an example alike changes nothing."""
    z = np.random.default_rng(5).normal(size=(4, 3))
    _, gradient = softmax_cross_entropy(z, [0, 1, 2, 0])
    assert_allclose(gradient.sum(axis=1), 0, atol=1e-16)


def test_large_logits_are_right_and_silent():
    """999 where the right class is a thousand behind."""
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        loss, gradient = softmax_cross_entropy([[1000.0, 1.0], [1000.0, 1.0]], [1, 0])
    assert loss == 499.5
    assert_array_equal(gradient, [[0.5, -0.5], [0.0, 0.0]])


def test_two_classes_are_the_binary_case():
    """Logits z and 0: class 0 is yes."""
    z, y = np.array([0.3, -1.2, 2.5]), np.array([1, 1, 0])
    pairs = np.stack([z, np.zeros(3)], axis=1)
    assert softmax_cross_entropy(pairs, 1 - y)[0] == pytest.approx(binary_cross_entropy(z, y))


def test_nothing_is_modified():
    """Neither logits nor labels."""
    z, y = np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([0, 1])
    _, gradient = softmax_cross_entropy(z, y)
    binary_cross_entropy(z[0], y)
    accuracy(z, y)
    assert_array_equal(z, [[1.0, 2.0], [0.5, -1.0]])
    assert_array_equal(y, [0, 1])
    assert not np.shares_memory(gradient, z)


def test_accuracy_agrees_with_a_loop():
    """One answer for each row."""
    rng = np.random.default_rng(6)
    scores, y = rng.normal(size=(30, 4)), rng.integers(0, 4, size=30)
    right = [
        max(range(4), key=list(row).__getitem__) == c for row, c in zip(scores, y, strict=True)
    ]
    assert accuracy(scores, y) == pytest.approx(sum(right) / 30, rel=1e-15)


def test_of_equal_scores_the_first_counts():
    """As np.argmax does it."""
    assert accuracy([[1, 1], [1, 1]], [0, 1]) == 0.5
    assert accuracy([[0.1, 0.9], [0.8, 0.2]], [1, 0]) == 1.0
