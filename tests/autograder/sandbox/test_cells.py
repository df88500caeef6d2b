"""What is promised of running cells."""

import json
import os
import re

import pytest

from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import NotAnswered, ProcessEnded, TimedOut
from autograder.sandbox.template import Template


def shown(process, source):
    """Return what a cell printed and displayed, as one text."""
    texts = []
    for output in process.run_cell(source).outputs:
        texts.append(output.get("text") or output.get("data", {}).get("text/plain", ""))
    return "".join(texts)


def test_the_last_expression_is_the_result(process):
    """With its number, as nbformat has it; a semicolon hides it."""
    run = process.run_cell("x = 6\nx * 7")

    assert run.outputs == [
        {
            "output_type": "execute_result",
            "execution_count": 1,
            "data": {"text/plain": "42"},
            "metadata": {},
        }
    ]
    assert (run.error, run.execution_count) == (None, 1)
    assert process.run_cell("x;").outputs == []
    assert process.run_cell("").outputs == []
    assert shown(process, "_ + 1") == "43"


def test_both_streams_are_shown_in_order(process):
    """Text written together stays together."""
    run = process.run_cell(
        "import sys\nprint('a')\nprint('b')\nprint('c', file=sys.stderr)\nprint('d')"
    )

    assert [(output["name"], output["text"]) for output in run.outputs] == [
        ("stdout", "a\nb\n"),
        ("stderr", "c\n"),
        ("stdout", "d\n"),
    ]


def test_an_error_ends_the_cell_and_nothing_else(process):
    """Its traceback is the student's, without colours and without the grader's paths."""
    run = process.run_cell("print(1)\n1 / 0\nprint(2)")

    assert (run.error.name, run.error.message) == ("ZeroDivisionError", "division by zero")
    assert [output["output_type"] for output in run.outputs] == ["stream", "error"]
    assert "Cell In[1], line 2" in "".join(run.outputs[1]["traceback"])
    assert "\x1b" not in json.dumps(run.outputs)
    assert "autograder" not in json.dumps(run.outputs)
    assert process.run_cell("1").error is None


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("def f(:", "SyntaxError"),
        ("import sys; sys.exit(3)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("def f(): f()\nf()", "RecursionError"),
        ("%nomagic", None),
        ("assert False, 'no'", "AssertionError"),
    ],
)
def test_every_way_to_fail_leaves_the_process_alive(process, source, name):
    """Exits too."""
    error = process.run_cell(source).error

    assert name is None or error.name == name
    assert shown(process, "'alive'") == "'alive'"


def test_exit_does_nothing(process):
    """As in a notebook, where the kernel goes on."""
    assert process.run_cell("exit\nquit()").error is None
    assert process.run_cell("exit()").error is None
    assert shown(process, "1") == "1"


def test_input_explains_itself(process):
    """Nobody is there to answer."""
    error = process.run_cell("name = input('Your name?')").error

    assert error.name == "EOFError"
    assert "Your name?" in error.message
    assert "instead" in error.message


def test_warnings_are_shown_and_noted(process):
    """On stderr as usual, and by category."""
    run = process.run_cell("import numpy as np\nnp.log(np.array(0.0))")

    assert run.warnings == ["RuntimeWarning: divide by zero encountered in log"]
    assert "RuntimeWarning" in run.outputs[0]["text"]
    assert not re.search(r"/tmp|\d{5}", run.outputs[0]["text"].split("<ipython")[0])


@pytest.mark.parametrize("magic", ["%matplotlib inline\n", ""], ids=["with magic", "without"])
def test_figures_are_shown(process, magic):
    """As PNG, with or without the magic, and once."""
    run = process.run_cell(f"{magic}import matplotlib.pyplot as plt\nplt.plot([1, 2]);")

    assert [output["output_type"] for output in run.outputs] == ["display_data"]
    assert run.outputs[0]["data"]["image/png"].startswith("iVBOR")
    assert process.run_cell("1;").outputs == []


def test_rich_outputs_keep_their_types(process):
    """What display() and objects with their own representations offer."""
    run = process.run_cell(
        "from IPython.display import display, HTML, JSON\n"
        "display(HTML('<b>b</b>'), JSON({'a': [1, float('nan')]}))\n"
        "class Shape:\n    def _repr_svg_(self): return '<svg/>'\nShape()"
    )

    assert run.outputs[0]["data"]["text/html"] == "<b>b</b>"
    assert run.outputs[1]["data"]["application/json"] == {"a": [1, None]}
    assert run.outputs[2]["data"]["image/svg+xml"] == "<svg/>"


def test_widgets_can_be_made_and_shown(process):
    """Nobody moves them, and a picture of them stands in the output."""
    run = process.run_cell(
        "import ipywidgets as widgets\n"
        "@widgets.interact(x=(0, 10))\ndef f(x=3): print('x is', x)\nwidgets.IntSlider()"
    )

    assert run.error is None
    assert "application/vnd.jupyter.widget-view+json" in run.outputs[-1]["data"]


def test_outputs_can_be_cleared_and_replaced(process):
    """As animations do."""
    assert shown(process, "from IPython.display import clear_output, display") == ""
    assert shown(process, "print(1); clear_output(wait=True); print(2)") == "2\n"
    assert shown(process, "print(1); clear_output()") == ""
    assert shown(process, "h = display('a', display_id=True); h.update('b')") == "'b'"


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("%time x = 1", "Wall"),
        ("%timeit -n1 -r1 1", "loop"),
        ("import numpy\nnumpy.sum?", "axis"),
        ("if True:\n    x = %timeit -n1 -r1 -o 1", "loop"),
        (",print a b", "a b"),
        ("for _ in [1]:\n    /print 'c'", "c"),
    ],
)
def test_magics_work(process, source, part):
    """Time, help."""
    assert part in shown(process, source)


