"""Wrong versions of the functions in solutions.sigmoid."""

import math

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "basic_sigmoid": [
        1,
        -4250.0,
        12500.0,
        1.0,
        -1,
    ],
    "sigmoid": [
        np.array([0.0]),
        np.array([-0.0]),
        np.array([2.0]),
        np.array([-0.25]),
        -1000,
        np.array([0.0], dtype="float32"),
        [-1000.0, 0.0, 1000.0],
    ],
    "sigmoid_derivative": [
        np.array([0.0]),
        np.array([-0.0]),
        np.array([2.0]),
        np.array([-0.25]),
        2,
        [0.0],
        np.array([-40.0, 40.0, 20.0, -50.0], dtype="float32"),
    ],
    "sigmoid_backward": [
        (np.array([1.0, 2.0]), np.array([0.5, 0.25])),
        (np.array([-0.7, -1.0, -0.2, 1.0]), np.array([0.4, 0.7, 0.1, 0.3])),
        (np.array([0.7, 1.0, 0.2, -1.0]), np.array([-0.4, -0.7, -0.1, -0.3])),
        (np.array([1.3, 1.0, 1.8, 3.0]), np.array([2.4, 2.7, 2.1, 2.3])),
        (np.array([1.0, -0.7, -1.0, -0.2]), np.array([0.3, 0.4, 0.7, 0.1])),
        ([1.0, 2.0], [0.5, 0.25]),
    ],
}


def _sigmoid(x):
    x = np.asarray(x) * 1.0
    power = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, power) / (1.0 + power)


def basic_sigmoid__numpy(x):
    """NumPy where plain Python was asked.

    The number is right, but its type is NumPy's. This first version is to use the exponential of
    the `math` module, which gives a Python float.
    """
    return _sigmoid(x)


def basic_sigmoid__overflows(x):
    """math.exp gives up on large numbers.

    For a very negative `x` the power in your denominator is too large for a float, and `math.exp`
    raises OverflowError. Multiply both parts of the fraction by a power that is small there.
    """
    return 1 / (1 + math.exp(-x))


def basic_sigmoid__overflows_to_the_right(x):
    """The other form gives up on the other side.

    For a large positive `x` the power in your fraction is too large for a float. Use the form with
    the small power on each side of 0.
    """
    return math.exp(x) / (1 + math.exp(x))


def basic_sigmoid__divides_by_power(x):
    """A division by a power that becomes 0.

    For a very negative `x` the power of e is rounded to 0, and something is divided by it. Find a
    form of the fraction in which nothing is divided by a power.
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

    Your result exceeds 1, which a sigmoid never does. A division comes before a sum: put the whole
    denominator in parentheses.
    """
    return 1 / 1 + math.exp(-x)


def basic_sigmoid__minus(x):
    """A difference in the denominator.

    The denominator is a sum, so it is never 0 and the result stays between 0 and 1. Yours is a
    difference.
    """
    return 1 / (1 - math.exp(-x))


def basic_sigmoid__rounded(x):
    """Rounded.

    Your number is rounded. Return it with all digits; how it is printed is another matter.
    """
    return round(1 / (1 + math.exp(-x)), 4)


def sigmoid__rising_exponent(x):
    """The sign of the exponent.

    Your curve falls: it is the sigmoid of minus `x`. For large `x` it should approach 1, so look at
    the sign in the exponent.
    """
    return _sigmoid(-np.asarray(x))


def sigmoid__no_parentheses(x):
    """The sum is not in the denominator.

    Your values are 1 plus a power of e, so they exceed 1, which a sigmoid never does. That whole
    sum belongs below the 1: a division comes before a sum unless parentheses say otherwise.
    """
    return 1 / 1 + np.exp(-np.asarray(x) * 1.0)


def sigmoid__minus(x):
    """A difference in the denominator.

    The denominator is a sum, so it is never 0 and the values stay between 0 and 1. Yours is a
    difference.
    """
    return 1 / (1 - np.exp(-np.asarray(x) * 1.0))


def sigmoid__exponential_only(x):
    """Only the exponential.

    Your values are the powers of e. The sigmoid puts them into a fraction, so that they stay
    between 0 and 1.
    """
    return np.exp(-np.asarray(x) * 1.0)


