"""Claims run in the grader; what they need of the student comes over the wire."""

from __future__ import annotations

import signal
import time

import pytest

from autograder.grading.claims.examiner import _interrupting, _Overdue
from autograder.grading.claims.proxies import Link
from autograder.verdicts import Outcome

from .conftest import answer, as_bytes, cell, claim, notebook

THROUGH = "from checking import check\ncheck(lambda x: "
LAYER = """
class Layer:
    def __init__(self, size):
        self.weights = np.ones(size)
        self.calls = 0

    def __call__(self, x):
        return self.forward(x)

    def __len__(self):
        return self.weights.size

    def __getitem__(self, at):
        return self.weights[at]

    def __iter__(self):
        return iter(self.weights)

    def forward(self, x):
        self.calls += 1
        return self.weights * x


class Sub(Layer):
    pass


def numbers():
    yield 1
    yield 2


def gradient(f, x):
    return (f(x + 1e-6) - f(x - 1e-6)) / 2e-6


def square(x):
    return x * x


def pair():
    return {"layers": [Layer(2), Layer(3)], "n": (1, None, "a", 2j, b"b", {3}, slice(1))}


def add_one(x):
    x += 1
    return x


scale = 2


def scaled(x):
    return scale * helper(x)


def helper(x):
    return x


def fails():
    raise ValueError("no good")


class Own(KeyError):
    pass


def fails_oddly():
    raise Own("odd")


def warns():
    import warnings
    warnings.warn("mind the gap", RuntimeWarning)
    return 1


def prints():
    print("hello")
"""


def one(body: str, student: str = LAYER, given: str = "", worth: float = 1) -> dict:
    """A notebook with one answer and one claim."""
    return notebook(
        cell("code", "imports", "import numpy as np\n" + given, locked=True),
        answer("answer", student),
        claim("claimed", body, worth),
    )


@pytest.fixture
def judge(grade):
    """The verdict on one claim about the student's code; by default the author wrote the same."""

    def run(body: str, student: str = LAYER, given: str = "", author: str = "", **settings):
        source = one(body, author or student, given)
        return grade(one(body, student, given), source, **settings).verdicts[0]

    return run


@pytest.mark.parametrize(
    "body",
    [
        "layer = Layer(3); assert np.all(layer.weights == 1) and layer.weights.shape == (3,)",
        "layer = Layer(3); layer.forward(2.0); layer.forward(1.0); assert layer.calls == 2",
        "assert np.allclose(Layer(2)(5.0), 5)",
        "layer = Layer(3); assert len(layer) == 3 and layer[1] == 1 and list(layer) == [1, 1, 1]",
        "layer = Layer(3); layer.weights = np.zeros(2); assert len(layer) == 2",
        "assert isinstance(Layer(1), Layer) and isinstance(Sub(1), Layer)",
        "assert not isinstance(3, Layer) and not isinstance(Layer(1), Sub)",
        "assert list(numbers()) == [1, 2] and next(numbers()) == 1",
        "assert abs(gradient(square, 3.0) - 6) < 1e-4",
        "assert abs(gradient(lambda x: x**3, 1.0) - 3) < 1e-4",
        "assert abs(gradient(np.exp, 0.0) - 1) < 1e-4",
        "made = pair(); assert [len(layer) for layer in made['layers']] == [2, 3]",
        "assert pair()['n'] == (1, None, 'a', 2j, b'b', {3}, slice(1))",
        "assert scaled(3) == 6; scale = 5; assert scaled(3) == 15",
        "kept = helper\ndel helper\ntry:\n    scaled(1)\nexcept NameError:\n    helper = kept\n"
        "else:\n    assert False\nassert scaled(1) == 2",
        "called = []\ndef helper(x):\n    called.append(x)\n    return 10\n"
        "assert scaled(4) == 20 and called == [4]",
        "x = np.zeros(2); add_one(x); assert np.all(x == 0)",
        "try:\n    fails()\nexcept ValueError as error:\n    assert str(error) == 'no good'\n"
        "else:\n    assert False",
        "try:\n    fails_oddly()\nexcept KeyError:\n    pass\nelse:\n    assert False",
        "import warnings\nwith warnings.catch_warnings(record=True) as seen:\n"
        "    warnings.simplefilter('always')\n    warns()\n"
        "assert seen[0].category is RuntimeWarning and 'gap' in str(seen[0].message)",
        "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n"
        "    prints()\nassert out.getvalue() == 'hello\\n'",
        "assert square.__name__ == 'square' and callable(square)",
        "assert f'{square}' == '<your square>'",
        "assert [square(n) for n in range(3)] == [0, 1, 4]",
        "def check(n):\n    return square(n)\nassert check(3) == 9",
        "assert 'def square' in ''.join(square._source_())",
    ],
)
def test_a_claim_uses_the_students_work_as_if_it_were_here(judge, body):
    """Functions, classes, objects, generators, callbacks, names, errors, warnings, prints."""
    verdict = judge(body)
    assert verdict.outcome is Outcome.PASSED, verdict.message


