"""What headers, README and claims say about points, minutes and exercises agrees."""

from __future__ import annotations

import ast
import re
import sys

import pytest

from autograder.checking.code import as_python
from autograder.notebook.cells import Cell
from autograder.notebook.regions import HIDDEN, find_regions, without_regions
from tests.notebooks.handing_in import COURSE, STEMS, answer_of, assignment_of, calls_of

each = pytest.mark.parametrize("stem", STEMS)
_ROW = re.compile(r"^\| \[(\d\d) ([\w-]+)\]\((\S+)\) \| (.+) \| (\d+) \| (\d+) \| (\d+) \|$", re.M)
# what a claim asks beyond right results on ordinary input
_BEYOND = re.compile(
    r"\balso=|\braises\(|\bfaster\(|\batol=0(\.0)?\b|catch_warnings|np\.geterr"
    r"|except ValueError:\n +(pass|continue)|isinstance\([^)]*\), np\.ndarray\)"
)


def cells(stem: str) -> list[Cell]:
    """Return a notebook's cells."""
    return assignment_of(stem).cells


def text_of(stem: str) -> str:
    """Return what there is to read in a notebook."""
    return "\n\n".join(cell.source for cell in cells(stem) if cell.kind == "markdown")


def exercises(stem: str) -> dict[str, list[Cell]]:
    """Return the claims of each exercise: those that use what its answer cell defines."""
    owner = {name: cell for name, cell in answer_of(stem).items() if _is_code(stem, name)}
    found: dict[str, list[Cell]] = {}
    for claim in assignment_of(stem).claims:
        used = calls_of(claim.source)
        title = claim.id.replace("-", "_")
        about = [name for name in owner if name in used]
        # a claim that uses several functions belongs to the one that its id begins with
        about.sort(key=lambda name: (not title.startswith(name.lower()), -len(name)))
        if about:
            found.setdefault(_exercise(stem, owner[about[0]]), []).append(claim)
    return found


def is_ordinary(claim: Cell) -> bool:
    """Return whether a claim asks for right results on ordinary input, and no more."""
    return not _BEYOND.search(claim.source)


@each
def test_two_thirds_of_an_exercise_are_for_ordinary_input(stem):
    """Whoever gets ordinary input right has at least two thirds of the exercise's points."""
    for exercise, claims in exercises(stem).items():
        ordinary = sum(claim.points for claim in claims if is_ordinary(claim))
        total = sum(claim.points for claim in claims)
        assert 3 * ordinary >= 2 * total, (exercise, [(c.id, c.points) for c in claims])


@each
def test_readme_and_header_agree_with_the_claims(stem):
    """Title, minutes, points and the number of claims are the same wherever they stand."""
    assignment = assignment_of(stem)
    readme = (COURSE.root / "README.md").read_text(encoding="utf-8")
    rows = {row[1]: row for row in _ROW.findall(readme)}
    number, _, link, _, minutes, points, claims = rows[stem]
    header = re.search(r"^(\d+) minutes · (\d+) points$", text_of(stem), re.MULTILINE)

    assert link == assignment.notebook.relative_to(COURSE.root).as_posix()
    assert assignment.name == f"{number}-{stem}"
    assert (minutes, points) == header.groups()
    assert int(points) == sum(claim.points for claim in assignment.claims)
    assert int(claims) == len(assignment.claims)


def test_readme_lists_every_notebook_once_and_adds_up():
    """The table has the notebooks in their order, and its totals are theirs."""
    readme = (COURSE.root / "README.md").read_text(encoding="utf-8")
    rows = _ROW.findall(readme)
    total = re.search(r"^\| \*\*all\*\* \|.* \| (\d+) \| (\d+) \| (\d+) \|$", readme, re.MULTILINE)

    assert [row[1] for row in rows] == STEMS
    assert [int(n) for n in total.groups()] == [sum(int(r[k]) for r in rows) for k in (4, 5, 6)]


