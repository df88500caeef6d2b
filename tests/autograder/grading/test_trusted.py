"""What a claim takes from the course's own cells, and what from the student."""

import ast

import pytest

from autograder.course.unprotected import (
    hosted_modules,
    repeated_claims,
    unprotected_claims,
)
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


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        ("made = []", "made.append(2)", "made.append(1)"),
        ("made = {}", "made[0] = 2", "made[0] = 1"),
        ("made = [[0]]", "made[0][0] = 2", "made[0][0] = 1"),
        ("made = []\ndef keep(x):\n    made.append(x)", "keep(2)", "keep(1)"),
        ("made = []\nalias = made", "alias.append(2)", "alias.append(1)"),
        ("made = set()\nmade = {0}", "made.add(2)", "made.add(1)"),
        ("made = [0]", "def go():\n    global made\n    made = [2]\ngo()", "go = 1"),
        ("made = 0\ndef put(x):\n    global made\n    made = x", "put(2)", "put(1)"),
        ("import collections\nmade = collections.deque()", "made += [2]", "made += [1]"),
        ("made = bytearray(b'0')", "made.extend(b'2')", "made.extend(b'1')"),
        ("made = []\ndef put(x, to=made):\n    to.append(x)", "put(2)", "put(1)"),
        (
            "class made:\n    all = []\n    __str__ = lambda: str(made.all)",
            "made = [2]",
            "made = 1",
        ),
        ("made = 0, []", "made[1].append(2)", "made[1].append(1)"),
        ("made = [2, 1]", "del made[1]", "del made[0]"),
    ],
    ids=[
        "list",
        "dict",
        "inside",
        "function",
        "alias",
        "set",
        "global",
        "number",
        "deque",
        "bytes",
        "default",
        "class",
        "tuple",
        "deleted",
    ],
)
def test_what_an_exercise_changes_is_the_students(grade, before, right, wrong):
    """The course's own copy of it is as it was before; nobody gets points for that."""
    holds = "assert str(2) in str(made)"
    source = notebook(
        given(before),
        solution(right),
        claim("holds", holds),
        claim("other", "assert '1' in str(made)"),
    )

    good = grade(handed_in({"work": right}, source), source)
    bad = grade(handed_in({"work": wrong}, source), source)

    assert points(good) == {"holds": 1, "other": 0}, messages(good)
    assert points(bad)["holds"] == 0


@pytest.mark.parametrize("locked", [True, False])
def test_a_star_import_takes_no_exercises_name(grade, locked):
    """A wrong `gcd` is not the one of `math`, though the notebook imports that too."""
    source = notebook(
        given("from math import *", locked),
        solution("def gcd(a, b):\n    return a if b == 0 else gcd(b, a % b)"),
        claim("right", "assert gcd(4, 6) == 2"),
        claim("again", "from math import *\nassert isclose(2, 2)"),
        claim("last", "assert gcd(4, 6) == 2"),
    )
    wrong = handed_in({"work": "def gcd(a, b):\n    return 1"}, source)

    assert points(grade(wrong, source)) == {"right": 0, "again": 1, "last": 0}


def test_what_no_exercise_uses_stays_the_courses_own(grade):
    """A student who changes the right answers changes them at home only."""
    source = notebook(
        given("right = [1, 2]"),
        solution("def mine():\n    return [1, 2]"),
        claim("same", "assert mine() == right"),
    )
    cheat = "right.clear()\ndef mine():\n    return []"

    assert points(grade(handed_in({"work": cheat}, source), source)) == {"same": 0}


INSIDE = "import inspect\nassert len(inspect.signature(mean).parameters) == 1"
CHECKED = {
    "an import": ("from math import isclose", "assert isclose(mean([1, 2, 3]), 2)"),
    "a module": ("import math as m", "assert m.isclose(mean([1, 2, 3]), 2)"),
    "a function": (
        "def isclose(a, b):\n    return abs(a - b) < 1e-9",
        "assert isclose(mean([2]), 2)",
    ),
    "a number": ("isclose = 2", "assert mean([1, 2, 3]) == isclose"),
    "a list": ("isclose = [2]", "assert [mean([1, 2, 3])] == isclose"),
    "a star": ("from math import *", "assert isclose(mean([1, 2, 3]), 2)"),
    "a nested function": (
        "def isclose(a, b):\n    def near():\n        return abs(a - b) < 1e-9\n    return near()",
        "assert isclose(mean([2]), 2)",
    ),
    "a decorator": (
        "def isclose(f):\n    f()\n    return f",
        "@isclose\ndef test():\n    assert mean([1, 2, 3]) == 2",
    ),
    "a default": (
        "from math import isclose",
        "def test(same=isclose):\n    assert same(mean([1, 2, 3]), 2)\ntest()",
    ),
}
CHEAT = """
class Yes:
    def __call__(self, *a, **k): return True
    __eq__ = __getattr__ = lambda self, *a: self
    __bool__ = lambda self: True
def mean(xs):
    import __main__
    __main__.isclose = __main__.m = Yes()
    return 0
import math
math.isclose = Yes()
isclose = m = Yes()
"""


