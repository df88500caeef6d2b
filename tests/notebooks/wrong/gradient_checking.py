"""What students wrote instead, as they wrote it, in notebook gradient-checking."""

# ruff: noqa
# fmt: off
import numpy as np

# %% numerical_gradient: forward difference over 2h
def numerical_gradient(f,x,h=1e-5):
    x=np.array(x,float); g=np.zeros_like(x)
    for i in np.ndindex(x.shape):
        o=x[i]; x[i]=o+h; a=f(x); x[i]=o; g[i]=(a-f(x))/(2*h)
    return g

# %% numerical_gradient: perturbation not undone
def numerical_gradient(f,x,h=1e-5):
    x=np.array(x,float); g=np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i]+=h; a=f(x); x[i]-=2*h; b=f(x); g[i]=(a-b)/(2*h)
    return g

# %% numerical_gradient: h far too small
def numerical_gradient(f,x,h=1e-5):
    h=1e-15; x=np.array(x,float); g=np.zeros_like(x)
    for i in np.ndindex(x.shape):
        o=x[i]; x[i]=o+h; a=f(x); x[i]=o-h; b=f(x); x[i]=o; g[i]=(a-b)/(2*h)
    return g

# %% numerical_gradient: changes the caller's x
def numerical_gradient(f,x,h=1e-5):
    g=np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i]+=h; a=f(x); x[i]-=2*h; b=f(x); g[i]=(a-b)/(2*h)
    return g

# %% numerical_gradient: all entries at once
def numerical_gradient(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)

# %% relative_error: sum of the squares below
def relative_error(a, b):
    return np.linalg.norm(a - b) / np.sqrt(np.sum(a ** 2) + np.sum(b ** 2))

# %% relative_error: entry by entry, as CS231n has it
def relative_error(x, y):
    return np.max(np.abs(x - y) / (np.maximum(1e-8, np.abs(x) + np.abs(y))))

# %% check_layer: the sum of the outputs, upstream forgotten
def check_layer(forward, backward, shape, seed):
    x = np.random.default_rng(seed).normal(size=shape)
    n = numerical_gradient(lambda v: forward(v).sum(), x)
    return relative_error(n, backward(1, x))

# %% check_layer: backward of the output
def check_layer(forward, backward, shape, seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=shape)
    upstream = rng.normal(size=forward(x).shape)
    n = numerical_gradient(lambda v: np.sum(upstream * forward(v)), x)
    return relative_error(n, backward(upstream, forward(x)))
