"""One submission, from bytes to verdicts, in a real student process."""

from __future__ import annotations

import copy
import json

import pytest

from autograder.course.unprotected import unprotected_claims
from autograder.grading.grade import Job, grade_submission
from autograder.verdicts import Outcome

from .conftest import (
    NAME,
    RIGHT,
    SOURCE,
    answer,
    as_bytes,
    cell,
    claim,
    handed_in,
    messages,
    notebook,
    points,
)

FULL = {"double-doubles": 2, "double-keeps-the-shape": 1, "half-halves": 1}


def with_extra(at: int, source: str, changes: dict | None = None) -> dict:
    """A right submission with one more code cell of the student's."""
    submitted = handed_in(RIGHT | (changes or {}))
    submitted["cells"].insert(at, cell("code", "own", source))
    return submitted


def test_a_right_submission_gets_full_marks(grade):
    """And nothing is said about it."""
    graded = grade(handed_in(RIGHT))
    assert points(graded) == FULL
    assert (graded.points, graded.possible) == (4, 4)
    assert graded.notes == graded.advice == ()
    assert set(messages(graded).values()) == {""}


def test_the_source_gets_full_marks_and_the_blank_none(grade):
    """The grader's own test."""
    assert grade(SOURCE).points == 4
    blank = grade(None)
    assert points(blank) == dict.fromkeys(FULL, 0)
    assert all("Not written yet" in message for message in messages(blank).values())
    assert blank.blank == ("double", "half")


def test_progress_is_told_after_each_claim():
    """How many claims have been judged, and of how many."""
    told: list[tuple[int, int]] = []
    job = Job(NAME, "ann", as_bytes(SOURCE), as_bytes(handed_in(RIGHT)))

    grade_submission(job, lambda done, total: told.append((done, total)))

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_wrong_function_loses_its_own_claims_only(grade):
    """With the visible check's message."""
    graded = grade(handed_in(RIGHT | {"double": "def double(x):\n    return np.asarray(x) * 3"}))
    assert points(graded) == FULL | {"double-doubles": 0}
    assert messages(graded)["double-doubles"] == "2 becomes 4."


def test_a_hidden_check_explains_itself(grade):
    """The message of the disagreement is the verdict's, and no line of the check is in it."""
    graded = grade(handed_in(RIGHT | {"double": "def double(x):\n    return np.abs(x) * 2"}))
    message = messages(graded)["double-doubles"]
    assert "opposite sign" in message
    assert "agrees(" not in message


@pytest.mark.parametrize(
    "broken",
    [
        "this is prose, not Python",
        "  return indented",
        "def broken(:\n    pass",
        "1 / 0",
        "import no_such_module",
        "open('helper.csv')",
        "undefined",
        "raise SystemExit",
        "raise KeyboardInterrupt",
        "exit()",
        "%no_such_magic",
        "!false",
        "input('name?')",
        "def f(): return f()\nf()",
    ],
)
def test_a_broken_cell_costs_nothing_but_itself(grade, broken):
    """Prose, errors, exits: the cells around it are graded on their merit."""
    assert points(grade(with_extra(1, broken))) == FULL


@pytest.mark.parametrize(
    "around",
    [
        "import no_such_module\n\n{}",
        "from helper_file import *\n{}",
        "table = open('no_such.csv').read()\n\n{}",
        "{}\n\nprint(double(undefined))",
        "{}\n\nThis is how I did it:",
        "Here is my answer\n{}",
        "def broken(x)\n    return x\n\n{}",
        "{}\n\ndef broken(x):\nreturn x",
        "@staticmethod\ndef other(x):\n    return s.(1-s)\n\n{}",
        "scale = 2\n1 / 0\n{}",
    ],
)
def test_a_working_function_survives_what_is_broken_beside_it(grade, around):
    """The rest of its cell is run statement by statement."""
    graded = grade(handed_in(RIGHT | {"double": around.format(RIGHT["double"])}))
    assert points(graded) == FULL
    assert "stops with an error" in graded.advice[0]


