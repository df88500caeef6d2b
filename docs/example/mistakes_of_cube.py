"""Wrong versions of the functions in solutions.cube."""

import numpy as np

# what tells the versions apart, and each from the right one; the most ordinary input first
INPUTS = {
    "cube": [
        np.array([0.5, -2.0, 3.0, 1.0]),
        np.array([[1.5, -1.0, 4.0], [2.5, 0.0, -3.0]]),
        np.array([7.0]),
        [2, 5],
    ],
}


def cube__three_times(x):
    """Three times the number.

    Your numbers are three times the given ones. A cube has the number itself three times as a
    factor: for 2 that is 2 * 2 * 2.
    """
    return np.asarray(x) * 3


def cube__in_place(x):
    """The argument is written over.

    Your function changes the array of whoever calls it. Work with a new one.

    Seen: changes-argument
    """
    x = np.asarray(x)
    x **= 3
    return x
