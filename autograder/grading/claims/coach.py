"""What is known of mistakes while the claims of one notebook are judged."""

from __future__ import annotations

import ast
import functools
import importlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType, ModuleType
from typing import Any

from autograder.checking.code import statements
from autograder.checking.disagreement import Disagreement, knowing_wrong
from autograder.checking.known import Known, knowing
from autograder.checks.coach import known, references_in
from autograder.notebook.cells import Cell


class Coach:
    """Gives the checks of one notebook the tables of known mistakes, and remembers what is wrong.

    Parameters
    ----------
    source : iterable of Cell
        The source notebook.
    faults : list of str
        Gets what the instructor must hear of: a table that cannot be made costs nobody a point.

    Attributes
    ----------
    wrong : set of str
        The student's functions that did otherwise than they should in a failed claim.
    """

    def __init__(self, source: Iterable[Cell], faults: list[str]) -> None:
        self._faults = faults
        self.wrong: set[str] = set()
        self._claims = tuple(cell.source for cell in source if cell.is_claim)

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Within the block, checks recognise known mistakes, and know which functions are wrong."""
        with knowing(self._known), knowing_wrong(self.wrong):
            yield

    def learn(self, error: BaseException) -> None:
        """Note which function a failed claim was about."""
        if isinstance(error, Disagreement) and error.about:
            self.wrong.add(error.about)

    def _known(self, name: str) -> Known | None:
        try:
            reference = _references(self._claims).get(name)
            return known(reference) if reference else None
        except Exception as fault:  # of the mistakes' module
            self._faults.append(f"{name}: no coaching, {type(fault).__name__}: {fault}")
            return None


@functools.lru_cache(maxsize=32)
def _references(claims: tuple[str, ...]) -> Mapping[str, Callable[..., Any]]:
    """The functions, by name, of the modules that the claims import and that have mistakes."""
    found = {
        function.__name__: function
        for module in _modules(claims)
        for function in references_in(module)
    }
    return MappingProxyType(found)


def _modules(claims: tuple[str, ...]) -> Iterator[ModuleType]:
    for name in dict.fromkeys(name for claim in claims for name in _imported(claim)):
        if name.split(".")[0] == "autograder":
            continue
        try:
            yield importlib.import_module(name)
        except ImportError:  # a function, or what the claim itself will complain of
            continue


def _imported(claim: str) -> Iterator[str]:
    for node in itertools.chain.from_iterable(map(ast.walk, statements(claim))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
