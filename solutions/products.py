"""Products of vectors and matrices: first with loops, then with NumPy."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def loop_dot(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return the dot product of two vectors, with a loop.

    Parameters
    ----------
    a, b : (n,) array_like of int or float
        Two vectors of one length.

    Returns
    -------
    int or float
        a[0]*b[0] + a[1]*b[1] + ...; 0 for empty vectors.

    Examples
    --------
    >>> loop_dot([1, 2, 3], [4, 5, 6])
    32
    """
    total = 0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


def loop_outer(u: Sequence[float], v: Sequence[float]) -> NDArray[np.float64]:
    """Return the table of all products of two vectors' elements, with loops.

    Parameters
    ----------
    u : (n,) array_like of int or float
        One element for each row.
    v : (m,) array_like of int or float
        One element for each column.

    Returns
    -------
    (n, m) ndarray of float64
        Entry [i, j] is u[i] * v[j].

    Examples
    --------
    >>> loop_outer([1, 2], [3, 4, 5])
    array([[ 3.,  4.,  5.],
           [ 6.,  8., 10.]])
    """
    table = np.zeros((len(u), len(v)))
    for i in range(len(u)):
        for j in range(len(v)):
            table[i, j] = u[i] * v[j]
    return table


def loop_multiply(a: Sequence[float], b: Sequence[float]) -> NDArray[np.float64]:
    """Return the products of the elements in the same place, with a loop.

    Parameters
    ----------
    a, b : (n,) array_like of int or float
        Two vectors of one length.

    Returns
    -------
    (n,) ndarray of float64
        Entry i is a[i] * b[i].

    Examples
    --------
    >>> loop_multiply([1, 2, 3], [4, 5, 6])
    array([ 4., 10., 18.])
    """
    products = np.zeros(len(a))
    for i in range(len(a)):
        products[i] = a[i] * b[i]
    return products


def loop_matrix_vector(W: NDArray[np.number], x: Sequence[float]) -> NDArray[np.float64]:
    """Return the matrix times the vector, with loops.

    Parameters
    ----------
    W : (n, m) ndarray of int or float
        A matrix.
    x : (m,) array_like of int or float
        A vector.

    Returns
    -------
    (n,) ndarray of float64
        Entry i is the dot product of row i of `W` and `x`.

    Examples
    --------
    >>> loop_matrix_vector(np.array([[1, 2], [3, 4]]), [10, 1])
    array([12., 34.])
    """
    result = np.zeros(W.shape[0])
    for i in range(W.shape[0]):
        for j in range(len(x)):
            result[i] += W[i, j] * x[j]
    return result


def matrix_product(A: ArrayLike, B: ArrayLike) -> NDArray[np.number]:
    """Return the matrix product: row times column.

    Parameters
    ----------
    A : (n, k) array_like of int or float
        The left matrix.
    B : (k, m) array_like of int or float
        The right matrix, with as many rows as `A` has columns.

    Returns
    -------
    (n, m) ndarray
        Entry [i, j] is the dot product of row i of `A` and column j of `B`.

    Raises
    ------
    ValueError
        If the inner sizes differ.

    References
    ----------
    PEP 465, "A dedicated infix operator for matrix multiplication".

    Examples
    --------
    >>> matrix_product([[1, 2, 3], [4, 5, 6]], [[6, 7], [8, 9], [9, 10]])
    array([[ 49,  55],
           [118, 133]])
    """
    return np.asarray(A) @ np.asarray(B)


def outer_product(u: ArrayLike, v: ArrayLike) -> NDArray[np.number]:
    """Return the table of all products of two vectors' elements, by broadcasting.

    Parameters
    ----------
    u : (n,) array_like of int or float
        One element for each row.
    v : (m,) array_like of int or float
        One element for each column.

    Returns
    -------
    (n, m) ndarray
        Entry [i, j] is u[i] * v[j].

    References
    ----------
    NumPy user guide, "Broadcasting", the example of the outer operation.

    Examples
    --------
    >>> outer_product([1, 2], [3, 4, 5])
    array([[ 3,  4,  5],
           [ 6,  8, 10]])
    """
    column = np.reshape(u, (-1, 1))
    return column * np.asarray(v)


def elementwise_product(A: ArrayLike, B: ArrayLike) -> NDArray[np.number]:
    """Return the products of the elements in the same place; the shapes must be equal.

    Parameters
    ----------
    A, B : array_like of int or float
        Two arrays of one shape.

    Returns
    -------
    ndarray
        Same shape, new.

    Raises
    ------
    ValueError
        If the shapes differ, also where broadcasting would make them fit.

    Examples
    --------
    >>> elementwise_product([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    array([[ 5, 12],
           [21, 32]])
    """
    if np.shape(A) != np.shape(B):
        raise ValueError(f"shapes differ: {np.shape(A)} and {np.shape(B)}")
    return np.multiply(A, B)
