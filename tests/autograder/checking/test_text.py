"""What the notebook's text says about a function."""

import numpy as np
import pytest

from autograder.checks import avoids, vectorised
from tests.autograder.checking.wrongs import said


class Notebook:
    """A stand-in for a function `f` in a notebook with these cells."""

    __name__ = "f"

    def __init__(self, *cells):
        self.cells = cells

    def _source_(self):
        return "\n\n".join(self.cells)


IMPORTS = "import numpy as np\nimport math"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("for v in x: pass", "a for loop (`for v in x: pass`)"),
        ("while x: pass", "a while loop"),
        ("return [v for v in x]", "a list comprehension"),
        ("return np.array(list(v for v in x))", "a generator expression"),
        ("return {v for v in x}", "a set comprehension"),
        ("return {v: 1 for v in x}", "a dict comprehension"),
        ("return np.vectorize(math.exp)(x)", "`np.vectorize`"),
        ("return np.apply_along_axis(sum, 0, x)", "`np.apply_along_axis`"),
        ("return np.frompyfunc(math.exp, 1, 1)(x)", "`np.frompyfunc`"),
        ("return np.fromiter(x, float)", "`np.fromiter`"),
        ("return sum(x.tolist())", "`.tolist`"),
        ("return x[0].T.tolist()", "`.tolist`"),
        ("return list(map(math.exp, x))", "`map`"),
        ("from functools import reduce\n    return reduce(max, x)", "`functools.reduce`"),
        ("return x if not x.size else f(x[1:])", "`f` calls itself"),
        ("return eval('[v for v in x]')", "`eval`"),
        ("v = np.vectorize\n    return v(math.exp)(x)", "`np.vectorize`"),
        ("return getattr(np, 'vectorize')(math.exp)(x)", "`np.vectorize`"),
    ],
)
def test_loops_and_loops_in_disguise_are_found(body, found):
    """With the line where they are, if they have one."""
    message = said(vectorised, Notebook(IMPORTS, f"def f(x):\n    {body}"))
    assert found in message
    assert "one at a time" in message


@pytest.mark.parametrize(
    "cells",
    [
        ("def g(x):\n    return [v for v in x]", "def f(x):\n    return g(x)"),
        ("def g(x):\n    return [v for v in x]", "h = g", "def f(x):\n    return h(x)"),
        ("g = lambda x: [v for v in x]", "def f(x):\n    return np.sum(g(x))"),
        ("each = np.vectorize(math.exp)", "def f(x):\n    return each(x)"),
        ("def f(x):\n    return x", "f = np.vectorize(f)"),
        ("@np.vectorize\ndef f(x):\n    return x",),
        ("from numpy import vectorize as fast", "def f(x):\n    return fast(abs)(x)"),
        ("import numpy as xp", "def f(x):\n    return xp.vectorize(abs)(x)"),
        ("from numpy import *", "def f(x):\n    return vectorize(abs)(x)"),
        ("if True:\n    def f(x):\n        return [v for v in x]",),
        ("a, g = 1, np.vectorize(abs)", "def f(x):\n    return g(x)"),
        ("def f(x):\n    def g(y):\n        return [v for v in y]\n    return g(x)",),
        ("f = lambda x: [v for v in x]",),
        ("class g:\n    def h(self):\n        return [1 for v in x]", "def f(x): return g().h()"),
    ],
)
def test_helpers_and_other_names_are_followed(cells):
    """A loop that hides one call, one import or one assignment further is a loop."""
    said(vectorised, Notebook(IMPORTS, *cells))


@pytest.mark.parametrize(
    "cells",
    [
        ("def f(x):\n    return np.dot(x, x)",),
        ("def other(x):\n    return [v for v in x]", "def f(x):\n    return x + 1"),
        ("def f(x):\n    return [v for v in x]", "def f(x):\n    return x + 1"),
        ("def g(x):\n    return [v for v in x]", "def f(g):\n    return g + 1"),
        ("This is prose, not code", "def f(x):\n    return x + 1\nand so on"),
        ("%matplotlib inline\n!ls", "def f(x):\n    %time y = x\n    return x + 1"),
        ("%%time\ndef f(x):\n    return x",),
        ('def f(x):\n    """for each [v for v in x], np.vectorize"""\n    return x',),
    ],
    ids=["right", "unused", "redefined", "parameter", "prose", "magic", "cell magic", "docstring"],
)
def test_what_the_function_does_not_reach_is_not_held_against_it(cells):
    """Other functions, earlier versions, parameters, prose, magics and docstrings."""
    vectorised(Notebook(IMPORTS, *cells))


@pytest.mark.parametrize(
    ("body", "names", "found"),
    [
        ("return np.tanh(x)", ["np.tanh"], "`np.tanh`"),
        ("return np.linalg.norm(x)", ["np.linalg"], "`np.linalg.norm`"),
        ("t = np.tanh\n    return t(x)", ["np.tanh"], "`np.tanh`"),
        ("from numpy import tanh\n    return tanh(x)", ["np.tanh"], "`np.tanh`"),
        ("return math.tanh(x)", ["np.tanh", "math.tanh"], "`math.tanh`"),
        ("return sum(x)", ["sum"], "`sum`"),
        ("return x.dot(x)", [".dot"], "`.dot`"),
    ],
)
def test_names_to_avoid_are_found_under_any_name(body, names, found):
    """Imported, stored, or as a method."""
    message = said(avoids, Notebook(IMPORTS, f"def f(x):\n    {body}"), *names)
    assert f"`f` uses {found}" in message


def test_similar_names_are_no_offence():
    """np.sum is not sum, np.tan is not np.tanh, and an own function may be called sum."""
    avoids(Notebook(IMPORTS, "def f(x):\n    return np.sum(np.tan(x))"), "sum", "np.tanh", "np.t")


def test_a_function_without_text_is_told_to_write_one():
    """Made by exec, or missing."""
    assert "no readable `def f(...)`" in said(vectorised, Notebook(IMPORTS, "g = 1"))
    namespace = {}
    exec("def f(x): return x", namespace)
    assert "no readable `def f(...)`" in said(avoids, namespace["f"], "np.tanh")


def plain(x):
    """Return a list."""
    return [value for value in helper(x)]


def helper(x):
    """Return what the next function makes."""
    return np.tanh(x)


def test_a_plain_function_is_read_from_its_file():
    """The same in a plain kernel, with the helpers in the same cell or file."""
    assert "a list comprehension" in said(vectorised, plain)
    assert "`np.tanh`" in said(avoids, plain, "np.tanh")
    vectorised(helper)


@pytest.mark.parametrize(
    ("elsewhere", "body", "named"),
    [
        ("globals()['f'] = np.tanh", "return x", "globals"),
        ("exec('f = np.tanh')", "return x", "exec"),
        ("f.__code__ = g.__code__", "return x", "__code__"),
        ("import mine", "return mine.f(x)", "mine"),
        ("", "return getattr(np, 'ta' + 'nh')(x)", "getattr"),
        ("import sys\nsetattr(sys.modules['__main__'], 'f', np.tanh)", "return x", "setattr"),
    ],
)
def test_a_function_must_be_what_its_text_says(elsewhere, body, named):
    """Whatever may put another function behind the text is named, wherever it stands."""
    notebook = Notebook(IMPORTS, f"def f(x):\n    {body}", elsewhere)
    for message in (said(vectorised, notebook), said(avoids, notebook, "np.tanh")):
        assert "cannot be told from its text" in message
        assert f"`{named}`" in message
