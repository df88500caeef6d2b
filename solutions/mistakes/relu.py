"""Wrong versions of the functions in solutions.relu."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "relu": [
        np.array([[1.5, -2.25, 0.75], [-0.5, 3.25, -4.0]]),
        np.array([[-0.3, 7.5], [0.6, -1.2], [0.0, -6.5]]),
        np.array([[-1.7, -0.4, -2.6]]),
        np.array([[2.75], [0.25], [1.0]]),
        np.array([-0.67, 0.97, 2.25, -1.5]),
        2.5,
        -1.5,
        [1.5, -0.5],
        np.array([float("-inf"), 1.0, 2.0]),
    ],
    "relu_derivative": [
        np.array([[1.5, -2.25, 0.75], [-0.5, 3.25, -4.0]]),
        np.array([[-0.3, 7.5], [0.6, -1.2], [0.0, -6.5]]),
        np.array([[-1.7, -0.4, -2.6]]),
        np.array([[2.75], [0.25], [1.0]]),
        np.array([-0.67, 0.0, 2.25, -1.5]),
        2.5,
        [1, -2],
    ],
    "relu_backward": [
        (
            np.array([[1.5, -0.4, 2.2], [-3.0, 0.7, -1.1]]),
            np.array([[0.0, 1.25, 0.6], [2.0, 0.0, 0.0]]),
        ),
        (
            np.array([[-2.5, 0.9], [0.3, -0.8], [1.7, 4.0]]),
            np.array([[0.5, 0.0], [3.5, 0.0], [0.0, 1.4]]),
        ),
        (np.array([[0.5, -1.5, 2.0]]), np.array([[0.0, 0.0, 0.75]])),
        (np.array([1.5, -0.4]), np.array([0.0, 2.0])),
        ([1.0, -2.0], [0.0, 0.5]),
    ],
    "leaky_relu": [
        (np.array([[1.5, -2.25, 0.75], [-0.5, 3.25, -4.0]]), 0.2),
        (np.array([[-0.3, 7.5], [0.6, -1.2], [0.0, -6.5]]), 0.35),
        (np.array([[-1.7, 0.4, -2.6]]), 2.0),
        (np.array([[2.75], [0.25], [-1.0]]), 0.01),
        (np.array([-0.67, 0.0, 2.25, -1.5]), 0.6),
        np.array([[-8.0, 3.0]]),
        (-2.5, 0.3),
        ([1.5, -2.0], 0.3),
    ],
    "leaky_relu_derivative": [
        (np.array([[1.5, -2.25, 0.75], [-0.5, 3.25, -4.0]]), 0.2),
        (np.array([[-0.3, 7.5], [0.6, -1.2], [0.0, -6.5]]), 0.35),
        (np.array([[-1.7, 0.4, -2.6]]), 2.0),
        (np.array([[2.75], [0.25], [-1.0]]), 0.01),
        (np.array([-0.67, 0.0, 2.25, -1.5]), 0.6),
        np.array([[-8.0, 3.0]]),
        (-2.5, 0.3),
        ([1.5, -2.0], 0.3),
    ],
}


def relu__maximum_along_axis_x(x):
    """max takes an axis, not a second number.

    The second argument of `np.max` is an axis, not another number: here your array of numbers stood
    in its place. For the larger of two numbers at each place NumPy has another function.

    Seen: calls np.max
    """
    return np.max(0, x)


def relu__maximum_of_columns(x):
    """The maximum of each column.

    Your result is the largest entry along axis 0, so an axis is lost: a 0 as second argument of
    `np.max` is an axis. For the larger of two numbers at each place NumPy has another function.
    """
    return np.max(x, 0)


def relu__maximum_of_all(x):
    """One maximum of all.

    Your result is a single number, the largest entry of all. Every entry should keep its place: as
    it is where it is positive, as 0 elsewhere.
    """
    return np.max(x)


def relu__in_place(x):
    """The argument is overwritten.

    Your function writes into the array that it was given, which belongs to the caller. Make a new
    array and leave `x` as it is.

    Seen: changes-argument
    """
    if isinstance(x, np.ndarray) and x.ndim:
        x[x < 0] = 0
        return x
    return np.maximum(x, 0)


def relu__absolute(x):
    """Negatives become positive.

    Your result is the absolute value: negative numbers come out positive. They should become 0.
    """
    return np.abs(x)


def relu__unchanged(x):
    """Negatives stay negative.

    Your result is the same as the input. Negative numbers should become 0.
    """
    return np.array(x)


def relu__minimum(x):
    """The smaller in place of the larger.

    Your result keeps the negative numbers, and the positive ones are 0. It should be the other way
    round.
    """
    return np.minimum(x, 0)


def relu__mirrored(x):
    """The negative numbers, turned positive.

    Your result is relu of `-x`: the negative numbers are kept, without their sign, and the positive
    ones are 0. Look at your signs.
    """
    return np.maximum(np.negative(x), 0)


def relu__mask(x):
    """Ones in place of the numbers.

    Where `x` is positive, your result is 1, or True, which counts as 1. That is the slope there;
    the value is `x` itself.
    """
    return (np.asarray(x) > 0) * 1.0


def relu__not_a_number_at_infinity(x):
    """nan at minus infinity.

    Where `x` is minus infinity, your result is nan: infinity times 0 and infinity minus infinity
    are no numbers. Choose one of two numbers at each place, and calculate nothing.

    Seen: gives-nan
    """
    return np.asarray(x) * (np.asarray(x) > 0)


def relu__ints(x):
    """Fractions cut off.

    Your result is an array of whole numbers, so all fractions are cut off. Look where it is made,
    and with which dtype.

    Seen: gives-integers
    """
    return np.maximum(x, 0).astype(int)


def relu__only_positive(x):
    """Negatives are left out.

    Your result holds the positive numbers alone, one after the other, and the shape is lost. Each
    negative number should stay in its place, as 0.
    """
    x = np.asarray(x)
    return x[x > 0]


def relu__no_arrays(x):
    """One answer for a whole array.

    A whole array was asked for one answer, True or False: `if`, `and`, `or` and Python's `max` do
    that. An array has an answer for each entry; choose entry by entry with a NumPy function.
    """
    if x > 0:
        return x
    return 0


def relu__no_lists(x):
    """A list compared with a number.

    Your function compares `x` with a number as it comes, and a Python list has no such comparison.
    Make an array of it in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("'>' not supported between instances of 'list' and 'int'")
    return np.maximum(x, 0)


