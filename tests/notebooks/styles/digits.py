"""Right answers in other styles, in notebook 16."""

# ruff: noqa
# fmt: off
import numpy as np

# %% everything pasted from notebook 15, layer by layer
def affine_forward(X, W, b):
    X, W = np.asarray(X, dtype=float), np.asarray(W, dtype=float)
    return X @ W + np.asarray(b, dtype=float), (X, W)

def affine_backward(dZ, cache):
    X, W = cache
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)

def network_forward(X, parameters):
    Z, _ = affine_forward(X, parameters["W1"], parameters["b1"])
    hidden = relu(Z)
    scores, _ = affine_forward(hidden, parameters["W2"], parameters["b2"])
    return hidden, scores

def network_loss_and_gradients(X, y, parameters):
    Z, first = affine_forward(X, parameters["W1"], parameters["b1"])
    hidden = relu(Z)
    scores, second = affine_forward(hidden, parameters["W2"], parameters["b2"])
    loss, d = softmax_cross_entropy(scores, y)
    d, dW2, db2 = affine_backward(d, second)
    d, dW1, db1 = affine_backward(relu_backward(d, hidden), first)
    return loss, dict(W1=dW1, b1=db1, W2=dW2, b2=db2)

# %% masks in place of slices
def prepare(X, y, seed):
    X = np.array(X) / 16.0
    y = np.array(y)
    m = X.shape[0]
    rng = np.random.default_rng(seed)
    order = rng.permutation(m)
    X, y = X[order], y[order]
    n = m // 5
    return X[n:], y[n:], X[:n], y[:n]

def predict(parameters, X):
    return network_forward(X, parameters)[1].argmax(1)

def confusion(y, predicted):
    counts = np.bincount(10 * np.asarray(y).astype(int) + np.asarray(predicted).astype(int), minlength=100)
    return counts.reshape(10, 10)

# %% loops, printing
def confusion(y, predicted):
    table = np.zeros((10, 10))
    for right, read in zip(y, predicted):
        table[right, read] += 1
    return table.astype(int)

def hardest(parameters, X, y, count):
    hidden, scores = network_forward(X, parameters)
    losses = []
    for row, label in zip(scores, y):
        losses.append(np.log(np.sum(np.exp(row - row[label]))))
    print("the largest loss is", max(losses))
    return np.argsort(-np.array(losses))[:count]

def fit(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    X, y = np.array(X, dtype=float), np.array(y)
    P = {}
    for key in parameters:
        P[key] = np.array(parameters[key], dtype=float)
    rng = np.random.default_rng(seed)
    history = np.zeros(epochs)
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        total, steps, start = 0.0, 0, 0
        while start < len(X):
            rows = order[start:start + batch]
            loss, G = network_loss_and_gradients(X[rows], y[rows], P)
            for key in P:
                P[key] -= rate * G[key]
            total, steps, start = total + loss, steps + 1, start + batch
        history[epoch] = total / steps
    return P, history

# %% standard_normal with a scale, list of losses
def initialize(hidden, seed):
    rng = np.random.default_rng(seed)
    return {
        "W1": rng.normal(0, (2 / 64) ** 0.5, (64, hidden)),
        "b1": np.zeros((hidden,)),
        "W2": rng.normal(loc=0.0, scale=np.sqrt(2.0 / hidden), size=(hidden, 10)),
        "b2": np.zeros((10,)),
    }

def fit(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    X, y = np.asarray(X), np.asarray(y)
    rng, now, losses = np.random.default_rng(seed), dict(parameters), []
    for _ in range(epochs):
        parts = np.split(rng.permutation(len(X)), np.arange(batch, len(X), batch))
        here = []
        for rows in parts:
            loss, gradients = network_loss_and_gradients(X[rows], y[rows], now)
            here += [loss]
            now = {k: np.asarray(v) - rate * gradients[k] for k, v in now.items()}
        losses += [sum(here) / len(here)]
    return now, np.array(losses)

# %% probabilities, take_along_axis, lexsort
def hardest(parameters, X, y, count):
    _, s = network_forward(X, parameters)
    s = s - s.max(axis=-1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=-1, keepdims=True)
    mine = np.take_along_axis(p, np.asarray(y)[:, None].astype(int), axis=1)[:, 0]
    return np.lexsort((mine,))[:count]

def predict(parameters, X):
    hidden, scores = network_forward(X, parameters)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.array([int(np.argmax(row)) for row in p / p.sum(axis=1, keepdims=True)])

def prepare(X, y, seed):
    X, y = np.asarray(X, float), np.asarray(y)
    test, train = np.split(np.random.default_rng(seed).permutation(len(y)), [len(y) // 5])
    return X[train] / 16, y[train], X[test] / 16, y[test]
