"""What is promised if the student's process is the student's altogether."""

import contextlib
import json
import socket
import struct
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.limits import Limits
from autograder.sandbox.process import StudentProcess
from autograder.sandbox.replies import (
    CellRun,
    Garbled,
    NotAnswered,
    NotStarted,
    ProcessEnded,
    Remote,
    Reply,
    TimedOut,
)
from autograder.sandbox.spawning import Spawned

LIMITS = Limits(cell_seconds=3, call_seconds=3, messages=50, callbacks=5)
FUNCTION = Remote(0, "function", "f")
WELCOME = {"ready": True, "lacking": []}


def frame(message, buffers=()):
    """Return the bytes of a frame."""
    text = message if isinstance(message, bytes) else json.dumps(message).encode()
    lengths = [len(buffer) for buffer in buffers]
    head = struct.pack("<IIQ", len(text), len(buffers), sum(lengths))
    return head + struct.pack(f"<{len(lengths)}Q", *lengths) + text + b"".join(buffers)


class Peer:
    """Says what it is told to, whatever it is asked."""

    def __init__(self, *said, hang_up=True):
        self.ended = False
        self._said = [frame(WELCOME), *said]
        self._hang_up = hang_up
        self.ours, self._theirs = socket.socketpair()

    def spawn(self):
        """Return this as a process."""
        with contextlib.suppress(OSError):
            self._theirs.setblocking(False)
            self._theirs.send(b"".join(self._said))
            if self._hang_up:
                self._theirs.shutdown(socket.SHUT_WR)
        return Spawned(self.ours, lambda: None, self.end)

    def end(self):
        """Note that it was ended."""
        self.ended = True
        self._theirs.close()


def asked(peer, question):
    """Return the answer to one question to the peer."""
    with StudentProcess(peer.spawn, True, "process", LIMITS, {}, {}) as process:
        return question(process)


def call(process):
    """Call a function with an argument and a function of ours."""
    return process.call(FUNCTION, (1, lambda *args: args), {"a": 2})


def run(process):
    """Run a cell."""
    return process.run_cell("1")


REPLY = {"n": 0, "value": 1, "changed": [], "printed": "", "warnings": []}
CELL = {"n": 0, "outputs": [], "count": 1, "error": None, "warnings": []}
ERROR = {"names": ["ValueError"], "message": "m", "traceback": []}


def test_a_right_answer_is_taken():
    """So that the others fail for the reason that is tested."""
    assert asked(Peer(frame(REPLY)), call).value == 1
    assert asked(Peer(frame(CELL)), run).execution_count == 1


def display(data, **fields):
    """Return a cell's answer with one rich output."""
    output = {"output_type": "display_data", "data": data, "metadata": {}, **fields}
    return {**CELL, "outputs": [output]}


def nested(levels):
    """Return a list in a list in a list."""
    value = []
    for _ in range(levels):
        value = [value]
    return value


FORGED = {
    "garbage": (call, b"\xff" * 100),
    "no number": (call, {**REPLY, "n": None}),
    "the number of another question": (call, {**REPLY, "n": 5}),
    "true for a number": (call, {**REPLY, "n": False}),
    "a list": (call, b"[]"),
    "a changed argument that was not there": (call, {**REPLY, "changed": [2]}),
    "a changed name that was not there": (call, {**REPLY, "changed": ["b"]}),
    "a changed argument that is an object": (call, {**REPLY, "changed": [{}]}),
    "printed a list": (call, {**REPLY, "printed": []}),
    "warnings without text": (call, {**REPLY, "warnings": [["UserWarning"]]}),
    "an error without a name": (call, {**REPLY, "error": {**ERROR, "names": []}}),
    "an error whose names are numbers": (call, {**REPLY, "error": {**ERROR, "names": [1]}}),
    "an error that is text": (call, {**REPLY, "error": "ValueError"}),
    "a value of no kind": (call, {**REPLY, "value": {"a": 1}}),
    "an object of ours": (call, {**REPLY, "value": ["callback", 0, "f"]}),
    "a name of ours": (call, {**REPLY, "value": ["named", "os", "system"]}),
    "a handle of a new kind": (call, {**REPLY, "value": ["handle", 1, "code", "", "", "", []]}),
    "a handle without a number": (call, {**REPLY, "value": ["handle", "1", "object", "", "", "", []]}),  # noqa: E501
    "a handle of no classes": (call, {**REPLY, "value": ["handle", 1, "object", "", "", "", None]}),
    "a handle of odd classes": (call, {**REPLY, "value": ["handle", 1, "object", "", "", "", [1]]}),
    "a callback that nobody gave": (call, {"op": "callback", "function": 7, "args": [], "kwargs": {}}),  # noqa: E501
    "a callback by name": (call, {"op": "callback", "function": "f", "args": [], "kwargs": {}}),
    "a callback without arguments": (call, {"op": "callback", "function": 0}),
    "a callback with garbage": (call, {"op": "callback", "function": 0, "args": [[]], "kwargs": {}}),  # noqa: E501
    "an output of no kind": (run, {**CELL, "outputs": [{"output_type": "code"}]}),
    "an output that is text": (run, {**CELL, "outputs": ["text"]}),
    "outputs that are no list": (run, {**CELL, "outputs": {}}),
    "an unnamed stream": (
        run,
        {**CELL, "outputs": [{"output_type": "stream", "name": "file", "text": ""}]},
    ),
    "data that is no text": (run, display({"text/html": ["<b>"]})),
    "data without types": (run, display([])),
    "deep JSON": (run, display({"application/json": nested(50)})),
    "a negative execution count": (run, {**CELL, "count": -1}),
    "an execution count of text": (run, {**CELL, "count": "1"}),
    "an error of a cell without a name": (run, {**CELL, "error": {"message": "m"}}),
}  # fmt: skip


