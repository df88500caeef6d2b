"""A notebook that lies alone, without what belongs beside it, says so once and goes on."""

from __future__ import annotations

import ast
import importlib.util
import sys

import numpy as np
import pytest

from autograder.checking.code import as_python
from autograder.course.checking_files import package_files
from autograder.notebook.regions import released, solved, without_regions
from tests.notebooks.handing_in import COURSE, STEMS, assignment_of

NOT_IN_A_BROWSER = {
    *("asyncio", "concurrent", "ctypes", "fcntl", "hypothesis", "multiprocessing", "pytest"),
    *("resource", "scipy", "signal", "socket", "subprocess", "threading"),
}
# looks at what an object keeps of the calls that the checks before it make
CALLING = {"affine-objects-go-both-ways"}


@pytest.fixture
def alone(monkeypatch, tmp_path):
    """Be in an empty folder, where neither checks nor pictures nor sliders can be imported."""
    for name in ("checking", "pictures", "style", "ipywidgets"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.chdir(tmp_path)


def import_cell(stem):
    """Return the cell that fetches what lies beside a notebook."""
    cells = assignment_of(stem).cells
    return next(c for c in cells if c.kind == "code" and "from checking import" in c.source)


@pytest.mark.parametrize("stem", STEMS)
def test_it_says_in_one_sentence_what_is_missing(stem, alone, capsys):
    """One line, and whatever is imported from beside the notebook has a stand-in."""
    source = import_cell(stem).source
    names: dict[str, object] = {}

    exec(source.replace("%matplotlib inline\n", ""), names)

    said = capsys.readouterr().out
    assert said.count("\n") == 1 and " is missing: " in said
    assert import_cell(stem).locked
    for line in source.split("\n"):
        if line.strip().startswith("from checking import "):
            for name in line.partition(" import ")[2].split(", "):
                names[name](1, gives=2)
        if line.strip() == "import pictures":
            names["pictures"].any_picture(3)


@pytest.mark.parametrize("stem", STEMS)
def test_all_exercises_can_be_done_alone(stem, alone, monkeypatch, capsys):
    """Every cell of the notebook runs; what cannot be checked or drawn is left out."""
    monkeypatch.chdir(assignment_of(stem).folder)  # a file of numbers is there
    names: dict[str, object] = {}
    for cell in assignment_of(stem).cells:
        if cell.kind == "code" and "timing" not in cell.tags and cell.id not in CALLING:
            source = without_regions(cell.source) if cell.is_claim else solved(cell)
            with np.errstate(all="ignore"):
                exec(source.replace("%matplotlib inline\n", ""), names)

    said = capsys.readouterr().out
    assert said.count(" is missing: ") == 1
    assert said.count("left out") >= len(assignment_of(stem).claims) - len(CALLING)


def test_nothing_is_imported_that_a_browser_has_not():
    """What students get runs in WebAssembly too: without threads, processes and test libraries."""
    texts = {name: content.decode() for name, content in package_files().items()}
    for stem in STEMS:
        assignment = assignment_of(stem)
        texts |= {
            f"{stem}/{p.name}": p.read_text("utf-8") for p in assignment.files if p.suffix == ".py"
        }
        code = [cell for cell in assignment.cells if cell.kind == "code"]
        texts |= {cell.id: without_regions(released(cell)) for cell in code}
    imported = {
        (where, name.split(".")[0])
        for where, text in texts.items()
        for node in ast.walk(ast.parse(as_python(text)))
        for name in _modules(node)
    }

    assert {name for _, name in imported} > {"numpy", "matplotlib", "json"}
    assert [one for one in sorted(imported) if one[1] in NOT_IN_A_BROWSER] == []


def _modules(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def test_sliders_are_optional(alone, capsys):
    """Without ipywidgets the picture of the start is drawn, and a sentence says why."""
    spec = importlib.util.spec_from_file_location("its_style", COURSE.root / "notebooks/style.py")
    style = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(style)
    drawn = []

    style.sliders(lambda x, y: drawn.append((x, y)), x=(0, 9, 1, 4), y=(-1, 1, 0.5, 0))

    assert drawn == [(4, 0)]
    assert "ipywidgets" in capsys.readouterr().out
