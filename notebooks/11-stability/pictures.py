"""The picture of this notebook: for which x a power of e fits into a float."""

import matplotlib.pyplot as plt
import numpy as np
from style import BLUE, GREEN, GREY, ORANGE, in_course_style

TYPES = ("float16", "float32", "float64")  # from below


@in_course_style
def where_powers_fit(exp_limit):
    """Draw for each float type a bar over all x for which e^x is neither 0 nor infinity.

    Parameters
    ----------
    exp_limit : callable
        Takes the name of a float type and returns the largest such x.
    """
    _, axes = plt.subplots(figsize=(6, 3))
    for place, (name, colour) in enumerate(zip(TYPES, (GREEN, ORANGE, BLUE), strict=True)):
        # half of the smallest number is the last that is rounded up to it
        least = np.log(float(np.finfo(name).smallest_subnormal)) - np.log(2)
        most = exp_limit(name)
        axes.barh(place, most - least, left=least, height=0.5, color=colour)
        axes.text(least - 20, place, f"{least:.1f}", ha="right", va="center", color=colour)
        axes.text(most + 20, place, f"{most:.1f}", ha="left", va="center", color=colour)
    axes.axvline(0, color=GREY, linewidth=1)
    axes.text(-1190, 2.55, "rounded to 0", va="center")
    axes.text(1190, 2.55, "infinity", ha="right", va="center")
    axes.set(title="where $e^x$ fits into a float", xlabel="x", ylabel="type of float")
    axes.set(xlim=(-1200, 1200), ylim=(-0.5, 2.9), yticks=range(3), yticklabels=TYPES)
    axes.grid(axis="y", visible=False)
