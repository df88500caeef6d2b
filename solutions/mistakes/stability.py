"""Wrong versions of the functions in solutions.stability."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "machine_epsilon": ["float64", "float32", "float16"],
    "exp_limit": ["float64", "float32", "float16"],
    "stable_tanh": [
        np.array([0.5, -1.25, 2.0]),
        np.array([-0.3, 0.8, -2.5, 1.75]),
        np.array([[1.5, -0.7], [0.2, -3.0], [0.9, 2.6]]),
        np.array([0.0, -0.45]),
        -0.6,
        np.array([3e-17, -2e-13]),
        np.array([400.0, 1.0]),
        np.array([-400.0, -1.0]),
        np.array([-750.0, 750.0, 0.1]),
    ],
    "logsumexp": [
        np.array([[0.5, -1.25, 2.0], [1.1, 0.3, -0.6]]),
        np.array([[1.4, -0.2], [0.1, 2.3], [-1.7, 0.6]]),
        np.array([0.7, -0.2, 1.1]),
        np.array([[0.3, -0.7], [1.9, 0.4]]),
        (np.array([[0.5, -1.25, 2.0], [1.1, 0.3, -0.6]]), 0),
        (np.array([[0.5, -1.25, 2.0], [1.1, 0.3, -0.6]]), -1, True),
        (np.array([[0.4, -0.9], [1.3, 0.8], [-0.5, 2.2]]), 0, True),
        np.array([1000.0, 998.5]),
        np.array([-1003.0, -1001.0]),
        np.array([[1200.0, 1201.0], [0.25, 1.0]]),
    ],
    "log_softmax": [
        np.array([[1.23, 1.3, -0.84], [-0.16, -1.01, -0.21]]),
        np.array([[0.5, -1.25], [2.0, 0.75], [-0.6, 1.1]]),
        np.array([0.7, -0.2, 1.1]),
        np.array([[0.3, -0.7], [1.9, 0.4]]),
        np.array([2.5, -1.88]),
        np.array([900.0, 3.0]),
        np.array([[0.0, -800.0, 1.5]]),
        np.array([[-1000.0, -1001.0], [0.5, 1.5]]),
    ],
    "log1p_exp": [
        np.array([0.5, -1.25, 2.0]),
        np.array([-0.3, 0.8, -2.5, 1.75]),
        np.array([[1.5, -0.7], [0.2, -3.0], [0.9, 2.6]]),
        -0.6,
        np.array([800.0, 1.0]),
        np.array([-800.0, 1.0]),
        np.array([-37.5, -45.0]),
    ],
}


def _tanh(x):
    x = np.asarray(x, dtype=float)
    m = np.expm1(-2 * np.abs(x))
    return np.sign(x) * -m / (m + 2)


def _logsumexp(x, axis=-1, keepdims=False):
    x = np.asarray(x, dtype=float)
    largest = np.max(x, axis=axis, keepdims=True)
    total = np.sum(np.exp(x - largest), axis=axis, keepdims=keepdims)
    return np.max(x, axis=axis, keepdims=keepdims) + np.log(total)


def machine_epsilon__half(dtype):
    """Half of the gap.

    Yours is half of the gap, a number that is lost when it is added to 1. The answer is the last
    gap that is *not* lost.
    """
    return float(np.finfo(dtype).eps) / 2


def machine_epsilon__twice(dtype):
    """Twice the gap.

    Yours is twice the gap: half of it, added to 1, still makes a difference. Halve once more.
    """
    return float(np.finfo(dtype).eps) * 2


def machine_epsilon__smallest(dtype):
    """The smallest number in place of the gap at 1.

    Yours is the smallest number above 0 that has all its digits. Floats lie much closer to each
    other at 0 than at 1: the gap that is asked for is the one above 1.
    """
    return float(np.finfo(dtype).tiny)


def exp_limit__in_its_own_type(dtype):
    """Rounded to 16 bits.

    For float16 yours is the limit rounded to 16 bits, 11.094, and e to that power is about 65 759,
    above the largest number, 65 504. Turn the largest number into a Python float before taking its
    logarithm.
    """
    return float(np.log(np.finfo(dtype).max))


def exp_limit__largest_number(dtype):
    """The largest number itself.

    Yours is the largest number of the type. For which x is e^x that large? The logarithm undoes
    the power.
    """
    return float(np.finfo(dtype).max)


def exp_limit__base_ten(dtype):
    """The logarithm of base 10.

    Yours is how often 10 can be multiplied by itself, the logarithm of base 10. `np.exp` raises e
    to a power: the logarithm that undoes it is the one of base e.
    """
    return float(np.log10(float(np.finfo(dtype).max)))


def exp_limit__base_two(dtype):
    """The logarithm of base 2.

    Yours is how often 2 can be multiplied by itself, the logarithm of base 2. `np.exp` raises e to
    a power: the logarithm that undoes it is the one of base e.
    """
    return float(np.log2(float(np.finfo(dtype).max)))


def exp_limit__other_end(dtype):
    """The other end.

    Yours is where e^x gets so small that digits are lost, at the other end of the numbers. It is
    the largest number of the type that is asked about.
    """
    return float(np.log(float(np.finfo(dtype).tiny)))


def stable_tanh__no_sign(x):
    """The sign is lost.

    For ordinary numbers your sizes are right, but none is below 0. For a negative x, tanh is
    negative.
    """
    return np.abs(_tanh(x))


def stable_tanh__half_the_argument(x):
    """Half of the argument.

    Yours is tanh of x / 2. Look at the exponent: it is -2 |x|.
    """
    return _tanh(np.asarray(x, dtype=float) / 2)


def stable_tanh__falls(x):
    """Upside down.

    Yours is -tanh(x). What `np.expm1` gives for -2 |x| is below 0: look at the signs.
    """
    return -_tanh(x)


def stable_tanh__cancels(x):
    """Digits lost near 0.

    Your results are right but close to 0: there all digits are gone, as after subtracting two
    numbers that are nearly equal. Which NumPy function gives e^x - 1 in one step?
    """
    x = np.asarray(x, dtype=float)
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - e) / (1 + e)


def stable_tanh__textbook(x):
    """The textbook formula.

    Your function gives nan far out on both sides: a power there is infinite, and infinity divided
    by infinity is not a number. Keep all exponents at 0 or below.

    Seen: gives-nan
    """
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def stable_tanh__power_of_2x(x):
    """Without the absolute value.

    Near 0 and for negative numbers your results are right, but for a large positive x they are nan:
    a power is infinite there. Keep the exponent at 0 or below for every x.

    Seen: gives-nan
    """
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        m = np.expm1(2 * x)
        return m / (m + 2)


def stable_tanh__power_of_minus_2x(x):
    """Without the absolute value, exponent -2x.

    Near 0 and for positive numbers your results are right, but far below 0 they are nan: a power is
    infinite there. Keep the exponent at 0 or below for every x.

    Seen: gives-nan
    """
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        m = np.expm1(-2 * x)
        return -m / (m + 2)


def logsumexp__overflows(x, axis=-1, keepdims=False):
    """The powers run over.

    Around 1000 your powers are infinite, around -1000 they are all 0, and so is your sum.
    Subtract the largest number before the power, and add it again after the logarithm.

    Seen: gives-infinity
    """
    with np.errstate(all="ignore"):
        x = np.asarray(x, dtype=float)
        return np.log(np.sum(np.exp(x), axis=axis, keepdims=keepdims))


def logsumexp__not_put_back(x, axis=-1, keepdims=False):
    """The maximum was not put back.

    Yours is too small by the largest number along the axis: as if that had been subtracted and not
    been added again. After the logarithm it has to come back.
    """
    x = np.asarray(x, dtype=float)
    return _logsumexp(x, axis, keepdims) - np.max(x, axis=axis, keepdims=keepdims)


def logsumexp__one_maximum(x, axis=-1, keepdims=False):
    """One maximum for the whole table.

    A row that lies far below the largest number of the whole table comes out as minus infinity: all
    its powers are 0. Each row needs its own maximum.

    Seen: gives-infinity
    """
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        total = np.sum(np.exp(x - np.max(x)), axis=axis, keepdims=keepdims)
        return np.max(x) + np.log(total)


def logsumexp__one_number(x, axis=-1, keepdims=False):
    """One number for the whole table.

    Your table comes back as one number. Along the axis that is asked for, each row or column has
    a sum of its own: hand `axis` on.
    """
    return _logsumexp(np.ravel(x), -1, False)


def logsumexp__axis_ignored(x, axis=-1, keepdims=False):
    """The axis is not used.

    Your function always adds along the last axis. Hand `axis` on to each function that takes one.
    """
    return _logsumexp(x, -1, keepdims)


def logsumexp__axis_zero(x, axis=-1, keepdims=False):
    """Along axis 0.

    Your function adds along axis 0 where nobody asks for an axis. The last axis is meant then: look
    at where `axis` is used, and at its default.
    """
    return _logsumexp(x, 0, keepdims)


def logsumexp__keepdims_ignored(x, axis=-1, keepdims=False):
    """keepdims is not used.

    With `keepdims=True` the axis should stay, with length 1. In your result it is gone.
    """
    return _logsumexp(x, axis)


def logsumexp__axis_always_kept(x, axis=-1, keepdims=False):
    """The axis always stays.

    Your result keeps the axis with length 1, although nobody asked for it. Where is `keepdims`
    used? The maximum has to line up with `x`; the sum and what is added at the end do not.
    """
    return _logsumexp(x, axis, True)


def logsumexp__mean(x, axis=-1, keepdims=False):
    """The mean in place of the sum.

    Yours is the logarithm of the mean of the powers. The logarithm of their sum is asked for.
    """
    x = np.asarray(x, dtype=float)
    return _logsumexp(x, axis, keepdims) - np.log(x.shape[axis])


def logsumexp__maximum_only(x, axis=-1, keepdims=False):
    """The largest number only.

    Yours is the largest number. The logarithm of the sum lies above it, by log 2 if there are two
    equal numbers.
    """
    return np.max(np.asarray(x, dtype=float), axis=axis, keepdims=keepdims)


def log_softmax__log_of_softmax(x):
    """A logarithm of 0.

    Far below the largest logit your result is minus infinity: the probability itself is too small
    for a float, and the logarithm comes too late. Subtract `logsumexp` from the logits.

    Seen: gives-infinity
    """
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        return np.log(np.exp(x - _logsumexp(x, -1, True)))


def log_softmax__overflows(x):
    """The powers run over.

    At 900 your powers are infinite, and at -1000 all of a row are 0: no finite number comes out.
    Your own `logsumexp` copes with both.

    Seen: gives-infinity
    """
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))


def log_softmax__small_number_added(x):
    """A small number added to the probability.

    Far below the largest logit your result stops, as it does when something small is added to the
    probability before the logarithm. It should go on falling: subtract `logsumexp` from the logits.
    """
    x = np.asarray(x, dtype=float)
    return np.log(np.exp(x - _logsumexp(x, -1, True)) + 1e-9)


def log_softmax__clipped(x):
    """As log_softmax__small_number_added, by clipping."""
    x = np.asarray(x, dtype=float)
    return np.log(np.clip(np.exp(x - _logsumexp(x, -1, True)), 1e-15, 1))


def log_softmax__clipped_more(x):
    """As log_softmax__small_number_added, by clipping at a larger number."""
    x = np.asarray(x, dtype=float)
    return np.log(np.maximum(np.exp(x - _logsumexp(x, -1, True)), 1e-12))


def log_softmax__no_logarithm(x):
    """The probabilities themselves.

    Yours are the probabilities. Their logarithms are asked for, which are 0 or below.
    """
    x = np.asarray(x, dtype=float)
    return np.exp(x - _logsumexp(x, -1, True))


def log_softmax__other_sign(x):
    """The other way round.

    Yours are the right numbers with the other sign. A probability is at most 1, so its logarithm
    is at most 0.
    """
    x = np.asarray(x, dtype=float)
    return _logsumexp(x, -1, True) - x


def log_softmax__maximum_only(x):
    """Only the maximum subtracted.

    Yours are the logits minus the largest of their row. What has to be subtracted is the
    `logsumexp` of the row, which is larger than that.
    """
    x = np.asarray(x, dtype=float)
    return x - np.max(x, axis=-1, keepdims=True)


def log_softmax__whole_table(x):
    """One sum for the whole table.

    All probabilities of your table together add up to 1. Each row should do so by itself.
    """
    x = np.asarray(x, dtype=float)
    return x - _logsumexp(np.ravel(x))


def log_softmax__axis_lost(x):
    """The sums lost their axis.

    For a square table, row j's `logsumexp` is subtracted from column j; other tables do not fit at
    all. Keep the sums as a column.
    """
    x = np.asarray(x, dtype=float)
    return x - _logsumexp(x)


def log1p_exp__overflows(x):
    """The power runs over.

    For a large x yours is infinity: e^x does not fit into a float. Far out, log(1 + e^x) is x
    itself. Take max(x, 0) out, then the power that is left is at most 1.

    Seen: gives-infinity
    """
    with np.errstate(all="ignore"):
        return np.log1p(np.exp(np.asarray(x, dtype=float)))


def log1p_exp__as_it_stands(x):
    """As log1p_exp__overflows, without `np.log1p`."""
    with np.errstate(all="ignore"):
        return np.log(1 + np.exp(np.asarray(x, dtype=float)))


def log1p_exp__digits_lost(x):
    """Digits lost far below 0.

    Large numbers are right, but far below 0 your digits are gone, as after adding something tiny to
    1. Which NumPy function gives log(1 + p) in one step?
    """
    x = np.asarray(x, dtype=float)
    return np.maximum(x, 0) + np.log(1 + np.exp(-np.abs(x)))


def log1p_exp__small_part_only(x):
    """Only the small part.

    Yours is log(1 + e^(-|x|)), the same for x and -x. For positive x, x itself has to be added.
    """
    return np.log1p(np.exp(-np.abs(np.asarray(x, dtype=float))))


def log1p_exp__size_added(x):
    """|x| in place of max(x, 0).

    For a negative x of usual size, yours is too large by |x|, the same as for -x. What is taken out
    is max(x, 0), which is 0 there.
    """
    x = np.abs(np.asarray(x, dtype=float))
    return x + np.log1p(np.exp(-x))


def log1p_exp__mirrored(x):
    """Mirrored.

    Your curve falls: it is log(1 + e^(-x)). Look at the sign of the exponent.
    """
    x = -np.asarray(x, dtype=float)
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def log1p_exp__divided(x):
    """Divided by a power that is 0.

    For large numbers yours is right, but at -800 it is infinity, as after dividing by e^x, which is
    0 there. Keep the exponent at 0 or below for every x.

    Seen: gives-infinity
    """
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        return x + np.log(1 + 1 / np.exp(x))
