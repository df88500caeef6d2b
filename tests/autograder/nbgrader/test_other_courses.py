"""The drop-in in another nbgrader course, by three lines of its configuration."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from traitlets.config import PyFileConfigLoader

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.course.unprotected import unprotected_claims
from autograder.errors import UnfitError
from autograder.gradebook.opening import gradebook_of
from autograder.grading.templates import close_template
from autograder.nbgrader.execute import ConfinedExecute
from autograder.notebook.regions import KINDS
from autograder.sandbox.limits import Limits
from tests.autograder.nbgrader.classes import button, marks, pressed

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's own, not ours

THREE_LINES = """
c = get_config()
from autograder.nbgrader import use
use(c)
"""
RIGHT = {
    "sum_of_squares_equation": r"$\\sum_i i^2$",
    "sum_of_squares_application": "pyramid = sum_of_squares",
}
ANOTHER_RIGHT = {
    "squares": "def squares(n):\n    if n < 1:\n        raise ValueError(n)\n"
    "    print('so many:', n)\n    return list(i * i for i in range(1, n + 1))",
    "sum_of_squares": "def sum_of_squares(n):\n    total = 0\n    for square in squares(n):\n"
    "        total += square\n    return total",
}
WRONG = {
    "squares": "def squares(n):\n    return [i ** 2 for i in range(n)]",
    "sum_of_squares": "def sum_of_squares(n):\n    return n * (n + 1) * (2 * n + 1) // 6",
    "part-a": "It computes a Fibonacci number.",
}
BROKEN = {"squares": "def squares(n:\n    return 1", "sum_of_squares": "raise RuntimeError('no')"}


@pytest.fixture(scope="module", autouse=True)
def _one_template() -> Iterator[None]:
    yield
    close_template()


def test_on_nbgraders_own_example_the_marks_are_those_of_stock_nbgrader(tmp_path, monkeypatch):
    """Right, wrong, broken, blank notebooks: the same points, the same cells left to people."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    command = [sys.executable, "-m", "nbgrader", "quickstart", "stock"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    stock, ours = tmp_path / "stock", tmp_path / "ours"
    pressed(_configured(stock).generate_assignment("ps1"))
    for student, answers in {
        "ann": _solutions(stock) | RIGHT | ANOTHER_RIGHT,
        "cleo": WRONG,
        "dan": BROKEN,
        "eve": {},
    }.items():
        _hand_in(stock, student, answers)
    shutil.copytree(stock, ours)
    with (ours / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(THREE_LINES)

    said = ""
    for student in ("ann", "cleo", "dan", "eve"):
        pressed(_configured(stock).autograde("ps1", student))
        said += pressed(_configured(ours).autograde("ps1", student))
    pressed(_configured(ours).generate_feedback("ps1"))

    expected, given = marks(stock / "gradebook.db"), marks(ours / "gradebook.db")
    assert {key: mark.auto for key, mark in given.items()} == {
        key: mark.auto for key, mark in expected.items()
    }
    assert given == expected
    assert {mark.auto for mark in given.values()} >= {None, 0.0, 0.5, 1.0}
    assert "unprotected" not in said
    page = (ours / "feedback" / "cleo" / "ps1" / "problem1.html").read_text(encoding="utf-8")
    assert "sum_of_squares does not use squares" in page
    assert "orig_squares" not in page


def test_claims_that_cannot_be_hosted_run_unprotected_and_say_so(tmp_path):
    """Magics, globals and changed arguments: right marks, marked; a helper beside runs apart."""
    api = _small_course(tmp_path)
    claims = {
        "magic": "%precision 3\nassert double(2) == 4",
        "names": "assert 'double' in globals()",
        "helper": "from beside import check\ncheck(double)",
        "changes": "row = [3, 1]\norder(row)\nassert row == [1, 3]",
        "plain": "assert double(3) == 6, 'Twice three is six.'",
        "partial": "0.5 if double(1) == 2 else 0.25",
        "impossible": "assert double(2) == 5",
    }
    _source(tmp_path, claims)
    pressed(api.generate_assignment("ps1"))
    right = {"work": "def double(x):\n    return x + x\ndef order(x):\n    x.sort()"}
    wrong = {"work": "def double(x):\n    return x\ndef order(x):\n    return sorted(x)"}
    _hand_in(tmp_path, "ann", right, "release/ps1")
    _hand_in(tmp_path, "ben", wrong, "release/ps1")

    log = pressed(api.autograde("ps1", "ann"))
    pressed(api.autograde("ps1", "ben"))

    given = {(who, cell): mark for (who, _, cell), mark in marks(tmp_path / "gradebook.db").items()}
    every = dict.fromkeys(claims, 1.0) | {"partial": 0.5, "impossible": None}
    assert {cell: given["ann", cell].auto for cell in claims} == every
    assert {cell: given["ben", cell].auto for cell in claims} == {
        **dict.fromkeys(claims, 0.0),
        "names": 1.0,  # the name is there
        "partial": 0.25,
        "impossible": None,
    }
    assert given["ben", "impossible"].waits, "nobody's own fault is a zero"
    results = json.loads((tmp_path / "autograded/ann/ps1/results.json").read_bytes())
    notes = results["extra_data"]["autograder"]["notes"]
    unprotected = {note["cell"] for note in notes if "unprotected" in note["text"]}
    assert unprotected == {"magic", "names", "changes"}
    assert "magic: runs unprotected: it is written in IPython's own syntax" in log
    shown = nbformat.read(tmp_path / "autograded/ann/ps1/work.ipynb", as_version=4)
    outputs = {cell.id: cell.get("outputs") for cell in shown.cells}
    assert "Run unprotected" in outputs["magic"][0].text
    assert outputs["plain"] == []


def test_check_lists_what_would_run_unprotected(tmp_path):
    """`autograder check source/ps1/work.ipynb` names each claim, the reason, and how many rest."""
    _small_course(tmp_path)
    hidden = "### BEGIN HIDDEN TESTS"
    _source(
        tmp_path,
        {
            "data": f"{hidden}\nnumbers = [1, 2]\n{hidden.replace('BEGIN', 'END')}",
            "magic": "%precision 3\nassert double(numbers[0]) == 2",
            "plain": "assert double(3) == 6",
        },
    )
    path = tmp_path / "source/ps1/work.ipynb"

    command = [sys.executable, "-m", "autograder", "check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == [
        f"{path}, cell data: runs unprotected: it defines `numbers` in hidden lines, which magic "
        "uses.",
        f"{path}, cell magic: runs unprotected: it is written in IPython's own syntax.",
        f"{path}: 1 of 3 checks run apart from the student's code.",
    ]


def test_this_course_has_no_unprotected_claim():
    """Every claim of every notebook is examined apart from the student's code."""
    course = Course.find(Path(__file__).parent)

    for assignment in course.assignments:
        released = {path.name: path.read_bytes() for path in assignment.files}
        assert unprotected_claims(assignment.notebook.read_bytes(), released) == {}


def test_a_corrupt_notebook_waits_for_a_person_and_the_other_one_is_graded(tmp_path):
    """nbgrader alone drops the whole submission; and a check on record is what counts."""
    api = _small_course(tmp_path)
    _source(tmp_path, {"one": "assert double(2) == 4"}, "first")
    _source(tmp_path, {"two": "assert double(2) == 4"}, "second")
    pressed(api.generate_assignment("ps1"))
    _source(tmp_path, {"two": "### a check that nbgrader has filled in"}, "second")
    _hand_in(tmp_path, "ann", {"work": "def double(x):\n    return 3 * x"}, "release/ps1")
    (tmp_path / "submitted/ann/ps1/first.ipynb").write_text('{"cells": [', encoding="utf-8")

    pressed(api.autograde("ps1", "ann"))
    pressed(api.generate_feedback("ps1", "ann"))

    given = marks(tmp_path / "gradebook.db")
    assert (given["ann", "first", "one"].auto, given["ann", "first", "one"].waits) == (None, True)
    assert given["ann", "second", "two"].auto == 0.0
    page = tmp_path / "feedback/ann/ps1/first.html"
    assert "could not be graded" in page.read_text(encoding="utf-8").lower()


def test_own_preprocessors_stay_where_they_are_configured():
    """A listed preprocessor keeps its place; only nbgrader's Execute and SaveAutoGrades go."""
    from traitlets.config import Config

    from autograder.nbgrader import use

    c = Config()
    c.Autograde.autograde_preprocessors = ["mine.First", "nbgrader.preprocessors.Execute"]
    c.Autograde.sanitize_preprocessors.append("mine.Last")

    use(c)

    wanted = ["mine.First", "autograder.nbgrader.execute.ConfinedExecute"]
    assert c.Autograde.autograde_preprocessors == wanted
    assert c.Autograde.sanitize_preprocessors == ["mine.Last"]


def _configured(course: Path):
    """Return nbgrader with the configuration that lies in a course."""
    config = PyFileConfigLoader("nbgrader_config.py", str(course)).load_config()
    config.CourseDirectory.root = str(course)
    return button(config, use_dropin=False)


def _solutions(course: Path) -> dict[str, str]:
    """Return the example's own answers, without marks."""
    marked = [f"{word} {kind}" for kind in KINDS for word in ("BEGIN", "END")]
    notebook = nbformat.read(course / "source/ps1/problem1.ipynb", as_version=4)
    return {
        cell.metadata.nbgrader.grade_id: "\n".join(
            line for line in cell.source.split("\n") if not any(mark in line for mark in marked)
        )
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def _hand_in(course: Path, student: str, answers: dict[str, str], released="release/ps1") -> None:
    """Write a student's notebooks: the released ones with some answers filled in."""
    folder = course / "submitted" / student / "ps1"
    shutil.copytree(course / released, folder)
    for path in folder.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in answers:
                cell.source = answers[name]
        nbformat.write(notebook, path)


def _small_course(root: Path, **more: dict):
    (root / "source/ps1").mkdir(parents=True)
    helper = "def check(double):\n    assert double(5) == 10\n"
    (root / "source/ps1/beside.py").write_text(helper, encoding="utf-8")
    with gradebook_of(Classroom(root)):  # nbgrader would look for a program on the PATH
        pass
    database = f"sqlite:///{root / 'gradebook.db'}"
    return button({"CourseDirectory": {"root": str(root), "db_url": database}}, **more)


def _source(root: Path, claims: dict[str, str], name: str = "work", keeps: str = "") -> None:
    """Write a source notebook with one answer and these claims."""
    more = "    ordered.append(list(x))\n" if keeps else ""
    solution = (
        "### BEGIN SOLUTION\ndef double(x):\n    return 2 * x\n\n\n"
        f"{keeps}def order(x):\n    x.sort()\n{more}### END SOLUTION"
    )
    notebook = nbformat.v4.new_notebook()
    notebook.metadata.kernelspec = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    notebook.cells = [_cell("work", solution, solution=True)]
    notebook.cells += [_cell(id, text, grade=True, points=1) for id, text in claims.items()]
    nbformat.write(notebook, root / "source/ps1" / f"{name}.ipynb")


def _cell(name: str, source: str, **marked) -> nbformat.NotebookNode:
    known = {"grade": False, "solution": False, "locked": bool(marked.get("grade"))}
    metadata = {"nbgrader": {"grade_id": name, "schema_version": 3, "task": False} | known | marked}
    cell = nbformat.v4.new_code_cell(source, metadata=metadata)
    cell.id = name
    return cell


def test_grading_without_confinement_is_accepted_first_and_said_each_time(caplog):
    """By a setting that the refusal names; then the log of each notebook has one sentence."""
    with pytest.raises(UnfitError, match=r"c\.ConfinedExecute\.unconfined = True"):
        ConfinedExecute(tier="process")._settings(Limits())

    log = logging.getLogger("nbgrader-of-a-test")
    ConfinedExecute(tier="process", unconfined=True, log=log)._settings(Limits())
    assert "Not confined:" in caplog.text


def test_a_check_that_gives_too_much_waits_alone_and_its_author_reads_why(tmp_path):
    """More than its points, less than none, no number: the other checks are graded."""
    api = _small_course(tmp_path)
    faulty = {
        "more": "points = 3\npoints",
        "less": "-1.0",
        "none": "float('nan')",
        "huge": "10 ** 400",
        "ends": "import sys\nsys.exit(0)",
        "raises": "raise GeneratorExit",
        "endless": "while True:\n    pass",
    }
    _source(tmp_path, {"plain": "assert double(3) == 6", **faulty, "last": "assert True"})
    pressed(api.generate_assignment("ps1"))
    (tmp_path / "limits.toml").write_text("claim_seconds = 1\n", encoding="utf-8")
    right = {"work": "def double(x):\n    return x + x\ndef order(x):\n    x.sort()"}
    _hand_in(tmp_path, "ann", right, "release/ps1")

    log = pressed(api.autograde("ps1", "ann"))

    given = {cell: mark.auto for (_, _, cell), mark in marks(tmp_path / "gradebook.db").items()}
    assert given["plain"] == given["last"] == 1
    waiting = ("more", "huge", "ends", "raises", "endless")
    assert {name: given[name] for name in waiting} == dict.fromkeys(waiting)
    assert "endless: its check did not come to an end with the course's own solution" in log
    assert "huge: the check is at fault: huge: its last line gives far too many points" in log
    assert "its last line gives 3 points, expected 0 to 1" in log
    assert "less busy" not in log


def test_checks_that_go_on_with_what_others_did_are_graded(tmp_path):
    """An object, a list of the notebook, a seed: all of them run inside, and are marked so."""
    api = _small_course(tmp_path)
    claims = {
        "made": "row = [1]\nrow2 = order(row)\nassert True",
        "again": "import random\nrandom.seed(1)\nfirst = double(random.random())",
        "drawn": "assert random.random() == random.Random(1).random() or first",
        "put": "double.seen = 3\nassert double.seen == 3",
        "seen": "assert double.seen == 3",
        "by": "assert order([3, 1]) is None",
        "reached": "assert ordered == [[1], [1, 3]]",
        "apart": "assert len([1]) == 1",
    }
    _source(tmp_path, claims, keeps="ordered = []\n")
    pressed(api.generate_assignment("ps1"))
    work = "def double(x):\n    return x + x\nordered = []\ndef order(x):\n    x.sort()\n"
    right = {"work": f"{work}    ordered.append(list(x))"}
    _hand_in(tmp_path, "ann", right, "release/ps1")

    log = pressed(api.autograde("ps1", "ann"))

    given = {cell: mark.auto for (_, _, cell), mark in marks(tmp_path / "gradebook.db").items()}
    assert {cell: given[cell] for cell in claims} == dict.fromkeys(claims, 1.0)
    assert "does not pass it" not in log
    assert "apart: " not in log


def test_the_name_of_a_function_is_its_own(tmp_path):
    """A forgotten `functools.wraps` is seen by a check that runs apart, as nbgrader sees it."""
    api = _small_course(tmp_path)
    claims = {
        "value": "assert double(2) == 4",
        "name": "assert double.__name__ == 'double'",
        "words": "assert double.__doc__ is None",
    }
    _source(tmp_path, claims)
    pressed(api.generate_assignment("ps1"))
    plain = "def double(x):\n    return x + x\ndef order(x):\n    x.sort()"
    wrap = "def twice(f):\n    def inner(*a):\n        'Doubles.'\n        return f(*a)\n"
    _hand_in(tmp_path, "ann", {"work": plain}, "release/ps1")
    wrapped = {"work": f"{wrap}    return inner\n@twice\n{plain}"}
    _hand_in(tmp_path, "ben", wrapped, "release/ps1")

    log = pressed(api.autograde("ps1", "ann")) + pressed(api.autograde("ps1", "ben"))

    given = {(who, cell): m.auto for (who, _, cell), m in marks(tmp_path / "gradebook.db").items()}
    assert [given["ann", cell] for cell in claims] == [1, 1, 1]
    assert [given["ben", cell] for cell in claims] == [1, 0, 0]
    assert "unprotected" not in log


def test_unprotected_checks_say_what_the_others_say(tmp_path):
    """The line that does not hold, but no hidden one; what is not written yet; why it ran there.

    The log has each of these once, not once for each student.
    """
    api = _small_course(tmp_path)
    hidden = "### BEGIN HIDDEN TESTS\nassert double(7) == 14\n### END HIDDEN TESTS"
    claims = {
        "line": "%precision 3\nassert double(1) == 2",
        "hidden": f"%precision 3\n{hidden}",
        "missing": "%precision 3\nassert callable(order)",
        "unlike": "assert repr(double) != '<your double>'",
    }
    _source(tmp_path, claims)
    pressed(api.generate_assignment("ps1"))
    wrong = {"work": "def double(x):\n    return x\nraise NotImplementedError()\norder = double(3)"}
    for student in ("ann", "ben"):
        _hand_in(tmp_path, student, wrong, "release/ps1")

    log = pressed(api.autograde("ps1", "*"))

    shown = nbformat.read(tmp_path / "autograded/ann/ps1/work.ipynb", as_version=4)
    said = {
        cell.id: [out.evalue for out in cell.outputs if out.output_type == "error"]
        for cell in shown.cells
        if cell.id in claims
    }
    assert said == {
        "line": ["This does not hold:  assert double(1) == 2"],
        "hidden": ["A hidden check does not hold."],
        "missing": ["Not written yet: the code still raises NotImplementedError."],
        "unlike": [],
    }
    why = "it does not pass the course's own solution when it runs apart from it, where it is told"
    assert log.count(f'{why} "This does not hold: assert repr(double)') == 1
    assert all(log.count(f"{name}: runs unprotected") == 1 for name in claims)


def test_hidden_lines_stay_hidden_whatever_words_a_course_has_for_them(tmp_path):
    """nbgrader lets a course choose what begins and ends a region; the words may be any."""
    words = {"begin_test_delimeter": "# secret from", "end_test_delimeter": "# secret to"}
    api = _small_course(tmp_path, ClearHiddenTests=words)
    hidden = "# secret from here\nassert double(7) == 14\n# secret to here"
    claims = {"apart": hidden, "inside": f"%precision 3\n{hidden}"}
    _source(tmp_path, claims)
    pressed(api.generate_assignment("ps1"))
    assert "double(7)" not in (tmp_path / "release/ps1/work.ipynb").read_text(encoding="utf-8")
    _hand_in(tmp_path, "ann", {"work": "def double(x):\n    return x"}, "release/ps1")

    pressed(api.autograde("ps1", "ann"))
    pressed(api.generate_feedback("ps1", "ann"))

    page = (tmp_path / "feedback/ann/ps1/work.html").read_text(encoding="utf-8")
    assert "A hidden check does not hold." in page
    assert "double(7)" not in page


def test_what_is_written_after_the_release_counts_for_nobody(tmp_path):
    """A check, an answer, a given cell: stock nbgrader has no marks for them, and goes on."""
    api = _small_course(tmp_path)
    claims = {"first": "assert double(2) == 4"}
    _source(tmp_path, claims)
    pressed(api.generate_assignment("ps1"))
    _hand_in(tmp_path, "ann", {"work": "def double(x):\n    return x + x"}, "release/ps1")
    _source(tmp_path, {**claims, "second": "assert more(2) == 4"})
    source = nbformat.read(tmp_path / "source/ps1/work.ipynb", as_version=4)
    source.cells.insert(1, _cell("given", "less = 1", locked=True))
    source.cells.insert(2, _cell("more", "def more(x):\n    return x", solution=True))
    nbformat.write(source, tmp_path / "source/ps1/work.ipynb")

    pressed(api.autograde("ps1", "ann"))

    given = {cell: mark.auto for (_, _, cell), mark in marks(tmp_path / "gradebook.db").items()}
    assert given == {"first": 1.0}


def test_what_a_course_ignores_lies_beside_nobodys_notebook(tmp_path):
    """nbgrader does not give it out: a student's code that asks for it by name finds nothing."""
    api = _small_course(tmp_path)
    api.coursedir.ignore = [*api.coursedir.ignore, "answers.py"]
    answers = tmp_path / "source/ps1/answers.py"
    answers.write_text("def double(x):\n    return 2 * x\n", encoding="utf-8")
    _source(tmp_path, {"one": "assert double(2) == 4"})
    pressed(api.generate_assignment("ps1"))
    assert not (tmp_path / "release/ps1/answers.py").exists()
    _hand_in(tmp_path, "ann", {"work": "from answers import double"}, "release/ps1")

    pressed(api.autograde("ps1", "ann"))

    assert marks(tmp_path / "gradebook.db")["ann", "work", "one"].auto == 0.0


def test_a_file_that_is_too_large_takes_no_room_from_the_notebook(tmp_path):
    """`nbgrader collect` leaves it out, and takes what comes after it."""
    from nbgrader.coursedir import CourseDirectory

    from autograder.nbgrader.collect import CollectOwned

    directory = CourseDirectory(root=str(tmp_path), max_file_size=1, max_dir_size=1)
    inbound = tmp_path / "inbound"
    inbound.mkdir()
    (inbound / "data.csv").write_bytes(bytes(1_001))
    (inbound / "work.ipynb").write_bytes(b"{}")

    CollectOwned(coursedir=directory).do_copy(str(inbound), str(tmp_path / "taken"))

    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["work.ipynb"]


def test_due_dates_beside_submitted_count_in_another_course(tmp_path):
    """By the file, on the page too; without it nbgrader's own due date and plugin count."""
    api = _small_course(tmp_path)
    _source(tmp_path, {"plain": "assert double(3) == 6", "other": "assert double(1) == 2"})
    pressed(api.generate_assignment("ps1"))
    right = {"work": "def double(x):\n    return x + x\ndef order(x):\n    x.sort()"}
    _hand_in(tmp_path, "ann", right, "release/ps1")
    stamp = tmp_path / "submitted/ann/ps1/timestamp.txt"
    stamp.write_text("2026-05-03 12:00:00 UTC")
    file = tmp_path / "deadlines.toml"
    file.write_text('timezone = "UTC"\npercent_a_day = 25\n[ps1]\ndue = "2026-05-02 12:00"\n')

    def taken():
        with gradebook_of(Classroom(tmp_path)) as gradebook:
            return gradebook.find_submission("ps1", "ann").late_submission_penalty

    assert "0.5 points are taken" in pressed(api.autograde("ps1", "ann"))
    assert taken() == 0.5
    pressed(api.generate_feedback("ps1", "ann"))
    page = (tmp_path / "feedback/ann/ps1/work.html").read_text(encoding="utf-8")
    assert "It came 1 day after the due date, 2026-05-02 12:00 UTC: 25 % of" in page
    file.unlink()
    pressed(api.autograde("ps1", "ann"))
    assert taken() == 0
