"""Wrong versions of the functions in solutions.sigmoid."""

import math

import numpy as np

_ORDINARY = [
    np.array([0.7, -1.3, 2.1]),
    np.array([-0.4, 3.2]),
    np.array([0.0, 5.5, -6.25, 1.1]),
]
_FAR_OUT = np.array([-1000.0, 0.0, 1000.0])

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "basic_sigmoid": [0.8, -1.4, 2.6, -0.3, 4, 0, -4250.0, 12500.0],
    "sigmoid": [
        *_ORDINARY,
        np.array([-45.0, -120.0, -600.0]),
        _FAR_OUT,
        np.array([[0.7, -1.3, 2.1], [-0.4, 3.2, 0.9]]),
        [1.2, -0.7],
        np.array([2, -1, 0]),
        -1.7,
    ],
    "sigmoid_derivative": [
        *_ORDINARY,
        np.array([-41.0, 41.0]),
        np.array([-380.0]),
        np.array([380.0]),
        np.array([-1000.0, 1000.0]),
        [1.2, -0.7],
        1.7,
    ],
    "sigmoid_backward": [
        (np.array([1.5, -0.7, 2.0]), np.array([0.6, 0.25, 0.9])),
        (np.array([-1.2, 3.0]), np.array([0.35, 0.8])),
        (np.array([0.4, -2.5, 1.0, 0.3]), np.array([0.15, 0.7, 0.45, 0.05])),
        (np.array([[1.5, -0.7], [2.0, 0.4]]), np.array([[0.6, 0.25], [0.9, 0.3]])),
        ([1.5, 2.5], [0.6, 0.25]),
        (2.5, 0.3),
    ],
}


def _sigmoid(x):
    x = np.asarray(x, dtype=float)
    power = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, power) / (1.0 + power)


def _slope(x):
    power = np.exp(-np.abs(np.asarray(x, dtype=float)))
    return power / (1.0 + power) ** 2


def _is_list(x):
    return isinstance(x, (list, tuple))


def basic_sigmoid__numpy(x):
    """NumPy where plain Python was asked.

    The number is right, but it is one of NumPy's. This first version is to use the exponential of
    the `math` module, which gives a Python float.
    """
    return _sigmoid(x)


def basic_sigmoid__overflows(x):
    """The exponential gives up on large numbers.

    For a very negative `x` a power of e is too large for a float, and Python raises OverflowError.
    There, use the form of the fraction whose power is small.
    """
    return 1 / (1 + math.exp(-x))


def basic_sigmoid__overflows_as_a_power(x):
    """As basic_sigmoid__overflows, with math.e and the power operator."""
    return 1 / (1 + math.e**-x)


def basic_sigmoid__overflows_to_the_right(x):
    """The other form gives up on the other side.

    For a very large `x` a power of e is too large for a float, and Python raises OverflowError. On
    each side of 0, use the form whose power is small.
    """
    return math.exp(x) / (1 + math.exp(x))


def basic_sigmoid__divides_by_power(x):
    """A division by a power that becomes 0.

    For a very negative `x` the power of e is rounded to 0, and something is divided by 0. Find a
    form of the fraction in which 1 is added to the power before anything is divided by it.
    """
    return 1 / (1 + 1 / math.exp(x))


def basic_sigmoid__rising_exponent(x):
    """The sign of the exponent.

    Your curve falls: it is the sigmoid of minus `x`. It should rise from 0 to 1, so look at the
    sign in the exponent.
    """
    return 1 / (1 + math.exp(x))


def basic_sigmoid__no_parentheses(x):
    """The denominator without parentheses.

    Your result is 1 + e^-x, so it exceeds 1, which a sigmoid never does. The sigmoid is 1 divided
    by that whole sum: a division comes before a sum unless parentheses say otherwise.
    """
    return 1 / 1 + math.exp(-x)


def basic_sigmoid__minus(x):
    """A difference in the denominator.

    Your result is what 1 / (1 - e^-x) gives. In the sigmoid's denominator stands a sum, which is
    never 0.
    """
    return 1 / (1 - math.exp(-x))


