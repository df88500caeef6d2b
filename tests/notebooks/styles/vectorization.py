"""Right answers in other styles, in notebook 10."""

# ruff: noqa
# fmt: off
import time

import numpy as np

# %% functions of NumPy
def best_time(f, *args, repeat=5):
    least = float("inf")
    for _ in range(repeat):
        start = time.perf_counter()
        f(*args)
        least = min(least, time.perf_counter() - start)
    return least

def dot(a, b): return np.dot(a, b)

def outer(u, v): return np.outer(u, v)

def elementwise(a, b): return np.multiply(a, b)

def matrix_vector(W, x): return np.dot(W, x)

def count_close(a, b, tolerance):
    return int(np.sum(np.abs(a - b) <= tolerance))

def pairwise_squared_distances(X, Y):
    return ((X[:, None] - Y[None]) ** 2).sum(axis=-1)

def moving_average(x, k):
    total = np.cumsum(np.concatenate([[0.0], x]))
    return (total[k:] - total[:-k]) / k

# %% einsum, with type hints
def best_time(f, *args, repeat: int = 5) -> float:
    def once():
        start = time.perf_counter()
        f(*args)
        return time.perf_counter() - start
    return min(once() for _ in range(repeat))

def dot(a: np.ndarray, b: np.ndarray) -> float:
    return np.einsum("i,i", a, b)

def outer(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.einsum("i,j->ij", u, v)

def matrix_vector(W: np.ndarray, x: np.ndarray) -> np.ndarray:
    return np.einsum("ij,j->i", W, x)

def count_close(a: np.ndarray, b: np.ndarray, tolerance: float) -> int:
    return (abs(a - b) <= tolerance).sum()

def pairwise_squared_distances(X, Y):
    return (X * X).sum(1)[:, None] - 2 * X @ Y.T + (Y * Y).sum(1)

# %% reshape, convolve, helpers
def _as_column(v):
    return v.reshape(-1, 1)

def outer(u, v):
    return _as_column(u) @ v.reshape(1, -1)

def matrix_vector(W, x):
    return (W @ _as_column(x)).ravel()

def dot(a, b):
    return np.sum(a * b)

def moving_average(x, k):
    return np.convolve(x, np.ones(k) / k, mode="valid")

def speedup_table(sizes):
    rows = []
    for n in sizes:
        a = np.linspace(0, 1, n)
        b = list(a)
        slow, fast = best_time(dot_loop, b, b), best_time(np.dot, a, a)
        rows.append([n, slow, fast, slow / fast])
    return np.array(rows)

# %% lambdas
elementwise = lambda a, b: b * a
count_close = lambda a, b, tolerance: np.count_nonzero((a - b <= tolerance) & (b - a <= tolerance))
pairwise_squared_distances = lambda X, Y: np.sum(np.square(X.reshape(len(X), 1, -1) - Y), axis=2)
moving_average = lambda x, k: np.lib.stride_tricks.sliding_window_view(x, k) @ np.full(k, 1 / k)
speedup_table = lambda sizes: np.array([(n, *(lambda s, f: (s, f, s / f))(best_time(dot_loop, [1.5] * n, [2.5] * n), best_time(np.dot, np.ones(n), np.ones(n)))) for n in sizes])

# %% masks and tensordot, printing inside
def count_close(a, b, tolerance):
    near = np.where(np.fabs(a - b) > tolerance, 0, 1)
    return near.sum().item()

def dot(a, b):
    print(len(a))
    return np.tensordot(a, b, axes=1)

def matrix_vector(W, x):
    return (W * x).sum(axis=1)

def pairwise_squared_distances(X, Y):
    difference = np.subtract(X[:, np.newaxis, :], Y[np.newaxis, :, :])
    return np.linalg.norm(difference, axis=2) ** 2

# %% between two bounds
def count_close(a, b, tolerance):
    return ((a <= b + tolerance) & (a >= b - tolerance)).sum()
