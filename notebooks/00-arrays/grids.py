"""Tables drawn cell by cell: what several notebooks' pictures are made of.

Needs only matplotlib, NumPy and the course's style.
"""

import matplotlib.pyplot as plt
import numpy as np
from style import BLUE, GREEN, GREY, ORANGE, in_course_style, pale


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
    operation = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}[sign]
    result = operation(a, b)
    rows, columns = np.atleast_2d(result).shape
    step = max(columns, 3.2) + 1.4  # a shape is as long as three cells
    _, axes = plt.subplots(figsize=(0.36 * 3 * step, 0.36 * (rows + 1)))
    tables = ((np.asarray(a), BLUE, ""), (np.asarray(b), ORANGE, sign), (result, GREEN, "="))
    for place, (part, colour, mark) in enumerate(tables):
        start = place * step
        solid = np.atleast_2d(part).shape
        for (i, j), value in np.ndenumerate(np.broadcast_to(part, (rows, columns))):
            cell(axes, start + j, -i, value, colour, ghost=i >= solid[0] or j >= solid[1])
        axes.text(start - 1.2, (1 - rows) / 2, mark, fontsize=18, ha="center", va="center")
        axes.text(start - 0.5, 0.8, f"shape {part.shape}")
    axes.set(xlim=(-0.5, 3 * step - 1.9), ylim=(0.4 - rows, 1.4), aspect="equal")
    axes.axis("off")


def cell(axes, x, y, value, colour, ghost=False):
    """Draw a number in a coloured square, or in a dotted one if it is a ghost."""
    look = {"fc": "none", "ec": GREY, "ls": ":"} if ghost else {"color": pale(colour)}
    axes.add_patch(plt.Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, **look))
    ink = GREY if ghost else "black"
    axes.text(x, y, f"{value:.3g}", ha="center", va="center", color=ink)