def relu__no_lists_smaller(x):
    """As relu__no_lists, with the other comparison."""
    if isinstance(x, (list, tuple)):
        raise TypeError("'<' not supported between instances of 'list' and 'int'")
    return np.maximum(x, 0)


def relu__clipped_at_one(x):
    """Limited above as well.

    Numbers above 1 became 1. Only the negative side should be cut off.
    """
    return np.clip(x, 0, 1)


def relu_derivative__one_at_zero(x):
    """1 at 0.

    At exactly 0 your slope is 1. There is a corner, and this course, like the large libraries,
    takes 0 there. Look at your comparison.
    """
    return (np.asarray(x) >= 0) * 1.0


def relu_derivative__half_at_zero(x):
    """One half at 0.

    At exactly 0 your slope is one half. There is a corner, and this course, like the large
    libraries, takes 0 there.
    """
    return np.heaviside(x, 0.5)


def relu_derivative__mask(x):
    """True and False in place of numbers.

    Your result is a mask of True and False, where the docstring promises floats. NumPy refuses to
    calculate 1 - mask, for example. Convert it.
    """
    return np.asarray(x) > 0


def relu_derivative__ints(x):
    """Whole numbers in place of floats.

    Zeros and ones are right, but they are whole numbers, where the docstring promises floats. Look
    at what your zeros and ones are made of.

    Seen: gives-integers
    """
    return (np.asarray(x) > 0).astype(int)


