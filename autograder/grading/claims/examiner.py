"""Runs claims in the grader's own process, against a copy of the student process."""

from __future__ import annotations

import ast
import builtins
import contextlib
import functools
import io
import signal
import sys
import threading
import time
import traceback
import types
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from autograder.checking.code import without_timing
from autograder.checking.disagreement import ShowExpected, TooBusy, showing_expected
from autograder.checking.words import without_words
from autograder.grading.claims.coach import Coach
from autograder.grading.claims.namespace import Namespace, NotDefined, bound
from autograder.grading.claims.proxies import PRINTED, Link, NotPlain, ObjectProxy, Refusal
from autograder.grading.claims.purity import names_in
from autograder.grading.claims.reading import Rebuilt
from autograder.grading.claims.verdict import (
    NOT_WRITTEN,
    awarded,
    does_not_hold,
    failed,
    not_defined,
    not_run,
)
from autograder.notebook.cells import Cell
from autograder.notebook.regions import hidden_lines
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Copy
from autograder.sandbox.replies import NotAnswered, StudentError
from autograder.verdicts import Note, Outcome, Verdict

GRACE = 0.5  # seconds over its time after which a claim that loops in the grader is stopped
_AGAIN = 5.0  # and until it is stopped once more, if it still runs
_NOT_COMPARED = "The check could not compare your object as it is. A person will look at it."
_LARGEST = 10**9  # number of points that is written out


class _Overdue(BaseException):
    """The claim took too long, and asked the student process nothing meanwhile."""


