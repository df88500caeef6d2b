"""The pictures of this notebook: photographs side by side, and the strip that holds an image."""

from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np
from grids import cell
from style import BLUE, GREEN, ORANGE, PURPLE, RED, in_course_style

COLOURS = (BLUE, ORANGE, GREEN, PURPLE, RED)


@in_course_style
def side_by_side(images, titles):
    """Draw images side by side.

    Parameters
    ----------
    images : sequence of (h, w) or (h, w, 3) array_like
        Grey or coloured; floats from 0 to 1 or uint8.
    titles : sequence of str
        What stands above each.
    """
    _, frames = plt.subplots(1, len(images), figsize=(2.3 * len(images), 2.8), squeeze=False)
    for axes, image, title in zip(frames[0], images, titles, strict=True):
        axes.imshow(np.asarray(image), cmap="gray")
        axes.set_title(fill(title, 17), weight="normal")
        axes.axis("off")


@in_course_style
def grid_and_strip(image):
    """Draw an image as a table for each channel, and below the order in which it is read.

    Parameters
    ----------
    image : (h, w, c) array_like
        Each row is drawn in a colour of its own.
    """
    image = np.asarray(image)
    rows, columns, channels = image.shape
    _, axes = plt.subplots(figsize=(0.38 * image.size, 0.38 * (rows + 2.5)))
    for k, ((i, j, c), value) in enumerate(np.ndenumerate(image)):
        cell(axes, j + c * (columns + 1), rows + 0.5 - i, value, COLOURS[i % 5])
        cell(axes, k, 0, value, COLOURS[i % 5])
    for c in range(channels):
        middle = c * (columns + 1) + columns / 2 - 0.5
        axes.text(middle, rows + 1.2, f"[:, :, {c}]", ha="center")
    axes.text(-0.7, rows / 2 + 1, "axis 0", rotation=90, va="center", ha="right")
    axes.set_title(f"an array of shape {image.shape}, and\nthe order in which it is read")
    axes.set(xlim=(-0.5, image.size - 0.5), ylim=(-0.5, rows + 2), aspect="equal")
    axes.axis("off")
