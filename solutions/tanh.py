"""The hyperbolic tangent, its derivative, and its kinship with the sigmoid."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions.sigmoid import sigmoid


def tanh(x: ArrayLike) -> NDArray[np.floating]:
    """Return the hyperbolic tangent of every element, from exponentials.

    tanh(x) = (e^x - e^-x) / (e^x + e^-x). Dividing both by e^|x| leaves only e = exp(-2|x|),
    which is at most 1 and cannot overflow: tanh(x) = sign(x) (1 - e) / (1 + e).

    Parameters
    ----------
    x : array_like of int or float
        Any shape; the input is not modified.

    Returns
    -------
    ndarray of float
        Shape of `x`, between -1 and 1, right to 2e-16 (absolute). No warning for any finite input.

    References
    ----------
    NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov/4.28, eq. 4.28.3.

    Examples
    --------
    >>> tanh([0, 2, 3])
    array([0.        , 0.96402758, 0.99505475])
    >>> tanh([-710.0, 710.0])
    array([-1.,  1.])
    """
    x = np.asarray(x, dtype=float)
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - e) / (1 + e)


def tanh_derivative(x: ArrayLike) -> NDArray[np.floating]:
    """Return the slope of tanh at every element.

    tanh'(x) = 1 - tanh(x)^2 = 4 e / (1 + e)^2 with e = exp(-2|x|). The first form rounds to 0
    from |x| = 19 on, the second keeps all digits.

    Parameters
    ----------
    x : array_like of int or float
        Any shape; the input is not modified.

    Returns
    -------
    ndarray of float
        Shape of `x`, between 0 and 1. No warning for any finite input.

    References
    ----------
    NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov/4.34, eq. 4.34.3.

    Examples
    --------
    >>> tanh_derivative([0, 2, 3])
    array([1.        , 0.07065082, 0.00986604])
    """
    x = np.asarray(x, dtype=float)
    e = np.exp(-2 * np.abs(x))
    return 4 * e / (1 + e) ** 2


def tanh_from_sigmoid(x: ArrayLike) -> NDArray[np.floating]:
    """Return tanh computed from the sigmoid: 2 sigmoid(2x) - 1.

    Parameters
    ----------
    x : array_like of int or float
        Any shape; the input is not modified.

    Returns
    -------
    ndarray of float
        Shape of `x`, equal to tanh(x) up to 5e-16 (absolute).

    References
    ----------
    C. M. Bishop, "Pattern Recognition and Machine Learning" (2006), exercise 3.1, eq. 3.100.

    Examples
    --------
    >>> tanh_from_sigmoid([0, 2, 3])
    array([0.        , 0.96402758, 0.99505475])
    """
    return 2 * sigmoid(2 * np.asarray(x)) - 1


def sigmoid_from_tanh(x: ArrayLike) -> NDArray[np.floating]:
    """Return the sigmoid computed from tanh: (1 + tanh(x/2)) / 2.

    Parameters
    ----------
    x : array_like of int or float
        Any shape; the input is not modified.

    Returns
    -------
    ndarray of float
        Shape of `x`, equal to sigmoid(x) up to 2e-16 (absolute).

    References
    ----------
    C. M. Bishop, "Pattern Recognition and Machine Learning" (2006), exercise 3.1, eq. 3.100,
    solved for the sigmoid.

    Examples
    --------
    >>> sigmoid_from_tanh([0, 1, 2])
    array([0.5       , 0.73105858, 0.88079708])
    """
    return (1 + tanh(np.asarray(x) / 2)) / 2
