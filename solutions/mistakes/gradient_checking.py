"""Wrong versions of the functions in solutions.gradient_checking."""

import numpy as np

_TWO_GRADIENTS = [
    (np.array([3.0, -1.0, 0.5]), np.array([2.5, 1.0, 2.0])),
    (np.array([0.25, 1.5, -2.0, 4.0]), np.array([0.5, -1.25, -2.5, 3.0])),
    (np.array([-1.5, 0.75]), np.array([0.5, 2.25])),
    (np.array([1.2, -0.3, 2.2, 0.4, -1.9]), np.array([1.1, -0.2, 2.0, 0.9, -2.4])),
    (np.array([[0.5, 2.0, -1.0], [1.5, 0.25, 3.0]]), np.array([[1, -0.5, 0.75], [2, 1.75, -1]])),
    ([1, 2], [2, 4]),
    ([0, 0], [0, 0]),
    (np.zeros((2, 2)), np.zeros((2, 2))),
]

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "numerical_gradient": [
        (np.linalg.norm, np.array([2.0, -1.5, 0.5])),
        (np.prod, np.array([1.5, -2.0, 0.75, 3.0])),
        (np.var, np.array([0.5, 2.0])),
        (np.linalg.norm, np.array([0.25, 1.0, -0.5, 1.75])),
        (np.linalg.norm, np.array([1.0, -0.5]), 0.5),
        (np.prod, np.array([1.0, 2.0, -1.5]), 0.25),
        (np.linalg.norm, np.array([0.5, 1.5, -1.0, 2.0]), 0.75),
        (np.prod, np.array([[0.5, 2.0, -1.0], [1.5, 0.25, 3.0]])),
        (np.linalg.norm, np.array([[1.5, -0.75], [0.5, 2.25], [1.0, -2.0]])),
        (np.prod, np.array([2, 3, 4])),
        (np.prod, [[1, 2], [3, 5]]),
    ],
    "relative_error": _TWO_GRADIENTS,
    "check_layer": [
        (np.square, np.multiply, (3,), 0),
        (np.negative, np.subtract, (4,), 1),
        (np.exp, np.add, (2, 3), 2),
        (np.tanh, np.subtract, (3, 2), 3),
        (np.square, np.minimum, (5,), 4),
        (np.sin, np.maximum, (2, 2), 5),
        (np.cumsum, np.subtract, (4,), 6),
    ],
}


def _length(a):
    return float(np.linalg.norm(np.asarray(a, dtype=float)))


def _relative_error(a, b):
    scale = _length(a) + _length(b)
    return _length(np.asarray(a) - np.asarray(b)) / scale if scale else 0.0


def _gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[place] = h
        gradient[place] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def _stepwise(f, x, h, formula):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[place] = h
        gradient[place] = formula(f(x + step), f(x), f(x - step), h)
    return gradient


def numerical_gradient__half(f, x, h=1e-5):
    """One step, divided by two.

    Your slopes are half as large as they should be: f(x + h) - f(x) is divided by 2 h. Either step
    to both sides, or divide by what you stepped.
    """
    return _stepwise(f, x, h, lambda above, here, below, h: (above - here) / (2 * h))


def numerical_gradient__half_below(f, x, h=1e-5):
    """As numerical_gradient__half, stepping down."""
    return _stepwise(f, x, h, lambda above, here, below, h: (here - below) / (2 * h))


def numerical_gradient__double(f, x, h=1e-5):
    """Two steps, divided by one.

    Your slopes are twice as large as they should be: from x - h to x + h it is 2 h, and you divide
    by h.
    """
    return _stepwise(f, x, h, lambda above, here, below, h: (above - below) / h)


def numerical_gradient__multiplied(f, x, h=1e-5):
    """Multiplied by h.

    Your numbers are the differences divided by 2 and multiplied by h. `/ 2 * h` does that: put the
    divisor in brackets.
    """
    return _stepwise(f, x, h, lambda above, here, below, h: (above - below) / 2 * h)


def numerical_gradient__one_sided(f, x, h=1e-5):
    """A step to one side.

    Your slopes are f(x + h) - f(x), divided by h: a step to one side. The error of that is as large
    as h; with steps to both sides it is as small as h squared.
    """
    return _stepwise(f, x, h, lambda above, here, below, h: (above - here) / h)


def numerical_gradient__downhill(f, x, h=1e-5):
    """The sign.

    Your slopes have the other sign: below minus above. Where f grows with x, the slope is above 0.
    """
    return _stepwise(f, x, h, lambda above, here, below, h: (below - above) / (2 * h))