@pytest.mark.parametrize(("defined", "check"), CHECKED.values(), ids=CHECKED)
@pytest.mark.parametrize("where", ["claim", "given", "unlocked"])
def test_a_protected_check_is_not_fooled_by_names_of_the_students(grade, defined, check, where):
    """Whoever imported or defined them in the course: an unprotected check, or a given cell."""
    if where == "unlocked" and "import" not in defined:
        pytest.skip("students may change it, and the check means what they have")
    first = f"{defined}\n{INSIDE}" if where == "claim" else INSIDE
    source = notebook(
        given("x = 1" if where == "claim" else defined, locked=where == "given"),
        solution("def mean(xs):\n    return sum(xs) / len(xs)"),
        claim("inside", first),
        claim("apart", check),
    )
    found = unprotected_claims(as_bytes(source))
    right = handed_in({"work": "def mean(xs):\n    return sum(xs) / len(xs)"}, source)

    assert set(found) == {"inside"}
    assert points(grade(right, source, unprotected=found)) == {"inside": 1, "apart": 1}
    cheated = grade(handed_in({"work": CHEAT}, source), source, unprotected=found)
    assert points(cheated)["apart"] == 0


@pytest.mark.parametrize(
    "made", ["limit = len('ab')", "class limit:\n    pass", "for limit in [2]:\n    pass"]
)
def test_a_check_that_needs_what_an_unprotected_one_makes_is_unprotected(made):
    """Only the student's process has it."""
    source = notebook(
        solution("def mean(xs):\n    return sum(xs) / len(xs)"),
        claim("inside", f"{made}\n{INSIDE}"),
        claim("apart", "assert mean([1, 2, 3]) == limit"),
        claim("other", "limit = 2\nassert mean([1, 2, 3]) == limit"),
    )

    found = unprotected_claims(as_bytes(source))

    assert found["apart"] == "uses `limit`, which inside defines"
    assert "other" not in found


@pytest.mark.parametrize(
    "check",
    [
        "assert total(open('numbers.txt').read().split()) == 6",
        "import numpy as np\nassert total(np.loadtxt('numbers.txt')) == 6",
        "from pathlib import Path\nassert total(Path('data/more.csv').read_text().split(',')) == 6",
        "with open('data/more.csv', 'rb') as file:\n    assert total(file.read().split(b',')) == 6",
    ],
    ids=["open", "loadtxt", "folder", "bytes"],
)
def test_a_check_finds_the_files_that_are_released(grade, check):
    """It runs apart all the same."""
    work = "def total(lines):\n    return sum(int(x) for x in lines)"
    source = notebook(solution(work), claim("total", check))
    files = {"numbers.txt": b"1 2 3\n", "data/more.csv": b"1,2,3"}

    assert unprotected_claims(as_bytes(source), files) == {}
    right, wrong = handed_in({"work": work}, source), handed_in({"work": "total = len"}, source)
    assert points(grade(right, source, files=files)) == {"total": 1}
    assert points(grade(wrong, source, files=files)) == {"total": 0}


@pytest.mark.parametrize(
    "check",
    [
        "assert total(open(FILE).read().split()) == 6",
        "def read():\n    return open(FILE).read().split()\nassert total(read()) == 6",
        "assert total(lines()) == 6",
        "assert total(open(FILES['plain']).read().split()) == 6",
    ],
    ids=["name", "nested", "helper", "dict"],
)
def test_a_check_finds_the_files_that_its_notebook_names(grade, check):
    """By a name or a function of a given cell."""
    work = "def total(lines):\n    return sum(int(x) for x in lines)"
    names = "FILE = 'numbers.txt'\nFILES = {'plain': 'numbers.txt'}"
    helper = "def lines():\n    return open('numbers.txt').read().split()"
    source = notebook(given(f"{names}\n{helper}"), solution(work), claim("total", check))
    files = {"numbers.txt": b"1 2 3\n"}

    assert unprotected_claims(as_bytes(source), files) == {}
    right, wrong = handed_in({"work": work}, source), handed_in({"work": "total = len"}, source)
    assert points(grade(right, source, files=files)) == {"total": 1}
    assert points(grade(wrong, source, files=files)) == {"total": 0}


