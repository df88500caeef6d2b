"""The words about choices, predictions, a function's text and its speed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.checks.show import show


def no_choice(letters: Sequence[str]) -> str:
    """The message for a question that was left open."""
    return f"No answer yet: put one of the letters {_listed(letters)} in quotes."


def not_a_letter(answer: Any, letters: Sequence[str]) -> str:
    """The message for an answer that is no letter of this question."""
    return f"{show(answer)} is none of the letters {_listed(letters)}: put one of them in quotes."


def wrong_letter(letter: str, reason: str) -> str:
    """The message for a wrong letter: why it is wrong."""
    return f'"{letter}" is not it: {reason}'


def no_prediction() -> str:
    """The message for a prediction that was left open."""
    return "No prediction yet: put what you expect in place of None, before you run the next cell."


def wrong_prediction(answer: Any, value: Any, say: str) -> str:
    """The message for another prediction than what happens, which it does not tell."""
    first = f"You predicted {show(answer)}; that is not what happens."
    if isinstance(value, tuple) and not isinstance(answer, tuple):
        first += " A shape is a tuple: one whole number for each axis, such as (4,) or (4, 2)."
    if isinstance(value, bool) and not isinstance(answer, bool):
        first += " The answer is True or False."
    if isinstance(value, str) and not isinstance(answer, str):
        first += " The answer is a text, in quotes."
    return f"{first}\n\nWhere to look: {say}" if say else first


def no_source(name: str) -> str:
    """The message for a function whose text is not in the notebook."""
    return f"The notebook has no readable `def {name}(...)`: write the function in its cell."


def loops(name: str, found: Sequence[str]) -> str:
    """The message for Python loops where whole arrays were asked for."""
    return (
        f"`{name}` still works through its numbers one at a time in Python: {_listed(found)}.\n\n"
        "Where to look: the operation that does the same for a whole array at once."
    )


def uses(name: str, found: Sequence[str]) -> str:
    """The message for names that the exercise asks to do without."""
    return (
        f"`{name}` uses {_listed(found)}, which this exercise asks you to do without.\n\n"
        "Where to look: the text above the exercise, which says what to use in its place."
    )


def too_slow(name: str, ratio: float, times: float) -> str:
    """The message for a function that is right, but not fast enough."""
    said = f"only {ratio:.1f} times as fast as" if ratio >= 1 else "slower than"
    return (
        f"`{name}` gives the right numbers, but is {said} the loop; "
        f"at least {times:g} times is asked for.\n\n"
        "Where to look: a loop, a list or a conversion that is still hidden in it."
    )


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
