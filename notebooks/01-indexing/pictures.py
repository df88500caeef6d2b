"""The pictures of this notebook: what an index picks, what broadcasting repeats, and the CO2."""

import matplotlib.pyplot as plt
import numpy as np
from grids import broadcasting, cell
from style import GREY, ORANGE, in_course_style

__all__ = ["broadcasting", "carbon_dioxide", "picked"]


@in_course_style
def picked(a, *indices):
    """Draw a table once for each index, with what the index picks in orange.

    Parameters
    ----------
    a : (n, m) array_like
        A table in which no number stands twice.
    *indices : str
        Such as "a[1]" or "a[:, ::2]".
    """
    a = np.asarray(a)
    rows, columns = a.shape
    size = (0.42 * columns, 0.42 * (rows + 1.2))
    across = 2
    down = -(-len(indices) // across)
    _, grid = plt.subplots(down, across, figsize=(across * size[0] + 1, down * size[1]))
    for axes, index in zip(np.ravel(grid), indices, strict=True):
        chosen = np.isin(a, eval(index, {"a": a, "np": np}))
        for (i, j), value in np.ndenumerate(a):
            cell(axes, j, -i, value, ORANGE if chosen[i, j] else GREY, ghost=not chosen[i, j])
        axes.set_title(index, loc="center", family="monospace", fontweight="normal")
        axes.set(xlim=(-0.6, columns - 0.4), ylim=(0.4 - rows, 0.6), aspect="equal")
        axes.axis("off")


@in_course_style
def carbon_dioxide(read_table, path):
    """Draw the year's course of carbon dioxide, one line for each year.

    Parameters
    ----------
    read_table : callable
        Takes the path, and returns an array (n, 3) of float: year, month and parts per million, nan
        where nothing was measured.
    path : str
        The file.
    """
    years, months, parts = np.asarray(read_table(path)).T
    _, axes = plt.subplots(figsize=(5.4, 4))
    for year in np.unique(years):
        of_year = years == year
        axes.plot(months[of_year], parts[of_year], marker="o", markersize=4)
        axes.text(12.3, parts[of_year][-1], f"{year:.0f}", va="center")
    axes.set(title="CO2 at Mauna Loa", xlabel="month", ylabel="parts per million")
    axes.set(xticks=(1, 4, 7, 10), xlim=(0.5, 14.2))
