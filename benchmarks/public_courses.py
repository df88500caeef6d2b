"""Public nbgrader courses, graded by nbgrader alone and with the drop-in: the same points?

    python -m benchmarks.public_courses FOLDER --notebooks 3

Every folder in FOLDER is a course that you have fetched. Their code runs: nbgrader alone confines
nothing. It runs in the Python that runs this, which needs what the notebooks import.
"""

from __future__ import annotations

import argparse
import ast
import json
import logging
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import MetadataValidator
from traitlets.config import Config

from autograder.course.classroom import Classroom
from autograder.course.unprotected import unprotected_claims
from autograder.gradebook.opening import gradebook_of
from autograder.nbgrader import use
from autograder.notebook.cells import Cell, cell_from
from autograder.notebook.regions import find_mark, released, solved
from benchmarks.tables import head, row

_SECONDS = 30  # that a cell may take
_LARGEST = 2_000_000  # bytes of a file that is taken along
_BESIDE = ("pyc", "ipynb", "db", "pdf", "zip")  # endings of what is left where it is
_OTHERS = ("autograded", "feedback", "release", "submitted", ".ipynb_checkpoints")
_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


@dataclass
class Found:
    """A source notebook of a course, its metadata as nbgrader wants it today."""

    path: Path
    notebook: nbformat.NotebookNode
    cells: list[Cell]

    @property
    def checks(self) -> list[str]:
        return [cell.id for cell in self.cells if cell.is_claim and cell.points]

    @property
    def solved(self) -> bool:
        """Whether it has a solution that can be handed in."""
        return any(map(_is_exercise, self.cells))

    def beside(self) -> dict[str, Path]:
        """Return the files that are released with it."""
        folder = self.path.parent
        return {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file()
            and path.name.rpartition(".")[2] not in _BESIDE
            and path.stat().st_size < _LARGEST
        }

    def unprotected(self) -> dict[str, str]:
        """Return the checks that must run unprotected by their text, and why."""
        content = nbformat.writes(self.notebook).encode()
        beside = {name: path.read_bytes() for name, path in self.beside().items()}
        found = unprotected_claims(content, beside)
        return {name: why for name, why in found.items() if name in self.checks}


@dataclass
class Compared:
    """What both graders made of one notebook."""

    checks: int = 0
    by_text: int = 0
    by_trial: int = 0
    faulty: int = 0  # that the course's own solution fails with both: no verdict with the drop-in
    points: int = 0  # that were compared: checks times answers
    stock: float = 0.0
    ours: float = 0.0
    differences: list[str] = field(default_factory=list)
    skipped: str = ""


