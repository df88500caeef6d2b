"""Checks of a function's text: loops, and names that an exercise does without."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from . import words
from .code_text import NotebookText, Reached
from .disagreement import Disagreement
from .observation import name_of
from .plain_code import hidden_in, is_module
from .show import cut

_HIDDEN_LOOPS = (
    "numpy.vectorize",
    "numpy.apply_along_axis",
    "numpy.apply_over_axes",
    "numpy.frompyfunc",
    "numpy.fromiter",
    "numpy.fromfunction",
    "numpy.nditer",
    "numpy.ndenumerate",
    "numpy.ndindex",
    "functools.reduce",
    "itertools",
    "map",
    "filter",
    "exec",
    "eval",
    ".tolist",
)
_LOOPS = {
    ast.For: "a for loop",
    ast.AsyncFor: "a for loop",
    ast.While: "a while loop",
    ast.ListComp: "a list comprehension",
    ast.SetComp: "a set comprehension",
    ast.DictComp: "a dict comprehension",
    ast.GeneratorExp: "a generator expression",
}
_HOLDING_NUMPY = ("matplotlib", "scipy", "IPython")  # plt.np, say
_OF_VALUES = frozenset((*dir(np.ndarray), *dir(np.ufunc)))  # an array has these too
_OWN_LOOPS = (ast.For, ast.While, ast.ListComp, ast.GeneratorExp)


def vectorised(student: Callable[..., Any]) -> None:
    """Check that a function and the student's functions that it calls contain no Python loop.

    No `for`, `while` or comprehension, no function that calls itself, and none of NumPy's and
    Python's loops in disguise, such as `np.vectorize`, `np.apply_along_axis`, `map` and
    `.tolist()`. Read from the notebook's text.

    Raises
    ------
    Disagreement
        If there is one, or if the notebook does not have the function's text.
    """
    name, text = _text_of(student)
    reached = text.reached_from(name)
    if found := _loops(reached):
        raise Disagreement(words.loops(name, found))
    _readable(name, text, reached)
    print(f"right: {name} has no loop")


def looped(student: Callable[..., Any]) -> None:
    """Check that a function goes through its numbers in a loop of its own.

    A `for`, a `while`, a comprehension, or a function that calls itself.

    Raises
    ------
    Disagreement
        If it does not, or if the notebook does not have the function's text.
    """
    name, text = _text_of(student)
    reached = text.reached_from(name)
    if not (reached.recursive or any(type(node) in _OWN_LOOPS for node, _ in reached.nodes)):
        raise Disagreement(words.no_loop(name))
    _readable(name, text, reached)
    print(f"right: {name} has a loop")


def loops_in(student: Callable[..., Any]) -> list[str] | None:
    """Return the Python loops of a function in words; None if its text is not to be had."""
    name = name_of(student, "function")
    text = NotebookText.of(student)
    return _loops(text.reached_from(name)) if text.defines(name) else None


def calls(student: Callable[..., Any], wanted: str) -> bool:
    """Return whether a function's text uses a name, as `avoids` writes it."""
    name = name_of(student, "function")
    text = NotebookText.of(student)
    return text.defines(name) and bool(_matching(text.reached_from(name).names, (_whole(wanted),)))


def _loops(reached: Reached) -> list[str]:
    found = [_place(node, cell) for node, cell in reached.nodes if type(node) in _LOOPS]
    found += [_shown(used) for used in _matching(reached.names, _HIDDEN_LOOPS)]
    found += [f"`{again}` calls itself" for again in sorted(reached.recursive)]
    return list(dict.fromkeys(found))


def avoids(student: Callable[..., Any], *names: str) -> None:
    """Check that a function, and the student's functions that it calls, do without `names`.

    Parameters
    ----------
    student : callable
        The student's function, or a stand-in for it.
    *names : str
        `"np.tanh"` or `"math.exp"` under any name that it was imported or stored as; `"np.linalg"`
        for all that is in it; `"sum"` for the built-in; `".dot"` for a method of that name.

    Raises
    ------
    Disagreement
        If one of them is used, or if the notebook does not have the function's text.
    """
    name, text = _text_of(student)
    wanted = {_whole(one): one for one in names}
    reached = text.reached_from(name)
    found = _matching(reached.names, tuple(wanted))
    if found:
        said = dict.fromkeys(f"`{_shown(one).strip('`')}`" for one in found)
        raise Disagreement(words.uses(name, list(said)))
    _readable(name, text, reached)
    print(f"right: {name} does without {', '.join(names)}")


def _text_of(student: Callable[..., Any]) -> tuple[str, NotebookText]:
    name = name_of(student, "function")
    text = NotebookText.of(student)
    if not text.defines(name):
        raise Disagreement(words.no_source(name))
    return name, text


def _readable(name: str, text: NotebookText, reached: Reached) -> None:
    """Refuse a notebook in which a function may be another one than its text says."""
    if hidden := sorted({*text.unseen, *hidden_in(text, reached)}):
        raise Disagreement(words.not_plain(name, hidden))


def _matching(used: list[str], unwanted: tuple[str, ...]) -> list[str]:
    """Which of the names used are unwanted ones, or lie in an unwanted module."""
    return [name for name in used if any(_is(name, one) for one in unwanted)]


def _is(used: str, unwanted: str) -> bool:
    if unwanted.startswith("."):
        return used.endswith(unwanted)
    return used == unwanted or used.startswith(f"{unwanted}.") or _same_member(used, unwanted)


def _same_member(used: str, unwanted: str) -> bool:
    """True for one of NumPy's functions under another of its modules, or of an unknown one."""
    root, _, member = unwanted.rpartition(".")
    holder, _, attribute = used.rpartition(".")
    if root.split(".")[0] != "numpy" or attribute != member or member in _OF_VALUES:
        return False
    first = holder.split(".")[0]
    return first == "?" or first in _HOLDING_NUMPY or (first == "numpy" and is_module(holder))


def _whole(name: str) -> str:
    return "numpy" + name[2:] if name == "np" or name.startswith("np.") else name


def _shown(name: str) -> str:
    short = "np" + name[5:] if name.startswith("numpy.") else name
    return f"`.{short.rsplit('.', 1)[-1]}`" if short.startswith("?") else f"`{short}`"


def _place(node: Any, cell: str) -> str:
    return f"{_LOOPS[type(node)]} (`{cut(cell.splitlines()[node.lineno - 1].strip())}`)"
