"""`release` gives students nbgrader's conversion and nothing that only the grader may know."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import commands
from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.course.leaks import find_leaks, secret_lines
from autograder.course.release import convert_checked, release
from autograder.course.start import start, start_pages
from autograder.errors import MaterialError
from autograder.notebook.regions import fill_region, references

from .conftest import CLAIM, REFERENCE, code, text, twice_cells, write_notebook


@pytest.fixture
def classroom(tmp_path) -> Classroom:
    return Classroom(tmp_path / "classroom")


@pytest.fixture
def built(course):
    """The course with its regions filled in, as a build leaves them."""
    bodies = references(REFERENCE)
    cells = twice_cells()
    for cell in cells:
        cell["source"] = fill_region(cell["source"], bodies)
    write_notebook(course.assignments[0].notebook, cells)
    return course


def test_the_release_has_stubs_and_visible_tests_only(built, classroom):
    """The student sees the exercise, the stub, and the claim's visible half."""
    assignment = built.assignments[0]

    release(built, classroom, assignment)

    cells = json.loads((classroom.released("01-twice") / "twice.ipynb").read_text())["cells"]
    sources = {cell["id"]: "".join(cell["source"]) for cell in cells}
    assert sources["write-twice"].endswith("    # YOUR CODE HERE\n    raise NotImplementedError()")
    assert sources["twice-doubles-three"].endswith('"twice(3) should be 6."')
    assert all(not cell.get("outputs") for cell in cells)


def test_the_gradebook_knows_the_claims(built, classroom):
    """nbgrader's database is made, with the hidden tests in it."""
    release(built, classroom, built.assignments[0])

    with contextlib.closing(sqlite3.connect(classroom.gradebook.file)) as database:
        sources = [row[0] for row in database.execute("select source from source_cell")]
    assert any("BEGIN HIDDEN TESTS" in source for source in sources)


def test_a_second_release_changes_nothing(built, classroom):
    """Releasing the same source again leaves every file as it is."""
    release(built, classroom, built.assignments[0])

    again = release(built, classroom, built.assignments[0])

    assert again.written == [] and again.edited == []


def test_a_released_file_that_was_edited_is_spared(built, classroom):
    """What an instructor changed in release/ stays, and is named; --force replaces it."""
    first = release(built, classroom, built.assignments[0])
    (notebook,) = first.written
    notebook.write_text(notebook.read_text().replace("Double a number", "Welcome"))
    edited = notebook.read_bytes()

    again = release(built, classroom, built.assignments[0])
    assert again.edited == [notebook]
    assert notebook.read_bytes() == edited

    forced = release(built, classroom, built.assignments[0], force=True)
    assert forced.written == [notebook]
    assert notebook.read_bytes() != edited


def test_a_changed_source_replaces_an_untouched_release(built, classroom):
    """A file that only the tool wrote is brought up to date without asking."""
    release(built, classroom, built.assignments[0])
    source = built.assignments[0].notebook
    source.write_text(source.read_text().replace("Double a number", "Double any number"))

    (written,) = release(built, classroom, built.assignments[0]).written

    assert "Double any number" in written.read_text()


LEAKS = {
    "a hidden line repeated in a file": (
        [*twice_cells()],
        {"answers.py": CLAIM.split("\n")[4] + "  # as in the hidden test\n"},
        "is a secret of the source cell twice-doubles-three",
    ),
    "a solution in a module": (
        [*twice_cells()],
        {"helper.py": "import solutions.twice\n"},
        "imports solutions",
    ),
    "an import outside the hidden tests": (
        [*twice_cells(), code("early", "from solutions.twice import twice as reference")],
        {},
        "imports solutions",
    ),
    "a hidden test in a cell that is not graded": (
        [*twice_cells(), text("say", "### BEGIN HIDDEN TESTS\nsecret\n### END HIDDEN TESTS")],
        {},
        "nbgrader cannot convert it: Hidden test region detected",
    ),
}


@pytest.mark.parametrize("case", LEAKS, ids=lambda case: case.replace(" ", "-"))
def test_a_leak_stops_the_release(course, classroom, case):
    """Whatever would tell a secret is named, and nothing is written."""
    cells, files, words = LEAKS[case]
    assignment = course.assignments[0]
    write_notebook(assignment.notebook, cells)
    for name, content in files.items():
        (assignment.folder / name).write_text(content)

    with pytest.raises(MaterialError, match=words):
        release(course, classroom, assignment)

    assert not classroom.released(assignment.name).exists()
    assert not classroom.gradebook.file.exists()


def test_the_whole_solution_in_a_visible_cell_is_a_leak(built, tmp_path):
    """A line may stand in a worked example, the complete body may not."""
    cells = json.loads(built.assignments[0].notebook.read_text())["cells"]
    body = "def again(x):\n    x = np.asarray(x) * 1.0\n    return 2 * x"
    write_notebook(built.assignments[0].notebook, [*cells, code("example", body)])

    with pytest.raises(MaterialError, match="cell example: it holds the whole solution"):
        convert_checked(built, Course(built.root).assignments[0], tmp_path / "out")


