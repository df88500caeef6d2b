"""Create, inspect and reshape arrays."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def make_arrays() -> tuple[NDArray[np.number], ...]:
    """Return five arrays, one for each common way to make one.

    Returns
    -------
    vector : (3,) ndarray of int
        1, 2, 3, from a list.
    matrix : (2, 3) ndarray of int
        1 to 6 in two rows, from a list of lists.
    zeros : (2, 2) ndarray of float
        All zero.
    evens : (6,) ndarray of int
        0, 2, 4, 6, 8, 10.
    steps : (5,) ndarray of float
        0, 0.25, 0.5, 0.75, 1: five numbers at equal distances, both ends included.

    References
    ----------
    NumPy user guide, "Array creation", sections 1 and 2.

    Examples
    --------
    >>> vector, matrix, zeros, evens, steps = make_arrays()
    >>> evens
    array([ 0,  2,  4,  6,  8, 10])
    >>> steps
    array([0.  , 0.25, 0.5 , 0.75, 1.  ])
    """
    vector = np.array([1, 2, 3])
    matrix = np.array([[1, 2, 3], [4, 5, 6]])
    zeros = np.zeros((2, 2))
    evens = np.arange(0, 11, 2)
    steps = np.linspace(0, 1, 5)
    return vector, matrix, zeros, evens, steps


def as_floats(x: ArrayLike) -> NDArray[np.float64]:
    """Return numbers as an array of floats.

    Parameters
    ----------
    x : array_like of int or float
        A number, a list or an array of any shape.

    Returns
    -------
    ndarray of float64
        The same numbers in the same shape; `x` itself if it is such an array already.

    References
    ----------
    NumPy reference, `numpy.asarray`.

    Examples
    --------
    >>> as_floats([3, 4])
    array([3., 4.])
    """
    return np.asarray(x, dtype=float)


def describe(a: ArrayLike) -> dict[str, object]:
    """Return the six facts that tell an array's form and range.

    Parameters
    ----------
    a : array_like
        Any shape, at least one element.

    Returns
    -------
    dict
        `shape` (tuple), `ndim` (int), `size` (int, the number of all elements),
        `dtype` (str, such as "float64"), `min` and `max` (Python numbers).

    Raises
    ------
    ValueError
        If `a` is empty: it has no smallest element.

    References
    ----------
    NumPy reference, "The N-dimensional array (ndarray)", array attributes.

    Examples
    --------
    >>> describe([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    {'shape': (2, 3), 'ndim': 2, 'size': 6, 'dtype': 'float64', 'min': 1.0, 'max': 6.0}
    """
    a = np.asarray(a)
    return {
        "shape": a.shape,
        "ndim": a.ndim,
        "size": a.size,
        "dtype": str(a.dtype),
        "min": a.min().item(),
        "max": a.max().item(),
    }


def to_shape(a: ArrayLike, rows: int, columns: int) -> NDArray[Any]:
    """Return the same elements, in reading order, in `rows` rows and `columns` columns.

    Parameters
    ----------
    a : array_like
        Any shape with rows * columns elements.
    rows, columns : int
        The new shape; one of them may be -1, to be worked out.

    Returns
    -------
    (rows, columns) ndarray
        A view of `a` where NumPy can make one.

    Raises
    ------
    ValueError
        If the number of elements does not fit.

    References
    ----------
    NumPy reference, `numpy.reshape`.

    Examples
    --------
    >>> to_shape([[1, 2, 3], [4, 5, 6]], 3, 2)
    array([[1, 2],
           [3, 4],
           [5, 6]])
    """
    return np.reshape(a, (rows, columns))


def flatten_copy(a: ArrayLike) -> NDArray[Any]:
    """Return all elements in reading order, in a new one-dimensional array.

    Parameters
    ----------
    a : array_like
        Any shape.

    Returns
    -------
    (n,) ndarray
        Always a copy: writing to it leaves `a` as it was.

    References
    ----------
    NumPy reference, `numpy.ndarray.flatten`.

    Examples
    --------
    >>> flatten_copy([[1, 2, 3], [4, 5, 6]])
    array([1, 2, 3, 4, 5, 6])
    """
    return np.asarray(a).flatten()


def as_column(v: ArrayLike) -> NDArray[Any]:
    """Return a vector as a matrix with one column.

    Parameters
    ----------
    v : (n,) array_like
        A vector.

    Returns
    -------
    (n, 1) ndarray
        A view of `v` where NumPy can make one.

    Examples
    --------
    >>> as_column([1, 2, 3])
    array([[1],
           [2],
           [3]])
    """
    return np.reshape(v, (-1, 1))


def as_row(v: ArrayLike) -> NDArray[Any]:
    """Return a vector as a matrix with one row.

    Parameters
    ----------
    v : (n,) array_like
        A vector.

    Returns
    -------
    (1, n) ndarray
        A view of `v` where NumPy can make one.

    Examples
    --------
    >>> as_row([1, 2, 3])
    array([[1, 2, 3]])
    """
    return np.reshape(v, (1, -1))