AGREES = """
class Agrees(np.ndarray):
    def __array_function__(self, *args, **kwargs):
        return True
    def __array_ufunc__(self, *args, **kwargs):
        return True

class Equal:
    def __eq__(self, other):
        return True
    def __array__(self, *args, **kwargs):
        return np.array(4.0)
    __sub__ = __rsub__ = __abs__ = __le__ = __bool__ = __float__ = lambda *a: True

def f(x):
    return {}
"""


@pytest.mark.parametrize("value", ["Equal()", "Agrees(3)", "np.array([Equal()])", "f", "[Equal()]"])
@pytest.mark.parametrize(
    "body",
    [
        "assert f(2) == 4",
        "assert np.allclose(f(2), 4)",
        "np.testing.assert_allclose(f(2), 4)",
        "assert abs(f(2) - 4) < 1e-9",
        "assert bool(f(2)) if not isinstance(f(2), list) else False",
        "assert float(f(2)) == 4",
        "assert np.array_equal(f(2), [4])",
        "from autograder.checks import agrees\nagrees(f, lambda x: 4.0, on=[2.0])",
    ],
)
def test_objects_that_always_agree_do_not_pass(judge, body, value):
    """Only plain values are compared; operators on anything else are refused."""
    verdict = judge(body, AGREES.replace("{}", value))
    assert verdict.outcome is Outcome.FAILED
    assert verdict.message


def test_a_forgotten_call_is_explained(judge):
    """A function where a value should be."""
    message = judge("assert f(2) == 4", "def g(x): return 4\ndef f(x): return g").message
    assert "forget to call it" in message


def test_patched_tools_and_helpers_harm_nobody(judge):
    """What locked cells import, define or set wins over what the student makes of it."""
    given = (
        "%matplotlib inline\ntolerance = 1e-9\ndef close(a, b):\n    return abs(a - b) < tolerance"
    )
    student = (
        "def f(x):\n    return 0\n"
        "close = lambda a, b: True\ntolerance = 1e9\nnp.isclose = lambda *a: True"
    )
    author = "def f(x):\n    return 4"
    for body in ("assert close(f(2), 4)", "assert np.isclose(f(2), 4)"):
        assert judge(body, author, given).outcome is Outcome.PASSED
        assert judge(body, student, given, author).outcome is Outcome.FAILED


def test_expected_values_do_not_reach_the_student(judge):
    """A name that only the claim defines is not assigned in the student process."""
    student = "expected = 0\ndef f(x):\n    return globals()['expected']"
    author = "def f(x):\n    return 4"
    verdict = judge("expected = 4\nassert f(2) == expected", student, "", author)
    assert verdict.outcome is Outcome.FAILED


def test_what_one_claim_does_does_not_reach_the_next(grade):
    """Each runs against its own copy: remembered inputs and broken state end with it."""
    student = "seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)"
    source = notebook(
        answer("answer", student),
        claim("first", "assert f(1) == 1 and f(1) == 2"),
        claim("second", "assert f(1) == 1"),
    )
    assert grade(as_bytes(source), source).points == 2


def test_a_claim_may_use_what_an_earlier_one_made(grade):
    """As in a plain kernel."""
    source = notebook(
        answer("answer", "def f(x):\n    return x"),
        claim("first", "import math\nwanted = math.floor(2.5)\ndef twice(x):\n    return 2 * f(x)"),
        claim("second", "assert twice(2) == 4 and wanted == 2 and math.pi > 3"),
    )
    assert grade(as_bytes(source), source).points == 2


@pytest.mark.parametrize(
    ("body", "student", "said"),
    [
        ("assert f(2) == 4", "def f(x): return 3", "This does not hold:  assert f(2) == 4"),
        ("assert f(2) == 4, 'four!'", "def f(x): return 3", "four!"),
        ("f(2)[0]", "def f(x): pass", "not subscriptable"),
        ("f(2)", "def f(x): raise NotImplementedError", "Not written yet"),
        ("f(2)", "def f(): pass", "TypeError"),
        ("g(2)", "f = 1", "`g` is not defined"),
        ("f(2)", "def f(x): return no_such", "NameError: name 'no_such' is not defined"),
        (
            "### BEGIN HIDDEN TESTS\nassert f(2) == 4\n### END HIDDEN TESTS",
            "f = int",
            "hidden check",
        ),
        ("f.no_such", "class F: pass\nf = F()", "no_such"),
        ("f()", "def f(): assert False, 'mine'", "Your code stopped with AssertionError: mine"),
        ("np.zeros(2) + np.zeros(3)", "f = 1", "ValueError"),
        (f"{THROUGH}f(x), 2, gives=4)", "def f(x): return 1 / 0", "in line:   def f(x): return 1"),
        (f"{THROUGH}g(x), 2, gives=4)", "f = 1", "`g` is not defined"),
        (
            "from checking import check\ncheck(f, 2, gives=4)",
            "def g(x): raise NotImplementedError\ndef f(x): return g(x)",
            "`f` calls `g`, which is not written yet",
        ),
        (f"{THROUGH}f().y, 2, gives=4)", "class f: pass", "look: the error's own words"),
    ],
)
def test_a_failed_claim_says_why(judge, body, student, said):
    """The check's words, or the error with the student's own line."""
    verdict = judge(body, student)
    assert verdict.outcome is Outcome.FAILED
    assert said in verdict.message


