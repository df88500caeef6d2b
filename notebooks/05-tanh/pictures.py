"""The pictures of this notebook: tanh with its tangent and slope, and how wrong formulas are."""

import matplotlib.pyplot as plt
import numpy as np
from style import BLUE, GREEN, GREY, ORANGE, RED, in_course_style, sliders

__all__ = ["curve_with_tangent", "formula_errors", "sliders"]


@in_course_style
def curve_with_tangent(tanh, at):
    """Draw tanh with its tangent at one point, and beside it the slope at every point.

    Parameters
    ----------
    tanh : callable
        Takes an array (n,) of float and returns one of the same shape.
    at : float
        Where the tangent touches.
    """
    x, h = np.linspace(-4, 4, 121), 1e-5
    slopes = (tanh(x + h) - tanh(x - h)) / (2 * h)
    low, height, high = tanh(np.array([at - h, at, at + h]))
    slope, ends = (high - low) / (2 * h), np.array([-1.8, 1.8])
    _, (left, right) = plt.subplots(1, 2, figsize=(6, 3), gridspec_kw={"wspace": 0.45})

    left.plot(x, tanh(x), color=BLUE)
    left.plot(at + ends, height + slope * ends, color=RED)
    left.plot(at, height, "o", color=RED)
    left.text(3.9, -1, f"tangent,\nslope {slope:.3f}", color=RED, ha="right")
    left.set(title="tanh(x)", ylabel="height", ylim=(-1.2, 1.3), yticks=(-1, 0, 1))

    right.plot(x, slopes, color=GREEN)
    right.plot([at, at], [0, slope], ":", color=RED)
    right.plot(at, slope, "o", color=RED)
    right.set(title="slope of tanh(x)", ylabel="slope", ylim=(-0.05, 1.15), yticks=(0, 0.5, 1))
    for axes in (left, right):  # the same for every `at`: a slider must not shake the axes
        axes.set(xlabel="x", xlim=(-4, 4), xticks=(-4, 0, 4))


@in_course_style
def formula_errors(formulas, truth, name="f"):
    """Draw how wrong some formulas for one function are, each in a frame of its own.

    Parameters
    ----------
    formulas : dict of str to callable
        Each takes an array (n,) of float and returns one of the same shape.
    truth : callable
        What they should give.
    name : str
        What the function is called in the title.
    """
    x, eps = np.logspace(-18, 4, 441), np.finfo(float).eps
    figure, frames = plt.subplots(len(formulas), 1, figsize=(4.8, 5.4), sharex=True, sharey=True)
    for axes, label, colour in zip(frames, formulas, (RED, ORANGE, BLUE), strict=False):
        with np.errstate(all="ignore"):
            error = np.abs(formulas[label](x) / truth(x) - 1)
        axes.loglog(x, np.maximum(error, 1e-17), color=colour)  # 0 has no logarithm
        axes.axhline(eps, color=GREY, linewidth=1)
        axes.set_title(label, color=colour)
        if np.isnan(error[-1]):
            end = x[np.isfinite(error)].max(initial=x[0])
            axes.axvline(end, color=colour, linestyle=":")
            axes.annotate("nan from here ", (end, 1e-5), ha="right", color=colour)
    frames[-1].annotate("16 digits right", (1e-18, eps), va="bottom")
    frames[-1].set(xlabel="x", xticks=10.0 ** np.arange(-18, 5, 6), yticks=(1e-16, 1e-8, 1))
    frames[len(formulas) // 2].set_ylabel("relative error")
    figure.suptitle(f"relative error of {name}", weight="bold")
    figure.subplots_adjust(hspace=0.4)
