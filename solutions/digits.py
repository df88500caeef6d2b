"""A network that reads handwritten digits: prepare, start, train, read, and look at the errors."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions.backprop import Floats, Parameters, network_forward, network_loss_and_gradients

Integers = NDArray[np.integer]


def prepare(X: ArrayLike, y: ArrayLike, seed: int) -> tuple[Floats, Integers, Floats, Integers]:
    """Return images from 0 to 1 with their labels: four fifths to train on, one fifth to test on.

    Parameters
    ----------
    X : (m, n) array_like of real
        One image in each row, pixels from 0 to 16. It is not modified.
    y : (m,) array_like of int
        The digit on each image. It is not modified.
    seed : int
        The images come in the order of `np.random.default_rng(seed).permutation(m)`.

    Returns
    -------
    X_train : (m - m // 5, n) ndarray of float
    y_train : (m - m // 5,) ndarray of int
    X_test : (m // 5, n) ndarray of float
    y_test : (m // 5,) ndarray of int
        The first m // 5 in that order are for the test, the others to train on.

    References
    ----------
    T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning" (2009), section
    7.2: a test set is "brought out only at the end".

    Examples
    --------
    >>> images = [[0, 16], [4, 8], [16, 16], [2, 0], [12, 1]]
    >>> X_train, y_train, X_test, y_test = prepare(images, [7, 1, 8, 0, 2], seed=3)
    >>> y_train, X_test
    (array([8, 1, 0, 7]), array([[0.75  , 0.0625]]))
    """
    X, y = np.asarray(X, dtype=float) / 16, np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(X))
    test, train = order[: len(X) // 5], order[len(X) // 5 :]
    return X[train], y[train], X[test], y[test]


def initialize(hidden: int, seed: int) -> dict[str, Floats]:
    """Return the parameters that a network with 64 inputs and 10 classes starts from.

    Parameters
    ----------
    hidden : int
        How many hidden units, h.
    seed : int
        Of the generator that draws first all of W1, then all of W2.

    Returns
    -------
    dict of ndarray of float
        "W1" (64, h) and "W2" (h, 10), normally distributed with standard deviations sqrt(2 / 64)
        and sqrt(2 / h); "b1" (h,) and "b2" (10,), zeros.

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers" (2015), eq. 10.

    Examples
    --------
    >>> start = initialize(3, seed=0)
    >>> {name: array.shape for name, array in start.items()}
    {'W1': (64, 3), 'b1': (3,), 'W2': (3, 10), 'b2': (10,)}
    """
    rng = np.random.default_rng(seed)
    W1 = rng.normal(size=(64, hidden)) * np.sqrt(2 / 64)
    W2 = rng.normal(size=(hidden, 10)) * np.sqrt(2 / hidden)
    return {"W1": W1, "b1": np.zeros(hidden), "W2": W2, "b2": np.zeros(10)}


def fit(
    X: ArrayLike,
    y: ArrayLike,
    parameters: Parameters,
    rate: float = 0.5,
    batch: int = 32,
    epochs: int = 30,
    seed: int = 0,
) -> tuple[dict[str, Floats], Floats]:
    """Return the parameters after training, and the mean loss of each epoch.

    Parameters
    ----------
    X : (m, n) array_like of real
        One example in each row. It is not modified.
    y : (m,) array_like of int
        The class of each example. It is not modified.
    parameters : dict of ndarray
        Where training starts: W1, b1, W2 and b2. None is modified.
    rate : float
        How far a step goes: each parameter loses rate times its gradient.
    batch : int
        How many examples a step looks at; the last batch of an epoch may have fewer.
    epochs : int
        How many times each example is looked at.
    seed : int
        Of the generator whose `permutation(m)` is the order of each epoch.

    Returns
    -------
    parameters : dict of ndarray of float
        New arrays.
    losses : (epochs,) ndarray of float
        For each epoch the mean of its batches' losses, each as it was before the batch's step.

    References
    ----------
    L. Bottou, F. E. Curtis, J. Nocedal, "Optimization methods for large-scale machine learning"
    (2018), algorithm 4.1 with mini-batches.

    Examples
    --------
    >>> zeros = {"W1": [[0.0]], "b1": [0.0], "W2": [[0.0, 0.0]], "b2": [0.0, 0.0]}
    >>> trained, losses = fit([[1.0], [2.0]], [1, 1], zeros, rate=1.0, epochs=2)
    >>> trained["b2"].round(3), losses.round(3)
    (array([-0.769,  0.769]), array([0.693, 0.313]))
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    rng = np.random.default_rng(seed)
    now = {name: np.array(start, dtype=float) for name, start in parameters.items()}
    losses = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        of_batches = []
        for start in range(0, len(X), batch):
            rows = order[start : start + batch]
            loss, gradients = network_loss_and_gradients(X[rows], y[rows], now)
            now = {name: now[name] - rate * gradients[name] for name in now}
            of_batches.append(loss)
        losses.append(np.mean(of_batches))
    return now, np.array(losses)


def predict(parameters: Parameters, X: ArrayLike) -> Integers:
    """Return the class of each example that the network gives the highest score.

    Parameters
    ----------
    parameters : dict of ndarray
        W1, b1, W2 and b2. None is modified.
    X : (m, n) array_like of real
        One example in each row. It is not modified.

    Returns
    -------
    (m,) ndarray of int
        From 0.

    References
    ----------
    C. M. Bishop, "Pattern Recognition and Machine Learning" (2006), section 1.5.1.

    Examples
    --------
    >>> identity = {"W1": np.eye(2), "b1": [0, 0], "W2": np.eye(2), "b2": [0, 0]}
    >>> predict(identity, [[3, 1], [0, 2]])
    array([0, 1])
    """
    _, scores = network_forward(X, parameters)
    return np.argmax(scores, axis=1)


def confusion(y: ArrayLike, predicted: ArrayLike) -> Integers:
    """Return how often each digit was read as each digit.

    Parameters
    ----------
    y : (m,) array_like of int
        What the digits are, 0 to 9. It is not modified.
    predicted : (m,) array_like of int
        What they were read as, 0 to 9. It is not modified.

    Returns
    -------
    (10, 10) ndarray of int
        In row i and column j how many digits i were read as j.

    References
    ----------
    NumPy documentation, `numpy.add.at`: repeated indices are added up.

    Examples
    --------
    >>> confusion([3, 3, 8], [3, 8, 8])[3]
    array([0, 0, 0, 1, 0, 0, 0, 0, 1, 0])
    """
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (np.asarray(y), np.asarray(predicted)), 1)
    return table


def hardest(parameters: Parameters, X: ArrayLike, y: ArrayLike, count: int) -> Integers:
    """Return the rows of the examples whose right class the network finds least probable.

    Parameters
    ----------
    parameters : dict of ndarray
        W1, b1, W2 and b2. None is modified.
    X : (m, n) array_like of real
        One example in each row. It is not modified.
    y : (m,) array_like of int
        The right class of each. It is not modified.
    count : int
        How many rows to return.

    Returns
    -------
    (count,) ndarray of int
        Row numbers of X, the hardest first.

    References
    ----------
    C. M. Bishop, "Pattern Recognition and Machine Learning" (2006), eq. 4.104 for the softmax.

    Examples
    --------
    >>> identity = {"W1": np.eye(2), "b1": [0, 0], "W2": np.eye(2), "b2": [0, 0]}
    >>> hardest(identity, [[3, 0], [1, 2], [0, 4]], [0, 0, 0], 2)
    array([2, 1])
    """
    _, scores = network_forward(X, parameters)
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    logs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))  # (m, k)
    of_the_right = logs[np.arange(len(logs)), np.asarray(y)]  # (m,)
    return np.argsort(of_the_right)[:count]
