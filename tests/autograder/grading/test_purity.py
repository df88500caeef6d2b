"""Functions that remember are told, on the safe side, from those that only compute."""

from __future__ import annotations

import pytest

from autograder.grading.claims.purity import keeps_state

IMPORTS = "import math\nimport numpy as np\nimport numpy.linalg as la\nimport time"


@pytest.mark.parametrize(
    "cell",
    [
        "def f(x):\n    x = np.asarray(x)\n    x[x < 0] = 0.0\n    return 1 / (1 + np.exp(-x))",
        "f = lambda x, k=2: math.exp(x) * k",
        "def f(x, axis=-1, dtype=np.float64):\n    return la.norm(x, axis=axis)",
        "SCALE = 2.0\ntable = np.eye(3)\ndef f(x):\n    return g(x) @ table * SCALE\n"
        "def g(x):\n    out = []\n    for y in x:\n        out.append(y)\n    return out",
        "def f(n):\n    start = time.perf_counter()\n    return time.perf_counter() - start",
        "x = [1, 2]\nx.append(3)\nprint(x)\nrng = np.random.default_rng(0)",
        "%matplotlib inline\ndef f(x): print(x); return max(x)",
    ],
)
def test_functions_that_only_compute_remember_nothing(cell):
    """NumPy, math, constants, each other, and names of their own."""
    assert not keeps_state([IMPORTS, cell])


@pytest.mark.parametrize(
    "cell",
    [
        "seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)",
        "seen = {}\ndef f(x):\n    seen[x] = 1\n    return len(seen)",
        "seen = {}\ndef f(x):\n    del seen[x]",
        "n = 0\ndef f(x):\n    global n\n    n += 1\n    return n",
        "def f(x, seen=[]):\n    seen.append(x)\n    return len(seen)",
        "def f(x, *, seen={}):\n    return seen",
        "def f(x):\n    f.calls += 1\n    return x",
        "def f(x):\n    return f.calls",
        "import functools\n@functools.cache\ndef f(x):\n    return x",
        "def make():\n    n = 0\n    def f(x):\n        nonlocal n\n        n += 1\n    return f",
        "class Layer:\n    def __call__(self, x):\n        self.x = x",
        "def f(x):\n    return np.random.normal() + x",
        "def f(x):\n    np.seterr(all='ignore')\n    return x",
        "import random\ndef f(x):\n    return random.random()",
        "count = iter(range(9))\ndef f(x):\n    return next(count)",
        "def f(x):\n    globals()['n'] = x",
        "def f(x):\n    return open('kept').read()",
        "def f(x):\n    return x.__class__.__dict__",
        "def f(x):\n    import os\n    return os.getpid()",
        "def f(x:",
    ],
)
def test_what_may_remember_is_said_to(cell):
    """State in names, defaults, attributes, closures, files, or text that cannot be read."""
    assert keeps_state([IMPORTS, cell])


def test_one_function_with_state_is_enough():
    """Whatever cell it is in, and although another defines it without."""
    assert keeps_state(["def f(x):\n    return x", "seen = []\ndef g(x):\n    seen.append(x)"])


def test_a_name_that_is_no_known_module_may_hold_anything():
    """Also if a module is called so in another notebook."""
    assert keeps_state(["def f(x):\n    return np.exp(x)"])