def basic_sigmoid__exponential_only(x):
    """Only the exponential.

    Your result is e^-x alone. The sigmoid is a fraction in which this power stands below the line.
    """
    return math.exp(-x)


def basic_sigmoid__absolute(x):
    """The sign of x is lost.

    At a negative `x` your result is that at the positive one, so it is never below one half. The
    sigmoid of a negative number is.
    """
    return 1 / (1 + math.exp(-abs(x)))


def basic_sigmoid__rounded(x):
    """Rounded.

    Your number is rounded to 4 digits after the point. Return it with all digits; how it is printed
    is another matter.
    """
    return round(1 / (1 + math.exp(-x)), 4)


def sigmoid__rising_exponent(x):
    """The sign of the exponent.

    Your curve falls: it is the sigmoid of minus `x`. For large `x` it should approach 1, so look at
    the sign in the exponent.
    """
    return _sigmoid(-np.asarray(x, dtype=float))


def sigmoid__no_parentheses(x):
    """The sum is not in the denominator.

    Your values are 1 plus a power of e, so they exceed 1, which a sigmoid never does. That whole
    sum belongs below the 1: a division comes before a sum unless parentheses say otherwise.
    """
    return 1 / 1 + np.exp(-np.asarray(x, dtype=float))


def sigmoid__minus(x):
    """A difference in the denominator.

    Your values are those of 1 / (1 - e^-x). In the sigmoid's denominator stands a sum, which is
    never 0, so its values stay between 0 and 1.
    """
    return 1 / (1 - np.exp(-np.asarray(x, dtype=float)))


def sigmoid__exponential_only(x):
    """Only the exponential.

    Your values are powers of e and nothing else. The sigmoid puts them into a fraction, so that
    they stay between 0 and 1.
    """
    return np.exp(-np.asarray(x, dtype=float))


def sigmoid__rising_exponential_only(x):
    """As sigmoid__exponential_only, with the other sign."""
    return np.exp(np.asarray(x, dtype=float))


def sigmoid__tanh(x):
    """Another S-shaped curve.

    Your values lie between -1 and 1: that is the hyperbolic tangent. The sigmoid lies between 0 and
    1, and is one half at 0.
    """
    return np.tanh(np.asarray(x, dtype=float))


def sigmoid__softmax(x):
    """Divided by a sum over all.

    The values of a vector add up to 1 in your result, as in softmax. A sigmoid looks at each
    element by itself.
    """
    powers = np.exp(np.asarray(x, dtype=float))
    return powers / np.sum(powers)


def sigmoid__derivative(x):
    """The slope in place of the value.

    Your values are highest at 0 and fall on both sides: that is the slope of the sigmoid. The
    sigmoid itself rises everywhere.
    """
    s = _sigmoid(x)
    return s * (1 - s)


def sigmoid__absolute(x):
    """The sign of x is lost.

    For negative `x` your values are those of the positive ones, so none is below one half. If there
    is an absolute value in your formula, the two sides of 0 need different fractions.
    """
    return _sigmoid(np.abs(x))


def sigmoid__math_exp(x):
    """math.exp on an array.

    `math.exp` takes a single number: neither an array nor a list. Make an array of whatever comes;
    NumPy has an exponential for all its elements at once.

    Seen: calls math.exp
    """
    if np.ndim(x) == 0:
        return _sigmoid(x)
    return 1 / (1 + math.exp(-np.asarray(x)))


def sigmoid__if_on_array(x):
    """One answer for a whole array.

    Python asked an array for one yes or no, as an `if`, an `and` or a `max` does, and this array
    has one for each entry. `np.where` chooses for each entry by itself.

    Seen: raises
    """
    if x >= 0:
        return _sigmoid(x)
    return _sigmoid(x)


def sigmoid__no_lists(x):
    """Lists are not turned into arrays.

    Your formula calculates with `x` as it comes, and a Python list knows no such arithmetic. Make
    an array of it in the first line.
    """
    return _sigmoid(0 - -x)


