"""Pictures of arrays: their entries, their order in memory, what broadcasting repeats.

Needs only NumPy, matplotlib and the course's look from `drawing`.
"""

import matplotlib.pyplot as plt
import numpy as np
from drawing import BLUE, GREEN, GREY, ORANGE, PALETTE, in_course_style


@in_course_style
def grid_and_strip(a, order="C"):
    """Draw a small array as tables, and below them the order in which its values are read.

    Parameters
    ----------
    a : (n, m) or (n, m, c) array_like
        The last axis of a three-dimensional array is drawn as tables side by side.
    order : "C" or "F"
        Row by row, or column by column.
    """
    a = np.asarray(a)
    layers = a[..., np.newaxis] if a.ndim == 2 else a
    rows, columns, depth = layers.shape
    _, (above, below) = plt.subplots(2, 1, figsize=(9, 1.2 + 0.45 * rows), height_ratios=(rows, 1))
    for c in range(depth):
        for i, j in np.ndindex(rows, columns):
            _cell(above, j + c * (columns + 1), rows - 1 - i, layers[i, j, c], PALETTE[i % 6])
        label = f"[:, :, {c}]" if a.ndim == 3 else "axis 1 runs to the right"
        above.text(c * (columns + 1) + (columns - 1) / 2, rows - 0.2, label, ha="center")
    above.text(-0.8, (rows - 1) / 2, "axis 0", rotation=90, va="center", ha="center")
    places = np.broadcast_to(np.arange(rows).reshape(-1, 1, 1), layers.shape)
    strip, origin = layers.reshape(-1, order=order), places.reshape(-1, order=order)
    for k, (value, row) in enumerate(zip(strip, origin, strict=True)):
        _cell(below, k, 0, value, PALETTE[row % 6])
    above.set(title=f"an array of shape {a.shape}, and the order in which it is read")
    for axes, width, height in ((above, depth * (columns + 1), rows), (below, strip.size, 1)):
        axes.set(xlim=(-1.2, width), ylim=(-0.6, height + 0.1), aspect="equal")
        axes.axis("off")


def _cell(axes, x, y, value, colour, ghost=False):
    look = {"fc": "none", "ec": colour, "ls": ":"} if ghost else {"color": colour, "alpha": 0.3}
    axes.add_patch(plt.Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, **look))
    axes.text(
        x, y, f"{value:.3g}", ha="center", va="center", fontsize=9, color=GREY if ghost else "k"
    )


@in_course_style
def pictures(images, titles):
    """Draw images side by side.

    Parameters
    ----------
    images : sequence of (h, w) or (h, w, 3) array_like
        Grey or coloured; floats from 0 to 1 or uint8.
    titles : sequence of str
        What stands above each.
    """
    _, frames = plt.subplots(1, len(images), figsize=(3 * len(images), 3.4), squeeze=False)
    for axes, image, title in zip(frames[0], images, titles, strict=True):
        axes.imshow(np.asarray(image), cmap="gray")
        axes.set_title(title, fontsize=10)
        axes.axis("off")


@in_course_style
def broadcasting(a, b, sign="+"):
    """Draw two small arrays and their sum; what broadcasting repeats is drawn as a ghost.

    Parameters
    ----------
    a, b : array_like, at most two axes
        Shapes that broadcast together.
    sign : "+", "-", "*" or "/"
        What is done with them.
    """
    a, b = np.asarray(a), np.asarray(b)
    operation = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}[sign]
    result = np.atleast_2d(operation(a, b))
    rows, columns = result.shape
    _, frames = plt.subplots(1, 3, figsize=(9, 0.9 + 0.45 * rows))
    for axes, part, colour, mark in zip(
        frames, (a, b, result), (BLUE, ORANGE, GREEN), ("", sign, "="), strict=True
    ):
        solid = np.atleast_2d(part).shape
        for i, j in np.ndindex(rows, columns):
            value = np.broadcast_to(np.atleast_2d(part), result.shape)[i, j]
            ghost = i >= solid[0] or j >= solid[1]
            _cell(axes, j, rows - 1 - i, value, GREY if ghost else colour, ghost)
        axes.text(-1.1, (rows - 1) / 2, mark, fontsize=18, ha="center", va="center")
        axes.set_title(f"shape {np.shape(part) if part is not result else operation(a, b).shape}")
        axes.set(xlim=(-1.5, columns), ylim=(-0.6, rows - 0.3), aspect="equal")
        axes.axis("off")


@in_course_style
def collapse(a, function=np.mean, name="mean"):
    """Draw a table with what a function makes of each column, and of each row.

    Parameters
    ----------
    a : (n, m) array_like
        The table.
    function : callable
        Takes the table and `axis`, such as np.mean.
    name : str
        What the function is called.
    """
    a = np.asarray(a)
    rows, columns = a.shape
    _, axes = plt.subplots(figsize=(7, 1.2 + 0.5 * rows))
    for i, j in np.ndindex(rows, columns):
        _cell(axes, j, rows - 1 - i, a[i, j], BLUE)
    for j, value in enumerate(function(a, axis=0)):
        _cell(axes, j, -1.4, value, ORANGE)
    for i, value in enumerate(function(a, axis=1)):
        _cell(axes, columns + 0.4, rows - 1 - i, value, GREEN)
    axes.text((columns - 1) / 2, -2.3, f"{name}, axis=0: the rows collapse", ha="center", color="k")
    axes.text(columns + 1.1, (rows - 1) / 2, f"{name}, axis=1:\nthe columns collapse", va="center")
    axes.set_title(f"a table of shape {a.shape}")
    axes.set(xlim=(-0.6, columns + 4), ylim=(-2.6, rows - 0.4), aspect="equal")
    axes.axis("off")
