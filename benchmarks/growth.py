"""Grades a class in this process: `python -m benchmarks.growth CLASSROOM ASSIGNMENT WORKERS`.

Prints as JSON what the command `autograder grade` cannot tell of itself: the time in the database.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.gradebook.writing import Gradebook
from autograder.grading.classes.grade_class import grade_class


def main(root: str, name: str, workers: str) -> None:
    """Grade and print."""
    times: list[float] = []
    record = Gradebook.record

    def timed(self: Gradebook, *arguments: object, **more: object) -> None:
        start = time.perf_counter()
        record(self, *arguments, **more)
        times.append(time.perf_counter() - start)

    Gradebook.record = timed
    course = Course.find(Path(__file__).parent)
    start = time.perf_counter()
    outcome = grade_class(course, Classroom(Path(root)), course.select([name]), None, int(workers))
    seconds = time.perf_counter() - start
    later = times[1:]  # the first prepares the tables
    print(
        json.dumps(
            {
                "graded": len(outcome.graded),
                "seconds": seconds,
                "database": sum(later) / max(len(later), 1),
                "supervisor": _most_memory(),
            }
        )
    )


def _most_memory() -> int:
    """The most bytes that this process ever held; `ru_maxrss` counts what ran before `exec` too."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
        return int(found[1]) * 1024
    except OSError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
