"""Wrong versions of the functions in solutions.tanh."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "tanh": [
        np.array([2.0]),
        np.array([0.0]),
        np.array([-0.0]),
        np.array([-0.25]),
        -1500.0,
        np.array([0.0], dtype="float32"),
        [-1000.0, 0.0, 1000.0],
    ],
    "tanh_derivative": [
        np.array([2.0]),
        np.array([0.0]),
        np.array([-0.0]),
        np.array([-0.25]),
        np.array([[0.0], [0.0]]),
        [-1000.0, 0.0, 1000.0],
        np.array(
            [
                [8.899999618530273, -6.489999771118164, -3.190000057220459],
                [0.7400000095367432, -3.240000009536743, -5.849999904632568],
            ],
            dtype="float32",
        ),
    ],
    "tanh_from_sigmoid": [
        np.array([2.0]),
        np.array([0.0]),
        np.array([-0.0]),
        np.array([-0.25]),
        np.array([[0.0], [0.0]]),
    ],
    "sigmoid_from_tanh": [
        np.array([2.0]),
        np.array([0.0]),
        np.array([-0.0]),
        np.array([-0.25]),
        np.array([[0.0], [0.0]]),
    ],
}


def _tanh(x):
    x = np.asarray(x) * 1.0
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - e) / (1 + e)


def _sigmoid(x):
    x = np.asarray(x) * 1.0
    power = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, power) / (1.0 + power)


def tanh__infinite_quotient(x):
    """Infinity divided by infinity.

    Far from 0 both parts of your fraction become infinite, and their quotient is not a number.
    Bring the fraction into a form with a single power that is never above 1.
    """
    x = np.asarray(x) * 1.0
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def tanh__infinite_quotient_to_the_right(x):
    """As tanh__infinite_quotient, on one side only."""
    power = np.exp(2 * (np.asarray(x) * 1.0))
    return (power - 1) / (power + 1)


def tanh__infinite_quotient_to_the_left(x):
    """As tanh__infinite_quotient, on the other side."""
    power = np.exp(-2 * (np.asarray(x) * 1.0))
    return (1 - power) / (1 + power)


def tanh__overflows(x):
    """The exponential overflows.

    The values are right, but on the way a power became infinite and NumPy warned. The curve is odd:
    calculate it for the side where the power is small.
    """
    x = np.asarray(x) * 1.0
    return 2 / (1 + np.exp(-2 * x)) - 1


def tanh__hyperbolic_sine(x):
    """The denominator is missing.

    Your values exceed 1: half the difference of the powers is the hyperbolic sine. The hyperbolic
    tangent divides it by another such half.
    """
    x = np.asarray(x) * 1.0
    return (np.exp(x) - np.exp(-x)) / 2


def tanh__difference_only(x):
    """Only the numerator.

    Your values exceed 1: this is the difference of the powers. The hyperbolic tangent divides it by
    their sum.
    """
    x = np.asarray(x) * 1.0
    return np.exp(x) - np.exp(-x)


def tanh__upside_down(x):
    """The fraction is upside down.

    Your values exceed 1, and there is none at 0. The difference of the powers belongs above, their
    sum below.
    """
    x = np.asarray(x) * 1.0
    return (np.exp(x) + np.exp(-x)) / (np.exp(x) - np.exp(-x))


def tanh__falling(x):
    """The sign of the exponents.

    Your curve falls from 1 to -1. It should rise: look at which power is subtracted from which.
    """
    return -_tanh(x)


def tanh__sigmoid(x):
    """Another S-shaped curve.

    Your values lie between 0 and 1, and are one half at 0: that is the sigmoid. The hyperbolic
    tangent lies between -1 and 1.
    """
    return _sigmoid(x)


def tanh__sigmoid_of_x(x):
    """Half as steep.

    The sigmoid was stretched to -1 and 1, but not squeezed: the hyperbolic tangent is twice as
    steep. Look at the argument of the power.
    """
    return 2 * _sigmoid(x) - 1


def tanh__no_parentheses(x):
    """A numerator without parentheses.

    A division comes before a difference, so only the second power is divided. Put the whole
    numerator in parentheses.
    """
    x = np.asarray(x) * 1.0
    return np.exp(x) - np.exp(-x) / (np.exp(x) + np.exp(-x))


def tanh__always_positive(x):
    """The sign is lost.

    Your values are never negative. The power of the absolute value does not know on which side of 0
    `x` lies: put the sign back.
    """
    return np.abs(_tanh(x))


def tanh__no_lists(x):
    """Lists are not turned into arrays.

    Your formula calculates with `x` as it comes, and a Python list knows no such arithmetic. Make
    an array of it in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("bad operand type for unary -: 'list'")
    return _tanh(x)


