"""What students wrote instead, as they wrote it, in notebook softmax."""

# ruff: noqa
# fmt: off
import math

import numpy as np

# %% softmax: one sum for the whole matrix
def softmax(x): e=np.exp(x); return e/np.sum(e)

# %% softmax: axis=0
def softmax(x): e=np.exp(x); return e/np.sum(e,axis=0,keepdims=True)

# %% softmax: keepdims forgotten (square: silently wrong)
def softmax(x): x=np.asarray(x,float); e=np.exp(x-x.max(axis=-1,keepdims=True)); return e/e.sum(axis=-1)

# %% softmax: fails on a 1-D vector
def softmax(x): e=np.exp(x); return e/np.sum(e,axis=1,keepdims=True)

# %% softmax: row maximum without keepdims
def softmax(x): x=np.asarray(x,float); e=np.exp(x-x.max(axis=-1)); return e/e.sum(axis=-1,keepdims=True)

# %% softmax: divides by the sum of x
def softmax(x): x=np.asarray(x,float); return np.exp(x)/np.sum(x,axis=-1,keepdims=True)

# %% softmax: subtracts the mean, not the max
def softmax(x): x=np.asarray(x,float); e=np.exp(x-x.mean(axis=-1,keepdims=True)); return e/e.sum(axis=-1,keepdims=True)

# %% softmax: result written into zeros_like(int)
def softmax(x):
    out=np.zeros_like(x)
    for i in range(len(x)):
        e=np.exp(x[i]-x[i].max()); out[i]=e/e.sum()
    return out

# %% softmax: epsilon in the denominator
def softmax(x): x=np.asarray(x,float); e=np.exp(x); return e/(e.sum(axis=-1,keepdims=True)+1e-8)

# %% softmax: applied twice
def softmax(x):
    for _ in range(2):
        e=np.exp(x-np.max(x,axis=-1,keepdims=True)); x=e/e.sum(axis=-1,keepdims=True)
    return x
