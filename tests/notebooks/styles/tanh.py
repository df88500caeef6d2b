"""Right answers in other styles, in notebook 05."""

# ruff: noqa
# fmt: off
import numpy as np

# %% expm1
def chain_height(x):
    x = np.array(x, dtype=float)
    return np.exp(x) / 2 + np.exp(-x) / 2

def tanh(x):
    x = np.asarray(x) * 1.0
    m = np.expm1(-2 * np.abs(x))
    return -np.sign(x) * m / (m + 2)

def tanh_derivative(x):
    e = np.exp(-2 * np.abs(np.asarray(x) * 1.0))
    return 4 * e / (1 + e) ** 2

# %% where and a helper
def _right_half(x):
    e = np.exp(-2 * x)
    return (1 - e) / (1 + e)

def tanh(x):
    x = np.asarray(x) * 1.0
    size = _right_half(np.abs(x))
    return np.where(x < 0, -size, size)[()]

def tanh_from_sigmoid(x):
    return sigmoid(2 * x) - sigmoid(-2 * x)

def sigmoid_from_tanh(x):
    return 0.5 + 0.5 * tanh(0.5 * x)

# %% masks, with type hints
def tanh(x: np.ndarray) -> np.ndarray:
    x = np.asarray(x) * 1.0
    out = np.zeros_like(x)
    right = x > 0
    up = np.exp(-2 * x[right])
    out[right] = (1 - up) / (1 + up)
    down = np.exp(2 * x[~right])
    out[~right] = (down - 1) / (down + 1)
    return out[()]

def tanh_derivative(x: np.ndarray) -> np.ndarray:
    x = np.asarray(x) * 1.0
    e = np.exp(-np.abs(x))
    return (2 * e / (1 + e * e)) ** 2

# %% copysign, printing inside
def tanh(x):
    x = np.asarray(x) * 1.0
    print(x.shape)
    e = np.exp(-2 * abs(x))
    return np.copysign(1 - e, x) / (1 + e)

# %% loops
def tanh(x):
    x = np.asarray(x) * 1.0
    values = [(1 - np.exp(-2 * v)) / (1 + np.exp(-2 * v)) if v >= 0 else -(1 - np.exp(2 * v)) / (1 + np.exp(2 * v)) for v in x.ravel()]
    result = np.array(values, dtype=x.dtype).reshape(x.shape)
    return result if x.ndim else result[()]

# %% lambdas
chain_height = lambda x: (np.exp(np.asarray(x) * 1.0) + 1 / np.exp(np.asarray(x) * 1.0)) / 2
tanh = lambda x: np.sign(np.asarray(x) * 1.0) * (2 / (1 + np.exp(-2 * np.abs(np.asarray(x) * 1.0))) - 1)
tanh_from_sigmoid = lambda x: 1 - 2 * sigmoid(-2 * x)
sigmoid_from_tanh = lambda x: (tanh(x / 2) + 1) / 2
