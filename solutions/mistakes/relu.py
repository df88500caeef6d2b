"""Wrong versions of the functions in solutions.relu."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "relu": [
        np.array([-0.67, -0.97, -0.25, 1.0]),
        np.array([0.67, 0.97, 0.25, -1.0]),
        np.array([1.33, 1.03, 1.75, 3.0]),
        2.5,
        np.array([[0.5, -0.5, 3.0]]),
        [float("-inf"), 1.0, 2.0],
    ],
    "relu_derivative": [
        np.array([-1.0, 0.0, 2.0]),
        np.array([-0.67, -0.97, -0.25, 1.0]),
        np.array([0.67, 0.97, 0.25, -1.0]),
        np.array([1.33, 1.03, 1.75, 3.0]),
        np.array([1.0, -0.67, -0.97, -0.25]),
        [1, -2],
        np.array([1.0, -2.0], dtype="float32"),
    ],
    "relu_backward": [
        (np.array([1.5, -0.4]), np.array([0.0, 1.0])),
        (np.array([-0.7, -1.0, -0.2, 1.0]), np.array([0.0, 1.0, 2.0, 0.0])),
        (np.array([0.7, 1.0, 0.2, -1.0]), np.array([-0.0, -1.0, -2.0, -0.0])),
        (np.array([1.3, 1.0, 1.8, 3.0]), np.array([2.0, 3.0, 4.0, 2.0])),
        (np.array([1.0, -0.7, -1.0, -0.2]), np.array([0.0, 0.0, 1.0, 2.0])),
        ([1.0, -2.0], [0.5, 0.0]),
    ],
    "leaky_relu": [
        np.array([-0.67, -0.97, -0.25, 1.0]),
        np.array([0.67, 0.97, 0.25, -1.0]),
        np.array([1.33, 1.03, 1.75, 3.0]),
        (np.array([-0.7, -1.0, -0.2, 1.0]), 2.0),
        -2,
        [1, -2],
    ],
    "leaky_relu_derivative": [
        (np.array([-0.5, 0.7, 0.3]), 0.1),
        np.array([-0.67, -0.97, -0.25, 1.0]),
        np.array([0.67, 0.97, 0.25, -1.0]),
        np.array([1.33, 1.03, 1.75, 3.0]),
        0.0,
        [1, -2],
    ],
}


def relu__maximum_along_axis_x(x):
    """max takes an axis, not a second number.

    `np.max` looks for the largest element of its first argument, and your `x` became its axis. For
    the larger of two numbers at each place NumPy has another function.
    """
    return np.max(0, x)


def relu__maximum_of_columns(x):
    """The maximum of each column.

    `np.max(..., 0)` takes the maximum along axis 0, so an axis is lost. For the larger of two
    numbers at each place NumPy has another function.
    """
    return np.max(x, 0)


def relu__in_place(x):
    """The argument is overwritten.

    Your function puts zeros into the array of whoever called it. Make a new array and leave `x` as
    it is.
    """
    if isinstance(x, np.ndarray) and x.ndim:
        x[x < 0] = 0
        return x
    return np.maximum(x, 0)


def relu__absolute(x):
    """Negatives become positive.

    Your function is the absolute value. Negative numbers should become 0: try an input that has
    some.
    """
    return np.abs(x)


def relu__unchanged(x):
    """Negatives stay negative.

    Your function returns its input. Try one with negative numbers, which should become 0.
    """
    return np.array(x)[()]


def relu__minimum(x):
    """The smaller in place of the larger.

    Your function keeps the negative numbers and loses the positive ones. It should be the other way
    round.
    """
    return np.minimum(x, 0)


def relu__mask(x):
    """Ones in place of the numbers.

    Where `x` is positive, your result is 1. That is the slope; the value there is `x` itself.
    """
    x = np.asarray(x)
    return (x > 0).astype(x.dtype)


def relu__not_a_number_at_infinity(x):
    """Infinity times zero.

    Multiplying by a mask gives nan where `x` is minus infinity. Choose between the two numbers
    instead of multiplying.
    """
    x = np.asarray(x)
    return x * (x > 0)


def relu__ints(x):
    """Fractions cut off.

    Your result was stored in an array of whole numbers, so fractions are lost. Look at the dtype of
    the array that you fill.
    """
    return np.maximum(x, 0).astype(int)


def relu__only_positive(x):
    """Negatives are left out.

    Selecting with a mask keeps only the positive numbers, one after the other, and the shape is
    lost. Each negative number should stay in its place, as 0.
    """
    x = np.asarray(x)
    return x[x > 0]


def relu__no_arrays(x):
    """An if for a whole array.

    `if x > 0` asks for one answer, but an array gives one for each element. Choose element by
    element with a NumPy function.
    """
    if x > 0:
        return x
    return 0


def relu__python_max(x):
    """As relu__no_arrays, with Python's max."""
    return max(0, x)


