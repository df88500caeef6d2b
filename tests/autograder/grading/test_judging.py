"""Claims and cells may come in another order only where nobody can tell."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from autograder.grading import judging
from autograder.grading.claims.purity import leaves_all
from autograder.sandbox.process import StudentProcess
from tests.autograder.grading.conftest import (
    HALVES,
    SOURCE,
    answer,
    cell,
    claim,
    handed_in,
    messages,
    notebook,
    points,
)
from tests.autograder.grading.test_reading import READS, WRITTEN

IMPORTS = SOURCE["cells"][1]
TWICE = notebook(
    IMPORTS,
    answer("f", "def f(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"),
    claim("f-doubles", "assert f(2.0) == 4, 'not twice'"),
    cell("code", "below", "", locked=False),
    answer("g", "def g(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"),
    claim("g-gives-back", "assert g(2.0) == 2"),
)
F = "def f(x):\n    return 2 * x"
G = "def g(x):\n    return x"


@pytest.fixture
def in_order(grade, monkeypatch):
    """Grades with each claim judged before anything below it runs."""

    def run(*args, **settings):
        with monkeypatch.context() as patched:
            patched.setattr(judging, "leaves_all", lambda *_: False)
            return grade(*args, **settings)

    return run


@pytest.fixture
def forks(monkeypatch):
    """The copies that were made, in a list."""
    made, fork = [], StudentProcess._fork
    monkeypatch.setattr(
        StudentProcess, "_fork", lambda self, *args: made.append(1) or fork(self, *args)
    )
    return made


def test_functions_that_keep_nothing_take_one_copy(grade, forks):
    """Whatever cells stand between the claims."""
    changed = {"f": F, "g": G, "below": "for n in (1, 2): print(f(n), np.arange(n))"}
    assert points(grade(handed_in(changed, TWICE), TWICE)) == {"f-doubles": 1, "g-gives-back": 1}
    assert len(forks) == 1


# what a student wrote, and what stands below the claim on `f`
CHANGED_BELOW = {
    "again": (F, "def f(x):\n    return 0"),
    "right too late": ("def f(x):\n    return 0", F),
    "by assignment": (F, "f = abs"),
    "by import": (F, "from math import sqrt as f"),
    "by a loop": (F, "for f in (abs,): pass"),
    "by a caught error": (F, "try:\n    1 / 0\nexcept ZeroDivisionError as f:\n    pass"),
    "deleted": (F, "del f"),
    "a helper": (f"h = 2\n{F.replace('2', 'h')}", "h = 3"),
    "a helper's function": (f"def h(): return 2\n{F.replace('2', 'h()')}", "def h(): return 3"),
    "a helper too late": (F.replace("2", "h"), "h = 2"),
    "in place": (F.replace("2", "h[0]") + "\nh = [2]", "h[0] = 3"),
    "in place, deeper": (F.replace("2", "h[0][0]") + "\nh = [[2]]", "h[0][0] = 3"),
    "in place, a constant": (F.replace("2", "h[0]") + "\nh = np.array([2])", "h[:] = 3"),
    "by a method": (F.replace("2", "len(h)") + "\nh = [1, 2]", "h.append(3)"),
    "by another name": (F.replace("2", "h[0]") + "\nh = [2]\nk = h", "k[0] = 3"),
    "by a function": (F.replace("2", "h[0]") + "\nh = [2]", "def c(a): a[0] = 3\nc(h)"),
    "by augmenting": (F.replace("2", "h.max()") + "\nh = np.array([2])", "h += 1"),
    "in NumPy": ("def f(x): return np.multiply(2, x)", "np.multiply = np.add"),
    "by setattr": ("def f(x): return np.multiply(2, x)", "setattr(np, 'multiply', np.subtract)"),
    "by exec": (F, "exec('f = abs')"),
    "by globals": (F, "globals()['f'] = abs"),
    "by a magic": (F, "%run -i other.py"),
    "a default": (F, "f.__defaults__ = (3,)"),
    "its code": (F, "f.__code__ = abs_code.__code__"),
    "what Jupyter keeps": (F.replace("2", "len(In)"), "1"),
    "a global": (F.replace("2", "h") + "\nh = 2", "def c():\n    global h\n    h = 3\nc()"),
    "by a stranger": (F + "\nimport sys", "sys.modules['__main__'].f = abs"),
    "from a stranger": (F + "\nfrom sys import modules as m", "vars(m['__main__'])['f'] = abs"),
}


@pytest.mark.parametrize(("code", "below"), CHANGED_BELOW.values(), ids=CHANGED_BELOW.keys())
def test_what_a_cell_below_changes_is_not_seen_above(code, below):
    """The text tells that the claim must not wait."""
    assert not leaves_all(below, {"f"}, ["import numpy as np", code])


SLOW_TO_ASK = ["again", "right too late", "a helper too late", "by another name", "in NumPy"]


@pytest.mark.parametrize("case", SLOW_TO_ASK)
def test_verdicts_are_those_of_the_order_from_top_to_bottom(grade, in_order, case):
    """Points and sentences."""
    code, below = CHANGED_BELOW[case]
    changed = handed_in({"f": code, "g": G, "below": below}, TWICE)
    assert _told(grade(changed, TWICE)) == _told(in_order(changed, TWICE))


@pytest.mark.parametrize(
    "below", ["import os; os._exit(3)", "while True: pass", "x = = 3", "1 / 0"]
)
def test_a_cell_that_goes_wrong_costs_the_claims_above_nothing(grade, in_order, below):
    """Python that ends, a loop without end, an error."""
    changed = handed_in({"f": F, "g": G, "below": below}, TWICE)
    limits = {"limits": {"cell_seconds": 1.0}}
    result = grade(changed, TWICE, **limits)
    assert points(result) == {"f-doubles": 1, "g-gives-back": 1}
    assert _told(result) == _told(in_order(changed, TWICE, **limits))


def test_a_name_is_missing_for_the_reason_that_was_known_above(grade, in_order):
    """What happens to it below comes later."""
    changed = handed_in({"f": "1 / 0\nf = abs", "below": "f = 3\nx = = 2", "g": G}, TWICE)
    result = grade(changed, TWICE)
    assert "its cell stopped with an error" in messages(result)["f-doubles"]
    assert _told(result) == _told(in_order(changed, TWICE))


def test_claims_that_read_code_share_a_copy_made_before_any_cell_ran(grade, forks):
    """One for those that read, one for the others."""
    second = claim("again", READS["cells"][3]["source"])
    source = {**READS, "cells": [*READS["cells"], second]}
    result = grade(handed_in({"tanh": WRITTEN}, source), source)
    assert points(result) == {"without-tanh": 1, "right": 1, "again": 1}
    assert len(forks) == 2


def test_what_a_function_remembers_ends_with_the_claim_that_read_it(grade):
    """Two claims that read it each call it for the first time."""
    code = WRITTEN.replace("def tanh(x):", "def tanh(x, seen=[]):\n    seen.append(x)").replace(
        "return", "return (len(seen) == 1) *"
    )
    again = claim("again", READS["cells"][3]["source"])
    source = {**READS, "cells": [*READS["cells"], again]}
    result = grade(handed_in({"tanh": code}, source), source)
    assert points(result) == {"without-tanh": 1, "right": 1, "again": 1}


def test_a_module_or_file_of_the_students_own_is_not_there_when_code_is_read(grade):
    """Neither one that was handed in nor one that a cell writes."""
    files = {"statistics.py": b"import numpy as np\nmean = np.tanh"}
    code = "import statistics\ndef tanh(x): return statistics.mean(x)"
    result = grade(handed_in({"tanh": code}, READS), READS, files=files)
    assert points(result) == {"without-tanh": 0, "right": 1}
    code = (
        "table = np.linspace(0, 3, 30001)\nnp.savetxt('table', np.tanh(table))\n"
        "def tanh(x): return np.interp(x, np.linspace(0, 3, 30001), np.loadtxt('table'))"
    )
    result = grade(handed_in({"tanh": code}, READS), READS)
    assert points(result) == {"without-tanh": 0, "right": 1}


def test_a_claim_that_reads_code_knows_which_functions_were_found_wrong_above(grade, in_order):
    """Its words are those that it has in its place."""
    source = notebook(
        IMPORTS,
        answer("h", "def h(x):\n    ### BEGIN SOLUTION\n    return 1 * x\n    ### END SOLUTION"),
        claim("h-keeps", "from autograder.checking import check\ncheck(h, 2.0, gives=2.0)"),
        answer("k", "def k(x):\n    ### BEGIN SOLUTION\n    return h(x)\n    ### END SOLUTION"),
        claim(
            "k-too",
            "from autograder.checking import avoids, check\n"
            "check(k, 2.0, gives=2.0)\navoids(k, 'np.exp')",
        ),
    )
    changed = handed_in({"h": "def h(x): return 3 * x", "k": "def k(x): return h(x)"}, source)
    result = grade(changed, source)
    assert "`h`" in messages(result)["k-too"]
    assert _told(result) == _told(in_order(changed, source))


def test_a_name_that_one_claim_makes_is_there_for_the_next(grade):
    """Also if the first reads code."""
    makes = "from autograder.checks import avoids\nhalved = 1.5\navoids(half, 'np.exp')"
    source = notebook(
        *SOURCE["cells"][1:2],
        SOURCE["cells"][6],
        claim("makes", makes),
        claim("uses", HALVES.replace("1.5", "halved")),
    )
    result = grade(handed_in({"half": "def half(x): return x / 2"}, source), source)
    assert points(result) == {"makes": 1, "uses": 1}


def _told(graded):
    """Everything that is told of a submission, but for how long it took."""
    verdicts = [replace(verdict, seconds=0) for verdict in graded.verdicts]
    return verdicts, graded.notes, graded.advice, json.dumps(graded.notebook)
