"""`autograder release --kit`: one zip for students who have no hub."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.errors import MaterialError, UsageError
from autograder.files import Archive, write_bytes
from autograder.notebook.regions import find_mark

FOLDER = "numpy-course"

_README = """\
# {count} to learn NumPy with

## Once: get Python
Install Miniforge (https://conda-forge.org/download), open its terminal in this folder, and type

    conda env create --file environment.yml
    conda activate numpy-course

## Each time: open the notebooks
    conda activate numpy-course
    jupyter lab

{table}

## How to work
- Read from the top, run each cell with Shift+Enter, write where it says `YOUR CODE HERE`.
- A cell that says nothing is content with you. One that fails says what to look at next.
- Leave the cells with checks as they are, and do not rename or delete them: yours are the cells
  marked `YOUR CODE HERE`, and as many of your own as you like.
- Before you hand in: *Kernel, Restart Kernel and Run All Cells*. Then save, and upload the
  notebook, the file that ends in `.ipynb`, to where your course collects it.
- "No module named numpy": the environment is not active; see *Each time*.
"""


def kit(
    course: Course,
    classroom: Classroom,
    assignments: Sequence[str] = (),
    output: Path | None = None,
) -> Path:
    """Write one zip with the released notebooks, `environment.yml` and a one-page README.

    Parameters
    ----------
    assignments : sequence of str
        Only these; by default all that were released.
    output : Path, optional
        The zip to write, which must not exist; by default `<classroom>/numpy-course.zip`, which
        is written anew each time. The same notebooks give the same bytes.

    Raises
    ------
    UsageError
        If an assignment that was asked for is not released, or none is, or `output` exists.
    MaterialError
        If a file to be given away holds a solution or a hidden test.
    """
    chosen = course.select(list(assignments))
    released = [a for a in chosen if (classroom.released(a.name) / a.notebook.name).is_file()]
    lacking = [a.name for a in chosen if assignments and a not in released]
    if lacking or not released:
        raise UsageError(
            f"{', '.join(lacking) or 'no assignment'}: not released into {classroom.root}. "
            "Run `autograder release` first."
        )
    if output is not None and output.exists():
        raise UsageError(f"{output}: exists. Name another file, or move it away.")
    archive = Archive()
    archive.add(f"{FOLDER}/README.md", readme(released))
    archive.add(f"{FOLDER}/environment.yml", environment(course))
    for assignment in released:
        archive.add_folder(f"{FOLDER}/{assignment.name}", classroom.released(assignment.name))
    for name, (content, _) in archive.files.items():
        if find_mark(content.decode("utf-8", "replace")):
            raise MaterialError(
                f"{name.removeprefix(FOLDER + '/')}: holds a solution or a hidden test. "
                "Release it again with `autograder release`."
            )
    file = output or classroom.root / f"{FOLDER}.zip"
    write_bytes(file, archive.content())
    return file


def readme(assignments: Sequence[Assignment]) -> str:
    """Return the page that a student reads first."""
    count = f"{len(assignments)} notebook{'s' if len(assignments) > 1 else ''}"
    lines = ["| open | it is about | points |", "|---|---|---|"]
    for assignment in assignments:
        place = f"`{assignment.name}/{assignment.notebook.name}`"
        lines.append(f"| {place} | {assignment.title} | {assignment.points:g} |")
    return _README.format(count=count, table="\n".join(lines))


def environment(course: Course) -> str:
    """Return the students' conda environment: what the notebooks need, from pyproject.toml."""
    project = course.project
    needed = list(project.get("optional-dependencies", {}).get("student", ["numpy", "matplotlib"]))
    for requirement in project.get("dependencies", []):
        if re.match(r"(jupyterlab|nbgrader)\b", requirement):  # to work in, and to validate with
            needed.append(requirement)
    python = project.get("requires-python", ">=3.11")
    lines = [f"  - {requirement}" for requirement in [f"python{python}", *needed]]
    return "\n".join(
        [f"name: {FOLDER}", "channels:", "  - conda-forge", "dependencies:", *lines, ""]
    )