@pytest.mark.parametrize(("question", "answer"), FORGED.values(), ids=FORGED)
def test_a_forged_answer_ends_the_process_and_not_the_grader(question, answer):
    """The student loses what was asked; nothing else is asked of that process."""
    peer = Peer(answer if type(answer) is bytes and answer[:1] == b"\xff" else frame(answer))
    with StudentProcess(peer.spawn, True, "process", LIMITS, {}, {}) as process:
        with pytest.raises(Garbled):
            question(process)
        with pytest.raises(Garbled), process.snapshot():
            pass
    assert peer.ended


def test_fields_that_nobody_asked_for_are_left_out():
    """What reaches the notebook is made of known fields only."""
    found = asked(Peer(frame(display({"text/plain": "a"}, transient={"x": 1}))), run)

    assert found.outputs == [
        {"output_type": "display_data", "data": {"text/plain": "a"}, "metadata": {}}
    ]


def test_an_error_cannot_pose_as_a_value():
    """With an error there is no value."""
    reply = asked(Peer(frame({**REPLY, "error": ERROR, "value": 3})), call)

    assert (reply.value, reply.error.name) == (None, "ValueError")


def test_an_error_s_class_comes_from_a_closed_list():
    """An unknown name is an Exception, whatever it is called."""
    forged = {**ERROR, "names": ["os.system", "Garbled", "BaseException"]}
    error = asked(Peer(frame({**REPLY, "error": forged})), call).error

    assert isinstance(error.exception(), RuntimeError)
    assert not isinstance(error.exception(), NotAnswered)


def test_silence_ends_at_the_time_limit():
    """The student is told how long it was."""
    with pytest.raises(TimedOut, match=r"3 s"):
        asked(Peer(hang_up=False), call)


def test_half_an_answer_ends_at_the_time_limit():
    """A frame that never ends is no way to hold the grader."""
    with pytest.raises(TimedOut):
        asked(Peer(frame(REPLY)[:-1], hang_up=False), call)


def test_bytes_that_come_one_by_one_do_not_extend_the_time():
    """The limit is for the answer, not for each byte."""
    peer = Peer(hang_up=False)
    stop = threading.Event()
    left = list(frame({**REPLY, "printed": "x" * 10_000}))

    def drip():
        while left and not stop.wait(0.02):
            peer._theirs.send(bytes([left.pop(0)]))

    with StudentProcess(peer.spawn, True, "process", LIMITS, {}, {}) as process:
        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(TimedOut):
            call(process)
        stop.set()
        thread.join()
    assert left  # it was not waited for


def test_hanging_up_is_an_end():
    """As if it had crashed."""
    with pytest.raises(ProcessEnded):
        asked(Peer(), call)


def test_callbacks_without_end_are_stopped():
    """By their number."""
    again = frame({"op": "callback", "function": 0, "args": [], "kwargs": {}})

    with pytest.raises(ProcessEnded, match="5"):
        asked(Peer(*[again] * 20), call)


def test_a_process_that_is_not_confined_is_not_asked():
    """It says why, and no claim is judged by it."""
    peer = Peer()
    peer._said = [frame({"refused": "OSError: no namespaces"})]

    with pytest.raises(NotStarted, match="no namespaces"):
        asked(peer, run)
    assert peer.ended


MESSAGES = st.fixed_dictionaries(
    {},
    optional={
        name: st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-1, 2)
            | st.text(max_size=3)
            | st.just("stream"),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["output_type", "name", "text", "data", "names", "message"]),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=6,
        )
        for name in (*REPLY, *CELL, "op", "function", "args", "kwargs")
    },
)


@given(MESSAGES, st.sampled_from([call, run]), st.sampled_from([REPLY, CELL, {}]))
@settings(max_examples=300, deadline=None)
def test_any_message_gives_an_answer_or_is_not_answered(message, question, base):
    """There is no third way out."""
    try:
        found = asked(Peer(frame({**base, **message})), question)
    except NotAnswered:
        return
    assert isinstance(found, (Reply, CellRun))
    json.dumps(vars(found), default=str).encode()


def test_a_student_s_code_can_write_to_its_own_connection(process):
    """What comes of it is the student's own loss."""
    with pytest.raises(Garbled):
        process.run_cell(
            "import os\n"
            "for n in range(3, 64):\n"
            "    try: os.write(n, b'x' * 64)\n"
            "    except OSError: pass"
        )
