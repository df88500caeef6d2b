"""Right answers in other styles, in notebook 14."""

# ruff: noqa
# fmt: off
import numpy as np

# %% new arrays in place of steps
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    slopes = []
    for i in range(x.size):
        step = np.zeros(x.size)
        step[i] = h
        step = step.reshape(x.shape)
        slopes.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(slopes).reshape(x.shape)

def relative_error(a, b):
    a, b = np.ravel(a).astype(float), np.ravel(b).astype(float)
    top = np.sqrt(np.sum((a - b) ** 2))
    bottom = np.sqrt(a @ a) + np.sqrt(b @ b)
    return 0.0 if bottom == 0 else top / bottom

def check_layer(forward, backward, shape, seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(shape)
    out = forward(x)
    upstream = rng.standard_normal(np.shape(out))
    return relative_error(backward(upstream, x), numerical_gradient(lambda v: np.vdot(upstream, forward(v)), x))

# %% nditer, in the caller's array, which is put back
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x)
    if x.dtype != float:
        x = x.astype(float)
    grad = np.zeros(x.shape)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        ix = it.multi_index
        old = x[ix]
        x[ix] = old + h
        fxph = f(x)
        x[ix] = old - h
        fxmh = f(x)
        x[ix] = old
        grad[ix] = (fxph - fxmh) / (2 * h)
        it.iternext()
    return grad

def relative_error(a, b):
    if not np.any(a) and not np.any(b):
        return 0
    return np.linalg.norm(np.subtract(a, b)) / (np.linalg.norm(a) + np.linalg.norm(b))

# %% flat views and a nested function
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, float)
    flat, out = x.ravel(), np.empty(x.size)
    for i, old in enumerate(flat.copy()):
        flat[i] = old + h
        up = f(x)
        flat[i] = old - h
        out[i] = (up - f(x)) / h / 2
        flat[i] = old
    return out.reshape(x.shape)

def check_layer(forward, backward, shape, seed):
    generator = np.random.default_rng(seed)
    place = generator.normal(0, 1, shape)
    weights = generator.normal(0, 1, forward(place).shape)

    def loss(x):
        total = 0.0
        for w, o in zip(weights.ravel(), forward(x).ravel()):
            total += w * o
        return total

    exact = backward(weights, place.copy())
    print("gradient", exact.shape)
    return relative_error(exact, numerical_gradient(loss, place))

# %% a comprehension over the identity
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64)
    steps = h * np.eye(x.size).reshape((x.size,) + x.shape)
    return np.array([f(x + s) - f(x - s) for s in steps]).reshape(x.shape) / (2 * h)

def relative_error(a, b):
    with np.errstate(invalid="ignore"):
        error = np.divide(np.linalg.norm(np.asarray(a, float) - b), np.linalg.norm(a) + np.linalg.norm(b))
    return np.nan_to_num(error)

# %% half steps added to the value
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float, copy=True)
    g = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        keep = float(x[i])
        values = []
        for sign in (1, -1):
            x[i] = keep + sign * h
            values.append(f(x))
        x[i] = keep
        g[i] = (values[0] - values[1]) / (h + h)
    return g

def relative_error(a, b):
    difference = np.linalg.norm(np.array(a) - np.array(b))
    if difference == 0:
        return 0.0
    return difference / (np.linalg.norm(a) + np.linalg.norm(b))
