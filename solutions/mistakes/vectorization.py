"""Wrong versions of the functions in solutions.vectorization."""

import time

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "best_time": [],  # its results are times, never the same twice
    "dot": [
        (np.array([2.0, -1.0, 0.5, 4.0]), np.array([3.0, 0.25, -2.0, 1.5])),
        (np.array([0.75, 1.0, -0.25]), np.array([1.5, -0.75, -1.75])),
        (np.array([1.5, 2.0, 3.0, 5.0, 7.0]), np.array([0.5, -2.5, 3.25, 0.75, 1.0])),
        (np.array([-0.5, 3.0]), np.array([1.5, 2.5])),
    ],
    "outer": [
        (np.array([0.5, -1.5]), np.array([-2.25, 0.75, 3.5])),
        (np.array([1.5, 2.5, -0.5]), np.array([4.25, 0.75])),
        (np.array([2.0, 3.5, 0.25]), np.array([1.75, -2.5, 0.5])),
        (np.array([2.5, -1.5]), np.array([0.5, -3.5])),
    ],
    "elementwise": [
        (np.array([2.0, -1.0, 0.5, 4.0]), np.array([3.0, 0.25, -2.0, 1.5])),
        (np.array([0.75, 1.0, -0.25]), np.array([1.5, -0.75, -1.75])),
        (np.array([1.5, 2.0, 3.0, 5.0, 7.0]), np.array([0.5, -2.5, 3.25, 0.75, 1.0])),
        (np.array([-0.5, 3.0]), np.array([1.5, 2.5])),
    ],
    "matrix_vector": [
        (np.array([[0.5, -1.5, 2.25], [3.5, 1.0, -0.75]]), np.array([2.0, -0.5, 1.5])),
        (np.array([[1.5, 2.5], [0.5, -1.25], [4.0, 3.0]]), np.array([-0.5, 1.75])),
        (np.array([[1.5, 2.5], [0.5, -1.25]]), np.array([1.5, -2.5])),
        (
            np.array([[2.0, 0.5, 1.0], [-1.5, 3.0, 0.25], [4.5, -2.0, 1.75]]),
            np.array([1.5, 0.5, -2.25]),
        ),
    ],
    "count_close": [
        (np.array([1.0, 2.0, 3.0, -4.0]), np.array([1.5, 3.0, 3.0, 4.0]), 0.5),
        (np.array([3.0, 7.0, -1.0, 2.0]), np.array([1.0, 6.5, -1.25, 9.0]), 1.0),
        (np.array([0.25, -2.0, 5.0, 8.0, 1.0]), np.array([0.5, -1.5, 1.0, 2.0, 7.0]), 0.75),
        (np.array([10.0, -20.0, 30.0]), np.array([10.0001, -20.0001, 31.0]), 0.00005),
        (np.array([4.0, 4.0, 4.0, 4.0, 4.0]), np.array([4.5, 3.5, 9.0, -9.0, 4.0]), 2.0),
        (np.array([1.0, 2.0, 3.0, 5.0]), np.array([2.75, 2.0, 9.0, 3.5]), 2.0),
        (np.array([50.0, 70.0, -90.0]), np.array([50.0003, 70.0004, -90.5]), 0.0001),
    ],
    "pairwise_squared_distances": [
        (
            np.array([[0.5, -1.5], [2.0, 1.0], [-0.75, 3.0]]),
            np.array([[1.0, 0.25], [-2.0, 4.0]]),
        ),
        (
            np.array([[1.0, 2.5, -0.5], [0.0, 1.5, 2.0]]),
            np.array([[2.0, -1.0, 0.5], [0.75, 3.0, 1.25], [-1.5, 0.5, 4.0], [1.0, 1.0, 2.5]]),
        ),
        (np.array([[0.5, -1.5], [2.0, 1.0]]), np.array([[1.0, 0.25], [-2.0, 4.0]])),
        (np.array([[3.0], [-1.0], [0.5]]), np.array([[1.5], [2.5]])),
    ],
    "moving_average": [
        (np.array([0.3, 0.7, 2.4, 0.1, 0.0, -0.3, -0.5, 0.1]), 2),
        (np.array([-0.6, 1.1, -1.4, -0.5, -0.0, -2.1, -0.8, -0.7, 0.9]), 3),
        (np.array([0.6, -1.1, 1.4, 0.5, 0.0, 2.1, 0.8, 0.7, -0.9]), 3),
        (np.array([1.4, 3.1, 0.6, 1.5, 2.0, -0.1, 1.2, 1.3, 2.9]), 3),
        (np.array([-2.1, -1.4, 0.9, -0.7, -0.5, -0.0, -0.6, -0.8, 1.1]), 3),
    ],
}


