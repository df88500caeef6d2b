"""What students wrote instead, as they wrote it, in notebook softmax-gradient."""

# ruff: noqa
# fmt: off
import numpy as np

# %% softmax_jacobian: the article's gradient
def softmax_jacobian(p): return p * (1 - p)

# %% softmax_jacobian: dot of a vector with its transpose
def softmax_jacobian(p):
    p = np.asarray(p, dtype=float)
    return np.diag(p) - np.dot(p, p.T)

# %% softmax_jacobian: takes logits
def softmax_jacobian(p):
    e = np.exp(p - np.max(p))
    p = e / e.sum()
    return np.diag(p) - np.outer(p, p)

# %% jacobian_batch: outer flattens
def jacobian_batch(P): return np.diag(np.ravel(P)) - np.outer(P, P)

# %% jacobian_batch: the diagonals
def jacobian_batch(P): return P * (1 - P)

# %% softmax_backward: the diagonal
def softmax_backward(upstream, p): return upstream * p * (1 - p)

# %% softmax_backward: no axis
def softmax_backward(upstream, p): return p * (upstream - np.sum(upstream * p))

# %% softmax_backward: keepdims forgotten
def softmax_backward(upstream, p): return p * (upstream - (upstream * p).sum(axis=-1))

# %% softmax_backward: the gradient of the cross-entropy
def softmax_backward(upstream, p): return p - upstream

# %% Softmax: gradient as printed
class Softmax:
    def __call__(self, x):
        return softmax(x)

    def gradient(self, x):
        p = self.__call__(x)
        return p * (1 - p)
