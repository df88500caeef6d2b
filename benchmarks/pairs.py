"""Classes graded by other commits and by this one, in turn: `python -m benchmarks.pairs COMMIT...`.

Each grades the notebooks of its own course, with right answers, no two alike. A ratio is the median
over pairs that ran one after the other. Nothing else should run meanwhile.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from autograder.grading.classes.workers import cores
from autograder.notebook.cells import cell_from
from autograder.notebook.regions import solved, without_regions
from autograder.sandbox.tiers import best_tier
from benchmarks import classes, tables
from benchmarks.measured import Measured, measure

ROOT = classes.COURSE.root


@click.command(help=__doc__)
@click.argument("commits", nargs=-1, required=True)
@click.option("--assignment", "names", multiple=True, help="By default all that each has.")
@click.option("--class-size", default=40, show_default=True, help="Students.")
@click.option("--rounds", default=5, show_default=True, help="Pairs.")
@click.option("--workers", default=cores(), show_default=True)
@click.option("--write-docs", is_flag=True, help="Put what is printed into docs/speed.md.")
def main(
    commits: tuple[str, ...],
    names: tuple[str, ...],
    class_size: int,
    rounds: int,
    workers: int,
    write_docs: bool,
) -> None:
    printed = []
    with TemporaryDirectory(prefix="benchmark-") as folder:
        courses = {"this": ROOT, **{one: _checked_out(one, Path(folder, one)) for one in commits}}
        try:
            for line in _table(courses, names, class_size, rounds, workers):
                click.echo(line)
                printed.append(line)
        finally:
            for one in commits:
                _git("worktree", "remove", "--force", str(courses[one]))
    if write_docs:
        tables.write_into(ROOT / "docs" / "speed.md", printed, "pairs")


def _table(
    courses: dict[str, Path], names: tuple[str, ...], size: int, rounds: int, workers: int
) -> Iterator[str]:
    yield from tables.machine(best_tier(), workers)
    yield from tables.heading(
        "This and earlier code",
        f"Classes of {size}, {rounds} pairs; milliseconds a notebook, start included.",
    )
    yield from tables.head("assignment", "code", "ms", "this/that")
    times: dict[str, list[float]] = {one: [] for one in courses}
    for name in names or _in_all(courses):
        done = _in_turn(courses, name, size, rounds, workers)
        for one, seconds in done.items():
            pairs = zip(done["this"], seconds, strict=True)
            times[one].append(statistics.median(this / that for this, that in pairs))
            shown = "" if one == "this" else f"{times[one][-1]:.2f}"
            first = name if one == "this" else ""
            yield tables.row(first, one, f"{1e3 * statistics.median(seconds) / size:.0f}", shown)
    for one, ratios in times.items():
        if one != "this" and len(ratios) > 1:
            yield tables.row("median of all", one, "", f"{statistics.median(ratios):.2f}")


def _in_turn(
    courses: dict[str, Path], name: str, size: int, rounds: int, workers: int
) -> dict[str, list[float]]:
    """Return the seconds of a class, graded so often with each code, forwards and backwards."""
    done: dict[str, list[float]] = {one: [] for one in courses}
    with TemporaryDirectory(prefix="benchmark-") as folder:
        rooms = {one: Path(folder, str(number)) for number, one in enumerate(courses)}
        for one, course in courses.items():
            _hand_in(course, rooms[one], name, size)
            _autograder(course, "grade", name, "--classroom", str(rooms[one]))  # once to warm up
        for number in range(rounds):
            for one in list(courses)[:: -1 if number % 2 else 1]:
                options = ["--classroom", str(rooms[one]), "--workers", str(workers), "--force"]
                done[one].append(_autograder(courses[one], "grade", name, *options).seconds)
    return done


def _hand_in(course: Path, room: Path, name: str, size: int) -> None:
    _autograder(course, "release", name, "--classroom", str(room))
    (source,) = (course / "notebooks" / name).glob("*.ipynb")
    notebook = json.loads(source.read_bytes())
    answers = []
    for position, raw in enumerate(notebook["cells"]):
        cell = cell_from(raw, position)
        if raw["cell_type"] == "code":
            raw |= {"outputs": [], "execution_count": None}
            raw["source"] = solved(cell) if cell.solution else without_regions(cell.source)
            answers += [raw] if cell.solution else []
    for number in range(size):
        for raw in answers:
            raw["source"] += f"\n# {number}"
        place = room / "submitted" / f"student-{number:03}" / name
        place.mkdir(parents=True)
        (place / source.name).write_text(json.dumps(notebook), encoding="utf-8")


def _in_all(courses: dict[str, Path]) -> list[str]:
    found = [
        {path.name for path in (course / "notebooks").iterdir() if path.is_dir()}
        for course in courses.values()
    ]
    return sorted(name for name in set.intersection(*found) if name[0].isdigit())


def _autograder(course: Path, *arguments: str) -> Measured:
    command = [sys.executable, "-m", "autograder", *arguments]
    return measure(command, course, {"PYTHONPATH": str(course)})


def _checked_out(commit: str, place: Path) -> Path:
    _git("worktree", "add", "--detach", str(place), commit)
    return place


def _git(*arguments: str) -> None:
    git = shutil.which("git") or "git"
    subprocess.run([git, "-C", str(ROOT), *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    main()
