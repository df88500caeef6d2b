"""Pick entries out of arrays, order and join them, and read them from a file."""

from collections.abc import Sequence
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Places = list[int] | NDArray[np.integer]


def every_second(a: NDArray[Any]) -> NDArray[Any]:
    """Return every second entry of a vector, beginning with the first.

    Parameters
    ----------
    a : (n,) ndarray
        A vector.

    Returns
    -------
    ((n + 1) // 2,) ndarray
        The entries 0, 2, 4, ...: a view of `a`.

    References
    ----------
    NumPy user guide, "Indexing on ndarrays", slicing and striding.

    Examples
    --------
    >>> every_second(np.array([5, 6, 7, 8, 9]))
    array([5, 7, 9])
    """
    return a[::2]


def last_rows(a: NDArray[Any], k: int) -> NDArray[Any]:
    """Return the last `k` rows of a table, in their order.

    Parameters
    ----------
    a : (n, m) ndarray
        A table.
    k : int
        From 1 to n.

    Returns
    -------
    (k, m) ndarray
        A view of `a`.

    References
    ----------
    NumPy user guide, "Indexing on ndarrays", slicing and striding.

    Examples
    --------
    >>> last_rows(np.array([[1, 2], [3, 4], [5, 6]]), 2)
    array([[3, 4],
           [5, 6]])
    """
    return a[-k:]


def border(image: NDArray[Any]) -> NDArray[Any]:
    """Return a copy of a grey image with a black frame, one pixel wide.

    Parameters
    ----------
    image : (n, m) ndarray
        The grey values. It is not changed.

    Returns
    -------
    (n, m) ndarray
        A new array: 0 in the first and the last row, in the first and the last column; elsewhere
        the image's own values.

    References
    ----------
    NumPy user guide, "Indexing on ndarrays", assigning values to indexed arrays.

    Examples
    --------
    >>> border(np.full((3, 4), 7))
    array([[0, 0, 0, 0],
           [0, 7, 7, 0],
           [0, 0, 0, 0]])
    """
    framed = np.array(image)  # a copy
    framed[0], framed[-1] = 0, 0
    framed[:, 0], framed[:, -1] = 0, 0
    return framed


def pick(a: NDArray[Any], rows: Places, columns: Places) -> NDArray[Any]:
    """Return one entry of a table for each pair of a row and a column.

    Parameters
    ----------
    a : (n, m) ndarray
        A table.
    rows, columns : (k,) array_like of int
        Where the entries stand; negative numbers count from the end.

    Returns
    -------
    (k,) ndarray
        a[rows[0], columns[0]], a[rows[1], columns[1]], ... in a new array.

    Raises
    ------
    IndexError
        If the table has no such place.

    References
    ----------
    NumPy user guide, "Indexing on ndarrays", integer array indexing.

    Examples
    --------
    >>> pick(np.array([[1, 2, 3], [4, 5, 6]]), [0, 1], [2, 0])
    array([3, 4])
    """
    return a[rows, columns]


def positives(a: ArrayLike) -> NDArray[np.float64]:
    """Return the numbers above 0, in reading order.

    Parameters
    ----------
    a : array_like of real
        Any shape, lists too. It is not changed.

    Returns
    -------
    (k,) ndarray of float
        A new array, as long as there are numbers above 0.

    References
    ----------
    NumPy user guide, "Indexing on ndarrays", boolean array indexing.

    Examples
    --------
    >>> positives([[3, -1], [0, 2]])
    array([3., 2.])
    """
    a = np.asarray(a, dtype=float)
    return a[a > 0]


def clip_below(a: ArrayLike, low: float) -> NDArray[np.float64]:
    """Return the numbers of an array, with those below `low` raised to it.

    Parameters
    ----------
    a : array_like of real
        Any shape, lists too. It is not changed.
    low : float
        The least number that may come out.

    Returns
    -------
    ndarray of float
        A new array of the same shape.

    References
    ----------
    NumPy user guide, "Indexing on ndarrays", assigning values to indexed arrays.

    Examples
    --------
    >>> clip_below([3, -2, 1], 0.5)
    array([3. , 0.5, 1. ])
    """
    clipped = np.array(a, dtype=float)  # a copy
    clipped[clipped < low] = low
    return clipped


def rank(scores: ArrayLike) -> NDArray[np.intp]:
    """Return who is first, second, ...: the places of the scores, from the highest down.

    Parameters
    ----------
    scores : (n,) array_like of real
        Scores, no two equal; lists too. It is not changed.

    Returns
    -------
    (n,) ndarray of int
        The index of the highest score, of the next one, ..., of the lowest.

    References
    ----------
    NumPy reference, `numpy.argsort`.

    Examples
    --------
    >>> rank([7.5, 9.0, 8.0])
    array([1, 2, 0])
    """
    return np.argsort(scores)[::-1]


def side_by_side(a: ArrayLike, b: ArrayLike) -> NDArray[Any]:
    """Return two tables as one, the second to the right of the first.

    Parameters
    ----------
    a, b : (n, m) and (n, k) array_like
        Tables with equally many rows; lists of lists too.

    Returns
    -------
    (n, m + k) ndarray
        A new array: each row of `a`, followed by that of `b`.

    Raises
    ------
    ValueError
        If the numbers of rows differ.

    References
    ----------
    NumPy reference, `numpy.concatenate`.

    Examples
    --------
    >>> side_by_side([[1, 2], [3, 4]], [[5], [6]])
    array([[1, 2, 5],
           [3, 4, 6]])
    """
    return np.concatenate([a, b], axis=1)


def without_missing(a: ArrayLike) -> NDArray[np.float64]:
    """Return the numbers of a vector that are not nan, in their order.

    Parameters
    ----------
    a : (n,) array_like of real
        Numbers, nan where one is missing; lists too. It is not changed.

    Returns
    -------
    (k,) ndarray of float
        A new array without nan.

    References
    ----------
    NumPy reference, `numpy.isnan`.

    Examples
    --------
    >>> without_missing([1.5, np.nan, 2.0])
    array([1.5, 2. ])
    """
    a = np.asarray(a, dtype=float)
    return a[~np.isnan(a)]


def read_table(path: str | PathLike[str] | Sequence[str]) -> NDArray[np.float64]:
    """Return the numbers of a text file, one row for each line.

    Parameters
    ----------
    path : str or path
        A file with numbers between commas; lines that begin with # are comments. As for
        `numpy.loadtxt`, a list of lines will do.

    Returns
    -------
    (n, m) ndarray of float
        A row for each line of numbers, n > 1, a column for each number in it.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a line holds anything else, or not as many numbers as the first.

    References
    ----------
    NumPy reference, `numpy.loadtxt`.

    Examples
    --------
    >>> read_table(["# day, rain", "1, 0.5", "2, nan"])
    array([[1. , 0.5],
           [2. , nan]])
    """
    return np.loadtxt(path, delimiter=",")
