"""An IPython shell that keeps a cell's outputs: no kernel, no sockets, no history file."""

from __future__ import annotations

import builtins
import getpass
import os
import re
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, TextIO

import matplotlib_inline.backend_inline as inline
from IPython.core import page
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from .outputs import Collector, Outputs, message_of

_HERE = os.path.dirname(__file__)
_MAGIC = re.compile(r"[%!?]|^\s*[,;/]", re.MULTILINE)  # there is none in a cell without
_LONGEST_MESSAGE = 4_000


@dataclass
class Ran:
    """What running one cell gave."""

    outputs: list[dict[str, Any]]
    count: int
    error: dict[str, Any] | None
    warnings: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return this as JSON can say it."""
        return asdict(self)


class _Publisher(DisplayPublisher):
    """Sends what `display` shows to the cell's outputs."""

    def __init__(self, collector: Collector, shell: InteractiveShell) -> None:
        super().__init__(parent=shell, shell=shell)
        self._collector = collector

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: object = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: object,
    ) -> None:
        display_id = (transient or {}).get("display_id")
        self._collector.outputs.display(data, metadata, display_id, update)

    def clear_output(self, wait: bool = False) -> None:
        self._collector.outputs.clear(wait)


class _Hook(DisplayHook):
    """Sends the value of a cell's last expression to the cell's outputs."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        if format_dict and isinstance(self.shell, _Shell):
            self.shell.collector.outputs.result(self.prompt_count, format_dict, md_dict)

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Transforms(TransformerManager):
    """Looks for magics, which takes a third of a cell's time, where one can be."""

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        if not _MAGIC.search("".join(lines)):
            return lines
        found: list[str] = super().do_token_transforms(lines)
        return found


class _Shell(InteractiveShell):
    def __init__(self, collector: Collector, **kwargs: object) -> None:
        self.collector: Collector
        self.__dict__["collector"] = collector  # before there are traits
        super().__init__(**kwargs)
        self.input_transformer_manager = _Transforms()

    def should_run_async(self, raw_cell: str, **kwargs: object) -> bool:
        """Compile a cell once more to find it out, but only where it can be."""
        may = "await" in raw_cell or "async" in raw_cell
        return may and bool(super().should_run_async(raw_cell, **kwargs))

    def init_display_pub(self) -> None:
        self.display_pub = _Publisher(self.collector, self)

    def init_hooks(self) -> None:
        super().init_hooks()
        self.set_hook("show_in_pager", page.as_hook(page.display_page), 99)

    def init_virtualenv(self) -> None:
        """The interpreter is the students' already."""

    def enable_gui(self, gui: object = None) -> None:
        """There is no window to show."""

    def ask_exit(self) -> None:
        """`exit` in a cell does nothing, as in a notebook."""

    def _showtraceback(
        self, etype: type[BaseException], evalue: BaseException, stb: list[str]
    ) -> None:
        lines = [line for line in stb if _HERE not in line]
        self.collector.outputs.error(_name_of(etype), message_of(evalue), lines)


class Shell:
    """Runs cells in one namespace and keeps what they show."""

    def __init__(self) -> None:
        self.collector = Collector()
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.xmode = "Plain"  # "Context" takes 0.1 s for each error
        config.InteractiveShell.autoindent = False
        self._shell = _Shell(self.collector, config=config, displayhook_class=_Hook)
        shell: Any = self._shell
        InteractiveShell._instance = _Shell._instance = shell  # what get_ipython() returns
        self._shell.enable_matplotlib("inline")
        warnings.filterwarnings("ignore", message="To exit: use 'exit'")
        builtins.input = _no_input
        getpass.getpass = _no_input

    @property
    def namespace(self) -> dict[str, Any]:
        """The names that the cells defined, and IPython's own."""
        names: dict[str, Any] = self._shell.user_ns
        return names

    def defined(self, name: str) -> bool:
        """Whether a cell gave this name a value; IPython's own names do not count."""
        hidden = self._shell.user_ns_hidden
        value = self.namespace.get(name, hidden)
        return value is not hidden and hidden.get(name, hidden) is not value

    def reset(self) -> None:
        """Forget every cell that ran."""
        inline.flush_figures()
        self._shell.reset(new_session=True)

    def run_cell(self, source: str, characters: int) -> Ran:
        """Run one cell; whatever it raises is shown and described, not raised."""
        noted: list[str] = []
        with self.collecting(characters) as outputs, _noting_warnings(noted), _interruptible():
            result = self._shell.run_cell(source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        shown = next((e for e in outputs.entries if e["output_type"] == "error"), None)
        if error is None:
            described = None
        else:
            lines = shown["traceback"] if shown else []
            name = _name_of(type(error))
            described = {"name": name, "message": message_of(error), "traceback": lines}
        return Ran(outputs.entries, self._shell.execution_count - 1, described, noted[:100])

    @contextmanager
    def collecting(self, characters: int) -> Iterator[Outputs]:
        """Collect what is shown meanwhile."""
        before = self.collector.outputs, sys.stdout, sys.stderr
        outputs = self.collector.outputs = Outputs(characters)
        sys.stdout, sys.stderr = self.collector.stdout, self.collector.stderr
        try:
            yield outputs
        finally:
            self.collector.outputs, sys.stdout, sys.stderr = before


def _name_of(kind: type[BaseException]) -> str:
    """The name of an error's class; Python 3.13 has one of its own for a bracket left open."""
    named = kind.__name__
    return "SyntaxError" if named == "_IncompleteInputError" else named


@contextmanager
def _noting_warnings(noted: list[str]) -> Iterator[None]:
    """Show warnings as usual, and note each as `category: message`."""

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        noted.append(f"{category.__name__}: {message}"[:_LONGEST_MESSAGE])
        text = warnings.formatwarning(message, category, filename, lineno, line)
        (file or sys.stderr).write(text)

    before = warnings.showwarning
    warnings.showwarning = show
    try:
        yield
    finally:
        warnings.showwarning = before


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let the interrupt signal raise KeyboardInterrupt meanwhile, and never else."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _no_input(prompt: object = "", stream: object = None) -> str:
    raise EOFError(
        f"input({str(prompt)!r}) gets no answer while a notebook is graded. "
        "Write the value into the cell instead."
    )
