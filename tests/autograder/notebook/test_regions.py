"""Regions begin and end where nbgrader says, for everybody who looks for them."""

from __future__ import annotations

import itertools
import json
import logging

import pytest
from nbformat import NotebookNode

from autograder.course.classroom import Classroom
from autograder.course.kit import kit
from autograder.course.leaks import secret_lines
from autograder.errors import MaterialError
from autograder.grading.submission.signs import Signs
from autograder.notebook.cells import Cell, cell_from
from autograder.notebook.regions import (
    HIDDEN,
    find_mark,
    find_regions,
    has_stub,
    hidden_lines,
    inside_regions,
    released,
    solved,
    without_regions,
)
from autograder.pages import redact
from tests.autograder.platforms.downloads import cell, make_course, notebook

SECRET = "agrees(double, reference, on=[3.0])"
MARKS = [
    "### {} HIDDEN TESTS",
    "# {} HIDDEN TESTS",
    "    #{} HIDDEN TESTS: values",
    "{} HIDDEN TESTS",
]


def claim(begin: str, end: str) -> Cell:
    """Return a claim with one hidden line between two marks."""
    marks = {"grade_id": "double-values", "grade": True, "locked": True, "points": 1}
    source = f'"""It doubles."""\nassert double(1) == 2\n{begin}\n{SECRET}\n{end}\nprint("done")'
    return cell_from({"cell_type": "code", "source": source, "metadata": {"nbgrader": marks}}, 0)


@pytest.fixture(params=list(itertools.product(MARKS, MARKS)), ids=lambda pair: " ".join(pair))
def marked(request) -> Cell:
    """One claim, marked in each way that nbgrader accepts."""
    begin, end = request.param
    return claim(begin.format("BEGIN"), end.format("END"))


def test_any_line_with_the_words_is_a_mark(marked):
    """How many hashes it has, and what else, is the author's taste."""
    (region,) = find_regions(marked.source, HIDDEN)
    assert region.lines == (SECRET,)
    assert inside_regions(marked.source, HIDDEN) == [SECRET]
    assert hidden_lines(marked.source) == {3, 4, 5}
    assert SECRET not in without_regions(marked.source)
    assert find_mark(marked.source)


def test_no_hidden_line_leaves_in_a_message(marked):
    """The last look before feedback knows each kind of mark."""
    assert redact.hidden_lines([marked]) == [SECRET]


def test_the_leak_check_knows_the_hidden_line_as_a_secret(marked):
    """And as nothing else: the marks are looked for by themselves."""
    assert secret_lines([marked]) == {SECRET: "double-values"}


def test_a_hidden_line_does_not_tell_the_assignment(marked, tmp_path):
    """Nobody has been given it."""
    course = make_course(tmp_path / "course")
    sigmoid = course.assignments[0]
    source = notebook("sigmoid")
    source["cells"].append(cell("code", marked.source, "double-values", grade=True, locked=True))
    sigmoid.notebook.write_text(json.dumps(source))
    texts = Signs.of(course.assignments).texts["04-sigmoid"]
    assert '"""It doubles."""\nassert double(1) == 2\nprint("done")' in texts
    assert not [text for text in texts if SECRET in text or find_mark(text)]


def test_a_kit_with_any_mark_is_not_made(marked, tmp_path):
    """Somebody copied a source into release/ by hand."""
    course = make_course(tmp_path / "course")
    classroom = Classroom(tmp_path)
    content = notebook("sigmoid")
    content["cells"].append(cell("code", marked.source, "double-values", grade=True, locked=True))
    file = classroom.released("04-sigmoid") / "sigmoid.ipynb"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(content))
    with pytest.raises(MaterialError, match=r"holds a solution or a hidden test"):
        kit(course, classroom)


def test_a_region_that_is_never_closed_hides_the_rest():
    """Rather too much is hidden than too little; the form of a notebook is checked elsewhere."""
    source = claim("# BEGIN HIDDEN TESTS", "# the end was forgotten").source
    assert without_regions(source) == '"""It doubles."""\nassert double(1) == 2'
    assert hidden_lines(source) == {3, 4, 5, 6}
    with pytest.raises(ValueError, match="BEGIN HIDDEN TESTS has no END HIDDEN TESTS"):
        find_regions(source, HIDDEN)


ANSWER = """\
def double(x):
    # BEGIN SOLUTION
    return 2 * x
    # END SOLUTION

def half(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION"""


def test_a_released_cell_is_what_nbgrader_makes_of_it(marked):
    """Solutions, hidden tests and mark schemes, through nbgrader's own preprocessors."""
    flags = {"grade": False, "solution": False, "locked": False, "task": False, "points": 1}
    scheme = (
        "Draw it.\n\n=== BEGIN MARK SCHEME ===\nTwo points for the axes.\n=== END MARK SCHEME ==="
    )
    for kind, source, given in (
        ("code", marked.source, {"grade": True, "locked": True}),
        ("code", ANSWER, {"solution": True}),
        ("code", "all of it is the answer", {"solution": True}),
        ("markdown", "a word\n### BEGIN SOLUTION\nx\n### END SOLUTION", {"solution": True}),
        ("markdown", scheme, {"task": True}),
    ):
        one = cell(kind, source, "one", **(flags | given))
        assert released(cell_from(one, 0)) == by_nbgrader(one)


def by_nbgrader(one: dict) -> str:
    """Return what nbgrader leaves of a cell when it releases it."""
    from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

    node = NotebookNode(json.loads(json.dumps(one), object_hook=NotebookNode))
    for step in (ClearSolutions(), ClearHiddenTests(), ClearMarkScheme()):
        step.log = logging.getLogger("nbgrader")
        node, _ = step.preprocess_cell(node, {"language": "python"}, 0)
    return node.source


def test_a_solved_exercise_has_no_marks():
    """It looks as a student's own."""
    answer = cell_from(cell("code", ANSWER, "double", solution=True), 0)
    assert solved(answer) == ("def double(x):\n    return 2 * x\n\ndef half(x):\n    return x / 2")
    assert has_stub(released(answer))
    assert not has_stub(solved(answer))
