"""Checks that a notebook shows: a call and what it gives. Needs NumPy and nothing else.

This package lies beside every released notebook; the grader uses the same one.
"""

from .choices import choice, prediction
from .disagreement import Disagreement
from .examples import check
from .inputs import arange, call, integers, linspace, normal, ones, uniform, zeros
from .text import avoids, looped, vectorised
from .timing import faster

__all__ = [
    "Disagreement",
    "arange",
    "avoids",
    "call",
    "check",
    "choice",
    "faster",
    "integers",
    "linspace",
    "looped",
    "normal",
    "ones",
    "prediction",
    "uniform",
    "vectorised",
    "zeros",
]
