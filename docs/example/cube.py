"""The cube: the example of docs/author.md."""

import numpy as np


def cube(x):
    """Return the cube of every entry.

    Parameters
    ----------
    x : (...) array_like of real
        Any shape; it is not modified.

    Returns
    -------
    (...) ndarray of real
        x times x times x for each entry, in a new array.

    Examples
    --------
    >>> cube([1, 2, -3])
    array([  1,   8, -27])
    """
    return np.asarray(x) ** 3
