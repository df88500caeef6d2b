"""Backpropagation through a network of two affine layers, with a relu between them."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions.losses import softmax_cross_entropy
from solutions.relu import relu, relu_backward

Floats = NDArray[np.floating]
Parameters = Mapping[str, ArrayLike]


def affine_forward(
    X: ArrayLike, W: ArrayLike, b: ArrayLike
) -> tuple[Floats, tuple[Floats, Floats]]:
    """Return X @ W + b, and what the way back needs.

    Parameters
    ----------
    X : (m, n) array_like of real
        One example in each row. It is not modified.
    W : (n, k) array_like of real
        The weights: one column for each unit. It is not modified.
    b : (k,) array_like of real
        The biases: one for each unit. It is not modified.

    Returns
    -------
    Z : (m, k) ndarray of float
        A new array: one row for each example, one column for each unit.
    cache : tuple
        X and W, as arrays.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), eq. 6.5.

    Examples
    --------
    >>> Z, cache = affine_forward([[1, 2]], [[3, 4], [5, 6]], [10, 20])
    >>> Z
    array([[23., 36.]])
    """
    X, W = np.asarray(X, dtype=float), np.asarray(W, dtype=float)
    return X @ W + np.asarray(b, dtype=float), (X, W)  # (m, k), what came in


def affine_backward(
    dZ: ArrayLike, cache: tuple[ArrayLike, ArrayLike]
) -> tuple[Floats, Floats, Floats]:
    """Return the gradients of the loss by X, W and b, given the one by Z = X @ W + b.

    Parameters
    ----------
    dZ : (m, k) array_like of real
        How much the loss grows with each entry of Z. It is not modified.
    cache : tuple
        X, (m, n), and W, (n, k), as affine_forward returned them. They are not modified.

    Returns
    -------
    dX : (m, n) ndarray of float
    dW : (n, k) ndarray of float
    db : (k,) ndarray of float
        New arrays, each with the shape of what it belongs to.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), section 6.5.6: for C = AB the
    gradients are G B^T and A^T G.

    Examples
    --------
    >>> dX, dW, db = affine_backward([[1, 1], [0, 2]], ([[1, 2], [3, 4]], [[3, 4], [5, 6]]))
    >>> dW
    array([[ 1.,  7.],
           [ 2., 10.]])
    >>> db
    array([1., 3.])
    """
    dZ = np.asarray(dZ, dtype=float)
    X, W = np.asarray(cache[0], dtype=float), np.asarray(cache[1], dtype=float)
    return dZ @ W.T, X.T @ dZ, np.sum(dZ, axis=0)  # (m, n), (n, k), (k,)


def unbroadcast(gradient: ArrayLike, shape: tuple[int, ...]) -> Floats:
    """Return a gradient added up over all that broadcasting had repeated.

    Parameters
    ----------
    gradient : (...) array_like of real
        The gradient by an array after broadcasting. It is not modified.
    shape : tuple of int
        The array's shape before; it broadcasts to the gradient's.

    Returns
    -------
    ndarray of float
        The gradient by the array itself: it has the shape asked for.

    References
    ----------
    D. Maclaurin, D. Duvenaud, R. P. Adams, "Autograd: Effortless gradients in NumPy" (2015); its
    source calls this function unbroadcast, too.

    Examples
    --------
    >>> unbroadcast([[1, 2, 3], [4, 5, 6]], (3,))
    array([5., 7., 9.])
    >>> unbroadcast([[1, 2, 3], [4, 5, 6]], (2, 1))
    array([[ 6.],
           [15.]])
    """
    gradient = np.asarray(gradient, dtype=float)
    new = tuple(range(gradient.ndim - len(shape)))  # the axes that broadcasting put in front
    gradient = np.sum(gradient, axis=new)
    ones = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return np.sum(gradient, axis=ones, keepdims=True)


def network_forward(X: ArrayLike, parameters: Parameters) -> tuple[NDArray[np.number], Floats]:
    """Return what the hidden layer and the last layer of the network give.

    Parameters
    ----------
    X : (m, n) array_like of real
        One example in each row. It is not modified.
    parameters : dict of ndarray
        W1 (n, h), b1 (h,), W2 (h, k) and b2 (k,) under these names. None is modified.

    Returns
    -------
    hidden : (m, h) ndarray of float
        relu of the first affine layer.
    scores : (m, k) ndarray of float
        The second affine layer of that: one logit for each class, without softmax.

    References
    ----------
    I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), algorithm 6.3.

    Examples
    --------
    >>> parameters = {"W1": [[1, -1]], "b1": [0, 0], "W2": [[1], [2]], "b2": [0.5]}
    >>> hidden, scores = network_forward([[3], [-3]], parameters)
    >>> hidden
    array([[3., 0.],
           [0., 3.]])
    >>> scores
    array([[3.5],
           [6.5]])
    """
    Z, _ = affine_forward(X, parameters["W1"], parameters["b1"])
    hidden = relu(Z)  # (m, h)
    scores, _ = affine_forward(hidden, parameters["W2"], parameters["b2"])
    return hidden, scores


def network_loss_and_gradients(
    X: ArrayLike, y: ArrayLike, parameters: Parameters
) -> tuple[float, dict[str, Floats]]:
    """Return the network's loss, and its gradient by each parameter.

    Parameters
    ----------
    X : (m, n) array_like of real
        One example in each row. It is not modified.
    y : (m,) array_like of int
        The right class of each example, from 0.
    parameters : dict of ndarray
        W1 (n, h), b1 (h,), W2 (h, k) and b2 (k,) under these names. None is modified.

    Returns
    -------
    loss : float
        The mean cross-entropy of the softmax of the scores.
    gradients : dict of ndarray
        Under each of the four names the gradient of the loss, with the shape of the parameter.

    References
    ----------
    D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations by back-propagating
    errors", Nature 323 (1986), doi 10.1038/323533a0.

    Examples
    --------
    >>> parameters = {"W1": [[1.0, -1.0]], "b1": [0, 0], "W2": [[0, 0], [0, 0]], "b2": [0, 0]}
    >>> loss, gradients = network_loss_and_gradients([[3]], [0], parameters)
    >>> round(loss, 6)
    0.693147
    >>> gradients["W2"]
    array([[-1.5,  1.5],
           [ 0. ,  0. ]])
    """
    hidden, scores = network_forward(X, parameters)
    loss, dscores = softmax_cross_entropy(scores, y)
    dhidden, dW2, db2 = affine_backward(dscores, (hidden, parameters["W2"]))
    dZ = relu_backward(dhidden, hidden)  # (m, h)
    _, dW1, db1 = affine_backward(dZ, (X, parameters["W1"]))
    return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
