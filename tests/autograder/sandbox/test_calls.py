"""Several calls in one message: the same answers as one by one, and no more patience."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from autograder.sandbox.budget import bounds_of
from autograder.sandbox.inside import server
from autograder.sandbox.inside.values import Decoder
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import Remote, TimedOut
from autograder.sandbox.template import Template
from autograder.sandbox.validation import Answer

CELL = """
import time
import numpy as np

def half(x, also=0):
    if np.size(x) == 0:
        raise ValueError("nothing to halve")
    print("halving")
    return x / 2 + also

def slow(seconds):
    time.sleep(seconds)
    return seconds

def spoil(x):
    x[:] = 7
    return x

def large(count):
    return np.ones(count)

def listed(count):
    return list(range(count))
"""


@pytest.fixture(scope="module")
def template():
    limits = Limits(call_seconds=3.0, message_buffers=1_000_000, value_items=10_000)
    with Template(limits, tier="process") as template:
        yield template


@pytest.fixture
def copy(template):
    with template.start() as process:
        assert process.run_cell(CELL).error is None
        with process.snapshot() as copy:
            yield copy


def cases(*values):
    return [((value,), {}) for value in values]


def test_each_call_has_its_own_answer(copy):
    """Values, keywords, errors and what was printed stay apart."""
    half = copy.lookup("half")
    asked = [((np.arange(3.0),), {}), ((np.zeros(0),), {}), ((4.0,), {"also": 1})]
    first, second, third = copy.calls(half, asked)
    assert first.value.tolist() == [0.0, 0.5, 1.0]
    assert (first.error, first.printed) == (None, "halving\n")
    assert (second.error.name, second.printed) == ("ValueError", "")
    assert third.value == 3.0
    alone = [copy.call(half, *case) for case in asked]
    for one, other in zip(alone, (first, second, third), strict=True):
        np.testing.assert_equal(one.value, other.value)
        assert (one.error, one.printed, one.changed) == (other.error, other.printed, other.changed)


def test_a_modified_argument_is_told_for_its_own_call(copy):
    """Also where other arrays lie before it in the message."""
    spoil = copy.lookup("spoil")
    replies = copy.calls(spoil, cases(np.full(2, 7.0), np.zeros(3), np.full(4, 7.0)))
    assert [reply.changed for reply in replies] == [[], [0], []]
    assert [reply.shared for reply in replies] == [[0], [0], [0]]


def test_slow_calls_are_not_waited_for_together(copy):
    """A function may take `call_seconds` each time; what is not answered yet is asked again."""
    slow = copy.lookup("slow")
    assert [reply.value for reply in copy.calls(slow, cases(0.4, 0.4, 0.4, 0.4))] == [0.4]


def test_quick_calls_are_answered_together(monkeypatch):
    """Until a tenth of a second has passed, whatever the machine's clock."""
    clock = [50.0]
    shell = SimpleNamespace(namespace={})
    inside = server.Server(
        SimpleNamespace(bounds=bounds_of(Limits())),
        shell,
        output_characters=1,
        printed_characters=1,
    )

    def call(self, message, decoder, encoder):
        clock[0] += message["takes"]
        return {"value": message["takes"]}

    monkeypatch.setattr(server, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(server.Server, "_call", call)
    for taken, answered in (((0.0, 0.001, 0.0), 3), ((0.06, 0.06, 0.06), 2), ((0.4, 0.4), 1)):
        message = {"handle": 0, "calls": [{"takes": seconds} for seconds in taken]}
        replies = inside._calls(message, None, inside._encoder())["replies"]
        assert [reply["value"] for reply in replies] == list(taken[:answered])


def test_a_call_that_does_not_end_is_given_up_in_time(copy):
    """The limit is that of one call."""
    with pytest.raises(TimedOut, match="3 s"):
        copy.calls(copy.lookup("slow"), cases(0.0, 30.0, 0.0))


def test_results_that_are_too_large_together_come_one_by_one(copy):
    """Each of them alone may be sent."""
    replies = copy.calls(copy.lookup("large"), cases(60_000, 60_000, 60_000))
    assert [reply.value.size for reply in replies] == [60_000]
    replies = copy.calls(copy.lookup("listed"), cases(6_000, 6_000))
    assert [len(reply.value) for reply in replies] == [6_000, 6_000]


@pytest.mark.parametrize(
    "replies",
    [None, [], {}, [1], [{"value": 1}] * 3, [{"value": 1, "changed": [5]}], [{"value": ["array"]}]],
)
def test_what_is_no_list_of_answers_is_refused(replies):
    """A student process can send anything."""
    message = {"replies": replies} if replies is not None else {}
    decoder = Decoder(bounds_of(Limits()), [], lambda node: Remote(0, "object", ""))
    with pytest.raises(WireError):
        Answer(message, decoder).replies([(1, set()), (1, set())], 100, 1.0)
