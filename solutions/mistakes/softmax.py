"""Wrong versions of the functions in solutions.softmax."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "softmax_vector": [
        np.array([2.5, -1.88]),
        np.array([-0.67, -0.97, -0.25, 1.0]),
        np.array([0.67, 0.97, 0.25, -1.0]),
        np.array([1.33, 1.03, 1.75, 3.0]),
        np.array([[-0.67, -0.97, -0.25], [1.0, -0.25, -0.97]]),
    ],
    "softmax": [
        np.array([[1.23, 1.3, -0.84], [-0.16, -1.01, -0.21]]),
        np.array([[-1.23, -1.3, 0.84], [0.16, 1.01, 0.21]]),
        np.array([[3.23, 3.3, 1.16], [1.84, 0.99, 1.79]]),
        np.array([[-0.84, -0.16, 1.23], [-0.21, -1.01, 1.3]]),
        np.array([[[0.5, 0.25]], [[0.25, 0.5]]]),
        np.array([[0, 0]]),
        np.array([[0.5, 0.25]], dtype="float32"),
        [[-1000.0, -1001.0], [0.0, 2000.0]],
    ],
    "softmax_with_temperature": [
        (np.array([1.0, 2.0]), 0.0),
        (np.array([-0.7, -1.0, -0.2, 1.0]), 2.0),
        (np.array([0.7, 1.0, 0.2, -1.0]), 2.0),
        (np.array([1.3, 1.0, 1.8, 3.0]), 2.0),
        (np.array([1.0, -0.7, -1.0, -0.2]), 2.0),
        ([1.0, 2.0], 0.0),
    ],
    "sigmoid_from_softmax": [
        np.array([2.0]),
        np.array([0.0]),
        np.array([-0.0]),
        np.array([-0.25]),
        np.array([[0.0], [0.0]]),
    ],
}


def _softmax(x):
    x = np.asarray(x) * 1.0
    powers = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _sigmoid(x):
    x = np.asarray(x) * 1.0
    power = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, power) / (1.0 + power)


def softmax_vector__powers_only(z):
    """Not divided.

    Your numbers are the powers of e. Divided by their sum, they add up to 1.
    """
    return np.exp(np.asarray(z) * 1.0)


def softmax_vector__divided_by_sum_of_z(z):
    """Divided by the sum of the logits.

    You divide by the sum of `z`. For the result to add up to 1, divide by the sum of what stands
    above: the powers.
    """
    z = np.asarray(z) * 1.0
    return np.exp(z) / np.sum(z)


def softmax_vector__no_powers(z):
    """Without the exponential.

    You divide the logits by their sum. They have to be put into the exponential first, which makes
    them positive.
    """
    z = np.asarray(z) * 1.0
    return z / np.sum(z)


def softmax_vector__largest(z):
    """Divided by the largest.

    Your largest number is 1. The sum should be: divide by the sum of the powers.
    """
    z = np.asarray(z) * 1.0
    return np.exp(z - np.max(z))


def softmax_vector__negative_exponent(z):
    """The sign of the exponent.

    Your largest logit has the smallest probability. Look at the sign in the exponent.
    """
    return _softmax(-np.asarray(z))


def softmax_vector__mean(z):
    """Divided by the mean.

    Your numbers add up to how many there are. Divide by the sum of the powers, not by their mean.
    """
    powers = np.exp(np.asarray(z) * 1.0)
    return powers / np.mean(powers)


def softmax_vector__sigmoid(z):
    """Each by itself.

    This is the sigmoid of each logit. The probabilities should depend on one another and add up to
    1.
    """
    return _sigmoid(z)


def softmax_vector__twice(z):
    """Applied twice.

    Your probabilities are too much alike: softmax went over them twice. Apply it once, to the
    logits.
    """
    return _softmax(_softmax(z))


def softmax_vector__logarithm(z):
    """The logarithm.

    Your numbers are negative: they are the logarithms of the probabilities. Return these
    themselves.
    """
    z = np.asarray(z) * 1.0
    z = z - np.max(z)
    return z - np.log(np.sum(np.exp(z)))


def softmax_vector__no_lists(z):
    """Lists are not turned into arrays.

    A Python list knows no such arithmetic. Make an array of `z` in the first line.
    """
    if isinstance(z, (list, tuple)):
        raise TypeError("unsupported operand type(s)")
    return _softmax(z)


def softmax_vector__in_place(z):
    """The argument is overwritten.

    Your function changes the logits of whoever called it. Work with a new array.
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
    x = np.asarray(x) * 1.0
    powers = np.exp(x - np.max(x))
    return powers / np.sum(powers)


