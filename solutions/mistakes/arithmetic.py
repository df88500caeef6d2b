"""Wrong versions of the functions in solutions.arithmetic."""

import math

import numpy as np

# two tables of one shape, three times; the last pair is square
A = np.array([[0.5, -1.25, 3.0], [-2.0, 4.5, 1.5]])
B = np.array([[2.0, 0.75, -1.5], [-3.5, 1.0, 2.5]])
C = np.array([[7.0, -0.5], [1.5, 2.25], [-4.0, 6.0]])
D = np.array([[-1.0, 3.5], [8.0, -2.75], [0.5, 1.25]])
E = np.array([[1.5, -2.0], [0.5, 3.0]])
F = np.array([[-0.5, 4.0], [2.5, 1.0]])
WIDE = np.array([[2.5, -1.0, 0.25, 7.0], [-3.5, 4.0, 1.5, -6.0], [0.5, 9.0, -2.0, 3.25]])
FAR = np.array([1e8 + 0.5, 1e8 - 3.0, 1e8 + 2.25, 1e8 + 7.0])
FAR_TABLE = np.array([[-2e9 + 1, -2e9, -2e9 - 3], [-2e9 + 5, -2e9 + 2, -2e9 - 1]])
IMAGE = np.array([[249, 204, 124], [30, 5, 255]], dtype="uint8")
DARK = np.array([12, 61, 200, 128], dtype="uint8")

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "add": [(A, B), (C, D), (E, F), (B, A), ([[5, -2, 1]], [[7, 4, -3]])],
    "subtract": [(A, B), (C, D), (E, F), (B, A), ([[5, -2, 1]], [[7, 4, -3]])],
    "multiply": [(E, F), (A, B), (C, D), (F, E), ([[5, -2, 1]], [[7, 4, -3]])],
    "exp_all": [
        A,
        C,
        np.array([[0.0, 1.0]]),
        np.array([0.5, -0.25, 2.0]),
        np.array([[[1.5, -2.0], [0.25, 0.75]]]),
        [3, -1, 2],
        [[0.5, 1.5]],
    ],
    "stats": [A, C, WIDE, np.array([[4.5, -2.0, 1.0, 8.0, 0.5]]), A[0], FAR, FAR_TABLE],
    "row_means": [A, C, WIDE, E, np.array([[4.5], [-2.0]])],
    "column_means": [A, C, WIDE, E, np.array([[4.5, -2.0, 1.0]])],
    "variance": [
        np.array([0.5, -1.25, 3.0, 2.0]),
        np.array([4.5, -2.0, 1.0, 8.0, 0.5]),
        np.array([-0.75, 2.5, -4.0]),
        A,
        C,
        FAR,
        FAR_TABLE,
    ],
    "brighten": [
        (IMAGE, 60),
        (DARK, 100),
        (IMAGE, -60),
        (DARK, -13),
        (np.array([[[0, 90], [100, 155]]], dtype="uint8"), 30),
        (DARK, 0),
    ],
}


def add__lists_joined(a, b):
    """Lists are joined, not added.

    `+` puts two lists one after the other. Numbers are added place by place only in arrays: make
    arrays of `a` and `b` first.
    """
    return a + b


def add__lists_joined_in_an_array(a, b):
    """As add__lists_joined, made an array afterwards."""
    return np.asarray(a + b)


def add__in_place(a, b):
    """The first argument is overwritten.

    Your function writes the sums into the array of whoever called it, as `+=` does. Compute the sum
    as a new array and leave `a` as it is.

    Seen: changes-argument
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

    None of your differences is below 0. A difference keeps its sign: where the first argument is
    the smaller one, the result is negative.
    """
    return np.abs(np.subtract(a, b))


def subtract__no_lists(a, b):
    """Lists are not turned into arrays.

    Python's lists know no `-`. Make arrays of `a` and `b` first.

    Seen: raises
    """
    return a - b


def subtract__in_place(a, b):
    """The first argument is overwritten.

    Your function writes the differences into the array of whoever called it, as `-=` does. Compute
    the difference as a new array and leave `a` as it is.

    Seen: changes-argument
    """
    a = np.asarray(a)
    a -= b
    return a


def multiply__matrix_product(a, b):
    """The matrix product in place of the elementwise one.

    Your function multiplies rows by columns, as `@` and `np.dot` do. Here only the elements in the
    same place meet.
    """
    return np.asarray(a) @ np.asarray(b)


def multiply__no_lists(a, b):
    """Lists are not turned into arrays.

    Python cannot multiply a list by a list. Make arrays of `a` and `b` first.

    Seen: raises
    """
    return a * b