def sigmoid__no_lists_absolute(x):
    """As sigmoid__no_lists, and the absolute value is what fails."""
    return _sigmoid(np.sign(x) * abs(x)) if not _is_list(x) else abs(x)


def sigmoid__no_lists_compared(x):
    """As sigmoid__no_lists, and the comparison is what fails."""
    return np.where(x >= 0, _sigmoid(x), _sigmoid(x))


def sigmoid__no_lists_times_float(x):
    """As sigmoid__no_lists, and the product is what fails."""
    return _sigmoid(-(-1.0 * x))


def sigmoid__repeated_list(x):
    """A list times minus one is empty.

    Your result for a list has no numbers in it. Multiplying a Python list repeats it, and minus one
    times it is an empty list: make an array of `x` in the first line.
    """
    return 1 / (1 + np.exp(-1 * x)) if _is_list(x) else _sigmoid(x)


def sigmoid__overflows(x):
    """The exponential overflows.

    The values are right here, but on the way a number became infinite, and NumPy warned. Arrange
    the formula so that no power in it is ever above 1.
    """
    return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))


def sigmoid__nan_to_the_right(x):
    """Infinity divided by infinity.

    For large `x` your result is not a number: a power became infinite, and infinity divided by
    infinity, or multiplied by 0, is none. Use the form whose powers are small there.
    """
    powers = np.exp(np.asarray(x, dtype=float))
    return powers / (powers + 1)


def sigmoid__clipped(x):
    """The input is limited first.

    Far to the left your values stop falling, as if `x` were limited there. The sigmoid goes on
    falling towards 0: change the formula rather than the input.
    """
    return _sigmoid(np.clip(np.asarray(x, dtype=float), -30, 30))


def sigmoid__clipped_at_20(x):
    """As sigmoid__clipped, nearer."""
    return _sigmoid(np.clip(np.asarray(x, dtype=float), -20, 20))


def sigmoid__clipped_at_50(x):
    """As sigmoid__clipped, further out."""
    return _sigmoid(np.clip(np.asarray(x, dtype=float), -50, 50))


def sigmoid__clipped_at_100(x):
    """As sigmoid__clipped, further out."""
    return _sigmoid(np.clip(np.asarray(x, dtype=float), -100, 100))


def sigmoid__clipped_at_500(x):
    """As sigmoid__clipped, still further out."""
    return _sigmoid(np.clip(np.asarray(x, dtype=float), -500, 500))


def sigmoid__clipped_at_700(x):
    """As sigmoid__clipped, nearly as far out as the exponential goes."""
    return _sigmoid(np.clip(np.asarray(x, dtype=float), -700, 700))


def sigmoid__clipped_at_709(x):
    """As sigmoid__clipped, as far out as the exponential goes."""
    return _sigmoid(np.clip(np.asarray(x, dtype=float), -709, 709))


def sigmoid__cancels(x):
    """One minus nearly one.

    Far to the left your result is 0 where the sigmoid is only small: 1 minus a number that is
    nearly 1 keeps no digits. Use the fraction with e^x there, which needs no subtraction.
    """
    s = 1 / (1 + np.exp(-np.abs(np.asarray(x, dtype=float))))
    return np.where(np.asarray(x) >= 0, s, 1.0 - s)


def sigmoid__silenced(x):
    """The warning is switched off.

    `np.seterr` silences NumPy in every later cell too, also where a warning would help you. Remove
    what causes the warning, not the message.

    Seen: calls np.seterr
    """
    np.seterr(all="ignore")
    return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))


def sigmoid__integers(x):
    """Fractions cut off.

    For whole numbers your result holds whole numbers too, so everything below 1 became 0. Look at
    the array that you fill: made like `x`, it cannot hold fractions.

    Seen: gives-integers
    """
    x = np.asarray(x)
    return _sigmoid(x).astype(x.dtype)


def sigmoid__in_place(x):
    """The argument is overwritten.

    Your function changes the array that it was given, and the caller still needs it. Let each step
    make a new array.

    Seen: changes-argument
    """
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x[...] = _sigmoid(x)
        return x
    return _sigmoid(x)


