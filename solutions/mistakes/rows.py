"""Wrong versions of the functions in solutions.rows."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "broadcast_shape": [
        ((2, 3), (3,)),
        ((4,), (3, 1, 4)),
        ((5,), (5, 1)),
        ((6, 1), (1, 2)),
        ((2, 3), (2, 3)),
        ((), (2, 3)),
        ((2, 1, 4), (3, 1)),
        ((2,), (4,)),
        ((4, 2), (3, 2)),
        ((3, 4), (3,)),
        ((2, 4), (3, 5, 4)),
    ],
    "row_norms": [
        np.array([[-0.47, 0.66, 0.31], [-1.39, -1.06, 1.41]]),
        np.array([[1.53, 2.66], [0.61, 0.94], [-3.41, 1.2]]),
        np.array([[0.31, -1.39], [1.41, 0.66]]),
        np.array([[0.5, -2.25, 1.75, 3.0]]),
        np.array([[217, 6], [236, 125]], dtype="uint8"),
        [[2, 3], [-1, 4]],
    ],
    "normalize_rows": [
        np.array([[-0.47, 0.66, 0.31], [-1.39, -1.06, 1.41]]),
        np.array([[1.53, 2.66], [0.61, 0.94], [-3.41, 1.2]]),
        np.array([[0.31, -1.39], [1.41, 0.66]]),
        np.array([[2.31, 0.94, 3.41], [0.2, -0.7, -1.1], [4.5, 0.3, 0.9]]),
        np.array([[2e-09, -1e-09]]),
        np.array([[0.0, 0.0], [6.0, 8.0]], dtype="float32"),
        [[2, 3], [-1, 4]],
        np.array([[4, -3], [5, 1]]),
    ],
    "center_columns": [
        np.array([[-0.47, 0.66, 0.31], [-1.39, -1.06, 1.41]]),
        np.array([[1.53, 2.66], [0.61, 0.94], [-3.41, 1.2]]),
        np.array([[0.31, -1.39], [1.41, 0.66]]),
        np.array([[2.31, 0.94, 3.41], [0.2, -0.7, -1.1], [4.5, 0.3, 0.9]]),
        [[1, 2], [3, 5]],
        np.array([[4, -3], [5, 1]]),
    ],
    "standardize_columns": [
        np.array([[-0.47, 0.66, 0.31], [-1.39, -1.06, 1.41], [0.83, 0.1, -2.2], [0.4, 1.9, 0.7]]),
        np.array([[1.53, 2.66], [0.61, 0.94], [-3.41, 1.2]]),
        np.array([[0.31, -1.39], [1.41, 0.66]]),
        np.array([[2.31, 0.94, 3.41], [0.2, -0.7, -1.1], [4.5, 0.3, 0.9]]),
        np.array([[-8e-08], [-1.8e-07], [2e-08]]),
        np.array([[2, 5], [4, 5], [9, 5]]),
        [[1, 2], [3, 5], [4, 0]],
    ],
}


def _lengths(x):
    return np.linalg.norm(x, axis=1, keepdims=True)


def _normalize(x):
    x = np.asarray(x, dtype=float)
    return _divided(x, _lengths(x))


def _divided(x, divisor):
    return x / np.where(divisor == 0, 1, divisor)


def _standardize(x, extra=0.0):
    x = np.asarray(x, dtype=float)
    constant = np.max(x, axis=0) == np.min(x, axis=0)
    deviation = np.where(constant, 1, x.std(axis=0) + extra)
    return np.where(constant, 0, (x - x.mean(axis=0)) / deviation)


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


def broadcast_shape__zipped_from_the_left(s, t):
    """Paired from the first axis, and cut short.

    Your function pairs the sizes from the first axis on and stops where the shorter shape ends.
    Broadcasting compares from the last axis, and the longer shape keeps its axes.
    """
    result = ()
    for m, n in zip(s, t, strict=False):
        if m != n and m != 1 and n != 1:
            raise ValueError("shapes do not broadcast")
        result += (n if m == 1 else m,)
    return result


def broadcast_shape__zipped_from_the_left_never_refuses(s, t):
    """Paired from the first axis, cut short, never refused.

    Your function pairs the sizes from the first axis on, stops where the shorter shape ends, and
    returns a shape also where two sizes differ and neither is 1. Line the shapes up at the right
    first.
    """
    return tuple(max(m, n) for m, n in zip(s, t, strict=False))


def broadcast_shape__never_refuses(s, t):
    """Never refuses.

    Your function returns a shape also where two sizes differ and neither is 1. The docstring names
    the error to raise then.
    """
    length = max(len(s), len(t))
    s = (1,) * (length - len(s)) + tuple(s)
    t = (1,) * (length - len(t)) + tuple(t)
    return tuple(max(m, n) for m, n in zip(s, t, strict=True))


def broadcast_shape__takes_what_is_not_one(s, t):
    """As broadcast_shape__never_refuses, with another choice of the size."""
    length = max(len(s), len(t))
    s = (1,) * (length - len(s)) + tuple(s)
    t = (1,) * (length - len(t)) + tuple(t)
    return tuple(n if m == 1 else m for m, n in zip(s, t, strict=True))


def broadcast_shape__returns_none(s, t):
    """None in place of an error.

    Where two sizes differ and neither is 1, your function returns None. The docstring names an
    error for that: `raise` it.

    Seen: gives-none
    """
    length = max(len(s), len(t))
    s = (1,) * (length - len(s)) + tuple(s)
    t = (1,) * (length - len(t)) + tuple(t)
    if any(m != n and m != 1 and n != 1 for m, n in zip(s, t, strict=True)):
        return None
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


def broadcast_shape__ones_win(s, t):
    """The 1 is kept.

    Of a 1 and another size, your result has the 1. It is the axis of size 1 that is repeated, so
    the other size counts.
    """
    length = max(len(s), len(t))
    s = (1,) * (length - len(s)) + tuple(s)
    t = (1,) * (length - len(t)) + tuple(t)
    result = ()
    for m, n in zip(s, t, strict=True):
        if m != n and m != 1 and n != 1:
            raise ValueError("shapes do not broadcast")
        result += (min(m, n),)
    return result


def broadcast_shape__cut_short(s, t):
    """Cut to the shorter shape.

    The axes that only one shape has are missing from your result, as when pairing stops where the
    shorter one ends.
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
    """One length for the whole table.

    Your result is one number, the length of all numbers together. Each row has a length of its own:
    which `axis` is added up?
    """
    return np.linalg.norm(np.asarray(x, dtype=float))


