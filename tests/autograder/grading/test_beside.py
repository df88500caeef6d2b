"""Modules that lie beside a notebook: who has them, the grader or the student."""

import pytest

from autograder.course.unprotected import hosted_modules, unprotected_claims
from tests.autograder.grading.conftest import (
    as_bytes,
    claim,
    given,
    handed_in,
    messages,
    notebook,
    points,
    solution,
)

HELPER = b"from limits import LIMIT\n\ndef check(mean):\n    assert mean([1, 2, 3]) == LIMIT\n"
BESIDE = {"helper.py": HELPER, "limits.py": b"import json\nLIMIT = json.load(open('two.json'))"}
PATCH = """
import sys, types
for name in ("helper", "limits"):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].check = lambda mean: None
    sys.modules[name].LIMIT = 0
def mean(xs):
    return 0
"""


@pytest.mark.parametrize(
    "check",
    [
        "from helper import check\ncheck(mean)",
        "import helper as h\nh.check(mean)",
        "from helper import *\ncheck(mean)",
        "def test():\n    import helper\n    helper.check(mean)\ntest()",
        "from limits import LIMIT\nassert mean([1, 2, 3]) == LIMIT",
    ],
    ids=["from", "import", "star", "within", "data"],
)
def test_a_module_beside_the_notebook_is_the_courses_own(grade, check):
    """It is imported in the grader, with the files that it reads; no student's is."""
    right = "def mean(xs):\n    return sum(xs) / len(xs)"
    unused = given("import helper\nfrom helper import *", locked=False)
    source = notebook(unused, solution(right), claim("apart", check))
    released = {**BESIDE, "two.json": b"2"}
    modules = hosted_modules(as_bytes(source), released)
    own = {"files": {**released, "helper.py": b"def check(mean):\n    pass"}, "modules": modules}

    assert unprotected_claims(as_bytes(source), released) == {}
    assert set(modules) == set(BESIDE)
    assert points(grade(handed_in({"work": right}, source), source, **own)) == {"apart": 1}
    for wrong in (PATCH, "def mean(xs):\n    return 0"):
        assert points(grade(handed_in({"work": wrong}, source), source, **own)) == {"apart": 0}


COUNTS = b"seen = []\n\ndef check(x):\n    seen.append(x)\n"


@pytest.mark.parametrize(
    ("cells", "text", "reason"),
    [
        ([solution("import helper")], COUNTS, "students use too"),
        ([solution("%%writefile helper.py\ncheck = print")], b"check = 1", "students use too"),
        ([given("from helper import check"), solution("check = check")], COUNTS, "students use"),
        ([given("from helper import *\nx = check"), solution("x = 1")], COUNTS, "students use too"),
        (
            [given("import helper as h\nh.check", locked=False), solution("x = 1")],
            COUNTS,
            "students use too",
        ),
        ([solution("x = 1")], b"import inspect\ncheck = inspect.signature", "with `inspect`"),
        ([solution("x = 1")], b"from deeper import check", "imports `deeper`, which"),
    ],
    ids=["imported", "written", "used", "star", "unlocked", "looks", "deeper"],
)
def test_a_module_that_students_use_or_that_looks_at_them_stays_there(cells, text, reason):
    """What it remembers is the students' doing; the grader's copy would know nothing of it."""
    source = notebook(*cells, claim("inside", "from helper import check\ncheck(1)"))
    beside = {"helper.py": text, "deeper.py": b"import inspect\ncheck = inspect.stack"}

    (why,) = unprotected_claims(as_bytes(source), beside).values()

    assert "imports `helper`, which" in why
    assert reason.split("which")[0] in why
    assert "helper.py" not in hosted_modules(as_bytes(source), beside)


@pytest.mark.parametrize(
    "text",
    [
        "n = 0\ndef check(x):\n    global n\n    n += 1",
        "seen = []\ndef check(x):\n    seen.append(x)",
        "def check(x, seen=[]):\n    seen.append(x)",
        "def check(x):\n    check.seen = x",
        "import limits\ndef check(x):\n    limits.LIMIT = x",
        "from . import limits\ndef check(x):\n    pass",
        "import random\ndef check(x):\n    random.seed(x)",
        "import numpy as np\ndef check(x):\n    np.random.seed(x)",
        "from numpy.random import seed as check",
        "import functools\n@functools.cache\ndef check(x):\n    return x",
        "class check:\n    def __init__(self, x):\n        self.x = x",
        "check = open('two.json').read",
        "check = lambda x: None\nfor check in [check]:\n    pass",
    ],
)
def test_a_module_that_remembers_what_students_did_stays_there(text):
    """State, classes and random numbers: a second copy of it would answer otherwise."""
    source = notebook(
        given("import helper"), solution("helper.check(1)"), claim("inside", "helper.check(2)")
    )
    beside = {"helper.py": text.encode(), "limits.py": b"LIMIT = 2"}

    assert unprotected_claims(as_bytes(source), beside) == {
        "inside": "imports `helper`, which students use too"
    }


@pytest.mark.parametrize(
    "use", ["import helper", "from helper import total", "from helper import *"]
)
def test_a_module_of_plain_functions_is_the_graders_also_if_students_use_it(grade, use):
    """Functions and constants answer the same anywhere, so the grader has its own."""
    text = (
        b'"""Sums."""\nimport math\nTOLERANCE = 1e-9\n\ndef total(xs, start=0):\n    s = start\n'
        b"    for x in xs:\n        s += x\n    return s\n\n"
        b"def same(x, y):\n    return math.isclose(x, y, abs_tol=TOLERANCE)\n"
        b"if __name__ == '__main__':\n    print(total([1]))\n"
    )
    right = f"{use}\ndef mean(xs):\n    from helper import total\n    return total(xs) / len(xs)"
    source = notebook(
        given(use),
        solution(right),
        claim("apart", "import helper\nassert helper.same(mean([1, 2, 3]), 2)"),
        claim("named", "from helper import same\nassert same(mean([1, 3]), 2)"),
    )
    released = {"helper.py": text}
    modules = hosted_modules(as_bytes(source), released)
    own = {"files": released, "modules": modules}
    cheat = "import helper\nsame = helper.same = lambda *a: True\ndef mean(xs):\n    return 0"

    assert unprotected_claims(as_bytes(source), released) == {}
    assert modules == released
    good = grade(handed_in({"work": right}, source), source, **own)
    assert points(good) == {"apart": 1, "named": 1}, messages(good)
    bad = grade(handed_in({"work": cheat}, source), source, **own)
    assert points(bad) == {"apart": 0, "named": 0}
