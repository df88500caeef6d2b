"""The picture of this notebook: logits, and the probabilities that softmax makes of them."""

import matplotlib.pyplot as plt
import numpy as np
from style import BLUE, GREY, ORANGE, in_course_style, sliders

__all__ = ["logits_and_probabilities", "sliders"]


@in_course_style
def logits_and_probabilities(softmax, logits, labels):
    """Draw logits as bars, and beside them the probabilities that a function makes of them.

    Parameters
    ----------
    softmax : callable
        Takes an array (n,) of float and returns one of the same shape.
    logits : (n,) array_like of float
        The scores of n classes, from -5 to 5.
    labels : (n,) sequence of str
        What stands below each bar.
    """
    logits = np.asarray(logits, dtype=float)
    probabilities = softmax(logits)
    places = np.arange(len(logits))
    colours = [BLUE] * len(logits)
    colours[probabilities.argmax()] = ORANGE
    _, (left, right) = plt.subplots(1, 2, figsize=(6, 3), gridspec_kw={"wspace": 0.45})

    bars = left.bar(places, logits, color=colours, width=0.65)
    left.bar_label(bars, [f"{logit:g}" for logit in logits], padding=3, fontsize=10)
    left.axhline(0, color=GREY, linewidth=1)
    left.set(title="logits", ylabel="score", ylim=(-6.5, 6.5), yticks=(-5, 0, 5))

    bars = right.bar(places, probabilities, color=colours, width=0.65)
    right.bar_label(bars, [f"{share:.3f}" for share in probabilities], padding=3, fontsize=10)
    right.set(title="probabilities", ylabel="probability", ylim=(0, 1.12), yticks=(0, 0.5, 1))
    for axes in (left, right):
        axes.set_xticks(places, labels)
        axes.set(xlabel="class", xlim=(-0.6, len(logits) - 0.4))
        axes.grid(axis="x", visible=False)
