"""What students wrote instead, as they wrote it, in notebook rows."""

# ruff: noqa
# fmt: off
import math

import numpy as np

# %% normalize_rows: keepdims forgotten (non-square: error)
def normalize_rows(x): return x/np.linalg.norm(x,axis=1)

# %% normalize_rows: keepdims forgotten (square: silently wrong)
def normalize_rows(x): return x/np.linalg.norm(x,axis=1)

# %% normalize_rows: no axis: norm of the whole matrix
def normalize_rows(x): return x/np.linalg.norm(x)

# %% normalize_rows: L1 norm
def normalize_rows(x): return x/np.linalg.norm(x,ord=1,axis=1,keepdims=True)

# %% normalize_rows: returns the norms
def normalize_rows(x): return np.linalg.norm(x,axis=1,keepdims=True)

# %% normalize_rows: zero row gives nan
def normalize_rows(x): x=np.asarray(x,float); return x/np.linalg.norm(x,axis=1,keepdims=True)

# %% normalize_rows: in-place division mutates the caller
def normalize_rows(x):
    x /= np.linalg.norm(x,axis=1,keepdims=True)
    return x

# %% normalize_rows: in-place division on ints
def normalize_rows(x):
    x /= np.linalg.norm(x,axis=1,keepdims=True)
    return x

# %% normalize_rows: uint8 squares wrap
def normalize_rows(x): return x/np.sqrt((x*x).sum(axis=1,keepdims=True))
