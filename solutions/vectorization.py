"""Loops against NumPy: how to time them, and how to do without them."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def best_time(f: Callable[..., object], *args: object, repeat: int = 5) -> float:
    """Return the least time that a call took, of several.

    The least, not the mean: whatever else the machine does can only make a call slower.

    Parameters
    ----------
    f : callable
        Called as f(*args).
    *args
        Its arguments, made before the clock starts.
    repeat : int
        How often to call it, at least 1.

    Returns
    -------
    float
        Seconds of the fastest call.

    References
    ----------
    Python documentation, `timeit.Timer.repeat`: look at the min().

    Examples
    --------
    >>> 0 <= best_time(sum, [1, 2, 3]) < 1
    True
    """
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        f(*args)
        times.append(time.perf_counter() - start)
    return min(times)


def dot_loop(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the dot product of two (n,) vectors, with a loop."""
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


def outer_loop(u: Sequence[float], v: Sequence[float]) -> NDArray[np.float64]:
    """Return the (n, m) table of products of an (n,) and an (m,) vector, with loops."""
    table = np.zeros((len(u), len(v)))
    for i in range(len(u)):
        for j in range(len(v)):
            table[i, j] = u[i] * v[j]
    return table


def multiply_loop(a: Sequence[float], b: Sequence[float]) -> NDArray[np.float64]:
    """Return the (n,) elementwise product of two (n,) vectors, with a loop."""
    products = np.zeros(len(a))
    for i in range(len(a)):
        products[i] = a[i] * b[i]
    return products


def matrix_vector_loop(W: NDArray[np.float64], x: Sequence[float]) -> NDArray[np.float64]:
    """Return the (n,) product of an (n, m) matrix and an (m,) vector, with loops."""
    result = np.zeros(len(W))
    for i in range(len(W)):
        for j in range(len(x)):
            result[i] += W[i, j] * x[j]
    return result


def count_close_loop(a: Sequence[float], b: Sequence[float], tolerance: float) -> int:
    """Return how many elements of two (n,) vectors differ by at most `tolerance`, with a loop."""
    count = 0
    for i in range(len(a)):
        if abs(a[i] - b[i]) <= tolerance:
            count += 1
    return count


def pairwise_squared_distances_loop(
    X: NDArray[np.float64], Y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the (n, m) squared distances of the rows of (n, d) and (m, d), with loops."""
    distances = np.zeros((len(X), len(Y)))
    for i in range(len(X)):
        for j in range(len(Y)):
            for k in range(X.shape[1]):
                distances[i, j] += (X[i, k] - Y[j, k]) ** 2
    return distances


def moving_average_loop(x: Sequence[float], k: int) -> NDArray[np.float64]:
    """Return the (n-k+1,) means of each `k` neighbours in an (n,) vector, with loops."""
    means = np.zeros(len(x) - k + 1)
    for i in range(len(means)):
        total = 0.0
        for j in range(k):
            total += x[i + j]
        means[i] = total / k
    return means


def speedup_table(sizes: Sequence[int]) -> NDArray[np.float64]:
    """Return how many times faster np.dot is than a loop, for several lengths.

    Parameters
    ----------
    sizes : (k,) sequence of int
        The lengths of the vectors, each at least 1.

    Returns
    -------
    (k, 4) ndarray of float
        A row for each size: the size, seconds of the loop, seconds of np.dot, their ratio.

    Examples
    --------
    >>> speedup_table([10, 100]).shape
    (2, 4)
    """
    table = np.zeros((len(sizes), 4))
    for row, n in enumerate(sizes):
        a, b = np.arange(n, dtype=float), np.ones(n)
        slow = best_time(dot_loop, a.tolist(), b.tolist())  # lists: the loop's best case
        fast = best_time(np.dot, a, b)
        table[row] = n, slow, fast, slow / fast
    return table


def dot(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Return the dot product of two vectors.

    Parameters
    ----------
    a, b : (n,) ndarray of float
        Two vectors of one length.

    Returns
    -------
    float
        As dot_loop, up to rounding.

    Examples
    --------
    >>> float(dot(np.array([1.0, 2.0]), np.array([3.0, 4.0])))
    11.0
    """
    return a @ b


def outer(u: NDArray[np.float64], v: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the table of all products of two vectors' elements.

    Parameters
    ----------
    u, v : (n,) and (m,) ndarray of float
        Two vectors.

    Returns
    -------
    (n, m) ndarray of float
        As outer_loop.

    Examples
    --------
    >>> outer(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    array([[3., 4.],
           [6., 8.]])
    """
    return u[:, np.newaxis] * v


def elementwise(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the products of the elements in the same place.

    Parameters
    ----------
    a, b : (n,) ndarray of float
        Two vectors of one length.

    Returns
    -------
    (n,) ndarray of float
        As multiply_loop.

    Examples
    --------
    >>> elementwise(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    array([3., 8.])
    """
    return a * b


def matrix_vector(W: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the matrix times the vector.

    Parameters
    ----------
    W : (n, m) ndarray of float
        A matrix.
    x : (m,) ndarray of float
        A vector.

    Returns
    -------
    (n,) ndarray of float
        As matrix_vector_loop, up to rounding.

    Examples
    --------
    >>> matrix_vector(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0, 1.0]))
    array([12., 34.])
    """
    return W @ x


def count_close(a: NDArray[np.float64], b: NDArray[np.float64], tolerance: float) -> int:
    """Return how many elements of two vectors differ by at most `tolerance`.

    Parameters
    ----------
    a, b : (n,) ndarray of float
        Two vectors of one length.
    tolerance : float
        The largest difference that counts as close.

    Returns
    -------
    int
        As count_close_loop.

    Examples
    --------
    >>> count_close(np.array([1.0, 2.0, 3.0]), np.array([1.1, 2.5, 3.0]), 0.2)
    2
    """
    return int(np.count_nonzero(np.abs(a - b) <= tolerance))


def pairwise_squared_distances(
    X: NDArray[np.float64], Y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the squared Euclidean distance of each row of `X` to each row of `Y`.

    Parameters
    ----------
    X : (n, d) ndarray of float
        n points.
    Y : (m, d) ndarray of float
        m points.

    Returns
    -------
    (n, m) ndarray of float
        As pairwise_squared_distances_loop, up to rounding.

    References
    ----------
    NumPy user guide, "Broadcasting", the vector quantization example.

    Examples
    --------
    >>> pairwise_squared_distances(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0], [1.0, 1.0]]))
    array([[25.,  2.]])
    """
    differences = X[:, np.newaxis, :] - Y[np.newaxis, :, :]  # (n, m, d)
    return np.sum(differences**2, axis=-1)


def moving_average(x: NDArray[np.float64], k: int) -> NDArray[np.float64]:
    """Return the means of each `k` neighbours.

    Parameters
    ----------
    x : (n,) ndarray of float
        The values, n >= k.
    k : int
        How many neighbours, at least 1.

    Returns
    -------
    (n - k + 1,) ndarray of float
        As moving_average_loop, up to rounding.

    References
    ----------
    NumPy reference, `numpy.lib.stride_tricks.sliding_window_view`, example of a moving mean.

    Examples
    --------
    >>> moving_average(np.array([1.0, 2.0, 3.0, 4.0]), 2)
    array([1.5, 2.5, 3.5])
    """
    windows = np.lib.stride_tricks.sliding_window_view(x, k)  # (n - k + 1, k)
    return windows.mean(axis=-1)
