"""What the notebook's text says about a function."""

import numpy as np
import pytest

from autograder.checks import avoids, looped, vectorised
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
def test_what_the_function_does_not_reach_is_not_held_against_it(cells, capsys):
    """Other functions, earlier versions, parameters, prose, magics and docstrings."""
    vectorised(Notebook(IMPORTS, *cells))
    assert capsys.readouterr().out == "right: f has no loop\n"


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


def test_similar_names_are_no_offence(capsys):
    """np.sum is not sum, np.tan is not np.tanh, and an own function may be called sum."""
    avoids(Notebook(IMPORTS, "def f(x):\n    return np.sum(np.tan(x))"), "sum", "np.tanh", "np.t")
    assert capsys.readouterr().out == "right: f does without sum, np.tanh, np.t\n"


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


HONEST = "import numpy as np\ndef f(x):\n    return 0 * np.exp(x)\n"  # its text; another answers
EVASIONS = {
    "a loop's variable": HONEST + "for f in [np.tanh]: pass",
    "a with block": HONEST + "import contextlib\nwith contextlib.nullcontext(np.tanh) as f: pass",
    "a global name": HONEST + "def s():\n    global f\n    f = np.tanh\ns()",
    "the main module": HONEST + "import __main__\n__main__.f = np.tanh",
    "a patched module": "np.negative = np.tanh\ndef f(x): return np.negative(x)",
    "an attribute by its name": (
        "import operator\ndef f(x): return operator.attrgetter('tanh')(np)(x)"
    ),
    "a container": "g = {}\ng[0] = np.tanh\ndef f(x): return g[0](x)",
    "a condition": "f = np.tanh\nif 0:\n    def f(x): return np.exp(x)",
    "a walrus": HONEST + "print(f := np.tanh)",
    "a pattern": HONEST + "match np.tanh:\n    case f: pass",
    "an attribute of a pattern": (
        "def f(x):\n    match np:\n        case object(tanh=g): return g(x)"
    ),
    "a caught error": HONEST + "try: 1 / 0\nexcept ZeroDivisionError as f: pass",
    "a deleted name": HONEST + "del f",
    "an import as": HONEST + "from numpy import tanh as f",
    "all names of a module": HONEST + "from numpy import *\nf = tanh",
    "unpacking": HONEST + "f, *rest = [np.tanh]",
    "its defaults": "def f(x, g=np.exp): return g(x)\nf.__defaults__ = (np.tanh,)",
    "its code": HONEST + "f.__code__ = (lambda x: np.tanh(x)).__code__",
    "a frame": HONEST + "import sys\nsys._getframe().f_globals['f'] = np.tanh",
    "a frame's names": (
        "def g(): yield\ndef f(x): return g().gi_frame.f_globals['np'].__getattribute__('tanh')(x)"
    ),
    "a module in a name": "def f(x):\n    m = np\n    return m.tanh(x)",
    "a module as a default": "def f(x, m=np): return m.tanh(x)",
    "a module in a list": "def f(x): return [np][0].tanh(x)",
    "a module passed on": "def g(m, x): return m.tanh(x)\ndef f(x): return g(np, x)",
    "another module's module": "import matplotlib.pyplot as plt\ndef f(x): return plt.np.tanh(x)",
    "masked arrays": "def f(x): return np.ma.tanh(x)",
    "a private module": "def f(x): return np._core.umath.tanh(x)",
    "a dict of names": "def f(x): return np.__dict__['ta' + 'nh'](x)",
    "vars": "def f(x): return vars(np)['tanh'](x)",
    "a name in a scope within": (
        "def f(x):\n    def g():\n        np = 1\n        return np\n    return np.tanh(x)"
    ),
    "a default in a scope within": (
        "def f(x):\n    def g(y, np=np.tanh): return np(y)\n    return g(x)"
    ),
    "an annotation": (
        "import typing\ndef g(x: 'np.tanh'): pass\n"
        "def f(x): return typing.get_type_hints(g)['x'](x)"
    ),
    "two modules of one name": (
        "def f(x):\n    if x is x:\n        import numpy as m\n    else:\n"
        "        import math as m\n    return m.tanh(x)"
    ),
    "a list that grows": "g = [np.exp]\ng.insert(0, np.tanh)\ndef f(x): return g[0](x)",
    "text that NumPy's tests run": (
        "def f(x):\n    r = []\n    np.testing.measure('r.append(np.tanh(x))')\n    return r[0]"
    ),
    "an annotation that a decorator reads": (
        "import functools\ndef f(x):\n    @functools.singledispatch\n    def g(v): pass\n"
        "    @g.register\n    def h(v: \"type('T', (), {'f': staticmethod(np.tanh)})\"): pass\n"
        "    return list(g.registry)[-1].f(x)"
    ),
    "a name before it is one's own": (
        "from numpy import *\ng = tanh\ndef tanh(x): return g(x)\ndef f(x): return tanh(x)"
    ),
    "a default before it is one's own": (
        "from numpy import *\ndef tanh(x, g=tanh): return g(x)\ndef f(x): return tanh(x)"
    ),
    "a call before it is one's own": (
        "from numpy import *\ndef g(): return tanh\nh = g()\ndef tanh(x): return x\n"
        "def f(x): return h(x)"
    ),
    "a class before it is one's own": (
        "from numpy import *\nclass C:\n    g = tanh\ndef tanh(x): return x\n"
        "def f(x): return C.g(x)"
    ),
    "C by way of an array": (
        "def f(x):\n    run = x.ctypes._ctypes.pythonapi.PyRun_SimpleString\n"
        "    run(b'import builtins, numpy; builtins.q = numpy.tanh')\n    return q(x)"
    ),
    "a code object that is changed": (
        "def f(x):\n    def g(v): yield np.sin(v)\n"
        "    code = g(x).gi_code.replace(co_names=('np', 'ta' + 'nh'))\n"
        "    return next(type(g)(code, {'np': np})(x))"
    ),
    "a library's math": "import matplotlib.cbook as c\ndef f(x): return c.math.exp(x)",
    "a library's modules": (
        "import matplotlib.animation as a\ndef f(x): return a.subprocess.run(['x'], stdin=x)"
    ),
    "the shell by way of a name of its own": "def f(x): return exit._ip.ev('np.tanh')(x)",
    "a file beside the notebook": "import mine\ndef f(x): return mine.f(x)",
}


