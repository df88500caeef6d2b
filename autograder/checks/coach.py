"""The known wrong versions of a reference function, as a table that tells them apart.

The known wrong versions of `solutions.softmax.softmax` are the functions of
`solutions.mistakes.softmax` whose names begin with `softmax__`. The first line of a docstring is
the mistake's title, the rest is what to say to the student; a last line `Seen: changes-argument`
names what must have been seen before that may be said (`autograder.checking.facts`). A docstring
`As other__version, ...` borrows all three from another version. The inputs that tell the versions
apart, and each from the reference, stand in the module's `INPUTS`: a list for each function, an
entry for each call, a tuple if it has several arguments.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from types import ModuleType
from typing import Any

from autograder.checking.facts import is_fact
from autograder.checking.known import (
    Arguments,
    Known,
    Wrong,
    differs,
    shown_facets,
    shown_kinds,
)
from autograder.checking.observation import name_of, remembered
from autograder.checking.plain import to_plain

BORROWED = re.compile(r"As (\w+__\w+)")
_SEEN = re.compile(r"^Seen:\s*(.+?)\.?\s*\Z", re.MULTILINE)


@dataclass(frozen=True)
class Mistake:
    """A known wrong version of a function, with what is said about it."""

    function: Callable[..., Any]
    title: str
    sentence: str
    needs: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The title with the function that it is about: "softmax: One sum for the table"."""
        return f"{self.function.__name__.partition('__')[0]}: {self.title}"


@lru_cache(maxsize=256)
def mistakes_of(reference: Callable[..., Any]) -> tuple[Mistake, ...]:
    """Return the wrong versions of a reference function, in the order in which they are written."""
    module = _module_of(reference)
    if module is None:
        return ()
    start = f"{reference.__name__}__"
    return tuple(
        Mistake(function, *_words(module, function))
        for key, function in vars(module).items()
        if key.startswith(start) and callable(function)
    )


@lru_cache(maxsize=256)
def known(reference: Callable[..., Any]) -> Known | None:
    """Return the table of a reference function's known mistakes; None if there are none."""
    mistakes, inputs = mistakes_of(reference), inputs_of(reference)
    if not mistakes or not inputs:
        return None
    right = [remembered(reference, *arguments) for arguments in inputs]
    wrong = []
    for mistake in mistakes:
        outcomes = [remembered(mistake.function, *arguments) for arguments in inputs]
        facets = shown_facets(right, outcomes)
        pairs = zip(right, outcomes, strict=True)
        shows = tuple(at for at, pair in enumerate(pairs) if differs(*pair, facets))
        wrong.append(
            Wrong(
                mistake.title,
                mistake.sentence,
                tuple(outcomes),
                shows,
                facets,
                mistake.needs,
                shown_kinds(right, outcomes),
            )
        )
    return Known(tuple(inputs), tuple(wrong))


def inputs_of(reference: Callable[..., Any]) -> list[Arguments]:
    """Return the inputs that tell a function's known mistakes apart; none if no input can."""
    listed = getattr(_module_of(reference), "INPUTS", {}).get(reference.__name__, [])
    return [(case if isinstance(case, tuple) else (case,), {}) for case in listed]


def subject(student: Callable[..., Any], reference: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function whose mistakes a student may have made.

    That is the reference; but where a loop is the reference for the function that replaces it,
    the function of the student's name beside it.
    """
    if mistakes_of(reference):
        return reference
    module = sys.modules.get(reference.__module__)
    namesake = getattr(module, name_of(student), None)
    return namesake if callable(namesake) and mistakes_of(namesake) else reference


def references_in(module: ModuleType) -> Iterator[Callable[..., Any]]:
    """Yield the functions of a module of `solutions` that have known mistakes."""
    for function in list(vars(module).values()):
        own = getattr(function, "__module__", "") == module.__name__
        if own and callable(function) and mistakes_of(function):
            yield function


def indistinct(reference: Callable[..., Any]) -> Iterator[str]:
    """Yield which known mistakes the table's inputs cannot tell apart, in words."""
    table = known(reference)
    if table is None:
        if reference.__name__ not in getattr(_module_of(reference), "INPUTS", {}):
            yield "it has known mistakes, but no inputs in INPUTS"
        return
    for wrong in table.wrong:
        if not wrong.shows:
            yield f"no input shows that {wrong.title!r} is wrong"
    for one, other in combinations(table.wrong, 2):
        if one.sentence == other.sentence or one.needs != other.needs:
            continue
        facets = tuple({*one.facets, *other.facets})
        pairs = zip(one.outcomes, other.outcomes, strict=True)
        if not any(differs(a, b, facets) for a, b in pairs):
            yield f"{one.title!r} and {other.title!r} give the same for every input"


def table_of(reference: Callable[..., Any]) -> dict[str, Any] | None:
    """Return the known mistakes of a function as JSON, for a released notebook."""
    table = known(reference)
    if table is None:
        return None
    return {
        "inputs": [
            [list(map(to_plain, args)), {key: to_plain(value) for key, value in kwargs.items()}]
            for args, kwargs in table.inputs
        ],
        "mistakes": [
            {
                "title": wrong.title,
                "sentence": wrong.sentence,
                "shows": list(wrong.shows),
                "facets": list(wrong.facets),
                "needs": list(wrong.needs),
                "kinds": list(wrong.kinds),
                "outcomes": [to_plain(outcome) for outcome in wrong.outcomes],
            }
            for wrong in table.wrong
        ],
    }


def _module_of(reference: Callable[..., Any]) -> ModuleType | None:
    package, _, stem = (reference.__module__ or "").rpartition(".")
    if not package:  # a reference within the notebook
        return None
    name = f"{package}.mistakes.{stem}"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and name.startswith(error.name):
            return None
        raise


def _words(module: ModuleType, function: Callable[..., Any]) -> tuple[str, str, tuple[str, ...]]:
    text = inspect.getdoc(function) or ""
    if borrowed := BORROWED.match(text):
        return _words(module, getattr(module, borrowed[1]))
    where = f"{module.__name__}.{function.__name__}"
    found = _SEEN.search(text)
    needs = tuple(need.strip() for need in found[1].split(",")) if found else ()
    if unknown := [need for need in needs if not is_fact(need)]:
        raise ValueError(
            f"{where}: `Seen: {unknown[0]}` is no fact that can be seen. "
            "See autograder.checking.facts for those that are."
        )
    title, _, rest = (text[: found.start()] if found else text).partition("\n")
    if not rest.strip():
        raise ValueError(
            f"{where}: its docstring has no sentence to the student. "
            "Write a title, an empty line, and what to say."
        )
    return title.strip().rstrip("."), " ".join(rest.split()), needs
