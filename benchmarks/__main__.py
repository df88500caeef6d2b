"""`python -m benchmarks`: what grading costs, beside what it is compared with.

The whole takes some twenty minutes on two processors. Nothing else should run meanwhile. What a
cluster can do is measured only when it is named: `python -m benchmarks cluster`.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.grading.classes.workers import cores
from autograder.sandbox.tiers import best_tier
from benchmarks import classes, database, otter, tables, tiers
from benchmarks.measured import Measured, measure

_YARDSTICK = "import numpy, matplotlib.pyplot, IPython"  # any notebook's kernel takes as much
PARTS = ("nbgrader", "otter", "tiers", "growth", "database", "try")
APART = ("cluster",)  # with a place of its own in docs/speed.md


@click.command(help=__doc__)
@click.argument("parts", nargs=-1, type=click.Choice([*PARTS, *APART]))
@click.option("--class-size", default=200, show_default=True, help="Students.")
@click.option("--sample", default=12, show_default=True, help="Of them, those for nbgrader too.")
@click.option("--workers", default=cores(), show_default=True, help="Of ours; others have one.")
@click.option("--rounds", default=2, show_default=True, help="How often each is measured, in turn.")
@click.option("--slowest", help="That assignment, instead of finding it out.")
@click.option("--every", is_flag=True, help="Each assignment beside nbgrader, and the median.")
@click.option("--sizes", default="10,100,1000", show_default=True, help="Of growing classes.")
@click.option("--cluster-size", default=10_000, show_default=True, help="For two workers of Dask.")
@click.option("--stand-ins", default=100_000, show_default=True, help="For workers that sleep.")
@click.option(
    "--cache",
    default=Path.home() / ".cache" / "numpy-course-benchmarks",
    type=click.Path(path_type=Path),
    help="Where otter-grader's environment lies.  [default: ~/.cache/numpy-course-benchmarks]",
)
@click.option("--write-docs", is_flag=True, help="Put what is printed into docs/speed.md.")
def main(
    parts: tuple[str, ...],
    class_size: int,
    sample: int,
    workers: int,
    rounds: int,
    slowest: str | None,
    every: bool,
    sizes: str,
    cluster_size: int,
    stand_ins: int,
    cache: Path,
    write_docs: bool,
) -> None:
    measurements: dict[str, Callable[[], Iterator[str]]] = {
        "tiers": lambda: confinement(10 * rounds),
        "nbgrader": lambda: against_nbgrader(
            [a.name for a in classes.COURSE.assignments]
            if every
            else ["04-sigmoid", slowest or _slowest()],
            *(class_size, sample, workers, rounds),
        ),
        "otter": lambda: against_otter(cache, class_size, workers, rounds),
        "growth": lambda: growth([int(size) for size in sizes.split(",")], workers),
        "database": lambda: gradebooks(class_size, rounds),
        "try": lambda: one_notebook(rounds),
    }
    apart = {"cluster": lambda: on_a_cluster(cluster_size, stand_ins)}

    def measured(chosen: dict[str, Callable[[], Iterator[str]]], name: str) -> None:
        printed: list[str] = []
        for lines in (tables.machine(best_tier(), workers), *(part() for part in chosen.values())):
            for line in lines:
                click.echo(line)
                printed.append(line)
        if write_docs:
            tables.write_into(classes.COURSE.root / "docs" / "speed.md", printed, name)

    asked = parts or PARTS
    if chosen := {name: part for name, part in measurements.items() if name in asked}:
        measured(chosen, "benchmarks")
    for name in [name for name in apart if name in asked]:
        measured({name: apart[name]}, name)


def against_nbgrader(
    names: list[str], size: int, sample: int, workers: int, rounds: int
) -> Iterator[str]:
    """This grader, the floor and stock nbgrader, in turn, on the same honest work."""
    yield from tables.heading(
        f"A class of {size}",
        f"nbgrader grades {sample} of them, one after the other, and gives the same marks. "
        "The floor is the same cells by plain `exec` in forks, without isolation or records.",
    )
    yield from tables.head("assignment", "grader", *tables.COLUMNS, "times nbgrader")
    ratios = []
    for assignment in classes.COURSE.select(list(dict.fromkeys(names))):
        ratios.append((yield from _compared(assignment, size, sample, workers, rounds)))
    if len(ratios) > 2:
        times, floor = (statistics.median(column) for column in zip(*ratios, strict=True))
        yield tables.row("median of all", "this", "", "", "", "", f"{times:.0f}")
        yield tables.row("", "this / the floor", f"{floor:.1f}", "", "", "", "")


def _compared(
    assignment: Assignment, size: int, sample: int, workers: int, rounds: int
) -> Generator[str, None, tuple[float, float]]:
    """Yield an assignment's rows; return the times nbgrader, and the times of the floor."""
    ours: list[Measured] = []
    stock: list[tuple[Measured, float]] = []
    floor: list[float] = []
    with (
        classes.class_of(assignment, size) as whole,
        classes.class_of(assignment, min(sample, size)) as part,
    ):
        files = [
            whole.submission(student, assignment.name) / assignment.notebook.name
            for student in whole.submissions(assignment.name)
        ]
        command = [sys.executable, "-m", "benchmarks.floor", assignment.name, str(workers)]
        command += map(str, files)
        for number in range(rounds):
            stock.append(classes.grade_by_nbgrader(assignment, part))
            ours.append(classes.grade(assignment, whole, workers, *["--force"][:number]))
            floor.append(float(measure(command, classes.COURSE.root).lines[-1][1]))
            if number + 1 < rounds:  # nbgrader grades again only what is not there
                part = _again(part)
        classes.assert_same_marks(whole, part, assignment)
    theirs = sum(seconds for _, seconds in stock) / rounds
    mine = sum(one.seconds for one in ours) / rounds / size
    least = sum(floor) / rounds / size
    yield tables.row(
        assignment.name, "nbgrader, stock", *tables.columns(theirs, [one for one, _ in stock]), "1"
    )
    yield tables.row(
        "", f"this, {workers} workers", *tables.columns(mine, ours), f"{theirs / mine:.0f}"
    )
    yield tables.row(
        "", f"the floor, {workers} at once", *tables.columns(least), f"{theirs / least:.0f}"
    )
    yield tables.row("", "this / the floor", f"{mine / least:.1f}", "", "", "", "")
    return theirs / mine, mine / least