def row_norms__no_axis_kept(x):
    """As row_norms__no_axis, in a table of one entry."""
    return np.linalg.norm(np.asarray(x, dtype=float), keepdims=True)


def row_norms__columns(x):
    """The lengths of the columns.

    These are the lengths of the columns. Axis 0 goes from row to row, axis 1 along a row: the axis
    that you name is the one that is added up.
    """
    return np.linalg.norm(np.asarray(x, dtype=float), axis=0, keepdims=True)


def row_norms__columns_as_vector(x):
    """As row_norms__columns, without the axis."""
    return np.linalg.norm(np.asarray(x, dtype=float), axis=0)


def row_norms__columns_as_column(x):
    """As row_norms__columns, in a column."""
    return np.linalg.norm(np.asarray(x, dtype=float), axis=0).reshape(-1, 1)


def row_norms__axis_lost(x):
    """The column became a vector.

    The lengths are right, but they have a single axis. The docstring promises a column, which can
    be broadcast against the rows: look at `keepdims`.
    """
    return np.linalg.norm(np.asarray(x, dtype=float), axis=1)


def row_norms__as_row(x):
    """A row in place of a column.

    The lengths are right, but they lie in a row. The docstring promises a column, shape (n, 1),
    which can be broadcast against the rows.
    """
    return np.linalg.norm(np.asarray(x, dtype=float), axis=1).reshape(1, -1)


def row_norms__absolute_values(x):
    """Absolute values added.

    Your numbers are the sums of the absolute values of each row. The Euclidean length is the root
    of the sum of the squares.
    """
    return np.linalg.norm(np.asarray(x, dtype=float), ord=1, axis=1, keepdims=True)


def row_norms__largest(x):
    """The largest element in place of the length.

    Your result is the largest absolute value of each row. The Euclidean length is the root of the
    sum of squares.
    """
    return np.max(np.abs(np.asarray(x, dtype=float)), axis=1, keepdims=True)


