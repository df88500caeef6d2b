"""What students wrote instead, as they wrote it, in notebook sigmoid."""

# ruff: noqa
# fmt: off
import math

import numpy as np

# %% sigmoid: sign slip exp(x)
def sigmoid(x): return 1/(1+np.exp(x))

# %% sigmoid: missing parentheses
def sigmoid(x): return 1/1+np.exp(-x)

# %% sigmoid: list input
def sigmoid(x): return 1/(1+np.exp(-x))

# %% sigmoid: overflow warning for very negative x
def sigmoid(x): return 1/(1+np.exp(-np.asarray(x,dtype=float)))

# %% sigmoid: clipping the input
def sigmoid(x):
    x=np.clip(np.asarray(x,dtype=float),-30,30)
    return 1/(1+np.exp(-x))

# %% sigmoid: silencing the warning
def sigmoid(x):
    np.seterr(all='ignore')
    return 1/(1+np.exp(-np.asarray(x,dtype=float)))

# %% sigmoid: hard-coded example
def sigmoid(x): return np.array([0.73105858,0.88079708,0.95257413])

# %% sigmoid: reads the global x, not the argument
x = np.array([1.0, 2.0, 3.0])

def sigmoid(z): return 1/(1+np.exp(-x))

# %% basic_sigmoid: np.exp where math.exp was asked
def basic_sigmoid(x): return 1/(1+np.exp(-x))

# %% basic_sigmoid: math.exp overflow is an exception, not inf
def basic_sigmoid(x): return 1/(1+math.exp(-x))

# %% sigmoid_derivative: x*(1-x): derivative written with x instead of s
def sigmoid_derivative(x): x=np.asarray(x,dtype=float); return x*(1-x)

# %% sigmoid_derivative: sign s*(s-1)
def sigmoid_derivative(x): s=1/(1+np.exp(-np.asarray(x,dtype=float))); return s*(s-1)

# %% sigmoid_derivative: 1-s cancels for large x
def sigmoid_derivative(x): s=1/(1+np.exp(-np.asarray(x,dtype=float))); return s*(1-s)

# %% sigmoid_backward: sigmoid applied twice
def sigmoid_backward(dout, s): s=1/(1+np.exp(-s)); return dout*s*(1-s)

# %% sigmoid_backward: chain rule forgotten
def sigmoid_backward(dout, s): return s*(1-s)

# %% basic_sigmoid: np.exp, made a float afterwards
def basic_sigmoid(x): return float(1/(1+np.exp(-x)))
