"""No line of a hidden test leaves in a message."""

from __future__ import annotations

from dataclasses import replace

from autograder.grading.verdicts import Outcome
from autograder.pages.leak import hidden_lines, withhold

from . import made_up


def test_hidden_lines_are_found_longest_first(assignment):
    """Short ones, such as `try:`, tell nothing and are left out."""
    assert hidden_lines(assignment.cells) == [made_up.HIDDEN]


def test_hidden_lines_are_withheld_from_messages_warnings_and_advice(assignment):
    """Whatever quotes them; the rest of the sentence stays."""
    verdict = made_up.verdict(
        "softmax-values",
        Outcome.FAILED,
        message=f"At `{made_up.HIDDEN}`: no.",
        warnings=(made_up.HIDDEN,),
        printed="inputs",
    )
    graded = replace(made_up.graded("ada", {"softmax-values": verdict}), advice=(made_up.HIDDEN,))
    clean = withhold(graded, assignment.cells)
    (found,) = (v for v in clean.verdicts if v.claim == "softmax-values")
    assert found.message == "At `(a hidden check)`: no."
    assert found.printed == ""
    assert made_up.HIDDEN not in repr((clean.verdicts, clean.advice))
