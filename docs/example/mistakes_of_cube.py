"""Wrong versions of the functions in solutions.cube."""

import numpy as np


def cube__three_times(x):
    """Three times the number.

    Each number was multiplied by 3. A cube has the number itself three times as a factor: for 2
    that is 2 * 2 * 2.
    """
    return np.asarray(x) * 3