def row_norms__no_root(x):
    """The root is missing.

    These are the sums of squares. The length is the root of that.
    """
    return np.sum(np.asarray(x, dtype=float) ** 2, axis=1, keepdims=True)


def row_norms__sum(x):
    """The sums of the rows.

    These are the sums of the rows. The length is the root of the sum of the squares.
    """
    return np.sum(np.asarray(x, dtype=float), axis=1, keepdims=True)


def row_norms__root_of_sum(x):
    """The squares are missing.

    These are the roots of the sums of each row. The numbers have to be squared before they are
    added.
    """
    with np.errstate(invalid="ignore"):
        return np.sqrt(np.sum(np.asarray(x, dtype=float), axis=1, keepdims=True))


def row_norms__square_of_sum(x):
    """Squared after the sum.

    Your numbers are the sums of the rows without their signs, as when the sum is squared. The
    length squares each number first, and adds then.
    """
    return np.sqrt(np.sum(np.asarray(x, dtype=float), axis=1, keepdims=True) ** 2)


def row_norms__mean(x):
    """Averaged, not added.

    Your numbers are the roots of the average squares. The length is the root of their sum.
    """
    return np.sqrt(np.mean(np.asarray(x, dtype=float) ** 2, axis=1, keepdims=True))


def row_norms__squares_wrap(x):
    """Squares of small whole numbers wrap round.

    Numbers of eight bits hold no more than 255, and the squares of pixels are larger. Make floats
    of `x` before you square.
    """
    x = np.asarray(x)
    return np.sqrt((x * x).sum(axis=1, keepdims=True))


def row_norms__squares_and_sum_wrap(x):
    """As row_norms__squares_wrap, and the sums have eight bits too."""
    x = np.asarray(x)
    return np.sqrt(np.einsum("ij,ij->i", x, x))[:, np.newaxis]


def row_norms__no_lists(x):
    """Lists are not turned into arrays.

    A list has neither an array's arithmetic nor its methods: no squares, no `.sum`, no `.shape`.
    Make an array of `x` in the first line.
    """
    return np.sqrt(np.sum(x**2, axis=1, keepdims=True, dtype=float))


def row_norms__no_lists_product(x):
    """As row_norms__no_lists, with a product."""
    return np.sqrt(np.sum(x * x, axis=1, keepdims=True, dtype=float))


def row_norms__no_lists_shape(x):
    """As row_norms__no_lists, with an attribute."""
    return np.linalg.norm(np.reshape(x, x.shape), axis=1, keepdims=True)


def row_norms__in_place(x):
    """The argument is overwritten.

    Your function changes the numbers of whoever called it. Work with a new array.

    Seen: changes-argument
    """
    if np.asarray(x).dtype.kind != "f":
        x = np.array(x, dtype=float)
    x *= x
    return np.sqrt(x.sum(axis=1, keepdims=True))


def normalize_rows__keepdims(x):
    """The lengths lost their axis.

    In a square table, column j of yours is divided by the length of row j; other tables do not fit
    at all. That is what a vector of lengths does: keep the lengths as a column.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x, np.linalg.norm(x, axis=1))


def normalize_rows__no_axis(x):
    """One length for the whole table.

    Your table is divided by one number, the length of all rows together. Each row needs its own:
    look at `axis`.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x, np.linalg.norm(x))


def normalize_rows__columns(x):
    """The columns have length 1.

    Your columns have length 1, and it should be the rows. Axis 0 goes from row to row, axis 1 along
    a row.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x, np.linalg.norm(x, axis=0, keepdims=True))


def normalize_rows__absolute_values(x):
    """Absolute values added.

    The absolute values of each of your rows add up to 1. For length 1 their squares have to.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x, np.linalg.norm(x, ord=1, axis=1, keepdims=True))


def normalize_rows__largest(x):
    """Divided by the largest element.

    Each of your rows is divided by its largest absolute value. It is the length of the row that
    should be 1.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x, np.max(np.abs(x), axis=1, keepdims=True))


def normalize_rows__largest_signed(x):
    """Divided by the largest number.

    Each of your rows is divided by its largest number. It is the length of the row that should be
    1.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x, np.max(x, axis=1, keepdims=True))


