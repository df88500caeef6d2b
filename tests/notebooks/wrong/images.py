"""What students wrote instead, as they wrote it, in notebook images."""

# ruff: noqa
# fmt: off
import math

import numpy as np

# %% image2vector: hard-coded 18
def image2vector(image): return image.reshape(18,1)

# %% image2vector: hard-coded 3 channels
def image2vector(image): return image.reshape(image.shape[0]*image.shape[1]*3, 1)

# %% image2vector: row vector (1,n)
def image2vector(image): return image.reshape(1,-1)

# %% image2vector: order='F'
def image2vector(image): return image.reshape((-1,1), order='F')

# %% images2matrix: reshape(-1, m) scrambles the images
def images2matrix(X): return X.reshape(-1, X.shape[0])
