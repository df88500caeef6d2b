"""What is promised of a student process."""

import numpy as np
import pytest

from autograder.sandbox import (
    Limits,
    NotAnswered,
    NotStarted,
    ProcessEnded,
    Remote,
    StudentProcess,
    Template,
    TimedOut,
)
from autograder.sandbox.reading import _credible

FUNCTIONS = """
import os, sys, threading, time, warnings
import numpy as np

def double(x):
    "Return twice as much."
    return x * 2

def whatever(*args, **kwargs):
    return args, kwargs

def spoil(array, numbers, table=None):
    array[0] = 7
    numbers.append(1)

def keep(x, y):
    return x

def apply(f, *args):
    return f(*args)

def shout(x):
    print("out", x)
    print("err", x, file=sys.stderr)
    warnings.warn("careful")
    warnings.warn("careful")
    return np.log(np.array(0.0))

def fail(name, *args):
    raise getattr(__builtins__, name, None)(*args)

def leave():
    os._exit(3)

def spin():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass

class Layer:
    "A layer."
    def __init__(self, n):
        self.weights = np.ones(n)
    def forward(self, x):
        return self.weights * x
    @property
    def broken(self):
        raise ValueError("no value yet")

memory = []
def remember(x):
    memory.append(x)
    return len(memory)
"""


@pytest.fixture
def student(process):
    """A student process with the functions above."""
    run = process.run_cell(FUNCTIONS)
    assert run.error is None
    return process


def test_names_give_plain_values_or_what_stays_there(student):
    """A number is a number, a function is described."""
    student.run_cell("x = np.float32(3)")

    assert student.lookup("x") == np.float32(3)
    assert type(student.lookup("x")) is np.float32
    assert student.lookup("double") == Remote(
        student.lookup("double").handle, "function", "double", "Return twice as much.", "function"
    )
    assert student.lookup("Layer").kind == "class"
    assert (student.lookup("np").kind, student.lookup("np").name) == ("module", "numpy")


@pytest.mark.parametrize("name", ["nowhere", "In", "get_ipython", "exit", "print"])
def test_only_what_a_cell_defined_is_found(student, name):
    """Neither Python's own names nor IPython's."""
    with pytest.raises(NameError, match=name):
        student.lookup(name)


def test_names_can_be_given_and_taken_away(student):
    """A claim may set what the student's code reads."""
    student.assign("n", (1, np.arange(2)))
    assert student.run_cell("print(n[1].sum())").outputs[0]["text"] == "1\n"
    student.delete("n")
    with pytest.raises(NameError):
        student.lookup("n")


def test_a_call_gives_what_the_function_returned(student):
    """Arguments and result keep their types."""
    args, kwargs = student.call(
        student.lookup("whatever"), (1, [np.float32(2)], {"a": None}), {"axis": (0, 1)}
    ).value

    assert args == (1, [np.float32(2)], {"a": None})
    assert type(args[1][0]) is np.float32
    assert kwargs == {"axis": (0, 1)}


def test_a_subclass_of_an_array_comes_as_an_object(student):
    """It could agree with whatever it is compared with."""
    student.run_cell("class Sly(np.ndarray):\n    __eq__ = lambda a, b: True")
    student.run_cell("def sly(x): return np.asarray(x).view(Sly)\ndef odd(): return np.array([{}])")

    value = student.call(student.lookup("sly"), ([1.0],)).value
    odd = student.call(student.lookup("odd")).value

    assert (value.kind, value.type_name) == ("object", "Sly of float64")
    assert odd.type_name == "ndarray of object"


def test_modified_arguments_are_named_and_ours_stay(student):
    """By position and by name; equal numbers of another type are a change too."""
    array, numbers, table = np.zeros(3), [1], {"a": 1}

    reply = student.call(student.lookup("spoil"), (array,), {"numbers": numbers, "table": table})

    assert reply.changed == [0, "numbers"]
    assert array.tolist() == [0, 0, 0]
    assert numbers == [1]


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ("x[0] = x[0]", []),
        ("x[0][0] = float(x[0][0])", [0]),
        ("x[1].shape = (1, 2)", [0]),
        ("x[1] = x[1].copy()", []),
        ("x[1] *= -1; x[1] *= -1", []),
        ("x[2]['k'] = np", [0]),
        ("y[0] = np.float64('nan')", []),
        ("y += 1", [1]),
    ],
)
def test_only_real_changes_count(student, change, changed):
    """What holds the same values is the same."""
    student.run_cell(f"def f(x, y):\n    {change}")
    x = [[1, 2], np.array([1.0, 2.0]), {"k": b"bytes"}]

    reply = student.call(student.lookup("f"), (x, np.array([np.nan, 1.0])))

    assert reply.error is None
    assert reply.changed == changed


