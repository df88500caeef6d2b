"""From the first difference to the words: the other inputs, the coach, the smallest input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autograder.checks import coach, messages
from autograder.checks.agreement import Seen, look
from autograder.checks.compare import Comparison
from autograder.checks.disagreement import Disagreement
from autograder.checks.inputs import Call
from autograder.checks.notebook_text import NotebookText
from autograder.checks.observation import Observation, observe
from autograder.checks.settings import found_wrong
from autograder.checks.shrink import smallest

PATIENCE = 1.0  # seconds within the student's function, after which it is asked no further


class _Stopped(Exception):
    """The student's process did not answer, or too slowly; it must not be asked again."""


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
    asked = Asked(student)
    mistake = None
    shown = first
    if wrong := inherits(student):
        where = messages.inherited(wrong)
        return Disagreement(messages.disagreement(reference, first, student=own, look=where))
    try:
        for case in cases[len(seen) :]:
            seen.append(look(asked, reference, *case.build(), comparison))
        if coach.same_for_all(seen):
            message = messages.same_for_all(reference, seen)
            return Disagreement(message, f"{reference.__name__}: The argument is not used")
        mistake = coach.recognise(asked, reference, seen, comparison)
        shown = min((one for one in seen if one.difference), key=lambda one: one.size)
        if mistake is None:
            shown = smallest(asked, reference, shown, comparison)
        else:
            still = coach.explains(mistake, comparison)
            shown = smallest(asked, reference, shown, comparison, still, mistake.function)
    except _Stopped:
        pass  # the difference is known all the same
    if mistake is None:
        return Disagreement(messages.disagreement(reference, shown, student=own))
    message = messages.disagreement(reference, shown, mistake.sentence)
    return Disagreement(message, mistake.label)


def recognised(
    student: Callable,
    reference: Callable,
    seen: list[Seen],
    comparison: Comparison,
    before: Callable[[], list[Seen]],
) -> Disagreement | None:
    """Return the known mistake that explains calls which a check made by itself, or None."""
    failing = [one for one in seen if one.difference]
    try:
        mistake = coach.recognise(Asked(student), reference, seen, comparison, before)
    except _Stopped:
        return None
    if mistake is None:
        return None
    shown = min(failing, key=lambda one: one.size)
    return Disagreement(messages.disagreement(reference, shown, mistake.sentence), mistake.label)


def inherits(student: Callable) -> list[str]:
    """The functions that the student's calls and that are known to be wrong, by name.

    What it does wrong may then be theirs, and no sentence about it alone would be sure.
    """
    name = getattr(student, "__name__", "")
    wrong = found_wrong() - {name}
    if not wrong:
        return []
    text = NotebookText.of(student)
    return sorted(wrong & set(text.reached_from(name).names)) if text.defines(name) else []


class Asked:
    """The student's function, asked quietly, and no more once it did not answer or took long.

    Quietly: what it prints or warns then was caused by us and is no advice for the student.
    """

    def __init__(self, student: Callable) -> None:
        self._observe = getattr(student, "_quietly_", None) or (
            lambda args, kwargs: observe(student, args, kwargs)
        )
        self.__name__ = getattr(student, "__name__", "")
        self.stopped = False
        self._spent = 0.0

    def _observe_(self, args: tuple, kwargs: dict) -> Observation:
        if self.stopped or self._spent > PATIENCE:
            raise _Stopped
        try:
            observed = self._observe(args, kwargs)
        except Exception as error:
            self.stopped = True
            raise _Stopped from error
        self._spent += observed.seconds
        return observed

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("only observed, never called")
