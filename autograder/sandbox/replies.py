"""What comes back from a student process, and what is said when nothing comes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from autograder.errors import AutograderError

# what these want instead of a message
_ARGUMENTS: dict[type[Exception], tuple[Any, ...]] = {
    UnicodeDecodeError: ("utf-8", b"", 0, 1, ""),
    UnicodeEncodeError: ("utf-8", "", 0, 1, ""),
    UnicodeTranslateError: ("", 0, 1, ""),
}


class NotAnswered(AutograderError):
    """The student process could not answer; `sentence` is for the student.

    NotAnswered
    ├── NotStarted       there was no process to ask: nothing can be said about the student's code
    ├── TimedOut         a cell or call took too long
    ├── ProcessEnded     the process ended meanwhile, or went over a limit and was ended
    └── Garbled          what it sent was no answer, so it was ended
    """

    _unanswered_ = True  # whoever observes a call lets it through

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotStarted(NotAnswered):
    """The process or its copy could not be made; the student's code is not to blame."""


class TimedOut(NotAnswered):
    """A cell or call took longer than a limit; `outputs` is what a cell had shown by then."""

    def __init__(self, sentence: str, outputs: list[dict[str, Any]] | None = None) -> None:
        super().__init__(sentence)
        self.outputs = outputs or []


class ProcessEnded(NotAnswered):
    """The process is gone: a crash, an exit, a limit."""


class Garbled(NotAnswered):
    """The process did not keep to the protocol."""


@dataclass(frozen=True)
class Remote:
    """Something that stays in the student process.

    Attributes
    ----------
    handle : int
        Its number there.
    kind : str
        "function", "class", "object" or "module".
    name : str
        The function's, class's or module's own name; of an object, that of its class.
    doc : str
        The docstring of a function or class.
    type_name : str
        The name of its class, such as "Dense" or "ndarray of object".
    classes : tuple of str
        Of an object: the classes that it says it is of, such as "matplotlib.axes._axes.Axes".
    alike : tuple
        Of an object of a subclass of a plain class, an IntEnum say: the plain value alone.
    """

    handle: int
    kind: str
    name: str
    doc: str = ""
    type_name: str = ""
    classes: tuple[str, ...] = ()
    alike: tuple[Any, ...] = field(default=(), compare=False)

    def with_alike(self, plain: object) -> Remote:
        """Return the same with the plain data that it is said to hold."""
        return replace(self, alike=(plain,))


@dataclass(frozen=True)
class StudentError:
    """An exception that the student's code raised.

    Attributes
    ----------
    names : tuple of str
        Those of its class and of that class's bases, from the class itself to `BaseException`.
    message : str
        What `str` says of it.
    traceback : tuple of str
        The student's own lines.
    """

    names: tuple[str, ...]
    message: str
    traceback: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the exception's class, as a traceback shows it."""
        return self.names[0]

    @property
    def line(self) -> str:
        """The innermost line of the notebook that it came through."""
        for entry in reversed(self.traceback):
            place, _, line = entry.strip().partition("\n")
            if "Cell In[" in place and line.strip():
                return line.strip().split("\n")[0]
        return ""

    @property
    def type(self) -> type[Exception]:
        """The nearest class that Python or NumPy has and that a program may catch.

        SystemExit, KeyboardInterrupt and GeneratorExit become RuntimeError: they must not end
        more than the call.
        """
        from autograder.sandbox.inside.names import ERRORS

        known = (ERRORS[name] for name in self.names if name in ERRORS)
        nearest = next(known, Exception)
        return nearest if issubclass(nearest, Exception) else RuntimeError

    def exception(self) -> Exception:
        """Return an exception of that class that shows the same name and message.

        Its attribute `student_error` is this error, which tells it from one of the grader's own.
        """
        message, kind = self.message, self.type
        arguments = _ARGUMENTS.get(kind, (message,))
        error = kind(*arguments)
        if kind.__name__ != self.name or str(error) != message:
            named = type(self.name, (kind,), {"__str__": lambda self: message})
            error = named(*arguments)
        vars(error)["student_error"] = self
        return error


@dataclass(frozen=True)
class CellError:
    """The exception that ended a cell."""

    name: str
    message: str
    traceback: list[str]


@dataclass(frozen=True)
class CellRun:
    """What running one cell gave; `outputs` is as nbformat has it."""

    outputs: list[dict[str, Any]]
    error: CellError | None
    seconds: float
    execution_count: int
    warnings: list[str]


@dataclass(frozen=True)
class Reply:
    """What one call gave.

    Attributes
    ----------
    value : Any
        What the function returned; None if it raised.
    error : StudentError or None
        What it raised.
    printed : str
        What it wrote to stdout and stderr.
    warnings : list of tuple of str
        Category and message of each.
    changed : list of int and str
        Positions and names of the arguments that the function modified.
    shared : list of int and str
        Positions and names of the arguments of which the value is a view.
    seconds : float
        By the grader's clock, but for the way there and back, of which 0.5 ms are believed.
    """

    value: Any = None
    error: StudentError | None = None
    printed: str = ""
    warnings: list[tuple[str, str]] = field(default_factory=list)
    changed: list[int | str] = field(default_factory=list)
    shared: list[int | str] = field(default_factory=list)
    seconds: float = 0.0
