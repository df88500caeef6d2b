"""A visible check says what was called, what came back and what should have, in one order."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from autograder.checking import check
from autograder.course.course import Course
from autograder.course.release import convert_checked
from autograder.sandbox.environment import StudentEnvironment
from tests.autograder.checking.wrongs import said

ROOT = Path(__file__).parents[3]
X = np.array([1.0, 2.0, 3.0])


def unwritten(x):
    """As it is released."""
    raise NotImplementedError


def broken(x):
    """An error of its own."""
    return x + "1"


def nothing(x):
    """No return."""
    x * 2


def in_place(x):
    """Right, and the caller's array is written over."""
    x *= 2
    return x


def loud(x):
    """Right, with a warning."""
    np.log(np.zeros(1))
    return 2 * x


IN_ORDER = [
    (unwritten, "is not written yet"),
    (broken, "stops with an error on this input"),
    (nothing, "returns None"),
    (lambda x: (2 * x).tolist(), "a list of 3, where an array of shape (3,)"),
    (lambda x: 2 * x[:2], "the wrong shape: (2,) instead of (3,)"),
    (lambda x: np.array([2.0, np.nan, 6.0]), "1 of 3 entries are nan"),
    (lambda x: 2 * x + 1, "all entries are wrong"),
    (in_place, "changes its argument"),
    (loud, "with a warning on the way"),
]


@pytest.mark.parametrize(("student", "sentence"), IN_ORDER, ids=[words for _, words in IN_ORDER])
def test_each_kind_of_failure_has_its_sentence(student, sentence):
    """What was seen, and nothing else."""
    message = said(check, student, X, gives=[2, 4, 6], untouched=True, silent=True)

    assert sentence in message.split("\n")[0]
    assert len(message.split("\n")) <= 12


def test_what_comes_first_in_the_order_is_told_first():
    """A list of wrong numbers, with a warning, from a changed argument, is a list."""

    def student(x):
        x[0] = 7
        np.log(np.zeros(1))
        return [1.0]

    message = said(check, student, X, gives=[2, 4, 6], untouched=True, silent=True)
    assert "a list of 1, where an array" in message


def test_a_check_that_passes_says_so_in_one_short_line(capsys):
    """Silence is no message."""
    check(lambda x: 2 * x, X, gives=[2, 4, 6], named="twice")
    check(np.sqrt, -1.0, dtype=float)
    assert capsys.readouterr().out == "right: twice([1., 2., 3.])\nright: sqrt(-1.0)\n"


@pytest.mark.parametrize("number", [2, 2.0, np.float64(2), np.array(2.0), np.int64(2)])
def test_a_zero_dimensional_array_is_as_good_as_a_number(number):
    """Whichever came back."""
    check(lambda: number, gives=2)


def test_errors_shapes_kinds_and_dtypes_are_asked_for_alone():
    """Without numbers."""
    check(np.zeros, -1, raises=ValueError)
    check(np.zeros, (2, 3), shape=(2, 3), dtype="float64", kind=np.ndarray)
    assert "ValueError is the error to raise" in said(check, np.ones, 2, raises=ValueError)
    assert "(2,) instead of (3,)" in said(check, np.ones, 2, shape=(3,))
    assert "float64 instead of int64" in said(check, np.ones, 2, dtype="int64")
    assert "where a list is right" in said(check, np.ones, 2, kind=list)


def test_a_view_is_told_from_a_copy():
    """Where the text asks for new memory."""
    message = said(check, np.ravel, np.ones((2, 2)), gives=[1, 1, 1, 1], fresh=True)
    assert "returns a view of its argument" in message


def test_tuples_are_compared_part_by_part():
    """Each part as a result of its own."""
    message = said(check, lambda: (1.0, [1, 2]), gives=(1.0, [1, 3]), named="pair")
    assert "a list of 2 in [1], where an array" in message


def test_a_name_that_is_no_function_is_told_so():
    """An exercise's name was used for something else."""
    assert "a float, not a function" in said(check, 3.0, X, gives=1.0, named="softmax")


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    """A released folder, as a student gets it."""
    course = Course.find(ROOT)
    (assignment,) = course.select(["softmax"])
    return convert_checked(course, assignment, tmp_path_factory.mktemp("released"))


def test_a_kernel_shows_words_and_no_traceback(released):
    """The output stays an error with name and message, as Validate and nbval look for it."""
    cells = [
        "import numpy as np\nfrom checking import check, choice",
        "def softmax(x):\n    e = np.exp(x)\n    return e / e.sum()",
        "check(softmax, np.array([[1.0, 2.0], [0.0, 0.0]]), gives=[[0.26894142, 0.73105858],"
        " [0.5, 0.5]])",
        'choice("a", "after_adding")',
        'choice("b", "after_adding")',
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    NotebookClient(
        notebook,
        timeout=60,
        allow_errors=True,
        kernel_name="python3",
        resources={"metadata": {"path": str(released)}},
    ).execute(env={"PATH": str(Path(sys.executable).parent)})

    (failed,) = notebook.cells[2].outputs
    assert (failed.output_type, failed.ename) == ("error", "Disagreement")
    assert failed.traceback[0].startswith("All your numbers together add up to 1")
    assert "Traceback" not in "\n".join(failed.traceback)
    assert (
        '"a" is not it: The differences between the logits' in notebook.cells[3].outputs[0].evalue
    )
    assert notebook.cells[4].outputs[0].text == 'right: "b"\n'


def test_a_notebook_alone_says_in_one_sentence_what_is_missing(released, tmp_path):
    """With the students' packages, and nothing beside it; exercises still run."""
    notebook = json.loads((released / "softmax.ipynb").read_bytes())
    imports = next(
        "".join(cell["source"]) for cell in notebook["cells"] if cell["id"] == "softmax-imports"
    )
    code = "\n".join(line for line in imports.split("\n") if not line.startswith("%"))
    done = subprocess.run(
        [str(StudentEnvironment.find(ROOT).python), "-c", f"{code}\nprint(np.exp(0.0))"],
        cwd=tmp_path,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    sentence, number = done.stdout.strip().split("\n")
    assert sentence.endswith("is missing: checks and pictures need this notebook's whole folder.")
    assert number == "1.0"