@pytest.mark.parametrize(
    "check",
    [
        "same = lambda plt: plt + 1\nassert same(1) == mean([2])",
        "assert [plt for plt in [1]] == [mean([1])]",
        "def same(display):\n    return display\nassert same(2) == mean([2])",
        "def same():\n    row = 2\n    return row\nassert same() == mean([2])",
    ],
    ids=["lambda", "comprehension", "parameter", "own name"],
)
def test_a_name_of_a_functions_own_is_none_of_the_notebooks(check):
    """It may be called like something that would need the student's process."""
    source = notebook(
        given("import matplotlib.pyplot as plt\nrow = [plt]"),
        solution("def mean(xs):\n    return sum(xs) / len(xs)"),
        claim("apart", check),
        claim("inside", "row = len('a')\nimport inspect\nassert inspect.isfunction(mean)"),
    )

    assert set(unprotected_claims(as_bytes(source))) == {"inside"}


@pytest.mark.parametrize(
    "check",
    [
        "%%time\nassert double(2) == 4",
        "%%capture\nassert double(2) == 4",
        "%%capture out\nassert double(2) == 4",
        "%time found = double(2)\nassert found == 4",
        "if True:\n    %time found = double(2)\nassert found == 4",
        "%matplotlib inline\nassert double(2) == 4",
        "%%time\n1.0 if double(2) == 4 else 0.0",
    ],
)
def test_a_check_that_is_timed_runs_apart(grade, check):
    """A magic around the check changes nothing of what it does."""
    right, wrong = ("def double(x):\n    return x + x", "def double(x):\n    return x")
    source = notebook(solution(right), claim("timed", check))

    assert unprotected_claims(as_bytes(source)) == {}
    assert points(grade(handed_in({"work": right}, source), source)) == {"timed": 1}
    assert points(grade(handed_in({"work": wrong}, source), source)) == {"timed": 0}


@pytest.mark.parametrize(
    "check",
    ["%%timeit\ndouble(2)", "!ls", "%precision 3\ndouble(2)", "x = %time double(2)", "%%bash\nls"],
)
def test_a_check_in_ipythons_own_syntax_runs_where_ipython_is(check):
    source = notebook(solution("def double(x):\n    return x + x"), claim("magic", check))

    assert unprotected_claims(as_bytes(source)) == {"magic": "is written in IPython's own syntax"}


@pytest.mark.parametrize(
    ("makes", "uses"),
    [
        ("found = mean([1, 2, 3])\nassert found == 2", "assert found == 2"),
        ("def found():\n    return 2\nassert mean([1, 2, 3]) == found()", "assert found() == 2"),
        ("import math as found\nassert found.isclose(mean([1, 3]), 2)", "assert found.pi > 3"),
        ("for found in [2]:\n    assert mean([found]) == 2", "assert found == 2"),
    ],
    ids=["value", "function", "import", "loop"],
)
def test_a_check_that_defines_for_an_unprotected_one_is_protected_itself(grade, makes, uses):
    """It is judged apart; what students see of it runs among their code as well."""
    right = "def mean(xs):\n    return sum(xs) / len(xs)"
    secret = "### BEGIN HIDDEN TESTS\nsecret = 1\n### END HIDDEN TESTS"
    source = notebook(
        solution(right),
        claim("apart", f"{makes}\n{secret}"),
        claim("inside", f"{uses}\nassert 'secret' not in globals()"),
    )
    found, repeated = unprotected_claims(as_bytes(source)), repeated_claims(as_bytes(source))
    settings = {"unprotected": found, "repeated": repeated}
    cheat = CHEAT.replace("isclose", "found")

    assert (set(found), repeated) == ({"inside"}, {"apart"})
    good = grade(handed_in({"work": right}, source), source, **settings)
    assert points(good) == {"apart": 1, "inside": 1}, messages(good)
    bad = grade(handed_in({"work": cheat}, source), source, **settings)
    assert points(bad)["apart"] == 0


