"""Runs a command and tells what it took."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_GLANCE = 0.25  # seconds between two looks at the memory


@dataclass(frozen=True)
class Measured:
    """What a command took and said.

    Attributes
    ----------
    seconds : until it ended
    cpu : seconds of all its processes together
    parent, tree : peak memory of the command itself and of all its processes, in bytes; pages that
        processes share are counted once
    lines : each line of its output, with the second at which it came
    """

    seconds: float
    cpu: float
    parent: int
    tree: int
    lines: list[tuple[float, str]] = field(repr=False)

    @property
    def text(self) -> str:
        """All of its output."""
        return "\n".join(line for _, line in self.lines)


def measure(
    command: Sequence[str | Path],
    cwd: Path,
    variables: Mapping[str, str] | None = None,
    accept: Sequence[int] = (0,),
) -> Measured:
    """Run a command to its end; a RuntimeError with its last lines if it fails."""
    lines: list[tuple[float, str]] = []
    peaks = {"parent": 0, "tree": 0}
    start = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(variables or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        over = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, peaks, over))
        watch.start()
        assert process.stdout is not None
        for line in process.stdout:
            lines.append((time.perf_counter() - start, line.rstrip("\n")))
        _, status, usage = os.wait4(process.pid, 0)  # its children's times too, if they have ended
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        over.set()
        watch.join()
    if process.returncode not in accept:
        last = "\n".join(line for _, line in lines[-15:])
        raise RuntimeError(f"{command[0]} ended with {process.returncode}:\n{last}")
    cpu = usage.ru_utime + usage.ru_stime
    return Measured(seconds, cpu, peaks["parent"], peaks["tree"], lines)


def _watch(number: int, peaks: dict[str, int], over: threading.Event) -> None:
    while not over.wait(_GLANCE):
        peaks["parent"] = max(peaks["parent"], _kilobytes(number, "status", "VmHWM"))
        tree = sum(_kilobytes(one, "smaps_rollup", "Pss") for one in [number, *_below(number)])
        peaks["tree"] = max(peaks["tree"], tree)


def _below(number: int) -> list[int]:
    """The numbers of all processes that a process started, and of those that they started."""
    found = []
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{number}/task").glob("*/children"):
            for child in map(int, children.read_text().split()):
                found += [child, *_below(child)]
    return found


def _kilobytes(number: int, file: str, name: str) -> int:
    """One line of /proc in bytes; 0 if the process has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{number}/{file}").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024
    return 0
