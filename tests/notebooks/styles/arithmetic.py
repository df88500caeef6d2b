"""Right answers in other styles, in notebook 02."""

# ruff: noqa
# fmt: off
import math

import numpy as np

# %% operators on arrays
def fahrenheit(celsius):
    return np.array(celsius, dtype=float) * 9 / 5 + 32

def add(a, b):
    return np.array(a) + np.array(b)

def subtract(a, b):
    return np.array(a) - np.array(b)

def multiply(a, b):
    return np.array(a) * np.array(b)

def exp_all(a):
    a = np.asarray(a)
    if a.dtype.kind != "f":
        a = a.astype(float)
    return np.exp(a)

def stats(a):
    return float(a.mean()), float(a.var()), float(a.std())

def row_means(a):
    return a.mean(axis=1)

def column_means(a):
    return a.mean(axis=0)

def variance(a):
    return ((a - a.mean()) ** 2).mean()

def brighten(image, k):
    return np.clip(image.astype(int) + k, 0, 255).astype(np.uint8)

# %% loops and comprehensions
import math

def fahrenheit(celsius):
    flat = [1.8 * c + 32 for c in np.ravel(celsius)]
    return np.reshape(flat, np.shape(celsius))

def add(a, b):
    return np.array([[p + q for p, q in zip(r, s)] for r, s in zip(a, b)])

def subtract(a, b):
    return np.array([[p - q for p, q in zip(r, s)] for r, s in zip(a, b)])

def multiply(a, b):
    return np.array([[p * q for p, q in zip(r, s)] for r, s in zip(a, b)])

def stats(a):
    values = [float(v) for v in a.flat]
    mean = sum(values) / len(values)
    var = sum((v - mean) ** 2 for v in values) / len(values)
    return mean, var, math.sqrt(var)

def row_means(a):
    return np.array([row.mean() for row in a])

def column_means(a):
    return np.array([a[:, j].mean() for j in range(a.shape[1])])

def variance(a):
    m = sum(a.flat) / a.size
    total = 0
    for v in a.flat:
        total += (v - m) ** 2
    return total / a.size

def brighten(image, k):
    out = np.zeros(image.shape, dtype="uint8")
    for place in np.ndindex(image.shape):
        out[place] = max(0, min(255, int(image[place]) + k))
    return out

# %% where and masks, with type hints
def exp_all(a: np.ndarray) -> np.ndarray:
    a = np.asarray(a)
    return np.exp(a, dtype=a.dtype if a.dtype.kind == "f" else float)

def brighten(image: np.ndarray, k: int) -> np.ndarray:
    wide = image.astype(np.int16) + k
    wide[wide > 255] = 255
    wide[wide < 0] = 0
    return wide.astype("uint8")

# %% lambdas
subtract = lambda a, b: np.add(a, np.negative(b))
stats = lambda a: (float(np.average(a)), float(np.std(a) ** 2), float(np.std(a)))
row_means = lambda a: np.average(a, axis=1)
column_means = lambda a: a.T.mean(axis=1)
variance = lambda a: float(np.dot((a - np.mean(a)).ravel(), (a - np.mean(a)).ravel()) / a.size)
exp_all = lambda a: np.power(np.e, np.asarray(a) * 1.0)

# %% einsum, sums by hand, printing inside
def row_means(a):
    print("row means")
    return a.sum(1) / a.shape[1]

def column_means(a):
    return np.einsum("ij->j", a) / len(a)

def variance(a):
    d = a - np.sum(a) / np.size(a)
    return np.einsum("i,i->", d.ravel(), d.ravel()) / np.size(a)

def brighten(image, k):
    return np.minimum(np.maximum(image + 1.0 * k, 0), 255).astype(np.uint8)
