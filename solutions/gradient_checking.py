"""Gradient checking: slopes by small steps, and how far a backward function is from them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def numerical_gradient(f: Callable[[Floats], float], x: ArrayLike, h: float = 1e-5) -> Floats:
    """Return the slope of f by each entry of x, from central differences.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x and returns one number.
    x : (...) array_like of real
        Where to look. It is not modified.
    h : float
        How far to step to both sides.

    Returns
    -------
    (...) ndarray of float
        (f(x + h) - f(x - h)) / (2 h) for each entry, in which only that entry steps.

    References
    ----------
    W. H. Press et al., "Numerical Recipes", 3rd edition, 2007, eq. 5.7.7; h near the cube root of
    the machine's epsilon, eq. 5.7.8.

    Examples
    --------
    >>> numerical_gradient(np.prod, [2.0, 5.0, 1.0]).round(6)
    array([ 5.,  2., 10.])
    """
    x = np.array(x, dtype=float)  # a copy: the steps are taken in it
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


def relative_error(a: ArrayLike, b: ArrayLike) -> float:
    """Return how far two gradients are apart, measured by their own lengths.

    Parameters
    ----------
    a, b : (...) array_like of real
        Arrays of one shape.

    Returns
    -------
    float
        |a - b| / (|a| + |b|), where |a| is the root of the sum of squares: 0 for equal ones, also
        if both are zero, 1 for opposite ones, never more.

    References
    ----------
    A. Ng, "Improving Deep Neural Networks", course 2 of the Deep Learning Specialization, 2017,
    lecture "Gradient checking".

    Examples
    --------
    >>> relative_error([1.0, 2.0], [1.0, 2.0])
    0.0
    >>> relative_error([1.0, 2.0], [-1.0, -2.0])
    1.0
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    scale = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / scale) if scale > 0 else 0.0


def check_layer(
    forward: Callable[[Floats], Floats],
    backward: Callable[[Floats, Floats], Floats],
    shape: tuple[int, ...],
    seed: int,
) -> float:
    """Return the relative error of a layer's backward function at a random place.

    Parameters
    ----------
    forward : callable
        Takes x and returns the layer's output, an array.
    backward : callable
        Takes the upstream gradient, which has the output's shape, and x; returns the gradient by x.
    shape : tuple of int
        The shape of x.
    seed : int
        Seed of the generator that draws x first, then the upstream gradient, both normal.

    Returns
    -------
    float
        `relative_error` of the numerical gradient of sum(upstream * forward(x)) and of
        `backward(upstream, x)`.

    References
    ----------
    PyTorch documentation, "Gradcheck mechanics", fast mode: random weights in place of each output.

    Examples
    --------
    >>> round(check_layer(np.square, np.multiply, (3,), 0), 6)  # the 2 of 2 x is missing
    0.333333
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(size=shape)
    upstream = rng.normal(size=np.shape(forward(x)))
    numeric = numerical_gradient(lambda at: float(np.sum(upstream * forward(at))), x)
    return relative_error(numeric, backward(upstream, x))