def multiply__in_place(a, b):
    """The first argument is overwritten.

    Your function writes the products into the array of whoever called it, as `*=` does. Compute the
    product as a new array and leave `a` as it is.

    Seen: changes-argument
    """
    a = np.asarray(a)
    a *= b
    return a


def exp_all__power_of_x(a):
    """x to the power e, not e to the power x.

    Base and exponent changed places. Try 0: e to the power 0 is 1, while 0 to the power e is 0.
    """
    with np.errstate(invalid="ignore"):
        return np.power(np.asarray(a, dtype=float), np.e)


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

    Every number is one too small: yours is 0 at 0, but e to the power 0 is 1. `np.expm1` is a
    power of e from which 1 is subtracted.
    """
    return np.expm1(np.asarray(a, dtype=float))


def exp_all__times_e(a):
    """e times x, not e to the power x.

    Your numbers are e times those that came in. A power is another thing: e to the power 0 is 1,
    while e times 0 is 0.
    """
    return np.e * np.asarray(a)


def exp_all__no_lists(a):
    """Lists are not turned into arrays.

    Python cannot raise a number to the power of a list. Make an array of `a` first.

    Seen: raises
    """
    return np.e**a


def exp_all__in_place(a):
    """The argument is overwritten.

    Your function writes the powers into the array of whoever called it. Give back a new array and
    leave `a` as it is.

    Seen: changes-argument
    """
    a = np.asarray(a, dtype=float)
    return np.exp(a, out=a)


def exp_all__math(a):
    """math.exp on an array.

    `math.exp` takes a single number. NumPy has a function of the same name for all elements at
    once.

    Seen: calls math.exp, raises
    """
    return math.exp(a)


def stats__mean_of_rows(a):
    """A mean for each column.

    Your mean is one number for each column, as Python's own `sum` gives it, which adds whole rows.
    The mean of all elements is one number: look for what NumPy offers.
    """
    a = np.asarray(a)
    return sum(a) / len(a), float(np.var(a)), float(np.std(a))


def stats__sample(a):
    """Divided by n - 1.

    Your variance is divided by one less than the number of elements, as for a sample. In this
    course it is divided by their number: look at what is said about `ddof`.
    """
    return float(np.mean(a)), float(np.var(a, ddof=1)), float(np.std(a, ddof=1))


def stats__deviation_sample(a):
    """Two different divisors.

    Your standard deviation is not the root of your variance: it comes from a variance divided by
    one less than the number of elements. Both divide by their number here.
    """
    return float(np.mean(a)), float(np.var(a)), float(np.std(a, ddof=1))


def stats__swapped(a):
    """Variance and deviation changed places.

    The three numbers are right, but the order asked for is mean, variance, standard deviation.
    """
    return float(np.mean(a)), float(np.std(a)), float(np.var(a))


def stats__median(a):
    """The median in place of the mean.

    Your first number is the median. The mean is the sum divided by the count.
    """
    return float(np.median(a)), float(np.var(a)), float(np.std(a))


def stats__along_axis(a):
    """One number for each column.

    Your results have one number for each column, as with `axis=0`. Asked for are mean, variance and
    deviation of all elements: three numbers.
    """
    return np.mean(a, axis=0), np.var(a, axis=0), np.std(a, axis=0)


def stats__one_pass(a):
    """One pass, which cancels.

    Your variance is the mean of the squares less the square of the mean. On paper that is right;
    where the mean is large, both are huge, and their last digits, which matter, are lost.
    """
    a = np.asarray(a, dtype=float)
    variance = np.mean(a**2) - np.mean(a) ** 2
    with np.errstate(invalid="ignore"):
        return float(np.mean(a)), float(variance), float(np.sqrt(variance))


def row_means__columns(a):
    """The means of the columns.

    Your result has a mean for each column. The axis that you name is the one that disappears, and
    each row should keep a number of its own.
    """
    return np.mean(a, axis=0)


def row_means__all(a):
    """One mean for everything.

    Your result is one mean of all elements, as NumPy takes it if no axis is named. Each row has a
    mean of its own.
    """
    return np.mean(a)


def row_means__kept(a):
    """A column of means.

    The numbers are right, but they stand in a column with two axes, as with `keepdims=True`. The
    docstring promises one axis.
    """
    return np.mean(a, axis=1, keepdims=True)


def row_means__sums(a):
    """Sums in place of means.

    These are the sums of the rows. A mean is the sum divided by how many elements the row has.
    """
    return np.sum(a, axis=1)


def row_means__medians(a):
    """Medians in place of means.

    These are the medians of the rows. A mean is the sum divided by how many elements the row has.
    """
    return np.median(a, axis=1)


def row_means__divided_by_rows(a):
    """Divided by the wrong count.

    Your numbers are the sums of the rows divided by the number of rows. A row has as many elements
    as there are columns.
    """
    return np.sum(a, axis=1) / len(a)


def column_means__rows(a):
    """The means of the rows.

    Your result has a mean for each row. The axis that you name is the one that disappears, and each
    column should keep a number of its own.
    """
    return np.mean(a, axis=1)


def column_means__all(a):
    """One mean for everything.

    Your result is one mean of all elements, as NumPy takes it if no axis is named. Each column has
    a mean of its own.
    """
    return np.mean(a)


def column_means__kept(a):
    """A row of means with two axes.

    The numbers are right, but they stand in a table of one row, as with `keepdims=True`. The
    docstring promises one axis.
    """
    return np.mean(a, axis=0, keepdims=True)


def column_means__sums(a):
    """Sums in place of means.

    These are the sums of the columns. A mean is the sum divided by how many elements the column
    has.
    """
    return np.sum(a, axis=0)


def column_means__divided_by_columns(a):
    """Divided by the wrong count.

    Your numbers are the sums of the columns divided by the number of columns. A column has as many
    elements as there are rows.
    """
    return np.sum(a, axis=0) / np.shape(a)[1]


def variance__sample(a):
    """Divided by n - 1.

    Your sum of squared distances is divided by one less than the number of elements. The definition
    in this exercise divides by their number.
    """
    a = np.asarray(a)
    return float(np.sum((a - np.mean(a)) ** 2) / (a.size - 1))


def variance__not_squared(a):
    """The distances cancel.

    Your result is 0, because distances above and below the mean add up to 0. Square each of them
    before you add them up.
    """
    a = np.asarray(a)
    return float(np.mean(a - np.mean(a)))


def variance__absolute(a):
    """Absolute distances in place of squares.

    Your result is the mean of the distances without their signs. The variance is the mean of their
    squares.
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

    Your result is the sum of the squared distances. The variance is their mean: divide by how many
    elements there are.
    """
    a = np.asarray(a)
    return float(np.sum((a - np.mean(a)) ** 2))


def variance__one_pass(a):
    """One pass, which cancels.

    The mean of the squares less the square of the mean is right on paper. Where the mean is large,
    both are huge and nearly equal, and their difference is mostly rounding: take the distances from
    the mean first, then square.
    """
    a = np.asarray(a, dtype=float)
    return float(np.mean(a**2) - np.mean(a) ** 2)


def variance__divided_by_rows(a):
    """Divided by the number of rows.

    Your sum of squared distances is divided by the number of rows, which `len` counts. Divide by
    the number of all elements.
    """
    a = np.asarray(a)
    return float(np.sum((a - np.mean(a)) ** 2) / len(a))


def brighten__wraps(image, k):
    """Numbers of eight bits wrap round.

    What should exceed 255 starts again at 0: eight bits hold no more. Compute in a wider type,
    limit the numbers to 0 and 255 there, and only then go back to `uint8`.
    """
    return np.asarray(image) + k


def brighten__wraps_with_k_in_eight_bits(image, k):
    """As brighten__wraps, and k goes round as well."""
    return np.asarray(image) + np.asarray(k).astype(np.uint8)


def brighten__only_the_bottom(image, k):
    """As brighten__wraps, but not below 0."""
    return np.maximum(np.asarray(image).astype(int) + k, 0).astype(np.uint8)


def brighten__stays_wide(image, k):
    """Not turned back into eight bits.

    The numbers are right, but an image has the dtype `uint8`. Convert at the end.
    """
    return np.clip(np.asarray(image).astype(int) + k, 0, 255)


def brighten__stays_float(image, k):
    """As brighten__stays_wide, with floats."""
    return np.clip(np.asarray(image).astype(float) + k, 0, 255)


def brighten__not_limited(image, k):
    """Numbers beyond 0 and 255 come back.

    Your numbers go above 255 or below 0. An image ends there: limit them, and convert to `uint8` at
    the end.
    """
    return np.asarray(image).astype(int) + k


def brighten__not_limited_floats(image, k):
    """As brighten__not_limited, with floats."""
    return np.asarray(image).astype(float) + k


def brighten__only_the_top(image, k):
    """Only the upper end is limited.

    What should fall below 0 with a negative `k` wraps round to large numbers. Limit them at both
    ends before you go back to `uint8`.
    """
    return np.minimum(np.asarray(image).astype(int) + k, 255).astype(np.uint8)


def brighten__in_place(image, k):
    """The caller's image is changed.

    Your function writes into the argument `image`. Return a new array, so that the original can be
    used again.

    Seen: changes-argument
    """
    image[...] = np.clip(image.astype(int) + k, 0, 255)
    return image
