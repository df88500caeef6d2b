"""The picture of this notebook: a table, and the strip of memory that holds its entries."""

import matplotlib.pyplot as plt
import numpy as np
from grids import cell
from style import BLUE, GREEN, ORANGE, PURPLE, RED, in_course_style

COLOURS = (BLUE, ORANGE, GREEN, PURPLE, RED)


@in_course_style
def grid_and_strip(table):
    """Draw a small array as a table, and below it the order in which its values are read.

    Parameters
    ----------
    table : (n, m) array_like
        Each row is drawn in a colour of its own.
    """
    table = np.asarray(table)
    rows = len(table)
    _, axes = plt.subplots(figsize=(0.38 * table.size, 0.38 * (rows + 2.5)))
    for k, ((i, j), value) in enumerate(np.ndenumerate(table)):
        cell(axes, j, rows + 0.5 - i, value, COLOURS[i % 5])
        cell(axes, k, 0, value, COLOURS[i % 5])
    axes.text(-0.5, rows + 1.2, "axis 1 runs to the right")
    axes.text(-0.7, rows / 2 + 1, "axis 0", rotation=90, va="center", ha="right")
    axes.set_title(f"an array of shape {table.shape}, and\nthe order in which it is read")
    axes.set(xlim=(-0.5, table.size - 0.5), ylim=(-0.5, rows + 2), aspect="equal")
    axes.axis("off")
