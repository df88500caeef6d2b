"""What a notebook of this course looks like: each rule names what breaks it, and the cure."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from nbformat import NotebookNode

from autograder import checking
from autograder.checking.code import as_python, parse, statements
from autograder.notebook.exercises import headings, without_fences
from autograder.notebook.regions import HIDDEN, KINDS, SOLUTION, find_regions, without_regions

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TAGS = {"illustration", "nbval-ignore-output", "raises-exception", "timing"}
_ROLES = {  # (grade, solution, locked)
    (True, False, True): "claim",
    (False, True, False): "answer",
    (True, True, False): "answer by hand",
    (False, False, True): "locked",
}
_LINES = 30
_LONGEST = 100  # characters: what 1280 pixels show
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)")
_HTML_IMAGE = re.compile(r"<img\b[^>]*>")
_PARTS = ("What you'll do", "What you'll learn", "What you'll need", "On your own")

_Rule = Callable[[NotebookNode], Iterator[str]]


def form_problems(notebook: NotebookNode, folder: Path, points: float) -> Iterator[str]:
    """Yield what is wrong with a notebook, as `where: what. What to do.`"""
    yield from _notebook_metadata(notebook)
    yield from _whole_text(notebook, points)
    yield from _order(notebook)
    for cell in notebook.cells:
        where = f"cell {cell.id}: "
        rules: list[_Rule] = [_identity, _role, _regions, _length]
        if cell.cell_type == "markdown":
            rules += [_hints, _images(folder)]
        elif cell.cell_type == "code":
            rules += [_syntax, _claim, _results]
        for rule in rules:
            for problem in rule(cell):
                yield where + problem


def _notebook_metadata(notebook: NotebookNode) -> Iterator[str]:
    metadata = notebook.metadata
    extra = set(metadata) - {"kernelspec", "language_info"}
    if extra:
        yield f"metadata {', '.join(sorted(extra))} is noise. Run `autograder build`."
    if metadata.get("kernelspec", {}).get("name") != "python3":
        yield "the kernel is not python3. Run `autograder build`."
    if metadata.get("language_info") != {"name": "python"}:
        yield "language_info names versions. Run `autograder build`."


def _order(notebook: NotebookNode) -> Iterator[str]:
    ran = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    for count, cell in enumerate(ran, start=1):
        if cell.execution_count != count:
            yield f"cell {cell.id}: not run after the one before it. Run `autograder build`."
            return  # the next ones can only be wrong as well


def _whole_text(notebook: NotebookNode, points: float) -> Iterator[str]:
    text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    levels = [level for level, _ in headings(text)]
    text = without_fences(text)
    if levels[:1] != [1] or levels.count(1) != 1:
        yield "there should be one `# ` heading, the title, and it should come first."
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "a heading skips a level. Use `##` for a step and `###` within it."
    for part in _PARTS:
        if part.lower() not in text.lower():
            yield f'the part "{part}" is missing. Add it.'
    stated = re.search(r"(\d+) points", text)
    if stated is None or int(stated[1]) != points:
        said = f"says {stated[1]} points" if stated else "does not say how many points"
        yield f"the text {said}, the claims add up to {points:g}. Correct one of them."


def _identity(cell: NotebookNode) -> Iterator[str]:
    if not _KEBAB.fullmatch(cell.id):
        yield "the id is not kebab-case. Say with it what the cell shows."
    marks = cell.metadata.get("nbgrader")
    if marks is not None and marks.get("grade_id") != cell.id:
        yield f"its grade_id is {marks.get('grade_id')!r}. Make it equal to the id."
    extra = set(cell.metadata) - {"nbgrader", "tags"}
    if extra:
        yield f"metadata {', '.join(sorted(extra))} is noise. Run `autograder build`."
    for tag in set(cell.metadata.get("tags", ())) - _TAGS:
        yield f"the tag {tag!r} is unknown. There are {', '.join(sorted(_TAGS))}."


def _role(cell: NotebookNode) -> Iterator[str]:
    marks = cell.metadata.get("nbgrader")
    if marks is None:
        return
    if marks.get("schema_version") != 3:
        yield f"nbgrader's schema_version is {marks.get('schema_version')}. Make it 3."
    if marks.get("task"):
        return
    grade, solution, locked = (bool(marks.get(key)) for key in ("grade", "solution", "locked"))
    role = _ROLES.get((grade, solution, locked))
    if role is None:
        yield (
            "grade, solution and locked make no sense together. A claim is graded and locked, "
            "an answer is a solution only."
        )
    points = marks.get("points")
    if marks.get("grade") and not (isinstance(points, int) and points > 0):
        yield f"it is graded with {points} points. Give it a whole number above 0."
    if "illustration" in cell.metadata.get("tags", ()) and role != "locked":
        yield "it is an illustration and takes part in grading. Take the tag away."


def _regions(cell: NotebookNode) -> Iterator[str]:
    marks = cell.metadata.get("nbgrader", {})
    for kind in KINDS:
        try:
            regions = find_regions(cell.source, kind)
        except ValueError as error:
            yield f"{error}. Each needs a line of its own: ### BEGIN {kind}, ### END {kind}."
            continue
        if kind == SOLUTION and marks.get("solution") and cell.cell_type == "code" and not regions:
            yield "an answer without a solution region. Put ### BEGIN SOLUTION and END around it."
        if kind == SOLUTION and regions and not marks.get("solution"):
            yield "a solution region outside of an answer. Mark the cell as a solution."
        if kind == HIDDEN and regions and not (marks.get("grade") and not marks.get("solution")):
            yield "hidden tests outside of a claim. Mark the cell as graded."


def _length(cell: NotebookNode) -> Iterator[str]:
    if cell.cell_type != "code":
        return
    try:
        lines = len(without_regions(cell.source).strip().split("\n"))
        lines = max(
            [lines, *(len(r.lines) for kind in KINDS for r in find_regions(cell.source, kind))]
        )
    except ValueError:
        return
    if lines > _LINES:
        yield f"{lines} lines, more than {_LINES}. Split it."


def _syntax(cell: NotebookNode) -> Iterator[str]:
    if "raises-exception" in cell.metadata.get("tags", ()):
        return
    try:
        parse(as_python(cell.source))
    except SyntaxError as error:
        yield f"line {error.lineno or 1}: {error.msg}. Correct it."


def _is_check(node: ast.AST) -> bool:
    """True for a call of what `checking` offers."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in checking.__all__


