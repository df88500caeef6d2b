"""What students wrote instead, as they wrote it, in notebook stability."""

# ruff: noqa
# fmt: off
import numpy as np

# %% machine_epsilon: stops one step late
def machine_epsilon(dtype):
    one = np.dtype(dtype).type(1)
    gap = one
    while one + gap != one:
        gap = gap / 2
    return float(gap)

# %% exp_limit: tries whole numbers
def exp_limit(dtype):
    x = 0
    while np.isfinite(np.exp(np.dtype(dtype).type(x))):
        x += 1
    return float(x - 1)

# %% stable_tanh: the formula of the ground up article
def stable_tanh(x): return 2 / (1 + np.exp(-2 * np.asarray(x, dtype=float))) - 1

# %% stable_tanh: the textbook
def stable_tanh(x):
    x = np.asarray(x, dtype=float)
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))

# %% logsumexp: as it stands
def logsumexp(x, axis=-1, keepdims=False): return np.log(np.sum(np.exp(x), axis=axis, keepdims=keepdims))

# %% logsumexp: the maximum lines up with nothing
def logsumexp(x, axis=-1, keepdims=False):
    x = np.asarray(x, dtype=float)
    m = np.max(x, axis=axis)
    return m + np.log(np.sum(np.exp(x - m), axis=axis, keepdims=keepdims))

# %% log_softmax: log of softmax
def log_softmax(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True))

# %% log_softmax: epsilon
def log_softmax(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True) + 1e-10)

# %% log1p_exp: as it stands
def log1p_exp(x): return np.log(1 + np.exp(x))

# %% log1p_exp: clipped
def log1p_exp(x): return np.log1p(np.exp(np.clip(x, -30, 30)))
