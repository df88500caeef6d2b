"""Claims that read a student's code call, where no cell has run, the code that was read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from autograder.checking import words
from autograder.checking.code import names_read, statements
from autograder.checking.code_text import read_cells
from autograder.checking.disagreement import Disagreement
from autograder.checking.plain_code import plain_source
from autograder.notebook.cells import Cell
from autograder.sandbox.process import Copy, StudentProcess

_READING = frozenset(("avoids", "looped", "vectorised"))


class Afresh:
    """Student processes in which no cell of the notebook has run, made when one is asked for.

    Parameters
    ----------
    start : callable
        Starts a process.
    """

    def __init__(self, start: Callable[[], StudentProcess]) -> None:
        self._start = start
        self._process: StudentProcess | None = None

    def __enter__(self) -> Afresh:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.close()

    @contextmanager
    def snapshot(self) -> Iterator[Copy]:
        """Give a copy of such a process, with which everything ends that happens in it."""
        if self._process is None:
            self._process = self._start()
        with self._process.snapshot() as copy:
            yield copy


class Rebuilt:
    """What a claim reads of the notebook, carried out in a process where nothing else ran.

    Parameters
    ----------
    claim : Cell
        Which names it uses decides what is read.
    texts : sequence of str
        The student's code cells so far.
    """

    def __init__(self, claim: Cell, texts: Sequence[str]) -> None:
        names = sorted(names_read(statements(claim.source)))
        self._parts, self._hidden = plain_source(read_cells(tuple(texts)), names)

    def carry_out(self, copy: Copy) -> None:
        """Run the code; what stops with an error is left out, as in the notebook itself."""
        if self._parts and copy.define("\n".join(self._parts)).error is not None:
            for part in self._parts:
                copy.define(part)

    def require(self, name: str) -> None:
        """Raise `Disagreement` if the text does not say what a name stands for."""
        if hidden := self._hidden.get(name):
            raise Disagreement(words.not_plain(name, hidden))


@functools.lru_cache(maxsize=1_000)
def reads_code(source: str) -> bool:
    """Return whether a claim looks at the text of a student's code."""
    return bool(names_read(statements(source)) & _READING)
