"""Right answers in other styles, in notebook 00."""

# ruff: noqa
# fmt: off
import numpy as np

# %% lists, and functions of NumPy
def reading_hours():
    return np.array([0, 6, 12, 18, 24])

def make_arrays():
    v = np.array([i for i in (1, 2, 3)])
    m = np.array([[1, 2, 3], [4, 5, 6]])
    return v, m, np.zeros((2, 2)), np.array([0, 2, 4, 6, 8, 10]), np.array([0, 0.25, 0.5, 0.75, 1])

def describe(a):
    a = np.array(a)
    d = {}
    d["shape"] = np.shape(a)
    d["ndim"] = len(a.shape)
    d["size"] = int(np.prod(a.shape))
    d["dtype"] = a.dtype.name
    d["min"] = np.min(a).item()
    d["max"] = np.max(a).item()
    return d

def to_shape(a, rows, columns):
    return np.array(a).reshape(rows, columns)

def flatten_copy(a):
    return np.array(a).ravel()

def as_column(v): return v[:, None]

def as_row(v): return v[None, :]

# %% methods, and printing inside
def reading_hours():
    print("reading")
    return np.linspace(0, 24, 5)

def make_arrays():
    vector = np.arange(1, 4)
    matrix = np.arange(1, 7).reshape(2, 3)
    zeros = np.full((2, 2), 0.0)
    evens = 2 * np.arange(6)
    steps = np.arange(5) / 4
    print(vector)
    return [vector, matrix, zeros, evens, steps]

def to_shape(a, rows, columns):
    a = np.asarray(a)
    if a.size != rows * columns:
        raise ValueError(f"{a.size} entries")
    return a.flatten().reshape((rows, columns))

def flatten_copy(a):
    return np.reshape(a, -1).copy()

def as_column(v):
    return v.reshape(v.size, 1)

def as_row(v):
    return v.reshape((1, len(v)))

# %% type hints, and more than is asked for
from typing import Any

def describe(a: Any) -> dict[str, Any]:
    x: np.ndarray = np.asarray(a)
    return dict(shape=x.shape, ndim=x.ndim, size=x.size, dtype=str(x.dtype), min=x.min().tolist(), max=x.max().tolist(), mean=float(x.mean()))

def flatten_copy(a: Any) -> np.ndarray:
    return np.asarray(a).flatten(order="C")

# %% lambdas
reading_hours = lambda: np.arange(5) * 6
to_shape = lambda a, rows, columns: np.reshape(a, (rows, columns))
flatten_copy = lambda a: np.concatenate([np.ravel(row) for row in np.atleast_1d(a)])
as_column = lambda v: np.expand_dims(v, 1)
as_row = lambda v: np.expand_dims(v, 0)

# %% loops, and a helper
def _least(values, better):
    best = values[0]
    for value in values:
        if better(value, best):
            best = value
    return best

def describe(a):
    a = np.asarray(a)
    values = a.ravel().tolist()
    return {"shape": a.shape, "ndim": a.ndim, "size": len(values), "dtype": f"{a.dtype}",
            "min": _least(values, lambda p, q: p < q), "max": _least(values, lambda p, q: p > q)}

def flatten_copy(a):
    a = np.asarray(a)
    out = np.empty(a.size, dtype=a.dtype)
    for place, value in enumerate(a.flat):
        out[place] = value
    return out

def as_column(v):
    out = np.zeros((len(v), 1))
    out[:, 0] = v
    return out

# %% floats in other ways
def as_floats(x):
    return np.array(x).astype(float)

# %% floats by their other name
def as_floats(x):
    return np.float64(x)