def test_the_last_definition_counts(grade):
    """A later cell may redefine a function, for better or worse."""
    wrong = "def double(x):\n    return 0"
    better = grade(with_extra(3, RIGHT["double"], {"double": wrong}))
    assert points(better) == FULL
    assert points(grade(with_extra(3, wrong)))["double-doubles"] == 0


def test_stored_outputs_are_never_believed(grade):
    """A claim whose stored output says that all is well is run all the same."""
    submitted = handed_in()
    for raw in submitted["cells"]:
        if raw["cell_type"] == "code":
            result = {"data": {"text/plain": "2"}, "output_type": "execute_result"}
            raw |= {"outputs": [result], "execution_count": 1}
    assert grade(submitted).points == 0


def test_tampering_earns_nothing(grade):
    """Patched tools, a flag, a tag and points on a claim: the released notebook rules."""
    submitted = with_extra(2, "np.allclose = lambda *a, **k: True\nreference = lambda x: 0")
    submitted["cells"][3]["source"] = "def double(x):\n    return 0"
    submitted["cells"][4]["metadata"]["tags"] = ["skip-execution"]
    submitted["cells"][4]["metadata"]["nbgrader"]["points"] = 99
    graded = grade(submitted)
    assert points(graded)["double-doubles"] == 0
    assert len(graded.notes) == 2


def test_a_misspelt_function_is_named(grade):
    """The message says which name is missing."""
    graded = grade(handed_in(RIGHT | {"half": "def halve(x):\n    return x / 2"}))
    assert "`half` is not defined" in messages(graded)["half-halves"]


def test_a_missing_name_is_explained_by_the_error_of_its_cell(grade):
    """Not only that it is missing, but why."""
    graded = grade(handed_in(RIGHT | {"half": "half = 1 / 0"}))
    assert "ZeroDivisionError" in messages(graded)["half-halves"]


@pytest.mark.parametrize("magic", ["", "%precision 3\n"], ids=["apart", "unprotected"])
def test_an_answer_that_is_no_function_is_said_to_be_unwritten(grade, magic):
    """While its cell is as it was released; a name that no cell was to define is not."""
    body = f"{magic}assert root == 2"
    source = notebook(
        answer("root", "### BEGIN SOLUTION\nroot = 4 ** 0.5\n### END SOLUTION"),
        claim("right", body),
        claim("other", body.replace("root", "roots")),
    )
    apart = unprotected_claims(as_bytes(source))
    assert set(apart) == ({"right", "other"} if magic else set())
    said = messages(grade(handed_in(source=source), source, unprotected=apart))
    assert said["right"] == "Not written yet: the code still raises NotImplementedError."
    assert said["other"].startswith("`roots` is not defined: no cell above")


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ("3 is not 4", "same(double(2), 4)"),
        ("array(3)", "np.testing.assert_allclose(double(2), 4)"),
        ("3 != 4", "case.assertEqual(double(2), 4)"),
        ("3 != 4", "%precision 3\ncase.assertEqual(double(2), 4)"),
    ],
    ids=["a given function", "NumPy", "unittest", "unprotected"],
)
def test_what_a_check_says_is_not_called_an_error_of_the_students(grade, said, body):
    """An AssertionError that no line of theirs raised has the check's own words."""
    helpers = "import unittest\nimport numpy as np\ncase = unittest.TestCase()\n"
    same = "def same(a, b):\n    assert a == b, f'{a} is not {b}'"
    source = notebook(
        cell("code", "given", helpers + same, locked=True),
        answer("work", "### BEGIN SOLUTION\ndouble = lambda x: 2 * x\n### END SOLUTION"),
        claim("right", body),
    )
    apart = unprotected_claims(as_bytes(source))
    wrong = handed_in({"work": "double = lambda x: x + 1"}, source)
    message = messages(grade(wrong, source, unprotected=apart))["right"]
    assert said in message
    assert "Your code" not in message


def test_an_error_in_a_function_names_the_line(grade):
    """Class, message and the student's own line."""
    wrong = "def half(x):\n    y = x\n    return y.missing / 2"
    message = messages(grade(handed_in(RIGHT | {"half": wrong})))["half-halves"]
    assert "AttributeError" in message
    assert "return y.missing / 2" in message


