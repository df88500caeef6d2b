"""Wrong versions of the functions in solutions.rows."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "broadcast_shape": [
        ((2,), (3,)),
        ((5,), (5, 1)),
        ((3,), (2, 3)),
    ],
    "row_norms": [
        np.array([[-0.47, 0.66], [-1.39, -1.06]]),
        np.array([[-0.47, 0.66, 0.31], [-1.39, -1.06, 1.41]]),
        np.array([[0.47, -0.66, -0.31], [1.39, 1.06, -1.41]]),
        np.array([[1.53, 2.66, 2.31], [0.61, 0.94, 3.41]]),
        np.array([[0.31, -1.39, -0.47], [1.41, -1.06, 0.66]]),
        np.array([[217, 6], [236, 125]], dtype="uint8"),
    ],
    "normalize_rows": [
        np.array([[-1e-09, -1e-09]]),
        np.array([[-0.47, 0.66, 0.31], [-1.39, -1.06, 1.41]]),
        np.array([[0.47, -0.66, -0.31], [1.39, 1.06, -1.41]]),
        np.array([[1.53, 2.66, 2.31], [0.61, 0.94, 3.41]]),
        np.array([[0.31, -1.39, -0.47], [1.41, -1.06, 0.66]]),
        [[1e200, 1e200], [3.0, 4.0]],
        np.array([[0.0, 0.0], [3.0, 4.0]], dtype="float32"),
        np.array([[179, 166], [210, 189]], dtype="uint8"),
    ],
    "center_columns": [
        np.array([[-0.47, 0.66], [-1.39, -1.06]]),
        np.array([[-0.47, 0.66, 0.31], [-1.39, -1.06, 1.41]]),
        np.array([[0.47, -0.66, -0.31], [1.39, 1.06, -1.41]]),
        np.array([[1.53, 2.66, 2.31], [0.61, 0.94, 3.41]]),
        np.array([-0.47, 0.66, 0.31]),
        [[1, 2], [3, 4]],
    ],
    "standardize_columns": [
        np.array([[1.0, 5.0], [3.0, 5.0]]),
        np.array([[-0.94, -1.93], [-1.11, -0.72]]),
        np.array([[0.94, 1.93], [1.11, 0.72]]),
        np.array([[1.06, 0.07], [0.89, 1.28]]),
        np.array([-8.36e-08, -1.795e-07]),
    ],
}


def _normalize(x):
    x = np.asarray(x) * 1.0
    largest = np.max(np.abs(x), axis=1, keepdims=True)
    x = x / np.where(largest == 0, 1, largest)
    norms = np.linalg.norm(x, axis=1, keepdims=True)
    return x / np.where(norms == 0, 1, norms)


def _lengths(x):
    largest = np.max(np.abs(x), axis=1, keepdims=True)
    return largest * np.linalg.norm(_divided(x, largest), axis=1, keepdims=True)


def _divided(x, divisor):
    return x / np.where(divisor == 0, 1, divisor)


def broadcast_shape__from_the_left(s, t):
    """Compared from the first axis.

    Your function lines the shapes up at their first axes. Broadcasting compares from the last axis
    to the first, and puts the missing ones in front.
    """
    length = max(len(s), len(t))
    s = tuple(s) + (1,) * (length - len(s))
    t = tuple(t) + (1,) * (length - len(t))
    result = ()
    for m, n in zip(s, t, strict=True):
        if m != n and m != 1 and n != 1:
            raise ValueError("shapes do not broadcast")
        result += (n if m == 1 else m,)
    return result


def broadcast_shape__never_refuses(s, t):
    """Never refuses.

    Your function returns a shape also where two sizes differ and neither is 1. The docstring names
    the error to raise then.
    """
    length = max(len(s), len(t))
    s = (1,) * (length - len(s)) + tuple(s)
    t = (1,) * (length - len(t)) + tuple(t)
    return tuple(max(m, n) for m, n in zip(s, t, strict=True))


def broadcast_shape__only_equal_lengths(s, t):
    """Missing axes are refused.

    Shapes with a different number of axes may fit: a missing axis counts as 1. Fill up the shorter
    shape first.
    """
    if len(s) != len(t):
        raise ValueError("different number of axes")
    result = ()
    for m, n in zip(s, t, strict=True):
        if m != n and m != 1 and n != 1:
            raise ValueError("shapes do not broadcast")
        result += (n if m == 1 else m,)
    return result


def broadcast_shape__only_equal_sizes(s, t):
    """A size of 1 is refused.

    Two sizes also fit if one of them is 1: that axis is stretched. Your function asks for equal
    ones.
    """
    common = min(len(s), len(t))
    if tuple(s)[len(s) - common :] != tuple(t)[len(t) - common :]:
        raise ValueError("shapes do not broadcast")
    return tuple(s) if len(s) > len(t) else tuple(t)


def broadcast_shape__cut_short(s, t):
    """Cut to the shorter shape.

    The axes that only one shape has are missing from your result: pairing stops where the shorter
    one ends.
    """
    result = ()
    for m, n in zip(tuple(s)[::-1], tuple(t)[::-1], strict=False):
        if m != n and m != 1 and n != 1:
            raise ValueError("shapes do not broadcast")
        result = (n if m == 1 else m, *result)
    return result


def broadcast_shape__reversed(s, t):
    """The result is turned round.

    The sizes are right, but they come from the last axis to the first. Turn the result round again.
    """
    length = max(len(s), len(t))
    s = (1,) * (length - len(s)) + tuple(s)
    t = (1,) * (length - len(t)) + tuple(t)
    result = ()
    for m, n in zip(s, t, strict=True):
        if m != n and m != 1 and n != 1:
            raise ValueError("shapes do not broadcast")
        result = (n if m == 1 else m, *result)
    return result


def row_norms__no_axis(x):
    """One norm for the whole table.

    Without an axis you get the length of all numbers together. Each row has a length of its own.
    """
    return np.linalg.norm(np.asarray(x) * 1.0)


def row_norms__columns(x):
    """The lengths of the columns.

    You went down the columns. The axis that you name is the one that is added up: along a row run
    its columns.
    """
    return np.linalg.norm(np.asarray(x) * 1.0, axis=0, keepdims=True)


def row_norms__axis_lost(x):
    """The column became a vector.

    The lengths are right, but they have a single axis. The docstring promises a column, which can
    be broadcast against the rows: look at `keepdims`.
    """
    return np.linalg.norm(np.asarray(x) * 1.0, axis=1)


def row_norms__absolute_values(x):
    """Absolute values added.

    You add up absolute values. The Euclidean length is the root of the sum of squares: look at
    `ord`.
    """
    return np.linalg.norm(np.asarray(x) * 1.0, ord=1, axis=1, keepdims=True)


def row_norms__largest(x):
    """The largest element in place of the length.

    Your result is the largest absolute value of each row. The Euclidean length is the root of the
    sum of squares.
    """
    return np.max(np.abs(np.asarray(x) * 1.0), axis=1, keepdims=True)


def row_norms__no_root(x):
    """The root is missing.

    These are the sums of squares. The length is the root of that.
    """
    return np.sum((np.asarray(x) * 1.0) ** 2, axis=1, keepdims=True)


def row_norms__root_of_sum(x):
    """The squares are missing.

    You take the root of the sum of the numbers. They have to be squared before they are added.
    """
    with np.errstate(invalid="ignore"):
        return np.sqrt(np.sum(np.asarray(x) * 1.0, axis=1, keepdims=True))


def row_norms__mean(x):
    """Averaged, not added.

    You average the squares of a row. The length is the root of their sum.
    """
    return np.sqrt(np.mean((np.asarray(x) * 1.0) ** 2, axis=1, keepdims=True))


def row_norms__squares_wrap(x):
    """Squares of small whole numbers wrap round.

    Numbers of eight bits hold no more than 255, and the squares of pixels are larger. Make floats
    of `x` before you square.
    """
    x = np.asarray(x)
    if x.dtype.kind == "f":
        return np.linalg.norm(x, axis=1, keepdims=True)
    return np.sqrt((x * x).sum(axis=1, keepdims=True, dtype=float))


def normalize_rows__keepdims(x):
    """The norms lost their axis.

    Without its second axis, the vector of norms is broadcast along the columns: column j is divided
    by the norm of row j, and a table that is not square fails. Keep the norms as a column.
    """
    x = np.asarray(x) * 1.0
    return _divided(x, np.linalg.norm(x, axis=1))


def normalize_rows__no_axis(x):
    """One norm for the whole table.

    You divide everything by one number, the length of all rows together. Each row needs its own:
    look at `axis`.
    """
    x = np.asarray(x) * 1.0
    return _divided(x, np.linalg.norm(x))


def normalize_rows__columns(x):
    """The columns have length 1.

    You divide by the lengths of the columns. It is the rows that should have length 1: look at
    `axis`.
    """
    x = np.asarray(x) * 1.0
    return _divided(x, np.linalg.norm(x, axis=0, keepdims=True))


def normalize_rows__absolute_values(x):
    """Absolute values added.

    The absolute values of your rows add up to 1. For length 1 the squares have to: look at `ord`.
    """
    x = np.asarray(x) * 1.0
    return _divided(x, np.linalg.norm(x, ord=1, axis=1, keepdims=True))


def normalize_rows__largest(x):
    """Divided by the largest element.

    The largest number of each of your rows is 1. It is the length of the row that should be 1.
    """
    x = np.asarray(x) * 1.0
    return _divided(x, np.max(np.abs(x), axis=1, keepdims=True))


def normalize_rows__row_sums(x):
    """Divided by the sum.

    The numbers in each of your rows add up to 1. For length 1 the root of the sum of their squares
    has to be 1.
    """
    x = np.asarray(x) * 1.0
    return _divided(x, np.sum(x, axis=1, keepdims=True))


def normalize_rows__no_root(x):
    """The root is missing.

    You divide by the sum of squares. The length is the root of that.
    """
    x = np.asarray(x) * 1.0
    return _divided(x, np.sum(x**2, axis=1, keepdims=True))


def normalize_rows__returns_norms(x):
    """Only the norms.

    Your result is what the rows are to be divided by. The division itself is missing; the result
    has the shape of `x`.
    """
    return np.linalg.norm(np.asarray(x) * 1.0, axis=1, keepdims=True)


def normalize_rows__multiplied(x):
    """Multiplied where a division is asked for.

    Your rows became longer: each is multiplied by its length. Divide.
    """
    x = np.asarray(x) * 1.0
    return x * np.linalg.norm(x, axis=1, keepdims=True)


def normalize_rows__centred(x):
    """The mean is subtracted.

    Your rows have mean 0. Here a row keeps its direction: only divide it by its length.
    """
    x = np.asarray(x) * 1.0
    return _normalize(x - x.mean(axis=1, keepdims=True))


def normalize_rows__zero_row(x):
    """A row of zeros is divided by its length.

    The length of a row of zeros is 0, and 0 divided by 0 is not a number. The docstring says what
    becomes of such a row: choose another divisor there.
    """
    x = np.asarray(x) * 1.0
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def normalize_rows__epsilon(x):
    """A small number in the divisor.

    Something small added to the lengths avoids the division by 0, but no row has length 1 any more:
    short rows least of all. Treat only the rows of zeros in another way.
    """
    x = np.asarray(x) * 1.0
    return x / (_lengths(x) + 1e-8)


def normalize_rows__smaller_epsilon(x):
    """As normalize_rows__epsilon, but smaller."""
    x = np.asarray(x) * 1.0
    return x / (_lengths(x) + 1e-10)


def normalize_rows__larger_epsilon(x):
    """As normalize_rows__epsilon, but larger."""
    x = np.asarray(x) * 1.0
    return x / (_lengths(x) + 1e-6)


def normalize_rows__in_place(x):
    """The argument is overwritten.

    Dividing with `/=` writes into the array of whoever called your function; into whole numbers it
    cannot even be written. Make a new array.
    """
    if not isinstance(x, np.ndarray):
        return _normalize(x)
    norms = np.linalg.norm(x, axis=1, keepdims=True)
    x /= np.where(norms == 0, 1, norms)
    return x


def normalize_rows__in_place_zero_row(x):
    """As normalize_rows__in_place, without care for rows of zeros."""
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    return x


def normalize_rows__squares_overflow(x):
    """The squares are too large.

    The squares of very large numbers are infinite, and your row became 0. Divide each row by its
    largest number first; its direction stays the same.
    """
    x = np.asarray(x) * 1.0
    norms = np.sqrt(np.sum(x**2, axis=1, keepdims=True))
    return x / np.where(norms == 0, 1, norms)


def normalize_rows__squares_wrap(x):
    """Squares of small whole numbers wrap round.

    Numbers of eight bits hold no more than 255, and the squares of pixels are larger. Make floats
    of `x` before you square.
    """
    x = np.asarray(x)
    if x.dtype.kind == "f":
        return _normalize(x)
    return _divided(x, np.sqrt((x * x).sum(axis=1, keepdims=True)))


def normalize_rows__no_lists(x):
    """Lists are not turned into arrays.

    A Python list knows no such arithmetic. Make an array of `x` in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("unsupported operand type(s)")
    return _normalize(x)


