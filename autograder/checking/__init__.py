"""Checks that a notebook shows: a call and what it gives. Needs NumPy and nothing else.

This package lies beside every released notebook; the grader uses the same one. A name is imported
when it is asked for (PEP 562), so that whoever reads code as text need not load NumPy. With
`choice` and `prediction`, IPython learns to say in a sentence what has no answer.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .choices import choice, prediction
    from .disagreement import Disagreement
    from .examples import check
    from .inputs import arange, call, integers, linspace, normal, ones, uniform, zeros
    from .text import avoids, looped, vectorised
    from .timing import faster, times_calls

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
    "times_calls",
    "uniform",
    "vectorised",
    "zeros",
]
_HOMES = {
    "choices": ("choice", "prediction"),
    "disagreement": ("Disagreement",),
    "examples": ("check",),
    "inputs": ("arange", "call", "integers", "linspace", "normal", "ones", "uniform", "zeros"),
    "text": ("avoids", "looped", "vectorised"),
    "timing": ("faster", "times_calls"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            if home == "choices":
                import_module(f"{__name__}.unanswered").watch()
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