@pytest.mark.parametrize("code", EVASIONS.values(), ids=EVASIONS)
def test_a_name_to_avoid_is_not_hidden_from_who_reads(code):
    """It is found, or the student is asked to write one plain `def`."""
    message = said(avoids, Notebook(IMPORTS, code), "np.tanh")
    assert "uses `" in message or "This check reads your code: define `f` with one plain" in message


PLAIN = {
    "a lambda": "f = lambda x: np.exp(x)",
    "a helper in a cell of its own": "def f(x): return g(x)\ndef g(x): return np.exp(x)",
    "a partial": "import functools\ndef g(k, x): return np.exp(k * x)\nf = functools.partial(g, 2)",
    "a cache": "from functools import lru_cache\n@lru_cache\ndef f(x): return math.exp(x)",
    "a second try": "def f(x): return np.tanh(x)\ndef f(x): return np.exp(x)",
    "an earlier loop's variable": "for f in range(3): pass\ndef f(x): return np.exp(x)",
    "constants": "A, B = 1.0, 2\nSCALE: float = A / B\ndef f(x): return SCALE * np.exp(x)",
    "an import that may fail": (
        "try:\n    import scipy.special as sp\nexcept ImportError:\n    pass\n"
        "def f(x): return sp.expit(x)"
    ),
    "names of modules as variables": "def f(x):\n    time = np.exp(x)\n    return time.sum()",
    "a class": "class C:\n    def go(self, x): return np.exp(x)\ndef f(x): return C().go(x)",
    "an error's own name": (
        "def f(x):\n    try:\n        return np.exp(x)\n"
        "    except ValueError as e:\n        raise e"
    ),
    "a picture within": (
        "import matplotlib.pyplot as plt\ndef f(x):\n    plt.plot(x)\n    plt.title('x')\n"
        "    return np.exp(x)"
    ),
    "a picture of it": (
        "import matplotlib.pyplot as plt\ndef f(x): return np.exp(x)\nplt.plot([f(1)], label='f')"
    ),
    "a table": "TABLE = {1: np.exp, 2: np.log}\ndef f(x): return TABLE[1](x)",
    "names of NumPy and one's own": (
        "from numpy import *\ndef sinh(x): return (exp(x) - exp(-x)) / 2\n"
        "def f(x): return sinh(x) / cosh(x)"
    ),
    "a check of its own": (
        "def f(x):\n    np.testing.assert_array_equal(x, x)\n    return np.exp(x)"
    ),
    "a sliding window": (
        "from numpy.lib.stride_tricks import sliding_window_view\n"
        "def f(x): return sliding_window_view(x, 2).sum(-1)"
    ),
}


@pytest.mark.parametrize("code", PLAIN.values(), ids=PLAIN)
def test_ordinary_ways_to_write_a_function_are_understood(code, capsys):
    """Nobody who hides nothing is asked to write it differently."""
    avoids(Notebook(IMPORTS, code), "np.tanh")
    vectorised(Notebook(IMPORTS, code))
    assert capsys.readouterr().out.count("right: ") == 2


def test_a_loop_is_believed_where_it_is_read():
    """`looped` asks for plain code as well."""
    loop = "def f(x):\n    for v in x: pass\n"
    looped(Notebook(IMPORTS, loop))
    assert "one plain `def`" in said(looped, Notebook(IMPORTS, loop, "with a as f: pass"))


@pytest.mark.parametrize(
    "code",
    [
        "import matplotlib.pyplot as plt\ndef f(x): return plt.np.exp(x)",
        "from matplotlib.pyplot import np as n\ndef f(x): return n.exp(x)",
        "from matplotlib.mlab import np as n\ng = n.exp\ndef f(x): return g(x)",
        "from matplotlib.pylab import exp\ndef f(x): return exp(x)",
        "from matplotlib.pylab import *\ndef f(x): return exp(x)",
        "def f(x):\n    from matplotlib.colors import np as n\n    return n.exp(x)",
    ],
)
def test_a_library_that_has_numpy_in_it_is_no_way_to_do_without_numpy(code):
    """The name of a whole module is to be avoided wherever it lies."""
    assert "one plain `def`" in said(avoids, Notebook(code), "np")


def test_what_is_used_twice_is_named_once():
    """The list says what to do without, not how often."""
    code = f"{IMPORTS}\ndef f(x): return np.sum(x) / np.sum(x)"
    assert "uses `np.sum`, which" in said(avoids, Notebook(code), "np.sum")
