"""The picture of this notebook: the sigmoid with its tangent, and its slope."""

import matplotlib.pyplot as plt
import numpy as np
from style import BLUE, GREEN, RED, in_course_style, sliders

__all__ = ["curve_with_tangent", "sliders", "slope_of"]


@in_course_style
def curve_with_tangent(sigmoid, at):
    """Draw the sigmoid with its tangent at one point, and beside it the slope at every point.

    Parameters
    ----------
    sigmoid : callable
        Takes an array (n,) of float and returns one of the same shape.
    at : float
        Where the tangent touches.
    """
    x = np.linspace(-6, 6, 121)
    height, slope = sigmoid(np.array([at]))[0], slope_of(sigmoid, np.array([at]))[0]
    ends = np.array([-1.8, 1.8])
    _, (left, right) = plt.subplots(1, 2, figsize=(6, 3), gridspec_kw={"wspace": 0.45})

    left.plot(x, sigmoid(x), color=BLUE)
    left.plot(at + ends, height + slope * ends, color=RED)
    left.plot(at, height, "o", color=RED)
    left.text(5.9, 0.0, f"tangent,\nslope {slope:.3f}", color=RED, ha="right")
    left.set(title="sigmoid(x)", ylabel="height", ylim=(-0.1, 1.15), yticks=(0, 0.5, 1))

    right.plot(x, slope_of(sigmoid, x), color=GREEN)
    right.plot([at, at], [0, slope], ":", color=RED)
    right.plot(at, slope, "o", color=RED)
    right.set(title="slope of sigmoid(x)", ylabel="slope", ylim=(-0.02, 0.3), yticks=(0, 0.1, 0.2))
    for axes in (left, right):  # the same for every `at`: a slider must not shake the axes
        axes.set(xlabel="x", xlim=(-6, 6), xticks=(-5, 0, 5))


def slope_of(curve, x, h=1e-5):
    """Return the slope of a curve at every x, measured from two points beside it.

    Parameters
    ----------
    curve : callable
        Takes an array (n,) of float and returns one of the same shape.
    x : (n,) ndarray of float
        Where.
    h : float
        How far away the two points are.

    Returns
    -------
    slopes : (n,) ndarray of float
        New. What the curve gains from x - h to x + h, over 2h.
    """
    return (curve(x + h) - curve(x - h)) / (2 * h)
