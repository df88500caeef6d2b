"""No line of a hidden test leaves in a message."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course.course import Course
from autograder.pages.feedback import feedback_page
from autograder.pages.redact import hidden_lines, withhold
from autograder.verdicts import Graded, Outcome, Verdict

from . import made_up
from .page_check import check_page

REAL = Course.find(Path(__file__)).assignments


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


@pytest.mark.parametrize("assignment", REAL, ids=lambda assignment: assignment.stem)
def test_no_page_of_the_real_course_has_a_hidden_line(assignment):
    """Even if every message were the whole source of its claim."""
    verdicts = tuple(
        Verdict(c.id, c.title, Outcome.FAILED, 0.0, c.points, message=c.source, printed=c.source)
        for c in assignment.claims
    )
    notebook = json.loads(assignment.notebook.read_bytes())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = "# YOUR CODE HERE\nraise NotImplementedError()"
    graded = Graded(
        assignment.name, "ada", verdicts, notebook, advice=tuple(v.message for v in verdicts)
    )
    text = html.unescape(feedback_page(assignment, graded))
    lines = hidden_lines(assignment.cells)
    assert lines
    assert [line for line in lines if line in text] == []
    check_page(feedback_page(assignment, graded))
