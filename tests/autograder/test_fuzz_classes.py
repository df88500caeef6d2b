"""Whatever some hand in, and whenever a run is killed, a class gets the same marks and pages."""

from __future__ import annotations

import os

import pytest

from autograder.grading import templates
from autograder.sandbox.environment import OVERRIDE
from benchmarks.fuzz_classes import fuzz
from benchmarks.kills import kill


@pytest.fixture(autouse=True)
def _own_template(monkeypatch):
    """What the small course sets for its students' Python is taken back."""
    monkeypatch.setattr(templates, "_shared", None)
    monkeypatch.setenv(OVERRIDE, "")


def test_hostile_submissions_cost_nobody_else_anything():
    """Made at random from a seed; the long form is `python -m benchmarks.fuzz_classes`."""
    tally = fuzz(count=75, graded=10, seed=0, say=lambda line: None)

    assert tally.faults == []
    assert tally.outcomes.total() > 150


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_the_run_after_a_kill_gives_the_same_marks_and_pages():
    """Killed at random moments, while it writes too; the long form is `benchmarks.kills`."""
    done = kill(count=4, seed=0, say=lambda line: None)

    assert done.faults == []
    assert done.kills["within a writing"] >= 2