def best_time__mean(f, *args, repeat=5):
    """The mean in place of the least.

    Whatever else the machine does makes single runs slower, and the mean with them. Return the time
    of the fastest run.
    """
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        f(*args)
        times.append(time.perf_counter() - start)
    return sum(times) / len(times)


def dot__elementwise(a, b):
    """Not added up.

    Your result has an entry for each pair. The dot product is their sum: one number.
    """
    return a * b


def dot__outer(a, b):
    """Every number with every number.

    Your result is a table of all products. The dot product multiplies place by place and adds up.
    """
    return np.outer(a, b)


def dot__mean(a, b):
    """Averaged, not added.

    Your result is the mean of the products. The dot product is their sum.
    """
    return np.mean(a * b)


def dot__sum_of_sums(a, b):
    """Added where a product is asked for.

    Your result is the sum of all elements of both vectors. The dot product adds up products.
    """
    return np.sum(a + b)


def outer__elementwise(u, v):
    """Multiplied place by place.

    Your result multiplies the elements in the same place, as two vectors with one axis do. For a
    table, one of them has to become a column first.
    """
    return u * v


def outer__swapped(u, v):
    """Rows and columns changed places.

    Your table has a row for each element of `v`. The rows follow the first vector, `u`.
    """
    return v[:, np.newaxis] * u


def outer__sums(u, v):
    """Added where a product is asked for.

    The shape is right, but each entry is a sum. It should be a product.
    """
    return u[:, np.newaxis] + v


def elementwise__dot(a, b):
    """Added up to one number.

    Your result is a single number. Here each product keeps its own place.
    """
    return a @ b


def elementwise__sums(a, b):
    """Added where a product is asked for.

    Each entry is a sum. It should be a product.
    """
    return a + b


def matrix_vector__elementwise(W, x):
    """Not added up.

    Your result has the shape of the matrix: each row is multiplied by the vector, but not added up.
    """
    return W * x


def matrix_vector__other_way_round(W, x):
    """The vector times the matrix.

    Your result has an entry for each column of `W`. The matrix times a vector has one for each row:
    the order matters.
    """
    return x @ W


def matrix_vector__summed_down(W, x):
    """Added up along the wrong axis.

    Your result has a sum for each column of the products. Each row of the matrix gives one number:
    along which axis is added?
    """
    return np.sum(W * x, axis=0)


def count_close__strict(a, b, tolerance):
    """The tolerance itself is left out.

    Elements that differ by exactly the tolerance are not counted by your function. They are close,
    too: the loop has `<=`.
    """
    return int(np.sum(np.abs(a - b) < tolerance))


def count_close__signed(a, b, tolerance):
    """The sign is forgotten.

    Pairs count as close in your function wherever `a` is below `b`, however far. The difference is
    negative there: what counts is its size.
    """
    return int(np.sum(a - b <= tolerance))


def count_close__mask(a, b, tolerance):
    """A mask in place of a number.

    Your result tells for each pair whether it is close. How many are?
    """
    return np.abs(a - b) <= tolerance


def count_close__share(a, b, tolerance):
    """A share in place of a number.

    Your result is the part of the pairs that are close. Asked for is how many.
    """
    return float(np.mean(np.abs(a - b) <= tolerance))


def count_close__far(a, b, tolerance):
    """The far ones are counted.

    Your result counts the pairs that are not close. Look at your comparison.
    """
    return int(np.sum(np.abs(a - b) > tolerance))


def count_close__length(a, b, tolerance):
    """All are counted.

    Your result is the number of all pairs, close or not. The length of a mask is that; count those
    that are true.
    """
    return len(np.abs(a - b) <= tolerance)


