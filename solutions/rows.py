"""Broadcasting, and what it is good for: scaling rows and columns."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def broadcast_shape(s: tuple[int, ...], t: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape that two shapes broadcast to, by NumPy's two rules.

    Shapes are compared from the last axis to the first; a missing axis counts as 1. Two sizes
    fit if they are equal or one of them is 1, and the other one is the result's.

    Parameters
    ----------
    s, t : tuple of int
        Two shapes; all sizes are 1 or more.

    Returns
    -------
    tuple of int
        The common shape.

    Raises
    ------
    ValueError
        If two sizes differ and neither is 1.

    References
    ----------
    NumPy user guide, "Broadcasting", general broadcasting rules.

    Examples
    --------
    >>> broadcast_shape((5,), (5, 1))
    (5, 5)
    """
    length = max(len(s), len(t))
    s = (1,) * (length - len(s)) + tuple(s)
    t = (1,) * (length - len(t)) + tuple(t)
    result = []
    for m, n in zip(s, t, strict=True):
        if m != n and m != 1 and n != 1:
            raise ValueError(f"{m} and {n} do not broadcast: neither is 1")
        result.append(n if m == 1 else m)
    return tuple(result)


def row_norms(x: ArrayLike) -> NDArray[np.floating]:
    """Return the Euclidean length of each row, as a column.

    Parameters
    ----------
    x : (n, m) array_like of int or float
        A matrix; the input is not modified.

    Returns
    -------
    (n, 1) ndarray of float
        sqrt(x[i, 0]^2 + x[i, 1]^2 + ...) for each row i.

    References
    ----------
    NumPy reference, `numpy.linalg.norm`, ord 2 of vectors.

    Examples
    --------
    >>> row_norms([[0, 3, 4], [1, 6, 4]])
    array([[5.        ],
           [7.28010989]])
    """
    x = np.asarray(x, dtype=float)
    return np.linalg.norm(x, axis=1, keepdims=True)


def normalize_rows(x: ArrayLike) -> NDArray[np.floating]:
    """Return the matrix with each row divided by its length.

    Parameters
    ----------
    x : (n, m) array_like of int or float
        A matrix; the input is not modified.

    Returns
    -------
    (n, m) ndarray of float
        Each row has length 1, but a row of zeros stays zero. The squares must be finite.

    Examples
    --------
    >>> normalize_rows([[0, 3, 4], [0, 0, 0]])
    array([[0. , 0.6, 0.8],
           [0. , 0. , 0. ]])
    """
    x = np.asarray(x, dtype=float)
    lengths = np.linalg.norm(x, axis=1, keepdims=True)
    return x / np.where(lengths == 0, 1, lengths)


def center_columns(x: ArrayLike) -> NDArray[np.floating]:
    """Return the matrix with each column's mean subtracted.

    Parameters
    ----------
    x : (n, m) array_like of int or float
        A matrix, at least one row; the input is not modified.

    Returns
    -------
    (n, m) ndarray of float
        Each column has mean 0 up to rounding.

    Examples
    --------
    >>> center_columns([[1, 10], [3, 30]])
    array([[ -1., -10.],
           [  1.,  10.]])
    """
    x = np.asarray(x, dtype=float)
    return x - x.mean(axis=0)


def standardize_columns(x: ArrayLike) -> NDArray[np.floating]:
    """Return the matrix with each column at mean 0 and standard deviation 1.

    Parameters
    ----------
    x : (n, m) array_like of int or float
        A matrix, at least one row; the input is not modified.

    Returns
    -------
    (n, m) ndarray of float
        The population's deviation (ddof=0). A column whose elements are all equal becomes 0.

    References
    ----------
    Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, "Efficient BackProp" (1998), section 4.3:
    inputs with mean 0 and equal variances make gradient descent converge faster.

    Examples
    --------
    >>> standardize_columns([[1, 5], [3, 5]])
    array([[-1.,  0.],
           [ 1.,  0.]])
    """
    x = np.asarray(x, dtype=float)
    constant = np.max(x, axis=0) == np.min(x, axis=0)
    deviation = np.where(constant, 1, x.std(axis=0))
    return np.where(constant, 0, (x - x.mean(axis=0)) / deviation)
