"""Functions and values of the grader, in a student process."""

import numpy as np
import pytest

from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import ProcessEnded, Remote
from autograder.sandbox.template import Template


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