@pytest.mark.parametrize(
    ("body", "student"),
    [
        ("for x in f(): pass", "def f():\n    while True:\n        yield 1"),
        ("while f: n = 1", "f = 1"),
        ("g(lambda x: x)", "def g(h):\n    while True:\n        h(1)"),
        ("g(lambda x: [0 for _ in iter(int, 1)])", "def g(h):\n    return h(1)"),
        (
            "while True:\n    try:\n        f()\n    except Exception: pass",
            "def f(): raise ValueError",
        ),
    ],
)
def test_a_claim_has_a_time_limit_wherever_it_spends_it(judge, monkeypatch, body, student):
    """In the student's code, in the grader, on the wire between them."""
    from autograder.grading.claims import examiner

    monkeypatch.setattr(examiner, "GRACE", 0.3)
    verdict = judge(body, student, limits={"claim_seconds": 1, "call_seconds": 1})
    assert verdict.outcome is Outcome.FAILED
    assert "longer than" in verdict.message


def test_a_process_that_ends_within_a_claims_own_function_is_said_to_have_ended(judge):
    """What the function would have returned is not known, so nothing is compared."""
    verdict = judge(f"{THROUGH}f(x), 2, gives=4)", "def f(x):\n    import os\n    os._exit(3)")
    assert verdict.message.startswith("Python ended while this ran")


def test_instructors_choose_whether_expected_values_are_shown(judge):
    """Never means never."""
    body = "from autograder.checks import agrees\nagrees(f, lambda x: 47.125, on=[2.0])"
    student = "def f(x):\n    return 46.0"
    assert "47.125" in judge(body, student, show_expected="always").message
    assert "47.125" not in judge(body, student, show_expected="never").message


def test_never_shows_no_line_that_is_not_the_students_own(judge):
    """What runs as a cell's line can be made up while it runs."""
    code = """
def f(x):
    import linecache
    text = f"raise ValueError  # {x}"
    linecache.cache["Cell In[9]"] = len(text), None, [text], "Cell In[9]"
    exec(compile(text, "Cell In[9]", "exec"))"""
    assert "47.125" in judge("f(47.125)", code).message
    never = judge("f(47.125)", code, show_expected="never").message
    assert never.startswith("Your code stopped with ValueError")
    assert "47.125" not in never


@pytest.mark.parametrize(
    ("body", "student"),
    [
        ("f(47.125)", "raise ValueError(f'it was {x}')"),
        ("f(47.125)", "raise type(f'It_was_{x}', (ValueError,), {})"),
        ("agrees(f, lambda x: 1.0, on=[call(47.125)])", "raise ValueError(f'it was {x}')"),
        ("f(47.125); assert 0, 'no'", "import warnings; warnings.warn(f'it was {x}')"),
        (
            "f(47.125); assert 0, 'no'",
            "import warnings; warnings.warn('', type(f'It{x}', (UserWarning,), {}))",
        ),
        (
            "agrees(f, lambda x: 1.0, on=[call(47.125)], also=('silent',))",
            "import warnings; warnings.warn(f'it was {x}'); return 1.0",
        ),
    ],
    ids=["error", "its class", "in a check", "warning", "its class", "silent"],
)
def test_never_leaves_out_a_students_own_words_about_an_input(judge, body, student):
    """An error and a warning may quote what a hidden check called the function with."""
    body = f"from autograder.checks import agrees, call\n{body}"
    code = f"def f(x):\n    {student}"

    told = judge(body, code, author="def f(x):\n    return 1.0", show_expected="small")
    kept = judge(body, code, author="def f(x):\n    return 1.0", show_expected="never")

    assert "47.125" in told.message + "".join(told.warnings)
    words = kept.message.replace("Input:     x = 47.125", "")
    assert "47.125" not in words + "".join(kept.warnings)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no timers")
def test_a_claim_that_was_stopped_is_not_stopped_again_while_it_ends():
    """A second interruption would leave the claim, and meet whatever comes after it."""
    link = Link(process=None)

    with _interrupting(link, 0.05):
        with pytest.raises(_Overdue):
            time.sleep(5)
        time.sleep(0.6)  # a large tree is let go, for instance

    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
