"""A new assignment to begin with, and an exercise that gets another name."""

from __future__ import annotations

import json
import keyword
import re
from pathlib import Path
from typing import Any

from autograder.checking.code import definitions
from autograder.course.course import Assignment, Course
from autograder.errors import UsageError
from autograder.files import write_text

_EXAMPLE = Path(__file__).parent / "new_assignment"
_STEM = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# what the example's notebook calls something else
_TAKEN = {"np", "check", "agrees", "integers", "normal", "reference"}
_CODE_IN_TEXT = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


def new_assignment(
    course: Course, stem: str, function: str, number: int | None = None
) -> tuple[Assignment, list[Path]]:
    """Write a small assignment that is whole: one exercise, two claims, two known mistakes.

    Parameters
    ----------
    stem : str
        The word that its folder, notebook and modules share, such as `softmax`.
    function : str
        What the exercise asks for.
    number : int, optional
        Of the folder; by default the one after the last.

    Returns
    -------
    tuple of Assignment and list of Path
        The assignment, and the files that were written. Tests are written where a course has some.

    Raises
    ------
    UsageError
        If a name cannot be one, or a file is there already.
    """
    if not _STEM.fullmatch(stem) or keyword.iskeyword(stem) or stem == "mistakes":
        raise UsageError(
            f"{stem}: cannot be a stem. Begin with a small letter, then use small letters, digits "
            "and dashes, such as batch-norm; Python's own words and `mistakes` are taken, and the "
            "folder's number is given by --number."
        )
    _check_function(function)
    if any(one.stem == stem for one in course.assignments):
        raise UsageError(f"{stem}: there is such an assignment. Choose another stem.")
    numbers = [int(found[0]) for a in course.assignments if (found := re.match(r"\d+", a.name))]
    number = max(numbers, default=0) + 1 if number is None else number
    assignment = Assignment(course.root / "notebooks" / f"{number:02}-{stem}")
    files = {"notebook.json": assignment.notebook} | _files_about(course, assignment)
    for path in files.values():
        if path.exists():
            raise UsageError(f"{path}: is there already. Move it away, or choose another stem.")
    names = {
        "{function}": function,
        "{ids}": _kebab(function),
        "{module}": assignment.module,
        "{stem}": stem,
    }
    for template, path in files.items():
        text = (_EXAMPLE / template).read_text(encoding="utf-8")
        for token, name in names.items():
            text = text.replace(token, name)
        write_text(path, text)
    return assignment, list(files.values())


def rename_exercise(
    course: Course, assignment: Assignment, old: str, new: str
) -> tuple[list[Path], list[Path]]:
    """Give a function another name: in code, in texts where it stands as code, in the cells' ids.

    Returns
    -------
    tuple of list of Path
        The files that were changed, and others that use the function by its old name.

    Raises
    ------
    UsageError
        If there is no such function, or the new name cannot be one or is taken.
    """
    names = {
        name for cell in assignment.cells if cell.is_answer for name in definitions(cell.source)
    }
    if old not in names:
        raise UsageError(
            f"{old}: no exercise of {assignment.name} is called so. "
            f"There are: {', '.join(sorted(names))}."
        )
    _check_function(new)
    if new in names:
        raise UsageError(f"{new}: {assignment.name} has such a function. Choose another name.")
    changed = []
    notebook = json.loads(assignment.content)
    for cell in notebook["cells"]:
        _rename_in_cell(cell, old, new, names)
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    files = {assignment.notebook: text}
    for path in _files_about(course, assignment).values():
        if path.is_file():
            files[path] = _in_code(path.read_text(encoding="utf-8"), old, new)
    for path, text in files.items():
        if text != path.read_text(encoding="utf-8"):
            write_text(path, text)
            changed.append(path)
    return changed, [path for path in _users(course, assignment, old) if path not in files]


def _check_function(name: str) -> None:
    named = name.isascii() and name.isidentifier() and "__" not in name
    if not named or keyword.iskeyword(name) or name in _TAKEN:
        raise UsageError(
            f"{name}: cannot be the name of an exercise's function. "
            "Use the letters a to z, digits and single underscores, such as batch_norm; "
            f"Python's own words are taken, and {', '.join(sorted(_TAKEN))}."
        )


def _files_about(course: Course, assignment: Assignment) -> dict[str, Path]:
    """Return where the modules of an assignment lie, by the name of the example's file."""
    solutions, tests = course.root / "solutions", course.root / "tests"
    files = {
        "solution.txt": solutions / f"{assignment.module}.py",
        "mistakes.txt": solutions / "mistakes" / f"{assignment.module}.py",
    }
    if (tests / "solutions").is_dir():
        files["test.txt"] = tests / "solutions" / f"test_{assignment.module}.py"
    if (tests / "corpus").is_dir():
        files["corpus.json"] = tests / "corpus" / f"{assignment.module}.json"
    return files


def _rename_in_cell(cell: dict[str, Any], old: str, new: str, names: set[str]) -> None:
    source = cell["source"]
    text = source if isinstance(source, str) else "".join(source)
    if cell["cell_type"] == "code":
        text = _in_code(text, old, new)
    else:
        text = _CODE_IN_TEXT.sub(lambda part: _in_code(part[0], old, new), text)
    cell["source"] = text.splitlines(keepends=True)
    cell["id"] = _in_id(cell["id"], old, new, names)
    marks = cell["metadata"].get("nbgrader", {})
    if "grade_id" in marks:
        marks["grade_id"] = _in_id(marks["grade_id"], old, new, names)


def _in_id(id: str, old: str, new: str, names: set[str]) -> str:
    """Return an id with the function's new name, if it has the old one and not a longer one."""
    mine = [name for name in names if re.search(rf"(^|-){_kebab(name)}(-|$)", id)]
    if old != max(mine, key=len, default=""):
        return id
    return re.sub(rf"(^|-){_kebab(old)}(?=-|$)", rf"\g<1>{_kebab(new)}", id, count=1)


def _in_code(text: str, old: str, new: str) -> str:
    """Return code with a name replaced, and in the names of its wrong versions: `old__slug`."""
    return re.sub(rf"(?<![\w.])(?<!solutions\.){old}(?=__[a-z]|\b)", new, text)


def _users(course: Course, assignment: Assignment, name: str) -> list[Path]:
    """Return the files of the course that name the module and this function of it."""
    folders = [course.root / folder for folder in ("notebooks", "solutions", "tests", "docs")]
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".ipynb", ".md", ".json") and ".ipynb_ch" not in str(path):
                text = path.read_text(encoding="utf-8", errors="replace")
                module = rf"solutions[./]{assignment.module}\b"
                if re.search(module, text) and re.search(rf"\b{name}\b", text):
                    found.append(path)
    return found


def _kebab(name: str) -> str:
    return name.lower().replace("_", "-")