def _again(classroom: Classroom) -> Classroom:
    """Have nbgrader think that it has graded nothing."""
    import shutil

    shutil.rmtree(classroom.autograded)
    return classroom


def _slowest() -> str:
    """The assignment of which one notebook takes longest here."""
    taken = {a.name: tiers.costs(a, 2)[best_tier()][0] for a in classes.COURSE.assignments}
    return max(taken, key=lambda name: taken[name])


def against_otter(cache: Path, size: int, workers: int, rounds: int) -> Iterator[str]:
    """`otter run` and this grader on the same small assignment, in turn."""
    program = otter.set_up(cache)
    yield from tables.heading(
        "A small assignment",
        f"Three functions, three checks. `otter run` (otter-grader, in an environment of its own) "
        f"on one notebook at a time, this on a class of {size}.",
    )
    with TemporaryDirectory(prefix="benchmark-") as folder:
        theirs = [otter.run_otter(program, Path(folder, "otter")) for _ in range(2 * rounds)]
        ours = [otter.run_ours(Path(folder, "ours"), size, workers) for _ in range(rounds)]
        theirs += [otter.run_otter(program, Path(folder, "otter")) for _ in range(2 * rounds)]
    slow = sum(one.seconds for one in theirs) / len(theirs)
    fast = sum(one.seconds for one in ours) / rounds / size
    yield from tables.head("grader", *tables.COLUMNS, "times otter")
    yield tables.row("otter run", *tables.columns(slow, theirs), "1")
    yield tables.row(f"this, {workers} workers", *tables.columns(fast, ours), f"{slow / fast:.0f}")


def confinement(rounds: int) -> Iterator[str]:
    """What the best tier costs over the least, for each notebook."""
    best = best_tier()
    yield from tables.heading(
        "Confinement",
        f"One notebook on one processor, milliseconds, the least of {rounds}, the tiers in turn.",
    )
    yield from tables.head("assignment", best, "process", "difference", "processor's time")
    for assignment in classes.COURSE.assignments:
        taken = tiers.costs(assignment, rounds)
        (full, full_cpu), (least, least_cpu) = taken[best], taken["process"]
        numbers = (full, least, full - least, full_cpu - least_cpu)
        yield tables.row(assignment.name, *(f"{1e3 * number:.1f}" for number in numbers))


