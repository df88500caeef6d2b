"""`check` names each departure from the form, with the place and the cure."""

from __future__ import annotations

import json

import pytest

from autograder.course.build import build
from autograder.course.check import problems_of
from autograder.course.course import Course

from .conftest import CLAIM, EXERCISE, text, twice_cells, write_notebook

TEXT = """# Double a number

**What you'll do:** double. **What you'll learn:** to double. **What you'll need:** nothing.

2 points"""


def good_cells() -> list[dict]:
    first, *others = twice_cells()
    return [{**first, "source": TEXT}, *others, text("end", "## On your own\n\nTriple it.")]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The cells of a notebook in order, with solution and outputs."""
    from .conftest import REFERENCE

    root = tmp_path_factory.mktemp("checked")
    write_notebook(root / "notebooks/01-twice/twice.ipynb", good_cells())
    (root / "solutions").mkdir()
    (root / "solutions/twice.py").write_text(REFERENCE)
    course = Course(root)
    build(course, course.assignments[0])
    return json.loads(course.assignments[0].notebook.read_text())


def problems(course: Course, notebook: dict) -> str:
    course.assignments[0].notebook.write_text(json.dumps(notebook))
    return "\n".join(problems_of(course, course.assignments[0]))


def changed(notebook: dict, name: str, **parts) -> dict:
    cells = [{**c, **parts} if c["id"] == name else c for c in notebook["cells"]]
    return {**notebook, "cells": cells}


def marked(notebook: dict, id: str, **marks) -> dict:
    cell = next(c for c in notebook["cells"] if c["id"] == id)
    metadata = {**cell["metadata"], "nbgrader": {**cell["metadata"]["nbgrader"], **marks}}
    return changed(notebook, id, metadata=metadata)


def test_a_notebook_in_order_has_no_problem(course, built):
    """The form can be met."""
    assert problems(course, built) == ""


SOURCES = {
    "no title": ("title", TEXT.replace("# D", "D"), "one `# ` heading"),
    "skipped level": ("end", "#### On your own", "a heading skips a level"),
    "missing part": ("end", "## The end", 'the part "On your own" is missing'),
    "wrong points": ("title", TEXT.replace("2 points", "3 points"), "says 3 points, the claims"),
    "open details": ("end", "## On your own\n<details><summary>x</summary>\n\ny", "not closed"),
    "tight hint": (
        "end",
        "## On your own\n<details><summary>x</summary>\ny\n</details>",
        "no blank line after </summary>",
    ),
    "no alt text": ("end", "## On your own\n![](a.png)", "no alt text"),
    "missing image": ("end", "## On your own\n![a curve](a.png)", "a.png is not in 01-twice/"),
    "no docstring": ("twice-doubles-three", CLAIM.split("\n", 1)[1], "Begin it with a docstring"),
    "no message": (
        "twice-doubles-three",
        CLAIM.replace(', "twice(3) should be 6."', ""),
        "line 2: an assert without a message",
    ),
    "no assert": ("twice-doubles-three", '"""It runs."""\ntwice(3)', "does not end in a check"),
    "open region": (
        "write-twice",
        EXERCISE.replace("    ### END SOLUTION", ""),
        "BEGIN SOLUTION has no END SOLUTION",
    ),
    "no region": ("write-twice", "def twice(x):\n    return 2 * x", "without a solution region"),
    "stale solution": ("write-twice", EXERCISE, "differs from solutions/twice.py"),
    "other arguments": (
        "write-twice",
        EXERCISE.replace("(x)", "(x, y=1)"),
        "takes (x, y=1), solutions/twice.py (x)",
    ),
    "long cell": ("look", "\n".join(["1"] * 31), "31 lines, more than 30"),
    "broken syntax": ("look", "print(", "line 1:"),
    "value not stored": ("look", "1 + 1", "last line shows a value, but none is stored"),
}


@pytest.mark.parametrize("case", SOURCES, ids=lambda case: case.replace(" ", "-"))
def test_a_text_out_of_form_is_named(course, built, case):
    """Each rule about a cell's text speaks when it is broken."""
    id, source, words = SOURCES[case]

    assert words in problems(course, changed(built, id, source=source))


def test_metadata_out_of_form_is_named(course, built):
    """Each rule about metadata speaks when it is broken."""
    look = next(c for c in built["cells"] if c["id"] == "look")
    other_name = {**look, "id": "Look_Here"}
    cases = [
        (marked(built, "twice-doubles-three", points=1.5), "graded with 1.5 points"),
        (marked(built, "twice-doubles-three", locked=False), "make no sense together"),
        (marked(built, "twice-doubles-three", grade_id="other"), "Make it equal to the id"),
        (marked(built, "write-twice", schema_version=2), "schema_version is 2"),
        (
            changed(built, "look", metadata={"tags": ["ilustration"]}),
            "tag 'ilustration' is unknown",
        ),
        (changed(built, "look", metadata={"scrolled": True}), "metadata scrolled is noise"),
        (changed(built, "look", execution_count=9), "cell look: not run after"),
        (changed(built, "look", id="title"), "cell title: two cells have this id"),
        ({**built, "cells": [*built["cells"][:-2], other_name, built["cells"][-1]]}, "kebab-case"),
        ({**built, "metadata": {**built["metadata"], "x": 1}}, "metadata x is noise"),
    ]
    for notebook, words in cases:
        assert words in problems(course, notebook), words


def test_stored_results_out_of_form_are_named(course, built):
    """Errors, untagged figures and addresses in outputs are problems."""
    error = {"output_type": "error", "ename": "E", "evalue": "e", "traceback": ["E: e"]}
    shown = {"output_type": "display_data", "metadata": {}}
    cases = [
        (error, "its stored output is an error"),
        ({**shown, "data": {"image/png": "iVBORw0KGgo="}}, "its output is a figure"),
        ({**shown, "data": {"text/plain": "<x at 0x7f0012>"}}, "an address, a path or a version"),
    ]
    for output, words in cases:
        assert words in problems(course, changed(built, "look", outputs=[output])), words


def test_files_out_of_place_are_named(course, built):
    """A second notebook and a folder that nbgrader leaves out are problems."""
    folder = course.assignments[0].folder
    (folder / "other.ipynb").write_text("{}")
    (folder / "feedback").mkdir()
    (folder / "feedback/a.txt").touch()

    found = problems(course, built)

    assert "other.ipynb: a second notebook" in found
    assert "feedback/a.txt: nbgrader does not release it" in found


def test_a_notebook_that_cannot_be_read_is_one_problem(course):
    """The rest is not guessed at."""
    course.assignments[0].notebook.write_text("{")

    (problem,) = problems_of(course, course.assignments[0])

    assert problem.startswith("01-twice/twice.ipynb: not a notebook")