def normalize_rows__always_float64(x):
    """float32 becomes float64.

    Numbers of 32 bits came in and numbers of 64 came out. Convert only what is not floating point
    already.
    """
    return _normalize(np.asarray(x, dtype=np.float64))


def center_columns__rows(x):
    """The rows are centred.

    The mean of each of your rows is 0. It should be that of each column: look at `axis`.
    """
    x = np.asarray(x) * 1.0
    return x - x.mean(axis=1, keepdims=True)


def center_columns__no_axis(x):
    """One mean for the whole table.

    You subtract one number everywhere. Each column has a mean of its own.
    """
    x = np.asarray(x) * 1.0
    return x - x.mean()


def center_columns__means(x):
    """Only the means.

    Your result is what should be subtracted. The result has the shape of `x`.
    """
    return (np.asarray(x) * 1.0).mean(axis=0)


def center_columns__other_way_round(x):
    """Subtracted the other way round.

    The signs are reversed: the mean is to be taken from the numbers.
    """
    x = np.asarray(x) * 1.0
    return x.mean(axis=0) - x


def center_columns__minimum(x):
    """The minimum is subtracted.

    Your columns begin at 0. Their mean should be 0: subtract that.
    """
    x = np.asarray(x) * 1.0
    return x - x.min(axis=0)


