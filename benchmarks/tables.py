"""Tables in Markdown, and the place in docs/speed.md where they stand."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measured import Measured

COLUMNS = ("s a notebook", "notebooks a s", "peak MB, command", "peak MB, all")


def machine(tier: str, workers: int) -> Iterator[str]:
    """Yield what it was measured on."""
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [line for line in information.read_text().splitlines() if "model name" in line]
        model = names[0].split(":")[1].strip() if names else model
    load = os.getloadavg()[0]
    yield (
        f"{os.cpu_count()} x {model}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, NumPy {np.__version__}; "
        f"confinement: {tier}, {workers} workers; load before: {load:.1f}."
    )


def heading(title: str, text: str) -> Iterator[str]:
    """Yield what stands above a table."""
    yield from ("", f"**{title}.** {text}", "")


def head(*names: str) -> Iterator[str]:
    """Yield a table's first two lines."""
    yield row(*names)
    yield row(*["---"] * len(names))


def row(*entries: str) -> str:
    """Return a line of a table."""
    return f"| {' | '.join(entries)} |"


def columns(seconds: float, done: Sequence[Measured] = ()) -> Sequence[str]:
    """Return the entries of `COLUMNS`, the memory's empty if it was not measured."""
    parent = megabytes(max(one.parent for one in done)) if done else ""
    tree = megabytes(max(one.tree for one in done)) if done else ""
    return f"{seconds:.3f}", f"{1 / seconds:.1f}", parent, tree


def megabytes(size: int) -> str:
    """Return a number of bytes as text."""
    return f"{size / 1e6:.0f}"


def told(done: Measured) -> dict[str, Any]:
    """Return the JSON object in the last line that a command printed."""
    found: dict[str, Any] = json.loads(done.lines[-1][1])
    return found


def write_into(file: Path, lines: Sequence[str], name: str = "benchmarks") -> None:
    """Replace what stands between the marks of that name in a file."""
    opens, closes = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = file.read_text(encoding="utf-8")
    before, begin, rest = text.partition(opens)
    _, end, after = rest.partition(closes)
    if not (begin and end):
        raise SystemExit(f"{file}: write {opens} and {closes} where the tables should stand.")
    body = "\n".join([*before.splitlines(), opens, *lines, closes]) + after
    file.write_text(body, encoding="utf-8")