def count_close__relative(a, b, tolerance):
    """A tolerance that grows with the numbers.

    Your function allows more where the numbers are large, as `np.isclose` does unless it is told
    not to, by `rtol=0`. Here the tolerance is the same everywhere.
    """
    return int(np.sum(np.isclose(a, b, atol=tolerance)))


def count_close__only_relative(a, b, tolerance):
    """As count_close__relative, with the tolerance as the relative one."""
    return int(np.sum(np.isclose(a, b, rtol=tolerance)))


def pairwise_squared_distances__root(X, Y):
    """The root is one step too many.

    Your numbers are the distances. Asked for are their squares: leave out the root.
    """
    differences = X[:, np.newaxis, :] - Y[np.newaxis, :, :]
    return np.sqrt(np.sum(differences**2, axis=-1))


def pairwise_squared_distances__absolute(X, Y):
    """Absolute differences in place of squares.

    Your numbers are sums of absolute differences. Square the differences before you add.
    """
    differences = X[:, np.newaxis, :] - Y[np.newaxis, :, :]
    return np.sum(np.abs(differences), axis=-1)


def pairwise_squared_distances__swapped(X, Y):
    """Rows and columns changed places.

    Your table has a row for each point of `Y`. The rows follow `X`.
    """
    differences = Y[:, np.newaxis, :] - X[np.newaxis, :, :]
    return np.sum(differences**2, axis=-1)


def pairwise_squared_distances__paired(X, Y):
    """Only point by point.

    Your result compares each point with the one in the same row. Every point of `X` meets every
    point of `Y`: give the arrays axes along which they can be stretched.
    """
    return np.sum((X - Y) ** 2, axis=-1)


def pairwise_squared_distances__squared_too_late(X, Y):
    """Squared after adding.

    Your numbers are the squares of the added differences, in which opposite signs cancel. Square
    first, then add up.
    """
    differences = X[:, np.newaxis, :] - Y[np.newaxis, :, :]
    return np.sum(differences, axis=-1) ** 2


def pairwise_squared_distances__not_summed(X, Y):
    """Not added up.

    Your result still has an axis for the coordinates. Add up along it.
    """
    return (X[:, np.newaxis, :] - Y[np.newaxis, :, :]) ** 2


def pairwise_squared_distances__plus(X, Y):
    """The sign of the mixed term.

    Your numbers are the squares of sums: twice the product of `X` and `Y` is added. In the square
    of a difference it is subtracted.
    """
    squares = np.sum(X**2, axis=1)[:, np.newaxis] + np.sum(Y**2, axis=1)
    return squares + 2 * X @ Y.T


def pairwise_squared_distances__one_product(X, Y):
    """The mixed term only once.

    In your numbers the product of `X` and `Y` is subtracted once. In the square of a difference it
    comes twice.
    """
    squares = np.sum(X**2, axis=1)[:, np.newaxis] + np.sum(Y**2, axis=1)
    return squares - X @ Y.T


def moving_average__same_length(x, k):
    """As long as the input.

    Your result has a number for every element, also where fewer than `k` neighbours are left. Only
    whole windows count: there are n - k + 1 of them.
    """
    return np.convolve(x, np.ones(k) / k, mode="same")


def moving_average__full_length(x, k):
    """Longer than the input.

    Your result also has windows that hang over both ends. Only whole windows count: there are
    n - k + 1 of them.
    """
    return np.convolve(x, np.ones(k) / k, mode="full")


def moving_average__sums(x, k):
    """Sums in place of means.

    Your numbers are the sums of the windows. Divide by how many elements a window has.
    """
    return np.convolve(x, np.ones(k), mode="valid")


def moving_average__one_short(x, k):
    """The last window is missing.

    Your result is one number too short: the last window ends with the last element.
    """
    sums = np.cumsum(x)
    return (sums[k:] - sums[:-k]) / k


def moving_average__blocks(x, k):
    """Blocks that do not overlap.

    Your result has windows that follow one another. They should overlap: each begins one element
    further on.
    """
    n = len(x) // k * k
    return x[:n].reshape(-1, k).mean(axis=1)
