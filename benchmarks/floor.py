"""The floor: the same cells by plain `exec` in forks of a preloaded process.

No isolation, no records, no messages: `python -m benchmarks.floor ASSIGNMENT WORKERS FILE...`
prints the seconds that the notebooks took, the preloading left out.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import linecache
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path

os.environ |= {"MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1"}

import ipywidgets  # noqa: F401
import matplotlib.pyplot  # noqa: F401
import numpy  # noqa: F401

import autograder.checks  # noqa: F401
from autograder.course.course import Assignment, Course
from autograder.grading.submission.files import released_files
from autograder.grading.submission.reading import read_submission
from autograder.grading.submission.restore import Role, restore

_NAME = "<floor>"


def main(name: str, workers: str, *files: str) -> None:
    """Run each notebook once, so many at a time."""
    course = Course.find(Path(__file__).parent)
    (assignment,) = course.select([name])
    sys.path.insert(0, str(course.root))
    importlib.import_module(f"solutions.{assignment.stem}")
    ready = {file: cells_of(assignment, Path(file).read_bytes()) for file in set(files)}
    beside = released_files(assignment)
    gc.freeze()
    start, running = time.perf_counter(), 0
    for file in files:
        if running == int(workers):
            os.wait()
            running -= 1
        if not os.fork():
            run(ready[file], beside)
        running += 1
    for _ in range(running):
        os.wait()
    print(time.perf_counter() - start)


def cells_of(assignment: Assignment, content: bytes) -> list[str]:
    """Return the code that grading one submission runs, claims included, in order."""
    restored, _ = restore(assignment.cells, read_submission(content), assignment.name)
    return [
        "\n".join(line for line in cell.source.split("\n") if not line.startswith("%"))
        for cell in restored
        if cell.role is Role.CLAIM or (cell.runs and cell.source.strip())
    ]


def run(cells: list[str], beside: dict[str, bytes]) -> None:
    """Run the cells in a directory of their own and end; what fails is passed over."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            for name, content in beside.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            os.chdir(folder)
            sys.path.insert(0, "")
            names = {"__name__": "__main__", "display": print}
            text = ""
            warnings.simplefilter("ignore")
            with contextlib.redirect_stdout(io.StringIO()):
                for cell in cells:
                    text += cell + "\n"  # checks read the functions' text
                    linecache.cache[_NAME] = (len(text), None, text.splitlines(True), _NAME)
                    with contextlib.suppress(Exception):
                        exec(compile(cell, _NAME, "exec"), names)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
