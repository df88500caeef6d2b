"""Wrong versions of the functions in solutions.arithmetic."""

import math

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "add": [
        (np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]])),
        (
            np.array([[-0.5, 0.7, 0.3], [-1.4, -1.1, 1.4]]),
            np.array([[-0.2, 2.5, 1.8], [0.2, 1.6, -1.1]]),
        ),
        (
            np.array([[0.5, -0.7, -0.3], [1.4, 1.1, -1.4]]),
            np.array([[0.2, -2.5, -1.8], [-0.2, -1.6, 1.1]]),
        ),
        (
            np.array([[1.5, 2.7, 2.3], [0.6, 0.9, 3.4]]),
            np.array([[1.8, 4.5, 3.8], [2.2, 3.6, 0.9]]),
        ),
        (
            np.array([[0.3, -1.4, -0.5], [1.4, -1.1, 0.7]]),
            np.array([[1.8, 0.2, -0.2], [-1.1, 1.6, 2.5]]),
        ),
        ([[1, 2]], [[3, 4]]),
    ],
    "subtract": [
        (
            np.array([[-0.5, 0.7, 0.3], [-1.4, -1.1, 1.4]]),
            np.array([[-0.2, 2.5, 1.8], [0.2, 1.6, -1.1]]),
        ),
        (
            np.array([[0.5, -0.7, -0.3], [1.4, 1.1, -1.4]]),
            np.array([[0.2, -2.5, -1.8], [-0.2, -1.6, 1.1]]),
        ),
        (
            np.array([[1.5, 2.7, 2.3], [0.6, 0.9, 3.4]]),
            np.array([[1.8, 4.5, 3.8], [2.2, 3.6, 0.9]]),
        ),
        (
            np.array([[0.3, -1.4, -0.5], [1.4, -1.1, 0.7]]),
            np.array([[1.8, 0.2, -0.2], [-1.1, 1.6, 2.5]]),
        ),
        (
            np.array([[-0.5, 0.2, 0.1], [-1.2, 3.2, -1.0]]),
            np.array([[-0.5, 0.2, 0.1], [-1.2, 3.2, -1.0]]),
        ),
        ([[1, 2]], [[3, 4]]),
    ],
    "multiply": [
        (
            np.array([[1.2, 0.5, 0.6], [-1.0, 0.3, 0.8], [1.3, -0.6, 1.3]]),
            np.array([[2.0, 3.0, 0.6], [1.1, 3.4, 0.2], [1.4, 1.0, 1.0]]),
        ),
        (
            np.array([[-1.2, -0.5, -0.6], [1.0, -0.3, -0.8], [-1.3, 0.6, -1.3]]),
            np.array([[-2.0, -3.0, -0.6], [-1.1, -3.4, -0.2], [-1.4, -1.0, -1.0]]),
        ),
        (
            np.array([[3.2, 2.5, 2.6], [1.0, 2.3, 2.8], [3.3, 1.4, 3.3]]),
            np.array([[4.0, 5.0, 2.6], [3.1, 5.4, 2.2], [3.4, 3.0, 3.0]]),
        ),
        (
            np.array([[0.8, 0.6, 1.3], [-0.6, -1.0, 0.3], [1.2, 1.3, 0.5]]),
            np.array([[0.2, 0.6, 1.0], [1.0, 1.1, 3.4], [2.0, 1.4, 3.0]]),
        ),
        (
            np.array([[-0.6, 2.8, 3.4], [-1.6, -3.0, 0.8], [1.2, 2.0, 1.0]]),
            np.array([[-0.6, 2.8, 3.4], [-1.6, -3.0, 0.8], [1.2, 2.0, 1.0]]),
        ),
        ([[1, 2]], [[3, 4]]),
    ],
    "exp_all": [
        np.array([0.0, 1.0]),
        np.array([-0.67, -0.97, -0.25, 1.0]),
        np.array([0.67, 0.97, 0.25, -1.0]),
        np.array([1.33, 1.03, 1.75, 3.0]),
        np.array([1.0, -0.67, -0.97, -0.25]),
        [],
    ],
    "stats": [
        np.array([[-0.47, 0.66], [-1.39, -1.06]]),
        np.array([[-0.47, 0.66, 0.31], [-1.39, -1.06, 1.41]]),
        np.array([[0.47, -0.66, -0.31], [1.39, 1.06, -1.41]]),
        np.array([[1.53, 2.66, 2.31], [0.61, 0.94, 3.41]]),
        np.array([[0.31, -1.39, -0.47], [1.41, -1.06, 0.66]]),
    ],
    "row_means": [
        np.array([[-0.47, 0.66, 0.31], [-1.39, -1.06, 1.41]]),
        np.array([[0.47, -0.66, -0.31], [1.39, 1.06, -1.41]]),
        np.array([[1.53, 2.66, 2.31], [0.61, 0.94, 3.41]]),
        np.array([[0.31, -1.39, -0.47], [1.41, -1.06, 0.66]]),
        np.array([[-0.5, 0.25, 0.12], [-1.25, 3.25, -1.0]]),
    ],
    "column_means": [
        np.array([[-0.47, 0.66], [-1.39, -1.06]]),
        np.array([[-0.47, 0.66, 0.31], [-1.39, -1.06, 1.41]]),
        np.array([[0.47, -0.66, -0.31], [1.39, 1.06, -1.41]]),
        np.array([[1.53, 2.66, 2.31], [0.61, 0.94, 3.41]]),
        np.array([[0.31, -1.39, -0.47], [1.41, -1.06, 0.66]]),
    ],
    "variance": [
        np.array([0.08, 1.64, -0.88, -0.48]),
        np.array([-0.08, -1.64, 0.88, 0.48]),
        np.array([2.08, 3.64, 1.12, 1.52]),
        np.array([-0.48, 0.08, 1.64, -0.88]),
        np.array([[-0.47, 0.66], [-1.39, -1.06]]),
        np.array([99999999.609, 99999999.656, 100000000.821, 100000000.105]),
    ],
    "brighten": [
        (np.array([249, 204, 124, 230], dtype="uint8"), 60),
        (
            np.array(
                [
                    [249.0, 204.0, 124.0, 230.0],
                    [140.0, 145.0, 209.0, 31.0],
                    [157.0, 68.0, 150.0, 75.0],
                ]
            ),
            -60,
        ),
    ],
}


