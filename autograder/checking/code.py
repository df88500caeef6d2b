"""The text of code cells. Beside a released notebook, the module named here lies in this place."""

from autograder.notebook.code import blocks

__all__ = ["blocks"]