VECTOR = """
class V:
    def __init__(self, x):
        self.x = x
    def __eq__(self, other):
        return self.x == other.x
    def __lt__(self, other):
        return self.x < other.x
    def __add__(self, other):
        return V(self.x + other.x)
    def __repr__(self):
        return f"V({self.x})"
class U:
    pass
class W:
    def __radd__(self, other):
        return V(other.x + 1)
"""
BETWEEN = {
    "equal": "assert V(2) == V(2) and not V(2) == V(3)",
    "unequal": "assert V(2) != V(3) and not V(2) != V(2)",
    "less": "assert V(1) < V(2) and V(2) > V(1)",
    "sum": "assert (V(1) + V(2)).x == 3",
    "right": "u = U()\nu.x = 1\nassert (u + W()).x == 2",
    "same": "w = W()\nassert w == w and w != W()",
    "sorted": "assert [v.x for v in sorted([V(2), V(1)])] == [1, 2]",
    "member": "assert V(2) in [V(1), V(2)] and V(3) not in [V(1)]",
    "text": "assert repr(V(2)) == str(V(2)) == f'{V(2)}' == 'V(2)'",
}


def test_operators_between_two_objects_of_a_student_are_the_students_own(grade):
    """Nothing of the check goes there, so nothing can be read or fooled; else it is refused."""
    wrong = (
        "class V:\n    def __init__(self, x):\n        self.x = 9\nclass W(V):\n    pass\nU = None"
    )
    cheat = "class V:\n    __init__ = __eq__ = lambda *a: True\ndef mean(xs):\n    return V"
    with_mean = f"{VECTOR}def mean(xs):\n    return 2\n"
    source = notebook(
        solution(with_mean),
        *(claim(name, check) for name, check in BETWEEN.items()),
        claim("refused", "assert mean([2]) == 2"),
    )

    good = grade(handed_in({"work": with_mean}, source), source)
    assert points(good) == dict.fromkeys([*BETWEEN, "refused"], 1), messages(good)
    assert set(points(grade(handed_in({"work": wrong}, source), source)).values()) == {0}
    waits = grade(
        handed_in({"work": with_mean.replace("return 2\n", "return V(2)\n")}, source),
        source,
        own_classes_wait=True,
    )
    assert points(waits)["refused"] is None
    assert "A person will look at it" in messages(waits)["refused"]
    for wrong in ("(x for x in xs)", "map(int, xs)", "mean", "[V(2)]"):
        lazy = with_mean.replace("return 2\n", f"return {wrong}\n")
        given_points = points(
            grade(handed_in({"work": lazy}, source), source, own_classes_wait=True)
        )
        assert given_points["refused"] == 0
    always = cheat.replace("return V", "v = object.__new__(V)\n    return v")
    assert points(grade(handed_in({"work": always}, source), source))["refused"] == 0


CHECKS = {
    "builtin": "assert len(work(2)) == 2",
    "numpy": "assert np.allclose(np.sum(work(3)), 3) and np.shape(work(1)) == (1,)",
    "testing": "np.testing.assert_array_equal(np.sort(work(2)), np.ones(2))",
    "helper": "close(work(2), [1, 1])",
    "imported": "from math import isclose\nassert isclose(sum(work(2)), 2)",
    "literal": "assert list(work(LIMIT)) == [1] * LIMIT",
    "own": "def total(x):\n    return sum(x)\nassert total(work(4)) == 4",
    "error": "try:\n    work(-1)\nexcept ValueError:\n    pass\nelse:\n    assert False",
    "module": "import beside\nbeside.ones(work)",
    "raises": "assert isinstance(work(2), np.ndarray) and work(2).dtype == float",
}
GIVEN = """import numpy as np
LIMIT = 3
def close(a, b):
    assert np.allclose(a, b)
    assert len(a) == len(b)"""
ONES = b"import numpy as np\ndef ones(work):\n    assert np.all(work(2) == 1) and len(work(2)) == 2"


