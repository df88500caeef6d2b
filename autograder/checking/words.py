"""The words of a failed check: a sentence, the input, what came back, what is right, where to look.

Everything that is said here was observed. Why an answer is wrong is said by `known` alone.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

import numpy as np

from .compare import Difference, Seen
from .disagreement import show_expected
from .observation import SILENCED, builtin_class, stopped_in
from .relations import relation
from .show import SMALL, argument_name, arguments, cut, described, kind, show

SCREEN = 24  # lines
_MARGIN = 10


_OF_A_LIST = "'list' object has no attribute '"
_PRODUCT = (
    "the shapes on both sides of that product: the first must have as many columns as the second "
    "has rows."
)
# what errors of NumPy and Python are about, in the words of somebody who meets them first
_MEANT = {
    "The truth value of an array": "that line: `if`, `and`, `or`, `not` and Python's own min, max "
    "and sorted want one True or False, and an array has one for each entry.",
    "ufunc 'bitwise_xor' not supported": "that line: `^` is no power in Python; `**` is.",
    "Cannot interpret '": "that line: where a shape has several numbers, they stand in brackets of "
    "their own, as one tuple; what comes after it is taken for a dtype.",
    "could not be broadcast together with shapes": "the shapes that meet in that line: written one "
    "above the other, aligned at the right, in each place the sizes must be equal, but for 1.",
    "unsupported operand type(s)": "that line, and of what kind its values are: lists do not "
    "calculate, arrays do.",
    _OF_A_LIST: "that line: a list has no such thing, an array has.",
    "'tuple' object has no attribute": "that line: a tuple stands there, such as `x.shape`, or "
    "several values that a function returned.",
    "matmul: Input operand 1 has a mismatch": _PRODUCT,
    "not aligned:": _PRODUCT,
    "inhomogeneous": "that line: parts of different shapes do not make one array. Several values, "
    "such as a function may return, have to be taken apart first.",
    "values to unpack": "that line: how many values stand on its right, and how many names take "
    "them.",
    "only integer scalar arrays can be converted": "that line: an array or a list stands where one "
    "whole number is wanted.",
}


class Promise:
    """What a check promises of a result without telling its numbers: `text`, for a message."""

    def __init__(self, text: str) -> None:
        self.text = text


def disagreement(
    name: str, names: Sequence[str], seen: Seen, sentence: str = "", look: str = ""
) -> str:
    """Return the message for a difference.

    Parameters
    ----------
    name : str
        What the function is called.
    names : sequence of str
        Its parameters, in order; those that are not known are not named.
    seen : Seen
        The call, with its difference.
    sentence : str
        The recognised mistake's own sentence, if there is one.
    look : str
        Where to look, if that is known better than from the difference.
    """
    difference = seen.difference
    assert difference is not None
    if isinstance(seen.got.error, NotImplementedError) and difference.kind != "not raised":
        return not_written(name, stopped_in(seen.got.error))
    takes = bool(seen.args or seen.kwargs)
    lines = [sentence or _sentence(name, names, difference, seen.called, takes), ""]
    if takes:
        lines += _block("Input:", arguments(names, seen.args, seen.kwargs))
    lines += _outcomes(seen, difference)
    if not sentence and (look := look or _look(difference, seen)):
        lines += ["", f"Where to look: {look}"]
    return _screen(lines)


def not_written(name: str, called: str = "") -> str:
    """Return the message for an exercise that nobody has begun, or one that is `called` by it."""
    calls = f"`{name}` calls `{called}`, which" if called else f"`{name}`"
    cell = f"the cell of `{called}`" if called else "the cell of this exercise"
    return (
        f"{calls} is not written yet: it still raises NotImplementedError.\n\n"
        f"Where to look: {cell}; write your code in place of that line."
    )


def _sentence(
    name: str, names: Sequence[str], difference: Difference, called: bool, takes: bool
) -> str:
    got, expected = difference.got, difference.expected
    returns, has = ("returns", "returns") if called else ("is", "has")
    part = f" in {difference.path}" if difference.path else ""
    match difference.kind:
        case "raised":
            here = " on this input" if takes else ""
            return f"`{name}` stops with an error{here}, where it should return a result."
        case "not raised":
            return f"`{name}` should refuse this input: {_class(expected)} is the error to raise."
        case "other error":
            right, raised = _with_article(_class(expected)), _with_article(_class(got))
            return f"`{name}` should raise {right} here, but raises {raised}."
        case "nothing":
            right = "it should return a result" if called else f"{_kind(expected)} is right"
            return f"`{name}` {returns} None, where {right}."
        case "type":
            return f"`{name}` {returns} {kind(got)}{part}, where {_kind(expected)} is right."
        case "length":
            are = "is" if len(expected) == 1 else "are"
            return f"`{name}` {has} {len(got)} values{part}, where {len(expected)} {are} right."
        case "keys":
            missing = _listed([show(key) for key in expected if key not in got])
            return f"`{name}` {returns} a dict{part} that has no entry {missing}."
        case "shape":
            shapes = f"{np.shape(got)} instead of {np.shape(expected)}"
            what = "a result of" if called else "of"
            return f"`{name}` {returns} {what} the wrong shape{part}: {shapes}."
        case "dtype":
            types = f"{np.asarray(got).dtype} instead of {np.asarray(expected).dtype}"
            return f"`{name}` {has} numbers of another type{part}: {types}."
        case "untouched":
            return f"`{name}` changes its argument {_names(names, got)}."
        case "fresh":
            return f"`{name}` returns a view of its argument {_names(names, got)}, not a copy."
        case "silent":
            return f"`{name}` returns what it should, but with a warning on the way."
    wrong = _wrong(difference)
    return f"`{name}` {has if wrong.startswith('the right') else returns} {wrong}{part}."


def _wrong(difference: Difference) -> str:
    size, count = np.size(difference.expected), difference.count
    if difference.kind == "nan":
        return "nan" if size == 1 else f"the right shape, but {count} of {size} entries are nan"
    if size == 1 or not count:
        return "the wrong value"
    if count == size:
        return "the right shape, but all entries are wrong"
    return f"the right shape, but {count} of {size} entries are wrong"


def _outcomes(seen: Seen, difference: Difference) -> list[str]:
    """What came back and what should have, shapes first."""
    if difference.kind in ("untouched", "fresh"):
        return []
    if difference.kind == "silent":
        secret = _is_secret()
        said = [without_words(category) if secret else text for category, text in difference.got]
        return _block("Warning:", [cut("\n".join(dict.fromkeys(said)))])
    if seen.got.error:
        own = builtin_class(seen.got.error).__name__ if _is_secret() else show(seen.got.error)
        lines = _block("You got:", [own])
        if seen.got.line:
            lines += _block("in line:", [cut(seen.got.line)])
    else:
        lines = _block("You got:", _described(seen.got.value))
    if seen.expected.error:
        return lines + _block("Expected:", [_class(seen.expected.error)])
    lines += _block("Expected:", _described(seen.expected.value, _may_tell(seen)))
    if difference.index and difference.kind in ("value", "nan"):
        where = f"{difference.path}[{', '.join(map(str, difference.index))}]"
        mine = show(np.asarray(difference.got)[difference.index])
        right = show(np.asarray(difference.expected)[difference.index])
        instead = f", expected {right}" if _may_tell(seen) else ""
        lines += _block("First:", [f"at {where} you got {mine}{instead}"])
    return lines


def _described(value: Any, tell: bool = True) -> list[str]:
    """A value with its kind, or its kind alone."""
    if isinstance(value, Promise):
        return [value.text]
    if not tell:
        return [kind(value)]
    return [described(value) + ("   (returned, not raised)" if _is_error(value) else "")]


def _is_error(value: Any) -> bool:
    return isinstance(value, BaseException) or (
        isinstance(value, type) and issubclass(value, BaseException)
    )


def _kind(value: Any) -> str:
    return value.text if isinstance(value, Promise) else kind(value)


def without_words(name: str) -> str:
    """Return a class of warnings if it is Python's own: another's name can tell an input."""
    return name if hasattr(builtins, name) else "Warning"


def _is_secret() -> bool:
    """Whether the student's own words are left out: they can quote the input of a hidden check."""
    return show_expected() == "never"


