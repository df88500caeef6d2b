"""`autograder build`: solution regions from `solutions/`, outputs from a real kernel."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.course import Assignment, Course
from autograder.errors import MaterialError
from autograder.files import write_bytes
from autograder.notebook.regions import fill_region, references

if TYPE_CHECKING:
    from nbformat import NotebookNode

_IMPORT = re.compile(r"^\s*(?:import|from)\s+(\w+)", re.MULTILINE)
_CELL_SECONDS = 120


def build(course: Course, assignment: Assignment) -> list[Path]:
    """Write an assignment's solution regions and outputs; return the files that changed.

    Nothing is written if a cell of the notebook fails. A second call changes nothing: the outputs
    of cells tagged `timing` are kept as long as their source is.

    Raises
    ------
    MaterialError
        If the notebook cannot be read, or a cell fails that is not tagged `raises-exception`.
    """
    import nbformat

    from autograder.notebook.outputs import quiet_notebook

    notebook = read_notebook(assignment)
    timed = _timed_outputs(notebook)
    bodies = reference_bodies(course, assignment)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = fill_region(cell.source, bodies)
    # the kernel runs in the folder and may import the shared modules, so they come first
    changed = copy_modules(course, assignment)
    _run(course, assignment, notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = timed.get((cell.id, cell.source), cell.outputs)
    quiet_notebook(notebook)
    content = (nbformat.writes(notebook, version=4).rstrip("\n") + "\n").encode()
    if content != assignment.notebook.read_bytes():
        write_bytes(assignment.notebook, content)
        changed.append(assignment.notebook)
    return changed


def is_built(course: Course, assignment: Assignment) -> bool:
    """Return whether solutions and outputs are in the notebook, or it cannot be read at all."""
    try:
        notebook = read_notebook(assignment)
        bodies = reference_bodies(course, assignment)
        code = [c for c in notebook.cells if c.cell_type == "code" and c.source.strip()]
        ran = any(cell.execution_count for cell in code)
        return ran and all(fill_region(cell.source, bodies) == cell.source for cell in code)
    except (MaterialError, ValueError):
        return True  # what is wrong is told by `check`


def _timed_outputs(notebook: NotebookNode) -> dict[tuple[str, str], list[NotebookNode]]:
    """Return the outputs, by id and source, of cells that measure time: they stay as they are."""
    return {
        (cell.id, cell.source): cell.outputs
        for cell in notebook.cells
        if "timing" in cell.metadata.get("tags", ()) and cell.get("outputs")
    }


def read_notebook(assignment: Assignment) -> NotebookNode:
    """Return the source notebook as a validated nbformat object, in its own format."""
    import nbformat

    where = f"{assignment.name}/{assignment.notebook.name}"
    ids = [cell.raw.get("id") for cell in assignment.cells]
    if twice := sorted({id for id in ids if id and ids.count(id) > 1}):
        # nbformat would silently replace one of them by a random id
        raise MaterialError(f"{where}, cell {twice[0]}: two cells have this id. Rename one.")
    try:
        notebook: NotebookNode = nbformat.read(assignment.notebook, as_version=4)
        if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
            notebook.nbformat_minor = 5
        nbformat.validate(notebook)
    except (nbformat.ValidationError, nbformat.reader.NotJSONError, AttributeError) as error:
        reason = str(error).strip().split("\n")[0]
        raise MaterialError(
            f"{where}: not a valid notebook: {reason} Repair it, or take the last committed one."
        ) from error
    return notebook


def reference_bodies(course: Course, assignment: Assignment) -> dict[str, list[str]]:
    """Return the bodies of the functions in `solutions/<module>.py`; none if there is no file."""
    path = course.root / "solutions" / f"{assignment.module}.py"
    if not path.is_file():
        return {}
    try:
        return references(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise MaterialError(
            f"solutions/{path.name}, line {error.lineno}: {error.msg}. Correct it and build again."
        ) from error


def shared_modules(course: Course, assignment: Assignment) -> Iterator[tuple[Path, Path]]:
    """Yield (shared module, its place beside the notebook) for each one that it needs."""
    modules = {path.stem: path for path in sorted((course.root / "notebooks").glob("*.py"))}
    code = "\n".join(cell.source for cell in assignment.cells if cell.kind == "code")
    for path in sorted(assignment.folder.glob("*.py")):  # its own modules may import shared ones
        code += "\n" + path.read_text(encoding="utf-8") if path.stem not in modules else ""
    needed, found = set(_IMPORT.findall(code)) & set(modules), set[str]()
    while found != needed:  # a shared module may import another one
        found = set(needed)
        for stem in found:
            needed |= set(_IMPORT.findall(modules[stem].read_text(encoding="utf-8"))) & set(modules)
    for stem in sorted(needed):
        yield modules[stem], assignment.folder / modules[stem].name


def copy_modules(course: Course, assignment: Assignment) -> list[Path]:
    """Copy the modules that several notebooks share; return the copies that were written."""
    written = []
    for module, copy in shared_modules(course, assignment):
        if not copy.is_file() or copy.read_bytes() != module.read_bytes():
            write_bytes(copy, module.read_bytes())
            written.append(copy)
    return written


def _run(course: Course, assignment: Assignment, notebook: NotebookNode) -> None:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    where = f"{assignment.name}/{assignment.notebook.name}"
    client = NotebookClient(
        notebook,
        timeout=_CELL_SECONDS,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(assignment.folder)}},
        record_timing=False,
        coalesce_streams=True,
    )
    failed: list[str] = []
    client.on_cell_error = lambda cell, **_: failed.append(cell.id)
    path = os.pathsep.join(filter(None, [str(course.root), os.environ.get("PYTHONPATH")]))
    try:
        client.execute(env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"})
    except CellExecutionError as error:
        raise MaterialError(
            f"{where}, cell {failed[-1]}: {error.ename}: {error.evalue}. Correct the cell or its "
            "reference; if it is meant to fail, tag it raises-exception."
        ) from error
    except CellTimeoutError as error:
        raise MaterialError(
            f"{where}: a cell ran longer than {_CELL_SECONDS} s. Make it do less."
        ) from error
    except DeadKernelError as error:
        raise MaterialError(f"{where}: the kernel died. Run it by hand to see why.") from error
