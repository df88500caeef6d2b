"""Starts the student's interpreter, with nothing of the grader's environment."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autograder.sandbox.inside.control import BACKEND
from autograder.sandbox.plan import variables
from autograder.sandbox.temporary import Temporary, sweep_once

_CODE = """
import gc, sys
gc.disable()  # nothing of what is imported goes away; `template` enables it again
sys.path.insert(0, {folder!r})
from inside.template import {entry}
sys.path.remove({folder!r})
{entry}({arguments})
"""
_FROM_SYSTEM = ("SYSTEMROOT", "USERPROFILE", "TEMP", "TMP")  # Windows starts no Python without them


class Interpreter:
    """A running interpreter of the students' and the temporary home that it started in."""

    def __init__(
        self, python: Path, entry: str, arguments: str = "", descriptors: Sequence[int] = ()
    ) -> None:
        self._home = Temporary("template")
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed in end()
        folder = str(Path(__file__).parent)
        code = _CODE.format(folder=folder, entry=entry, arguments=arguments)
        # -I would ignore the hash seed too; there is nothing else in the environment to ignore
        self.process = subprocess.Popen(
            [str(python), "-s", "-P", "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            cwd=self._home.path,
            env=_environment(str(self._home.path)),
            pass_fds=tuple(descriptors),
            start_new_session=True,
        )
        sweep_once()  # while it loads

    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def said(self) -> str:
        """Return the last thing that the interpreter complained of."""
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"no reason given, exit status {self.process.poll()}"

    def end(self, patience: float = 5.0) -> None:
        """Have it end by itself, or end it."""
        self.process.stdin.close()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._said.close()
        self._home.close()


def _environment(home: str) -> dict[str, str]:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return {
        **{name: os.environ[name] for name in _FROM_SYSTEM if name in os.environ},
        **variables(home),
        "MPLBACKEND": BACKEND,
        "MPLCONFIGDIR": str(cache / "matplotlib"),  # finding the fonts takes seconds the first time
        "PYTHONHASHSEED": "0",  # sets of strings in the same order when graded again
    }
