"""Choices and predictions: told right or wrong where they are made.

A right answer is not in a released notebook's text. What `choice` and `prediction` need lies
beside it in `known.json`, made by `seal_choice` and `seal_prediction`: salted digests, and reasons
that only the letter which they belong to unlocks. That keeps honest eyes from reading an answer by
accident, no more: whoever wants to try all letters may. In a checkout there is no such file, and
every answer of the right form is accepted; the hidden `chosen` and `predicted` decide.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
import string
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from . import words
from .compare import Comparison
from .disagreement import Disagreement
from .known import DATA
from .show import show

_UNANSWERED = ("", "...", "?")
_LETTERS = string.ascii_uppercase  # of the lines that are to be put in order
_DIGITS = 3  # significant ones that a predicted number must have right


def choice(answer: Any, question: str) -> None:
    """Check a multiple-choice answer.

    Parameters
    ----------
    answer : str
        The student's letter, in either case.
    question : str
        The answer's name in the notebook.

    Raises
    ------
    Disagreement
        If it is a wrong letter, with the reason if there is one, or no letter at all.
    """
    sealed = questions().get(question, {})
    letter = _letter(answer, sealed.get("letters", ()))
    if sealed and _digest(sealed["salt"], letter) != sealed["right"]:
        reason = sealed["why"].get(letter, "")
        raise Disagreement(words.wrong_letter(letter, _unlock(sealed["salt"], letter, reason)))
    print(f'right: "{letter}"' if sealed else f'chosen: "{letter}"')


def chosen(answer: Any, right: str, /, **why: str) -> None:
    """Check that a multiple-choice answer is the letter `right`.

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
    reasons = {letter.lower(): text for letter, text in why.items()}
    letter = _letter(answer, sorted({right.lower(), *reasons}))
    if letter != right.lower():
        raise Disagreement(words.wrong_letter(letter, reasons[letter]))


def prediction(answer: Any, question: str) -> None:
    """Check a prediction; a number may be rounded to about three digits.

    Parameters
    ----------
    answer : bool, number, str, tuple, list or ndarray
        The student's prediction.
    question : str
        The prediction's name in the notebook.

    Raises
    ------
    Disagreement
        If something else happens. The message does not tell what.
    """
    if _unanswered(answer):
        raise Disagreement(words.no_prediction())
    sealed = questions().get(question)
    plain = _plain(answer)
    if sealed is None:
        print(f"predicted: {show(plain)}")
        return
    spellings = _spellings(plain)
    if isinstance(plain, str):
        spellings += _spellings(_order(plain))
    if not {_digest(sealed["salt"], text) for text in spellings} & set(sealed["right"]):
        raise Disagreement(words.wrong_prediction(plain, sealed["kind"], sealed["say"], question))
    print(f"right: {show(plain)}")


def predicted(
    answer: Any, value: Any, say: str = "", rtol: float = 1e-3, atol: float = 1e-9
) -> None:
    """Check that a prediction is `value`; numbers may be rounded to about three digits.

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
        raise Disagreement(words.no_prediction())
    answer, value = _plain(answer), _plain(value)
    if isinstance(value, str):
        same = isinstance(answer, str) and value.strip() in (answer.strip(), _order(answer))
    elif isinstance(value, bool) or isinstance(answer, bool):
        same = answer is value
    elif np.iscomplexobj(answer) and not np.iscomplexobj(value):
        same = False
    else:
        same = Comparison(rtol=rtol, atol=atol).of_values(answer, value) is None
    if not same:
        raise Disagreement(words.wrong_prediction(answer, kind_of(value), say))


def seal_choice(question: str, right: str, why: Mapping[str, str]) -> dict[str, Any]:
    """Return what `choice` needs to know of a question."""
    reasons = {letter.lower(): text for letter, text in why.items()}
    return {
        "salt": question,
        "letters": sorted({right.lower(), *reasons}),
        "right": _digest(question, right.lower()),
        "why": {letter: _lock(question, letter, text) for letter, text in reasons.items()},
    }


def seal_prediction(question: str, value: Any, say: str) -> dict[str, Any]:
    """Return what `prediction` needs to know of a question."""
    value = _plain(value)
    right = sorted({_digest(question, text) for text in _spellings(value)})
    return {"salt": question, "kind": kind_of(value), "right": right, "say": say}


@functools.cache
def questions() -> dict[str, Any]:
    """What is known of each question, by its name; nothing in a checkout."""
    try:
        content = json.loads(DATA.read_text(encoding="utf-8"))
    except OSError:
        return {}
    found: dict[str, Any] = content["questions"]
    return found


def kind_of(value: Any) -> str:
    """Return what a right answer is: "tuple", "bool", "str", "order" (of lines) or "number"."""
    if isinstance(value, str) and len(value) > 1 and sorted(value) == list(_LETTERS[: len(value)]):
        return "order"
    for kind in (tuple, bool, str):
        if isinstance(value, kind):
            return kind.__name__
    return "number"


def _letter(answer: Any, letters: Sequence[str]) -> str:
    if _unanswered(answer):
        raise Disagreement(words.no_choice(letters))
    letter = answer.strip().strip("().").lower() if isinstance(answer, str) else ""
    if letter in letters or (not letters and len(letter) == 1 and letter.isalpha()):
        return letter
    raise Disagreement(words.not_a_letter(answer, letters))


def _unanswered(answer: Any) -> bool:
    return (
        answer is None
        or answer is Ellipsis
        or (isinstance(answer, str) and answer.strip() in _UNANSWERED)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, np.dtype):
        return value.name
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return tuple(_plain(item) for item in value)
    return value


def _order(answer: str) -> str:
    """Return an order of lines as we write it: small letters, or apart, are as good."""
    return re.sub(r"[\s,]", "", answer).upper()


def _spellings(value: Any) -> list[str]:
    """How a value may be written, rounded as it will: one spelling in common makes them equal."""
    if isinstance(value, (list, tuple, np.ndarray)):
        items = value.tolist() if isinstance(value, np.ndarray) else value
        parts = [_spellings(item) for item in items]
        longest = max(map(len, parts), default=1)
        return [
            f"({', '.join(part[min(at, len(part) - 1)] for part in parts)})"
            for at in range(longest)
        ]
    if isinstance(value, (bool, str)):
        return [f"{type(value).__name__} {str(value).strip()}"]
    if isinstance(value, (int, float, np.number)):
        number = float(value)
        near = (number, number * 1.0009, number * 0.9991)
        return list(dict.fromkeys(f"{one + 0.0:.{_DIGITS}g}" for one in near))
    return [repr(value)]


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}: {text}".encode()).hexdigest()[:16]


def _lock(salt: str, letter: str, text: str) -> str:
    plain = text.encode()
    return base64.b64encode(_mixed(plain, salt, letter)).decode()


def _unlock(salt: str, letter: str, locked: str) -> str:
    return _mixed(base64.b64decode(locked), salt, letter).decode()


def _mixed(content: bytes, salt: str, letter: str) -> bytes:
    """The bytes, mixed with others that follow from salt and letter; twice gives them back."""
    stream = hashlib.shake_256(f"{salt}: {letter}, why".encode()).digest(len(content))
    return bytes(a ^ b for a, b in zip(content, stream, strict=True))
