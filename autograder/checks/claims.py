"""Claims about errors, choices and predictions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checks import messages, remarks
from autograder.checks.compare import Comparison
from autograder.checks.disagreement import Disagreement
from autograder.checks.inputs import as_call
from autograder.checks.observation import builtin_class, observe

_UNANSWERED = (None, Ellipsis, "", "...", "?")


def raises(student: Callable, kind: type[Exception], on: Sequence[Any]) -> None:
    """Claim that `student` raises an error of class `kind` on each input.

    Raises
    ------
    Disagreement
        If it returns something, or raises an error of another class.
    """
    for case in map(as_call, on):
        args, kwargs = case.build()
        got = observe(student, args, kwargs)
        unwritten = isinstance(got.error, NotImplementedError) and kind is not NotImplementedError
        if unwritten or not isinstance(got.error, builtin_class(kind)):
            message = messages.should_raise(student, kind, args, kwargs, got)
            raise Disagreement(message, unexplained=True) from None


def chosen(answer: Any, right: str, /, **why: str) -> None:
    """Claim that a multiple-choice answer is the letter `right`.

    Parameters
    ----------
    answer : str
        The student's letter, in either case.
    right : str
        The right letter.
    **why : str
        For each wrong letter, why it is wrong.

    Raises
    ------
    Disagreement
        If it is another letter, with the reason, or no letter at all.
    """
    letters = sorted({right.lower(), *(letter.lower() for letter in why)})
    if _unanswered(answer):
        raise Disagreement(remarks.no_choice(letters))
    letter = answer.strip().strip("().").lower() if isinstance(answer, str) else None
    if letter == right.lower():
        return
    if letter not in letters:
        raise Disagreement(remarks.not_a_letter(answer, letters))
    reasons = {key.lower(): text for key, text in why.items()}
    raise Disagreement(remarks.wrong_letter(letter, reasons[letter]))


def predicted(
    answer: Any, value: Any, say: str = "", rtol: float = 1e-3, atol: float = 1e-9
) -> None:
    """Claim that a prediction is `value`; numbers may be rounded to about three digits.

    Parameters
    ----------
    answer, value : bool, number, str, tuple, list or ndarray
        The student's prediction and what happens. Shapes may be given as tuple or list, dtypes by
        name or as objects.
    say : str
        What to look at, for whoever predicted something else.

    Raises
    ------
    Disagreement
        If they differ. The message does not tell `value`.
    """
    if _unanswered(answer):
        raise Disagreement(remarks.no_prediction())
    answer, value = _plain(answer), _plain(value)
    if isinstance(value, str):
        if isinstance(answer, str) and answer.strip() == value.strip():
            return
    elif isinstance(value, bool) or isinstance(answer, bool):
        if answer is value:
            return
    elif Comparison(rtol=rtol, atol=atol).of_values(answer, value) is None:
        return
    raise Disagreement(remarks.wrong_prediction(answer, value, say))


def _unanswered(answer: Any) -> bool:
    return any(answer is nothing for nothing in (None, Ellipsis)) or (
        isinstance(answer, str) and answer.strip() in _UNANSWERED
    )


def _plain(value: Any) -> Any:
    if isinstance(value, np.dtype):
        return value.name
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, (list, tuple)):
        return tuple(_plain(item) for item in value)
    return value
