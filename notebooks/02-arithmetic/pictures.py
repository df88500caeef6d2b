"""The picture of this notebook: what is left of a table when an axis collapses."""

import matplotlib.pyplot as plt
import numpy as np
from grids import cell
from style import BLUE, GREEN, ORANGE, in_course_style


@in_course_style
def collapse(table, function=np.mean, name="mean"):
    """Draw a table with what a function makes of each column, and of each row.

    Parameters
    ----------
    table : (n, m) array_like
        The numbers.
    function : callable
        Takes the table and `axis`, such as np.mean.
    name : str
        What the function is called.
    """
    table = np.asarray(table)
    rows, columns = table.shape
    _, axes = plt.subplots(figsize=(0.42 * (columns + 6), 0.42 * (rows + 2)))
    for (i, j), value in np.ndenumerate(table):
        cell(axes, j, -i, value, BLUE)
    for j, value in enumerate(function(table, axis=0)):
        cell(axes, j, -rows - 0.4, value, ORANGE)
    for i, value in enumerate(function(table, axis=1)):
        cell(axes, columns + 0.4, -i, value, GREEN)
    middle = {"x": columns + 1.1, "y": (1 - rows) / 2, "va": "center"}
    axes.text(s=f"{name}, axis=1:\nthe columns collapse", **middle)
    axes.text(-0.5, -rows - 1.4, f"{name}, axis=0: the rows collapse")
    axes.set_title(f"a table of shape {table.shape}")
    axes.set(xlim=(-0.5, columns + 5.5), ylim=(-rows - 1.4, 0.6), aspect="equal")
    axes.axis("off")