def test_await_works_at_the_top(process):
    """As in a notebook."""
    assert shown(process, "import asyncio\nawait asyncio.sleep(0, 'done')") == "'done'"


def test_output_is_cut_with_a_sentence_and_the_error_still_shows():
    """However it was printed, in however many pieces, and figures too."""
    limits = Limits(output_characters=500)
    with Template(limits, tier="process") as template, template.start() as process:
        run = process.run_cell("for i in range(1000): print('line', i)\n1 / 0")
        texts = [output.get("text", "") for output in run.outputs]
        assert sum(map(len, texts)) < 700
        assert "at most 500 characters" in texts[0]
        assert run.outputs[-1]["ename"] == "ZeroDivisionError"
        run = process.run_cell("import matplotlib.pyplot as plt; plt.plot([1]); print(1)")
        assert "at most 500 characters" in json.dumps(run.outputs)
        assert "image/png" not in json.dumps(run.outputs)
        run = process.run_cell("for i in range(1000): display({'text/plain': 'x' * 40}, raw=True)")
        assert len(run.outputs) < 20
        assert "at most 500 characters" in run.outputs[-1]["data"]["text/plain"]


def test_text_that_cannot_be_stored_is_replaced(process):
    """Lone surrogates and NUL break files and databases."""
    run = process.run_cell("print('a\\0b\\ud800c')\nraise ValueError('\\0')")

    json.dumps(run.outputs, ensure_ascii=False).encode()
    assert run.outputs[0]["text"] == "a\ufffdb?c\n"
    assert run.error.message == "\ufffd"


@pytest.fixture(scope="module")
def hasty():
    """A template that gives a cell a third of a second."""
    with Template(Limits(cell_seconds=0.3), tier="process") as template:
        template.prepare()
        yield template


def test_an_endless_loop_is_stopped_and_what_was_defined_stays(process):
    """The cell's output up to there is kept, the later cells run."""
    process.run_cell("x = 1")
    with pytest.raises(TimedOut, match=r"longer than 2 s") as stopped:
        process.run_cell("y = 2\nprint('begun')\nwhile True: pass", seconds=2)

    assert stopped.value.outputs[0]["text"] == "begun\n"
    assert process.run_cell("x + y").outputs[0]["data"]["text/plain"] == "3"
    assert process.run_cell("1").execution_count == 4


def test_a_loop_that_cannot_be_interrupted_is_ended_and_the_rest_runs_again(process):
    """A new process takes over, in which the cells before were run again."""
    process.run_cell("x = 1")
    with pytest.raises(TimedOut, match=r"2 s"):
        process.run_cell(
            "def work():\n    while True: pass\n"
            "while True:\n    try: work()\n    except BaseException: pass",
            seconds=2,
        )

    assert process.run_cell("x + 1").outputs[0]["data"]["text/plain"] == "2"


def test_a_cell_may_have_more_time(hasty):
    """Where the course says so."""
    with hasty.start() as process:
        run = process.run_cell("import threading; threading.Event().wait(0.5)", seconds=20)

    assert run.error is None
    assert run.seconds > 0.5


def test_a_cell_that_ends_the_process_costs_only_itself(process):
    """The cells before are run again, the ones after run."""
    process.run_cell("x = [1]")
    with pytest.raises(ProcessEnded, match="ended"):
        process.run_cell("import os; os._exit(0)")

    process.run_cell("x.append(2)")
    assert process.lookup("x") == [1, 2]
    with process.snapshot() as copy:
        assert copy.lookup("x") == [1, 2]


def test_a_notebook_that_ends_its_process_again_and_again_is_given_up():
    """The sentence says how often."""
    with Template(Limits(restarts=2), tier="process") as template, template.start() as process:
        for _ in range(3):
            with pytest.raises(ProcessEnded, match="ended while"):
                process.run_cell("import os; os._exit(0)")
        with pytest.raises(ProcessEnded, match="more than 2 times"):
            process.run_cell("1")


def test_a_notebook_has_its_own_time():
    """Many cells together are too long as well."""
    limits = Limits(notebook_seconds=0.5)
    with Template(limits, tier="process") as template:
        template.prepare()
        with template.start() as process:
            with pytest.raises(TimedOut, match="notebook ran longer"):
                while True:
                    process.run_cell("import threading; threading.Event().wait(0.2)")
            with pytest.raises(NotAnswered):
                process.run_cell("while True: pass")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_fork_of_the_student_s_gives_no_second_answer(process):
    """It ends where the cell or the call ends."""
    process.run_cell("import os\ndef f(): return os.fork() and 1\nchild = os.fork()")

    assert process.call(process.lookup("f")).value == 1
    assert shown(process, "child > 0") == "True"


def test_all_cells_together_show_no_more_than_they_may():
    """Each alone would be let through; what comes after says why it shows nothing."""
    limits = Limits(notebook_characters=25_000)
    with Template(limits, tier="process") as template, template.start() as process:
        shown = [str(process.run_cell("print('x' * 10_000)").outputs) for _ in range(4)]
        assert process.run_cell("kept = 5").error is None
    assert ["x" * 10_000 in one for one in shown] == [True, True, False, False]
    assert "the cells showed more than 25 000 characters" in shown[2]