def test_outputs_counts_and_metadata_are_leaks(built, tmp_path):
    """A notebook that was run after its release is not for students."""
    assignment = built.assignments[0]
    folder = convert_checked(built, assignment, tmp_path / "out")
    notebook = json.loads((folder / "twice.ipynb").read_text())
    notebook["cells"][1]["execution_count"] = 1
    notebook["cells"][4]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "42"}]
    notebook["metadata"]["widgets"] = {}
    (folder / "twice.ipynb").write_text(json.dumps(notebook))

    leaks = "\n".join(find_leaks(assignment, folder))

    assert "cell import-numpy: it still has an execution count" in leaks
    assert "cell look: it still has an output" in leaks
    assert "metadata holds widgets" in leaks


def test_an_answer_is_a_secret(course):
    """The value chosen in a region is secret, what all options look like is not."""
    answer = 'choice = "b"'
    region = f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
    write_notebook(course.assignments[0].notebook, [code("choose", region, solution=True)])

    assert secret_lines(course.assignments[0].cells) == {answer: "choose"}


def test_cells_removed_under_submissions_give_one_sentence(built, classroom):
    """nbgrader refuses to drop cells that were handed in; we say so without a traceback."""
    from nbgrader.api import Gradebook

    release(built, classroom, built.assignments[0])
    with warnings.catch_warnings(), Gradebook(classroom.gradebook.url) as gradebook:
        warnings.simplefilter("ignore")  # SQLAlchemy's about nbgrader's own code
        gradebook.add_student("ada")
        gradebook.add_submission("01-twice", "ada")
    cells = [cell for cell in twice_cells() if cell["id"] != "twice-doubles-three"]
    write_notebook(built.assignments[0].notebook, cells)

    with pytest.raises(MaterialError, match=r"cells were added or removed.*new classroom"):
        release(Course(built.root), classroom, Course(built.root).assignments[0])


def test_a_locked_gradebook_gives_one_sentence(built, classroom):
    """A second program that writes is named as the reason, and nothing is lost."""
    release(built, classroom, built.assignments[0])
    connect = sqlite3.connect(classroom.gradebook.file)
    connect.execute("begin exclusive")

    with pytest.raises(MaterialError, match="locked by another program"):
        release(built, classroom, built.assignments[0], force=True)
    connect.rollback()
    connect.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader forgets its own connection, open as it is
        gc.collect()


def test_starting_never_overwrites_the_workbook(built, tmp_path):
    """A learner's file stays, a missing one comes back."""
    workbook = tmp_path / "workbook"
    assignment = built.assignments[0]
    first = start(built, workbook, assignment)
    own = workbook / "01-twice/twice.ipynb"
    own.write_text("my work")

    second = start(built, workbook, assignment)

    assert first.written == [own] and second.kept == [own] and second.written == []
    assert own.read_text() == "my work"


def test_the_map_of_the_course_comes_with_the_workbook(built, tmp_path):
    """What lies in notebooks/ itself is no assignment; it is copied, and never overwritten."""
    (built.root / "notebooks/start.ipynb").write_text("{}")
    workbook = tmp_path / "workbook"

    new = start_pages(built, workbook)

    assert [a.name for a in built.assignments] == ["01-twice"]
    assert workbook / "start.ipynb" in new and workbook / "checking/__init__.py" in new
    (workbook / "start.ipynb").write_text("mine")
    assert start_pages(built, workbook) == []
    assert (workbook / "start.ipynb").read_text() == "mine"


def test_jupyterlab_opens_on_the_map_of_the_course(built, tmp_path, monkeypatch):
    """If there is one; otherwise on the workbook's files."""
    opened = []
    monkeypatch.setattr("autograder.course.lab.open_lab", lambda *args: opened.append(args) or 0)
    monkeypatch.chdir(built.root)
    options = ["start", "--lab", "--workbook", str(tmp_path / "workbook")]

    CliRunner().invoke(commands, options, catch_exceptions=False)
    (built.root / "notebooks/start.ipynb").write_text("{}")
    CliRunner().invoke(commands, options, catch_exceptions=False)

    (_, *files), (_, *page) = opened
    assert files == [] and page == ["--LabApp.default_url=/lab/tree/start.ipynb"]


def test_generate_assignment_gives_students_the_same_folder_as_release(tmp_path):
    """With the checks' package and their data beside the notebook."""
    course = Course.find(Path(__file__).parent)
    (assignment,) = course.select(["softmax"])
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    for command in (["nbgrader", "generate_assignment"], ["autograder", "release"]):
        subprocess.run(
            [sys.executable, "-m", *command, assignment.name],
            cwd=course.root,
            env={**os.environ, "PATH": path, "AUTOGRADER_CLASSROOM": str(tmp_path / command[0])},
            check=True,
            capture_output=True,
        )

    theirs, ours = (
        _contents(tmp_path / command / "release" / assignment.name)
        for command in ("nbgrader", "autograder")
    )
    assert theirs == ours
    assert b"softmax" in ours["checking/known.json"]


def _contents(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
