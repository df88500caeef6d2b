"""The student process: a confined interpreter that runs cells and answers calls.

A name is imported when it is asked for, so that a student's interpreter can be started before this
one has imported NumPy (PEP 562).
"""

from importlib import import_module

_HOMES = {
    "answers": (
        "CellError",
        "CellRun",
        "Garbled",
        "NotAnswered",
        "NotStarted",
        "ProcessEnded",
        "Remote",
        "Reply",
        "StudentError",
        "TimedOut",
    ),
    "copies": ("Copy",),
    "environment": ("StudentEnvironment",),
    "limits": ("Limits",),
    "process": ("StudentProcess",),
    "template": ("Template",),
    "tiers": ("best_tier",),
    "twins": ("Original", "Twins"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