def tanh__in_place(x):
    """The argument is overwritten.

    Your function writes its result into the array that it was given. Work with a new array, so that
    the caller still has `x`.
    """
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x[...] = _tanh(x)
        return x
    return _tanh(x)


def tanh_derivative__square_inside(x):
    """The square in the wrong place.

    You square `x` and then take the hyperbolic tangent. The slope has the square of its value:
    first the function, then the square.
    """
    x = np.asarray(x) * 1.0
    return 1 - np.tanh(x**2)


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


def tanh_derivative__value(x):
    """The value in place of the slope.

    This is the hyperbolic tangent itself. Its slope is 1 at 0 and becomes small on both sides.
    """
    return _tanh(x)


def tanh_derivative__sigmoids(x):
    """The sigmoid's formula.

    A value times one minus itself is the slope of the sigmoid. The hyperbolic tangent's slope has
    another formula.
    """
    t = _tanh(x)
    return t * (1 - t)


def tanh_derivative__of_x(x):
    """x in place of the value.

    The formula is right, but for the hyperbolic tangent's value, not for `x` itself.
    """
    x = np.asarray(x) * 1.0
    return 1 - x**2


def tanh_derivative__cancels(x):
    """One minus nearly one.

    Far from 0 the value is rounded to exactly 1, so the difference is 0 and the slope is lost. With
    the power of e written out, the difference disappears from the formula.
    """
    return 1 - np.tanh(np.asarray(x) * 1.0) ** 2


def tanh_derivative__cosine_overflows(x):
    """The hyperbolic cosine overflows.

    Far from 0 the hyperbolic cosine is too large for a float, and NumPy warned. A power whose
    exponent is never positive cannot overflow.
    """
    return 1 / np.cosh(np.asarray(x) * 1.0) ** 2


def tanh_derivative__no_lists(x):
    """Lists are not turned into arrays.

    Your formula calculates with `x` as it comes, and a Python list knows no such arithmetic. Make
    an array of it in the first line.
    """
    if isinstance(x, (list, tuple)):
        raise TypeError("bad operand type for unary -: 'list'")
    e = np.exp(-2 * np.abs(x * 1.0))
    return 4 * e / (1 + e) ** 2


def tanh_from_sigmoid__half(x):
    """Half in place of twice.

    The argument has to be doubled before the sigmoid; you halve it. That is what the way back does.
    """
    return 2 * _sigmoid(np.asarray(x) / 2) - 1


def tanh_from_sigmoid__not_doubled(x):
    """The argument is not doubled.

    The sigmoid was stretched to -1 and 1, but it is half as steep as it should be. Look at what
    goes into the sigmoid.
    """
    return 2 * _sigmoid(x) - 1


def tanh_from_sigmoid__not_shifted(x):
    """Not shifted.

    Your values lie between 0 and 2. Stretched, the sigmoid still has to be moved down.
    """
    return 2 * _sigmoid(2 * np.asarray(x))


def tanh_from_sigmoid__not_stretched(x):
    """Not stretched.

    Your values do not reach from -1 to 1. Look at what stands before the sigmoid.
    """
    return _sigmoid(2 * np.asarray(x)) - 1


def sigmoid_from_tanh__twice(x):
    """Twice in place of half.

    The argument has to be halved before the hyperbolic tangent; you double it.
    """
    return (1 + _tanh(2 * np.asarray(x))) / 2


def sigmoid_from_tanh__not_halved(x):
    """The argument is not halved.

    Your curve is twice as steep as the sigmoid. Look at what goes into the hyperbolic tangent.
    """
    return (1 + _tanh(x)) / 2


def sigmoid_from_tanh__no_parentheses(x):
    """A sum without parentheses.

    A division comes before a sum, so your 1 is not halved. Put the sum in parentheses.
    """
    return 1 + _tanh(np.asarray(x) / 2) / 2


def sigmoid_from_tanh__not_squeezed(x):
    """Not squeezed.

    Your values lie between 0 and 2. Moved up, the curve still has to be squeezed to half its
    height.
    """
    return 1 + _tanh(np.asarray(x) / 2)
