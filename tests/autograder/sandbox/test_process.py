"""What is promised of a student process."""

import numpy as np
import pytest

from autograder.sandbox.replies import Remote
from autograder.sandbox.validation import _credible


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
