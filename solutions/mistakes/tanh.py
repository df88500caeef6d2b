"""Wrong versions of the functions in solutions.tanh."""

import math

import numpy as np

_ORDINARY = [
    np.array([0.7, -1.3, 2.1]),
    np.array([-0.4, 3.2]),
    np.array([0.0, 1.1, -2.25, 0.35]),
]
_TABLE = np.array([[0.7, -1.3, 2.1], [-0.4, 3.2, 0.9]])

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "tanh": [
        *_ORDINARY,
        np.array([-800.0, 0.0, 800.0]),
        _TABLE,
        [1.2, -0.7],
        np.array([2, -1, 0]),
        -1.7,
    ],
    "tanh_derivative": [
        *_ORDINARY,
        np.array([21.0, -23.0]),
        np.array([-850.0, 850.0]),
        _TABLE,
        [1.2, -0.7],
        1.7,
    ],
    "tanh_from_sigmoid": [*_ORDINARY, _TABLE],
    "sigmoid_from_tanh": [*_ORDINARY, _TABLE],
}


def _tanh(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - e) / (1 + e)


def _slope(x):
    e = np.exp(-2 * np.abs(np.asarray(x, dtype=float)))
    return 4 * e / (1 + e) ** 2


def _sigmoid(x):
    x = np.asarray(x, dtype=float)
    power = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, power) / (1.0 + power)


def _is_list(x):
    return isinstance(x, (list, tuple))


def tanh__infinite_quotient(x):
    """Infinity divided by infinity.

    Far from 0 your result is not a number: something on the way became infinite, and infinity
    divided by infinity is none. Find a form with a single power that is never above 1.
    """
    x = np.asarray(x, dtype=float)
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def tanh__infinite_quotient_to_the_right(x):
    """As tanh__infinite_quotient, on one side only."""
    power = np.exp(2 * np.asarray(x, dtype=float))
    return (power - 1) / (power + 1)


def tanh__infinite_quotient_to_the_left(x):
    """As tanh__infinite_quotient, on the other side."""
    power = np.exp(-2 * np.asarray(x, dtype=float))
    return (1 - power) / (1 + power)


def tanh__overflows(x):
    """The exponential overflows.

    The values are right here, but on the way a number became infinite, and NumPy warned. The curve
    is odd: calculate it for the side where the power is small.
    """
    return 2 / (1 + np.exp(-2 * np.asarray(x, dtype=float))) - 1


def tanh__hyperbolic_sine(x):
    """The denominator is missing.

    Your values are half the difference of the powers, which is the hyperbolic sine. The hyperbolic
    tangent divides that difference by the sum of the powers.
    """
    x = np.asarray(x, dtype=float)
    return (np.exp(x) - np.exp(-x)) / 2


def tanh__difference_only(x):
    """Only the numerator.

    Your values are the difference of the powers. The hyperbolic tangent divides it by their sum.
    """
    x = np.asarray(x, dtype=float)
    return np.exp(x) - np.exp(-x)


def tanh__upside_down(x):
    """The fraction is upside down.

    Your values are 1 divided by the hyperbolic tangent, so none lies between -1 and 1. The
    difference of the powers belongs above, their sum below.
    """
    x = np.asarray(x, dtype=float)
    return (np.exp(x) + np.exp(-x)) / (np.exp(x) - np.exp(-x))


def tanh__falling(x):
    """The order of the difference.

    Your curve falls from 1 to -1. It should rise: look at which power is subtracted from which.
    """
    return -_tanh(x)


def tanh__sigmoid(x):
    """Another S-shaped curve.

    Your values lie between 0 and 1, and are one half at 0: that is the sigmoid. The hyperbolic
    tangent lies between -1 and 1.
    """
    return _sigmoid(x)


def tanh__half_as_steep(x):
    """Half as steep.

    Your values are the hyperbolic tangent of half of `x`: the height is right, but the curve is
    half as steep. Look at the factor in front of `x`.
    """
    return 2 * _sigmoid(x) - 1


def tanh__twice_as_steep(x):
    """Twice as steep.

    Your values are the hyperbolic tangent of twice `x`: the height is right, but the curve is twice
    as steep. Look at the factor in front of `x`.
    """
    return _tanh(2 * np.asarray(x, dtype=float))


def tanh__no_parentheses(x):
    """A numerator without parentheses.

    Your values are e^x minus a fraction. A division comes before a difference, so only the second
    power was divided: put the whole numerator in parentheses.
    """
    x = np.asarray(x, dtype=float)
    return np.exp(x) - np.exp(-x) / (np.exp(x) + np.exp(-x))


def tanh__no_parentheses_below(x):
    """A denominator without parentheses.

    Your values are a fraction plus e^-x. A division comes before a sum: put the whole denominator
    in parentheses.
    """
    x = np.asarray(x, dtype=float)
    return (np.exp(x) - np.exp(-x)) / np.exp(x) + np.exp(-x)


