"""The slope of softmax: its Jacobian, the way back through it, and activations as classes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions.sigmoid import sigmoid
from solutions.softmax import softmax
from solutions.tanh import tanh

Floats = NDArray[np.floating]


def softmax_jacobian(p: ArrayLike) -> Floats:
    """Return how each probability of a softmax answers to each logit: diag(p) - p p^T.

    Parameters
    ----------
    p : (n,) array_like of float
        What softmax gave: probabilities that add up to 1. It is not modified.

    Returns
    -------
    (n, n) ndarray of float
        Entry [i, j] is the slope of probability i by logit j. Symmetric; rows and columns add up
        to 0.

    References
    ----------
    C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, eq. 4.106.

    Examples
    --------
    >>> softmax_jacobian([0.25, 0.75])
    array([[ 0.1875, -0.1875],
           [-0.1875,  0.1875]])
    """
    p = np.asarray(p, dtype=float)
    return np.diag(p) - np.outer(p, p)


def jacobian_batch(P: ArrayLike) -> Floats:
    """Return the Jacobian of softmax for every row of a table.

    Parameters
    ----------
    P : (m, n) array_like of float
        In each row what softmax gave. It is not modified.

    Returns
    -------
    (m, n, n) ndarray of float
        Entry [k] is the Jacobian of row k.

    References
    ----------
    C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, eq. 4.106.

    Examples
    --------
    >>> jacobian_batch([[0.25, 0.75], [0.5, 0.5]])[1]
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    P = np.asarray(P, dtype=float)
    itself = np.eye(P.shape[-1])  # 1 where a probability meets its own logit
    return P[..., :, np.newaxis] * (itself - P[..., np.newaxis, :])


def softmax_backward(upstream: ArrayLike, p: ArrayLike) -> Floats:
    """Return the gradient by the logits, from the gradient by the probabilities.

    The Jacobian times the upstream gradient, without building the Jacobian:
    p_i (u_i - sum of u_j p_j).

    Parameters
    ----------
    upstream : (..., n) array_like of float
        The gradient by each probability. It is not modified.
    p : (..., n) array_like of float
        What softmax gave, along the last axis. It is not modified.

    Returns
    -------
    (..., n) ndarray of float
        A new array of the same shape; along the last axis it adds up to 0.

    References
    ----------
    C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, eq. 4.106, times a vector.

    Examples
    --------
    >>> softmax_backward([1.0, 0.0], [0.25, 0.75])
    array([ 0.1875, -0.1875])
    """
    upstream, p = np.asarray(upstream, dtype=float), np.asarray(p, dtype=float)
    average = np.sum(upstream * p, axis=-1, keepdims=True)  # (..., 1), weighted by p
    return p * (upstream - average)


class Sigmoid:
    """The sigmoid, called like a function, with its slope.

    Examples
    --------
    >>> Sigmoid()([0.1, 0.4, 0.7, 1])
    array([0.52497919, 0.59868766, 0.66818777, 0.73105858])
    >>> Sigmoid().gradient([0.1, 0.4, 0.7, 1])
    array([0.24937604, 0.24026075, 0.22171287, 0.19661193])
    """

    def __call__(self, x: ArrayLike) -> Floats:
        """Return the sigmoid of every entry."""
        return sigmoid(x)

    def gradient(self, x: ArrayLike) -> Floats:
        """Return the slope at every entry."""
        s = self(x)
        return s * (1 - s)


class TanH:
    """The hyperbolic tangent, called like a function, with its slope.

    Examples
    --------
    >>> TanH().gradient([0.0, 2.0])
    array([1.        , 0.07065082])
    """

    def __call__(self, x: ArrayLike) -> Floats:
        """Return tanh of every entry."""
        return tanh(x)

    def gradient(self, x: ArrayLike) -> Floats:
        """Return the slope at every entry."""
        return 1 - self(x) ** 2


class Softmax:
    """Softmax along the last axis, called like a function, with its Jacobians.

    Examples
    --------
    >>> Softmax().gradient([[0.0, 0.0]])
    array([[[ 0.25, -0.25],
            [-0.25,  0.25]]])
    """

    def __call__(self, x: ArrayLike) -> Floats:
        """Return the softmax of each row."""
        return softmax(x)

    def gradient(self, x: ArrayLike) -> Floats:
        """Return the Jacobian of each row: (m, n) gives (m, n, n)."""
        return jacobian_batch(self(x))