def normalize_rows__from_zero_to_one(x):
    """Every row runs from 0 to 1.

    Each of your rows runs from 0 to 1. Here a row keeps its direction: only divide it by its
    length.
    """
    x = np.asarray(x, dtype=float)
    low, high = np.min(x, axis=1, keepdims=True), np.max(x, axis=1, keepdims=True)
    return _divided(x - low, high - low)


def normalize_rows__row_sums(x):
    """Divided by the sum.

    The numbers in each of your rows add up to 1. For length 1 the root of the sum of their squares
    has to be 1.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x, np.sum(x, axis=1, keepdims=True))


def normalize_rows__no_root(x):
    """The root is missing.

    Each of your rows is divided by the sum of its squares. The length is the root of that.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x, np.sum(x**2, axis=1, keepdims=True))


def normalize_rows__returns_norms(x):
    """Only the lengths.

    Your result is what the rows are to be divided by. The division itself is missing; the result
    has the shape of `x`.
    """
    return np.linalg.norm(np.asarray(x, dtype=float), axis=1, keepdims=True)


def normalize_rows__multiplied(x):
    """Multiplied where a division is asked for.

    Each of your rows is multiplied by its length. Divide.
    """
    x = np.asarray(x, dtype=float)
    return x * np.linalg.norm(x, axis=1, keepdims=True)


def normalize_rows__centred(x):
    """The mean is subtracted.

    Your rows have mean 0. Here a row keeps its direction: only divide it by its length.
    """
    x = np.asarray(x, dtype=float)
    return _normalize(x - x.mean(axis=1, keepdims=True))


