"""The pictures of this notebook: a subtraction that became a table, and two losses of a logit."""

import matplotlib.pyplot as plt
import numpy as np
from style import BLUE, ORANGE, RED, in_course_style, pale


@in_course_style
def every_pair(prediction, target):
    """Draw |prediction - target| of each pair, with the pairs that belong together in orange.

    Parameters
    ----------
    prediction, target : (n,) array_like of float
        What was predicted and what is right.
    """
    prediction, target = np.asarray(prediction, dtype=float), np.asarray(target, dtype=float)
    n = len(target)
    _, axes = plt.subplots(figsize=(4.8, 3.8))
    axes.imshow([[pale(ORANGE if i == j else BLUE) for j in range(n)] for i in range(n)])
    for i in range(n):
        for j in range(n):
            text = f"{abs(prediction[j] - target[i]):.1f}"
            axes.text(j, i, text, ha="center", va="center", color="black")
    axes.set(title="|prediction - target| of every pair", xlabel="prediction", ylabel="target")
    axes.set_xticks(range(n), [f"{value:g}" for value in prediction])
    axes.set_yticks(range(n), [f"{value:g}" for value in target])
    axes.grid(visible=False)
    axes.tick_params(length=0)
    axes.spines[:].set(visible=False)


@in_course_style
def two_losses(cross_entropy):
    """Draw two losses of one example whose right answer is 1, against its logit.

    Parameters
    ----------
    cross_entropy : callable
        Takes logits (n,) and answers (n,), and returns their loss.
    """
    z = np.linspace(-8, 4, 121)
    squared = (1 / (1 + np.exp(-z)) - 1) ** 2
    crossed = [cross_entropy(np.array([one]), np.array([1.0])) for one in z]
    _, axes = plt.subplots()
    axes.plot(z, crossed, color=BLUE, label="cross-entropy")
    axes.plot(z, squared, "--", color=RED, label="squared error of the sigmoid")
    axes.set(title="the right answer is 1", xlabel="logit z", ylabel="loss", ylim=(-0.2, 8.2))
    axes.legend(loc="upper right")