@each
def test_what_an_exercise_says_about_points_is_true(stem):
    """Exercises are numbered from 1, and each has a function, an answer and a claim."""
    numbers = re.findall(r"^### Exercise (\d+): ", text_of(stem), re.MULTILINE)

    assert [int(number) for number in numbers] == list(range(1, len(numbers) + 1))
    assert len(exercises(stem)) >= len(numbers)


@each
def test_every_figure_is_tagged_and_told_in_words(stem):
    """A drawing cell is an illustration that nbval leaves alone; alt text or a slider is near."""
    listed = cells(stem)
    for place, cell in enumerate(listed):
        if cell.kind != "code" or not re.search(r"\bpictures\.\w+\(", cell.source):
            continue
        assert {"illustration", "nbval-ignore-output"} <= set(cell.tags), cell.id
        if not re.search(r"\b(sliders|interact)\(", cell.source):
            after = listed[place + 1]
            assert after.kind == "markdown" and after.source.startswith("*The picture:"), cell.id


@each
def test_the_style_beside_pictures_is_the_shared_one(stem):
    """A folder with a `pictures.py` has a copy of notebooks/style.py, others have none."""
    folder = assignment_of(stem).folder
    shared, copy = folder.parent / "style.py", folder / "style.py"

    assert copy.exists() == (folder / "pictures.py").exists()
    assert not copy.exists() or copy.read_bytes() == shared.read_bytes(), f"Copy it to {copy}."


@each
def test_no_cell_is_longer_than_thirty_lines(stem):
    """A student sees no code cell above 30 lines, and no hidden half has more."""
    for cell in cells(stem):
        if cell.kind == "code":
            regions = find_regions(cell.source, HIDDEN)
            lengths = [len(region.lines) for region in regions]
            lengths.append(len(without_regions(cell.source).strip().split("\n")))
            assert max(lengths) <= 30, cell.id


@each
def test_ids_are_kebab_case_and_titles_are_said_once(stem):
    """No two cells have one id, and no two claims say the same."""
    ids = [cell.id for cell in cells(stem)]
    titles = [claim.title for claim in assignment_of(stem).claims]

    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in ids)
    assert len(set(ids)) == len(ids)
    assert len(set(titles)) == len(titles)


@each
def test_what_students_see_needs_numpy_only(stem):
    """Visible code imports the standard library, NumPy, matplotlib and what is released with it."""
    beside = {"pictures", "checking"}
    allowed = {*sys.stdlib_module_names, "numpy", "matplotlib", "ipywidgets", *beside}
    for cell in cells(stem):
        if cell.kind == "code":
            imported = set(_imports(without_regions(cell.source)))
            assert imported <= allowed, (cell.id, imported - allowed)
            if cell.is_claim:
                assert imported <= {*sys.stdlib_module_names, "numpy"}, cell.id


@each
def test_three_hints_for_every_exercise(stem):
    """The idea, the line to look at, nearly the code, in this order."""
    hints = re.findall(r"<summary>Hint(?: \d: ([^<]+))?</summary>", text_of(stem))
    numbered = [hint for hint in hints if hint]

    assert len(numbered) % 3 == 0 and numbered
    for place in range(0, len(numbered), 3):
        assert numbered[place : place + 3] == ["the idea", "the line to look at", "nearly the code"]


def _imports(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(as_python(source))):
        if isinstance(node, ast.Import):
            found += [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.module or "").partition(".")[0])
    return found


def _is_code(stem: str, name: str) -> bool:
    (cell,) = (cell for cell in cells(stem) if cell.id == answer_of(stem)[name])
    return re.search(rf"^(def|class) {name}\b", cell.source, re.MULTILINE) is not None


def _exercise(stem: str, answer: str) -> str:
    """Return the heading under which an answer stands."""
    heading = ""
    for cell in cells(stem):
        for line in re.findall(r"^#+ .*$", cell.source, re.M) if cell.kind == "markdown" else ():
            heading = line
        if cell.id == answer:
            break
    return heading