def sigmoid__in_place_on_the_way(x):
    """As sigmoid__in_place, but the result is another array."""
    s = _sigmoid(x)
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x *= -1
    return s


def sigmoid_derivative__of_x(x):
    """x in place of the sigmoid of x.

    Your result is x (1 - x). The formula is about the sigmoid's value, not about `x` itself: the
    slope never exceeds a quarter and is never negative.
    """
    x = np.asarray(x, dtype=float)
    return x * (1 - x)


def sigmoid_derivative__negative(x):
    """The sign of the slope.

    Your slope is negative, but the sigmoid rises everywhere. Look at which of the two numbers is
    subtracted from the other.
    """
    s = _sigmoid(x)
    return s * (s - 1)


def sigmoid_derivative__sigmoid(x):
    """The value in place of the slope.

    This is the sigmoid itself. Its slope is largest at 0, a quarter, and becomes small on both
    sides.
    """
    return _sigmoid(x)


def sigmoid_derivative__one_minus(x):
    """One factor is missing.

    Your result is 1 - s alone, the factor that falls. The slope is a product of two factors.
    """
    return 1 - _sigmoid(x)


def sigmoid_derivative__squared(x):
    """The tanh's formula.

    Your result is one minus the square of the sigmoid. With tanh in place of the sigmoid that would
    be the slope of tanh; the sigmoid's slope has another second factor.
    """
    return 1 - _sigmoid(x) ** 2


def sigmoid_derivative__s_minus_one_squared(x):
    """One factor twice.

    Your result is the square of one of the two factors. The slope has each of them once.
    """
    return (1 - _sigmoid(x)) ** 2


def sigmoid_derivative__sigmoid_squared(x):
    """As sigmoid_derivative__s_minus_one_squared, with the other one."""
    return _sigmoid(x) ** 2


def sigmoid_derivative__no_parentheses(x):
    """A product without parentheses.

    Your slope is 0 everywhere, but the sigmoid rises everywhere. If the difference in the formula
    has lost its parentheses: a product comes before a difference.
    """
    return _sigmoid(x) * 1 - _sigmoid(x)


def sigmoid_derivative__twice(x):
    """The sigmoid of the sigmoid.

    Your result is the slope at sigmoid(x), not at `x`: the sigmoid was taken twice. The `s` of the
    formula is the sigmoid of `x`.
    """
    return _slope(_sigmoid(x))


def sigmoid_derivative__cancels(x):
    """One minus nearly one.

    Far to the right your slope is 0 where it is only small: a float cannot tell the sigmoid from 1
    there, and 1 minus it is 0. The two fractions multiplied out contain no difference.
    """
    s = _sigmoid(x)
    return s * (1 - s)


def sigmoid_derivative__overflows(x):
    """The exponential overflows.

    Far from 0 a number on the way becomes infinite. The slope is the same on both sides of 0:
    calculate it for the side where the power is small.

    Seen: warns
    """
    powers = np.exp(-np.asarray(x, dtype=float))
    return powers / (1 + powers) ** 2


def sigmoid_derivative__overflows_to_the_right(x):
    """As sigmoid_derivative__overflows, with the other sign."""
    powers = np.exp(np.asarray(x, dtype=float))
    return powers / (1 + powers) ** 2


def sigmoid_derivative__no_lists(x):
    """Lists are not turned into arrays.

    Your formula calculates with `x` as it comes, and a Python list knows no such arithmetic. Make
    an array of it in the first line.
    """
    return _slope(0 - -x)


def sigmoid_derivative__no_lists_absolute(x):
    """As sigmoid_derivative__no_lists, and the absolute value is what fails."""
    return _slope(abs(x))


def sigmoid_derivative__in_place(x):
    """The argument is overwritten.

    Your function changes the array that it was given, and the caller still needs it. Let each step
    make a new array.

    Seen: changes-argument
    """
    slope = _slope(x)
    if isinstance(x, np.ndarray):
        x *= -1
    return slope


