"""The picture of this notebook: which row and which column make an entry of a product."""

import matplotlib.pyplot as plt
import numpy as np
from grids import cell
from style import BLUE, GREEN, ORANGE, in_course_style


@in_course_style
def row_times_column(A, B, row, column):
    """Draw two matrices and their product; one entry of it, and what it is made of, has colour.

    Parameters
    ----------
    A, B : (n, k) and (k, m) array_like
        Small matrices.
    row, column : int
        The entry's place in the product.
    """
    A, B = np.asarray(A), np.asarray(B)
    _, axes = plt.subplots(figsize=(6, 0.45 * (max(len(A), len(B)) + 1)))
    i, j = np.indices(A.shape)[0] == row, np.indices(B.shape)[1] == column
    product = np.outer(np.arange(len(A)) == row, np.arange(B.shape[1]) == column)
    parts = ((A, i, BLUE, "@"), (B, j, ORANGE, "="), (A @ B, product, GREEN, ""))
    start = 0.0
    for table, chosen, colour, sign in parts:
        columns = table.shape[1]
        for place, value in np.ndenumerate(table):
            x, y = start + place[1], -place[0]
            cell(axes, x, y, value, colour, ghost=not chosen[place])
        axes.text(start - 0.5, 0.8, f"shape {table.shape}")
        step = max(columns, 3.2) + 1
        axes.text(start + step - 1, -0.5, sign, fontsize=18, ha="center", va="center")
        start += step
    axes.set_title(f"row {row} times column {column}", pad=12)
    axes.set(xlim=(-0.5, start - 1), ylim=(0.4 - max(len(A), len(B)), 1.2), aspect="equal")
    axes.axis("off")
