"""What students wrote instead, as they wrote it, in notebook digits."""

# ruff: noqa
# fmt: off
import numpy as np

# %% prepare: shuffled in place, and not the labels
def prepare(X, y, seed):
    X = np.asarray(X, dtype=float) / 16
    np.random.default_rng(seed).shuffle(X)
    n = len(X) // 5
    return X[n:], y[n:], X[:n], y[:n]

# %% prepare: the test is drawn with repetition
def prepare(X, y, seed):
    X, y = np.asarray(X, dtype=float) / 16, np.asarray(y)
    rng = np.random.default_rng(seed)
    test = rng.integers(len(X), size=len(X) // 5)
    return X, y, X[test], y[test]

# %% initialize: all-zero weights
def initialize(hidden, seed): return {"W1": np.zeros((64, hidden)), "b1": np.zeros(hidden), "W2": np.zeros((hidden, 10)), "b2": np.zeros(10)}

# %% initialize: the seed is not used
def initialize(hidden, seed):
    rng = np.random.default_rng()
    return {"W1": rng.normal(size=(64, hidden)) / 8, "b1": np.zeros(hidden), "W2": rng.normal(size=(hidden, 10)) / 8, "b2": np.zeros(10)}

# %% fit: rebinds a local name
def fit(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    rng, losses = np.random.default_rng(seed), []
    for _ in range(epochs):
        order, here = rng.permutation(len(X)), []
        for start in range(0, len(X), batch):
            rows = order[start:start + batch]
            loss, G = network_loss_and_gradients(X[rows], y[rows], parameters)
            for k in parameters:
                v = parameters[k]
                v = v - rate * G[k]
            here.append(loss)
        losses.append(np.mean(here))
    return parameters, np.array(losses)

# %% fit: climbs instead of descending
def fit(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    rng, losses, P = np.random.default_rng(seed), [], {k: np.array(v, dtype=float) for k, v in parameters.items()}
    for _ in range(epochs):
        order, here = rng.permutation(len(X)), []
        for start in range(0, len(X), batch):
            rows = order[start:start + batch]
            loss, G = network_loss_and_gradients(X[rows], y[rows], P)
            for k in P: P[k] += rate * G[k]
            here.append(loss)
        losses.append(np.mean(here))
    return P, np.array(losses)

# %% fit: no batches
def fit(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    P, losses = dict(parameters), []
    for _ in range(epochs):
        loss, G = network_loss_and_gradients(X, y, P)
        P = {k: P[k] - rate * G[k] for k in P}
        losses.append(loss)
    return P, np.array(losses)

# %% predict: the hidden layer
def predict(parameters, X):
    scores, _ = network_forward(X, parameters)
    return np.argmax(scores, axis=1)

# %% confusion: fancy index without add.at
def confusion(y, predicted):
    table = np.zeros((10, 10), dtype=int)
    table[y, predicted] += 1
    return table

# %% hardest: only the wrong ones, in their order
def hardest(parameters, X, y, count):
    return np.nonzero(predict(parameters, X) != np.asarray(y))[0][:count]
