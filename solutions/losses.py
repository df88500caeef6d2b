"""Losses: how far off a prediction is, as one number; and the share of right answers."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def l1(prediction: ArrayLike, target: ArrayLike) -> float:
    """Return the L1 loss, the sum of |prediction - target|.

    Parameters
    ----------
    prediction, target : (...) array_like of real
        What was predicted and what is right, of one shape. Neither is modified.

    Returns
    -------
    float
        One number, at least 0.

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 2nd edition,
    2009, section 2.4, eq. 2.18.

    Examples
    --------
    >>> round(l1([0.9, 0.2, 0.1, 0.4, 0.9], [1, 0, 0, 1, 1]), 12)
    1.1
    """
    prediction = np.asarray(prediction, dtype=float)
    target = np.asarray(target, dtype=float)
    if prediction.shape != target.shape:
        raise ValueError(f"The shapes differ: {prediction.shape} and {target.shape}.")
    return float(np.sum(np.abs(prediction - target)))


def l2(prediction: ArrayLike, target: ArrayLike) -> float:
    """Return the L2 loss, the sum of (prediction - target)^2, without a root.

    Parameters
    ----------
    prediction, target : (...) array_like of real
        What was predicted and what is right, of one shape. Neither is modified.

    Returns
    -------
    float
        One number, at least 0.

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 2nd edition,
    2009, section 2.3, eq. 2.3.

    Examples
    --------
    >>> round(l2([0.9, 0.2, 0.1, 0.4, 0.9], [1, 0, 0, 1, 1]), 12)
    0.43
    """
    prediction = np.asarray(prediction, dtype=float)
    target = np.asarray(target, dtype=float)
    if prediction.shape != target.shape:
        raise ValueError(f"The shapes differ: {prediction.shape} and {target.shape}.")
    return float(np.sum((prediction - target) ** 2))


def one_hot(y: ArrayLike, k: int) -> NDArray[np.float64]:
    """Return a table with one row for each label: a 1 in the label's column, 0 elsewhere.

    Parameters
    ----------
    y : (n,) array_like of int
        The labels, from 0 to k - 1. It is not modified.
    k : int
        How many classes there are, whether or not `y` has them all.

    Returns
    -------
    (n, k) ndarray of float
        A new array; each row adds up to 1.

    Raises
    ------
    IndexError
        If a label is k or more.

    References
    ----------
    C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, section 4.1.2: 1-of-K coding.

    Examples
    --------
    >>> one_hot([0, 2], 3)
    array([[1., 0., 0.],
           [0., 0., 1.]])
    """
    y = np.asarray(y)
    table = np.zeros((len(y), k))
    table[np.arange(len(y)), y] = 1.0
    return table


def binary_cross_entropy(z: ArrayLike, y: ArrayLike) -> float:
    """Return the mean of -log(probability that the sigmoid of z gives to the right answer).

    Parameters
    ----------
    z : (n,) array_like of real
        Logits, one for each example. It is not modified.
    y : (n,) array_like
        What is right: 1 for yes, 0 for no. It is not modified.

    Returns
    -------
    float
        One number, at least 0. No warning, however large the logits are.

    References
    ----------
    max(z, 0) - z y + log(1 + e^-|z|): TensorFlow documentation,
    `tf.nn.sigmoid_cross_entropy_with_logits`. The loss: C. M. Bishop, "Pattern Recognition and
    Machine Learning", 2006, eq. 4.90.

    Examples
    --------
    >>> round(binary_cross_entropy([0.0, 2.0, -3.0], [1, 1, 0]), 8)
    0.28955418
    """
    z = np.asarray(z, dtype=float)
    y = np.asarray(y, dtype=float)
    losses = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))  # (n,)
    return float(np.mean(losses))


def softmax_cross_entropy(z: ArrayLike, y: ArrayLike) -> tuple[float, NDArray[np.float64]]:
    """Return the mean of -log(softmax(z) of the right class), and its gradient.

    Parameters
    ----------
    z : (n, k) array_like of real
        Logits: one example in each row, one class in each column. It is not modified.
    y : (n,) array_like of int
        The right class of each example, from 0 to k - 1. It is not modified.

    Returns
    -------
    loss : float
        The mean over the n examples.
    gradient : (n, k) ndarray of float
        The derivative of the loss by each logit, (softmax(z) - one_hot(y, k)) / n. A new array.

    Raises
    ------
    IndexError
        If a label is k or more.

    References
    ----------
    C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, eq. 4.108 and 4.109. The
    logarithm without the probability: P. Blanchard, D. J. Higham, N. J. Higham, "Accurately
    computing the log-sum-exp and softmax functions", 2021.

    Examples
    --------
    >>> loss, gradient = softmax_cross_entropy([[0.0, 0.0]], [1])
    >>> round(loss, 8)
    0.69314718
    >>> gradient
    array([[ 0.5, -0.5]])
    """
    z = np.asarray(z, dtype=float)
    n = len(z)
    shifted = z - np.max(z, axis=1, keepdims=True)  # (n, k), none above 0
    log_p = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    picked = np.arange(n), np.asarray(y)  # in each row the right class
    gradient = np.exp(log_p)
    gradient[picked] -= 1.0
    return float(-np.mean(log_p[picked])), gradient / n


def accuracy(scores: ArrayLike, y: ArrayLike) -> float:
    """Return the share of examples whose largest score is that of the right class.

    Parameters
    ----------
    scores : (n, k) array_like of real
        Logits or probabilities: one example in each row. It is not modified.
    y : (n,) array_like of int
        The right class of each example. It is not modified.

    Returns
    -------
    float
        From 0 to 1. Of equal largest scores the first counts.

    References
    ----------
    C. D. Manning, P. Raghavan, H. Schuetze, "Introduction to Information Retrieval", 2008,
    section 8.3.

    Examples
    --------
    >>> accuracy([[0.1, 0.9], [0.8, 0.2]], [1, 1])
    0.5
    """
    return float(np.mean(np.argmax(scores, axis=1) == np.asarray(y)))
