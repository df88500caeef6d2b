"""The pictures of this notebook: arrays above their gradients, and what a network learns."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap
from style import BLUE, GREEN, GREY, ORANGE, in_course_style, pale


@in_course_style
def above_gradients(arrays, gradients):
    """Draw arrays as coloured tables, and below each the gradient of the loss by it.

    Parameters
    ----------
    arrays : dict of ndarray of float, at most two axes
        In the order of the way forward.
    gradients : dict of ndarray of float
        Under the same names.
    """
    widths = [np.atleast_2d(array).shape[1] for array in arrays.values()]
    _, axes = plt.subplots(
        2, len(arrays), figsize=(7, 4.2), gridspec_kw={"width_ratios": widths, "wspace": 0.5}
    )
    for (name, array), (above, below) in zip(arrays.items(), axes.T, strict=True):
        _table(above, f"{name}\n{np.shape(array)}", array)
        _table(below, f"d{name}\n{np.shape(gradients[name])}", gradients[name])
    axes[0, 0].set_ylabel("the way forward")
    axes[1, 0].set_ylabel("the way back")


def _table(axes, title, numbers):
    numbers = np.atleast_2d(numbers)
    most = np.max(np.abs(numbers)) or 1.0  # 0 is white
    axes.imshow(numbers, cmap="PuOr_r", vmin=-most, vmax=most)
    axes.set(xticks=[], yticks=[])
    axes.set_title(title, fontsize=11)
    axes.grid(visible=False)
    axes.spines[:].set(visible=True)


@in_course_style
def regions(points, labels, classify, losses):
    """Draw points of three classes on what a network makes of the plane, and its losses.

    Parameters
    ----------
    points : (m, 2) ndarray of float
        Between -1.2 and 1.2.
    labels : (m,) ndarray of int
        0, 1 or 2.
    classify : callable
        Takes points and returns the class of each.
    losses : sequence of float
        One for each step.
    """
    colours = (BLUE, ORANGE, GREEN)
    ticks = np.linspace(-1.2, 1.2, 121)
    grid = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    classes = classify(grid).reshape(121, 121)
    _, (left, right) = plt.subplots(1, 2, figsize=(7, 3.2), gridspec_kw={"wspace": 0.35})

    paint = ListedColormap([pale(colour) for colour in colours])
    left.imshow(classes, cmap=paint, vmin=0, vmax=2, origin="lower", extent=(-1.2, 1.2, -1.2, 1.2))
    for label, colour in enumerate(colours):
        mine = points[labels == label]
        left.scatter(*mine.T, s=12, color=colour, edgecolor="black", linewidth=0.4)
    left.set(title="three arms", xlabel="x", ylabel="y", xticks=(-1, 0, 1), yticks=(-1, 0, 1))
    left.grid(visible=False)

    right.plot(losses)
    right.axhline(np.log(3), color=GREY, linestyle=":")
    right.text(len(losses), np.log(3) + 0.02, "guessing", ha="right")
    right.set(title="loss", xlabel="step", ylabel="loss", ylim=(0, 1.3))
