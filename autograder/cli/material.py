"""Commands for authors and learners: check, new, rename, build, release, start, links."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.options import (
    assignments_argument,
    classroom_at,
    classroom_option,
    shown,
)
from autograder.course.links import BRANCH
from autograder.errors import AutograderError, MaterialError, UsageError
from autograder.pages.numbers import counted

if TYPE_CHECKING:
    from autograder.course.course import Course


@click.command(short_help="Check the material and this machine.")
@assignments_argument
@click.option("--machine/--no-machine", default=True, help="Also test this machine.")
@classroom_option
def check(assignments: tuple[str, ...], machine: bool, classroom_path: Path | None) -> None:
    """Check the material and this machine; say what is wrong and what to do.

    The material: form and metadata of the notebooks, agreement with solutions/, stored outputs,
    and that nothing secret would be released. This machine: the students' Python, how strictly
    their code can be confined, and what others can read of solutions and marks. Then the grader
    grades itself: the source notebooks must earn full marks, the blank ones none. If there is a
    classroom, its deadlines.toml is checked, and the database that nbgrader is told to use.

    Given the path of another nbgrader course's source notebook, say which of its checks would run
    unprotected, among the student's code.
    """
    from autograder.course.build import is_built
    from autograder.course.check import problems_of
    from autograder.course.course import Course

    others = [Path(name) for name in assignments if name.endswith(".ipynb")]
    if others:
        _say_unprotected(others)
        assignments = tuple(name for name in assignments if not name.endswith(".ipynb"))
        if not assignments:
            return
    course = Course.find()
    chosen = course.select(assignments)
    problems, sound = 0, []
    for assignment in chosen:
        if is_built(course, assignment):
            sound.append(assignment)
            found = problems_of(course, assignment)
        else:
            found = [
                f"{assignment.name}: its solutions or outputs are not in the notebook yet, so it "
                f"was not checked. Run `autograder build {assignment.stem}` first."
            ]
        problems += len(found)
        for problem in found:
            click.echo(problem)
        if not found:
            click.echo(f"{assignment.name}: in order, {assignment.points:g} points.")
    problems += _say_deadlines(course, classroom_path)
    problems += _say_gradebook(course, classroom_path)
    if machine:
        from autograder.grading.classes.selftest import distrust, this_machine

        this_machine(course, click.echo)
        _say_who_can_read(course, classroom_path)
        if sound:
            distrust(course, sound)
            click.echo("Grader: the sources earn full marks, the blank notebooks none.")
    if problems:
        click.echo(f"{counted(problems, 'problem')} found.", err=True)
        raise SystemExit(1)


def _say_deadlines(course: Course, path: Path | None) -> int:
    """Say what `deadlines.toml` of the classroom says, if there is one; return 1 if it is wrong."""
    from autograder.gradebook.deadlines import FILE
    from autograder.gradebook.late import DueDates

    file = (path or course.place_for("classroom")) / FILE
    if not file.is_file():
        return 0
    try:
        found = DueDates.of_course(classroom_at(path, course), course).deadlines.assignments
    except MaterialError as error:
        click.echo(error)
        return 1
    more = sum(len(terms.students) + len(terms.sections) for terms in found.values())
    dates = sum(terms.due is not None for terms in found.values())
    click.echo(
        f"{shown(file)}: in order, {counted(dates, 'due date')}, {counted(more, 'extension')}."
    )
    return 0


def _say_gradebook(course: Course, path: Path | None) -> int:
    """Say where the gradebook of the classroom is, if that was chosen; return 1 if it is wrong."""
    from autograder.database.version import check_gradebook

    classroom = classroom_at(path, course, new=True)
    if not classroom.root.is_dir():
        return 0
    try:
        if not classroom.gradebook.told_by:
            return 0
        check_gradebook(classroom.gradebook)
    except AutograderError as error:
        click.echo(error)
        return 1
    click.echo(f"{shown(classroom.gradebook)}: the gradebook can be written to.")
    return 0


def _say_who_can_read(course: Course, path: Path | None) -> None:
    """Say which secrets others on this machine can read, and how to close them."""
    from autograder.course.readers import open_to_all

    classroom = classroom_at(path, course, new=True)
    for line in open_to_all(course, classroom if classroom.root.is_dir() else None):
        click.echo(line)


def _say_unprotected(notebooks: list[Path]) -> None:
    from autograder.grading.templates import close_template
    from autograder.nbgrader.trial import unprotected_in

    try:
        for notebook in notebooks:
            for line in unprotected_in(notebook):
                click.echo(line)
    finally:
        close_template()


@click.command(short_help="Begin a new assignment.")
@click.argument("stem")
@click.option("--function", required=True, metavar="NAME", help="What the exercise asks for.")
@click.option("--number", type=click.IntRange(0, 99), help="Of the folder.  [default: the next]")
def new(stem: str, function: str, number: int | None) -> None:
    """Write a small assignment to begin with: folder, notebook, reference, mistakes, tests.

    STEM is the word that they share, such as batch-norm. `check` has nothing to say about it: make
    it yours step by step, and `build` and `check` after each.
    """
    from autograder.course.build import build as build_one
    from autograder.course.course import Course
    from autograder.course.new import new_assignment

    course = Course.to_change()
    assignment, files = new_assignment(course, stem, function, number)
    build_one(course, assignment)
    for path in files:
        click.echo(shown(path))


@click.command(short_help="Give an exercise another name.")
@click.argument("assignment")
@click.argument("old")
@click.argument("new_name", metavar="NEW")
def rename(assignment: str, old: str, new_name: str) -> None:
    """Rename the function that an exercise asks for, from OLD to NEW, and the ids of its cells.

    In the notebook, its reference, mistakes and tests. Do it before students have the notebook:
    what they hand in has the old ids.
    """
    from autograder.course.build import build as build_one
    from autograder.course.course import Course
    from autograder.course.new import rename_exercise

    course = Course.to_change()
    (chosen,) = course.select([assignment])
    changed, others = rename_exercise(course, chosen, old, new_name)
    (chosen,) = course.select([assignment])
    build_one(course, chosen)
    for path in changed:
        click.echo(f"{shown(path)}: renamed")
    for path in others:
        click.echo(f"{shown(path)}: uses {old}, change it by hand")


@click.command(short_help="Write solutions and outputs into the notebooks.")
@assignments_argument
def build(assignments: tuple[str, ...]) -> None:
    """Write solution regions from solutions/, run the notebooks, store their outputs.

    Twice in a row changes nothing. Without ASSIGNMENT, all of them.
    """
    from autograder.course.build import build as build_one
    from autograder.course.course import Course

    course = Course.to_change()
    for assignment in course.select(assignments):
        click.echo(f"{assignment.name} ... ", nl=False)
        try:
            changed = build_one(course, assignment)
        except BaseException:
            click.echo("failed")
            raise
        names = ", ".join(path.name for path in changed)
        click.echo(f"written: {names}" if changed else "unchanged")


@click.command(short_help="Make the students' versions.")
@assignments_argument
@classroom_option
@click.option("--force", is_flag=True, help="Replace released files that were edited by hand.")
@click.option("--kit", is_flag=True, help="Also make one zip for students without a hub.")
def release(
    assignments: tuple[str, ...], classroom_path: Path | None, force: bool, kit: bool
) -> None:
    """Make the students' versions: no solutions, no hidden tests, nothing that tells them.

    They are written to DIR/release/, and the claims into the gradebook. The kit is a zip with the
    notebooks, an environment.yml and a one-page README.
    """
    from autograder.course.course import Course
    from autograder.course.release import release as release_one

    course = Course.find()
    classroom = classroom_at(classroom_path, course, new=True)
    edited = []
    for assignment in course.select(assignments):
        done = release_one(course, classroom, assignment, force=force)
        edited += done.edited
        state = counted(len(done.written), "file") + " written" if done.written else "unchanged"
        click.echo(f"{assignment.name}: {state} in {shown(classroom.released(assignment.name))}")
    for path in edited:
        click.echo(
            f"{shown(path)}: edited since it was released, so it was kept. "
            "`autograder release --force` replaces it.",
            err=True,
        )
    if kit:
        from autograder.course.kit import kit as kit_of

        click.echo(shown(kit_of(course, classroom, assignments)))
    if edited:
        raise SystemExit(1)


@click.command(short_help="Put the notebooks into your workbook.")
@assignments_argument
@click.option(
    "--workbook",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to put them.  [default: workbook/ in your checkout, else here]",
)
@click.option("--lab", is_flag=True, help="Then open JupyterLab on it, set up for learners.")
def start(assignments: tuple[str, ...], workbook: Path | None, lab: bool) -> None:
    """Put the notebooks into your workbook. A file that is there already is never touched."""
    from autograder.course.course import Course
    from autograder.course.start import start as start_one
    from autograder.course.start import start_pages

    course = Course.find()
    workbook = (workbook or course.place_for("workbook")).resolve()
    for assignment in course.select(assignments):
        done = start_one(course, workbook, assignment)
        place = shown(workbook / assignment.name / assignment.notebook.name)
        click.echo(f"{place}: {'yours, kept' if done.kept and not done.written else 'new'}")
    for path in start_pages(course, workbook):
        if path.suffix == ".ipynb":
            click.echo(f"{shown(path)}: new")
    if lab:
        from autograder.course.lab import open_lab

        click.echo(f"Opening JupyterLab on {shown(workbook)} (Ctrl-C here ends it) ...")
        first = (workbook / "start.ipynb").is_file()
        options = ["--LabApp.default_url=/lab/tree/start.ipynb"] if first else []
        raise SystemExit(open_lab(workbook, *options))


@click.command(short_help="Print links to the notebooks at Binder and Colab.")
@assignments_argument
@click.option(
    "--repository",
    metavar="URL",
    help="At GitHub, for students to read.  [default: [project.urls] of pyproject.toml]",
)
@click.option("--branch", default=BRANCH, show_default=True, help="Where in it they lie.")
@click.option("--folder", default="", metavar="DIR", help="Where in the branch they lie.")
@click.option("--hub", metavar="URL", help="A JupyterHub that has nbgitpuller.")
def links(
    assignments: tuple[str, ...], repository: str | None, branch: str, folder: str, hub: str | None
) -> None:
    """Print the links by which students open their notebooks with nothing installed.

    The branch must hold what `release --kit` packs, never `notebooks/`: solutions and hidden tests
    are in there. For one assignment also the cell that comes first in Colab is printed: it fetches
    the files beside the notebook.
    """
    from autograder.course.course import Course
    from autograder.course.links import Repository, repository_of

    course = Course.find()
    chosen = course.select(assignments)
    address = repository or repository_of(course)
    if not address:
        raise UsageError(
            "No repository is known: pyproject.toml names none in [project.urls]. "
            "Give --repository https://github.com/OWNER/NAME."
        )
    found = Repository.at(address, branch, folder)
    for assignment in chosen:
        click.echo(f"{assignment.name}, {assignment.title}")
        click.echo(f"  Binder  {found.binder(assignment)}")
        click.echo(f"  Colab   {found.colab(assignment)}")
        if hub:
            click.echo(f"  hub     {found.on_hub(assignment, hub)}")
    if len(chosen) == 1:
        click.echo(f"\nThe first cell in Colab:\n\n{found.fetching_cell(chosen[0])}", nl=False)
    else:
        click.echo("\nFor one assignment, its first cell in Colab is printed too.")


COMMANDS = (check, new, rename, build, release, start, links)
