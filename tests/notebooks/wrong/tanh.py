"""What students wrote instead, as they wrote it, in notebook tanh."""

# ruff: noqa
# fmt: off
import math

import numpy as np

# %% tanh: (e^x-e^-x)/(e^x+e^-x): nan from 710
def tanh(x):
    x=np.asarray(x,dtype=float); a=np.exp(x)-np.exp(-x); b=np.exp(x)+np.exp(-x); return a/b

# %% tanh: 2*sigmoid(2x)-1 / 2/(1+exp(-2x))-1
def tanh(x): x=np.asarray(x,dtype=float); return 2/(1+np.exp(-2*x))-1

# %% tanh: sinh (forgot the denominator)
def tanh(x): x=np.asarray(x,dtype=float); return (np.exp(x)-np.exp(-x))/2

# %% tanh_derivative: square in the wrong place
def tanh_derivative(x): x=np.asarray(x,dtype=float); return 1-np.tanh(x**2)

# %% tanh_derivative: 1-tanh^2 cancels for |x|>19
def tanh_derivative(x): return 1-np.tanh(np.asarray(x,dtype=float))**2

# %% tanh_derivative: 1/cosh^2 overflows
def tanh_derivative(x): return 1/np.cosh(np.asarray(x,dtype=float))**2
