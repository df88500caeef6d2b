"""What students wrote instead, as they wrote it, in notebook products."""

# ruff: noqa
# fmt: off
import math

import numpy as np

# %% matrix_product: `*` for a matrix product
def matrix_product(A, B): return A * B

# %% matrix_product: np.outer on matrices
def matrix_product(A, B): return np.outer(A, B)

# %% elementwise_product: np.dot for an elementwise product
def elementwise_product(A, B): return np.dot(A, B)

# %% elementwise_product: np.multiply on (2,3) and (3,2) "because dot worked"
def elementwise_product(A, B): return np.multiply(A, np.reshape(B, np.shape(A)))

# %% loop_dot: overwrites instead of accumulating
def loop_dot(a,b):
    s=0
    for i in range(len(a)): s=a[i]*b[i]
    return s

# %% loop_multiply: a[1] for a[i]
def loop_multiply(a,b):
    o=np.zeros(len(a))
    for i in range(len(a)): o[i]=a[1]*b[i]
    return o

# %% loop_outer: shape swapped
def loop_outer(a,b):
    o=np.zeros((len(b),len(a)))
    for i in range(len(b)):
        for j in range(len(a)): o[i,j]=b[i]*a[j]
    return o

# %% loop_matrix_vector: not accumulated
def loop_matrix_vector(W,x):
    o=np.zeros(W.shape[0])
    for i in range(W.shape[0]):
        for j in range(len(x)): o[i]=W[i,j]*x[j]
    return o

# %% loop_matrix_vector: int accumulator
def loop_matrix_vector(W,x):
    o=np.zeros(W.shape[0],dtype=int)
    for i in range(W.shape[0]):
        for j in range(len(x)): o[i]+=W[i,j]*x[j]
    return o

# %% outer_product: u*v on two 1-D vectors
def outer_product(u,v): return np.asarray(u)*np.asarray(v)

# %% outer_product: u.T @ v on 1-D
def outer_product(u,v): return np.asarray(u).T @ np.asarray(v)
