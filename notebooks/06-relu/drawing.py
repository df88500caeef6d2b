"""The course's pictures: one look, colours that colour-blind readers can tell apart.

Needs only NumPy and matplotlib. Every function draws one figure and returns nothing, so that
it can be the last line of a cell or be called by a slider.
"""

from functools import wraps

import matplotlib.pyplot as plt
import numpy as np

# Okabe and Ito, "Color Universal Design", 2008
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PURPLE, SKY, GREY = "#CC79A7", "#56B4E9", "#8A8A8A"
PALETTE = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY)

STYLE = {
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.labelcolor": "#333333",
    "axes.prop_cycle": plt.cycler(color=PALETTE),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "figure.constrained_layout.use": True,
    "figure.dpi": 100,
    "font.size": 11,
    "grid.color": "#E6E6E6",
    "legend.frameon": False,
    "lines.linewidth": 2.2,
}


def in_course_style(draw):
    """Return `draw` with the course's look; an unsolved exercise gives a note, not an error."""

    @wraps(draw)
    def styled(*args, **kwargs):
        with plt.rc_context(STYLE):
            try:
                draw(*args, **kwargs)
            except NotImplementedError:
                plt.close()
                note("This picture draws your own function:\nwrite it, then run this cell again.")

    return styled


def note(text):
    """Draw a frame with a sentence in it."""
    _, axes = plt.subplots(figsize=(7, 1.2))
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color="#CCCCCC")
    axes.text(0.5, 0.5, text, ha="center", va="center", color="#555555")


@in_course_style
def curve_with_tangent(curve, at, low=-6.0, high=6.0, name="f"):
    """Draw a curve with its tangent at one point, and beside it the slope at every point.

    Parameters
    ----------
    curve : callable
        Takes an array (n,) of float and returns one of the same shape.
    at : float
        Where the tangent touches.
    low, high : float
        What part of the x axis is shown.
    name : str
        What the curve is called in the titles.
    """
    x = np.linspace(low, high, 241)
    heights, slopes = curve(x), slope_of(curve, x)
    height, slope = curve(np.array([at]))[0], slope_of(curve, np.array([at]))[0]
    reach = np.array([-1.8, 1.8])
    _, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))

    left.plot(x, heights, color=BLUE)
    left.plot(at + reach, height + slope * reach, color=RED, label=f"tangent, slope {slope:.3f}")
    left.plot(at, height, "o", color=RED)
    left.set(title=f"{name}(x)", xlabel="x", ylabel="height", xlim=(low, high))
    left.legend(loc="upper left")

    right.plot(x, slopes, color=GREEN)
    right.plot([at, at], [0, slope], ":", color=RED)
    right.plot(at, slope, "o", color=RED)
    right.set(title=f"slope of {name}(x)", xlabel="x", ylabel="slope", xlim=(low, high))
    for axes, shown in ((left, heights), (right, slopes)):
        room = np.ptp(shown)  # the same for every `at`: a slider must not shake the axes
        axes.set_ylim(shown.min() - 0.1 * room, shown.max() + 0.35 * room)


def slope_of(curve, x, h=1e-5):
    """Return the slope of a curve at every x, measured from two points beside it."""
    return (curve(x + h) - curve(x - h)) / (2 * h)


@in_course_style
def logits_and_probabilities(softmax, logits, labels=None, reach=5.0):
    """Draw logits as bars, and beside them the probabilities that a function makes of them.

    Parameters
    ----------
    softmax : callable
        Takes an array (n,) of float and returns one of the same shape.
    logits : (n,) array_like of float
        The scores of n classes.
    labels : sequence of str, optional
        What stands below each bar; by default 0, 1, 2, ...
    reach : float
        The left axis goes from -reach to reach.
    """
    logits = np.asarray(logits, dtype=float)
    probabilities = softmax(logits)
    places = np.arange(len(logits))
    colours = [ORANGE if place == probabilities.argmax() else BLUE for place in places]
    _, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))

    bars = left.bar(places, logits, color=colours, width=0.65)
    left.bar_label(bars, [f"{logit:g}" for logit in logits], padding=3)
    left.axhline(0, color=GREY, linewidth=1)
    left.set(title="logits", ylabel="score", ylim=(-1.15 * reach, 1.15 * reach))

    bars = right.bar(places, probabilities, color=colours, width=0.65)
    right.bar_label(bars, [f"{share:.3f}" for share in probabilities], padding=3)
    right.set(title="probabilities", ylabel="probability", ylim=(0, 1.12))
    for axes in (left, right):
        axes.set_xticks(places, places if labels is None else labels)
        axes.set_xlabel("class")
        axes.grid(axis="x", visible=False)