def sigmoid_derivative__in_place_returned(x):
    """As sigmoid_derivative__in_place, and that array is what is returned."""
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x[...] = _slope(x)
        return x
    return _slope(x)


def sigmoid_backward__sigmoid_again(upstream, s):
    """The sigmoid applied twice.

    Your slope is that of the sigmoid at `s`. But `s` is already what the sigmoid returned: do not
    take the sigmoid of it again.
    """
    return np.asarray(upstream) * _slope(s)


def sigmoid_backward__no_upstream(upstream, s):
    """The chain rule without its chain.

    Your result is the slope of this layer alone. What comes from above, `upstream`, has to be
    multiplied with it.
    """
    s = np.asarray(s, dtype=float)
    return s * (1 - s)


def sigmoid_backward__added(upstream, s):
    """Added where the chain rule multiplies.

    Your result is `upstream` plus the slope. The chain rule multiplies the two.
    """
    s = np.asarray(s, dtype=float)
    return np.asarray(upstream) + s * (1 - s)


def sigmoid_backward__negative(upstream, s):
    """The sign of the slope.

    Your gradient has the opposite sign. Look at which of the two numbers is subtracted from the
    other.
    """
    s = np.asarray(s, dtype=float)
    return np.asarray(upstream) * s * (s - 1)


def sigmoid_backward__times_s(upstream, s):
    """One factor is missing.

    Your result is `upstream` times one factor of the slope. The slope is a product of two.
    """
    return np.asarray(upstream, dtype=float) * np.asarray(s)


def sigmoid_backward__times_one_minus_s(upstream, s):
    """As sigmoid_backward__times_s, with the other factor."""
    return np.asarray(upstream) * (1 - np.asarray(s, dtype=float))


def sigmoid_backward__swapped(upstream, s):
    """The two arguments exchanged.

    Your result is s * upstream * (1 - upstream). The slope is made from `s`, what the sigmoid gave;
    `upstream` is the factor beside it.
    """
    upstream = np.asarray(upstream, dtype=float)
    return np.asarray(s) * upstream * (1 - upstream)


def sigmoid_backward__no_parentheses(upstream, s):
    """A product without parentheses.

    Your result is `upstream` times s, minus s. A product comes before a difference, so one minus s
    needs parentheses.
    """
    s = np.asarray(s, dtype=float)
    return np.asarray(upstream) * s * 1 - s


def sigmoid_backward__of_tanh(upstream, s):
    """The tanh's formula.

    Your result is `upstream` times one minus the square of `s`. That is the slope of tanh; the
    sigmoid's is s (1 - s).
    """
    return np.asarray(upstream) * (1 - np.asarray(s, dtype=float) ** 2)


def sigmoid_backward__summed(upstream, s):
    """Added up to one number.

    For vectors your result is the sum over all elements. The gradient has a number for each of
    them: multiply place by place.
    """
    s = np.asarray(s, dtype=float)
    return np.sum(np.asarray(upstream) * s * (1 - s))


def sigmoid_backward__no_lists(upstream, s):
    """Lists are not turned into arrays.

    A Python list knows no such arithmetic. Make arrays of `upstream` and `s` in the first lines.
    """
    return upstream * s * (1 - s)


def sigmoid_backward__no_lists_slope_first(upstream, s):
    """As sigmoid_backward__no_lists, and the difference is what fails."""
    return upstream * (s * (1 - s))


def sigmoid_backward__in_place(upstream, s):
    """The argument is overwritten.

    Your function changes an array that it was given, and the caller still needs it. Let each step
    make a new array.

    Seen: changes-argument
    """
    upstream = np.asarray(upstream, dtype=float)
    upstream *= np.asarray(s) * (1 - np.asarray(s))
    return upstream


def sigmoid_backward__in_place_on_the_way(upstream, s):
    """As sigmoid_backward__in_place, but the result is another array."""
    s = np.asarray(s, dtype=float)
    s *= 1 - s
    return np.asarray(upstream) * s
