"""Right answers in other styles, in notebook 07."""

# ruff: noqa
# fmt: off
import numpy as np

# %% sizes read from the shape
def mirror(image):
    return np.flip(image, axis=1)

def image2vector(image):
    image = np.asarray(image)
    n = 1
    for size in image.shape:
        n *= size
    return image.reshape((n, 1))

def vector2image(v, shape):
    return v.reshape(shape)

def images2matrix(X):
    X = np.asarray(X)
    return X.reshape(X.shape[0], -1).T

def to_unit_range(image):
    return image.astype(float) / 255

# %% size, newaxis, ravel
def mirror(image):
    return np.fliplr(np.asarray(image))

def image2vector(image):
    return np.ravel(image)[:, np.newaxis]

def images2matrix(X):
    return np.stack([np.ravel(image) for image in X], axis=1)

def to_unit_range(image):
    return np.divide(image, 255.0)

# %% loops, a helper, printing inside
def _column(image):
    return np.asarray(image).flatten().reshape(-1, 1)

def image2vector(image):
    print("shape", np.shape(image))
    return _column(image)

def images2matrix(X):
    columns = []
    for image in X:
        columns.append(_column(image))
    return np.hstack(columns)

def vector2image(v, shape):
    return np.array([value for value in v.flat], dtype=v.dtype).reshape(*shape)

def to_unit_range(image):
    out = np.zeros(image.shape)
    for place, value in np.ndenumerate(image):
        out[place] = int(value) / 255
    return out

# %% moveaxis and einsum
def images2matrix(X):
    X = np.asarray(X)
    return np.moveaxis(X, 0, -1).reshape(-1, len(X))

def image2vector(image):
    return np.asarray(image).reshape(-1)[None].T

def to_unit_range(image):
    return np.einsum("...,->...", image, 1 / 255)

# %% lambdas
mirror = lambda image: np.asarray(image)[:, ::-1, ...]
image2vector = lambda image: np.array(image).reshape(np.size(image), 1)
vector2image = lambda v, shape: np.reshape(v[:, 0], shape)
images2matrix = lambda X: np.concatenate([np.reshape(image, (-1, 1)) for image in X], axis=1)
to_unit_range = lambda image: image / np.iinfo(np.uint8).max

# %% the places found in another way
mistyped = np.argwhere(np.abs(original - typed) > 1e-6)

def images2matrix(X: np.ndarray) -> np.ndarray:
    X = np.array(X)
    matrix = np.empty((X[0].size, len(X)), dtype=X.dtype)
    for k in range(len(X)):
        matrix[:, k] = X[k].ravel()
    return matrix
