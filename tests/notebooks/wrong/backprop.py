"""What students wrote instead, as they wrote it, in notebook backprop."""

# ruff: noqa
# fmt: off
import numpy as np

# %% affine_backward: X @ dZ without transpose
def affine_backward(dZ, cache): X, W = cache; return dZ@W.T, X@dZ, dZ.sum(axis=0)

# %% affine_backward: db is one scalar
def affine_backward(dZ, cache): X, W = cache; return dZ@np.transpose(W), np.transpose(X)@dZ, np.sum(dZ)

# %% affine_backward: elementwise products
def affine_backward(dZ, cache):
    X, W = cache
    return dZ * W, X * dZ, dZ

# %% affine_forward: bias multiplied in
def affine_forward(X, W, b):
    return X @ W * b, (X, W)

# %% affine_forward: example in columns
def affine_forward(X, W, b):
    X, W = np.asarray(X), np.asarray(W)
    return W.T @ X + np.reshape(b, (-1, 1)), (X, W)

# %% unbroadcast: reshaped
def unbroadcast(gradient, shape):
    return np.resize(np.asarray(gradient, dtype=float), shape)

# %% unbroadcast: keepdims for all
def unbroadcast(gradient, shape):
    gradient = np.asarray(gradient, dtype=float)
    axes = tuple(i for i in range(gradient.ndim) if i >= len(shape) or shape[i] != gradient.shape[i])
    return gradient.sum(axis=axes, keepdims=True)

# %% network_forward: the hidden layer is not handed on
def network_forward(X, parameters):
    hidden = relu(affine_forward(X, parameters["W1"], parameters["b1"])[0])
    return hidden, affine_forward(X, parameters["W2"], parameters["b2"])[0]

# %% network_loss_and_gradients: the first layer gets the wrong gradient
def network_loss_and_gradients(X, y, parameters):
    hidden, scores = network_forward(X, parameters)
    loss, dscores = softmax_cross_entropy(scores, y)
    dhidden, dW2, db2 = affine_backward(dscores, (hidden, parameters["W2"]))
    return loss, {"W1": np.asarray(X).T @ dhidden, "b1": dhidden.mean(axis=0), "W2": dW2, "b2": db2}

# %% network_loss_and_gradients: a list of gradients
def network_loss_and_gradients(X, y, parameters):
    hidden, scores = network_forward(X, parameters)
    loss, dscores = softmax_cross_entropy(scores, y)
    dhidden, dW2, db2 = affine_backward(dscores, (hidden, parameters["W2"]))
    _, dW1, db1 = affine_backward(relu_backward(dhidden, hidden), (X, parameters["W1"]))
    return loss, [dW1, db1, dW2, db2]