@dataclass
class Examiner:
    """Judges the claims of one notebook, in order.

    Parameters
    ----------
    source : list of Cell
        The source notebook.
    show_expected : {"small", "always", "never"}
        Whether messages may tell what a hidden input should have given.
    files : mapping
        The data beside the notebook; a claim that names one of them finds it there.
    modules : mapping
        The course's modules that claims import; a file that one of them names is there too.
    own_classes_wait : bool
        Whether a person judges an object of the student's own class that a claim cannot compare.
    """

    source: list[Cell]
    show_expected: ShowExpected = "small"
    files: Mapping[str, bytes] = field(default_factory=dict)
    modules: Mapping[str, bytes] = field(default_factory=dict)
    own_classes_wait: bool = False
    faults: list[str] = field(default_factory=list)  # of the material, for the instructor
    stopped: list[Note] = field(default_factory=list)  # code that did not come to an end
    holds_plain: bool = False  # whether the last claim got an object that holds plain data

    def __post_init__(self) -> None:
        self.namespace = Namespace(self.source)
        self.coach = Coach(self.source, self.faults)
        texts = [content.decode("utf-8", "replace") for content in self.modules.values()]
        self._modules = "\n".join(texts)
        self._naming = _naming(self.source, self.files)

    def anew(self) -> Examiner:
        """Return another one that has seen nothing of the notebook yet."""
        return Examiner(
            self.source, self.show_expected, self.files, self.modules, self.own_classes_wait
        )

    def judge(
        self,
        claim: Cell,
        process: Copy,
        texts: Sequence[str] = (),
        broken: Mapping[str, str] | None = None,
        afresh: bool = False,
        alike: bool = False,
    ) -> Verdict:
        """Return what becomes of one claim.

        Parameters
        ----------
        claim : Cell
            From the source notebook.
        process : Copy
            A copy that may be harmed.
        texts : sequence of str
            The student's code cells so far, for checks that read them.
        broken : mapping
            Why a name is missing, by name: the error of the cell that should define it.
        afresh : bool
            Whether no cell has run in the process: what is called is what the claim reads.
        alike : bool
            Whether plain data stands for an object that holds it: the number for an IntEnum.
        """
        link = Link(process, texts)
        link.alike = alike
        start = time.perf_counter()
        result: Any = None
        error: BaseException | None = None
        allowed = max(process.seconds_left(), 0.1)
        self.namespace.trust(claim)
        self.namespace.link = link
        printed = io.StringIO()
        try:
            with (
                warnings.catch_warnings(record=True),
                np.errstate(),
                contextlib.redirect_stdout(printed),
                showing_expected(self.show_expected),
                self.coach.at_hand(),
                _drawing_nowhere(),
                _lying_there(_named(self._text_of(claim), self.files)),
                _interrupting(link, allowed + GRACE),
            ):
                warnings.simplefilter("always")
                if afresh:
                    rebuilt = Rebuilt(claim, texts)
                    link.require = rebuilt.require
                    rebuilt.carry_out(process)
                result = _run(claim, self.namespace)
        except (Exception, _Overdue, SystemExit, GeneratorExit) as raised:
            error = raised  # a check that ends Python ends itself
        finally:
            self.namespace.link = None
            self.namespace.forget()
        verdict = self._verdict(claim, result, error, broken or {}, allowed, texts)
        self.holds_plain = link.holds_plain and not isinstance(error, (NotAnswered, _Overdue))
        if verdict.outcome is Outcome.FAILED and error is not None:
            self.coach.learn(error)
        return replace(
            verdict,
            seconds=time.perf_counter() - start,
            warnings=tuple(dict.fromkeys(map(self._shown, link.warned))),
            printed="".join(link.printed)[:PRINTED],
            modified=tuple(dict.fromkeys(link.modified)),
        )

    def _text_of(self, claim: Cell) -> str:
        """The text of a claim, of what names a file for it, and of the course's modules."""
        said = [self._naming[name] for name in names_in(claim.source) if name in self._naming]
        return "\n".join([claim.source, *said, self._modules])

    def _verdict(
        self,
        claim: Cell,
        result: Any,
        error: BaseException | None,
        broken: Mapping[str, str],
        seconds: float,
        texts: Sequence[str],
    ) -> Verdict:
        if error is None:
            return self._awarded(claim, result)
        if isinstance(error, TooBusy):
            return not_run(claim, str(error))
        if _not_the_students(error):
            return self._unfit(claim, f"{type(error).__name__}: {error}")
        told = self.show_expected != "never"
        message = explain(error, claim, broken, seconds, told, texts)
        if self.own_classes_wait and isinstance(error, NotPlain):
            return not_run(claim, f"{message} A person will look at it.")
        if self.own_classes_wait and ObjectProxy.__name__ in message:
            return not_run(claim, _NOT_COMPARED)  # pandas' own comparison found no Series
        if isinstance(error, (NotAnswered, _Overdue)):
            self.stopped.append(Note(claim.id, message, stopped=True))
        return replace(failed(claim, message), mistake=getattr(error, "mistake", None))

    def _shown(self, warning: str) -> str:
        """What the student reads of a warning: its own words can quote a hidden input."""
        category = warning.partition(":")[0]
        return without_words(category) if self.show_expected == "never" else warning

    def _awarded(self, claim: Cell, result: Any) -> Verdict:
        """Full points, or those that a float or int as last expression gives."""
        if type(result) not in (int, float):
            return awarded(claim, claim.points)
        if not 0 <= result <= claim.points:  # nor is NaN
            given = "far too many" if type(result) is int and result > _LARGEST else repr(result)
            return self._unfit(
                claim, f"its last line gives {given} points, expected 0 to {claim.points:g}"
            )
        return awarded(claim, float(result))

    def _unfit(self, claim: Cell, reason: str) -> Verdict:
        self.faults.append(f"{claim.id}: {reason}")
        return not_run(claim)


