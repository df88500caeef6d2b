"""In a notebook: a sentence, in place of a traceback, where an answer is still open.

A check such as `choice(reason, "reason")` stops with a NameError, before `choice` is called, if no
cell has given `reason` a value; and what is not written yet raises an empty NotImplementedError.
IPython lets the text of both be replaced. Their kind stays: nbgrader and others see the same error.
"""

from __future__ import annotations

import ast
import linecache
import re
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any

from . import choices, words
from .disagreement import wrapped

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")  # what nbgrader puts for a solution
_OF_FUNCTIONS = "avoids|check|faster|looped|times_calls|vectorised"  # checks that take one
_LONGEST = 12  # letters that stand for lines, without quotes

_unwritten: set[str] = set()  # functions and classes of cells that stopped at their stub


def watch() -> None:
    """Word what is unanswered in the notebook that runs this; outside of IPython, do nothing."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell and not shell.custom_exceptions:
        shell.set_custom_exc((NameError, NotImplementedError), _show)


def _show(
    shell: InteractiveShell,
    kind: type[BaseException],
    error: BaseException,
    traceback: TracebackType | None,
    tb_offset: int | None = None,
) -> None:
    sentence = _sentence(error, traceback) if traceback else ""
    if sentence:
        error.__dict__["_render_traceback_"] = lambda: wrapped(sentence)
    shell.showtraceback(running_compiled_code=True)


def _sentence(error: BaseException, traceback: TracebackType) -> str:
    """What is still open, as far as the line that stopped shows it; empty if it does not."""
    while traceback.tb_next:
        traceback = traceback.tb_next
    code, at = traceback.tb_frame.f_code, traceback.tb_lineno
    before, line = (linecache.getline(code.co_filename, n).strip() for n in (at - 1, at))
    if isinstance(error, NotImplementedError):
        if (before, line) != _STUB:
            return ""
        _unwritten.update(_makes("".join(linecache.getlines(code.co_filename))))
        return words.open_exercise("" if code.co_name == "<module>" else code.co_name)
    if not isinstance(error, NameError) or code.co_name != "<module>":
        return ""
    if error.name in _unwritten:
        return words.open_exercise(error.name)
    return _without_value(error.name or "", line)


def _makes(cell: str) -> set[str]:
    """The functions and classes of a cell."""
    try:
        body = ast.parse(cell).body
    except SyntaxError:
        return set()
    return {one.name for one in body if isinstance(one, (ast.FunctionDef, ast.ClassDef))}


def _without_value(name: str, line: str) -> str:
    """Whether a check lacks an answer or a function, or an answer its quotes."""
    if re.match(rf"(?:{_OF_FUNCTIONS})\({re.escape(name)}\b", line):
        return words.no_function(name)
    try:
        statement = ast.parse(line).body[0]
    except (SyntaxError, IndexError):
        return ""
    match statement:
        case ast.Expr(
            ast.Call(
                func=ast.Name(id="choice" | "prediction"),
                args=[ast.Name(id=answer), ast.Constant(value=question)],
            )
        ) if answer == question == name:
            return words.no_value(name)
        case ast.Assign(targets=[ast.Name(id=question)], value=ast.Name(id=answer)) if (
            answer == name and name.isalpha() and len(name) <= _LONGEST and _is_text(question)
        ):
            return words.no_quotes(name, question)
    return ""


def _is_text(question: str) -> bool:
    """Whether a question is answered by letters, as far as it lies beside the notebook."""
    sealed: dict[str, Any] = choices.questions().get(question, {})
    return "letters" in sealed or sealed.get("kind") in ("str", "order")