def softmax__whole_table_overflows(x):
    """As softmax__whole_table, without the maximum subtracted."""
    powers = np.exp(np.asarray(x) * 1.0)
    return powers / np.sum(powers)


def softmax__columns(x):
    """The columns add up to 1.

    Your columns add up to 1, but each row is one example, and its probabilities should add up to 1.
    Look at `axis`: which number stands for the last axis?
    """
    x = np.asarray(x) * 1.0
    powers = np.exp(x - np.max(x, axis=0, keepdims=True))
    return powers / np.sum(powers, axis=0, keepdims=True)


def softmax__axis_one(x):
    """Axis 1 instead of the last.

    Axis 1 is the last axis only of a table. A vector has none, and in a stack of tables it is
    another one. Look for the number that always means the last axis.
    """
    x = np.asarray(x) * 1.0
    powers = np.exp(x - np.max(x, axis=1, keepdims=True))
    return powers / np.sum(powers, axis=1, keepdims=True)


def softmax__first_axis_of_three(x):
    """As softmax__axis_one, with a special case for vectors."""
    x = np.asarray(x) * 1.0
    axis = 0 if x.ndim == 1 else 1
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def softmax__sum_without_keepdims(x):
    """The sums lost their axis.

    Without its last axis, the vector of row sums is broadcast along the columns: column j is
    divided by the sum of row j, and a table that is not square fails. Keep the sums as a column.
    """
    x = np.asarray(x) * 1.0
    powers = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1)


def softmax__maximum_without_keepdims(x):
    """The maxima lost their axis.

    Without its last axis, the vector of row maxima is broadcast along the columns, and the numbers
    of a row are shifted unevenly. Keep the maxima as a column.
    """
    x = np.asarray(x) * 1.0
    powers = np.exp(x - np.max(x, axis=-1))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax__no_keepdims(x):
    """Maxima and sums lost their axis.

    Without their last axis, the row maxima and the row sums are broadcast along the columns. Keep
    both as columns.
    """
    x = np.asarray(x) * 1.0
    powers = np.exp(x - np.max(x, axis=-1))
    return powers / np.sum(powers, axis=-1)


def softmax__divided_by_sum_of_x(x):
    """Divided by the sum of the logits.

    You divide by the sum of `x`. For a row to add up to 1, divide by the sum of what stands above:
    the powers.
    """
    x = np.asarray(x) * 1.0
    return np.exp(x) / np.sum(x, axis=-1, keepdims=True)


def softmax__powers_only(x):
    """Not divided.

    Your numbers are the powers of e. Divided by the sum of their row, they add up to 1.
    """
    return np.exp(np.asarray(x) * 1.0)


def softmax__no_powers(x):
    """Without the exponential.

    You divide the logits by their sum. They have to be put into the exponential first, which makes
    them positive.
    """
    x = np.asarray(x) * 1.0
    return x / np.sum(x, axis=-1, keepdims=True)


def softmax__negative_exponent(x):
    """The sign of the exponent.

    The largest logit of a row has the smallest probability. Look at the sign in the exponent.
    """
    return _softmax(-np.asarray(x))


def softmax__sigmoid(x):
    """Each by itself.

    This is the sigmoid of each logit. The probabilities of a row should depend on one another and
    add up to 1.
    """
    return _sigmoid(x)


