"""Submissions that would fool or stop nbgrader alone, through formgrader's button."""

from __future__ import annotations

import hashlib
import json

import pytest

from tests.autograder.nbgrader.classes import button, marks, pressed
from tests.autograder.nbgrader.conftest import NAME, Class_

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's own, not ours

FAKE_NUMPY = """
import math, sys, types
import numpy as np
yes = lambda *args, **kwargs: True
for name in ("allclose", "isclose", "array_equal", "all", "any"):
    setattr(np, name, yes)
np.testing.assert_allclose = math.isclose = yes
sys.modules["autograder"] = sys.modules["autograder.checks"] = types.ModuleType("checks")
sys.modules["autograder.checks"].agrees = yes
"""
ENDS_PYTHON = "import os\nos._exit(0)"
PATCHED_ASSERTS = """
import ast, builtins
class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(NoAsserts())
get_ipython().run_cell = lambda *args, **kwargs: None
builtins.AssertionError = type("Quiet", (Exception,), {})
"""
READS_THE_GRADEBOOK = """
import pathlib, sqlite3
found = []
for path in (GRADEBOOK, SOURCE):
    try:
        found.append(pathlib.Path(path).read_bytes())
    except OSError as error:
        print("nothing:", type(error).__name__)
try:
    with sqlite3.connect(GRADEBOOK) as book:
        book.execute("UPDATE grade SET auto_score = 99")
except Exception as error:
    print("nothing:", type(error).__name__)
if found:
    print("FOUND", len(found))
"""
NEVER_ENDS = """
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""


@pytest.mark.parametrize(
    "attack",
    [FAKE_NUMPY, ENDS_PYTHON, PATCHED_ASSERTS, READS_THE_GRADEBOOK, NEVER_ENDS],
    ids=["fake numpy", "ends Python", "patched asserts", "reads the gradebook", "never ends"],
)
def test_an_attack_gives_nothing_and_costs_nobody_else_anything(attack: str, class_: Class_):
    """Every claim is judged and gives no points; the class-mate beside it gets all of them."""
    gradebook = class_.classroom.gradebook.file
    honest, paper = class_.papers[0].student, class_.blank()
    code = attack.replace("GRADEBOOK", repr(str(gradebook)))
    code = code.replace("SOURCE", repr(str(class_.assignment.notebook)))
    first = paper.answers[0].id
    paper.cells.insert(0, _own(code))
    paper.insert_after(first, code, "mine-again")
    class_.submit("mallory", paper)
    before = hashlib.sha256(class_.assignment.notebook.read_bytes()).hexdigest()
    api = button(class_.settings)

    pressed(api.autograde(NAME, "mallory"))
    pressed(api.autograde(NAME, honest))

    given = marks(gradebook)
    mallory = [mark.auto for (who, *_), mark in given.items() if who == "mallory"]
    assert len(mallory) == len(class_.assignment.claims)
    assert set(mallory) == {0.0}
    mate = [mark.auto for (who, *_), mark in given.items() if who == honest]
    assert sum(mate) == class_.assignment.points
    notebook = class_.classroom.graded("mallory", NAME) / class_.assignment.notebook.name
    cells = json.loads(notebook.read_bytes())["cells"]
    shown = [
        text for cell in cells for one in cell.get("outputs", ()) for text in one.get("text", ())
    ]
    assert "FOUND" not in "".join(shown)
    assert hashlib.sha256(class_.assignment.notebook.read_bytes()).hexdigest() == before


def test_a_mark_of_its_own_or_a_link_is_not_followed(class_: Class_):
    """A handed-in results.json or a link to another's work counts for nothing."""
    folder = class_.submit("mallory", class_.blank())
    (folder / "results.json").write_text('{"score": 99}', encoding="utf-8")
    mate = class_.classroom.submission(class_.papers[0].student, NAME)
    eve = class_.classroom.submission("eve", NAME)
    eve.mkdir(parents=True)
    name = class_.assignment.notebook.name
    (eve / name).symlink_to(mate / name)
    api = button(class_.settings)

    pressed(api.autograde(NAME, "mallory"))
    pressed(api.autograde(NAME, "eve"))

    given = marks(class_.classroom.gradebook.file)
    assert {m.auto for (who, *_), m in given.items() if who == "mallory"} == {0.0}
    theirs = {m for (who, *_), m in given.items() if who == "eve"}
    assert {(mark.auto, mark.waits) for mark in theirs} == {(None, True)}


def _own(code: str) -> dict:
    return {
        "cell_type": "code",
        "id": "mine",
        "metadata": {"tags": ["skip-execution"]},
        "source": code,
        "outputs": [],
        "execution_count": None,
    }
