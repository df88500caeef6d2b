"""Right answers in other styles, in notebook 08."""

# ruff: noqa
# fmt: off
import itertools

import numpy as np

# %% reversed tuples and zip_longest
import itertools

def broadcast_shape(s, t):
    sizes = []
    for m, n in itertools.zip_longest(reversed(s), reversed(t), fillvalue=1):
        if m == n or n == 1:
            sizes.append(m)
        elif m == 1:
            sizes.append(n)
        else:
            raise ValueError(f"{s} and {t}")
    return tuple(reversed(sizes))

def relative_rain(rain):
    rain = np.asarray(rain)
    return rain / rain.max(axis=0, keepdims=True)

def row_norms(x):
    x = np.array(x, dtype=float)
    return np.sqrt((x ** 2).sum(axis=1, keepdims=True))

def normalize_rows(x):
    x = np.asarray(x, dtype=float)
    largest = np.abs(x).max(axis=1, keepdims=True)
    largest[largest == 0] = 1
    x = x / largest
    norms = np.sqrt(np.sum(x * x, axis=1, keepdims=True))
    norms[norms == 0] = 1
    return x / norms

def center_columns(x):
    x = np.asarray(x)
    return x - x.mean(0)

def standardize_columns(x):
    x = np.asarray(x, dtype=float)
    same = (x == x[0]).all(axis=0)
    centered = np.where(same, 0.0, x - x.mean(axis=0))
    return centered / np.where(same, 1.0, x.std(axis=0))

# %% einsum and newaxis
def row_norms(x):
    x = np.asarray(x, dtype=float)
    return np.sqrt(np.einsum("ij,ij->i", x, x))[:, np.newaxis]

def normalize_rows(x):
    x = np.asarray(x, dtype=float)
    largest = np.max(np.abs(x), axis=1)[:, np.newaxis]
    x = np.divide(x, largest, out=np.zeros_like(x), where=largest != 0)
    norms = np.sqrt(np.einsum("ij,ij->i", x, x)).reshape(-1, 1)
    return np.divide(x, norms, out=np.zeros_like(x), where=norms != 0)

def center_columns(x):
    x = np.asarray(x, dtype=float)
    return x - np.einsum("ij->j", x) / len(x)

# %% hypot and loops, printing inside
def relative_rain(rain):
    rain = np.array(rain, dtype=float)
    for j in range(rain.shape[1]):
        rain[:, j] /= max(rain[:, j])
    return rain

def row_norms(x):
    print("norms")
    return np.array([[float(np.hypot.reduce(np.asarray(row, dtype=float)))] for row in x])

def normalize_rows(x):
    x = np.asarray(x, dtype=float)
    out = np.zeros_like(x)
    for i, row in enumerate(x):
        length = np.hypot.reduce(row)
        if length > 0:
            out[i] = row / length
    return out

def standardize_columns(x):
    x = np.asarray(x, dtype=float)
    out = np.zeros(x.shape)
    for j in range(x.shape[1]):
        column = x[:, j]
        if column.min() < column.max():
            out[:, j] = (column - column.mean()) / column.std()
    return out

# %% a list of rows, and recursion, with type hints
def broadcast_shape(s: tuple, t: tuple) -> tuple:
    if not s or not t:
        return tuple(s) or tuple(t)
    if s[-1] != t[-1] and 1 not in (s[-1], t[-1]):
        raise ValueError("they do not fit")
    return broadcast_shape(s[:-1], t[:-1]) + (s[-1] if t[-1] == 1 else t[-1],)

def row_norms(x: list) -> np.ndarray:
    return np.reshape([np.sqrt(sum(float(v) ** 2 for v in row)) for row in x], (-1, 1))

def normalize_rows(x: np.ndarray) -> np.ndarray:
    x = np.array(x, dtype=float)
    scale = np.where((x == 0).all(axis=1, keepdims=True), 1, np.abs(x).max(axis=1, keepdims=True))
    x /= scale
    norms = np.linalg.norm(x, axis=-1, keepdims=True)
    return x / (norms + (norms == 0))

# %% lambdas
relative_rain = lambda rain: np.asarray(rain) / np.max(rain, axis=0)
row_norms = lambda x: np.linalg.norm(np.asarray(x, dtype=float), ord=2, axis=1, keepdims=True)
center_columns = lambda x: np.subtract(x, np.mean(x, axis=0))

def standardize_columns(x):
    centered = center_columns(x)
    flat = np.ptp(np.asarray(x), axis=0) == 0
    return np.where(flat, 0, centered) / np.where(flat, 1, np.std(np.asarray(x, dtype=float), axis=0))

def normalize_rows(x):
    n = row_norms(x)
    return np.asarray(x) / np.where(n > 0, n, 1)