def add__lists_joined(a, b):
    """Lists are joined, not added.

    `+` puts two lists one after the other. Numbers are added place by place only in arrays: make
    arrays of `a` and `b` first.
    """
    return a + b


def add__in_place(a, b):
    """The first argument is overwritten.

    `+=` writes the sums into the array of whoever called your function. Compute the sum as a new
    array and leave `a` as it is.
    """
    a = np.asarray(a)
    a += b
    return a


def subtract__other_way_round(a, b):
    """Subtracted the other way round.

    The signs are reversed: the second argument is to be taken from the first.
    """
    return np.subtract(b, a)


def subtract__absolute(a, b):
    """Only the distances.

    All your differences are positive. A difference keeps its sign: where the first argument is the
    smaller one, the result is negative.
    """
    return np.abs(np.subtract(a, b))


def subtract__no_lists(a, b):
    """Lists are not turned into arrays.

    Python's lists know no `-`. Make arrays of `a` and `b` first.
    """
    return a - b


def multiply__matrix_product(a, b):
    """The matrix product in place of the elementwise one.

    Your function multiplies rows by columns. Here only the elements in the same place meet: look at
    which operator does that.
    """
    return np.asarray(a) @ np.asarray(b)


def multiply__no_lists(a, b):
    """Lists are not turned into arrays.

    Python cannot multiply a list by a list. Make arrays of `a` and `b` first.
    """
    return a * b


