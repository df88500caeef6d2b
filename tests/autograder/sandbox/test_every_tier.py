"""What is promised on whatever tier holds here."""

import numpy as np
import pytest

from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import ProcessEnded, TimedOut
from autograder.sandbox.template import Template
from autograder.sandbox.tiers import TIERS, probe


@pytest.fixture(scope="module", params=[tier for tier in TIERS if probe().holds(tier)])
def confined(request):
    """A template on one tier, with little time for calls."""
    limits = Limits(cell_seconds=30, call_seconds=3)
    with Template(limits, tier=request.param) as template:
        template.prepare()
        yield template


def test_a_notebook_is_run_and_asked(confined):
    """Cells, files, figures, calls."""
    with confined.start({"data/a.txt": b"12"}) as process:
        run = process.run_cell("import numpy as np\ndef f(x): return x + np.loadtxt('data/a.txt')")
        assert run.error is None
        run = process.run_cell("import matplotlib.pyplot as plt\nplt.title('$x^2$ ä')\nplt.show()")
        assert "image/png" in run.outputs[0]["data"]
        with process.snapshot() as copy:
            value = copy.call(copy.lookup("f"), (np.ones(2),)).value

    assert value.tolist() == [13, 13]


def test_endless_loops_and_exits_cost_what_they_were_in(confined):
    """An interrupted cell, a cell that cannot be, a claim, an exit."""
    with confined.start() as process:
        process.run_cell("import os\nx = 1\ndef leave(): os._exit(1)")
        process.run_cell(
            "def work():\n    while True: pass\n"  # in `spin` itself, an interrupt could get out
            "def spin():\n    while True:\n        try: work()\n"
            "        except BaseException: pass"
        )
        with pytest.raises(TimedOut):
            process.run_cell("x = 2\nwhile True: pass", seconds=2)
        assert process.lookup("x") == 2
        with process.snapshot() as copy, pytest.raises(TimedOut):
            copy.call(copy.lookup("spin"))
        with process.snapshot() as copy, pytest.raises(ProcessEnded):
            copy.call(copy.lookup("leave"))
        assert process.lookup("x") == 2
        with pytest.raises(TimedOut):
            process.run_cell("spin()", seconds=3)
        assert process.lookup("x") == 1


def test_many_notebooks_leave_no_process(confined):
    """Whatever they did; the template's children are counted."""
    for _ in range(5):
        with confined.start() as process:
            process.run_cell("import threading; threading.Thread(target=print).start()")
            process.run_cell("def leave(): __import__('os')._exit(0)")
            with process.snapshot() as copy, pytest.raises(ProcessEnded):
                copy.call(copy.lookup("leave"))
    number = confined._processes._interpreter.process.pid
    with open(f"/proc/{number}/task/{number}/children") as children:
        assert children.read() == ""
