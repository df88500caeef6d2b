"""The students' interpreter: started alone, or once for several workers that get forks of it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.inside.wire import BACKEND
from autograder.sandbox.plan import variables
from autograder.sandbox.temporary import Temporary, sweep_once

_CODE = """
import gc, sys
gc.disable()  # nothing of what is imported goes away; `template` enables it again
sys.path.insert(0, {folder!r})
from inside.template import {entry}
sys.path[:1] = {parents!r}
for module in {modules!r}:
    exec("from " + module + " import *", {{}})  # what it imports when asked for, too
del sys.path[:{count}]
{entry}({arguments})
"""
# Run first where the environment can be shown at a place that tells nothing of where it lies.
_PLACED_CODE = """
import sys
sys.path.insert(0, {folder!r})
from inside.namespaces import run_placed
run_placed({place!r}, {shown!r}, {there!r}, {here!r})
"""
_PLACES = ("/mnt", "/srv", "/media")  # which are nearly always there, and hold nothing of Python's
_PATIENCE = 5.0  # seconds that a fork of a shared template has to end
_FROM_SYSTEM = ("SYSTEMROOT", "USERPROFILE", "TEMP", "TMP")  # Windows starts no Python without them


class Interpreter:
    """A running interpreter of the students' and the temporary home that it started in."""

    def __init__(
        self,
        environment: StudentEnvironment,
        entry: str,
        arguments: str = "",
        descriptors: Sequence[int] = (),
    ) -> None:
        self._home = Temporary("template")
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed in end()
        self.process = subprocess.Popen(
            _command(environment, entry, arguments),
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

    def tell(self, line: str) -> None:
        """Write a line to its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def end(self, patience: float = 5.0) -> None:
        """Have it end by itself, or end it."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._said.close()
        self._home.close()


class TemplateClient:
    """What workers hold to get forks of a shared template: a socket that leads to it.

    Parameters
    ----------
    environment : StudentEnvironment
        The one whose interpreter it is.
    shared : socket.socket
        The socket.
    """

    def __init__(self, environment: StudentEnvironment, shared: socket.socket) -> None:
        self.environment = environment
        self._shared = shared

    def fork(self, control: socket.socket, ours: socket.socket) -> TemplateFork | None:
        """Return a fork that will serve this control socket; None if the template has ended."""
        try:
            socket.send_fds(self._shared, [b"\n"], [control.fileno()])
        except OSError:
            return None
        return TemplateFork(ours.dup())


class SharedTemplate:
    """A preloaded interpreter that forks for several workers; it serves until it is closed.

    If this process is killed it serves until nobody has the shared socket any more.
    """

    def __init__(self, environment: StudentEnvironment) -> None:
        ours, theirs = socket.socketpair()
        self.client = TemplateClient(environment, ours)
        self._shared = ours
        with theirs, contextlib.ExitStack() as failed:
            failed.callback(ours.close)
            number = theirs.fileno()
            self._interpreter = Interpreter(
                environment, "serve_shared", f"{number}, True", descriptors=[number]
            )
            failed.pop_all()

    def close(self) -> None:
        """End it, even while it imports; forks that there are go on."""
        self._shared.close()
        self._interpreter.process.terminate()
        self._interpreter.end()


class TemplateFork:
    """A fork of an interpreter that somebody else started; it ends with our control socket."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._process: int | None = None

    def joins(self, process: int) -> None:
        """Have it run where this process runs, and no sooner than this."""
        self._process = process
        with contextlib.suppress(OSError, AttributeError):  # macOS settles no process
            os.setpriority(os.PRIO_PROCESS, process, os.getpriority(os.PRIO_PROCESS, 0))
            os.sched_setaffinity(process, os.sched_getaffinity(0))

    def runs(self) -> bool:
        """Whether it can be asked; one that has died is found out by asking."""
        return True

    def said(self) -> str:
        """Return the last thing that it complained of: that went to the shared template."""
        return "a fork of the preloaded interpreter ended"

    def end(self) -> None:
        """Have it end by itself, or end it."""
        with self._control, contextlib.suppress(OSError):
            self._control.settimeout(_PATIENCE)
            self._control.shutdown(socket.SHUT_WR)
            try:
                while self._control.recv(1 << 12):
                    pass
            except TimeoutError:
                if self._process is not None:  # it has not hung up: the number is still its own
                    os.kill(self._process, signal.SIGKILL)


def _command(environment: StudentEnvironment, entry: str, arguments: str) -> list[str]:
    modules = {path.name: path for path in environment.modules}

    def command(python: str, folder: str, parents: list[str]) -> list[str]:
        code = _CODE.format(
            folder=folder,
            parents=parents,
            count=len(parents),
            modules=list(modules),
            entry=entry,
            arguments=arguments,
        )
        # -I would ignore the hash seed too; there is nothing else in the environment to ignore
        return [python, "-s", "-P", "-c", code]

    python, folder = str(environment.python), str(Path(__file__).parent)
    here = command(python, folder, [str(path.parent) for path in environment.modules])
    place = _place_for(environment)
    if place is None:
        return here
    shown = {"python": str(environment.folder), "grader/inside": f"{folder}/inside"}
    shown |= {f"grader/{name}": str(path) for name, path in modules.items()}
    grader = f"{place}/grader"
    there = command(f"{place}/python/bin/{environment.python.name}", grader, [grader])
    code = _PLACED_CODE.format(folder=folder, place=place, shown=shown, there=there, here=here)
    return [python, "-I", "-S", "-c", code]


def _place_for(environment: StudentEnvironment) -> str | None:
    """Return a directory of which an interpreter needs nothing; None if it cannot move there."""
    if sys.platform != "linux" or not (environment.folder / "pyvenv.cfg").is_file():
        return None
    needed = [environment.folder, environment.python, Path(__file__), Path(tempfile.gettempdir())]
    real = [path.resolve() for path in (*needed, _cache())]
    free = (p for p in _PLACES if not any(path.is_relative_to(p) for path in (*needed, *real)))
    return next(filter(os.path.isdir, free), None)


def _environment(home: str) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in _FROM_SYSTEM if name in os.environ},
        **variables(home),
        "MPLBACKEND": BACKEND,
        # finding the fonts takes seconds the first time
        "MPLCONFIGDIR": str(_cache() / "matplotlib"),
        "PYTHONHASHSEED": "0",  # sets of strings in the same order when graded again
    }


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
