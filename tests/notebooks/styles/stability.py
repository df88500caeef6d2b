"""Right answers in other styles, in notebook 11."""

# ruff: noqa
# fmt: off
import numpy as np

# %% what NumPy knows
def machine_epsilon(dtype):
    return float(np.finfo(dtype).eps)

def exp_limit(dtype):
    return np.log(np.float64(np.finfo(dtype).max))

def log1p_exp(x):
    return np.logaddexp(0, x)

def logsumexp(x, axis=-1, keepdims=False):
    return np.logaddexp.reduce(np.asarray(x, dtype=float), axis=axis, keepdims=keepdims)

def log_softmax(x):
    return x - logsumexp(x, keepdims=True)

# %% math for single numbers, np.where for halves
import math

def machine_epsilon(dtype):
    kind = np.dtype(dtype).type
    return float(np.nextafter(kind(1), kind(2)) - kind(1))

def exp_limit(dtype):
    return math.log(np.finfo(dtype).max.item())

def stable_tanh(x):
    x = np.array(x, dtype=float)
    size = np.abs(x)
    m = np.expm1(-2 * size)
    t = -m / (2 + m)
    return np.where(x < 0, -t, t)

def log1p_exp(x):
    x = np.asarray(x, dtype=float)
    small = np.log1p(np.exp(np.where(x > 0, -x, x)))
    return np.where(x > 0, x + small, small)

# %% squeeze at the end
def logsumexp(x, axis=-1, keepdims=False):
    x = np.asarray(x) * 1.0
    m = x.max(axis=axis, keepdims=True)
    out = m + np.log(np.exp(x - m).sum(axis=axis, keepdims=True))
    if keepdims:
        return out
    return out.squeeze(axis)

def log_softmax(x):
    x = np.asarray(x) * 1.0
    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))

# %% loops and recursion
import math

def machine_epsilon(dtype):
    number = np.dtype(dtype).type
    power = 0
    while number(1) + number(2.0 ** -(power + 1)) != number(1):
        power += 1
    return 2.0 ** -power

def stable_tanh(x):
    x = np.asarray(x, dtype=float)
    flat = []
    for number in x.ravel():
        m = math.expm1(-2 * abs(number))
        flat.append(math.copysign(m / (m + 2), number))
    return np.array(flat).reshape(x.shape)

def log_softmax(x):
    x = np.asarray(x, dtype=float)
    if x.ndim == 1:
        return x - (x.max() + np.log(np.sum(np.exp(x - x.max()))))
    return np.array([log_softmax(row) for row in x])

# %% by exp and symmetry, printing inside
def stable_tanh(x):
    x = np.asarray(x, dtype=float)
    print("tanh of", x.shape)
    e = np.exp(-2 * np.abs(x))
    return -np.sign(x) * np.expm1(-2 * np.abs(x)) / (1 + e)

def log1p_exp(x):
    x = np.asarray(x, dtype=float)
    return (x + np.abs(x)) / 2 + np.log1p(np.exp(-np.abs(x)))

# %% lambdas and type hints
exp_limit = lambda dtype: float(np.log2(float(np.finfo(dtype).max)) * np.log(2))
log_softmax = lambda x: np.asarray(x, float) - logsumexp(np.asarray(x, float), -1, True)
log1p_exp = lambda x: np.fmax(x, 0.0) + np.log1p(np.exp(-np.abs(x)))

def logsumexp(x: np.ndarray, axis: int = -1, keepdims: bool = False) -> np.ndarray:
    x = np.moveaxis(np.array(x, dtype=float), axis, 0)
    top = np.max(x, axis=0)
    total = top + np.log(np.sum(np.exp(x - top), axis=0))
    return np.expand_dims(total, axis) if keepdims else total