def _may_tell(seen: Seen) -> bool:
    choice = show_expected()
    return choice == "always" or (choice == "small" and seen.size <= SMALL)


def _look(difference: Difference, seen: Seen) -> str:
    """What to look at next; nothing is claimed that was not seen."""
    match difference.kind:
        case "raised":
            return _look_at_error(seen.got.error, seen.got.line)
        case "not raised" if _is_error(difference.got):
            return "`return` before the error: only `raise` stops the function with it."
        case "not raised" | "other error":
            return "what the docstring says about inputs that it refuses."
        case "type" | "length" | "keys" | "nothing" if not seen.called:
            return "the cell that makes it, and what the text above that cell asks for."
        case "nothing":
            return "whether every way through the function ends with `return` and a value."
        case "type" | "length" | "keys":
            return "what the docstring says is returned."
        case "dtype":
            return "where the array for your result is made, and what type its numbers have there."
        case "untouched":
            return "lines that assign into the argument, such as `x[...] = ` or `x += `."
        case "fresh":
            return "which NumPy functions copy and which only look at the same memory."
        case "silent" if SILENCED in dict(difference.got).values():
            return "np.seterr: remove the cause of a warning, not the message."
        case "silent":
            return "the step that the warning names, and what numbers reach it."
    return relation(difference) or _look_at_numbers(difference, seen)