def _claim(cell: NotebookNode) -> Iterator[str]:
    marks = cell.metadata.get("nbgrader", {})
    if not marks.get("grade") or marks.get("solution"):
        return
    try:
        visible = parse(without_regions(cell.source))
        whole = parse(cell.source)
    except (SyntaxError, ValueError):
        return
    if not ast.get_docstring(visible):
        yield "a claim says its property first. Begin it with a docstring."
    last = ast.walk(visible.body[-1]) if visible.body else ()
    if not any(isinstance(node, (ast.Assert, ast.Raise)) or _is_check(node) for node in last):
        yield "the visible half does not end in a check. Show an example: `check(f, 1, gives=2)`."
    in_form = any(map(_is_check, ast.walk(visible)))
    for number, line in enumerate(without_regions(cell.source).split("\n"), 1):
        if in_form and len(line) > _LONGEST:
            yield f"line {number}: {len(line)} characters, at most {_LONGEST}. Break it."
    for node in ast.walk(whole):
        if isinstance(node, ast.Assert) and node.msg is None:
            yield f"line {node.lineno}: an assert without a message. Say what to look at next."


def _results(cell: NotebookNode) -> Iterator[str]:
    tags = cell.metadata.get("tags", ())
    kinds = [output.output_type for output in cell.outputs]
    if "error" in kinds and "raises-exception" not in tags:
        yield "its stored output is an error. Correct it, or tag it raises-exception."
    pictures = any("image/png" in output.get("data", {}) for output in cell.outputs)
    if pictures and "nbval-ignore-output" not in tags:
        yield "its output is a figure. Tag it nbval-ignore-output: machines draw differently."
    if _shows(cell.source) and not {"execute_result", "display_data", "error"} & set(kinds):
        yield "its last line shows a value, but none is stored. Run `autograder build`."
    from autograder.notebook.outputs import quiet_output

    if [quiet_output(output) for output in cell.outputs] != cell.outputs:
        yield "a stored output holds an address, a path or a version. Run `autograder build`."


def _shows(source: str) -> bool:
    """Return whether a cell surely displays a value: its last line is an expression, no call."""
    body = statements(source)
    if not body or not isinstance(body[-1], ast.Expr) or source.rstrip().endswith(";"):
        return False
    value = body[-1].value
    return not isinstance(value, (ast.Call, ast.Constant, ast.Await))


def _hints(cell: NotebookNode) -> Iterator[str]:
    text = without_fences(cell.source)
    if text.count("<details") != text.count("</details>"):
        yield "a <details> is not closed. Add </details> on a line of its own."
    if re.search(r"</summary>(?!\s*\n\s*\n)", text):
        yield "no blank line after </summary>. Without it the hint's Markdown is not rendered."


def _images(folder: Path) -> _Rule:
    def rule(cell: NotebookNode) -> Iterator[str]:
        for image in _IMAGE.finditer(cell.source):
            target = image["target"]
            if not image["alt"].strip():
                yield f"the image {target} has no alt text. Say in the brackets what it shows."
            local = not re.match(r"\w+:", target)
            if local and not (folder / target).is_file():
                yield f"the image {target} is not in {folder.name}/. Add the file."
        for image in _HTML_IMAGE.findall(cell.source):
            if not re.search(r'\balt="[^"]+"', image):
                yield f"{image} has no alt text. Say in alt what it shows."

    return rule