def normalize_rows__standardized(x):
    """Standardised rows.

    Each of your rows has mean 0 and standard deviation 1. Here a row keeps its direction: only
    divide it by its length.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x - x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True))


def normalize_rows__zero_row(x):
    """A row of zeros becomes nan.

    A row of zeros becomes nan: its length is 0, and 0 divided by 0 is not a number. The docstring
    says what becomes of such a row: choose another divisor there.

    Seen: gives-nan
    """
    x = np.asarray(x, dtype=float)
    return x / _lengths(x)


def normalize_rows__epsilon(x):
    """Short rows are not of length 1.

    Short rows do not get length 1, as when something small is added to each length or put in its
    place. Choose another divisor only where the length is exactly 0.
    """
    x = np.asarray(x, dtype=float)
    return x / (_lengths(x) + 1e-8)


def normalize_rows__epsilon_ten(x):
    """As normalize_rows__epsilon, with 1e-10."""
    x = np.asarray(x, dtype=float)
    return x / (_lengths(x) + 1e-10)


def normalize_rows__epsilon_twelve(x):
    """As normalize_rows__epsilon, with 1e-12."""
    x = np.asarray(x, dtype=float)
    return x / (_lengths(x) + 1e-12)


def normalize_rows__epsilon_nine(x):
    """As normalize_rows__epsilon, with 1e-9."""
    x = np.asarray(x, dtype=float)
    return x / (_lengths(x) + 1e-9)


def normalize_rows__epsilon_six(x):
    """As normalize_rows__epsilon, with 1e-6."""
    x = np.asarray(x, dtype=float)
    return x / (_lengths(x) + 1e-6)


def normalize_rows__least_length(x):
    """As normalize_rows__epsilon, with a least length."""
    x = np.asarray(x, dtype=float)
    return x / np.maximum(_lengths(x), 1e-8)


def normalize_rows__short_rows_kept(x):
    """As normalize_rows__epsilon, with short rows left as they are."""
    x = np.asarray(x, dtype=float)
    lengths = _lengths(x)
    return x / np.where(lengths < 1e-8, 1, lengths)


def normalize_rows__in_place(x):
    """The argument is overwritten.

    Your function changes the rows of whoever called it, as `/=` does. Make a new array.

    Seen: changes-argument
    """
    if not isinstance(x, np.ndarray):
        return _normalize(x)
    lengths = _lengths(x)
    x /= np.where(lengths == 0, 1, lengths)
    return x


def normalize_rows__in_place_zero_row(x):
    """As normalize_rows__in_place, without care for rows of zeros."""
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    return x


def normalize_rows__no_lists(x):
    """Lists are not turned into arrays.

    A list has neither an array's arithmetic nor its methods: no squares, no `.max`, no `.shape`.
    Make an array of `x` in the first line.
    """
    return _divided(_normalize(x), x**0)


def normalize_rows__no_lists_shape(x):
    """As normalize_rows__no_lists, with an attribute."""
    return np.reshape(_normalize(x), x.shape)


def center_columns__rows(x):
    """The rows are centred.

    The mean of each of your rows is 0. It should be that of each column: axis 0 goes from row to
    row, axis 1 along a row.
    """
    x = np.asarray(x, dtype=float)
    return x - x.mean(axis=1, keepdims=True)


def center_columns__row_means_as_vector(x):
    """The means of the rows, subtracted from the columns.

    From column j of a square table you subtract the mean of row j; other tables do not fit at all.
    The mean of each column is wanted: axis 0 goes from row to row, axis 1 along a row.
    """
    x = np.asarray(x, dtype=float)
    return x - x.mean(axis=1)


def center_columns__no_axis(x):
    """One mean for the whole table.

    You subtract one number everywhere, the mean of the whole table. Each column has a mean of its
    own.
    """
    x = np.asarray(x, dtype=float)
    return x - x.mean()


def center_columns__means(x):
    """Only the means.

    Your result is what should be subtracted. The result has the shape of `x`.
    """
    return np.asarray(x, dtype=float).mean(axis=0)


def center_columns__sums(x):
    """The sum in place of the mean.

    The sum of each column is subtracted. It should be the mean: the sum divided by the number of
    rows.
    """
    x = np.asarray(x, dtype=float)
    return x - x.sum(axis=0)


def center_columns__other_way_round(x):
    """Subtracted the other way round.

    The signs are reversed: the mean is to be taken from the numbers.
    """
    x = np.asarray(x, dtype=float)
    return x.mean(axis=0) - x


def center_columns__divided(x):
    """Divided in place of subtracted.

    Your columns are divided by their means. To centre them, subtract the mean.
    """
    x = np.asarray(x, dtype=float)
    return x / x.mean(axis=0)


def center_columns__minimum(x):
    """The minimum is subtracted.

    Your columns begin at 0: their smallest number is subtracted. Subtract their mean.
    """
    x = np.asarray(x, dtype=float)
    return x - x.min(axis=0)


def center_columns__median(x):
    """The median is subtracted.

    From each column its median is subtracted, the number in the middle. Subtract the mean.
    """
    x = np.asarray(x, dtype=float)
    return x - np.median(x, axis=0)


def center_columns__standardized(x):
    """Scaled too.

    Your columns have mean 0 and deviation 1. Here only the mean is subtracted; the other function
    divides as well.
    """
    return _standardize(x)


def center_columns__in_place(x):
    """The argument is overwritten.

    Your function changes the table of whoever called it, as `-=` does. Make a new array.

    Seen: changes-argument
    """
    x = np.asarray(x)
    x -= x.mean(axis=0)
    return x


def center_columns__no_lists(x):
    """Lists are not turned into arrays.

    A list has none of an array's methods and attributes, such as `.mean` and `.shape`. Make an
    array of `x` in the first line.
    """
    return x - x.mean(axis=0)


def center_columns__no_lists_shape(x):
    """As center_columns__no_lists, with an attribute."""
    return x - np.sum(x, axis=0) / x.shape[0]


def standardize_columns__rows(x):
    """The rows are standardised.

    Your rows have mean 0 and deviation 1, and it should be the columns. Axis 0 goes from row to
    row, axis 1 along a row.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x - x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True))


def standardize_columns__no_axis(x):
    """One mean and one deviation for the whole table.

    The whole table has mean 0 and deviation 1. Every column has a mean and a deviation of its own:
    look at `axis`.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x - x.mean(), x.std())


def standardize_columns__deviation_of_all(x):
    """One deviation for the whole table.

    Your columns have mean 0, but all are divided by one number, the deviation of the whole table.
    Every column has a deviation of its own.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x - x.mean(axis=0), x.std())


def standardize_columns__mean_of_all(x):
    """One mean for the whole table.

    From all columns the mean of the whole table is subtracted. Every column has a mean of its own.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x - x.mean(), x.std(axis=0))


def standardize_columns__sample(x):
    """Divided by n - 1.

    Your deviation is that of a sample, with n - 1 in it. The docstring asks for that of these
    numbers themselves, with n, as `np.std` has it.
    """
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        return _divided(x - x.mean(axis=0), x.std(axis=0, ddof=1))


def standardize_columns__variance(x):
    """Divided by the variance.

    Your columns are divided by their variance, so their deviation is not 1. The deviation is the
    root of the variance.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x - x.mean(axis=0), x.var(axis=0))


