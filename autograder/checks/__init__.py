"""What the hidden half of a claim calls: agreement with a reference, and its kin."""

from autograder.checking.choices import chosen, predicted
from autograder.checking.disagreement import Disagreement
from autograder.checking.inputs import (
    arange,
    call,
    integers,
    linspace,
    normal,
    ones,
    uniform,
    zeros,
)
from autograder.checking.observation import Observation, observe
from autograder.checking.text import avoids, looped, vectorised
from autograder.checking.timing import faster, times_calls
from autograder.checks.agreement import agrees, raises

__all__ = [
    "Disagreement",
    "Observation",
    "agrees",
    "arange",
    "avoids",
    "call",
    "chosen",
    "faster",
    "integers",
    "linspace",
    "looped",
    "normal",
    "observe",
    "ones",
    "predicted",
    "raises",
    "times_calls",
    "uniform",
    "vectorised",
    "zeros",
]