def relu__no_lists(x):
    """Lists are not turned into arrays.

    Your function compares or calculates with `x` as it comes, and a Python list cannot do that.
    Make an array of it in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("'>' not supported between instances of 'list' and 'int'")
    return np.maximum(x, 0)


def relu__clipped_at_one(x):
    """Limited above as well.

    Numbers above 1 became 1. Only the negative side is cut.
    """
    return np.clip(x, 0, 1)


def relu_derivative__one_at_zero(x):
    """1 at 0.

    At exactly 0 there is a corner and no slope; this course, like the large libraries, takes 0
    there. Look at your comparison.
    """
    x = np.asarray(x) * 1.0
    return (x >= 0).astype(x.dtype)


def relu_derivative__half_at_zero(x):
    """One half at 0.

    At exactly 0 there is a corner and no slope; this course, like the large libraries, takes 0
    there.
    """
    return np.heaviside(np.asarray(x) * 1.0, 0.5)


def relu_derivative__mask(x):
    """True and False in place of numbers.

    Your result is a mask. Numbers are asked for: a mask cannot be subtracted from, for example.
    Convert it.
    """
    return np.asarray(x) > 0


def relu_derivative__ints(x):
    """Whole numbers in place of floats.

    Zeros and ones are right, but the docstring promises a floating point type. Look at what you
    convert the mask to.
    """
    return (np.asarray(x) > 0).astype(int)


def relu_derivative__divided(x):
    """Zero divided by zero.

    At 0 your quotient is not a number. A comparison finds the positive numbers without a division.
    """
    x = np.asarray(x) * 1.0
    return np.maximum(x, 0) / x


def relu_derivative__value(x):
    """The value in place of the slope.

    Where `x` is positive, you return `x`. The slope there is the same everywhere.
    """
    return np.maximum(x, 0) * 1.0


def relu_derivative__sign(x):
    """The sign.

    For negative numbers your result is -1. The curve is flat there.
    """
    return np.sign(np.asarray(x) * 1.0)


def relu_derivative__reversed(x):
    """The comparison points the other way.

    Your ones stand where `x` is negative. The curve is flat there, and rises where `x` is positive.
    """
    x = np.asarray(x) * 1.0
    return (x < 0).astype(x.dtype)


def relu_derivative__always_float64(x):
    """float32 becomes float64.

    Numbers of 32 bits came in and numbers of 64 came out. Give your result the dtype of `x`.
    """
    return (np.asarray(x) > 0).astype(np.float64)


def relu_derivative__in_place(x):
    """The argument is overwritten.

    Your function writes ones and zeros into the array that it was given. Make a new array.
    """
    x = np.asarray(x)
    x[...] = x > 0
    return x


def relu_derivative__no_lists(x):
    """Lists are not turned into arrays.

    Your function compares `x` as it comes, and a Python list cannot be compared with a number. Make
    an array of it in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("'>' not supported between instances of 'list' and 'int'")
    x = np.asarray(x) * 1.0
    return (x > 0).astype(x.dtype)


def relu_backward__open_mask(upstream, a):
    """The mask is always true.

    After a relu nothing is negative, so your comparison lets every gradient pass. An output of
    exactly 0 means that the relu was off.
    """
    return np.asarray(upstream) * 1.0 * (np.asarray(a) >= 0)


def relu_backward__no_upstream(upstream, a):
    """The chain rule without its chain.

    Your result is the slope of this layer alone. What comes from above, `upstream`, has to be
    multiplied with it.
    """
    return (np.asarray(a) > 0) * 1.0


def relu_backward__mask_of_upstream(upstream, a):
    """The mask of the wrong array.

    You look at the sign of `upstream`. Whether the relu was on shows in its output `a`; a gradient
    may well be negative.
    """
    return np.maximum(np.asarray(upstream) * 1.0, 0)


def relu_backward__times_a(upstream, a):
    """Multiplied by the output.

    You multiply by the relu's output. Its slope is 1 wherever it was on, however large the output.
    """
    return np.asarray(upstream) * 1.0 * np.maximum(a, 0)


def relu_backward__no_lists(upstream, a):
    """Lists are not turned into arrays.

    A Python list cannot be compared with a number. Make arrays of `upstream` and `a` first.
    """
    return upstream * (a > 0)


def relu_backward__in_place(upstream, a):
    """The gradient is overwritten.

    Your function puts zeros into `upstream`, which belongs to the caller. Make a new array.
    """
    upstream = np.asarray(upstream)
    upstream[np.asarray(a) <= 0] = 0
    return upstream


