"""The pictures of this notebook: ReLU beside its leaky relatives, and units that are off."""

import matplotlib.pyplot as plt
import numpy as np
from style import in_course_style, sliders

__all__ = ["curves", "dead_units", "sliders"]


@in_course_style
def curves(functions, title="curves"):
    """Draw several functions in one frame.

    Parameters
    ----------
    functions : dict of str to callable
        Each takes an array (n,) of float and returns one of the same shape.
    title : str
        What stands above the picture.
    """
    x = np.linspace(-4, 4, 201)
    _, axes = plt.subplots()
    for (label, function), style in zip(functions.items(), ("-", "--", ":"), strict=False):
        axes.plot(x, function(x), style, label=label)
    # the same for every function: a slider must not shake the axes
    axes.set(xlim=(-4, 4), ylim=(-4.2, 4.2), xticks=(-4, -2, 0, 2, 4), yticks=(-4, -2, 0, 2, 4))
    axes.set(title=title, xlabel="x", ylabel="height")
    axes.legend(loc="upper left")


@in_course_style
def dead_units(activations, units=200, examples=100):
    """Draw which share of a layer's units gives nothing for any example, as the bias sinks.

    Parameters
    ----------
    activations : dict of str to callable
        Each takes an array (examples, units) of float and returns one of the same shape.
    units, examples : int
        The size of the layer and the number of its inputs, drawn at random from a fixed seed.
    """
    rng = np.random.default_rng(6)
    weighted = rng.normal(size=(examples, 20)) @ rng.normal(size=(20, units)) / np.sqrt(20)
    biases = np.linspace(0, -5, 26)
    _, axes = plt.subplots()
    for (label, activation), style in zip(activations.items(), ("-", "--", ":"), strict=False):
        share = [np.mean(np.all(activation(weighted + b) == 0, axis=0)) for b in biases]
        axes.plot(biases, share, style, label=label)
    axes.set(title="units that are off for every example", xlabel="bias of the layer")
    axes.set(ylabel="share of units", ylim=(-0.03, 1.03), xlim=(0, -5))
    axes.legend(loc="upper left")
