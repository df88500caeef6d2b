"""The rectified linear unit, its leaky relative, and their gradients."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def relu(x: ArrayLike) -> NDArray[np.number]:
    """Return every element where it is positive, and 0 elsewhere.

    Parameters
    ----------
    x : array_like of int or float
        Any shape; the input is not modified.

    Returns
    -------
    ndarray
        Shape of `x`, new; a number for a number. Integers stay integers.

    References
    ----------
    V. Nair, G. E. Hinton, "Rectified linear units improve restricted Boltzmann machines",
    ICML 2010, section 2: max(0, x).

    Examples
    --------
    >>> relu([2, -3, 1])
    array([2, 0, 1])
    """
    return np.maximum(x, 0)


def relu_derivative(x: ArrayLike) -> NDArray[np.floating]:
    """Return the slope of relu at every element: 1 where it is positive, else 0.

    At exactly 0 relu has a corner and no slope; like PyTorch, TensorFlow and JAX we take 0.

    Parameters
    ----------
    x : array_like of int or float
        Any shape; the input is not modified.

    Returns
    -------
    ndarray of float
        Shape of `x`, new; a number for a number.

    References
    ----------
    JAX documentation, `jax.nn.relu`: "the gradient at 0 is 0".

    Examples
    --------
    >>> relu_derivative([-1, 0, 2])
    array([0., 0., 1.])
    """
    return (np.asarray(x) > 0).astype(float)


def relu_backward(upstream: ArrayLike, a: ArrayLike) -> NDArray[np.floating]:
    """Return the gradient that passes through a relu, from the relu's output.

    Parameters
    ----------
    upstream : array_like of float
        The gradient of the loss by the relu's output, shape of `a`.
    a : array_like of float
        The output of relu: nothing in it is negative.

    Returns
    -------
    ndarray of float
        `upstream` where `a` is positive, 0 where the relu was off.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), section 6.3.1.

    Examples
    --------
    >>> relu_backward([5.0, 7.0], [0.0, 2.0])
    array([0., 7.])
    """
    return np.asarray(upstream, dtype=float) * (np.asarray(a) > 0)


def leaky_relu(x: ArrayLike, alpha: float = 0.01) -> NDArray[np.floating]:
    """Return every element where it is positive, and `alpha` times it elsewhere.

    Parameters
    ----------
    x : array_like of int or float
        Any shape; the input is not modified.
    alpha : float
        The slope for negative elements.

    Returns
    -------
    ndarray of float
        Shape of `x`, new; a number for a number.

    References
    ----------
    A. L. Maas, A. Y. Hannun, A. Y. Ng, "Rectifier nonlinearities improve neural network
    acoustic models", ICML 2013, eq. 2, with 0.01.

    Examples
    --------
    >>> leaky_relu([-10, 2], alpha=0.1)
    array([-1.,  2.])
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha * x)


def leaky_relu_derivative(x: ArrayLike, alpha: float = 0.01) -> NDArray[np.floating]:
    """Return the slope of leaky_relu at every element: 1 where positive, else `alpha`.

    Parameters
    ----------
    x : array_like of int or float
        Any shape; the input is not modified.
    alpha : float
        The slope for negative elements, and at 0.

    Returns
    -------
    ndarray of float
        Shape of `x`, new; a number for a number.

    References
    ----------
    The derivative of Maas, Hannun, Ng (2013), eq. 2; at 0 PyTorch's choice.

    Examples
    --------
    >>> leaky_relu_derivative([-10, 2], alpha=0.1)
    array([0.1, 1. ])
    """
    return np.where(np.asarray(x) > 0, 1.0, alpha)


class ReLU:
    """A relu that is called like a function and knows its gradient.

    Examples
    --------
    >>> layer = ReLU()
    >>> layer(np.array([0.1, -0.4, 0.7, 1.0]))
    array([0.1, 0. , 0.7, 1. ])
    >>> layer.gradient(np.array([0.1, -0.4, 0.7, 1.0]))
    array([1., 0., 1., 1.])
    """

    def __call__(self, x: ArrayLike) -> NDArray[np.number]:
        """Return relu(x)."""
        return relu(x)

    def gradient(self, x: ArrayLike) -> NDArray[np.floating]:
        """Return relu_derivative(x)."""
        return relu_derivative(x)


class LeakyReLU:
    """A leaky relu with its own `alpha`, called like a function.

    Parameters
    ----------
    alpha : float
        The slope for negative elements.

    Examples
    --------
    >>> LeakyReLU(alpha=0.1)(np.array([-10.0, 2.0]))
    array([-1.,  2.])
    """

    def __init__(self, alpha: float = 0.01) -> None:
        self.alpha = alpha

    def __call__(self, x: ArrayLike) -> NDArray[np.floating]:
        """Return leaky_relu(x, alpha)."""
        return leaky_relu(x, self.alpha)

    def gradient(self, x: ArrayLike) -> NDArray[np.floating]:
        """Return leaky_relu_derivative(x, alpha)."""
        return leaky_relu_derivative(x, self.alpha)
