"""What students wrote instead, as they wrote it, in notebook relu."""

# ruff: noqa
# fmt: off
import math

import numpy as np

# %% relu: np.max(0, x)
def relu(x): return np.max(0, x)

# %% relu: np.max(x, 0)
def relu(x): return np.max(x, 0)

# %% relu: in-place x[x<0]=0
def relu(x):
    x[x<0]=0
    return x

# %% relu: x*(x>0) at -inf
def relu(x): x=np.asarray(x); return x*(x>0)

# %% relu: abs instead of relu
def relu(x): return np.abs(x)

# %% relu: ReLU applied to ints then truncated leak (dtype)
def relu(x):
    x=np.asarray(x); out=np.zeros(x.shape,dtype=int); out[x>0]=x[x>0]; return out

# %% relu_derivative: 1 at x=0 (x>=0)
def relu_derivative(x): return (np.asarray(x)>=0).astype(float)

# %% relu_derivative: boolean mask returned
def relu_derivative(x): return np.asarray(x)>0

# %% relu_derivative: relu(x)/x
def relu_derivative(x): x=np.asarray(x,dtype=float); return np.maximum(0,x)/x

# %% relu_backward: mask taken from the OUTPUT with >=
def relu_backward(dout, a): return dout*(a>=0)

# %% leaky_relu: -alpha instead of alpha*x
def leaky_relu(x, alpha=0.01): x=np.asarray(x,dtype=float); return np.where(x>0, x, -alpha)

# %% leaky_relu: np.maximum(alpha*x, x) with alpha>1
def leaky_relu(x, alpha=0.01): x=np.asarray(x,dtype=float); return np.maximum(alpha*x, x)

# %% leaky_relu_derivative: alpha*x instead of alpha
def leaky_relu_derivative(x, alpha=0.01): x=np.asarray(x,dtype=float); return np.where(x>0, 1.0, alpha*x)
