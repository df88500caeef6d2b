"""From the first difference to the words: the other inputs, the coach, the smallest input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autograder.checks import coach, messages
from autograder.checks.agreement import Seen, look
from autograder.checks.compare import Comparison
from autograder.checks.disagreement import Disagreement
from autograder.checks.inputs import Call
from autograder.checks.observation import Observation, observe
from autograder.checks.shrink import smallest


class _Stopped(Exception):
    """The student's process did not answer; whatever asked it must not ask again."""


def explain(
    student: Callable,
    reference: Callable,
    seen: list[Seen],
    cases: Sequence[Call],
    comparison: Comparison,
) -> Disagreement:
    """Return what to raise; `seen` ends with the first input that showed a difference."""
    first = seen[-1]
    own = None if "." in (reference.__module__ or "") else student  # a reference in the notebook
    if first.difference.kind == "nothing" or isinstance(first.got.error, NotImplementedError):
        return Disagreement(messages.disagreement(reference, first, student=own))
    asked = _Asked(student)
    mistake = None
    shown = first
    try:
        for case in cases[len(seen) :]:
            seen.append(look(asked, reference, *case.build(), comparison))
        if coach.same_for_all(seen):
            message = messages.same_for_all(reference, seen)
            return Disagreement(message, f"{reference.__name__}: The argument is not used")
        mistake = coach.recognise(asked, reference, seen, comparison)
        shown = min((one for one in seen if one.difference), key=lambda one: one.size)
        still = coach.explains(mistake, comparison) if mistake else lambda seen: True
        shown = smallest(asked, reference, shown, comparison, still)
    except _Stopped:
        pass  # the difference is known all the same
    if mistake is None:
        return Disagreement(messages.disagreement(reference, shown, student=own))
    message = messages.disagreement(reference, shown, mistake.sentence)
    return Disagreement(message, f"{reference.__name__}: {mistake.title}")


class _Asked:
    """The student's function, asked no more once it did not answer."""

    def __init__(self, student: Callable) -> None:
        self._student = student
        self.stopped = False

    def _observe_(self, args: tuple, kwargs: dict) -> Observation:
        if self.stopped:
            raise _Stopped
        try:
            return observe(self._student, args, kwargs)
        except Exception as error:
            self.stopped = True
            raise _Stopped from error

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("only observed, never called")
