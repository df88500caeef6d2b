"""The logistic sigmoid, for one number and for arrays, and its gradient."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray


def basic_sigmoid(x: float) -> float:
    """Return the sigmoid of one number, 1 / (1 + e^-x).

    Parameters
    ----------
    x : float or int
        One real number, of any size; not an array.

    Returns
    -------
    float
        A Python float between 0 and 1, both included: 0.0 far to the left, 1.0 far to the right.

    Raises
    ------
    TypeError
        If `x` is not a single number: a list, a string, an array with more than one entry.

    References
    ----------
    P.-F. Verhulst, "Notice sur la loi que la population suit dans son accroissement", 1838,
    gives the curve; I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016, eq. 3.30,
    the formula. For negative x both parts of the fraction are multiplied by e^x, their
    eq. 3.33: then no power exceeds 1.

    Examples
    --------
    >>> basic_sigmoid(3)
    0.9525741268224334
    >>> basic_sigmoid(5)
    0.9933071490757153
    >>> basic_sigmoid(-1000)
    0.0
    """
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    power = math.exp(x)  # below 1, so it cannot overflow as math.exp(-x) would
    return power / (1 + power)


def sigmoid(x: ArrayLike) -> NDArray[np.floating]:
    """Return the sigmoid of every entry, 1 / (1 + e^-x).

    Parameters
    ----------
    x : (...) array_like of real
        Any shape: a number, a list, an array. It is not modified.

    Returns
    -------
    (...) ndarray of float
        A new array of the same shape, with values from 0 to 1. No warning for any finite `x`.

    Raises
    ------
    ValueError
        If the entries are not numbers.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016, eq. 3.30 and, for negative x,
    eq. 3.33; e^-|x| is the power that serves both.

    Examples
    --------
    >>> sigmoid([1, 2, 3])
    array([0.73105858, 0.88079708, 0.95257413])
    >>> float(sigmoid(0))
    0.5
    >>> sigmoid([-1000.0, 1000.0])
    array([0., 1.])
    """
    x = np.asarray(x, dtype=float)
    power = np.exp(-np.abs(x))  # never above 1, so it cannot overflow
    return np.where(x >= 0, 1.0, power) / (1.0 + power)


def sigmoid_derivative(x: ArrayLike) -> NDArray[np.floating]:
    """Return the slope of the sigmoid at every entry, s (1 - s) with s = sigmoid(x).

    Parameters
    ----------
    x : (...) array_like of real
        Any shape: a number, a list, an array. It is not modified.

    Returns
    -------
    (...) ndarray of float
        A new array of the same shape, with values from 0 to 0.25, the slope at 0. Both tails keep
        their digits, and no finite `x` warns.

    Raises
    ------
    ValueError
        If the entries are not numbers.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016, eq. 3.34, and 1 - s =
    sigmoid(-x), eq. 3.35. The product of both fractions is e^-|x| / (1 + e^-|x|)^2: nothing is
    subtracted, so no digits are lost.

    Examples
    --------
    >>> sigmoid_derivative([1, 2, 3])
    array([0.19661193, 0.10499359, 0.04517666])
    >>> float(sigmoid_derivative(0))
    0.25
    >>> sigmoid_derivative([-40.0, 40.0])
    array([4.24835426e-18, 4.24835426e-18])
    """
    x = np.asarray(x, dtype=float)
    power = np.exp(-np.abs(x))
    return power / (1.0 + power) ** 2


def sigmoid_backward(upstream: ArrayLike, s: ArrayLike) -> NDArray[np.floating]:
    """Return the gradient with respect to x, given the gradient with respect to s = sigmoid(x).

    Parameters
    ----------
    upstream : (...) array_like of real
        How much the loss changes with each entry of `s`; the shape of `s`. It is not modified.
    s : (...) array_like of real
        What `sigmoid` returned on the way forward. It is not modified.

    Returns
    -------
    (...) ndarray of float
        A new array, upstream * s * (1 - s).

    Raises
    ------
    ValueError
        If the two shapes do not fit each other.

    References
    ----------
    The chain rule for one elementwise layer: M. Nielsen, "Neural Networks and Deep Learning",
    2015, chapter 2, eq. BP1, with the slope s (1 - s) from Goodfellow et al., 2016, eq. 3.34.

    Examples
    --------
    >>> sigmoid_backward([1.0, 10.0], [0.5, 0.5])
    array([0.25, 2.5 ])
    """
    upstream = np.asarray(upstream, dtype=float)
    s = np.asarray(s, dtype=float)
    return upstream * s * (1.0 - s)