def sigmoid__tanh(x):
    """Another S-shaped curve.

    Your values lie between -1 and 1: that is the hyperbolic tangent. The sigmoid lies between 0 and
    1, and is one half at 0.
    """
    return np.tanh(np.asarray(x) * 1.0)


def sigmoid__softmax(x):
    """Divided by a sum over all.

    Your values add up to 1, as in softmax. A sigmoid looks at each element by itself.
    """
    powers = np.exp(np.asarray(x) * 1.0)
    return powers / np.sum(powers)


def sigmoid__derivative(x):
    """The slope in place of the value.

    Your values are highest at 0 and fall on both sides: that is the slope of the sigmoid. The
    sigmoid itself rises everywhere.
    """
    s = _sigmoid(x)
    return s * (1 - s)


def sigmoid__math_exp(x):
    """math.exp on an array.

    `math.exp` takes a single number, and an array holds several. NumPy has an exponential for all
    elements at once.
    """
    if np.ndim(x) == 0:
        return _sigmoid(x)
    return 1 / (1 + math.exp(-np.asarray(x)))


def sigmoid__no_lists(x):
    """Lists are not turned into arrays.

    Your formula calculates with `x` as it comes, and a Python list knows no such arithmetic. Make
    an array of it in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("bad operand type for unary -: 'list'")
    return _sigmoid(x)


def sigmoid__repeated_list(x):
    """A list times minus one is empty.

    Multiplying a Python list repeats it, and minus one times it is an empty list. Make an array of
    `x` in the first line.
    """
    return 1 / (1 + np.exp(-1 * x)) if isinstance(x, (list, tuple)) else _sigmoid(x)


def sigmoid__overflows(x):
    """The exponential overflows.

    The values are right, but on the way the exponential of a large number became infinite, and
    NumPy warned. Arrange the formula so that only numbers that are not positive are exponentiated.
    """
    x = np.asarray(x) * 1.0
    return 1 / (1 + np.exp(-x))


def sigmoid__nan_to_the_right(x):
    """Infinity divided by infinity.

    For large `x` both parts of your fraction become infinite, and their quotient is not a number.
    Use the form whose powers are small there.
    """
    powers = np.exp(np.asarray(x) * 1.0)
    return powers / (powers + 1)


def sigmoid__clipped(x):
    """The input is limited first.

    Limiting `x` keeps NumPy quiet, but beyond the limit the values are wrong: the sigmoid goes on
    falling towards 0. Change the formula rather than the input.
    """
    x = np.clip(np.asarray(x) * 1.0, -30, 30)
    return 1 / (1 + np.exp(-x))


def sigmoid__clipped_at_100(x):
    """As sigmoid__clipped, further out."""
    return _sigmoid(np.clip(np.asarray(x) * 1.0, -100, 100))


def sigmoid__clipped_at_500(x):
    """As sigmoid__clipped, still further out."""
    return _sigmoid(np.clip(np.asarray(x) * 1.0, -500, 500))


def sigmoid__clipped_at_709(x):
    """As sigmoid__clipped, as far out as the exponential goes."""
    return _sigmoid(np.clip(np.asarray(x) * 1.0, -709, 709))


def sigmoid__silenced(x):
    """The warning is switched off.

    `np.seterr` silences NumPy in every later cell too, also where a warning would help you. Remove
    what causes the warning, not the message.
    """
    np.seterr(all="ignore")
    return 1 / (1 + np.exp(-np.asarray(x) * 1.0))


def sigmoid__always_float64(x):
    """float32 becomes float64.

    Numbers of 32 bits came in and numbers of 64 came out, which takes twice the memory. Convert
    only what is not floating point already.
    """
    return _sigmoid(np.asarray(x, dtype=np.float64))


def sigmoid__integers(x):
    """Fractions cut off.

    Your values were stored as whole numbers, so everything below 1 became 0. Look at the dtype of
    the array that you fill: it copied that of `x`.
    """
    x = np.asarray(x)
    return _sigmoid(x).astype(x.dtype)


def sigmoid__in_place(x):
    """The argument is overwritten.

    Your function writes its result into the array that it was given. Work with a new array, so that
    the caller still has `x`.
    """
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x[...] = _sigmoid(x)
        return x
    return _sigmoid(x)


def sigmoid_derivative__of_x(x):
    """x in place of the sigmoid of x.

    The formula is right, but for the sigmoid's value, not for `x` itself. The slope never exceeds a
    quarter and is never negative.
    """
    x = np.asarray(x) * 1.0
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

    The slope is a product of two factors; your result is only the one that falls.
    """
    return 1 - _sigmoid(x)