def test_what_a_call_prints_and_warns_comes_with_the_reply(student):
    """Each warning each time, with its category; none of it in a cell's output."""
    for _ in range(2):
        reply = student.call(student.lookup("shout"), (1,))

        assert reply.printed == "out 1\nerr 1\n"
        assert [category for category, _ in reply.warnings] == ["UserWarning"] * 2 + [
            "RuntimeWarning"
        ]
        assert "divide by zero" in reply.warnings[2][1]
    assert student.run_cell("1;").outputs == []


def test_what_a_call_prints_is_cut(student):
    """A sentence says so."""
    student.run_cell("def flood():\n    for i in range(10 ** 5): print('water')")

    printed = student.call(student.lookup("flood")).printed

    assert len(printed) < 21_000
    assert "cut" in printed


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ValueError", ValueError),
        ("KeyError", KeyError),
        ("UnicodeError", UnicodeError),
        ("SystemExit", RuntimeError),
        ("KeyboardInterrupt", RuntimeError),
        ("GeneratorExit", RuntimeError),
    ],
)
def test_whatever_a_call_raises_is_an_error_of_that_call(student, name, kind):
    """Exits and interrupts too; the next call is answered."""
    student.run_cell(f"def raises(): raise {name}('because')")

    error = student.call(student.lookup("raises")).error

    assert error.name == name
    assert error.message in ("because", "'because'")
    assert isinstance(error.exception(), kind)
    assert str(error.exception()) in (error.message, f"{name}: because")
    assert student.call(student.lookup("double"), (2,)).value == 4


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("np.linalg.inv(np.zeros((2, 2)))", "LinAlgError", np.linalg.LinAlgError),
        ("np.sum(np.ones(2), axis=5)", "AxisError", np.exceptions.AxisError),
        ("np.ones(2) - 'a'", "UFuncTypeError", TypeError),
        ("type('Mine', (ArithmeticError,), {})", "Mine", ArithmeticError),
        ("__import__('nowhere')", "ModuleNotFoundError", ModuleNotFoundError),
        ("b'\\xff'.decode()", "UnicodeDecodeError", UnicodeDecodeError),
    ],
)
def test_an_exception_comes_as_its_nearest_known_class(student, code, name, kind):
    """Its own name and message are shown."""
    student.run_cell(f"def f():\n    x = {code}\n    raise x('m')")

    error = student.call(student.lookup("f")).error
    raised = error.exception()

    assert name in error.name
    assert isinstance(raised, kind)
    assert type(raised).__name__ == error.name
    assert str(raised) == error.message


def test_a_traceback_shows_the_student_s_lines_only(student):
    """Where in which cell, with the line."""
    student.run_cell("def outer():\n    return inner()\ndef inner():\n    return 1 / 0")

    traceback = student.call(student.lookup("outer")).error.traceback

    assert len(traceback) == 2
    assert "Cell In[2], line 4, in inner" in traceback[1]
    assert "1 / 0" in traceback[1]


def test_an_error_that_cannot_be_shown_is_still_an_error(student):
    """Its __str__ may raise, its __class__ may lie."""
    student.run_cell(
        "class Evil(Exception):\n    def __str__(self): raise SystemExit\n"
        "    __class__ = property(lambda self: 1 / 0)\ndef f(): raise Evil"
    )

    assert student.call(student.lookup("f")).error.name == "Evil"


def test_a_result_that_is_too_large_is_an_error_of_that_call(student):
    """The reason is said, and the process goes on."""
    student.run_cell("def deep():\n    x = []\n    for _ in range(99): x = [x]\n    return x")
    student.run_cell("def big(): return list(range(10 ** 6))")

    assert "deeper" in student.call(student.lookup("deep")).error.message
    assert "entries" in student.call(student.lookup("big")).error.message
    assert student.call(student.lookup("double"), (2,)).value == 4


