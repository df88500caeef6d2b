"""What students wrote instead, as they wrote it, in notebook arithmetic."""

# ruff: noqa
# fmt: off
import math

import numpy as np

# %% stats: mean via sum(a)/len(a) on a 2-D array
def stats(a): return sum(a)/len(a), float(np.var(a)), float(np.std(a))

# %% stats: sample variance (ddof=1) instead of NumPy's population variance
def stats(a): a=np.asarray(a); return float(a.mean()), float(a.var(ddof=1)), float(a.std(ddof=1))

# %% brighten: uint8 arithmetic wraps round
def brighten(img, k): return img + np.uint8(k)

# %% exp_all: x**e instead of e**x
def exp_all(a): return np.power(np.asarray(a,dtype=float), np.e)

# %% exp_all: returns np.matrix
def exp_all(a): return np.matrix(np.exp(np.asarray(a,dtype=float)))

# %% exp_all: np.vectorize is a hidden loop
def exp_all(a): return np.vectorize(math.exp)(a)
