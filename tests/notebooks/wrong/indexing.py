"""What students wrote instead, as they wrote it, in notebook indexing."""

# ruff: noqa
# fmt: off
import numpy as np

# %% every_second: a step in the wrong place
def every_second(a): return a[2::]

# %% last_rows: range by hand, one too few
def last_rows(a, k): return a[len(a) - k : len(a) - 1]

# %% border: the frame written as pairs of indices
def border(image):
    out = image.copy()
    out[[0, -1], [0, -1]] = 0
    return out

# %% border: the name is no copy
def border(image):
    out = image
    out[0] = 0
    out[-1] = 0
    out[:, 0] = 0
    out[:, -1] = 0
    return out

# %% pick: one pair of brackets after the other
def pick(a, rows, columns): return a[rows][columns]

# %% pick: the grid of ix_
def pick(a, rows, columns): return a[np.ix_(rows, columns)]

# %% positives: and in place of &
def positives(a):
    a = np.asarray(a)
    return a[a > 0 and a != 0]

# %% clip_below: chained, and written into a copy that nobody keeps
def clip_below(a, low):
    a = np.array(a, dtype=float)
    a[a < low][:] = low
    return a

# %% rank: sort gives None
def rank(scores):
    scores = np.array(scores)
    return scores.sort()

# %% rank: the rank of each
def rank(scores):
    scores = np.array(scores)
    return (-scores).argsort().argsort()

# %% side_by_side: two arguments in place of a list
def side_by_side(a, b): return np.concatenate(a, b)

# %% without_missing: compared with nan
def without_missing(a):
    a = np.array(a)
    return a[a != np.nan]

# %% read_table: no delimiter
def read_table(path): return np.loadtxt(path)

# %% read_table: genfromtxt without a delimiter
def read_table(path): return np.genfromtxt(path)