def relu_derivative__divided(x):
    """nan at 0.

    At exactly 0 your slope is nan: 0 divided by 0 is no number. A comparison finds the positive
    numbers without a division.

    Seen: gives-nan
    """
    x = np.asarray(x, dtype=float)
    return np.maximum(x, 0) / x


def relu_derivative__value(x):
    """The value in place of the slope.

    Your result is relu itself: where `x` is positive, it is `x`. The slope there is the same
    everywhere.
    """
    return np.maximum(np.asarray(x, dtype=float), 0)


def relu_derivative__sign(x):
    """The sign.

    For negative numbers your result is -1. The curve is flat there, so its slope is 0.
    """
    return np.sign(np.asarray(x, dtype=float))


def relu_derivative__reversed(x):
    """The comparison points the other way.

    Your ones stand where `x` is negative. The curve is flat there, and rises where `x` is positive.
    """
    return (np.asarray(x) < 0) * 1.0


def relu_derivative__reversed_with_zero(x):
    """As relu_derivative__reversed, and at 0 too."""
    return (np.asarray(x) <= 0) * 1.0


def relu_derivative__ones(x):
    """1 everywhere.

    Your slope is 1 for negative numbers too. The curve is flat there, so its slope is 0.
    """
    return np.ones(np.shape(x))


def relu_derivative__in_place(x):
    """The argument is overwritten.

    Your function writes into the array that it was given, which belongs to the caller. Make a new
    array and leave `x` as it is.

    Seen: changes-argument
    """
    x = np.asarray(x, dtype=float)
    x[...] = x > 0
    return x


def relu_derivative__no_arrays(x):
    """One answer for a whole array.

    A whole array was asked for one answer, True or False: `if`, `and` and `or` do that. An array
    has an answer for each entry; compare it as a whole.
    """
    if x > 0:
        return 1.0
    return 0.0


def relu_derivative__no_lists(x):
    """A list compared with a number.

    Your function compares `x` with a number as it comes, and a Python list has no such comparison.
    Make an array of it in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("'>' not supported between instances of 'list' and 'int'")
    return (np.asarray(x) > 0) * 1.0


def relu_backward__open_mask(upstream, a):
    """Every gradient passes.

    Your result is `upstream` as it is, also where `a` is 0. An output of exactly 0 means that the
    unit was off; and since nothing in `a` is negative, `a >= 0` is True everywhere.
    """
    return np.asarray(upstream, dtype=float) * (np.asarray(a) >= 0)


def relu_backward__no_upstream(upstream, a):
    """The chain rule without its chain.

    Your result is the slope of this layer alone. What comes from above, `upstream`, has to be
    multiplied by it.
    """
    return (np.asarray(a) > 0) * 1.0


def relu_backward__mask_of_upstream(upstream, a):
    """The mask of the wrong array.

    Your zeros stand where `upstream` is negative. Whether the unit was on shows in its output `a`;
    a gradient may well be negative.
    """
    return np.maximum(np.asarray(upstream, dtype=float), 0)


def relu_backward__times_a(upstream, a):
    """Multiplied by the output.

    Your result is `upstream` times `a`. The slope is 1 wherever the unit was on, however large its
    output.
    """
    return np.asarray(upstream, dtype=float) * np.asarray(a)


def relu_backward__arguments_swapped(upstream, a):
    """The arguments changed places.

    Your result is `a` where `upstream` is positive. The gradient that passes is `upstream`, and `a`
    decides where.
    """
    return np.asarray(a, dtype=float) * (np.asarray(upstream) > 0)


def relu_backward__closed(upstream, a):
    """Where the unit was off.

    Your gradient passes where `a` is 0, and stops where the unit was on. It should be the other way
    round.
    """
    return np.asarray(upstream, dtype=float) * (np.asarray(a) <= 0)


def relu_backward__added(upstream, a):
    """Added where a product is asked for.

    Your result is the slope added to `upstream`. The chain rule multiplies them.
    """
    return np.asarray(upstream, dtype=float) + (np.asarray(a) > 0)


def relu_backward__no_lists(upstream, a):
    """A list compared with a number.

    Your function compares a Python list with a number, and a list has no such comparison. Make
    arrays of `upstream` and `a` first.
    """
    return np.asarray(upstream) * (a > 0)


def relu_backward__in_place(upstream, a):
    """An argument is overwritten.

    Your function writes into an array that it was given, which belongs to the caller. Make a new
    array for the result.

    Seen: changes-argument
    """
    upstream = np.asarray(upstream)
    upstream[np.asarray(a) <= 0] = 0
    return upstream


def leaky_relu__constant(x, alpha=0.01):
    """A constant on the negative side.

    Every negative number became the same. The negative side is a line through 0 with the slope
    `alpha`.
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, -alpha)


