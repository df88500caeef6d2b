"""The picture of this notebook: the error of a numerical slope against the step."""

import matplotlib.pyplot as plt
import numpy as np
from style import in_course_style


@in_course_style
def error_by_step(steps, errors):
    """Draw how wrong slopes are for several steps, on logarithmic axes.

    Parameters
    ----------
    steps : (k,) array_like of float
        The steps h.
    errors : dict of str to (k,) array_like of float
        A line for each entry: how far a slope is from the right one, above 0.
    """
    _, axes = plt.subplots(figsize=(4.8, 3.8))
    for (label, line), style in zip(errors.items(), ("o-", "s--"), strict=False):
        axes.loglog(steps, np.asarray(line), style, label=label, markersize=5)
    axes.set(title="smaller is not better", xlabel="step h", ylabel="error of the slope")
    axes.set_xticks([1e-15, 1e-10, 1e-5, 1e-1])
    axes.minorticks_off()
    axes.legend(loc="lower left")