def _look_at_numbers(difference: Difference, seen: Seen) -> str:
    if difference.kind != "shape":
        return _by_hand(seen)
    if np.ndim(difference.got) == np.ndim(difference.expected) == 1:
        return "how many numbers come out, and what the first and the last of them should be."
    return "which axis each step works along."


def _by_hand(seen: Seen) -> str:
    if not seen.args and not seen.kwargs:
        return "work it out by hand, step by step, and compare each step."
    if seen.size <= SMALL:
        return "work this input out by hand, step by step, and compare each step."
    return "try a smaller input, and compare each step with a calculation by hand."


def _look_at_error(error: BaseException | None, line: str) -> str:
    if isinstance(error, NameError):
        return "the name: how it is spelt, and which cell gives it a value."
    if isinstance(error, RecursionError):
        return "where the function calls itself, and what ends that."
    if isinstance(error, ModuleNotFoundError):
        return "the package: it is not installed where this is checked; NumPy is enough."
    if not line:
        if _is_secret():
            return "what in your code can stop with this error."
        return "the error's own words, and what in your code they are about."
    said = str(error)
    of_an_array = hasattr(np.ndarray, said.partition(_OF_A_LIST)[2].rstrip("'"))
    for part, look in _MEANT.items():
        if part in said and (part != _OF_A_LIST or of_an_array):
            return look
    return "that line, with the shapes and types that its names have for this input."


def same_for_all(name: str, names: Sequence[str], first: Seen, other: Seen) -> str:
    """Return the message for a function that gives one result whatever it is given."""
    lines = [f"`{name}` returns the same result for different inputs.", ""]
    lines += _block("Input:", arguments(names, first.args, first.kwargs))
    lines += _block("and:", arguments(names, other.args, other.kwargs))
    lines += _block("You got:", _described(first.got.value))
    look = (
        "whether the lines of your function use its own parameter, and not a name of another cell."
    )
    return _screen([*lines, "", f"Where to look: {look}"])


def not_a_function(value: Any, name: str) -> str:
    """Return the message for a name that holds something else than the function."""
    return (
        f"`{name}` is {kind(value)}, not a function.\n\n"
        f"Where to look: a line that uses the name `{name}` for something else."
    )


def inherited(names: Sequence[str]) -> str:
    """Return where to look if a function calls others that are wrong themselves."""
    quoted = " and ".join(f"`{name}`" for name in names)
    verb = "are" if len(names) > 1 else "is"
    return f"{quoted}, which this function calls and which {verb} not right yet."


def open_exercise(name: str) -> str:
    """Return the message for a cell that stops where an answer should be; `name`: its function."""
    what = f"`{name}` is" if name else "This cell is"
    where = "its cell" if name else "it"
    return (
        f"{what} not written yet: write your code in {where}, in place of `# YOUR CODE HERE` and "
        "of the line below."
    )


def no_value(name: str) -> str:
    """Return the message for a check whose answer no cell has given."""
    return f"Give `{name}` a value first: write your answer in its cell above, and run that cell."


def no_function(name: str) -> str:
    """Return the message for a check of a function that no cell has made."""
    return f"There is no `{name}` yet: write it in its cell above, and run that cell."


def no_quotes(letters: str, question: str) -> str:
    """Return the message for letters that Python took for a name."""
    return (
        f"`{letters}` is a name to Python, and has no value. Quotes make it a text: "
        f'{question} = "{letters}"'
    )


def no_choice(letters: Sequence[str]) -> str:
    """Return the message for a question that was left open."""
    one = f"one of the letters {_listed(letters)}" if letters else "a letter"
    return f"No answer yet: put {one} in quotes."


def not_a_letter(answer: Any, letters: Sequence[str]) -> str:
    """Return the message for an answer that is no letter of this question."""
    many = isinstance(answer, (np.ndarray, list, tuple, dict))
    seen = kind(answer) if many else show(answer)
    if not letters:
        return (
            f"Your answer is {seen}, which is no letter: put the letter of your answer in quotes."
        )
    return f"Your answer is {seen}, none of the letters {_listed(letters)}: put one in quotes."


