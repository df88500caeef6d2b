"""Right answers in other styles, in notebook 06."""

# ruff: noqa
# fmt: off
import numpy as np

# %% maximum and minimum
def sale_prices(prices):
    return np.array([p * 0.8 if p > 50 else p for p in np.ravel(prices)]).reshape(np.shape(prices))

def relu(x):
    return np.maximum(0, x)

def relu_derivative(x):
    x = np.asarray(x) * 1.0
    return np.heaviside(x, 0).astype(x.dtype)[()]

def relu_backward(upstream, a):
    return np.where(np.asarray(a) > 0, upstream, 0)

def leaky_relu(x, alpha=0.01):
    x = np.asarray(x) * 1.0
    return np.maximum(x, 0) + alpha * np.minimum(x, 0)

def leaky_relu_derivative(x, alpha=0.01):
    x = np.asarray(x) * 1.0
    return np.where(x > 0, 1.0, alpha).astype(x.dtype)[()]

# %% where
def relu(x):
    x = np.asarray(x)
    return np.where(x > 0, x, 0)[()] if x.dtype.kind != "f" else np.where(x > 0, x, x.dtype.type(0))[()]

def relu_derivative(x):
    x = np.asarray(x) * 1.0
    return np.where(x > 0, np.ones_like(x), np.zeros_like(x))[()]

class ReLU:
    def __call__(self, x): return relu(x)
    def gradient(self, x): return relu_derivative(x)

class LeakyReLU:
    def __init__(self, alpha=0.01): self._slope = alpha
    def __call__(self, x): return leaky_relu(x, alpha=self._slope)
    def gradient(self, x): return leaky_relu_derivative(x, alpha=self._slope)

# %% masks on a copy, with type hints
def relu(x: np.ndarray) -> np.ndarray:
    out = np.array(x, copy=True)
    out[out < 0] = 0
    return out[()]

def relu_backward(upstream: np.ndarray, a: np.ndarray) -> np.ndarray:
    down = np.array(upstream) * 1.0
    down[np.asarray(a) <= 0] = 0
    return down

def leaky_relu(x: np.ndarray, alpha: float = 0.01) -> np.ndarray:
    out = np.array(x) * 1.0
    out = np.atleast_1d(out)
    negative = out < 0
    out[negative] *= alpha
    return out.reshape(np.shape(x))[()]

# %% clip, sign and arithmetic, printing inside
def relu(x):
    print("relu")
    return np.clip(x, 0, None)

def relu_derivative(x):
    x = np.asarray(x) * 1.0
    return np.sign(np.maximum(x, 0))

def relu_backward(upstream, a):
    return np.multiply(upstream, np.sign(a))

# %% loops and a helper
def _pass(v, a):
    if a > 0:
        return v
    return 0.0

def relu_backward(upstream, a):
    upstream, a = np.asarray(upstream), np.asarray(a)
    out = np.zeros(a.shape)
    for place in np.ndindex(a.shape):
        out[place] = _pass(upstream[place], a[place])
    return out

# %% lambdas
relu = lambda x: np.maximum(x, np.zeros_like(x))[()]
relu_derivative = lambda x: (np.asarray(x) > 0) * np.ones_like(np.asarray(x) * 1.0)[()]
leaky_relu_derivative = lambda x, alpha=0.01: leaky_relu(np.sign(np.asarray(x) * 1.0), alpha) * 0 + np.where(np.asarray(x) > 0, 1, alpha).astype((np.asarray(x) * 1.0).dtype)[()]