def test_functions_of_ours_are_called_back(student):
    """With values from there, and their errors go there."""
    seen = []

    def square(x, *, scale=1):
        seen.append(x)
        return scale * x**2

    reply = student.call(student.lookup("apply"), (square, np.arange(3)))
    assert reply.value.tolist() == [0, 1, 4]
    assert seen[0].tolist() == [0, 1, 2]
    failing = student.call(student.lookup("apply"), (lambda x: 1 / x, 0))
    assert failing.error.name == "ZeroDivisionError"


def test_a_function_of_ours_may_ask_the_student_process(student):
    """A numerical gradient of a student's function that is passed by way of ours."""
    double = student.lookup("double")

    reply = student.call(
        student.lookup("apply"), (lambda x: student.call(double, (x + 1,)).value, 3)
    )

    assert reply.value == 8


def test_numpy_s_own_functions_arrive_as_such(student):
    """`np.exp` there is `np.exp` here, and so is `float`."""
    student.run_cell("def is_exp(f, kind): return f is np.exp and kind is np.float32")

    assert student.call(student.lookup("is_exp"), (np.exp, np.float32)).value is True


def test_the_student_s_functions_can_be_passed(student):
    """As what they are."""
    reply = student.call(student.lookup("apply"), (student.lookup("double"), 4))

    assert reply.value == 8


def test_callbacks_are_limited(template):
    """A function that never stops calling is stopped."""
    limits = Limits(callbacks=10)
    with Template(limits, tier="process") as template, template.start() as process:
        process.run_cell("def f(g):\n    while True: g()")
        with process.snapshot() as copy, pytest.raises(ProcessEnded, match="10"):
            copy.call(copy.lookup("f"), (lambda: 1,))
        assert process.run_cell("1").error is None


def test_a_callback_from_a_thread_is_refused(student):
    """It could mix up the messages."""
    student.run_cell(
        "def f(g):\n    errors = []\n    def t():\n        try: g()\n"
        "        except Exception as e: errors.append(str(e))\n"
        "    thread = threading.Thread(target=t); thread.start(); thread.join()\n    return errors"
    )

    reply = student.call(student.lookup("f"), (lambda: 1,))

    assert "thread" in reply.value[0]


def test_threads_that_go_on_do_not_disturb_later_replies(student):
    """Their printing is nobody's."""
    student.run_cell(
        "def chatter():\n    while True: print('noise'); time.sleep(0.0005)\n"
        "threading.Thread(target=chatter, daemon=True).start()"
    )

    with student.snapshot() as copy:
        for number in range(50):
            assert copy.call(copy.lookup("double"), (number,)).value == 2 * number
    assert student.call(student.lookup("double"), (2,)).value == 4


def test_objects_have_attributes_and_methods(student):
    """A layer class works as it does in the notebook."""
    layer = student.call(student.lookup("Layer"), (3,)).value

    assert layer.type_name == "Layer"
    assert student.get_attribute(layer, "weights").tolist() == [1, 1, 1]
    student.set_attribute(layer, "weights", np.full(3, 2.0))
    forward = student.get_attribute(layer, "forward")
    assert student.call(forward, (5.0,)).value.tolist() == [10, 10, 10]
    with pytest.raises(AttributeError, match="bias"):
        student.get_attribute(layer, "bias")
    with pytest.raises(ValueError, match="no value yet"):
        student.get_attribute(layer, "broken")


def test_values_can_be_kept_there(student):
    """Neither the argument nor the result crosses the wire when only time counts."""
    kept = student.put(np.arange(4.0))

    reply = student.call(student.lookup("double"), (kept,), keep=True)

    assert isinstance(reply.value, Remote)
    assert student.fetch(reply.value).tolist() == [0, 2, 4, 6]
    assert reply.seconds > 0


def test_a_value_that_cannot_be_sent_is_the_claim_s_fault(student):
    """The process goes on."""
    with pytest.raises(TypeError, match="object"):
        student.call(student.lookup("double"), (object(),))
    assert student.call(student.lookup("double"), (2,)).value == 4


def test_what_happens_in_a_snapshot_ends_with_it(student):
    """Remembered inputs, names, random numbers, files' contents in memory."""
    for _ in range(2):
        with student.snapshot() as copy:
            assert copy.call(copy.lookup("remember"), (1,)).value == 1
            copy.assign("np", None)
    assert student.call(student.lookup("remember"), (1,)).value == 1


def test_snapshots_may_be_open_side_by_side(student):
    """Each has its own state."""
    with student.snapshot() as one, student.snapshot() as two:
        one.assign("x", 1)
        two.assign("x", 2)
        assert (one.lookup("x"), two.lookup("x")) == (1, 2)