def wrong_letter(letter: str, reason: str) -> str:
    """Return the message for a wrong letter, with the reason if its author wrote one."""
    return f'"{letter}" is not it{f": {reason}" if reason else "."}'


def no_prediction() -> str:
    """Return the message for a prediction that was left open."""
    return "No prediction yet: write what you expect, before you run the next cell."


def wrong_prediction(answer: Any, right_kind: str, say: str, question: str = "") -> str:
    """Return the message for another prediction than what happens, which it does not tell.

    Parameters
    ----------
    answer
        What was predicted.
    right_kind : {"tuple", "bool", "str", "order", "number"}
        What the right answer is; an order is letters of lines.
    say : str
        What to look at.
    question : str
        The prediction's name in the notebook, if it is known.
    """
    of = f" for `{question}`" if question else ""
    first = f"You predicted {show(answer)}{of}; that is not what happens."
    if right_kind == "order":
        first = f"{show(answer)} is no order that works."
    if right_kind == "tuple" and not isinstance(answer, tuple):
        first += " A shape is a tuple: one whole number for each axis, such as (4,) or (4, 2)."
    if right_kind == "bool" and not isinstance(answer, bool):
        first += " The answer is True or False."
    if right_kind in ("str", "order") and not isinstance(answer, str):
        first += " The answer is a text, in quotes."
    if right_kind == "number" and isinstance(answer, (str, tuple)):
        first += " The answer is one number, without quotes and brackets."
    return f"{first}\n\nWhere to look: {say}" if say else first


def no_source(name: str) -> str:
    """Return the message for a function whose text is not in the notebook."""
    return f"The notebook has no readable `def {name}(...)`: write the function in its cell."


def not_plain(name: str, hidden: Sequence[str]) -> str:
    """Return the message for a function whose text does not say all that it does."""
    return (
        f"This check reads your code: define `{name}` with one plain `def`, at the left margin "
        f"of its cell. What `{name}` does cannot be told from its text, because of "
        f"{_listed([f'`{one}`' for one in hidden])} in the notebook.\n\n"
        "Where to look: take that out, and write the function plainly, in its cell."
    )


def loops(name: str, found: Sequence[str]) -> str:
    """Return the message for Python loops where whole arrays were asked for."""
    return (
        f"`{name}` still works through its numbers one at a time in Python: {_listed(found)}.\n\n"
        "Where to look: the operation that does the same for a whole array at once."
    )


def no_loop(name: str) -> str:
    """Return the message for a function in which a loop was asked for."""
    return (
        f"`{name}` contains no `for` and no `while`, and this exercise asks for a loop.\n\n"
        "Where to look: the text above the exercise; the version without a loop comes later."
    )


def uses(name: str, found: Sequence[str]) -> str:
    """Return the message for names that the exercise asks to do without."""
    return (
        f"`{name}` uses {_listed(found)}, which this exercise asks you to do without.\n\n"
        "Where to look: the text above the exercise, which says what to use in its place."
    )


def too_slow(name: str, ratio: float, times: float) -> str:
    """Return the message for a function that is right, but not fast enough."""
    said = f"only {ratio:.1f} times as fast as" if ratio >= 1 else "slower than"
    return (
        f"`{name}` gives the right numbers, but is {said} the loop; "
        f"at least {times:g} times is asked for.\n\n"
        "Where to look: a loop, a list or a conversion that is still hidden in it."
    )


def calls_counted(name: str, got: int, asked: int) -> str:
    """Return the message for a timer that does not call as often as it is asked to."""
    return (
        f"`{name}` called the function {got} times, where repeat={asked} asks for {asked}.\n\n"
        "Where to look: how often your loop runs, and whether it calls the function once each time."
    )


def another_time(name: str, got: float, took: Sequence[float]) -> str:
    """Return the message for a timer that returns another time than the least."""
    calls = ", ".join(f"{seconds:.3f}" for seconds in took)
    return (
        f"`{name}` returns {got:.3f} seconds, where the least of the times is right: "
        f"the calls took {calls}.\n\n"
        "Where to look: between which lines the clock is read, and which of the times is returned."
    )


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


def _with_article(word: str) -> str:
    return f"{'an' if word[0] in 'AEIOU' else 'a'} {word}"


def _class(error: BaseException | type[BaseException]) -> str:
    return error.__name__ if isinstance(error, type) else type(error).__name__


def _names(names: Sequence[str], positions: Sequence[int | str]) -> str:
    return " and ".join(f"`{argument_name(names, position)}`" for position in positions)


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