def main() -> None:
    """Print a line for each notebook and each difference, then a table of the courses."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--notebooks", type=int, default=3, help="graded of each course, of those with solutions"
    )
    parser.add_argument("--only", nargs="*", help="courses, by the names of their folders")
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    rows, reasons = [], dict[str, int]()
    for course in sorted(path for path in chosen.folder.iterdir() if path.is_dir()):
        if chosen.only and course.name not in chosen.only:
            continue
        found = list(notebooks(course))
        by_text = [why for one in found for why in one.unprotected().values()]
        for why in by_text:
            reasons[why] = reasons.get(why, 0) + 1
        done = list(_compared([one for one in found if one.solved], chosen.notebooks))
        checks = sum(len(one.checks) for one in found)
        rows.append(_columns(course.name, len(found), checks, len(by_text), done))
    lines = [
        *head("course", "notebooks", "checks", "unprotected by text", "graded", "checks graded")
    ]
    titles = (
        "unprotected by trial",
        "at fault",
        "points compared",
        "different",
        "nbgrader s",
        "drop-in s",
    )
    print(lines[0][:-1] + row(*titles))
    print(lines[1][:-1] + row(*["---"] * len(titles)))
    print("\n".join(row(*map(_text, one)) for one in rows))
    print(row("all", *(_text(sum(column)) for column in list(zip(*rows, strict=True))[1:])))
    for why, count in sorted(reasons.items(), key=lambda item: -item[1]):
        print(f"unprotected by text, {count}: it {why}")


def notebooks(course: Path) -> Iterator[Found]:
    """Yield the notebooks that have checks, each once."""
    seen = set()
    for path in sorted(course.rglob("*.ipynb")):
        if set(path.parts) & set(_OTHERS):
            continue
        try:
            text = path.read_text(encoding="utf-8")
            if '"nbgrader"' not in text:
                continue
            notebook = nbformat.reads(text, as_version=4)
            notebook = MetadataValidator().upgrade_notebook_metadata(notebook)
        except Exception:  # whatever lies in a public repository
            continue
        if notebook.metadata.get("kernelspec", {}).get("language", "python") != "python":
            continue
        notebook.metadata.kernelspec = _KERNEL
        cells = [cell_from(raw, at) for at, raw in enumerate(notebook.cells)]
        found = Found(path, notebook, cells)
        same = tuple(cell.source for cell in cells if cell.is_claim)
        if found.checks and same not in seen:
            seen.add(same)
            yield found


def answers(found: Found) -> dict[str, dict[str, str]]:
    """Return what each of the made students writes, by cell."""
    exercises = [cell for cell in found.cells if cell.solution and cell.kind == "code"]
    right = {cell.id: solved(cell) for cell in exercises}
    blank = {cell.id: released(cell) for cell in exercises}
    half = dict(list(right.items())[: len(right) // 2])
    return {
        "solution": right,
        "blank": blank,
        "half": blank | half,
        "numbers": {name: _mutated(text, _number) for name, text in right.items()},
        "operators": {name: _mutated(text, _operator) for name, text in right.items()},
        "returns": {name: _mutated(text, _returned) for name, text in right.items()},
    }


def compare(found: Found) -> Compared:
    """Grade every answer by both graders."""
    made = Compared(checks=len(found.checks), by_text=len(found.unprotected()))
    with TemporaryDirectory() as folder:
        stock, ours = Path(folder, "stock"), Path(folder, "ours")
        _write_course(stock, found)
        result = _nbgrader(stock).generate_assignment("a")
        if not result["success"]:
            made.skipped = "nbgrader does not release it"
            return made
        for student, texts in answers(found).items():
            _hand_in(stock, student, texts)
        shutil.copytree(stock, ours)
        points = {}
        for student in answers(found):
            expected, seconds = _graded(stock, student, dropin=False)
            made.stock += seconds
            if student == "solution" and not any(expected.values()):
                made.skipped = "its own solution earns nothing here"
                return made
            given, seconds = _graded(ours, student, dropin=True)
            made.ours += seconds
            points[student] = (expected, given)
        unprotected = _unprotected(ours)
        made.by_trial = len(unprotected - set(found.unprotected()))
        expected, given = points["solution"]
        faulty = [
            name for name in found.checks if not expected.get(name) and given.get(name) is None
        ]
        made.faulty = len(faulty)
        for student, (expected, given) in points.items():
            made.points += len(found.checks) - len(faulty)
            made.differences += [
                f"{found.path.name}, {name}, {student}: {expected.get(name)} by nbgrader, "
                f"{given.get(name)} with the drop-in; it says: {_said(ours, student, name)}"
                for name in found.checks
                if name not in faulty and expected.get(name) != given.get(name)
            ]
    return made


def _compared(found: list[Found], most: int) -> Iterator[Compared]:
    """Yield what became of the notebooks, until so many were graded."""
    graded = 0
    for one in found:
        if graded == most:
            return
        made = compare(one)
        said = made.skipped or (
            f"{made.checks} checks, {made.by_text} + {made.by_trial} unprotected, "
            f"{made.stock:.1f} s and {made.ours:.1f} s"
        )
        print(f"{one.path}: {said}", *made.differences, sep="\n  ", flush=True)
        if not made.skipped:
            graded += 1
            yield made


def _columns(
    name: str, notebooks: int, checks: int, by_text: int, done: list[Compared]
) -> tuple[Any, ...]:
    return (
        *(name, notebooks, checks, by_text),
        *(len(done), sum(one.checks for one in done), sum(one.by_trial for one in done)),
        sum(one.faulty for one in done),
        *(sum(one.points for one in done), sum(len(one.differences) for one in done)),
        *(sum(one.stock for one in done), sum(one.ours for one in done)),
    )


def _text(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def _is_exercise(cell: Cell) -> bool:
    return cell.solution and cell.kind == "code" and bool(find_mark(cell.source))


def _write_course(root: Path, found: Found) -> None:
    folder = root / "source" / "a"
    folder.mkdir(parents=True)
    nbformat.write(found.notebook, folder / "nb.ipynb")
    for name, path in found.beside().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / name)
    with gradebook_of(Classroom(root)):  # nbgrader would look for a program on the PATH
        pass


def _hand_in(root: Path, student: str, texts: dict[str, str]) -> None:
    folder = root / "submitted" / student / "a"
    shutil.copytree(root / "release" / "a", folder)
    notebook = nbformat.read(folder / "nb.ipynb", as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = texts.get(name, cell.source)
    nbformat.write(notebook, folder / "nb.ipynb")


def _nbgrader(root: Path, dropin: bool = False) -> NbGraderAPI:
    settings = Config()
    settings.CourseDirectory.root = str(root)
    settings.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    settings.Execute.timeout = _SECONDS
    if dropin:
        use(settings)
    return NbGraderAPI(CourseDirectory(config=settings), config=settings)


def _graded(root: Path, student: str, dropin: bool) -> tuple[dict[str, float | None], float]:
    """The points of each check, none if nbgrader gave up, and the seconds."""
    start = time.perf_counter()
    _nbgrader(root, dropin).autograde("a", student)
    seconds = time.perf_counter() - start
    with gradebook_of(Classroom(root)) as gradebook:
        try:
            submission = gradebook.find_submission_notebook("nb", "a", student)
        except Exception:
            return {}, seconds
        return {grade.name: grade.auto_score for grade in submission.grades}, seconds


def _unprotected(root: Path) -> set[str]:
    results = root / "autograded" / "solution" / "a" / "results.json"
    if not results.exists():
        return set()
    notes = json.loads(results.read_bytes())["extra_data"]["autograder"]["notes"]
    return {note["cell"] for note in notes if "unprotected" in note["text"]}


def _said(root: Path, student: str, name: str) -> str:
    """What the graded notebook of the drop-in shows below a check."""
    path = root / "autograded" / student / "a" / "nb.ipynb"
    if not path.exists():
        return "nothing"
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == name:
            shown = [out.get("evalue") or out.get("text", "") for out in cell.get("outputs", ())]
            return " ".join(" ".join(shown).split())[:300]
    return "nothing"


def _mutated(text: str, change: Callable[[ast.AST], None]) -> str:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return text
    for node in ast.walk(tree):
        change(node)
    return ast.unparse(tree) if tree.body else text


def _number(node: ast.AST) -> None:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        node.value = node.value + 1  # type: ignore[operator]


def _operator(node: ast.AST) -> None:
    swaps: dict[type[ast.AST], ast.AST] = {
        **{ast.Add: ast.Sub(), ast.Sub: ast.Add(), ast.Mult: ast.Add(), ast.Div: ast.Mult()},
        **{ast.Lt: ast.GtE(), ast.Gt: ast.LtE(), ast.Eq: ast.NotEq(), ast.NotEq: ast.Eq()},
    }
    if isinstance(node, ast.BinOp):
        node.op = swaps.get(type(node.op), node.op)  # type: ignore[assignment]
    elif isinstance(node, ast.Compare):
        node.ops = [swaps.get(type(op), op) for op in node.ops]  # type: ignore[misc]


def _returned(node: ast.AST) -> None:
    """What is returned, in a list."""
    if isinstance(node, ast.Return) and node.value is not None:
        node.value = ast.List([node.value], ast.Load())


if __name__ == "__main__":
    main()