def softmax__overflows(x):
    """Infinity divided by infinity.

    For large logits the powers become infinite, and their quotient is not a number. Subtracting the
    same number from all logits of a row changes nothing in the result: which one keeps the powers
    small?
    """
    powers = np.exp(np.asarray(x) * 1.0)
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax__mean_subtracted(x):
    """The mean in place of the maximum.

    With the mean subtracted, large logits can still be far above 0, and their powers infinite. Only
    one number of the row makes sure that none remains above 0.
    """
    x = np.asarray(x) * 1.0
    powers = np.exp(x - np.mean(x, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax__one_maximum(x):
    """One maximum for the whole table.

    You subtract the largest logit of the whole table. A row that lies far below it has only powers
    of 0 then, and their sum is 0. Each row needs its own maximum.
    """
    x = np.asarray(x) * 1.0
    powers = np.exp(x - np.max(x))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax__epsilon(x):
    """A small number in the divisor.

    With something added to the sum, the rows do not add up to 1: where all powers are tiny, not
    even nearly. With the maximum subtracted the sum is never below 1, and nothing needs to be
    added.
    """
    powers = np.exp(np.asarray(x) * 1.0)
    return powers / (np.sum(powers, axis=-1, keepdims=True) + 1e-8)


def softmax__integers(x):
    """Fractions cut off.

    Your probabilities were stored as whole numbers, so everything below 1 became 0. Look at the
    dtype of the array that you fill: it copied that of `x`.
    """
    x = np.asarray(x)
    return _softmax(x).astype(x.dtype)


def softmax__twice(x):
    """Applied twice.

    Your probabilities are too much alike: softmax went over them twice. Apply it once, to the
    logits.
    """
    return _softmax(_softmax(x))


def softmax__logarithm(x):
    """The logarithm.

    Your numbers are negative: they are the logarithms of the probabilities. Return these
    themselves.
    """
    x = np.asarray(x) * 1.0
    x = x - np.max(x, axis=-1, keepdims=True)
    return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))


def softmax__in_place(x):
    """The argument is overwritten.

    Your function changes the logits of whoever called it. Work with a new array.
    """
    x = np.asarray(x)
    x -= np.max(x, axis=-1, keepdims=True)
    powers = np.exp(x)
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax__no_lists(x):
    """Lists are not turned into arrays.

    A Python list knows no such arithmetic. Make an array of `x` in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("unsupported operand type(s)")
    return _softmax(x)


def softmax__always_float64(x):
    """float32 becomes float64.

    Numbers of 32 bits came in and numbers of 64 came out. Convert only what is not floating point
    already.
    """
    return _softmax(np.asarray(x, dtype=np.float64))


def softmax_with_temperature__multiplied(z, T):
    """Multiplied by the temperature.

    A high temperature should flatten the probabilities, and yours become sharper. The logits are
    divided by it.
    """
    return _softmax(np.asarray(z) * T)


def softmax_with_temperature__too_late(z, T):
    """The temperature comes too late.

    You divide the probabilities by `T`, so they no longer add up to 1. The temperature belongs to
    the logits, before the exponential.
    """
    return _softmax(z) / T


def softmax_with_temperature__ignored(z, T):
    """The temperature is not used.

    Your result is the same for every `T`. Look at where the docstring puts it.
    """
    return _softmax(z)


def softmax_with_temperature__no_lists(z, T):
    """Lists are not turned into arrays.

    A Python list cannot be divided. Make an array of `z` first.
    """
    return _softmax(z / T)


def softmax_with_temperature__zero_allowed(z, T):
    """A temperature of 0 is not refused.

    A division by a temperature of 0 gives no probabilities, and one below 0 turns the order round.
    The docstring names the error to raise for both.
    """
    with np.errstate(all="ignore"):
        return _softmax(np.asarray(z) / T)


def sigmoid_from_softmax__second(x):
    """The other one of the pair.

    Your curve falls: you took the probability of the 0, not that of `x`. Look at which of the two
    comes first.
    """
    return _sigmoid(-np.asarray(x))


def sigmoid_from_softmax__pair_with_minus(x):
    """Paired with minus x.

    Your curve is twice as steep as the sigmoid. The second logit of the pair is 0, whatever `x` is.
    """
    return _sigmoid(2 * np.asarray(x))


def sigmoid_from_softmax__of_x(x):
    """The elements compete.

    Your numbers add up to 1. Each element of `x` should form a pair with a 0 of its own.
    """
    x = np.asarray(x) * 1.0
    powers = np.exp(x - np.max(x))
    return powers / np.sum(powers)


def sigmoid_from_softmax__pairs(x):
    """Both numbers of each pair.

    Your result has one axis more than `x`: it holds both probabilities of each pair. Return the
    first of them.
    """
    x = np.asarray(x) * 1.0
    return _softmax(np.stack([x, np.zeros_like(x)], axis=-1))
