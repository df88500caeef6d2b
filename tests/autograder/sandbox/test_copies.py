"""A claim's copy is made when a question could run the student's code, and not before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.sandbox.inside.handles import is_plain
from autograder.sandbox.replies import NotStarted, Remote
from autograder.sandbox.template import Template

CELL = """
import os
import numpy as np

class Sly:
    looked = []
    @property
    def __name__(self):
        Sly.looked.append(1)
        return "sly"
    __doc__ = __name__
    def __len__(self):
        Sly.looked.append(1)
        return 0

class SlyList(list):
    def __iter__(self):
        Sly.looked.append(1)
        return iter(())

def process(): return os.getpid()
def looked(): return len(Sly.looked)
answer, table, pair = "b", np.eye(2), (1, [2.0, {"a": None}])
sly, sly_list, hidden = Sly(), SlyList(), [Sly()]
"""


@pytest.fixture(scope="module")
def template():
    with Template(tier="process") as template:
        yield template


@pytest.fixture
def student(template):
    with template.start() as process:
        assert process.run_cell(CELL).error is None
        yield process


def test_looking_at_plain_data_and_functions_needs_no_copy(student):
    """The process itself tells it; a name that is missing is missing."""
    with student.snapshot() as copy:
        assert copy.lookup("answer") == "b"
        assert copy.lookup("table").tolist() == [[1, 0], [0, 1]]
        assert copy.lookup("pair") == (1, [2.0, {"a": None}])
        assert copy.lookup("process").kind == "function"
        with pytest.raises(NameError):
            copy.lookup("nothing")
        assert copy.number is None


def test_a_call_is_answered_by_a_copy(student):
    """Also if its function was looked up before there was one."""
    own = student.call(student.lookup("process")).value
    with student.snapshot() as copy:
        function = copy.lookup("process")
        assert copy.call(function).value != own
        assert copy.call(copy.lookup("process")).value == copy.call(function).value


@pytest.mark.parametrize("name", ["sly", "sly_list", "hidden"])
def test_what_could_run_the_student_s_code_is_looked_at_in_a_copy(student, name):
    """Nothing of a student's own class is touched in the process itself."""
    with student.snapshot() as copy:
        copy.lookup(name)
        assert copy.number is not None
    assert student.call(student.lookup("looked")).value == 0


def test_a_copy_that_has_ended_answers_no_more(student):
    """Whether it was made or not."""
    with student.snapshot() as unused, student.snapshot() as used:
        used.call(used.lookup("process"))
    for copy in (unused, used):
        with pytest.raises(NotStarted, match="has ended"):
            copy.lookup("answer")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
def test_copies_end_with_the_next_question(student):
    """A hundred claims leave no process behind."""
    numbers = set()
    for _ in range(3):
        with student.snapshot() as copy:
            numbers.add(copy.call(copy.lookup("process")).value)
    student.lookup("answer")
    assert len(numbers) == 3
    assert not [number for number in numbers if Path(f"/proc/{number}").exists()]


def test_a_claim_that_got_no_copy_is_told_so_at_the_end(student):
    """Whoever caught the reason on the way cannot take it for an answer."""
    student.run_cell("os.register_at_fork(before=lambda: os._exit(1))")
    with pytest.raises(NotStarted, match="could not be copied"), student.snapshot() as copy:
        function = copy.lookup("process")
        with pytest.raises(NotStarted):
            copy.call(function)


def test_the_process_stands_in_for_its_last_copy(student):
    """Nothing runs after it, so that a fork would be for nothing; the time is limited as ever."""
    own = student.call(student.lookup("process")).value
    with student.snapshot() as copy:
        assert copy.call(copy.lookup("process")).value != own
    with student.snapshot(last=True) as copy:
        assert copy.call(copy.lookup("process")).value == own
        assert copy.number is None


def test_plain_is_bounded():
    """Long or deep values are looked at in a copy."""
    deep: list = []
    for _ in range(5):
        deep = [deep]
    assert is_plain([0] * 900) and is_plain({"a": (1, {2, 3.0})}) and is_plain(os.getpid())
    assert not is_plain([0] * 2_000)
    assert not is_plain(deep)
    assert not is_plain(os)
    assert not is_plain(Remote)


def test_a_claim_may_go_on_with_the_copy_of_the_last(student):
    """If that was said and nothing has run in between; then what happened there is still there."""
    student.run_cell(
        "def note(x): answer_list.append(x); return len(answer_list)\nanswer_list = []"
    )

    def noted(goes_on):
        with student.snapshot() as copy:
            copy.goes_on = goes_on
            return copy.call(copy.lookup("note"), (1,)).value, copy.number

    first, again, third = noted(True), noted(True), noted(False)
    assert (first[0], again[0], third[0]) == (1, 2, 3)
    assert first[1] == again[1] == third[1]
    assert noted(True)[0] == 1
    student.run_cell("answer = 'c'")
    assert noted(True)[0] == 1
    student.assign("answer", "d")
    assert noted(True)[0] == 1


def test_a_copy_in_which_a_claim_changed_a_name_serves_no_other(student):
    """The next one finds what the student's cells defined."""
    student.run_cell("class Box: size = 1\nbox = Box()\ndef size(): return box.size")
    for change in (
        lambda copy: copy.assign("box", 1),
        lambda copy: copy.delete("box"),
        lambda copy: copy.set_attribute(copy.lookup("box"), "size", 2),
    ):
        with student.snapshot() as copy:
            assert copy.call(copy.lookup("size")).value == 1
            copy.goes_on = True
            change(copy)


def test_a_copy_that_goes_on_has_the_time_of_a_new_claim(student):
    """Each claim's time begins with it."""
    student._budget.used["claim_seconds"] = -1000.0  # all of them together have plenty
    ends = []
    for _ in range(2):
        with student.snapshot() as copy:
            copy.goes_on = True
            copy.call(copy.lookup("process"))
            ends.append((copy.number, copy._connection.deadline("claim_seconds", 1000.0).at))
    (first, earlier), (second, later) = ends
    assert first == second
    assert later > earlier


def test_a_name_that_a_claim_rebinds_is_looked_up_anew(student):
    """A function is asked for once; assigning or deleting its name is noticed."""
    with student.snapshot() as copy:
        assert copy.lookup("process") == copy.lookup("process")
        copy.assign("process", 1)
        assert copy.lookup("process") == 1
        copy.lookup("looked")
        copy.delete("looked")
        with pytest.raises(NameError):
            copy.lookup("looked")
