"""Wrong versions of the functions in solutions.softmax."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "softmax_vector": [
        np.array([0.5, 2.0, -1.5]),
        np.array([-0.67, -0.97, -0.25, 1.0]),
        np.array([1.33, 1.03, 1.75, 3.0, -0.4]),
        np.array([2.5, -1.88]),
        [1, 0, -1],
        np.array([3, 1]),
    ],
    "softmax": [
        np.array([[1.23, 1.3, -0.84], [-0.16, -1.01, -0.21]]),
        np.array([[0.5, -1.25], [2.0, 0.75], [-0.6, 1.1]]),
        np.array([[0.3, -0.7], [1.9, 0.4]]),
        np.array([[0.7, -0.2, 1.1], [-1.3, 0.6, 0.1], [2.2, 1.4, -0.5]]),
        np.array([0.7, -0.2, 1.1]),
        np.array([[[0.5, 0.25], [-1.0, 2.0], [0.1, 0.3]], [[0.2, 1.5], [0.6, -0.4], [1.0, 1.2]]]),
        [[0, 1], [3, 1]],
        np.array([[2, 0, 1]]),
        np.array([[1003.0, 1000.0], [1.0, 3.0]]),
        np.array([[-1000.0, -1001.0], [0.0, 2000.0]]),
        np.array([[0.0, 900.0, 0.0]]),
        np.array([[-150.0, -150.0]]),
    ],
    "softmax_with_temperature": [
        (np.array([-0.7, -1.0, -0.2, 1.0]), 2.0),
        (np.array([1.3, 1.0, 3.0]), 0.5),
        (np.array([0.4, -1.1]), 4.0),
        (np.array([2.1, 0.9, -0.3, 1.7, 0.2]), 1.5),
        (np.array([[0.7, -0.2, 1.1], [-1.3, 0.6, 0.1]]), 2.5),
        ([1.0, 2.0, 0.5], 2.0),
        (np.array([[1.5, 0.5]]), 0.0),
        (np.array([[1.5, 0.5]]), -2.0),
    ],
    "sigmoid_from_softmax": [
        np.array([2.0, -0.7, 0.3]),
        np.array([-1.2, 0.6]),
        np.array([0.25, 1.5, -2.0, 0.8]),
        np.array([[0.4, -0.9], [1.1, 0.2], [-0.5, 2.3]]),
        np.array([[0.6, -1.4, 0.3], [0.1, 1.9, -0.8]]),
        [3, -2],
    ],
}


def _softmax(x):
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _sigmoid(x):
    x = np.asarray(x, dtype=float)
    power = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, power) / (1.0 + power)


def _pairs(x):
    x = np.asarray(x, dtype=float)
    return np.stack([x, np.zeros_like(x)], axis=-1)


def softmax_vector__powers_only(z):
    """Not divided.

    Your numbers are the powers of e. Divided by their sum, they add up to 1.
    """
    return np.exp(np.asarray(z, dtype=float))


def softmax_vector__divided_by_sum_of_z(z):
    """Divided by the sum of the logits.

    Your numbers are the powers divided by the sum of `z`. For them to add up to 1, the divisor has
    to be the sum of what stands above: of the powers.
    """
    z = np.asarray(z, dtype=float)
    return np.exp(z) / np.sum(z)


def softmax_vector__power_of_the_sum(z):
    """The power of the sum.

    Your numbers are the powers divided by the power of the sum of `z`. The divisor is the sum of
    the powers: first the powers, then their sum.
    """
    z = np.asarray(z, dtype=float)
    return np.exp(z) / np.exp(np.sum(z))


def softmax_vector__no_powers(z):
    """Without the exponential.

    Your numbers are the logits divided by their sum. It is the powers of e that are to be shared
    out: they are positive, whatever the logits are.
    """
    z = np.asarray(z, dtype=float)
    return z / np.sum(z)


def softmax_vector__largest(z):
    """The largest is 1.

    Your numbers are the powers divided by the largest of them, so the largest is 1. Their sum
    should be 1: divide by the sum of the powers.
    """
    z = np.asarray(z, dtype=float)
    return np.exp(z - np.max(z))


def softmax_vector__negative_exponent(z):
    """The sign of the exponent.

    Your numbers are the softmax of `-z`: the largest logit has the smallest probability. Look at
    the signs in the exponent.
    """
    return _softmax(-np.asarray(z, dtype=float))


def softmax_vector__mean(z):
    """They add up to how many there are.

    Your numbers add up to how many they are: they are the powers divided by their mean. Divided by
    their sum, they add up to 1.
    """
    powers = np.exp(np.asarray(z, dtype=float))
    return powers / np.mean(powers)


def softmax_vector__sigmoid(z):
    """Each by itself.

    This is the sigmoid of each logit. The probabilities should depend on one another and add up to
    1.
    """
    return _sigmoid(z)


def softmax_vector__twice(z):
    """Applied twice.

    Your numbers are the softmax of the right probabilities, not of the logits, so they are too much
    alike. One softmax is enough.
    """
    return _softmax(_softmax(z))


def softmax_vector__logarithm(z):
    """The logarithm.

    Your numbers are the logarithms of the probabilities, which are negative. Return the
    probabilities themselves.
    """
    z = np.asarray(z, dtype=float)
    z = z - np.max(z)
    return z - np.log(np.sum(np.exp(z)))


def softmax_vector__integers(z):
    """Fractions cut off.

    For whole-number logits your result is an array of whole numbers, and probabilities below 1
    become 0 there. Look at where the array for the result gets its dtype.

    Seen: gives-integers
    """
    z = np.asarray(z)
    return _softmax(z).astype(z.dtype)


def softmax_vector__no_lists(z):
    """Lists are not turned into arrays.

    A list has none of the methods and attributes of an array, such as `.max` and `.sum`. Make an
    array of `z` in the first line.
    """
    powers = np.exp(z - z.max())
    return powers / powers.sum()


def softmax_vector__in_place(z):
    """The argument is overwritten.

    Your function changes the logits of whoever called it. Work with a new array.

    Seen: changes-argument
    """
    z = np.asarray(z)
    z -= np.max(z)
    powers = np.exp(z)
    return powers / np.sum(powers)


def softmax__whole_table(x):
    """One sum for the whole table.

    All your numbers together add up to 1, but each row should do so by itself. Look at the sum:
    along which axis does it run, and does it keep that axis?
    """
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - np.max(x))
    return powers / np.sum(powers)


def softmax__whole_table_overflows(x):
    """As softmax__whole_table, without the maximum subtracted."""
    powers = np.exp(np.asarray(x, dtype=float))
    return powers / np.sum(powers)


def softmax__columns(x):
    """The columns add up to 1.

    Your columns add up to 1, but each row is one example, and its probabilities should add up to 1.
    Look at `axis`: which number stands for the last axis?
    """
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - np.max(x, axis=0, keepdims=True))
    return powers / np.sum(powers, axis=0, keepdims=True)


def softmax__axis_one(x):
    """Axis 1 instead of the last.

    Axis 1 is the last axis only of a table. A vector has none, and in a stack of tables it is
    another one. Look for the number that always means the last axis.
    """
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - np.max(x, axis=1, keepdims=True))
    return powers / np.sum(powers, axis=1, keepdims=True)


def softmax__first_axis_of_three(x):
    """As softmax__axis_one, with a special case for vectors."""
    x = np.asarray(x, dtype=float)
    axis = 0 if x.ndim == 1 else 1
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def softmax__axis_one_overflows(x):
    """Axis 1, and infinity divided by infinity.

    Your tables of ordinary logits are right. Two things are left: axis 1 is the last axis of a
    table only, a vector has none. And logits of 1000 give nan, since their powers are infinite.
    """
    powers = np.exp(np.asarray(x, dtype=float))
    return powers / np.sum(powers, axis=1, keepdims=True)


def softmax__sum_without_keepdims(x):
    """The sums lost their axis.

    For a square table, column j of your result is divided by the sum of row j; other tables do not
    fit at all. That is what a vector of row sums does: keep the sums as a column.
    """
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1)


def softmax__sum_without_keepdims_overflows(x):
    """As softmax__sum_without_keepdims, without a maximum."""
    powers = np.exp(np.asarray(x, dtype=float))
    return powers / np.sum(powers, axis=-1)


def softmax__maximum_without_keepdims(x):
    """The maxima lost their axis.

    For a square table, the largest number of row j is subtracted from column j, so the numbers of a
    row are shifted unevenly; other tables do not fit at all. Keep the maxima as a column.
    """
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - np.max(x, axis=-1))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax__no_keepdims(x):
    """Maxima and sums lost their axis.

    For a square table, the largest number of row j is subtracted from column j, and row j's sum
    divides column j; other tables do not fit at all. Keep both as columns.
    """
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - np.max(x, axis=-1))
    return powers / np.sum(powers, axis=-1)


def softmax__divided_by_sum_of_x(x):
    """Divided by the sum of the logits.

    Each row of yours is its powers divided by the sum of its logits. For a row to add up to 1, the
    divisor has to be the sum of what stands above: of the powers.
    """
    x = np.asarray(x, dtype=float)
    return np.exp(x) / np.sum(x, axis=-1, keepdims=True)


def softmax__power_of_the_sum(x):
    """The power of the sum.

    Each row of yours is its powers divided by the power of the sum of its logits. The divisor is
    the sum of the powers: first the powers, then their sum.
    """
    x = np.asarray(x, dtype=float)
    return np.exp(x) / np.exp(np.sum(x, axis=-1, keepdims=True))


def softmax__powers_only(x):
    """Not divided.

    Your numbers are the powers of e. Divided by the sum of their row, they add up to 1.
    """
    return np.exp(np.asarray(x, dtype=float))


def softmax__largest(x):
    """The largest of each row is 1.

    Each row of yours is its powers divided by the largest of them, so the largest is 1. The sum of
    the row should be 1: divide by the sum of the powers.
    """
    x = np.asarray(x, dtype=float)
    return np.exp(x - np.max(x, axis=-1, keepdims=True))


def softmax__mean(x):
    """The rows add up to how many classes there are.

    Each row of yours adds up to how many numbers it has: it is the powers divided by their mean.
    Divided by their sum, they add up to 1.
    """
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return powers / np.mean(powers, axis=-1, keepdims=True)


def softmax__no_powers(x):
    """Without the exponential.

    Each row of yours is its logits divided by their sum. It is the powers of e that are to be
    shared out: they are positive, whatever the logits are.
    """
    x = np.asarray(x, dtype=float)
    return x / np.sum(x, axis=-1, keepdims=True)


def softmax__negative_exponent(x):
    """The sign of the exponent.

    Your numbers are the softmax of `-x`: the largest logit of a row has the smallest probability.
    Look at the signs in the exponent.
    """
    return _softmax(-np.asarray(x, dtype=float))


def softmax__sigmoid(x):
    """Each by itself.

    This is the sigmoid of each logit. The probabilities of a row should depend on one another and
    add up to 1.
    """
    return _sigmoid(x)


def softmax__overflows(x):
    """Infinity divided by infinity.

    For large logits your powers are infinite, for very low ones 0, and a share of either is nan.
    Subtracting the same number from all logits of a row changes nothing in the result: which one
    keeps the powers small?

    Seen: gives-nan
    """
    powers = np.exp(np.asarray(x, dtype=float))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax__mean_subtracted(x):
    """Not the maximum is subtracted.

    Your function copes with 1000 beside 1003, but not with 0 beside 2000: an exponent far above 0
    is left there, and its power is infinite. Subtract the one number of the row that makes sure
    that none is above 0.

    Seen: gives-nan
    """
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - np.mean(x, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax__minimum_subtracted(x):
    """As softmax__mean_subtracted, with the minimum."""
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - np.min(x, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax__first_subtracted(x):
    """As softmax__mean_subtracted, with the first logit of each row."""
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - x[..., :1])
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax__one_maximum(x):
    """One maximum for the whole table.

    A row that lies far below the largest logit of the whole table becomes nan: all its powers are
    0, and so is their sum. Subtract from each row its own maximum.

    Seen: gives-nan
    """
    x = np.asarray(x, dtype=float)
    powers = np.exp(x - np.max(x))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax__epsilon(x):
    """A small number in the divisor.

    A row of very low logits does not add up to 1: it becomes 0, as with something small added to
    the divisor. With the row's maximum subtracted, the sum of the powers is never below 1, and
    nothing needs to be added.
    """
    powers = np.exp(np.asarray(x, dtype=float))
    return powers / (np.sum(powers, axis=-1, keepdims=True) + 1e-8)


def softmax__integers(x):
    """Fractions cut off.

    For whole-number logits your result is an array of whole numbers, and probabilities below 1
    become 0 there. Look at where the array for the result gets its dtype.

    Seen: gives-integers
    """
    x = np.asarray(x)
    return _softmax(x).astype(x.dtype)


def softmax__twice(x):
    """Applied twice.

    Your numbers are the softmax of the right probabilities, not of the logits, so they are too much
    alike. One softmax is enough.
    """
    return _softmax(_softmax(x))


def softmax__logarithm(x):
    """The logarithm.

    Your numbers are the logarithms of the probabilities, which are negative. Return the
    probabilities themselves.
    """
    x = np.asarray(x, dtype=float)
    x = x - np.max(x, axis=-1, keepdims=True)
    return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))


def softmax__in_place(x):
    """The argument is overwritten.

    Your function changes the logits of whoever called it. Work with a new array.

    Seen: changes-argument
    """
    x = np.asarray(x)
    x -= np.max(x, axis=-1, keepdims=True)
    powers = np.exp(x)
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax__no_lists(x):
    """Lists are not turned into arrays.

    A list has none of the methods and attributes of an array, such as `.max`, `.ndim` and `.shape`.
    Make an array of `x` in the first line.
    """
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def softmax__no_lists_ndim(x):
    """As softmax__no_lists, with another attribute."""
    return _softmax(x if x.ndim == 1 else x.copy())


def softmax__no_lists_shape(x):
    """As softmax__no_lists, with another attribute."""
    return _softmax(np.reshape(x, x.shape))


def softmax__tables_only(x):
    """Rows and columns only.

    Tables are right. A vector or a stack of tables comes back in another shape: let the same lines
    work along the last axis, whatever comes before it.
    """
    x = np.asarray(x, dtype=float)
    return _softmax(x.reshape(-1, x.shape[-1]))


def softmax_with_temperature__multiplied(z, T):
    """Multiplied by the temperature.

    Your result is the softmax of `z` times `T`: a high temperature sharpens it. It should flatten
    the probabilities; the logits are divided by it.
    """
    return _softmax(np.asarray(z, dtype=float) * T)


def softmax_with_temperature__too_late(z, T):
    """The temperature comes too late.

    Your numbers are the probabilities divided by `T`, so they no longer add up to 1. The
    temperature belongs to the logits, before the exponential.
    """
    return _softmax(z) / T


def softmax_with_temperature__too_late_and_multiplied(z, T):
    """The temperature comes too late, as a factor.

    Your numbers are the probabilities times `T`, so they no longer add up to 1. The temperature
    divides the logits, before the exponential.
    """
    return _softmax(z) * T


def softmax_with_temperature__ignored(z, T):
    """The temperature changes nothing.

    Your result is the same for every `T`: it is the softmax of `z`. Look at where the formula has
    `T`.
    """
    return _softmax(z)


def softmax_with_temperature__only_divided(z, T):
    """No softmax.

    Your result is `z` divided by `T`. The softmax of that is still to be taken.
    """
    return np.asarray(z, dtype=float) / T


def softmax_with_temperature__one_sum(z, T):
    """One sum for the whole table.

    Vectors are right, but all numbers of a table together add up to 1. Each row should do so by
    itself.
    """
    if not T > 0:
        raise ValueError("T must be above 0")
    powers = np.exp(np.asarray(z, dtype=float) / T)
    return powers / np.sum(powers)


def softmax_with_temperature__one_sum_zero_allowed(z, T):
    """As softmax_with_temperature__one_sum, without the refusal."""
    with np.errstate(all="ignore"):
        powers = np.exp(np.asarray(z, dtype=float) / T)
        return powers / np.sum(powers)


def softmax_with_temperature__no_lists(z, T):
    """Lists are not turned into arrays.

    A list came in, and a list cannot be divided. Make an array of `z` first.
    """
    if not T > 0:
        raise ValueError("T must be above 0")
    return _softmax(z / T)


def softmax_with_temperature__zero_allowed(z, T):
    """A temperature of 0 is not refused.

    A division by a temperature of 0 gives no probabilities, and one below 0 turns the order round.
    The docstring names the error to raise for both.
    """
    with np.errstate(all="ignore"):
        return _softmax(np.asarray(z, dtype=float) / T)


def softmax_with_temperature__below_zero_allowed(z, T):
    """A temperature below 0 is not refused.

    A temperature of 0 is refused, one below 0 is not: it turns the order of the probabilities
    round. The docstring names the error to raise for both.
    """
    if T == 0:
        raise ValueError("T must not be 0")
    return _softmax(np.asarray(z, dtype=float) / T)


def softmax_with_temperature__exactly_zero_allowed(z, T):
    """A temperature of exactly 0 is not refused.

    A temperature below 0 is refused, but 0 itself is not, and a division by 0 gives no
    probabilities. Look at the comparison in your `if`: the docstring says "0 or below".
    """
    if T < 0:
        raise ValueError("T must not be negative")
    with np.errstate(all="ignore"):
        return _softmax(np.asarray(z, dtype=float) / T)


def sigmoid_from_softmax__second(x):
    """The other one of the pair.

    Your curve falls: these are the probabilities of the 0, not those of `x`. Look at which of the
    two comes first.
    """
    return _softmax(_pairs(x))[..., 1]


def sigmoid_from_softmax__pair_with_minus(x):
    """Twice as steep.

    Your curve is that of 2 times `x`, twice as steep as the sigmoid, as with `-x` for the second
    logit. The second logit of each pair is 0, whatever `x` is.
    """
    return _sigmoid(2 * np.asarray(x, dtype=float))


def sigmoid_from_softmax__pair_with_one(x):
    """Shifted by 1.

    Your curve is the sigmoid of `x` - 1, as with 1 for the second logit. The second logit of each
    pair is 0.
    """
    return _sigmoid(np.asarray(x, dtype=float) - 1)


def sigmoid_from_softmax__always_half(x):
    """Always one half.

    Your numbers are all 0.5: two equal logits share the probability. The second logit of each pair
    is 0, whatever `x` is.
    """
    return np.full(np.shape(x), 0.5)


def sigmoid_from_softmax__of_x(x):
    """The elements compete.

    Your numbers are the softmax of the numbers in `x` among themselves. Each number of `x` should
    form a pair with a 0 of its own.
    """
    return _softmax(x)


def sigmoid_from_softmax__pairs(x):
    """Both numbers of each pair.

    Your result has one axis more than `x`: it holds both probabilities of each pair. Return the
    first of them.
    """
    return _softmax(_pairs(x))


def sigmoid_from_softmax__first_pair(x):
    """One pair in place of the first of each.

    For a vector your result is one pair, that of the first number in `x`. You want the first number
    of each pair: entry 0 along the last axis.
    """
    return _softmax(_pairs(x))[0]


def sigmoid_from_softmax__second_axis(x):
    """Entry 0 along axis 1.

    Vectors are right. For a table you give back entry 0 along axis 1, with both probabilities; the
    pairs lie along the last axis, which is axis 1 only for a vector.
    """
    return _softmax(_pairs(x))[:, 0]
