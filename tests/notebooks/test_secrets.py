"""Nothing that a student receives holds a line of a hidden test or of a reference function."""

from __future__ import annotations

import html
import json
import re
import zipfile
from io import StringIO

import pytest
from rich.console import Console

from autograder.course.classroom import Classroom
from autograder.course.kit import kit
from autograder.course.mistakes import wrong_versions
from autograder.course.release import release
from autograder.grading.results import as_gradescope
from autograder.grading.templates import close_template
from autograder.pages.feedback import feedback_page
from autograder.pages.terminal import show
from tests.notebooks.handing_in import (
    COURSE,
    STEMS,
    Version,
    assignment_of,
    graded_notebook,
    notebook_with,
)
from tests.notebooks.secrets import leaked, secrets_of, shown_in

_TAG = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """All notebooks, released."""
    classroom = Classroom(tmp_path_factory.mktemp("classroom"))
    for assignment in COURSE.assignments:
        release(COURSE, classroom, assignment)
    yield classroom
    close_template()


@pytest.mark.parametrize("stem", STEMS)
def test_every_notebook_has_secrets(stem):
    """Else the search below would find nothing for a simple reason."""
    assert len(secrets_of(stem)) >= 20


@pytest.mark.parametrize("stem", STEMS)
def test_what_is_released_holds_no_secret(classroom, stem):
    """Each file of the folder, outputs and metadata included."""
    folder = classroom.released(assignment_of(stem).name)
    files = [path for path in folder.rglob("*") if path.is_file()]

    assert files
    for path in files:
        assert leaked(stem, _text(path.name, path.read_bytes())) == [], path.name


def test_the_kit_holds_no_secret(classroom):
    """Nor any module of the solutions or the grader."""
    with zipfile.ZipFile(kit(COURSE, classroom)) as archive:
        assert not [name for name in archive.namelist() if "solutions" in name]
        for name in archive.namelist():
            text = _text(name, archive.read(name))
            shown = "\n".join(shown_in(stem) for stem in STEMS if stem in name)
            for stem in STEMS:
                assert leaked(stem, text, shown) == [], (name, stem)


@pytest.mark.parametrize("stem", STEMS)
def test_feedback_terminal_and_results_hold_no_secret(stem):
    """Of a notebook in which every function is wrong: as many messages as there can be."""
    assignment = assignment_of(stem)
    one_each = {wrong.function: wrong.source for wrong in wrong_versions(COURSE, assignment)}
    notebook = notebook_with(Version(stem, "all wrong", "\n\n\n".join(one_each.values())))
    own = "\n".join("".join(c["source"]) for c in notebook["cells"] if _is_the_students(c))

    result = graded_notebook(stem, notebook, "ada")

    assert any(verdict.mistake for verdict in result.verdicts)
    page = feedback_page(assignment, result)
    for text in (
        html.unescape(page),
        html.unescape(_TAG.sub("", page)),
        _in_terminal(result),
        "\n".join(_strings(as_gradescope(result))),
        "\n".join(verdict.message for verdict in result.verdicts),
    ):
        assert leaked(stem, text, own) == []


def _is_the_students(cell):
    """All but the graded cells, which the grader takes from the source anyway."""
    return not cell["metadata"].get("nbgrader", {}).get("grade")


def _in_terminal(result):
    stream = StringIO()
    show(result, Console(file=stream, width=400))
    return stream.getvalue()


def _text(name, content):
    """The readable text of a file: of a notebook, every string in it."""
    text = content.decode("utf-8", errors="replace")
    return "\n".join(_strings(json.loads(text))) if name.endswith(".ipynb") else text


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (key, *_strings(item))
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield "".join(value)
        else:
            for item in value:
                yield from _strings(item)
