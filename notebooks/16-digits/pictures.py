"""The pictures of this notebook: digits, a learning curve, weights, and what is confused."""

import matplotlib.pyplot as plt
import numpy as np
from style import BLUE, GREY, ORANGE, in_course_style


@in_course_style
def images(rows, captions, columns=4):
    """Draw images of 8 by 8 pixels, each with a caption above it.

    Parameters
    ----------
    rows : (m, 64) array_like of real
        One image in each row; the largest pixels are black.
    captions : (m,) sequence of str
        What stands above each image.
    columns : int
        How many images stand side by side.
    """
    lines = -(-len(rows) // columns)
    _, axes = plt.subplots(lines, columns, figsize=(0.95 * columns, 1.25 * lines), squeeze=False)
    for place in axes.flat:
        place.axis("off")
    for place, pixels, caption in zip(axes.flat, np.asarray(rows), captions, strict=False):
        place.imshow(np.reshape(pixels, (8, 8)), cmap="gray_r")
        place.set_title(caption, fontsize=10, fontweight="normal", loc="center")


@in_course_style
def learning_curve(losses, training, unseen):
    """Draw how the loss falls, and beside it how many digits are read, epoch by epoch.

    Parameters
    ----------
    losses : (epochs,) sequence of float
    training, unseen : (epochs,) sequences of float
        Shares of the digits trained on and of the others that are read, from 0 to 1.
    """
    epochs = np.arange(1, len(losses) + 1)
    _, (left, right) = plt.subplots(1, 2, figsize=(6, 3), gridspec_kw={"wspace": 0.4})
    left.plot(epochs, losses)
    left.set(title="loss", xlabel="epoch", ylabel="mean loss", ylim=(0, None))
    right.plot(epochs, np.multiply(training, 100), color=BLUE)
    right.plot(epochs, np.multiply(unseen, 100), color=ORANGE)
    right.text(len(losses), 96.2, "trained on", color=BLUE, ha="right", va="top")
    right.text(len(losses), 94.2, "never seen", color=ORANGE, ha="right", va="top")
    right.set(title="digits read", xlabel="epoch", ylabel="percent", ylim=(85, 100.5))


@in_course_style
def weights(W, columns=8):
    """Draw what each hidden unit looks for: its weights, as an image of 8 by 8.

    Parameters
    ----------
    W : (64, h) ndarray of float
        One unit in each column.
    columns : int
        How many units stand side by side.
    """
    lines = -(-W.shape[1] // columns)
    figure, axes = plt.subplots(lines, columns, figsize=(0.85 * columns, 0.9 * lines))
    for place in axes.flat:
        place.axis("off")
    most = np.max(np.abs(W))
    for place, unit in zip(axes.flat, W.T, strict=False):
        place.imshow(unit.reshape(8, 8), cmap="PuOr_r", vmin=-most, vmax=most)
    figure.suptitle("hidden units: orange adds, purple takes away", fontsize="medium")


@in_course_style
def confusions(table):
    """Draw a confusion matrix: what was read rightly is pale, errors stand out.

    Parameters
    ----------
    table : (10, 10) ndarray of int
        In row i and column j how many digits i were read as j.
    """
    errors = table - np.diag(np.diag(table))
    _, axes = plt.subplots(figsize=(4.8, 4.8))
    axes.imshow(errors, cmap="Oranges", vmin=0, vmax=max(errors.max() * 1.5, 1))
    for (i, j), count in np.ndenumerate(table):
        if count:
            ink = GREY if i == j else "black"
            axes.text(j, i, str(count), ha="center", va="center", color=ink, fontsize=11)
    axes.set(title="confusions", xlabel="read as", ylabel="digit")
    axes.set(xticks=range(10), yticks=range(10))
    axes.grid(visible=False)
    axes.spines[:].set(visible=True)
