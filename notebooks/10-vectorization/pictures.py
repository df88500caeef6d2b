"""The picture of this notebook: how long calls take for several sizes."""

import matplotlib.pyplot as plt
import numpy as np
from style import in_course_style


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
    _, axes = plt.subplots(figsize=(4.8, 3.8))
    for (label, line), style in zip(seconds.items(), ("o-", "s--", "^:", "d-."), strict=False):
        axes.loglog(sizes, np.asarray(line) * 1e6, style, label=label, markersize=5)
    axes.set(title=title, xlabel="entries", ylabel="microseconds")
    axes.legend(loc="upper left")
