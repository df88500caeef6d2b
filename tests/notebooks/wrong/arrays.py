"""What students wrote instead, as they wrote it, in notebook arrays."""

# ruff: noqa
# fmt: off
import math

import numpy as np

# %% describe: `len(a)` taken for the number of elements
def describe(a): return dict(shape=a.shape, ndim=a.ndim, size=len(a), dtype=str(a.dtype), min=a.min().item(), max=a.max().item())

# %% describe: size = shape[0]*shape[1]
def describe(a): return dict(shape=a.shape, ndim=a.ndim, size=a.shape[0]*a.shape[1], dtype=str(a.dtype), min=a.min().item(), max=a.max().item())

# %% describe: built-in min/max on a 2-D array
def describe(a): return dict(shape=a.shape, ndim=a.ndim, size=a.size, dtype=str(a.dtype), min=min(a), max=max(a))

# %% to_shape: transpose taken for reshape
def to_shape(a, r, c): return np.asarray(a).T.copy()

# %% to_shape: np.resize (repeats or cuts data silently)
def to_shape(a, r, c): return np.resize(a, (r, c))

# %% flatten_copy: ravel (a view) where a copy is promised
def flatten_copy(a): return np.asarray(a).ravel()

# %% flatten_copy: column-major order 'F'
def flatten_copy(a): return np.asarray(a).flatten(order='F')
