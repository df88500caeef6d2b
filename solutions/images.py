"""Images as arrays: to a column, back, and many at once."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def image2vector(image: ArrayLike) -> NDArray[Any]:
    """Return the image's values as one column, in memory's reading order.

    Parameters
    ----------
    image : (h, w, c) or (h, w) array_like
        Height, width and, for colours, channels: any number of them.

    Returns
    -------
    (h*w*c, 1) ndarray
        The last axis runs fastest. A view where NumPy can make one.

    References
    ----------
    NumPy reference, `numpy.reshape`, order "C".

    Examples
    --------
    >>> image2vector([[[1, 2], [3, 4]]])
    array([[1],
           [2],
           [3],
           [4]])
    """
    return np.reshape(image, (-1, 1))


def vector2image(v: ArrayLike, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return a column's values as an image again.

    Parameters
    ----------
    v : (n, 1) array_like
        What image2vector gave.
    shape : tuple of int
        The image's shape; its product is n.

    Returns
    -------
    ndarray
        Of that shape, in reading order. A view where NumPy can make one.

    Raises
    ------
    ValueError
        If the shape does not hold n values.

    Examples
    --------
    >>> vector2image([[1], [2], [3], [4]], (2, 2))
    array([[1, 2],
           [3, 4]])
    """
    return np.reshape(v, shape)


def images2matrix(X: ArrayLike) -> NDArray[Any]:
    """Return a batch of images as a matrix with one column for each image.

    Parameters
    ----------
    X : (m, h, w, c) or (m, h, w) array_like
        m images of one shape.

    Returns
    -------
    (n, m) ndarray
        Column k is image k, flattened as image2vector does.

    References
    ----------
    NumPy reference, `numpy.reshape`: reshape cannot move axes, transpose does.

    Examples
    --------
    >>> images2matrix(np.arange(8).reshape(2, 2, 2, 1))
    array([[0, 4],
           [1, 5],
           [2, 6],
           [3, 7]])
    """
    X = np.asarray(X)
    return np.reshape(X, (X.shape[0], -1)).T


def to_unit_range(image: ArrayLike) -> NDArray[np.floating]:
    """Return the image's values divided by 255, from 0 to 1.

    Parameters
    ----------
    image : array_like of uint8
        Any shape, values from 0 to 255.

    Returns
    -------
    ndarray of float64
        Shape of `image`, new.

    Examples
    --------
    >>> to_unit_range(np.array([0, 51, 255], dtype=np.uint8))
    array([0. , 0.2, 1. ])
    """
    return np.asarray(image) / 255