def tanh__always_positive(x):
    """The sign is lost.

    Your values for negative `x` are those for positive ones, so none is below 0. An absolute value
    does not know on which side of 0 `x` lies: put the sign back.
    """
    return np.abs(_tanh(x))


def tanh__math_exp(x):
    """math.exp on an array.

    `math.exp` takes a single number: neither an array nor a list. Make an array of whatever comes;
    NumPy has an exponential for all its elements at once.

    Seen: calls math.exp
    """
    if np.ndim(x) == 0:
        return _tanh(x)
    return math.exp(np.asarray(x))


def tanh__if_on_array(x):
    """One answer for a whole array.

    Python asked an array for one yes or no, as an `if`, an `and` or a `max` does, and this array
    has one for each entry. NumPy's `np.abs`, `np.sign` and `np.where` treat each by itself.

    Seen: raises
    """
    if x >= 0:
        return _tanh(x)
    return -_tanh(-x)


def tanh__no_lists(x):
    """Lists are not turned into arrays.

    Your formula calculates with `x` as it comes, and a Python list knows no such arithmetic. Make
    an array of it in the first line.
    """
    return _tanh(0 - -x)


def tanh__no_lists_absolute(x):
    """As tanh__no_lists, and the absolute value is what fails."""
    return abs(x) if _is_list(x) else _tanh(x)


def tanh__no_lists_compared(x):
    """As tanh__no_lists, and the comparison is what fails."""
    return np.where(x >= 0, _tanh(x), _tanh(x))


def tanh__repeated_list(x):
    """A list times a number.

    Your result has not as many numbers as the list: a whole number times a Python list repeats it,
    or empties it. Make an array of `x` in the first line.
    """
    if _is_list(x):
        power = np.exp(2 * x)
        return (power - 1) / (power + 1)
    return _tanh(x)


def tanh__emptied_list(x):
    """As tanh__repeated_list, with a negative number."""
    return 1 + np.exp(-2 * x) if _is_list(x) else _tanh(x)


def tanh__silenced(x):
    """The warning is switched off.

    `np.seterr` silences NumPy in every later cell too, also where a warning would help you. Remove
    what causes the warning, not the message.

    Seen: calls np.seterr
    """
    np.seterr(all="ignore")
    return 2 / (1 + np.exp(-2 * np.asarray(x, dtype=float))) - 1


def tanh__integers(x):
    """Fractions cut off.

    For whole numbers your result holds whole numbers too, so everything below 1 became 0. Look at
    the array that you fill: made like `x`, it cannot hold fractions.

    Seen: gives-integers
    """
    x = np.asarray(x)
    return _tanh(x).astype(x.dtype)


def tanh__in_place(x):
    """The argument is overwritten.

    Your function changes the array that it was given, and the caller still needs it. Let each step
    make a new array.

    Seen: changes-argument
    """
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x[...] = _tanh(x)
        return x
    return _tanh(x)


def tanh__in_place_on_the_way(x):
    """As tanh__in_place, but the result is another array."""
    t = _tanh(x)
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x *= 2
    return t


def tanh_derivative__square_inside(x):
    """The square in the wrong place.

    Your result is one minus the hyperbolic tangent of `x` squared. The slope has the square of the
    value: first the function, then the square.
    """
    return 1 - _tanh(np.asarray(x, dtype=float) ** 2)


def tanh_derivative__not_squared(x):
    """The square is missing.

    One minus the value is not the slope: it is not even the same on both sides of 0. The value
    enters squared.
    """
    return 1 - _tanh(x)


def tanh_derivative__negative(x):
    """The sign of the slope.

    Your slope is negative, but the curve rises everywhere. Look at which of the two numbers is
    subtracted from the other.
    """
    return _tanh(x) ** 2 - 1


def tanh_derivative__plus(x):
    """A sum in place of the difference.

    Your result is one plus the square of the value. The slope is largest at 0, where it is 1, and
    becomes small on both sides.
    """
    return 1 + _tanh(x) ** 2


def tanh_derivative__square_only(x):
    """Only the square.

    Your result is the square of the value. The slope is what that square leaves of 1.
    """
    return _tanh(x) ** 2


def tanh_derivative__difference_squared(x):
    """The whole difference squared.

    Your result is the square of one minus the value. Only the value is squared, before it is
    subtracted.
    """
    return (1 - _tanh(x)) ** 2


def tanh_derivative__value(x):
    """The value in place of the slope.

    This is the hyperbolic tangent itself. Its slope is 1 at 0 and becomes small on both sides.
    """
    return _tanh(x)


def tanh_derivative__sigmoids(x):
    """The sigmoid's formula.

    Your result is the value times one minus itself. With the sigmoid's value that would be the
    sigmoid's slope; the hyperbolic tangent's slope has another formula.
    """
    t = _tanh(x)
    return t * (1 - t)


def tanh_derivative__of_x(x):
    """x in place of the value.

    Your result is one minus the square of `x`. The formula is about the hyperbolic tangent's value,
    not about `x` itself.
    """
    return 1 - np.asarray(x, dtype=float) ** 2


