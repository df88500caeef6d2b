"""Claims about speed and about loops are earned by fast code without loops alone."""

from __future__ import annotations

from .attack import VECTORIZATION, Attack, attacks

LOOP = """
def dot(a, b):
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total
def outer(u, v):
    return np.array([[x * y for y in v] for x in u])
def elementwise(a, b):
    return np.array([x * y for x, y in zip(a, b)])
def matrix_vector(W, x):
    return np.array([dot(row, x) for row in W])
"""
RIGHT = """
def outer(u, v):
    return u[:, np.newaxis] * v
def elementwise(a, b):
    return a * b
def matrix_vector(W, x):
    return W @ x
"""
FAST_DOT = "def dot(a, b):\n    return a @ b\n"
FAST = "four-products-are-fast"


def cheat(answer: str, **more: object) -> Attack:
    """The four products, answered so; the rest is blank."""
    return Attack(
        answers={"four-products": answer}, assignment=VECTORIZATION, tiers=("full",), **more
    )


@attacks(
    plain=cheat(LOOP),
    memory=cheat(
        """
import functools
kept = {}
def dot(a, b):
    key = len(a), a[0]
    if key not in kept:
        kept[key] = sum(map(float.__mul__, a.tolist(), b.tolist()))
    return kept[key]
"""
        + RIGHT
    ),
    time=cheat(
        LOOP,
        extra="import time\ntime.perf_counter = time.monotonic = time.time = lambda: 0.0",
    ),
    vectorize=cheat(
        """
hidden = getattr(np, "vect" + "orize")
def dot(a, b):
    return hidden(lambda x, y: x * y)(a, b).sum()
"""
        + RIGHT
    ),
    apply=cheat(
        "lookup = vars(np)['apply_along_axis']\n"
        "def dot(a, b):\n    return lookup(lambda x: x[0] * x[1], 0, np.stack([a, b])).sum()\n"
        + RIGHT
    ),
    executed=cheat(f"exec({LOOP!r})\n" + RIGHT),
    redefined=cheat(
        FAST_DOT + RIGHT + "globals().update(dot=slow)",
        extra=LOOP + "slow = dot\n",
    ),
    helper=cheat(
        "def dot(a, b):\n    return help_me(a, b)\n" + RIGHT, extra=LOOP + "help_me = dot\n"
    ),
    file=cheat("from helper import dot\n" + RIGHT, files={"helper.py": LOOP.encode()}),
    code=cheat(
        FAST_DOT + RIGHT + "dot.__code__ = slow.__code__",
        extra=LOOP + "slow = dot\n",
    ),
    thread=cheat(
        """
import sys, threading
sys.setswitchinterval(100)
def work(a, b, found):
    found[...] = sum(x * y for x, y in zip(a, b))
def dot(a, b):
    found = np.zeros(())
    threading.Thread(target=work, args=(a, b, found)).start()
    return found
"""
        + RIGHT
    ),
    early=cheat(
        LOOP,
        extra="""
import inside.server, threading, numpy
known = {}
real = inside.server.Server._put
def put(self, message, decoder, encoder):
    reply = real(self, message, decoder, encoder)
    values = [self._handles[n] for n in range(len(self._handles._objects))][-2:]
    if len(values) == 2 and all(type(v) is numpy.ndarray for v in values):
        threading.Thread(target=lambda: known.update(last=dot(*values))).start()
    return reply
inside.server.Server._put = put
""",
    ),
    lazy=cheat(
        """
class Late(np.ndarray):
    def __array_finalize__(self, other):
        self.work = getattr(other, "work", None)
    def tobytes(self, *args):
        return np.float64(self.work()).tobytes()
def dot(a, b):
    found = np.zeros(()).view(Late)
    found.work = lambda: sum(x * y for x, y in zip(a, b))
    return found
"""
        + RIGHT
    ),
    told=cheat(
        LOOP,
        extra="""
import inside.server
inside.server.perf_counter = lambda: 0.0
""",
    ),
    guessed=cheat(
        LOOP.replace("def dot", "def slow")
        + "known = {}\n"
        + "for seed in range(8):\n"
        + "    for size in (100, 1000, 10_000):\n"
        + "        a, b = np.random.default_rng(seed).normal(size=(2, size))\n"
        + "        known[float(a[0])] = slow(a, b)\n"
        + "def dot(a, b):\n"
        + "    return known[float(a[0])] if float(a[0]) in known else slow(a, b)\n"
        + RIGHT,
    ),
    recursion=cheat(
        """
def dot(a, b):
    return 0.0 if not len(a) else a[0] * b[0] + dot(a[1:], b[1:])
"""
        + RIGHT
    ),
)
def test_a_loop_is_not_fast(seen):
    """Memoised results, a stopped clock, hidden loops and other files do not earn the claim."""
    assert FAST not in seen.passed
    assert FAST not in seen.not_run


@attacks(
    alone=cheat(FAST_DOT + RIGHT),
    executed=cheat(FAST_DOT + RIGHT, last=f"exec({LOOP!r})"),
)
def test_what_runs_after_the_claim_has_no_part_in_it(seen):
    """The same marks for the fast functions, whether or not they become slow at the end."""
    assert FAST in seen.passed