def leaky_relu__constant_positive(x, alpha=0.01):
    """As leaky_relu__constant, without the minus."""
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha)


def leaky_relu__steep(x, alpha=0.01):
    """Only for slopes up to 1.

    Your result is the larger of `x` and `alpha` times `x`, also for an `alpha` above 1, where the
    two lines change places. Choose by the sign of `x`.
    """
    x = np.asarray(x, dtype=float)
    return np.maximum(alpha * x, x)


def leaky_relu__no_leak(x, alpha=0.01):
    """Nothing leaks.

    Negative numbers became 0, as in relu itself. Here they are multiplied by `alpha`.
    """
    return np.maximum(np.asarray(x, dtype=float), 0)


def leaky_relu__fixed_slope(x, alpha=0.01):
    """The slope is fixed.

    The slope of your negative side is 0.01 whatever `alpha` is given. Use the argument.
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, 0.01 * x)


def leaky_relu__upside_down(x, alpha=0.01):
    """The negative side goes up.

    Negative numbers came out positive. The line goes on downwards, with another slope.
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, -alpha * x)


def leaky_relu__divided(x, alpha=0.01):
    """Divided where a product is asked for.

    Your negative numbers were divided by `alpha`. It multiplies them.
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, x / alpha)


def leaky_relu__sides_swapped(x, alpha=0.01):
    """The sides changed places.

    Your positive numbers were multiplied by `alpha`, and the negative ones stayed. It should be the
    other way round.
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, alpha * x, x)


def leaky_relu__both_sides(x, alpha=0.01):
    """alpha on both sides.

    All your numbers were multiplied by `alpha`. Positive numbers stay as they are.
    """
    return alpha * np.asarray(x, dtype=float)


def leaky_relu__added(x, alpha=0.01):
    """Added where a product is asked for.

    On the negative side your result is `alpha` plus `x`. It should be `alpha` times `x`.
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha + x)


def leaky_relu__slope(x, alpha=0.01):
    """The slope in place of the value.

    Your result is the slope: 1 on the right and `alpha` on the left. The value is `x` on the right
    and `alpha` times `x` on the left.
    """
    return np.where(np.asarray(x) > 0, 1.0, alpha)


def leaky_relu__no_alpha(x, *rest):
    """alpha is no argument.

    Your function takes one argument, `x`. The caller may give `alpha` as a second one: write it
    into the first line, with its default.
    """
    if rest:
        raise TypeError("leaky_relu() takes 1 positional argument but 2 were given")
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, 0.01 * x)


def leaky_relu__no_default(x, *rest):
    """alpha has no default.

    Your function cannot be called without `alpha`. In the first line of the exercise it has a
    default: `alpha=0.01`.
    """
    if not rest:
        raise TypeError("leaky_relu() missing 1 required positional argument: 'alpha'")
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, rest[0] * x)


def leaky_relu__other_default(x, alpha=0.1):
    """Another default.

    Without `alpha` your slope on the negative side is 0.1. It should be 0.01 then: look at the
    first line.
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha * x)


