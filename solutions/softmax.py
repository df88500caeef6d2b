"""Softmax, for a vector and for the rows of a table, and two of its relatives."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def softmax_vector(z: ArrayLike) -> NDArray[np.floating]:
    """Return the softmax of one vector, e^z / sum of e^z.

    Parameters
    ----------
    z : (n,) array_like of real
        One logit for each of n >= 1 classes; lists and integers too. It is not modified.

    Returns
    -------
    (n,) ndarray of float
        A new array of positive numbers that add up to 1. No warning while the differences of
        the logits are finite.

    Raises
    ------
    ValueError
        If there is no logit at all, n = 0, or an entry is no number.

    References
    ----------
    J. S. Bridle, "Probabilistic Interpretation of Feedforward Classification Network Outputs",
    1990. Subtracting the maximum: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016,
    section 4.1.

    Examples
    --------
    >>> softmax_vector([1, 2, 3])
    array([0.09003057, 0.24472847, 0.66524096])
    """
    z = np.asarray(z, dtype=float)
    powers = np.exp(z - np.max(z))  # (n,), none above 1
    return powers / np.sum(powers)


def softmax(x: ArrayLike) -> NDArray[np.floating]:
    """Return the softmax along the last axis: of a vector, or of every row.

    Parameters
    ----------
    x : (..., n) array_like of real
        Logits: one vector (n,), a table (m, n) with one example in each row, or a stack of
        tables; n >= 1. Lists and integers too. It is not modified.

    Returns
    -------
    (..., n) ndarray of float
        A new array of the same shape; along the last axis its numbers add up to 1. No warning
        while the differences in a row are finite.

    Raises
    ------
    ValueError
        If there is no logit at all, n = 0, or an entry is no number.

    References
    ----------
    J. S. Bridle, "Probabilistic Interpretation of Feedforward Classification Network Outputs",
    1990. Subtracting the maximum: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016,
    section 4.1; why it is safe: P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing
    the log-sum-exp and softmax functions", 2021.

    Examples
    --------
    >>> softmax([[1, 2, 3], [4, 5, 6]])
    array([[0.09003057, 0.24472847, 0.66524096],
           [0.09003057, 0.24472847, 0.66524096]])
    >>> softmax([1000.0, 1000.0])
    array([0.5, 0.5])
    """
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - np.max(x, axis=-1, keepdims=True))  # (..., n), none above 1
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax_with_temperature(z: ArrayLike, T: float) -> NDArray[np.floating]:
    """Return the softmax of z / T along the last axis.

    Parameters
    ----------
    z : (..., n) array_like of real
        Logits: a vector, or rows of a table. It is not modified.
    T : float
        The temperature, above 0: below 1 it sharpens, above 1 it flattens.

    Returns
    -------
    (..., n) ndarray of float
        A new array of the same shape; along the last axis its numbers add up to 1.

    Raises
    ------
    ValueError
        If `T` is not above 0.

    References
    ----------
    G. Hinton, O. Vinyals, J. Dean, "Distilling the Knowledge in a Neural Network", 2015, eq. 1.

    Examples
    --------
    >>> softmax_with_temperature([1, 2, 3], 1.0)
    array([0.09003057, 0.24472847, 0.66524096])
    >>> softmax_with_temperature([1, 2, 3], 100.0)
    array([0.33000561, 0.33332222, 0.33667217])
    """
    if not T > 0:
        raise ValueError(f"T must be above 0, got {T}.")
    return softmax(np.asarray(z, dtype=float) / T)


def sigmoid_from_softmax(x: ArrayLike) -> NDArray[np.floating]:
    """Return the sigmoid of every entry, as the first of the two numbers softmax([x, 0]).

    Parameters
    ----------
    x : (...) array_like of real
        Any shape: a number, a list, an array. It is not modified.

    Returns
    -------
    (...) ndarray of float
        A new array of the same shape, with values from 0 to 1.

    Raises
    ------
    ValueError
        If an entry is no number.

    References
    ----------
    e^x / (e^x + e^0) = 1 / (1 + e^-x): C. M. Bishop, "Pattern Recognition and Machine Learning",
    2006, eq. 4.59 beside eq. 4.62.

    Examples
    --------
    >>> sigmoid_from_softmax([0.0, 1.3])
    array([0.5       , 0.78583498])
    """
    x = np.asarray(x, dtype=float)
    pairs = np.stack([x, np.zeros_like(x)], axis=-1)  # (..., 2): the logits x and 0
    return softmax(pairs)[..., 0]  # (...): the first of each pair
