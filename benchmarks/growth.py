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
from unittest.mock import patch

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.gradebook.writing import Gradebook
from autograder.grading.classes.grade_class import grade_class
from autograder.verdicts import Graded


def main(root: str, name: str, workers: str) -> None:
    """Grade and print."""
    times: list[float] = []
    record = Gradebook.write

    def timed(self: Gradebook, graded: Graded, assignment: Assignment, timestamp: str = "") -> None:
        start = time.perf_counter()
        record(self, graded, assignment, timestamp)
        times.append(time.perf_counter() - start)

    course = Course.find(Path(__file__).parent)
    classroom, chosen = Classroom(Path(root)), course.select([name])
    start = time.perf_counter()
    with patch.object(Gradebook, "write", timed):
        outcome = grade_class(course, classroom, chosen, None, int(workers))
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
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    kilobytes = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
