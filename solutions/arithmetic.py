"""Arithmetic on whole arrays, and the numbers that sum them up."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.integer | np.floating] | Sequence[float] | Sequence[Sequence[float]]


def add(a: ArrayLike, b: ArrayLike) -> NDArray[np.number]:
    """Return the sums of the elements in the same place.

    Parameters
    ----------
    a, b : (n, m) array_like of int or float
        Two matrices of one shape.

    Returns
    -------
    (n, m) ndarray
        New; int if both are int, else float.

    Raises
    ------
    ValueError
        If the shapes cannot be broadcast together.

    Examples
    --------
    >>> add([[1, 2], [3, 4]], [[10, 20], [30, 40]])
    array([[11, 22],
           [33, 44]])
    """
    return np.add(a, b)


def subtract(a: ArrayLike, b: ArrayLike) -> NDArray[np.number]:
    """Return the differences of the elements in the same place, first minus second.

    Parameters
    ----------
    a, b : (n, m) array_like of int or float
        Two matrices of one shape.

    Returns
    -------
    (n, m) ndarray
        New; int if both are int, else float.

    Raises
    ------
    ValueError
        If the shapes cannot be broadcast together.

    Examples
    --------
    >>> subtract([[1, 2], [3, 4]], [[10, 20], [30, 40]])
    array([[ -9, -18],
           [-27, -36]])
    """
    return np.subtract(a, b)


def multiply(a: ArrayLike, b: ArrayLike) -> NDArray[np.number]:
    """Return the products of the elements in the same place.

    This is the elementwise (Hadamard) product, not the matrix product.

    Parameters
    ----------
    a, b : (n, m) array_like of int or float
        Two matrices of one shape.

    Returns
    -------
    (n, m) ndarray
        New; int if both are int, else float.

    Raises
    ------
    ValueError
        If the shapes cannot be broadcast together.

    Examples
    --------
    >>> multiply([[1, 2], [3, 4]], [[10, 20], [30, 40]])
    array([[ 10,  40],
           [ 90, 160]])
    """
    return np.multiply(a, b)


def exp_all(a: ArrayLike) -> NDArray[np.floating]:
    """Return e to the power of every element.

    Not the matrix exponential, which is a power series of matrix products.

    Parameters
    ----------
    a : array_like of int or float
        Any shape.

    Returns
    -------
    ndarray of float64
        New, with the shape of `a`.

    References
    ----------
    NumPy reference, `numpy.exp`; for the other one `scipy.linalg.expm`.

    Examples
    --------
    >>> exp_all([0, 1, 2])
    array([1.        , 2.71828183, 7.3890561 ])
    """
    return np.exp(np.asarray(a, dtype=float))


def stats(a: Numbers) -> tuple[float, float, float]:
    """Return mean, variance and standard deviation of all elements.

    Parameters
    ----------
    a : array_like of int or float
        Any shape, at least one element.

    Returns
    -------
    mean, variance, deviation : float
        The population's: the variance divides by n (ddof=0), not by n - 1.

    References
    ----------
    NumPy reference, `numpy.var`, on `ddof`.

    Examples
    --------
    >>> stats([[1, 2, 3], [4, 5, 6]])
    (3.5, 2.9166666666666665, 1.707825127659933)
    """
    return float(np.mean(a)), float(np.var(a)), float(np.std(a))


def row_means(a: Numbers) -> NDArray[np.floating]:
    """Return the mean of each row.

    Parameters
    ----------
    a : (n, m) array_like of int or float
        A matrix with at least one column.

    Returns
    -------
    (n,) ndarray of float
        New.

    Examples
    --------
    >>> row_means([[1, 2, 3], [4, 5, 6]])
    array([2., 5.])
    """
    return np.mean(a, axis=1)


def column_means(a: Numbers) -> NDArray[np.floating]:
    """Return the mean of each column.

    Parameters
    ----------
    a : (n, m) array_like of int or float
        A matrix with at least one row.

    Returns
    -------
    (m,) ndarray of float
        New.

    Examples
    --------
    >>> column_means([[1, 2, 3], [4, 5, 6]])
    array([2.5, 3.5, 4.5])
    """
    return np.mean(a, axis=0)


def variance(a: Numbers) -> float:
    """Return the mean squared distance from the mean, in two passes.

    Parameters
    ----------
    a : array_like of int or float
        Any shape, at least one element.

    Returns
    -------
    float
        The population variance, sum((a - mean)**2) / n.

    References
    ----------
    T. F. Chan, G. H. Golub, R. J. LeVeque, "Algorithms for computing the sample variance",
    The American Statistician 37 (1983), equation 1.1: the two-pass algorithm. The one-pass
    form mean(a**2) - mean(a)**2 cancels where the mean is large.

    Examples
    --------
    >>> variance([1, 2, 3, 4, 5, 6])
    2.9166666666666665
    """
    a = np.asarray(a, dtype=float)
    distance = a - np.mean(a)
    return float(np.mean(distance**2))


def brighten(image: ArrayLike, k: int) -> NDArray[np.uint8]:
    """Return the image with `k` added to each value, held within 0 and 255.

    Parameters
    ----------
    image : array_like of uint8
        Any shape.
    k : int
        How much brighter; negative for darker.

    Returns
    -------
    ndarray of uint8
        Shape of `image`, new. Values that would leave 0..255 stop at its ends.

    References
    ----------
    NumPy user guide, "Data types", overflow errors: integers wrap round.

    Examples
    --------
    >>> brighten(np.array([[250, 10]], dtype=np.uint8), 10)
    array([[255,  20]], dtype=uint8)
    """
    wide = np.asarray(image).astype(int) + k
    return np.clip(wide, 0, 255).astype(np.uint8)