def test_promise_no_name_that_a_protected_check_uses_can_be_replaced(grade):
    """Builtins, NumPy's functions, helpers, modules, literals: the student's are other ones."""
    right = "def work(n):\n    if n < 0:\n        raise ValueError(n)\n    return np.ones(n)"
    source = notebook(
        given(GIVEN), solution(right), *(claim(name, check) for name, check in CHECKS.items())
    )
    files = {"beside.py": ONES}
    hosted = {"files": files, "modules": hosted_modules(as_bytes(source), files)}
    assert unprotected_claims(as_bytes(source), files) == {}
    used = sorted(
        {
            name
            for text in (GIVEN, *CHECKS.values(), ONES.decode())
            for node in ast.walk(ast.parse(text))
            for name in (getattr(node, "id", None), getattr(node, "attr", None))
            if name and name not in ("work", "float")
        }
    )
    attack = f"""
import builtins, math, sys, types, __main__
class Yes:
    __call__ = __getattr__ = __getitem__ = lambda self, *a, **k: self
    __bool__ = __eq__ = lambda self, *a: True
    __iter__ = lambda self: iter(())
yes = Yes()
sys.modules["beside"] = yes
for name in {used!r}:
    for place in (__main__, builtins, np, np.testing, math):
        try:
            setattr(place, name, yes)
        except Exception:
            pass
"""
    wrong = "def work(n):\n    return np.zeros(n + 1)\n"
    honest = points(grade(handed_in({"work": wrong}, source), source, **hosted))

    good = grade(handed_in({"work": right}, source), source, **hosted)
    assert points(good) == dict.fromkeys(CHECKS, 1), messages(good)
    assert honest == dict.fromkeys(CHECKS, 0) | {"raises": 1}
    for cheat in (f"{wrong}{attack}", f"{attack}\nimport numpy as np\n{wrong}"):
        assert points(grade(handed_in({"work": cheat}, source), source, **hosted)) in (
            honest,
            honest | {"raises": 0},  # it has broken its own function
        )
    returned = f"{attack}\ndef work(n):\n    return yes"
    assert set(points(grade(handed_in({"work": returned}, source), source, **hosted)).values()) == {
        0
    }


LOOKS = {
    "dir": "assert 'bark' in dir(Dog()) and 'meow' not in dir(Dog())",
    "vars": "assert vars(Dog('Rex')) == {'name': 'Rex'}",
    "set": "d = Dog('Rex')\nd.age = 3\nassert sorted(vars(d)) == ['age', 'name']",
    "has": "assert hasattr(Dog(), 'bark') and getattr(Dog(), 'age', 2) == 2",
    "none": "assert 'secret' not in vars(Dog()) and not hasattr(Dog(), 'secret')",
}
DOG = """
class Dog:
    def __init__(self, name="Rex"):
        self.name = name
    def bark(self):
        return "wau"
"""


def test_what_an_object_has_is_asked_from_outside(grade):
    """`dir` and `vars` tell a student's own names, not those of what stands for the object."""
    source = notebook(solution(DOG), *(claim(name, check) for name, check in LOOKS.items()))
    wrong = DOG.replace("bark", "meow").replace("self.name = name", "self.secret = self._link_ = 1")

    assert unprotected_claims(as_bytes(source)) == {}
    good = grade(handed_in({"work": DOG}, source), source)
    assert points(good) == dict.fromkeys(LOOKS, 1), messages(good)
    bad = grade(handed_in({"work": wrong}, source), source)
    assert points(bad) == dict.fromkeys(LOOKS, 0)


OF_ITSELF = {
    "name": "assert double.__name__ == 'double'",
    "words": "assert double.__doc__ == 'Twice x.'",
    "wrapped": "assert double.__wrapped__(2) == 4",
    "signature": "import inspect\nassert list(inspect.signature(double).parameters) == ['x']",
    "types": "assert double.__annotations__ == {'x': int}",
    "long name": "assert double.__qualname__ == 'double'",
}


def test_what_a_function_says_of_itself_is_what_the_student_made_it_say(grade):
    """A forgotten `functools.wraps` loses each check that asks for it, wherever that runs."""
    work = """
import functools
def noted(f):
    @functools.wraps(f)
    def inner(*args):
        return f(*args)
    return inner
@noted
def double(x: int):
    'Twice x.'
    return 2 * x"""
    source = notebook(solution(work), *(claim(name, text) for name, text in OF_ITSELF.items()))
    apart = unprotected_claims(as_bytes(source))

    assert {"name", "words"}.isdisjoint(apart)
    right = grade(handed_in({"work": work}, source), source, unprotected=apart)
    assert points(right) == dict.fromkeys(OF_ITSELF, 1), messages(right)
    forgotten = work.replace("    @functools.wraps(f)\n", "")
    wrong = grade(handed_in({"work": forgotten}, source), source, unprotected=apart)
    assert points(wrong) == dict.fromkeys(OF_ITSELF, 0)