def numerical_gradient__not_restored(f, x, h=1e-5):
    """The steps stay.

    Your first slope is right. The later ones are taken at another place, as if the entries before
    them were left at x - h. Put each entry back before you go on.
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        x[place] += h
        above = f(x)
        x[place] -= 2 * h
        below = f(x)
        gradient[place] = (above - below) / (2 * h)
    return gradient


def numerical_gradient__in_the_callers_array(f, x, h=1e-5):
    """As numerical_gradient__not_restored, in the array of whoever calls."""
    x = np.asarray(x)
    x = x if x.dtype.kind == "f" else x.astype(float)
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += h
        above = f(x)
        x[place] -= 2 * h
        below = f(x)
        gradient[place] = (above - below) / (2 * h)
    return gradient


def numerical_gradient__all_at_once(f, x, h=1e-5):
    """All entries step together.

    Your result is one number: all entries step at the same time. For the slope by one entry, only
    that entry may step, so it takes a loop.
    """
    x = np.array(x, dtype=float)
    return (f(x + h) - f(x - h)) / (2 * h)


def numerical_gradient__rows(f, x, h=1e-5):
    """Whole rows step together.

    Your slopes are right for vectors. In a table all entries of a row step together, and get the
    same number. Go through all places: `np.ndindex(x.shape)`.
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for row in range(len(x)):
        step = np.zeros_like(x)
        step[row] = h
        gradient[row] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def numerical_gradient__flat(f, x, h=1e-5):
    """A vector for a table.

    Your numbers are right, but for a table they come as a vector. The gradient has the shape of x.
    """
    return _gradient(f, x, h).ravel()


def numerical_gradient__own_h(f, x, h=1e-5):
    """A step of its own.

    Your slopes are the same for every `h`. Whoever calls with `h=0.5` wants steps of 0.5.
    """
    return _gradient(f, x)


def numerical_gradient__whole_numbers(f, x, h=1e-5):
    """Whole numbers cannot step.

    For an array or a list of whole numbers your slopes come out as whole numbers that are far off,
    or 0: adding h to a whole number in such an array changes nothing. Make an array of floats of it
    first.
    """
    x = np.array(x)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        old = x[place]
        x[place] = old + h
        above = f(x)
        x[place] = old - h
        below = f(x)
        x[place] = old
        gradient[place] = (above - below) / (2 * h)
    return gradient


def numerical_gradient__whole_numbers_step(f, x, h=1e-5):
    """As numerical_gradient__whole_numbers, with a result of floats."""
    x = np.array(x)
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        old = x[place]
        x[place] = old + h
        above = f(x)
        x[place] = old - h
        below = f(x)
        x[place] = old
        gradient[place] = (above - below) / (2 * h)
    return gradient


def relative_error__absolute(a, b):
    """Not relative.

    Your result is the length of the difference. Whether that is much depends on how long the
    gradients are: divide by the sum of their lengths.
    """
    return _length(np.asarray(a) - np.asarray(b))


def relative_error__by_the_first(a, b):
    """Divided by the first alone.

    Your result is the length of the difference, divided by the length of `a`. Divide by both
    lengths together: then it does not matter which comes first, and 1 is the most.
    """
    scale = _length(a)
    return _length(np.asarray(a) - np.asarray(b)) / scale if scale else 0.0


def relative_error__by_the_second(a, b):
    """Divided by the second alone.

    Your result is the length of the difference, divided by the length of `b`. Divide by both
    lengths together: then it does not matter which comes first, and 1 is the most.
    """
    scale = _length(b)
    return _length(np.asarray(a) - np.asarray(b)) / scale if scale else 0.0


def relative_error__squares(a, b):
    """Without the roots.

    Your result is made of sums of squares. A length is the root of the sum of squares.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    scale = float(np.sum(a**2) + np.sum(b**2))
    return float(np.sum((a - b) ** 2)) / scale if scale else 0.0


def relative_error__sizes(a, b):
    """Sums of sizes.

    Your result is made of sums of absolute values. The length asked for is the root of the sum of
    squares.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    scale = float(np.sum(np.abs(a)) + np.sum(np.abs(b)))
    return float(np.sum(np.abs(a - b))) / scale if scale else 0.0


def relative_error__of_the_lengths(a, b):
    """The difference of the lengths.

    Your result compares the two lengths. Two arrows of one length can point to different sides:
    subtract the gradients first, then take the length.
    """
    scale = _length(a) + _length(b)
    return abs(_length(a) - _length(b)) / scale if scale else 0.0