def sigmoid_derivative__squared(x):
    """The tanh's formula.

    One minus the square is the slope of the hyperbolic tangent. The sigmoid's slope has another
    second factor.
    """
    return 1 - _sigmoid(x) ** 2


def sigmoid_derivative__s_minus_one_squared(x):
    """One factor twice.

    You multiply the same factor by itself. The two factors of the slope are different.
    """
    return (1 - _sigmoid(x)) ** 2


def sigmoid_derivative__sigmoid_squared(x):
    """As sigmoid_derivative__s_minus_one_squared, with the other one."""
    return _sigmoid(x) ** 2


def sigmoid_derivative__cancels(x):
    """One minus nearly one.

    For large `x` the sigmoid is rounded to exactly 1, so the difference is 0 and the slope is lost.
    The two fractions multiplied out contain no difference: write the slope with the power of e.
    """
    s = _sigmoid(x)
    return s * (1 - s)


def sigmoid_derivative__overflows(x):
    """The exponential overflows.

    The exponential of a large number becomes infinite on the way. The slope is the same on both
    sides of 0: calculate it for the side where the power is small.
    """
    x = np.asarray(x) * 1.0
    powers = np.exp(-x)
    return powers / (1 + powers) ** 2


def sigmoid_derivative__no_lists(x):
    """Lists are not turned into arrays.

    Your formula calculates with `x` as it comes, and a Python list knows no such arithmetic. Make
    an array of it in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("bad operand type for unary -: 'list'")
    power = np.exp(-np.abs(x * 1.0))
    return power / (1.0 + power) ** 2


def sigmoid_derivative__always_float64(x):
    """float32 becomes float64.

    Numbers of 32 bits came in and numbers of 64 came out. Convert only what is not floating point
    already.
    """
    power = np.exp(-np.abs(np.asarray(x, dtype=np.float64)))
    return power / (1.0 + power) ** 2


def sigmoid_backward__sigmoid_again(upstream, s):
    """The sigmoid applied twice.

    The argument `s` is already what the sigmoid returned. Applying it again gives the slope at
    another place.
    """
    s = _sigmoid(s)
    return np.asarray(upstream) * 1.0 * s * (1 - s)


def sigmoid_backward__no_upstream(upstream, s):
    """The chain rule without its chain.

    Your result is the slope of this layer alone. What comes from above, `upstream`, has to be
    multiplied with it.
    """
    s = np.asarray(s) * 1.0
    return s * (1 - s)


def sigmoid_backward__added(upstream, s):
    """Added where the chain rule multiplies.

    The slope and `upstream` belong to one product: the chain rule multiplies.
    """
    s = np.asarray(s) * 1.0
    return np.asarray(upstream) + s * (1 - s)


def sigmoid_backward__negative(upstream, s):
    """The sign of the slope.

    Your gradient has the opposite sign. Look at which of the two numbers is subtracted from the
    other.
    """
    s = np.asarray(s) * 1.0
    return np.asarray(upstream) * s * (s - 1)


def sigmoid_backward__times_s(upstream, s):
    """One factor is missing.

    You multiply by the sigmoid's value, but the slope has a second factor.
    """
    return np.asarray(upstream) * 1.0 * np.asarray(s)


def sigmoid_backward__summed(upstream, s):
    """Added up to one number.

    A dot product adds everything up. The gradient has a number for each element: multiply place by
    place.
    """
    s = np.asarray(s) * 1.0
    return np.sum(np.asarray(upstream) * s * (1 - s))


def sigmoid_backward__no_lists(upstream, s):
    """Lists are not turned into arrays.

    A Python list knows no such arithmetic. Make arrays of `upstream` and `s` in the first lines.
    """
    return upstream * s * (1 - s)


def sigmoid_backward__in_place(upstream, s):
    """The argument is overwritten.

    Your function writes into an array that it was given, and the caller still needs it. Work with a
    new array.
    """
    upstream = np.asarray(upstream)
    s = np.asarray(s)
    upstream *= s * (1 - s)
    return upstream
