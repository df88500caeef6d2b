"""Right answers in other styles, in notebook 15."""

# ruff: noqa
# fmt: off
import numpy as np

# %% einsum everywhere
def one_unit_gradients(x, w, b):
    z = x * w + b
    dw, db = 2 * z * x, 2 * z
    return dw, db

def affine_forward(X, W, b):
    X, W, b = np.array(X) * 1.0, np.array(W) * 1.0, np.array(b) * 1.0
    return np.einsum("mn,nk->mk", X, W) + b[None, :], (X, W)

def affine_backward(dZ, cache):
    X, W = cache
    return (np.einsum("mk,nk->mn", dZ, W) * 1.0, np.einsum("mn,mk->nk", X, dZ) * 1.0, np.einsum("mk->k", np.asarray(dZ)) * 1.0)

def unbroadcast(gradient, shape):
    g = np.array(gradient, dtype=float)
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g

# %% np.dot and lists of results
def affine_forward(X, W, b):
    X = np.asarray(X)
    W = np.asarray(W)
    return [np.dot(X, W) + np.asarray(b), [X, W]]

def affine_backward(dZ, cache):
    (X, W) = cache
    dZ = np.asarray(dZ)
    dX = np.dot(dZ, np.transpose(W))
    dW = np.dot(np.transpose(X), dZ)
    db = np.ones(len(dZ)).dot(dZ)
    return [dX, dW, db]

# %% network written out, without the layer functions
def network_forward(X, parameters):
    W1, b1, W2, b2 = (np.asarray(parameters[k]) for k in ("W1", "b1", "W2", "b2"))
    Z1 = np.asarray(X) @ W1 + b1
    A1 = np.where(Z1 > 0, Z1, 0.0)
    return A1, A1 @ W2 + b2

def network_loss_and_gradients(X, y, parameters):
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    A1, Z2 = network_forward(X, parameters)
    m = len(X)
    P = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    loss = -np.log(P[np.arange(m), y]).mean()
    dZ2 = (P - np.eye(P.shape[1])[y]) / m
    dA1 = dZ2 @ np.asarray(parameters["W2"]).T
    dA1[A1 <= 0] = 0
    return loss, {"b2": dZ2.sum(0), "W2": A1.T @ dZ2, "b1": dA1.sum(0), "W1": X.T @ dA1}

# %% example by example, printing
def affine_backward(dZ, cache):
    X, W = np.asarray(cache[0], dtype=float), np.asarray(cache[1], dtype=float)
    dZ = np.asarray(dZ, dtype=float)
    print("backward through", W.shape)
    dW, db, dX = np.zeros(W.shape), np.zeros(W.shape[1]), []
    for x, dz in zip(X, dZ):
        dW += np.outer(x, dz)
        db += dz
        dX.append(W @ dz)
    return np.array(dX), dW, db

def unbroadcast(gradient, shape):
    gradient = np.asarray(gradient, dtype=float)
    result = np.zeros(shape)
    full = (1,) * (gradient.ndim - len(shape)) + tuple(shape)
    for place in np.ndindex(gradient.shape):
        target = tuple(0 if n == 1 else i for i, n in zip(place, full))[gradient.ndim - len(shape):]
        result[target] += gradient[place]
    return result

# %% classes that do it all, functions that use them
class Affine:
    def __init__(self, W, b):
        self.W = np.array(W, dtype=float)
        self.b = np.array(b, dtype=float)
    def forward(self, X):
        self.X = np.array(X, dtype=float)
        return self.X @ self.W + self.b
    def backward(self, dZ):
        self.dW = self.X.T @ dZ
        self.db = np.sum(dZ, 0)
        return dZ @ self.W.T

class ReLU:
    def forward(self, x):
        self.on = x > 0
        return x * self.on
    def backward(self, upstream):
        return upstream * self.on

# %% with type hints, walrus and reshape
def affine_forward(X: np.ndarray, W: np.ndarray, b: np.ndarray) -> tuple:
    return np.matmul(X := np.asarray(X, float), W := np.asarray(W, float)) + np.reshape(b, (1, -1)), (X, W)

def network_loss_and_gradients(X, y, parameters) -> tuple[float, dict]:
    X = np.asarray(X, float)
    (hidden, scores), grads = network_forward(X, parameters), dict(parameters)
    loss, d = softmax_cross_entropy(scores, y)
    d, grads["W2"], grads["b2"] = affine_backward(d, (hidden, parameters["W2"]))
    _, grads["W1"], grads["b1"] = affine_backward(relu_backward(d, hidden), (X, parameters["W1"]))
    return float(loss), grads
