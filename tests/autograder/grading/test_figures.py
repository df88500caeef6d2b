"""Checks that draw, and checks that look at what a student has drawn."""

import pytest

from autograder.course.unprotected import unprotected_claims
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


def test_a_check_that_only_draws_is_protected_and_one_that_looks_is_not(grade):
    """What is drawn in the grader is shown to nobody; data that cannot be drawn fails the check."""
    right = "def mean(xs):\n    return [sum(xs) / len(xs)]"
    draws = {
        "plain": "plt.plot(mean([1, 3]), [0])\nplt.title('t')\n_ = plt.grid()",
        "own": "import matplotlib.pyplot as draw\ndraw.stem(mean([2, 2]))\ndraw.show()",
    }
    looks = {
        "gca": "plt.plot(mean([1]))\nassert plt.gca().lines",
        "kept": "lines = plt.plot(mean([1]))\nassert lines",
        "passed": "assert callable(plt.plot)",
    }
    source = notebook(
        given("import matplotlib.pyplot as plt"),
        solution(right),
        *(claim(name, f"{text}\nassert mean([1, 3]) == [2]") for name, text in draws.items()),
        *(claim(name, text) for name, text in looks.items()),
    )
    found = unprotected_claims(as_bytes(source))
    cheat = f"plt.plot = plt.stem = print\n{right.replace('len(xs)', '2')}"
    shape = "def mean(xs):\n    return [2, 2]"

    assert set(found) == set(looks)
    good = points(grade(handed_in({"work": right}, source), source, unprotected=found))
    assert good == dict.fromkeys([*draws, *looks], 1)
    for wrong, expected in ((cheat, 1), (shape, 0)):
        given_points = points(grade(handed_in({"work": wrong}, source), source, unprotected=found))
        assert {given_points[name] for name in draws} == {expected}


FIGURES = {
    "class": "assert isinstance(draw(), mpl.axes.Axes)",
    "pyplot": "assert isinstance(draw().axes, plt.Axes)\nplt.close()",
    "other": "assert not isinstance(draw(), mpl.figure.Figure)",
    "lines": "ax = draw()\nassert len(ax.lines) == 1 and ax.lines[0].get_label() == 'squares'",
    "data": "x, y = draw().lines[0].get_xydata().T\nassert np.allclose(y, x**2) and len(x) == 5",
    "words": "ax = draw()\nassert ax.get_title() and ax.xaxis.get_label_text() == 'x'",
    "ticks": "assert [t.get_text() for t in draw().get_xticklabels()] == ['a', 'b', 'c']",
    "each": "for line in draw().get_lines():\n    assert isinstance(line, mpl.lines.Line2D)",
    "bars": "assert [b.get_height() for b in bars().patches] == [3, 1, 2]",
    "points": "assert np.allclose(dots().collections[0].get_offsets(), [[1, 3], [2, 4]])",
}
DRAWN = """
def draw():
    fig, ax = plt.subplots()
    x = np.arange(5)
    ax.plot(x, x**2, label="squares")
    ax.set_title("Squares")
    ax.set_xlabel("x")
    ax.set_xticks([0, 1, 2], ["a", "b", "c"])
    return ax
def bars():
    fig, ax = plt.subplots()
    ax.bar([0, 1, 2], [3, 1, 2])
    return ax
def dots():
    fig, ax = plt.subplots()
    ax.scatter([1, 2], [3, 4])
    return ax
"""
FALSE = """
def draw():
    fig, ax = plt.subplots()
    ax.plot([0, 1], [0, 1])
    return fig
def bars():
    fig, ax = plt.subplots()
    ax.barh([0, 1, 2], [3, 1, 2])
    return ax
def dots():
    fig, ax = plt.subplots()
    ax.scatter([1, 2], [3, 5])
    return ax
"""
PATCHED = """
import matplotlib.axes, matplotlib.figure
class Anything(type):
    __instancecheck__ = __subclasscheck__ = lambda *a: True
class Fake(metaclass=Anything):
    __eq__ = __bool__ = lambda *a: True
mpl.axes.Axes = mpl.figure.Figure = mpl.lines.Line2D = plt.Axes = Fake
np.allclose = len = isinstance = lambda *a: True
draw = bars = dots = lambda: 0
"""


def test_a_figure_that_students_return_is_looked_at_from_outside(grade):
    """Classes, lines, bars, points and words: the check asks, and nothing patched answers."""
    given_names = given(
        "import matplotlib as mpl\nimport matplotlib.pyplot as plt\nimport numpy as np"
    )
    source = notebook(
        given_names, solution(DRAWN), *(claim(name, check) for name, check in FIGURES.items())
    )

    assert unprotected_claims(as_bytes(source)) == {}
    good = grade(handed_in({"work": DRAWN}, source), source)
    assert points(good) == dict.fromkeys(FIGURES, 1), messages(good)
    for wrong in (FALSE, PATCHED):
        bad = grade(handed_in({"work": wrong}, source), source)
        assert points(bad) == dict.fromkeys(FIGURES, 0) | {"other": wrong is PATCHED}


def test_what_says_that_it_is_plain_data_is_not_taken_for_it(grade):
    """A class's name is the student's own word, and believed of what is drawn alone."""
    forged = """
def make(module, name):
    def answer():
        made = type(name, (), {"__eq__": lambda *a: True, "__module__": module})
        return made()
    return answer
array, number, frame, seen, flag = (
    make("numpy", "ndarray"), make("builtins", "int"), make("pandas.core.frame", "DataFrame"),
    make("autograder.checking.observation", "Observation"), make("no.such", "Thing"),
)
shaped = make("fractions", "Fraction")
def counted():
    body = {"__getitem__": lambda *a: 1, "__iter__": lambda s: iter(())}
    return type("Counter", (), {"__module__": "collections", **body})()
def listed():
    body = {"__module__": "collections", "__contains__": lambda *a: True, "__len__": lambda s: 1}
    return type("UserDict", (), {**body, "items": lambda s: [("a", 1)], "data": {"a": 1}})()
"""
    checks = {
        "array": "import numpy as np\nassert isinstance(array(), np.ndarray)",
        "number": "assert isinstance(number(), int)",
        "flag": "assert type(flag()).__name__ == 'bool'",
        "seen": "assert 'autograder' in seen().__class__.__module__ and seen() == 1",
        "shaped": "from fractions import Fraction\nassert shaped() == Fraction(1, 2)",
        "counted": "from collections import Counter\nassert Counter('a') == counted()",
        "listed": "from collections import UserDict\nassert isinstance(listed(), UserDict)",
    }
    source = notebook(
        solution("array = number = frame = seen = flag = shaped = counted = listed = None"),
        *(claim(name, check) for name, check in checks.items()),
    )

    bad = grade(handed_in({"work": forged}, source), source)

    assert points(bad) == dict.fromkeys(checks, 0), messages(bad)


@pytest.mark.parametrize(
    "check",
    [
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\ndraw(ax)",
        "import matplotlib.pyplot as plt\ndraw()\nassert plt.gca().lines",
        "import matplotlib as mpl\ndraw(mpl.figure.Figure())",
        "from matplotlib.pyplot import gcf\ndraw()\nassert gcf().axes",
    ],
)
def test_a_check_that_makes_the_figure_or_looks_for_it_stays_there(check):
    """The figure is in the student process, and so must be who draws or finds it."""
    source = notebook(solution("def draw(ax=None):\n    pass"), claim("figure", check))

    assert unprotected_claims(as_bytes(source)) == {"figure": "looks at figures, with `matplotlib`"}