def center_columns__median(x):
    """The median is subtracted.

    The middle number of each of your columns is 0. Their mean should be.
    """
    x = np.asarray(x) * 1.0
    return x - np.median(x, axis=0)


def center_columns__in_place(x):
    """The argument is overwritten.

    Subtracting with `-=` writes into the array of whoever called your function. Make a new array.
    """
    x = np.asarray(x)
    x -= x.mean(axis=0)
    return x


def center_columns__no_lists(x):
    """Lists are not turned into arrays.

    A Python list has no mean and no axes. Make an array of `x` in the first line.
    """
    return x - x.mean(axis=0)


def standardize_columns__rows(x):
    """The rows are standardized.

    The rows have mean 0 and deviation 1. It should be the columns: look at `axis`.
    """
    x = np.asarray(x) * 1.0
    return _divided(x - x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True))


def standardize_columns__no_axis(x):
    """One mean and one deviation for the whole table.

    Every column has a mean and a deviation of its own. Look at `axis`.
    """
    x = np.asarray(x) * 1.0
    return _divided(x - x.mean(), x.std())


def standardize_columns__sample(x):
    """Divided by n - 1.

    Your deviation is that of a sample. The docstring asks for that of these numbers themselves:
    look at `ddof`.
    """
    x = np.asarray(x) * 1.0
    with np.errstate(all="ignore"):
        return _divided(x - x.mean(axis=0), x.std(axis=0, ddof=1))