@pytest.mark.parametrize("way", ["raise SystemExit", "raise KeyboardInterrupt", "exit()"])
def test_leaving_within_a_function_fails_the_claim(grade, way):
    """It ends the call, not the grader."""
    graded = grade(handed_in(RIGHT | {"half": f"def half(x):\n    {way}"}))
    assert points(graded) == FULL | {"half-halves": 0}


def test_ending_python_in_a_function_fails_its_claims_only(grade):
    """The claim ran against a copy."""
    wrong = "import os\ndef double(x):\n    os._exit(0)"
    graded = grade(handed_in(RIGHT | {"double": wrong}))
    assert points(graded) == {"double-doubles": 0, "double-keeps-the-shape": 0, "half-halves": 1}


def test_ending_python_in_a_cell_costs_that_cell_only(grade):
    """The cells before are run again without it, and what it defines is saved."""
    wrong = "import os\ndef double(x):\n    return 2 * np.asarray(x)\nos._exit(0)"
    graded = grade(handed_in(RIGHT | {"double": wrong}))
    assert points(graded) == FULL
    assert "given up" in graded.advice[0]


def test_endless_loops_are_stopped(grade):
    """In a cell and in a function: the others are graded."""
    wrong = "def double(x):\n    while True:\n        pass"
    limits = {"cell_seconds": 2, "call_seconds": 2}  # much more than the others need
    graded = grade(with_extra(1, "while True: pass", {"double": wrong}), limits=limits)
    assert points(graded) == {"double-doubles": 0, "double-keeps-the-shape": 0, "half-halves": 1}
    assert "2 s" in messages(graded)["double-doubles"]
    stopped = [note for note in graded.notes if note.stopped]
    assert "`while True: pass` was given up" in stopped[0].text
    assert {note.cell for note in stopped[1:]} & {verdict.claim for verdict in graded.verdicts}


def test_printing_and_warning_cost_nothing(grade):
    """They become advice, and what was printed is kept apart."""
    noisy = "import warnings\ndef half(x):\n    print('x is', x)\n    warnings.warn('careful')\n"
    graded = grade(handed_in(RIGHT | {"half": noisy + "    return x / 2"}))
    assert points(graded) == FULL
    verdict = graded.verdicts[-1]
    assert verdict.printed == "x is 3\n"
    assert verdict.warnings == ("UserWarning: careful",)
    assert any("careful" in text for text in graded.advice)
    assert any("print" in text for text in graded.advice)


def test_illustrations_are_not_run(grade):
    """Nothing that is graded depends on them."""
    source = copy.deepcopy(SOURCE)
    source["cells"].insert(1, cell("code", "figure", "1 / 0", tags=("illustration",)))
    graded = grade(handed_in(RIGHT, source), source)
    assert graded.notebook["cells"][1]["outputs"] == []
    assert graded.advice == ()


def test_a_student_s_own_figures_are_drawn(grade):
    """Whoever looks at the graded notebook sees them, unlike those that only illustrate."""
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    source = copy.deepcopy(SOURCE)
    source["cells"].insert(1, cell("code", "figure", plot, tags=("illustration",)))
    mine = handed_in(RIGHT, source)
    mine["cells"].insert(2, cell("code", "mine", plot))
    graded = grade(mine, source)
    assert points(graded) == FULL
    given, own = graded.notebook["cells"][1:3]
    assert given["outputs"] == []
    assert "image/png" in own["outputs"][0]["data"]


def test_files_lie_beside_the_notebook(grade):
    """Helper modules and data are found in the working directory."""
    helper = {"helper.py": b"def twice(x):\n    return x * 2\n"}
    changed = {"double": "from helper import twice\ndef double(x):\n    return twice(np.array(x))"}
    assert points(grade(handed_in(RIGHT | changed), files=helper)) == FULL