@pytest.mark.parametrize("way", ["leave", "spin"])
def test_a_crash_or_endless_loop_in_a_snapshot_ends_the_snapshot_only(way):
    """The student is told what it was, and the next claim is answered."""
    sentences = {"leave": "ended", "spin": "0.3 s"}
    kinds = {"leave": ProcessEnded, "spin": TimedOut}
    with (
        Template(Limits(call_seconds=0.3), tier="process") as template,
        template.start() as student,
    ):
        student.run_cell(FUNCTIONS)
        with student.snapshot() as copy:
            with pytest.raises(kinds[way], match=sentences[way]):
                copy.call(copy.lookup(way))
            with pytest.raises(kinds[way]):
                copy.lookup("double")
        with student.snapshot() as copy:
            assert copy.call(copy.lookup("double"), (2,)).value == 4


def test_a_claim_has_its_own_time():
    """Many short calls together are too long as well."""
    limits = Limits(claim_seconds=0.3)
    with Template(limits, tier="process") as template, template.start() as student:
        student.run_cell("def f(): pass")
        with student.snapshot() as copy, pytest.raises(TimedOut, match="check took longer"):
            f = copy.lookup("f")
            while True:
                copy.call(f)
        with student.snapshot() as copy:
            assert copy.call(copy.lookup("f")).error is None


def test_every_notebook_begins_with_the_same_random_numbers(template):
    """Grading again gives the same marks."""
    drawn = []
    for _ in range(2):
        with template.start() as process:
            process.run_cell("import random, numpy as np\nx = random.random(), np.random.rand()")
            process.run_cell("order = list({'a', 'b', 'c', 'd', 'e'})\ndraw = random.random")
            with process.snapshot() as copy:
                next_number = copy.call(copy.lookup("draw")).value
            drawn.append((process.lookup("x"), process.lookup("order"), next_number))

    assert drawn[0] == drawn[1]


def test_notebooks_see_nothing_of_each_other(template):
    """Neither names nor changed modules."""
    with template.start() as one, template.start() as two:
        one.run_cell("import numpy as np; np.exp = None; y = 1")
        two.run_cell("import numpy as np")
        assert two.run_cell("np.exp(0.0)").error is None
        with pytest.raises(NameError):
            two.lookup("y")


def test_files_lie_in_the_working_directory(template):
    """Data can be read, modules imported."""
    files = {"data/a.txt": b"abc", "helper.py": b"answer = 42\n"}
    with template.start(files) as process:
        run = process.run_cell("import helper\nopen('data/a.txt').read(), helper.answer")

    assert run.outputs[0]["data"]["text/plain"] == "('abc', 42)"


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", ".."])
def test_files_cannot_be_put_elsewhere(template, name):
    """A name that leads out of the directory is the course's mistake."""
    with pytest.raises(ValueError, match="inside"):
        template.start({name: b""})


def test_a_closed_process_answers_no_more(template):
    """It does not come back to life either."""
    process = template.start()
    process.close()

    with pytest.raises(NotAnswered):
        process.run_cell("1")
    with pytest.raises(NotStarted), process.snapshot():
        pass


def test_a_template_that_has_died_is_replaced():
    """The notebook that runs into it is graded."""
    with Template(tier="process") as template:
        with template.start() as process:
            pid = process.run_cell("import os; print(os.getpid())")
        template._processes._interpreter.process.kill()
        with template.start() as process:
            assert process.run_cell("1").error is None
    assert pid.error is None


def test_a_student_process_is_exported():
    """The names of the interface are where grading imports them from."""
    assert StudentProcess.__module__ == "autograder.sandbox.process"


def test_a_function_is_timed_by_the_grader_s_clock(student):
    """What its process tells about the time is believed as far as a message takes."""
    student.run_cell("import time\ndef nap(): time.sleep(0.05)\ndef at_once(): pass")
    assert student.call(student.lookup("nap")).seconds >= 0.05
    assert student.call(student.lookup("at_once")).seconds > 0
    assert _credible(0.002, waited=0.0023) == 0.002
    assert _credible(0.0, waited=1.0) == 1.0 - 0.0005
    assert _credible(-5.0, waited=0.0001) == 0.0
    for told in (5.0, None, "0", float("nan"), float("-inf")):
        assert _credible(told, waited=0.01) == 0.01