def growth(sizes: list[int], workers: int) -> Iterator[str]:
    """Larger and larger classes, and a second run in which nothing has changed."""
    (assignment,) = classes.COURSE.select(["04-sigmoid"])
    yield from tables.heading("Growth", f"Classes of {assignment.name}.")
    yield from tables.head(
        "submissions",
        "seconds",
        "each",
        "supervisor, MB",
        "all, MB",
        "database, each",
        "again, nothing changed",
    )
    for size in sizes:
        with classes.class_of(assignment, size) as room:
            arguments = [str(room.root), assignment.name, str(workers)]
            done = measure(
                [sys.executable, "-m", "benchmarks.growth", *arguments], classes.COURSE.root
            )
            told = tables.told(done)
            assert told["graded"] == size, done.text
            again = classes.grade(assignment, room, workers)
            assert f"{size} unchanged" in again.text, again.text
        yield tables.row(
            str(size),
            f"{told['seconds']:.1f}",
            f"{1e3 * told['seconds'] / size:.0f} ms",
            tables.megabytes(told["supervisor"]),
            tables.megabytes(done.tree),
            f"{1e3 * told['database']:.1f} ms",
            f"{again.seconds:.2f} s",
        )


def gradebooks(size: int, rounds: int) -> Iterator[str]:
    """What the marks of one submission cost in each kind of database."""
    (assignment,) = classes.COURSE.select(["04-sigmoid"])
    yield from tables.heading(
        "The gradebook",
        f"Milliseconds for the marks of one submission of {assignment.name}, the median of a class "
        f"of {size}: handed in first, with other marks, with the same again. PostgreSQL is a "
        "server of its own on this machine.",
    )
    yield from tables.head("database", "first", "other marks", "the same", "times SQLite, first")
    found = database.times(assignment, size, rounds)
    least = found["SQLite"][0]
    for kind, seconds in found.items():
        numbers = (f"{1e3 * one:.1f}" for one in seconds)
        yield tables.row(kind, *numbers, f"{seconds[0] / least:.1f}")


def on_a_cluster(size: int, stand_ins: int) -> Iterator[str]:
    """Real notebooks by two workers of Dask's, and what a command and a scheduler keep up with."""
    from benchmarks import cluster

    (assignment,) = classes.COURSE.select(["04-sigmoid"])
    done = cluster.real(assignment, size)
    yield from tables.heading(
        "Two workers of Dask's",
        f"`local:2`, real notebooks of {assignment.name}; {done.marks} marks, each as without a "
        f"cluster ({done.papers} different papers, graded both ways). The supervisor's memory "
        "has Dask's scheduler in it.",
    )
    yield from tables.head("submissions", "seconds", "each", "supervisor, MB, a fifth each")
    yield tables.row(
        str(size),
        f"{done.seconds:.0f}",
        f"{1e3 * done.seconds / size:.0f} ms",
        " ".join(map(tables.megabytes, done.memory)),
    )
    wait = f"{1e3 * cluster.SECONDS:.0f} ms"
    yield from tables.heading(
        "Many workers",
        f"Stand-ins sleep {wait} for a notebook and return what was graded of it before. They, the "
        "scheduler and the command share this machine. Carried: jobs there and results back. "
        "Written: all that `grade` does with them, from the classroom into the gradebook.",
    )
    yield from tables.head("what", "workers", "submissions", "a second", "workers' time used")
    for what, workers in cluster.PLAYED:
        count = stand_ins if what == "carried" else stand_ins // 5
        rate = getattr(cluster, what)(assignment, count, workers)
        share = rate * cluster.SECONDS / workers
        yield tables.row(what, str(workers), str(count), f"{rate:.0f}", f"{100 * share:.0f} %")


def one_notebook(rounds: int) -> Iterator[str]:
    """What a student waits for."""
    (assignment,) = classes.COURSE.select(["04-sigmoid"])
    program = str(classes.BIN / "autograder")
    commands = {
        f"autograder try {assignment.notebook.name}": [program, "try", str(assignment.notebook)],
        "autograder --help": [program, "--help"],
        f"python -c '{_YARDSTICK}'": [sys.executable, "-c", _YARDSTICK],
    }
    yield from tables.heading(
        "One notebook", f"Seconds, the least of {2 * rounds}; the last is a yardstick."
    )
    yield from tables.head("command", "seconds", "processor's time")
    for name, command in commands.items():
        done = [measure(command, classes.COURSE.root) for _ in range(2 * rounds)]
        least = min(done, key=lambda one: one.seconds)
        yield tables.row(f"`{name}`", f"{least.seconds:.2f}", f"{least.cpu:.2f}")


if __name__ == "__main__":
    main()