def exp_all__power_of_x(a):
    """x to the power e, not e to the power x.

    Base and exponent changed places. Try 0: e to the power 0 is 1, while 0 to the power e is 0.
    """
    with np.errstate(invalid="ignore"):
        return np.power(np.asarray(a) * 1.0, np.e)


def exp_all__ten(a):
    """Ten in place of e.

    Your function raises 10 to the powers. The base asked for is e, about 2.718, so that 1 gives e.
    """
    return 10.0 ** np.asarray(a)


def exp_all__two(a):
    """Two in place of e.

    Your function raises 2 to the powers. The base asked for is e, about 2.718, so that 1 gives e.
    """
    return 2.0 ** np.asarray(a)


def exp_all__minus_one(a):
    """One too small.

    Your function is 0 at 0, but e to the power 0 is 1: look at which of NumPy's exponentials
    subtracts 1.
    """
    return np.expm1(np.asarray(a) * 1.0)


def exp_all__math(a):
    """math.exp on an array.

    `math.exp` takes a single number. NumPy has a function of the same name for all elements at
    once.
    """
    return math.exp(a)


def exp_all__vectorize(a):
    """A hidden loop that fails on nothing.

    `np.vectorize` calls Python once for each element: slow, and without a single element it does
    not know what to return. NumPy's own exponential needs no such wrapper.
    """
    return np.vectorize(math.exp)(a)


def stats__mean_of_rows(a):
    """The mean of the rows in place of one number.

    Python's `sum` adds whole rows, so you get a mean for each column. The mean of all elements is
    one number: look for what the array itself offers.
    """
    a = np.asarray(a)
    return sum(a) / len(a), float(np.var(a)), float(np.std(a))


def stats__sample(a):
    """Divided by n - 1.

    You divide by one less than the number of elements, as for a sample. This exercise asks for the
    variance of these numbers themselves, which divides by their number: look at `ddof`.
    """
    return float(np.mean(a)), float(np.var(a, ddof=1)), float(np.std(a, ddof=1))


def stats__deviation_sample(a):
    """Two different divisors.

    Your variance and your standard deviation do not fit each other: the square of one should be the
    other. Look at `ddof` in both.
    """
    return float(np.mean(a)), float(np.var(a)), float(np.std(a, ddof=1))


def stats__swapped(a):
    """Variance and deviation changed places.

    The three numbers are right, but the order asked for is mean, variance, standard deviation.
    """
    return float(np.mean(a)), float(np.std(a)), float(np.var(a))


def stats__median(a):
    """The median in place of the mean.

    The first number is the middle element. The mean is the sum divided by the count.
    """
    return float(np.median(a)), float(np.var(a)), float(np.std(a))


def stats__along_axis(a):
    """One number for each column.

    With `axis=0` you get statistics of each column. Asked for are those of all elements: three
    plain numbers.
    """
    return np.mean(a, axis=0), np.var(a, axis=0), np.std(a, axis=0)


def row_means__columns(a):
    """The means of the columns.

    You averaged down the columns. The axis that you name is the one that disappears: the mean of a
    row runs along its columns.
    """
    return np.mean(a, axis=0)


def row_means__all(a):
    """One mean for everything.

    Without an axis the mean is taken over all elements. Each row has a mean of its own.
    """
    return np.mean(a)


def row_means__kept(a):
    """A column of means.

    The numbers are right, but they stand in a column with two axes. The docstring promises one
    axis: look at `keepdims`.
    """
    return np.mean(a, axis=1, keepdims=True)


def row_means__sums(a):
    """Sums in place of means.

    These are the sums of the rows. A mean is the sum divided by how many elements the row has.
    """
    return np.sum(a, axis=1) * 1.0


def row_means__divided_by_rows(a):
    """Divided by the wrong count.

    You divide each row's sum by the number of rows. A row has as many elements as there are
    columns.
    """
    return np.sum(a, axis=1) / len(a)


def column_means__rows(a):
    """The means of the rows.

    You averaged along the rows. The axis that you name is the one that disappears: the mean of a
    column runs over its rows.
    """
    return np.mean(a, axis=1)


