"""Whatever ends a call, a cell or the process: that claim fails, later ones are tried."""

from __future__ import annotations

from .attack import Attack, attack, attacks


def calling(source: str) -> Attack:
    """Right work, but for one function."""
    return Attack(base="right", answers={"basic-sigmoid": f"def basic_sigmoid(x):\n    {source}"})


ITS_OWN = {"basic-sigmoid-values", "basic-sigmoid-gives-a-python-float"} | {
    "basic-sigmoid-stays-calm-far-out"
}


@attacks(
    system_exit=calling("raise SystemExit(0)"),
    interrupt=calling("raise KeyboardInterrupt"),
    generator_exit=calling("raise GeneratorExit"),
    stop_iteration=calling("raise StopIteration(0.5)"),
    import_error=calling("raise ImportError('no module named solutions')"),
    syntax_error=calling("import ast; ast.parse('1 1')"),
    assertion=calling("raise AssertionError('')"),
    group=calling("raise BaseExceptionGroup('many', [SystemExit(), KeyboardInterrupt()])"),
    memory=calling("raise MemoryError"),
    os_exit=calling("import os; os._exit(0)"),
    abort=calling("import os; os.abort()"),
    crash=calling("import ctypes; ctypes.string_at(0)"),
    recursion=calling("return basic_sigmoid(x) + 1"),
    deep_recursion=calling("import sys; sys.setrecursionlimit(10**8); return basic_sigmoid(x) + 1"),
    words=calling("raise type('E', (Exception,), {'__str__': lambda self: 1 / 0})()"),
    exits=calling("raise type('E', (Exception,), {'__str__': lambda s: exit_now(s)})()"),
    forged=calling(
        "raise type('NotStarted', (Exception,), {'__module__': 'autograder.sandbox'})('x')"
    ),
    named=calling("raise type('_Overdue\\n\\x1b[31m<b>', (BaseException,), {})('<script>' * 99)"),
    long=calling("raise ValueError('x' * 10**7)"),
    cause=calling("raise ValueError(x) from SystemExit(1)"),
)
def test_a_call_that_ends_oddly_costs_its_own_claims(seen):
    """Exits, crashes and hostile exceptions fail the claims of that function and no others."""
    every = {test["name"] for test in seen.page["tests"]}
    assert not seen.passed & ITS_OWN
    assert seen.passed == every - ITS_OWN
    assert not seen.not_run, "nobody else is at fault"


@attacks(
    os_exit=Attack(base="right", last="import os; os._exit(0)"),
    kill=Attack(base="right", last="import os; os.kill(os.getpid(), 9)"),
    abort=Attack(base="right", last="import os; os.abort()"),
    quit=Attack(base="right", last="quit(); exit(); raise SystemExit"),
)
def test_a_last_cell_that_exits_costs_nothing(seen):
    """What was right before stays right."""
    assert seen.points == sum(test["max_score"] for test in seen.page["tests"])


@attack(extra="import os\nos._exit(0)", base="right")
def test_a_first_cell_that_exits_costs_only_itself(seen):
    """Later cells run in a new process."""
    assert seen.points == sum(test["max_score"] for test in seen.page["tests"])
    assert "given up" in seen.advice


def leaving(letter: str) -> Attack:
    """Right work, but for a cell that gives an answer and ends Python."""
    return Attack(
        base="right",
        answers={"list-prediction": f"import os\nlist_prediction = {letter!r}\nos._exit(0)"},
        extra="import atexit, os\natexit.register(lambda: os.abort())\nsys.exitfunc = os.abort",
    )


@attacks(right=leaving("b"), wrong=leaving("a"))
def test_leaving_an_answer_by_the_back_door_gains_nothing(seen):
    """A cell that ends Python is given up; its constants are read and judged all the same."""
    every = {test["name"] for test in seen.page["tests"]}
    wrong = {"list-prediction-is-right"} if seen.student.endswith("wrong") else set()
    assert seen.passed == every - wrong
    assert "given up" in seen.advice


@attack(
    extra="""
def get(name):
    raise ImportError("No module named 'solutions'")
class Namespace(dict):
    __getitem__ = get
""",
    answers={
        "list-prediction": """
class Bad(Exception):
    def __str__(self):
        raise ImportError("No module named 'solutions'")
list_prediction = ValueError(Bad())
"""
    },
)
def test_nobody_can_blame_the_grader(seen):
    """An ImportError from the student's process is the student's: the claim fails, and ran."""
    assert not seen.not_run
    assert seen.points == 0
    assert "check is at fault" not in seen.notes