def test_the_graded_notebook_shows_what_happened(grade):
    """Outputs of this run, the message under a failed claim, the hidden tests for formgrader."""
    graded = grade(with_extra(1, "print('mine')", {"half": "def half(x):\n    return x"}))
    cells = {raw["id"]: raw for raw in graded.notebook["cells"]}
    assert cells["extra-2"]["outputs"][0]["text"] == "mine\n"
    assert cells["half-halves"]["outputs"][0]["evalue"] == "3 becomes 1.5."
    assert "BEGIN HIDDEN TESTS" in cells["double-doubles"]["source"]
    assert cells["double-doubles"]["outputs"] == []


def test_the_graded_notebook_is_valid(grade):
    """For nbformat and for nbgrader."""
    import nbformat
    from nbgrader.nbgraderformat import reads

    submitted = with_extra(1, "import numpy as np\nnp.ones(2)", {"half": "half = 1 / 0"})
    made = nbformat.from_dict(grade(submitted).notebook)
    nbformat.validate(made)
    assert reads(nbformat.writes(made), as_version=4).cells


def test_a_claim_that_cannot_be_run_is_not_run(grade):
    """A missing module in the check is the material's fault: no points, not even zero."""
    source = copy.deepcopy(SOURCE)
    source["cells"][3]["source"] = "from solutions.no_such import f\nassert f(double)"
    graded = grade(handed_in(RIGHT, source), source)
    assert points(graded) == FULL | {"double-doubles": None}
    assert graded.verdicts[0].outcome is Outcome.NOT_RUN
    assert "no_such" in graded.notes[0].text


def one_claim(body: str, student: str, worth: float = 4) -> dict:
    """A notebook with one answer and one claim, both for source and submission."""
    return notebook(
        cell("code", "imports", "import numpy as np", locked=True),
        answer("answer", student),
        claim("claimed", body, worth),
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("3.0", 3),
        ("3", 3),
        ("0", 0),
        ("4", 4),
        ("True", 4),
        ("False", 4),
        ("'fine'", 4),
        ("np.float64(1.0)", 4),
        ("None", 4),
        ("5", None),
        ("-1", None),
        ("float('nan')", None),
    ],
)
def test_a_number_at_the_end_is_partial_credit(grade, body, expected):
    """More than there is to get, or less than nothing, is the material's fault."""
    made = one_claim(body, "f = 1")
    assert points(grade(made, made)) == {"claimed": expected}


def test_partial_credit_is_written_for_formgrader(grade):
    """As the cell's result, which stock nbgrader would read the same."""
    made = one_claim("1.5", "f = 1")
    graded = grade(made, made)
    assert graded.notebook["cells"][2]["outputs"][0]["data"] == {"text/plain": "1.5"}
    assert graded.verdicts[0].outcome is Outcome.FAILED


@pytest.mark.parametrize(("body", "message"), [("1.5", "Partly right."), ("0", "Not right.")])
def test_partial_credit_says_no_points(grade, body, message):
    """They stand beside it, unless the course keeps them from students."""
    made = one_claim(body, "f = 1")
    assert [verdict.message for verdict in grade(made, made).verdicts] == [message]


def test_a_process_that_cannot_be_had_runs_nothing_and_fails_nobody(monkeypatch):
    """Every claim is not run: nobody knows what it is worth."""
    from autograder.grading import grade as module
    from autograder.sandbox.replies import NotStarted

    class Dead:
        tier = "full"

        def start(self, files, times, later):
            raise NotStarted("the student process was not ready after 20 s")

    monkeypatch.setattr(module, "_template", lambda job: Dead())
    content = json.dumps(handed_in(RIGHT)).encode()
    job = module.Job("01-double", "ann", json.dumps(SOURCE).encode(), content)
    graded = module.grade_submission(job)
    assert points(graded) == dict.fromkeys(FULL)
    assert "not ready" in messages(graded)["half-halves"]


def test_a_line_that_python_cannot_read_is_shown(grade):
    """Not IPython's name for the cell."""
    graded = grade(handed_in({"double": "def double(x):\n    return np.asarray(x * 2"}))

    said = [message for message in messages(graded).values() if "SyntaxError" in message]
    assert said
    assert "in line 2 of the cell: `return np.asarray(x * 2`" in said[0]
    assert "ipython" not in said[0]
