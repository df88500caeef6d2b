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
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from . import choices, words
from .disagreement import wrapped

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")  # what nbgrader puts for a solution
_OF_FUNCTIONS = "avoids|check|faster|looped|times_calls|vectorised"  # checks that take one
_LONGEST = 12  # letters that stand for lines, without quotes


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
    ran = shell.user_ns.get("In", ())
    sentence = _sentence(error, traceback, ran) if traceback else ""
    if sentence:
        error.__dict__["_render_traceback_"] = lambda: wrapped(sentence)
    shell.showtraceback(running_compiled_code=True)


def _sentence(error: BaseException, traceback: TracebackType, ran: Sequence[str]) -> str:
    """What is still open, as far as it is seen; empty if it is not.

    It is seen by the line that stopped, and by the cells that were run, the last one at the end.
    """
    while traceback.tb_next:
        traceback = traceback.tb_next
    code, at = traceback.tb_frame.f_code, traceback.tb_lineno
    before, line = (linecache.getline(code.co_filename, n).strip() for n in (at - 1, at))
    if isinstance(error, NotImplementedError):
        if (before, line) != _STUB:
            return ""
        return words.open_exercise("" if code.co_name == "<module>" else code.co_name)
    if not isinstance(error, NameError) or code.co_name != "<module>":
        return ""
    name = error.name or ""
    if name and _is_unwritten(name, ran):
        return words.open_exercise(name)
    return _without_value(name, line)


def _is_unwritten(name: str, ran: Sequence[str]) -> bool:
    """Whether the cell that should make a function or class, as it was run last, has its stub."""
    makes = re.compile(rf"^(?:class|def) {re.escape(name)}\b", re.MULTILINE)
    last = next(filter(makes.search, reversed(ran)), "")
    return bool(re.search(r"\s+".join(map(re.escape, _STUB)), last))


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
