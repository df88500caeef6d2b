"""Right answers in other styles, in notebook 03."""

# ruff: noqa
# fmt: off
import numpy as np

# %% comprehensions and zip
def widest_gap(a):
    return max(abs(p - q) for p, q in zip(a, a[1:]))

def loop_dot(a, b):
    return sum(p * q for p, q in zip(a, b))

def loop_multiply(a, b):
    return np.array([p * q for p, q in zip(a, b)])

def loop_outer(u, v):
    return np.array([[p * q for q in v] for p in u])

def loop_matrix_vector(W, x):
    return np.array([sum(w * y for w, y in zip(row, x)) for row in W])

def matrix_product(A, B):
    return np.dot(A, B)

def outer_product(u, v):
    return u[:, None] * v[None, :]

def elementwise_product(A, B):
    A, B = np.asarray(A), np.asarray(B)
    if A.shape == B.shape:
        return A * B
    raise ValueError("other shapes")

# %% einsum
def matrix_product(A, B):
    return np.einsum("ik,kj->ij", A, B)

def outer_product(u, v):
    return np.einsum("i,j->ij", u, v)

def elementwise_product(A, B):
    assert_same = np.shape(A) == np.shape(B)
    if not assert_same:
        raise ValueError
    return np.einsum("...,...->...", A, B)

# %% lists filled by append, and a helper, with printing
def _row(p, v):
    row = []
    for q in v:
        row.append(p * q)
    return row

def loop_outer(u, v):
    rows = []
    for p in u:
        rows.append(_row(p, v))
    print(len(rows))
    return np.array(rows)

def loop_matrix_vector(W, x):
    out = []
    for row in W:
        total = 0
        for j, y in enumerate(x):
            total = total + row[j] * y
        out.append(total)
    return np.array(out)

def loop_multiply(a, b):
    out = []
    for i in range(0, len(a)):
        out.append(a[i] * b[i])
    return np.array(out)

# %% while, and type hints
def loop_dot(a: list, b: list) -> float:
    total: float = 0.0
    i: int = 0
    while i < len(a):
        total += a[i] * b[i]
        i += 1
    return total

# %% matmul, newaxis, lambdas
matrix_product = lambda A, B: np.matmul(A, B)
outer_product = lambda u, v: np.reshape(u, (len(u), 1)) @ np.reshape(v, (1, len(v)))

def elementwise_product(A, B):
    if np.array(A).shape != np.array(B).shape:
        raise ValueError("no")
    return np.multiply(A, B)

# %% matrix product with three loops
def matrix_product(A, B):
    A, B = np.asarray(A), np.asarray(B)
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(len(A)):
        for j in range(B.shape[1]):
            for k in range(len(B)):
                C[i, j] += A[i, k] * B[k, j]
    return C

def outer_product(u, v):
    return np.repeat(u, len(v)).reshape(len(u), -1) * v
