"""What the hidden half of a claim calls: agreement with a reference, and its kin."""

from autograder.checks.agreement import agrees
from autograder.checks.claims import chosen, predicted, raises
from autograder.checks.disagreement import Disagreement
from autograder.checks.inputs import arange, call, integers, linspace, normal, ones, uniform, zeros
from autograder.checks.observation import Observation, observe
from autograder.checks.text import avoids, vectorised
from autograder.checks.timing import faster

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
    "normal",
    "observe",
    "ones",
    "predicted",
    "raises",
    "uniform",
    "vectorised",
    "zeros",
]