@in_course_style
def formula_errors(formulas, truth, name="f", low=-18, high=4):
    """Draw how wrong some formulas for one function are, on logarithmic axes.

    Parameters
    ----------
    formulas : dict of str to callable
        Each takes an array (n,) of float and returns one of the same shape.
    truth : callable
        What they should give.
    low, high : float
        The range of x as powers of ten.
    name : str
        What the function is called in the title.
    """
    x = np.logspace(low, high, 400)
    right = truth(x)
    _, axes = plt.subplots(figsize=(8, 3.6))
    for (label, formula), style in zip(formulas.items(), ("-", "--", ":"), strict=False):
        with np.errstate(all="ignore"):
            error = np.abs(formula(x) / right - 1)
        axes.loglog(x, np.maximum(error, 1e-17), style, label=label)  # 0 has no logarithm
    axes.axhline(np.finfo(float).eps, color=GREY, linewidth=1)
    axes.annotate("16 digits right", (10.0**low, np.finfo(float).eps), va="bottom", color=GREY)
    axes.set(title=f"relative error of {name}", xlabel="x", ylabel="relative error")
    axes.legend(loc="upper right")


@in_course_style
def curves(functions, low=-4.0, high=4.0, title="curves"):
    """Draw several functions in one frame.

    Parameters
    ----------
    functions : dict of str to callable
        Each takes an array (n,) of float and returns one of the same shape.
    low, high : float
        What part of the x axis is shown.
    title : str
        What stands above the picture.
    """
    x = np.linspace(low, high, 401)
    _, axes = plt.subplots(figsize=(7, 3.4))
    for (label, function), style in zip(functions.items(), ("-", "--", ":", "-."), strict=False):
        axes.plot(x, function(x), style, label=label)
    axes.set(title=title, xlabel="x", ylabel="height", xlim=(low, high))
    axes.legend(loc="upper left")


@in_course_style
def dead_units(activations, units=200, examples=100):
    """Draw which share of a layer's units gives nothing for any example, as the bias sinks.

    Parameters
    ----------
    activations : dict of str to callable
        Each takes an array (examples, units) of float and returns one of the same shape.
    units, examples : int
        The size of the layer and the number of its inputs, drawn at random from a fixed seed.
    """
    rng = np.random.default_rng(6)
    weighted = rng.normal(size=(examples, 20)) @ rng.normal(size=(20, units)) / np.sqrt(20)
    biases = np.linspace(0, -5, 26)
    _, axes = plt.subplots(figsize=(7, 3.4))
    for (label, activation), style in zip(activations.items(), ("-", "--", ":"), strict=False):
        share = [np.mean(np.all(activation(weighted + b) == 0, axis=0)) for b in biases]
        axes.plot(biases, share, style, label=label)
    axes.set(title="units that are off for every example", xlabel="bias of the layer")
    axes.set(ylabel="share of units", ylim=(-0.03, 1.03), xlim=(0, -5))
    axes.legend(loc="upper left")


@in_course_style
def times(sizes, seconds, title="time of one call"):
    """Draw how long calls took for several sizes, on logarithmic axes.

    Parameters
    ----------
    sizes : (k,) sequence of int
        How many numbers each call worked on.
    seconds : dict of str to (k,) sequence of float
        A line for each entry.
    title : str
        What stands above the picture.
    """
    _, axes = plt.subplots(figsize=(8, 3.8))
    for (label, line), style in zip(seconds.items(), ("o-", "s--", "^:", "d-."), strict=False):
        axes.loglog(sizes, np.asarray(line) * 1e6, style, label=label, markersize=5)
    axes.set(title=title, xlabel="entries", ylabel="microseconds")
    axes.legend(loc="upper left")
