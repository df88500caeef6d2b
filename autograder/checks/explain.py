"""From the first difference to the words: the rest of the inputs, the coach, the smallest input."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autograder.checks import messages
from autograder.checks.agreement import Seen, look
from autograder.checks.compare import Comparison
from autograder.checks.disagreement import Disagreement
from autograder.checks.inputs import Call


def explain(
    student: Callable,
    reference: Callable,
    seen: list[Seen],
    cases: Sequence[Call],
    comparison: Comparison,
) -> Disagreement:
    """Return what to raise; `seen` ends with the first input that showed a difference."""
    for case in cases[len(seen) :]:
        seen.append(look(student, reference, *case.build(), comparison))
    failing = [one for one in seen if one.difference]
    smallest = min(failing, key=lambda one: one.size)
    return Disagreement(messages.disagreement(reference, smallest))
