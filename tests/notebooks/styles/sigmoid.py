"""Right answers in other styles, in notebook 04."""

# ruff: noqa
# fmt: off
import math

import numpy as np

# %% logaddexp, and an error caught
def basic_sigmoid(x):
    try:
        return 1 / (1 + math.exp(-x))
    except OverflowError:
        return 0.0

def sigmoid(x):
    x = np.asarray(x) * 1.0
    return np.exp(-np.logaddexp(0, -x))

def sigmoid_derivative(x):
    x = np.asarray(x) * 1.0
    return sigmoid(x) * sigmoid(-x)

def sigmoid_backward(upstream, s):
    s = np.asarray(s) * 1.0
    return np.asarray(upstream) * (s - s ** 2)

# %% masks
def tea_temperatures(minutes):
    return 20 + 60 * np.e ** (-np.asarray(minutes) / 10)

def sigmoid(x):
    x = np.asarray(x) * 1.0
    out = np.empty_like(x)
    right = x >= 0
    out[right] = 1 / (1 + np.exp(-x[right]))
    power = np.exp(x[~right])
    out[~right] = power / (1 + power)
    return out[()]

def sigmoid_derivative(x):
    e = np.exp(-np.abs(np.asarray(x) * 1.0))
    return e / (1 + e) ** 2

# %% where, with type hints, printing inside
def basic_sigmoid(x: float) -> float:
    print("x is", x)
    if x < 0:
        return 1 - basic_sigmoid(-x) if x > -1 else math.exp(x) / (1 + math.exp(x))
    return 1 / (1 + math.exp(-x))

def sigmoid(x: np.ndarray) -> np.ndarray:
    x = np.array(x) * 1.0
    e = np.exp(np.where(x < 0, x, -x))
    return np.where(x < 0, e / (1 + e), 1 / (1 + e))

def sigmoid_backward(upstream: np.ndarray, s: np.ndarray) -> np.ndarray:
    upstream, s = np.multiply(upstream, 1.0), np.multiply(s, 1.0)
    return upstream * s * (1 - s)

# %% loops where allowed
def _one(value, dtype):
    e = np.exp(-abs(value))
    return dtype.type(1 / (1 + e) if value >= 0 else e / (1 + e))

def sigmoid(x):
    x = np.asarray(x) * 1.0
    if x.ndim == 0:
        return _one(x, x.dtype)
    return np.array([_one(v, x.dtype) for v in x.ravel()], dtype=x.dtype).reshape(x.shape)

def tea_temperatures(minutes):
    result = np.zeros(np.shape(minutes))
    for place in np.ndindex(result.shape):
        result[place] = tea(np.asarray(minutes)[place])
    return result

# %% lambdas, and the shortest that is right
basic_sigmoid = lambda x: math.exp(min(x, 0)) / (1 + math.exp(-abs(x)))
sigmoid = lambda x: (lambda x: np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x))))(np.asarray(x) * 1.0)
sigmoid_derivative = lambda x: sigmoid(x) * sigmoid(-1.0 * np.asarray(x))
sigmoid_backward = lambda upstream, s: np.asarray(upstream) * 1.0 * (np.asarray(s) * (1 - np.asarray(s)))

# %% arrays of float64, without axes too
def sigmoid(x):
    x = np.asarray(x, dtype=np.float64)
    small = np.exp(-abs(x))
    out = np.empty_like(x)
    out[...] = np.where(x > 0, 1.0, small) / (1 + small)
    return out

def sigmoid_derivative(x):
    return np.asarray(sigmoid(x)) * sigmoid(-np.asarray(x))