def leaky_relu__constant(x, alpha=0.01):
    """A constant on the negative side.

    Every negative number became the same. The negative side is a line through 0 with the slope
    `alpha`.
    """
    x = np.asarray(x) * 1.0
    return np.where(x > 0, x, -alpha)[()]


def leaky_relu__constant_positive(x, alpha=0.01):
    """As leaky_relu__constant, without the minus."""
    x = np.asarray(x) * 1.0
    return np.where(x > 0, x, alpha)[()]


def leaky_relu__steep(x, alpha=0.01):
    """Only for slopes up to 1.

    Taking the larger of the two lines works while `alpha` is at most 1; beyond that the lines
    change places. Choose by the sign of `x`.
    """
    x = np.asarray(x) * 1.0
    return np.maximum(alpha * x, x)


def leaky_relu__no_leak(x, alpha=0.01):
    """Nothing leaks.

    Negative numbers became 0, as in relu itself. Here they keep a small part of their size, given
    by `alpha`.
    """
    return np.maximum(np.asarray(x) * 1.0, 0)


def leaky_relu__fixed_slope(x, alpha=0.01):
    """The slope is fixed.

    Your function uses 0.01 whatever `alpha` it is given. Use the argument.
    """
    x = np.asarray(x) * 1.0
    return np.where(x > 0, x, 0.01 * x)[()]


def leaky_relu__upside_down(x, alpha=0.01):
    """The negative side goes up.

    Negative numbers came out positive. The line goes on downwards, only less steeply.
    """
    x = np.asarray(x) * 1.0
    return np.where(x > 0, x, -alpha * x)[()]


def leaky_relu__divided(x, alpha=0.01):
    """Divided where a product is asked for.

    The negative side became steeper in place of flatter: `alpha` multiplies.
    """
    x = np.asarray(x) * 1.0
    return np.where(x > 0, x, x / alpha)[()]


def leaky_relu__sides_swapped(x, alpha=0.01):
    """The sides changed places.

    Your positive side is the flat one. Positive numbers stay as they are.
    """
    x = np.asarray(x) * 1.0
    return np.where(x > 0, alpha * x, x)[()]


def leaky_relu__no_lists(x, alpha=0.01):
    """Lists are not turned into arrays.

    A Python list cannot be compared with a number. Make an array of `x` in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("'>' not supported between instances of 'list' and 'int'")
    return np.where(x > 0, x, alpha * x)[()]


def leaky_relu__in_place(x, alpha=0.01):
    """The argument is overwritten.

    Your function changes the negative numbers in the array that it was given. Make a new array.
    """
    x = np.asarray(x)
    x[x < 0] *= alpha
    return x


def leaky_relu_derivative__line(x, alpha=0.01):
    """The value in place of the slope.

    On the negative side you return the line itself. Its slope is the same everywhere: a constant.
    """
    x = np.asarray(x) * 1.0
    return np.where(x > 0, 1.0, alpha * x)[()]


def leaky_relu_derivative__negative(x, alpha=0.01):
    """The sign of the slope.

    Your slope is negative on the negative side, but the line rises there too.
    """
    x = np.asarray(x) * 1.0
    return np.where(x > 0, 1.0, -alpha).astype(x.dtype)[()]


def leaky_relu_derivative__no_leak(x, alpha=0.01):
    """Nothing leaks.

    On the negative side your slope is 0, as in relu itself. Here it is given by `alpha`.
    """
    x = np.asarray(x) * 1.0
    return (x > 0).astype(x.dtype)


def leaky_relu_derivative__x(x, alpha=0.01):
    """The value on the positive side.

    Where `x` is positive, you return `x`. The slope there is the same everywhere.
    """
    x = np.asarray(x) * 1.0
    return np.where(x > 0, x, alpha)[()]


def leaky_relu_derivative__one_at_zero(x, alpha=0.01):
    """1 at 0.

    At exactly 0 there is a corner; the docstring takes the slope of the negative side there. Look
    at your comparison.
    """
    x = np.asarray(x) * 1.0
    return np.where(x >= 0, 1.0, alpha).astype(x.dtype)[()]


def leaky_relu_derivative__fixed_slope(x, alpha=0.01):
    """The slope is fixed.

    Your function uses 0.01 whatever `alpha` it is given. Use the argument.
    """
    x = np.asarray(x) * 1.0
    return np.where(x > 0, 1.0, 0.01).astype(x.dtype)[()]


def leaky_relu_derivative__no_lists(x, alpha=0.01):
    """Lists are not turned into arrays.

    A Python list cannot be compared with a number. Make an array of `x` in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("'>' not supported between instances of 'list' and 'int'")
    return np.where(x > 0, 1.0, alpha)[()]