def relative_error__largest(a, b):
    """The largest entry.

    Your result is the largest of the errors of single entries. Here one error for the whole
    gradient is asked for, made of the three lengths.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not np.any(a) and not np.any(b):
        return 0.0
    return float(np.max(np.abs(a - b) / (np.abs(a) + np.abs(b))))


def relative_error__sum(a, b):
    """Divided by the length of the sum.

    Your result is divided by the length of a + b. It is the two lengths that are to be added: those
    of opposite gradients do not cancel.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    scale = _length(a + b)
    return _length(a - b) / scale if scale else 0.0


def relative_error__zero_by_zero(a, b):
    """Zero by zero.

    Your result is right unless both gradients are zero. They are equal then, so the error is 0, and
    0 divided by 0 is nan.
    """
    scale = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(np.subtract(a, b)) / scale)


def check_layer__ones(forward, backward, shape, seed):
    """An upstream gradient of ones.

    Your result is what an upstream gradient of ones gives. Some errors do not show then: draw the
    upstream gradient as x is drawn, after it.
    """
    x = np.random.default_rng(seed).normal(size=shape)
    upstream = np.ones(np.shape(forward(x)))
    numeric = _gradient(lambda at: np.sum(forward(at)), x)
    return _relative_error(numeric, backward(upstream, x))


def check_layer__no_upstream(forward, backward, shape, seed):
    """Upstream left out of the sum.

    Your numerical gradient is that of the sum of the outputs, while the backward function gets the
    drawn upstream gradient. Both have to belong to sum(upstream * forward(x)).
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(size=shape)
    upstream = rng.normal(size=np.shape(forward(x)))
    numeric = _gradient(lambda at: np.sum(forward(at)), x)
    return _relative_error(numeric, backward(upstream, x))


def check_layer__upstream_first(forward, backward, shape, seed):
    """Drawn in the other order.

    Your result is what comes out if the upstream gradient is drawn before x. Draw x first, then the
    upstream gradient, from one generator.
    """
    rng = np.random.default_rng(seed)
    upstream = rng.normal(size=np.shape(forward(np.ones(shape))))
    x = rng.normal(size=shape)
    numeric = _gradient(lambda at: np.sum(upstream * forward(at)), x)
    return _relative_error(numeric, backward(upstream, x))


def check_layer__two_generators(forward, backward, shape, seed):
    """Twice the same numbers.

    Your upstream gradient has the same numbers as x, as from a second generator with the same seed.
    Draw both from one generator.
    """
    x = np.random.default_rng(seed).normal(size=shape)
    upstream = np.random.default_rng(seed).normal(size=np.shape(forward(x)))
    numeric = _gradient(lambda at: np.sum(upstream * forward(at)), x)
    return _relative_error(numeric, backward(upstream, x))


def check_layer__exchanged(forward, backward, shape, seed):
    """Arguments of backward exchanged.

    Your result is what comes out if the backward function gets x first. It takes the upstream
    gradient first, then x.
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(size=shape)
    upstream = rng.normal(size=np.shape(forward(x)))
    numeric = _gradient(lambda at: np.sum(upstream * forward(at)), x)
    return _relative_error(numeric, backward(x, upstream))


def check_layer__verdict(forward, backward, shape, seed):
    """A verdict in place of the error.

    Your result is True or False. The relative error itself is asked for: whoever calls decides what
    is small.
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(size=shape)
    upstream = rng.normal(size=np.shape(forward(x)))
    numeric = _gradient(lambda at: np.sum(upstream * forward(at)), x)
    return bool(_relative_error(numeric, backward(upstream, x)) < 1e-6)


def check_layer__one_seed(forward, backward, shape, seed):
    """The seed is not used.

    Your result is the same for every seed: it is always drawn with seed 0. Give `seed` to the
    generator.
    """
    rng = np.random.default_rng(0)
    x = rng.normal(size=shape)
    upstream = rng.normal(size=np.shape(forward(x)))
    numeric = _gradient(lambda at: np.sum(upstream * forward(at)), x)
    return _relative_error(numeric, backward(upstream, x))


def check_layer__absolute(forward, backward, shape, seed):
    """Not relative.

    Your result is the length of the difference of both gradients. The relative error is asked for:
    your own function for it is in the exercise before.
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(size=shape)
    upstream = rng.normal(size=np.shape(forward(x)))
    numeric = _gradient(lambda at: np.sum(upstream * forward(at)), x)
    return _length(numeric - backward(upstream, x))