def standardize_columns__variance(x):
    """Divided by the variance.

    Your columns do not have deviation 1: you divide by the variance, whose root is the deviation.
    """
    x = np.asarray(x) * 1.0
    return _divided(x - x.mean(axis=0), x.var(axis=0))


def standardize_columns__not_centred(x):
    """Not centred.

    The deviation is right, but the mean of your columns is not 0. Subtract it first.
    """
    x = np.asarray(x) * 1.0
    return _divided(x, x.std(axis=0))


def standardize_columns__only_centred(x):
    """Only centred.

    The mean of your columns is 0, but their deviation is not 1. Divide by it.
    """
    x = np.asarray(x) * 1.0
    return x - x.mean(axis=0)


def standardize_columns__no_parentheses(x):
    """A difference without parentheses.

    A division comes before a difference, so you divide only the mean. Put the difference in
    parentheses.
    """
    x = np.asarray(x) * 1.0
    return x - _divided(x.mean(axis=0), x.std(axis=0))


def standardize_columns__constant_column(x):
    """A constant column is divided by 0.

    A column whose numbers are all equal has the deviation 0, and 0 divided by 0 is not a number.
    The docstring says what becomes of such a column.
    """
    x = np.asarray(x) * 1.0
    return (x - x.mean(axis=0)) / x.std(axis=0)


def standardize_columns__epsilon(x):
    """A small number in the divisor.

    Something small added to the deviations avoids the division by 0, but no column has deviation 1
    any more. Treat only the constant columns in another way.
    """
    x = np.asarray(x) * 1.0
    return (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-8)


def standardize_columns__in_place(x):
    """The argument is overwritten.

    Your function writes into the array that it was given. Make a new array.
    """
    x = np.asarray(x)
    x -= x.mean(axis=0)
    deviation = x.std(axis=0)
    x /= np.where(deviation == 0, 1, deviation)
    return x
