"""The student process: a confined interpreter that runs cells and answers calls."""

from autograder.sandbox.answers import (
    CellError,
    CellRun,
    Garbled,
    NotAnswered,
    NotStarted,
    ProcessEnded,
    Remote,
    Reply,
    StudentError,
    TimedOut,
)
from autograder.sandbox.copies import Copy
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import StudentProcess
from autograder.sandbox.template import Template
from autograder.sandbox.tiers import best_tier
from autograder.sandbox.twins import Original, Twins

__all__ = [
    "CellError",
    "CellRun",
    "Copy",
    "Garbled",
    "Limits",
    "NotAnswered",
    "NotStarted",
    "Original",
    "ProcessEnded",
    "Remote",
    "Reply",
    "StudentEnvironment",
    "StudentError",
    "StudentProcess",
    "Template",
    "TimedOut",
    "Twins",
    "best_tier",
]