def standardize_columns__not_centred(x):
    """Not centred.

    The deviation of your columns is 1, but their mean is not 0. Subtract it first.
    """
    x = np.asarray(x, dtype=float)
    return _divided(x, x.std(axis=0))


def standardize_columns__only_centred(x):
    """Only centred.

    The mean of your columns is 0, but their deviation is not 1. Divide by it.
    """
    x = np.asarray(x, dtype=float)
    return x - x.mean(axis=0)


def standardize_columns__no_parentheses(x):
    """A difference without parentheses.

    From your numbers the mean divided by the deviation is subtracted: a division comes before a
    difference. Put the difference in parentheses.
    """
    x = np.asarray(x, dtype=float)
    return x - _divided(x.mean(axis=0), x.std(axis=0))


def standardize_columns__from_zero_to_one(x):
    """Every column runs from 0 to 1.

    Each of your columns runs from 0 to 1: that is another way of scaling. Here each gets mean 0 and
    deviation 1.
    """
    x = np.asarray(x, dtype=float)
    low, high = np.min(x, axis=0), np.max(x, axis=0)
    return _divided(x - low, high - low)


def standardize_columns__length_one(x):
    """Columns of length 1.

    Your columns have mean 0 and length 1. It is their standard deviation that should be 1.
    """
    x = np.asarray(x, dtype=float)
    x = x - x.mean(axis=0)
    return _divided(x, np.linalg.norm(x, axis=0))


def standardize_columns__constant_column(x):
    """A constant column becomes nan.

    A column whose numbers are all equal becomes nan: its deviation is 0, and 0 divided by 0 is not
    a number. The docstring says what becomes of such a column.

    Seen: gives-nan
    """
    x = np.asarray(x, dtype=float)
    return (x - x.mean(axis=0)) / x.std(axis=0)


def standardize_columns__epsilon(x):
    """Columns of small numbers do not get deviation 1.

    A column of small numbers does not get deviation 1, as when something small is added to each
    deviation or put in its place. Treat only the constant columns in another way.
    """
    return _standardize(x, 1e-8)


def standardize_columns__epsilon_ten(x):
    """As standardize_columns__epsilon, with 1e-10."""
    return _standardize(x, 1e-10)


def standardize_columns__epsilon_twelve(x):
    """As standardize_columns__epsilon, with 1e-12."""
    return _standardize(x, 1e-12)


def standardize_columns__epsilon_nine(x):
    """As standardize_columns__epsilon, with 1e-9."""
    return _standardize(x, 1e-9)


def standardize_columns__epsilon_six(x):
    """As standardize_columns__epsilon, with 1e-6."""
    return _standardize(x, 1e-6)


def standardize_columns__small_columns_zero(x):
    """As standardize_columns__epsilon, with small deviations taken for 0."""
    x = np.asarray(x, dtype=float)
    deviation = x.std(axis=0)
    return np.where(deviation < 1e-6, 0, _standardize(x))


def standardize_columns__small_columns_centred(x):
    """As standardize_columns__epsilon, with small deviations replaced by 1."""
    x = np.asarray(x, dtype=float)
    deviation = x.std(axis=0)
    return (x - x.mean(axis=0)) / np.where(deviation < 1e-6, 1, deviation)


def standardize_columns__in_place(x):
    """The argument is overwritten.

    Your function changes the table of whoever called it. Make a new array.

    Seen: changes-argument
    """
    x = np.asarray(x)
    x -= x.mean(axis=0)
    deviation = x.std(axis=0)
    x /= np.where(deviation == 0, 1, deviation)
    return x


def standardize_columns__no_lists(x):
    """Lists are not turned into arrays.

    A list has none of an array's methods and attributes, such as `.mean`, `.std` and `.shape`. Make
    an array of `x` in the first line.
    """
    deviation = np.where(np.ptp(x, axis=0) == 0, 1, np.std(x, axis=0))
    return (x - x.mean(axis=0)) / deviation