def tanh_derivative__cancels(x):
    """One minus nearly one.

    Far from 0 your slope is 0 where it is only small: a float cannot tell the square of the value
    from 1 there, and the difference is 0. A fraction with one power of e needs no difference.
    """
    return 1 - _tanh(x) ** 2


def tanh_derivative__overflows(x):
    """A number became infinite on the way.

    The values are right here, but on the way a number became infinite, and NumPy warned. A power
    whose exponent is never positive cannot overflow.
    """
    return 1 / np.cosh(np.asarray(x, dtype=float)) ** 2


def tanh_derivative__infinite_quotient(x):
    """Infinity divided by infinity.

    Far from 0 your slope is not a number: something on the way became infinite, and infinity
    divided by infinity is none. Find a form with a single power that is never above 1.
    """
    x = np.asarray(x, dtype=float)
    return 1 - ((np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))) ** 2


def tanh_derivative__infinite_quotient_to_the_right(x):
    """As tanh_derivative__infinite_quotient, on one side only."""
    power = np.exp(2 * np.asarray(x, dtype=float))
    return 4 * power / (1 + power) ** 2


def tanh_derivative__infinite_quotient_to_the_left(x):
    """As tanh_derivative__infinite_quotient, on the other side."""
    power = np.exp(-2 * np.asarray(x, dtype=float))
    return 4 * power / (1 + power) ** 2


def tanh_derivative__no_lists(x):
    """Lists are not turned into arrays.

    Your formula calculates with `x` as it comes, and a Python list knows no such arithmetic. Make
    an array of it in the first line.
    """
    return _slope(0 - -x)


def tanh_derivative__no_lists_absolute(x):
    """As tanh_derivative__no_lists, and the absolute value is what fails."""
    return _slope(abs(x))


def tanh_derivative__in_place(x):
    """The argument is overwritten.

    Your function changes the array that it was given, and the caller still needs it. Let each step
    make a new array.

    Seen: changes-argument
    """
    slope = _slope(x)
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x *= 2
    return slope


def tanh_derivative__in_place_returned(x):
    """As tanh_derivative__in_place, and that array is what is returned."""
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x[...] = _slope(x)
        return x
    return _slope(x)


def tanh_from_sigmoid__half(x):
    """Half in place of twice.

    Your result is that of 2 sigmoid(x / 2) - 1. The argument has to be doubled before the sigmoid;
    it is halved on the way back.
    """
    return 2 * _sigmoid(np.asarray(x) / 2) - 1


def tanh_from_sigmoid__not_doubled(x):
    """The argument is not doubled.

    Your curve reaches from -1 to 1, but it is half as steep as it should be. Look at what goes into
    the sigmoid.
    """
    return 2 * _sigmoid(x) - 1


def tanh_from_sigmoid__not_shifted(x):
    """Not shifted.

    Your values lie between 0 and 2. Stretched, the sigmoid still has to be moved down.
    """
    return 2 * _sigmoid(2 * np.asarray(x))


def tanh_from_sigmoid__not_stretched(x):
    """Not stretched.

    Your values lie between -1 and 0. Look at what stands before the sigmoid.
    """
    return _sigmoid(2 * np.asarray(x)) - 1


def tanh_from_sigmoid__only_squeezed(x):
    """Neither stretched nor shifted.

    Your values lie between 0 and 1: this is the sigmoid of twice `x`. It still has to be made twice
    as high and moved down.
    """
    return _sigmoid(2 * np.asarray(x))


def sigmoid_from_tanh__twice(x):
    """Twice in place of half.

    Your result is that of (1 + tanh(2 x)) / 2. The argument has to be halved before the hyperbolic
    tangent.
    """
    return (1 + _tanh(2 * np.asarray(x))) / 2


def sigmoid_from_tanh__not_halved(x):
    """The argument is not halved.

    Your curve is twice as steep as the sigmoid. Look at what goes into the hyperbolic tangent.
    """
    return (1 + _tanh(x)) / 2


def sigmoid_from_tanh__no_parentheses(x):
    """A sum without parentheses.

    Your result is 1 plus half of the hyperbolic tangent: a division comes before a sum, so the 1
    was not halved. Put the sum in parentheses.
    """
    return 1 + _tanh(np.asarray(x) / 2) / 2


def sigmoid_from_tanh__not_squeezed(x):
    """Not squeezed.

    Your values lie between 0 and 2. Moved up, the curve still has to be squeezed to half its
    height.
    """
    return 1 + _tanh(np.asarray(x) / 2)


def sigmoid_from_tanh__not_moved(x):
    """Not moved up.

    Your values are half of the hyperbolic tangent, so they are 0 at 0 and negative to the left. The
    curve has to be moved up before it is squeezed.
    """
    return _tanh(np.asarray(x) / 2) / 2


def sigmoid_from_tanh__moved_down(x):
    """Moved down in place of up.

    Your values lie between -1 and 0. Solve the equation once more: is the 1 added or subtracted?
    """
    return (_tanh(np.asarray(x) / 2) - 1) / 2