def explain(
    error: BaseException,
    claim: Cell,
    broken: Mapping[str, str],
    seconds: float,
    told: bool = True,
    texts: Sequence[str] = (),
) -> str:
    """Return what a failed claim tells the student.

    Parameters
    ----------
    error : BaseException
        What it raised.
    claim : Cell
        From the source notebook.
    broken : mapping
        Why a name is missing, by name.
    seconds : float
        What it may take.
    told : bool
        Whether an error's own words are told: a student's can quote the input of a hidden check.
    texts : sequence of str
        The student's code cells: a line that is none of theirs can quote an input as well.
    """
    theirs: StudentError | None = getattr(error, "student_error", None)
    if theirs is not None:
        if theirs.name == "NotImplementedError":
            return NOT_WRITTEN
        line = theirs.line
        where = f"\nin your line:  {line}" if line else ""
        if not told:
            name = next((name for name in theirs.names if hasattr(builtins, name)), "an error")
            where = where if any(line in text for text in texts) else ""
            return f"Your code stopped with {name}{where}"
        if theirs.name == "AssertionError" and theirs.message and not line:
            return theirs.message  # of what the check called there, a `unittest.TestCase` say
        said = f": {theirs.message}" if theirs.message else ""
        return f"Your code stopped with {theirs.name}{said}{where}"
    if isinstance(error, NotDefined):
        return not_defined(str(error), broken)
    if isinstance(error, _Overdue):
        return _as_sentence(Limits().sentence("claim_seconds", seconds))
    if isinstance(error, NotAnswered):
        return _as_sentence(str(getattr(error, "sentence", "") or error))
    if isinstance(error, AssertionError) and str(error):
        return str(error)
    line, hidden = _line(error, claim)
    if isinstance(error, AssertionError):
        return does_not_hold(line, hidden)
    if isinstance(error, MemoryError):
        return "There was not enough memory to compare your result: look at its shape."
    if isinstance(error, Refusal):
        return _as_sentence(str(error))
    where = "" if hidden or not line else f"\nin the check's line:  {line}"
    return f"The check stopped with {type(error).__name__}: {error}{where}"


def _not_the_students(error: BaseException) -> bool:
    """True for an error that only the material or the grader can have caused."""
    if getattr(error, "student_error", None) is not None:
        return False
    return isinstance(error, (ImportError, SyntaxError))


def _line(error: BaseException, claim: Cell) -> tuple[str, bool]:
    """The line of the claim that raised, and whether students never see it."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == _file(claim)
    ]
    number = frames[-1].lineno if frames else None
    lines = claim.source.split("\n")
    if not number or number > len(lines):
        return "", False
    return lines[number - 1].strip(), number in hidden_lines(claim.source)


def _file(claim: Cell) -> str:
    return f"<claim {claim.id}>"


def _run(claim: Cell, namespace: Namespace) -> Any:
    """Execute the claim; return the value of its last expression, if it ends in one."""
    body, last = _compiled(claim.source, _file(claim))
    exec(body, namespace)
    return None if last is None else eval(last, namespace)


@functools.lru_cache(maxsize=1_000)
def _compiled(source: str, file: str) -> tuple[types.CodeType, types.CodeType | None]:
    """Compile a claim once for the whole class, its last expression apart."""
    try:
        tree = ast.parse(source, file)
    except SyntaxError:
        tree = ast.parse(without_timing(source), file)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        return compile(tree, file, "exec"), None
    tree.body.pop()
    return compile(tree, file, "exec"), compile(ast.Expression(last.value), file, "eval")


def _as_sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _naming(cells: Sequence[Cell], files: Mapping[str, bytes]) -> dict[str, str]:
    """The text of what gives a name to one of these files, by name."""
    last = [name.rpartition("/")[2] for name in files]
    return {
        name: cell.source
        for cell in cells
        if cell.kind == "code" and any(one in cell.source for one in last)
        for name in bound(cell.source)
    }


def _named(source: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that a claim names."""
    named = {name: name.rpartition("/")[2] for name in files}
    return {name: files[name] for name, last in named.items() if last in source}


@contextlib.contextmanager
def _drawing_nowhere() -> Iterator[None]:
    """Within the block, what a claim draws is shown to nobody; its figures are closed then."""
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].use("agg")
    try:
        yield
    finally:
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")


@contextlib.contextmanager
def _lying_there(files: Mapping[str, bytes]) -> Iterator[None]:
    """Within the block, the working directory has these files, if there are any."""
    if not files:
        yield
        return
    with TemporaryDirectory() as folder, contextlib.chdir(folder):
        for name, content in files.items():
            place = Path(folder, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        yield


@contextlib.contextmanager
def _interrupting(link: Link, seconds: float) -> Iterator[None]:
    """Interrupt a claim that takes too long, but not while a message is on its way.

    Only the main thread of a process that knows SIGALRM can be interrupted; elsewhere a claim is
    stopped at its next question to the student process.
    """
    usable = hasattr(signal, "setitimer")
    if not usable or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: Any) -> None:
        if not link.busy:
            # not while this one ends the claim, but should something have swallowed it
            signal.setitimer(signal.ITIMER_REAL, _AGAIN, _AGAIN)
            raise _Overdue

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.25)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
