"""The picture of this notebook: probabilities, and how they answer to the logits."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from style import BLUE, GREY, ORANGE, in_course_style, sliders

__all__ = ["probabilities_and_jacobian", "sliders"]

BELOW_TO_ABOVE = LinearSegmentedColormap.from_list("below to above", [BLUE, "white", ORANGE])


@in_course_style
def probabilities_and_jacobian(softmax, jacobian, logits, labels):
    """Draw the softmax of some logits as bars, and beside them its Jacobian as a table.

    Parameters
    ----------
    softmax : callable
        Takes an array (n,) of float and returns one of the same shape.
    jacobian : callable
        Takes what softmax gave and returns an array (n, n).
    logits : (n,) array_like of float
        The scores of n classes.
    labels : (n,) sequence of str
        What the classes are called.
    """
    probabilities = softmax(np.asarray(logits, dtype=float))
    slopes, places = jacobian(probabilities), np.arange(len(labels))
    _, (left, right) = plt.subplots(1, 2, figsize=(6, 3), gridspec_kw={"wspace": 0.5})

    bars = left.bar(places, probabilities, color=BLUE, width=0.65)
    left.bar_label(bars, [f"{p:.2f}" for p in probabilities], padding=3, fontsize=10)
    left.set(title="probabilities", xlabel="class", ylabel="probability", ylim=(0, 1.12))
    left.set(yticks=(0, 0.5, 1), xlim=(-0.6, len(labels) - 0.4))
    left.set_xticks(places, labels)
    left.grid(axis="x", visible=False)
    left.set_box_aspect(1)  # as high as the table

    written = np.round(slopes, 2) + 0.0  # no "-0.00"
    right.imshow(slopes, cmap=BELOW_TO_ABOVE, vmin=-0.25, vmax=0.25)
    for i in places:
        for j in places:
            right.text(j, i, f"{written[i, j]:.2f}", ha="center", va="center", color="black")
    right.set(title="Jacobian", xlabel="logit that moves", ylabel="its effect on")
    right.set_xticks(places, labels)
    right.set_yticks(places, labels)
    right.grid(visible=False)
    right.spines[:].set(visible=True, color=GREY)
