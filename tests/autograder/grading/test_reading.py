"""A claim that reads a student's code calls what it read."""

import pytest

from tests.autograder.grading.conftest import (
    SOURCE,
    answer,
    cell,
    claim,
    handed_in,
    messages,
    notebook,
    points,
)

READS = notebook(
    SOURCE["cells"][1],
    answer("tanh", "def tanh(x):\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"),
    cell("code", "own", "", locked=False),
    claim(
        "without-tanh",
        "from autograder.checks import avoids\nassert np.isclose(tanh(1.0), 0.76159416)\n"
        "avoids(tanh, 'np.tanh')",
    ),
    claim("right", "assert np.isclose(tanh(2.0), 0.96402758)"),
)
READ = "import numpy as np\ndef tanh(x):\n    return 0 * np.exp(x)\n"
WRITTEN = "def tanh(x):\n    e = np.exp(-2 * x)\n    return (1 - e) / (1 + e)\n"


@pytest.mark.parametrize(
    "code",
    [
        READ + "for tanh in [np.tanh]: pass",
        READ + "import gc\n[d for d in gc.get_objects() if type(d) is dict and 'tanh' in d"
        " and d.get('__name__') == '__main__'][0]['tanh'] = np.tanh",
        READ
        + "from ctypes import pythonapi\n"
        + "pythonapi.PyRun_SimpleString(b'import numpy as n\\ntanh = n.tanh')",
        "type(np).__setattr__(np, 'negative', np.tanh)\ndef tanh(x): return np.negative(x)",
        "import builtins\nbuiltins.abs = np.tanh\ndef tanh(x): return abs(x)",
        "f = {}\nf[0] = np.tanh\ndef tanh(x): return f[0](x)",
        "import pathlib\npathlib.Path('typing.py').write_text('')\n" + READ,
        "class A(type(np)): pass\n" + READ + "import sys\nsys.modules['__main__'].tanh = np.tanh",
    ],
    ids=["loop", "dict", "C", "patched", "built-in", "container", "file", "modules"],
)
def test_what_only_ran_beside_the_text_is_not_there(grade, code):
    """Whatever else the notebook did with the name, with NumPy or with Python."""
    result = grade(handed_in({"tanh": code}, READS), READS)

    assert points(result)["without-tanh"] == 0


@pytest.mark.parametrize(
    "code",
    [
        WRITTEN,
        "def _e(x):\n    return np.exp(-2 * x)\ntanh = lambda x: (1 - _e(x)) / (1 + _e(x))",
        "raise ValueError\n" + WRITTEN,
        "TWO = 2\nno_such(3)\nOTHER = no_such(4)\n" + WRITTEN.replace("-2", "-TWO"),
        "import functools\ndef t(k, x): return 1 - 2 / (1 + np.exp(k * x))\n"
        "tanh = functools.partial(t, 2)",
        "def tanh(x): return np.tanh(x)\n" + WRITTEN,
        "from math import *\nfrom numpy import *\n" + WRITTEN.replace("np.exp", "exp"),
    ],
    ids=["def", "lambda", "after an error", "among errors", "partial", "second try", "star"],
)
def test_a_right_answer_is_right_where_it_is_read(grade, code):
    """With its helpers, whatever happened around it."""
    result = grade(handed_in({"tanh": code}, READS), READS)

    assert points(result) == {"without-tanh": 1, "right": 1}, messages(result)


def test_a_name_that_is_not_plain_is_told(grade):
    """And costs the points of the claim that reads it, no others."""
    code = WRITTEN + "with np.errstate() as tanh: pass\nfor tanh in [np.tanh]: pass"
    result = grade(handed_in({"tanh": code}, READS), READS)

    assert points(result) == {"without-tanh": 0, "right": 1}
    assert (
        "This check reads your code: define `tanh` with one plain"
        in messages(result)["without-tanh"]
    )


def test_an_exercise_that_is_not_begun_is_told_so(grade):
    """As by any other claim."""
    unwritten = "def tanh(x):\n    raise NotImplementedError"
    result = grade(handed_in({"tanh": unwritten}, READS), READS)

    assert messages(result)["without-tanh"].startswith("Not written yet")
    missing = grade(handed_in({"tanh": "x = 1"}, READS), READS)
    assert "`tanh` is not defined" in messages(missing)["without-tanh"]


def test_an_error_is_shown_with_the_students_own_line(grade):
    """As it was typed."""
    code = "def tanh(x):\n    return x.nothing  # here"
    result = grade(handed_in({"tanh": code}, READS), READS)

    assert "in your line:  return x.nothing  # here" in messages(result)["without-tanh"]