def leaky_relu__no_arrays(x, alpha=0.01):
    """One answer for a whole array.

    A whole array was asked for one answer, True or False: `if`, `and`, `or` and Python's `max` do
    that. An array has an answer for each entry; choose entry by entry with a NumPy function.
    """
    if x > 0:
        return x
    return alpha * x


def leaky_relu__no_lists(x, alpha=0.01):
    """A list is not made an array.

    Your function compares or multiplies `x` as it comes. A Python list can neither be compared with
    a number nor multiplied by a fraction: make an array of it in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("'>' not supported between instances of 'list' and 'int'")
    return np.where(x > 0, x, alpha * x)


def leaky_relu__list_times_fraction(x, alpha=0.01):
    """As leaky_relu__no_lists, with the product first."""
    if isinstance(x, (list, tuple)):
        raise TypeError("can't multiply sequence by non-int of type 'float'")
    return np.where(x > 0, x, alpha * x)


def leaky_relu__in_place(x, alpha=0.01):
    """The argument is overwritten.

    Your function writes into the array that it was given, which belongs to the caller. Make a new
    array and leave `x` as it is.

    Seen: changes-argument
    """
    x = np.asarray(x, dtype=float)
    x[x < 0] *= alpha
    return x


def leaky_relu_derivative__line(x, alpha=0.01):
    """The value in place of the slope.

    On the negative side your result is `alpha` times `x`, the line itself. Its slope is the same
    everywhere: `alpha`.
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, 1.0, alpha * x)


def leaky_relu_derivative__function(x, alpha=0.01):
    """The function in place of its slope.

    Your result is leaky_relu itself. Its slope is one number on each side of 0.
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha * x)


def leaky_relu_derivative__negative(x, alpha=0.01):
    """The sign of the slope.

    Your slope is negative on the negative side, but the line rises there too.
    """
    return np.where(np.asarray(x) > 0, 1.0, -alpha)


def leaky_relu_derivative__no_leak(x, alpha=0.01):
    """Nothing leaks.

    On the negative side your slope is 0, as in relu itself. Here it is `alpha`.
    """
    return (np.asarray(x) > 0) * 1.0


def leaky_relu_derivative__x(x, alpha=0.01):
    """The value on the positive side.

    Where `x` is positive, your result is `x`. The slope there is the same everywhere: 1.
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha)


def leaky_relu_derivative__one_at_zero(x, alpha=0.01):
    """1 at 0.

    At exactly 0 your slope is 1. There is a corner, and the docstring takes the slope of the left
    side, `alpha`. Look at your comparison.
    """
    return np.where(np.asarray(x) >= 0, 1.0, alpha)


def leaky_relu_derivative__zero_at_zero(x, alpha=0.01):
    """0 at 0.

    At exactly 0 your slope is 0. There is a corner, and the docstring takes the slope of the left
    side, `alpha`.
    """
    x = np.asarray(x)
    return (x > 0) * 1.0 + alpha * (x < 0)


def leaky_relu_derivative__fixed_slope(x, alpha=0.01):
    """The slope is fixed.

    Your slope on the negative side is 0.01 whatever `alpha` is given. Use the argument.
    """
    return np.where(np.asarray(x) > 0, 1.0, 0.01)


def leaky_relu_derivative__sides_swapped(x, alpha=0.01):
    """The sides changed places.

    Your slope is `alpha` on the right and 1 on the left. It should be the other way round.
    """
    return np.where(np.asarray(x) > 0, alpha, 1.0)


def leaky_relu_derivative__no_arrays(x, alpha=0.01):
    """One answer for a whole array.

    A whole array was asked for one answer, True or False: `if`, `and` and `or` do that. An array
    has an answer for each entry; choose entry by entry with a NumPy function.
    """
    if x > 0:
        return 1.0
    return alpha


def leaky_relu_derivative__no_lists(x, alpha=0.01):
    """A list compared with a number.

    Your function compares `x` with a number as it comes, and a Python list has no such comparison.
    Make an array of it in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("'>' not supported between instances of 'list' and 'int'")
    return np.where(np.asarray(x) > 0, 1.0, alpha)
