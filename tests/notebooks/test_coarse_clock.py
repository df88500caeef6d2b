"""Notebook 10 where the clock goes in large steps, as a browser's does."""

from __future__ import annotations

import sys
import time
import timeit

import pytest

from autograder.notebook.regions import solved, without_regions
from tests.notebooks.handing_in import assignment_of


@pytest.mark.parametrize("step", [1e-4, 1e-3, 5e-3], ids=["0.1 ms", "1 ms", "5 ms"])
def test_no_time_in_the_table_is_0_in_a_browser(step, monkeypatch, capsys):
    """The check passes a right answer, with its ratios, though most calls are within one step."""
    now = 0.0

    def clock():
        nonlocal now
        now += 1e-6  # reading it takes that long
        return now // step * step

    def dot_loop(a, b):
        nonlocal now
        now += 2e-7 * len(a)  # seconds for each number, in Pyodide on a slow machine
        return sum(a)

    for module, name in ((time, "perf_counter"), (timeit, "default_timer")):
        monkeypatch.setattr(module, name, clock)
    monkeypatch.setattr(sys, "platform", "emscripten")
    cells = {cell.id: cell for cell in assignment_of("vectorization").cells}
    names: dict[str, object] = {}
    exec("import numpy as np\nfrom checking import check", names)
    for id in ("vectorization-clocks", "vectorization-browser", "best-time", "speedup-table"):
        exec(solved(cells[id]), names)
    names["dot_loop"] = dot_loop
    exec(without_regions(cells["speedup-table-holds-sizes-times-and-ratios"].source), names)
    assert capsys.readouterr().out.count("right:") == 4
    assert names["speedup_table"]([20])[0, 1:].tolist() == pytest.approx([step, step, 1])