def column_means__all(a):
    """One mean for everything.

    Without an axis the mean is taken over all elements. Each column has a mean of its own.
    """
    return np.mean(a)


def column_means__kept(a):
    """A row of means with two axes.

    The numbers are right, but they stand in a matrix of one row. The docstring promises one axis:
    look at `keepdims`.
    """
    return np.mean(a, axis=0, keepdims=True)


def column_means__sums(a):
    """Sums in place of means.

    These are the sums of the columns. A mean is the sum divided by how many elements the column
    has.
    """
    return np.sum(a, axis=0) * 1.0


def variance__sample(a):
    """Divided by n - 1.

    You divide by one less than the number of elements. The definition in this exercise divides by
    their number.
    """
    a = np.asarray(a)
    return float(np.sum((a - np.mean(a)) ** 2) / (a.size - 1))


def variance__not_squared(a):
    """The distances are not squared.

    Distances to the mean cancel: above and below add up to 0. Square each before you average.
    """
    a = np.asarray(a)
    return float(np.mean(a - np.mean(a)))


def variance__absolute(a):
    """Absolute distances in place of squares.

    You average how far the elements are from the mean. The variance averages the squares of these
    distances.
    """
    a = np.asarray(a)
    return float(np.mean(np.abs(a - np.mean(a))))


def variance__root(a):
    """The root is one step too many.

    That is the standard deviation. The variance is its square: leave out the root.
    """
    return float(np.std(a))


def variance__not_divided(a):
    """The squares are added, not averaged.

    The sum of the squared distances grows with the number of elements. Divide it by their number.
    """
    a = np.asarray(a)
    return float(np.sum((a - np.mean(a)) ** 2))


def variance__one_pass(a):
    """One pass, which cancels.

    The mean of the squares less the square of the mean is right on paper. Where the mean is large,
    both are huge and nearly equal, and their difference is mostly rounding: take the distances from
    the mean first, then square.
    """
    a = np.asarray(a) * 1.0
    return float(np.mean(a**2) - np.mean(a) ** 2)


def variance__divided_by_rows(a):
    """Divided by the number of rows.

    `len(a)` is the number of rows. The mean of squares divides by the number of all elements.
    """
    a = np.asarray(a)
    return float(np.sum((a - np.mean(a)) ** 2) / len(a))


def brighten__wraps(image, k):
    """Numbers of eight bits wrap round.

    What should exceed 255 starts again at 0: eight bits hold no more. Add in a wider type, limit
    the result to 0 and 255, and only then go back to `uint8`.
    """
    return np.asarray(image) + np.asarray(k).astype(np.uint8)


def brighten__clipped_too_late(image, k):
    """As brighten__wraps, clipped after it has happened."""
    wrapped = np.asarray(image) + np.asarray(k).astype(np.uint8)
    return np.clip(wrapped, 0, 255)


def brighten__not_clipped(image, k):
    """Back to eight bits without a limit.

    The sum was computed in a wider type, but going back to `uint8` wraps what lies outside 0 to
    255. Limit the numbers before the conversion.
    """
    return (np.asarray(image).astype(int) + k).astype(np.uint8)


def brighten__stays_wide(image, k):
    """Not turned back into eight bits.

    The numbers are right, but an image has the dtype `uint8`. Convert at the end.
    """
    return np.clip(np.asarray(image).astype(int) + k, 0, 255)


def brighten__only_the_top(image, k):
    """Only the upper end is limited.

    With a negative `k` the numbers can fall below 0, and wrap round to large ones. Limit them at
    both ends.
    """
    return np.minimum(np.asarray(image).astype(int) + k, 255).astype(np.uint8)


def brighten__in_place(image, k):
    """The caller's image is changed.

    Your function writes into the argument `image`. Return a new array, so that the original can be
    used again.
    """
    image[...] = np.clip(image.astype(int) + k, 0, 255)
    return image
