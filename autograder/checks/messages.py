"""The words: a sentence, the input, what came back and what should have, where to look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.checks.compare import Difference
from autograder.checks.observation import SILENCED, Observation
from autograder.checks.relations import relation
from autograder.checks.settings import SMALL, show_expected
from autograder.checks.show import argument_name, arguments, cut, kind, show

if TYPE_CHECKING:
    from autograder.checks.agreement import Seen

SCREEN = 24  # lines
_MARGIN = 10


def disagreement(
    reference: Callable,
    seen: Seen,
    sentence: str = "",
    student: Callable | None = None,
    look: str = "",
) -> str:
    """The message for a difference; `sentence` is the recognised mistake's own, if there is one.

    A function is called by the reference's name, or by the student's if `student` is given. `look`
    says where to look, if that is known better than from the difference.
    """
    name, difference = getattr(student, "__name__", reference.__name__), seen.difference
    lines = [sentence or _sentence(name, difference, reference), ""]
    if isinstance(seen.got.error, NotImplementedError):
        return _screen([*lines, f"Where to look: {_look(difference, seen)}"])
    lines += _block("Input:", arguments(reference, seen.args, seen.kwargs))
    lines += _outcomes(seen)
    if not sentence and (look := look or _look(difference, seen)):
        lines += ["", f"Where to look: {look}"]
    return _screen(lines)


def _sentence(name: str, difference: Difference, reference: Callable) -> str:
    got, expected = difference.got, difference.expected
    part = f" in {difference.path}" if difference.path else ""
    match difference.kind:
        case "raised" if isinstance(got, NotImplementedError):
            return f"`{name}` is not written yet: it still raises NotImplementedError."
        case "raised":
            return f"`{name}` stops with an error on this input, where it should return a result."
        case "not raised":
            return f"`{name}` should refuse this input: {_class(expected)} is the error to raise."
        case "other error":
            return f"`{name}` should raise a {_class(expected)} here, but raises a {_class(got)}."
        case "nothing":
            return f"`{name}` returns None: a function without `return` always does."
        case "type":
            return f"`{name}` returns {kind(got)}{part}, where {kind(expected)} is right."
        case "length":
            return f"`{name}` returns {len(got)} values{part}, where {len(expected)} are right."
        case "keys":
            return f"`{name}` returns a dict with other keys{part} than the exercise names."
        case "shape":
            shapes = f"{np.shape(got)} instead of {np.shape(expected)}"
            return f"`{name}` returns a result of the wrong shape{part}: {shapes}."
        case "dtype":
            types = f"{np.asarray(got).dtype} instead of {np.asarray(expected).dtype}"
            return f"`{name}` returns the right shape{part}, but numbers of another type: {types}."
        case "scalar":
            return f"`{name}` gives a 0-d array{part} for a scalar, where a plain number is right."
        case "untouched":
            return f"`{name}` changes its argument {_names(reference, got)}."
        case "fresh":
            return f"`{name}` returns a view of its argument {_names(reference, got)}, not a copy."
        case "silent":
            return f"`{name}` returns the right numbers, but NumPy warned on the way."
    return f"`{name}` returns {_wrong(difference)}{part}."


def _wrong(difference: Difference) -> str:
    size = np.size(difference.expected)
    if size == 1 or not difference.count:
        return "the wrong value"
    if difference.count == size:
        return "the right shape, but all entries are wrong"
    return f"the right shape, but {difference.count} of {size} entries are wrong"


def _outcomes(seen: Seen) -> list[str]:
    """What came back and what should have, shapes first."""
    difference = seen.difference
    if seen.got.error:
        lines = _block("You got:", [show(seen.got.error)])
        if seen.got.line:
            lines += _block("in line:", [cut(seen.got.line)])
    elif difference.kind in ("untouched", "fresh"):
        return []
    elif difference.kind == "silent":
        lines = _block(
            "Warning:", [cut("\n".join(dict.fromkeys(said for _, said in difference.got)))]
        )
        return lines
    else:
        lines = _block("You got:", _described(seen.got.value))
    if seen.expected.error:
        return lines + _block("Expected:", [show(seen.expected.error)])
    lines += _block("Expected:", _described(seen.expected.value, _may_tell(seen)))
    if difference.index and difference.kind == "value":
        where = f"{difference.path}[{', '.join(map(str, difference.index))}]"
        mine = show(np.asarray(difference.got)[difference.index])
        right = show(np.asarray(difference.expected)[difference.index])
        instead = f", expected {right}" if _may_tell(seen) else ""
        lines += _block("First:", [f"at {where} you got {mine}{instead}"])
    return lines


def _described(value: Any, tell: bool = True) -> list[str]:
    """The kind of a value, and below it the value."""
    if isinstance(value, (np.ndarray, np.generic)):
        return [kind(value), show(value)] if tell else [kind(value)]
    return [show(value)] if tell else [kind(value)]


def _may_tell(seen: Seen) -> bool:
    choice = show_expected()
    return choice == "always" or (choice == "small" and seen.size <= SMALL)


def _look(difference: Difference, seen: Seen) -> str:
    """What to look at next; nothing is claimed that was not checked."""
    match difference.kind:
        case "raised" if isinstance(seen.got.error, NotImplementedError):
            return "the cell of this exercise; write your code in place of that line."
        case "raised":
            return _look_at_error(seen.got.error)
        case "not raised" | "other error":
            return "what the docstring says about inputs that it refuses."
        case "nothing":
            return "the last line of your function, and whether every way through it returns."
        case "type" | "length" | "keys" | "scalar":
            return "what the docstring promises under Returns."
        case "dtype":
            return "where the array for your result is made, and what type its numbers have there."
        case "untouched":
            return "lines that assign into the argument, such as `x[...] = ` or `x += `."
        case "fresh":
            return "which NumPy functions copy and which only look at the same memory."
        case "silent" if SILENCED in dict(difference.got).values():
            return "np.seterr: remove the cause of a warning, not the message."
        case "silent":
            return "which intermediate number gets too large, or divides by 0."
    return relation(difference) or (
        "which axis each step works along." if difference.kind == "shape" else _by_hand(seen)
    )


def _by_hand(seen: Seen) -> str:
    if seen.size <= SMALL:
        return "work this input out by hand, step by step, and compare each step."
    return "try a smaller input, and compare each step with a calculation by hand."


def _look_at_error(error: BaseException) -> str:
    if isinstance(error, NameError):
        return "a name that is misspelt, or that lives in another cell and not in the function."
    if isinstance(error, RecursionError):
        return "where the function calls itself, and what ends that."
    return "that line, with the shapes and types that its names have for this input."


def same_for_all(reference: Callable, seen: Sequence[Seen]) -> str:
    """The message for a function that gives one result whatever it is given."""
    name = reference.__name__
    first, other = (
        seen[0],
        next(one for one in seen if one.expected.value is not seen[0].expected.value),
    )
    lines = [f"`{name}` returns the same result for different inputs.", ""]
    lines += _block("Input:", arguments(reference, first.args, first.kwargs))
    lines += _block("and:", arguments(reference, other.args, other.kwargs))
    lines += _block("You got:", _described(first.got.value))
    look = (
        "whether the lines of your function use its own parameter, and not a name of another cell."
    )
    return _screen([*lines, "", f"Where to look: {look}"])


def should_raise(
    student: Callable, error: type, args: tuple, kwargs: dict, got: Observation
) -> str:
    """The message for an input that should have been refused."""
    name = getattr(student, "__name__", "the function")
    if isinstance(got.error, NotImplementedError):
        return f"`{name}` is not written yet: it still raises NotImplementedError."
    if got.error is None:
        first = f"`{name}` should refuse this input: {error.__name__} is the error to raise."
    else:
        first = f"`{name}` should raise a {error.__name__} here, but raises a {_class(got.error)}."
    lines = [first, "", *_block("Input:", arguments(student, args, kwargs))]
    lines += _block("You got:", [show(got.error)] if got.error else _described(got.value))
    if got.line:
        lines += _block("in line:", [cut(got.line)])
    lines += ["", "Where to look: what the docstring says about inputs that it refuses."]
    return _screen(lines)


def not_a_function(value: Any, name: str) -> str:
    """The message for a name that holds something else than the function."""
    return (
        f"`{name}` is {kind(value)}, not a function.\n\n"
        f"Where to look: a line that uses the name `{name}` for something else."
    )


def inherited(names: Sequence[str]) -> str:
    """Where to look if a function calls others that are wrong themselves."""
    quoted = " and ".join(f"`{name}`" for name in names)
    verb = "are" if len(names) > 1 else "is"
    return f"{quoted}, which this function calls and which {verb} not right yet."


def added(message: str, more: str) -> str:
    """A check's own message with what the coach adds to it."""
    return _screen([message, "", more])


def _class(error: BaseException) -> str:
    return type(error).__name__


def _names(reference: Callable, positions: Sequence[int | str]) -> str:
    return " and ".join(f"`{argument_name(reference, position)}`" for position in positions)


def _block(title: str, lines: Sequence[str]) -> list[str]:
    """Lines beside a title, with the later ones indented under the first."""
    flat = [line for text in lines for line in text.split("\n")]
    return [f"{(title if i == 0 else ''):<{_MARGIN}} {line}" for i, line in enumerate(flat)]


def _screen(lines: Sequence[str]) -> str:
    """At most one screen: the end is kept, since it says where to look."""
    flat = "\n".join(lines).split("\n")
    if len(flat) > SCREEN:
        flat = [*flat[: SCREEN - 4], "...", *flat[-3:]]
    return "\n".join(line.rstrip() for line in flat)
