"""The references of 16 digits: by hand, in other words, against scikit-learn, and on the digits."""

from pathlib import Path

import numpy as np
import pytest
import scipy.special
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix, log_loss
from sklearn.neural_network import MLPClassifier

from solutions.backprop import network_forward, network_loss_and_gradients
from solutions.digits import confusion, fit, hardest, initialize, predict, prepare

FILE = Path(__file__).parents[2] / "notebooks" / "16-digits" / "digits.npz"


@pytest.fixture(scope="module")
def digits():
    """What lies beside the notebook."""
    with np.load(FILE) as opened:
        return opened["images"], opened["labels"]


@pytest.fixture(scope="module")
def trained(digits):
    """A network after training, with what it was tested on."""
    X, y, X_new, y_new = prepare(*digits, seed=7)
    found, losses = fit(X, y, initialize(32, 7), seed=7)
    return found, losses, X_new, y_new


def network(rng, inputs=3, hidden=5, classes=4):
    """Random parameters."""
    return {
        "W1": rng.normal(size=(inputs, hidden)),
        "b1": rng.normal(size=hidden),
        "W2": rng.normal(size=(hidden, classes)),
        "b2": rng.normal(size=classes),
    }


def test_the_file_has_the_digits_of_scikit_learn(digits):
    """All 1797, in their order, as bytes."""
    theirs = load_digits()
    images, labels = digits

    assert images.dtype == labels.dtype == "uint8"
    assert_array_equal(images, theirs.data)
    assert_array_equal(labels, theirs.target)
    assert FILE.stat().st_size < 50_000


def test_every_image_is_in_one_part_and_keeps_its_label():
    """By numbers that say who is who."""
    X, y, X_new, y_new = prepare(16 * np.arange(23)[:, np.newaxis], np.arange(23), seed=3)

    assert len(y_new) == 4
    assert_array_equal(np.sort(np.concatenate([y, y_new])), np.arange(23))
    assert_array_equal(X[:, 0], y)
    assert_array_equal(X_new[:, 0], y_new)


def test_pixels_go_from_0_to_1_and_nothing_is_modified(digits):
    """Bytes are not divided as bytes."""
    images, labels = digits
    X, y, X_new, _ = prepare(images, labels, seed=0)

    assert X.dtype == "float64" and y.dtype.kind == "u"
    assert (X.min(), X.max(), X_new.max()) == (0, 1, 1)
    assert images.max() == 16


def test_weights_begin_as_he_says():
    """Standard deviations within what 64 000 and 10 000 draws allow; biases 0."""
    start = initialize(1000, seed=4)

    assert np.std(start["W1"]) == pytest.approx(np.sqrt(2 / 64), rel=0.02)
    assert np.std(start["W2"]) == pytest.approx(np.sqrt(2 / 1000), rel=0.03)
    assert not start["b1"].any() and not start["b2"].any()
    assert_array_equal(initialize(5, 1)["W1"], initialize(5, 1)["W1"])
    assert not np.array_equal(initialize(5, 1)["W1"], initialize(5, 2)["W1"])


def test_one_batch_is_one_step_downhill():
    """As the definition says; the start stays."""
    rng = np.random.default_rng(1)
    X, y, start = rng.normal(size=(6, 3)), rng.integers(0, 4, size=6), network(rng)
    loss, gradients = network_loss_and_gradients(X, y, start)

    found, losses = fit(X, y, start, rate=0.2, batch=6, epochs=1)

    assert losses == pytest.approx([loss], rel=1e-14)
    for name, array in found.items():
        assert_allclose(array, start[name] - 0.2 * gradients[name], rtol=1e-12)
        assert not np.shares_memory(array, start[name])


def test_training_is_that_of_scikit_learn():
    """MLPClassifier with plain steps of all examples, without momentum and penalty."""
    rng = np.random.default_rng(2)
    X, y = rng.normal(size=(8, 3)), np.array([0, 1, 2, 3, 0, 1, 2, 3])
    start = network(rng)
    theirs = MLPClassifier(
        5, solver="sgd", alpha=0, momentum=0, batch_size=8, learning_rate_init=0.3, shuffle=False
    )
    theirs.partial_fit(X, y, classes=range(4))
    theirs.coefs_ = [start["W1"].copy(), start["W2"].copy()]
    theirs.intercepts_ = [start["b1"].copy(), start["b2"].copy()]
    for _ in range(4):
        theirs.partial_fit(X, y)

    found, losses = fit(X, y, start, rate=0.3, batch=8, epochs=4)

    assert_allclose(found["W1"], theirs.coefs_[0], rtol=1e-9)
    assert_allclose(found["b2"], theirs.intercepts_[1], rtol=1e-9)
    assert losses[-1] == pytest.approx(theirs.loss_curve_[-1], rel=1e-9)


def test_a_network_reads_at_least_93_percent(trained):
    """Of digits that it has never seen; the loss falls."""
    found, losses, X_new, y_new = trained

    assert np.mean(predict(found, X_new) == y_new) >= 0.95
    assert losses[0] > 1 > 0.05 > losses[-1] and len(losses) == 30


def test_confusion_is_scikit_learns(trained):
    """Rows are what is right."""
    found, _, X_new, y_new = trained
    read = predict(found, X_new)

    assert_array_equal(confusion(y_new, read), confusion_matrix(y_new, read, labels=range(10)))
    assert confusion(y_new, read).sum() == len(y_new)


def test_the_hardest_have_the_largest_losses(trained):
    """scikit-learn's log loss, example by example."""
    found, _, X_new, y_new = trained
    p = scipy.special.softmax(network_forward(X_new, found)[1], axis=1)
    losses = [
        log_loss([label], row[np.newaxis], labels=range(10))
        for label, row in zip(y_new, p, strict=True)
    ]

    rows = hardest(found, X_new, y_new, 12)

    assert_allclose(np.array(losses)[rows], np.sort(losses)[::-1][:12], rtol=1e-6)


def test_large_scores_do_not_overflow():
    """A hopeless case is the hardest, in silence."""
    identity = {"W1": np.eye(2), "b1": [0, 0], "W2": 1000 * np.eye(2), "b2": [0, 0]}
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        assert_array_equal(hardest(identity, [[1, 0], [0, 2], [1, 1]], [0, 0, 0], 2), [1, 2])
