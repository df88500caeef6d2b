"""What failing costs: `coach.py [notebooks of a class]`, on the real course, in one process.

Each claim is judged once with the right function and once with each known wrong one, in turn, and
a class of everybody right is graded beside a class of everybody wrong. Prints a table, and says
whether a failing claim costs at most 150 ms more and the failing class takes at most twice as long.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import defaultdict
from itertools import cycle, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.course.course import Assignment, Course
from autograder.course.mistakes import wrong_versions
from autograder.grading.grade import grade_submission, job_for
from autograder.grading.templates import close_template
from autograder.notebook.cells import Cell
from autograder.notebook.regions import solved
from autograder.verdicts import Graded, Outcome

MORE = 0.150  # seconds that a failing claim may cost more than a passing one
SLOWER = 2.0  # times that a class of which everybody fails may take

COURSE = Course.find(Path(__file__).parent)


def main(size: int) -> int:
    """Measure, print, and return 0 if both promises are kept."""
    table = Table("notebook", "right", "wrong", "times", "lost", "failing claim: median", "worst")
    all_more, right_seconds, wrong_seconds = [], 0.0, 0.0
    for assignment in COURSE.assignments:
        right, wrong = right_notebook(assignment), list(islice(cycle(wrongs(assignment)), size))
        for notebook in (right, *wrong[:2]):  # template, imports
            graded(assignment, notebook)
        good, bad = (
            [graded(assignment, right) for _ in wrong],
            [graded(assignment, n) for n in wrong],
        )
        more = surplus(good, bad)
        all_more += more
        a, b = (sum(seconds(one, assignment) for one in many) / size for many in (good, bad))
        right_seconds, wrong_seconds = right_seconds + a, wrong_seconds + b
        table.add_row(
            assignment.stem,
            f"{a * 1e3:.0f} ms",
            f"{b * 1e3:.0f} ms",
            f"{b / a:.2f}",
            f"{statistics.mean(lost(one) for one in bad):.1f} claims",
            f"+{statistics.median(more) * 1e3:.0f} ms",
            f"+{max(more) * 1e3:.0f} ms",
        )
    ratio = wrong_seconds / right_seconds
    table.add_row(
        "all", f"{right_seconds * 1e3:.0f} ms", f"{wrong_seconds * 1e3:.0f} ms", f"{ratio:.2f}"
    )
    Console().print(table)
    percentile = statistics.quantiles(all_more, n=20)[-1]
    print(
        f"A failing claim costs {percentile * 1e3:.0f} ms more at most (95 of 100); "
        f"{MORE * 1e3:.0f} are allowed."
    )
    print(f"A class where everybody fails takes {ratio:.2f} times as long; {SLOWER:g} are allowed.")
    return int(percentile > MORE or ratio > SLOWER)


def right_notebook(assignment: Assignment) -> bytes:
    """Return the solved notebook as a student would hand it in."""
    return _handed_in(assignment, {})


def wrongs(assignment: Assignment) -> list[bytes]:
    """Return notebooks in which every function is wrong, all known versions among them."""
    by_function = defaultdict(list)
    for version in wrong_versions(COURSE, assignment):
        by_function[version.function].append(version.source)
    most = max(map(len, by_function.values()))
    return [
        _handed_in(assignment, {name: of[i % len(of)] for name, of in by_function.items()})
        for i in range(most)
    ]


def graded(assignment: Assignment, notebook: bytes) -> Graded:
    """Return the grading of a notebook."""
    return grade_submission(job_for(COURSE, assignment, "ada", notebook))


def surplus(good: list[Graded], bad: list[Graded]) -> list[float]:
    """Return how much longer each failed claim took than the same claim passing, in the median."""
    usual = defaultdict(list)
    for one in good:
        for verdict in one.verdicts:
            usual[verdict.claim].append(verdict.seconds)
    return [
        verdict.seconds - statistics.median(usual[verdict.claim])
        for one in bad
        for verdict in one.verdicts
        if verdict.outcome is Outcome.FAILED
    ]


def seconds(graded: Graded, assignment: Assignment) -> float:
    """Return how long a grading took, but for the claims that measure time: wrong ones end soon."""
    measuring = {claim.id for claim in assignment.claims if "faster(" in claim.source}
    return graded.seconds - sum(one.seconds for one in graded.verdicts if one.claim in measuring)


def lost(graded: Graded) -> int:
    """Return how many claims failed."""
    return sum(verdict.outcome is Outcome.FAILED for verdict in graded.verdicts)


def _handed_in(assignment: Assignment, wrong: dict[str, str]) -> bytes:
    notebook = json.loads(assignment.notebook.read_bytes())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution") and cell["cell_type"] == "code":
            text = solved(Cell(cell["id"], "code", "".join(cell["source"])))
            # the wrong version follows the right one and replaces it
            mine = [source for name, source in wrong.items() if f"def {name}(" in text]
            cell["source"] = "\n\n\n".join([text, *mine])
    return json.dumps(notebook).encode()


if __name__ == "__main__":
    status = main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
    close_template()
    sys.exit(status)
