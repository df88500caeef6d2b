"""The references of 10 vectorization: the same numbers as their loops, without a loop."""

import ast
import inspect

import numpy as np
import pytest

from solutions import vectorization
from solutions.vectorization import best_time, speedup_table

RNG = np.random.default_rng(10)
A, B, W = RNG.normal(size=9), RNG.normal(size=9), RNG.normal(size=(4, 9))
PAIRS = {
    "dot": ("dot_loop", (A, B)),
    "outer": ("outer_loop", (A, B[:5])),
    "elementwise": ("multiply_loop", (A, B)),
    "matrix_vector": ("matrix_vector_loop", (W, A)),
    "count_close": ("count_close_loop", (A, B, 0.8)),
    "pairwise_squared_distances": (
        "pairwise_squared_distances_loop",
        (RNG.normal(size=(5, 3)), RNG.normal(size=(4, 3))),
    ),
    "moving_average": ("moving_average_loop", (A, 4)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_numbers_are_those_of_the_loop(name):
    """Up to the order of additions."""
    loop, args = PAIRS[name]
    expected = getattr(vectorization, loop)(*args)
    result = getattr(vectorization, name)(*args)
    assert np.shape(result) == np.shape(expected)
    np.testing.assert_allclose(result, expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("name", PAIRS)
def test_there_is_no_loop_in_it(name):
    """Neither a statement nor a comprehension."""
    tree = ast.parse(inspect.getsource(getattr(vectorization, name)))
    loops = (ast.For, ast.While, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)
    assert not [node for node in ast.walk(tree) if isinstance(node, loops)]


def test_the_best_time_is_the_least_of_several(monkeypatch):
    """With a clock that says 3, 1 and 2 seconds, 1 is best."""
    ticks = iter([0, 3, 10, 11, 20, 22])
    monkeypatch.setattr(vectorization.time, "perf_counter", lambda: next(ticks))
    calls = []
    assert best_time(calls.append, "x", repeat=3) == 1
    assert calls == ["x"] * 3


def test_a_row_of_the_table_holds_size_times_and_ratio():
    """The ratio is the loop's time over NumPy's."""
    table = speedup_table([10, 200])
    np.testing.assert_array_equal(table[:, 0], [10, 200])
    np.testing.assert_allclose(table[:, 3], table[:, 1] / table[:, 2], rtol=1e-15)
