"""A new assignment is accepted at once, and an exercise can get another name."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from autograder.cli import commands
from autograder.course.build import build, is_built
from autograder.course.check import problems_of
from autograder.course.course import Course
from autograder.course.new import new_assignment, rename_exercise
from autograder.errors import UsageError


@pytest.fixture
def author(course):
    """A course with tests and a corpus, as this one."""
    for folder in ("tests/solutions", "tests/corpus"):
        (course.root / folder).mkdir(parents=True)
    (course.root / "solutions/mistakes/__init__.py").touch()
    return course


def fresh(course, stem):
    """Return an assignment as it lies there now."""
    return Course(course.root).select([stem])[0]


def test_check_has_nothing_to_say_about_a_new_assignment(author):
    """As soon as it is built; its own tests pass."""
    assignment, files = new_assignment(author, "batch-norm", "batch_norm")

    assert [path.relative_to(author.root).as_posix() for path in files] == [
        "notebooks/02-batch-norm/batch-norm.ipynb",
        "solutions/batch_norm.py",
        "solutions/mistakes/batch_norm.py",
        "tests/solutions/test_batch_norm.py",
        "tests/corpus/batch_norm.json",
    ]
    assert not is_built(author, assignment)
    build(author, assignment)
    again = fresh(author, "batch-norm")
    assert is_built(author, again)
    assert problems_of(author, again) == []
    assert not [path for path in files if re.search(r"\{[a-z]+\}", path.read_text("utf-8"))]
    tests = author.root / "tests/solutions"
    options = ["-q", "-p", "no:cacheprovider", "--rootdir", str(author.root), "-c", "/dev/null"]
    command = [sys.executable, "-m", "pytest", *options, str(tests)]
    done = subprocess.run(command, cwd=author.root, capture_output=True, text=True, check=False)
    assert "2 passed" in done.stdout, done.stdout + done.stderr


def test_the_new_reference_is_typed(author):
    """As `mypy --strict` asks for, which looks at all reference functions."""
    assignment, _ = new_assignment(author, "cube", "cube")

    source = (author.root / f"solutions/{assignment.module}.py").read_text("utf-8")
    (function,) = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    assert function.returns
    assert all(argument.annotation for argument in function.args.args)


def test_the_new_answers_and_mistakes_are_what_they_say(author):
    """The corpus has an answer for each mistake, and what it says of it is so."""
    new_assignment(author, "cube", "cube")
    answers = json.loads((author.root / "tests/corpus/cube.json").read_text())
    mistakes = (author.root / "solutions/mistakes/cube.py").read_text()
    named = {fact for answer in answers for fact in answer["facts"]}
    assert named == set(re.findall(r"def (cube__\w+)", mistakes))
    for answer in answers:
        space: dict = {}
        exec("import numpy as np\n" + "\n".join(answer["code"]), space)
        right = space["cube"]([1, 2]).tolist() == [1, 8]
        assert right == (answer.get("fault") != "cube__three_times")


@pytest.mark.parametrize(
    ("stem", "function", "said"),
    [
        ("Batch Norm", "f", "Batch Norm: cannot be a stem"),
        ("twice", "f", "twice: there is such an assignment"),
        ("norm", "2f", "2f: cannot be the name of an exercise's function"),
        ("norm", "class", "class: cannot be the name"),
        ("norm", "a__b", "a__b: cannot be the name"),
        ("norm", "check", "check: cannot be the name"),
        ("norm", "reference", "reference: cannot be the name"),
        ("norm", "größe", "größe: cannot be the name"),
        ("17-norm", "f", "17-norm: cannot be a stem. Begin with a small letter"),
        ("lambda", "f", "lambda: cannot be a stem"),
        ("mistakes", "f", "mistakes: cannot be a stem"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused(author, stem, function, said):
    """Before anything is written."""
    with pytest.raises(UsageError, match=re.escape(said)):
        new_assignment(author, stem, function)
    assert len(author.assignments) == 1


def test_nothing_that_is_there_is_written_over(author):
    """Not even a module without a notebook."""
    (author.root / "solutions/norm.py").write_text("mine = 1\n")
    with pytest.raises(UsageError, match=r"norm\.py: is there already"):
        new_assignment(author, "norm", "norm")
    assert (author.root / "solutions/norm.py").read_text() == "mine = 1\n"


def test_renaming_an_exercise_renames_its_ids(author):
    """In code, in texts where it stands as code, in references, mistakes, tests and corpus."""
    new_assignment(author, "cube", "cube")
    changed, others = rename_exercise(author, fresh(author, "cube"), "cube", "third_power")

    assert [path.name for path in changed] == [
        *("cube.ipynb", "cube.py", "cube.py", "test_cube.py", "cube.json")
    ]
    assert others == []
    build(author, fresh(author, "cube"))
    again = fresh(author, "cube")
    assert problems_of(author, again) == []
    assert [claim.id for claim in again.claims] == [
        "third-power-values",
        "third-power-takes-lists",
    ]
    text = again.notebook.read_text()
    assert "from solutions.cube import third_power as reference" in text
    assert "### Exercise 1: `third_power`" in text
    assert not re.search(r"\bcube\(|cube-", text)
    assert "third_power__in_place" in (author.root / "solutions/mistakes/cube.py").read_text()


def test_a_longer_name_and_an_attribute_are_others(author):
    """`tanh` is neither `tanh_slope` nor `np.tanh`."""
    assignment, _ = new_assignment(author, "curve", "tanh")
    notebook = json.loads(assignment.content)
    answer = next(cell for cell in notebook["cells"] if cell["id"] == "tanh")
    slope = json.loads(json.dumps(answer).replace("tanh", "tanh_slope"))
    slope["id"] = slope["metadata"]["nbgrader"]["grade_id"] = "tanh-slope"
    slope["source"] = ["def tanh_slope(x):\n", "    return 1 - np.tanh(x) ** 2 + tanh(x)"]
    notebook["cells"].insert(6, slope)
    assignment.notebook.write_text(json.dumps(notebook))
    (author.root / "solutions/other.py").write_text("from solutions.curve import tanh\n")

    _, others = rename_exercise(author, fresh(author, "curve"), "tanh", "bend")

    cells = {cell.id: cell.source for cell in fresh(author, "curve").cells}
    assert cells["tanh-slope"] == "def tanh_slope(x):\n    return 1 - np.tanh(x) ** 2 + bend(x)"
    assert "bend-values" in cells
    assert [path.name for path in others] == ["other.py"]
    with pytest.raises(UsageError, match=r"tanh: no exercise .* There are: bend, tanh_slope\."):
        rename_exercise(author, fresh(author, "curve"), "tanh", "x")
    with pytest.raises(UsageError, match="tanh_slope: 02-curve has such a function"):
        rename_exercise(author, fresh(author, "curve"), "bend", "tanh_slope")


def test_check_before_build_says_so_and_blames_nobody(author, monkeypatch):
    """One sentence with the command; the grader is not asked to grade it."""
    new_assignment(author, "cube", "cube")
    monkeypatch.chdir(author.root)
    said = CliRunner().invoke(commands, ["check", "cube"])
    assert said.exit_code == 1
    assert "Run `autograder build cube` first." in said.output
    assert "fault" not in said.output
