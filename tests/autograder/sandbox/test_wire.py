"""What is promised of frames."""

import json
import socket
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.inside.wire import Bounds, Channel, Gone, Late, WireError

BOUNDS = Bounds(text=1000, buffers=1000, arrays=10, depth=10, items=100, keys=100, integer_bits=100)


@pytest.fixture
def pair():
    """Two channels that are connected."""
    ends = [Channel(end, BOUNDS) for end in socket.socketpair()]
    yield ends
    for end in ends:
        end.close()


def received(data):
    """Return what a channel makes of these bytes, after which the other side hangs up."""
    raw, end = socket.socketpair()
    with raw, end:
        raw.sendall(data)
        raw.shutdown(socket.SHUT_WR)
        return Channel(end, BOUNDS).receive(deadline=time.monotonic() + 60)


def frame(text, lengths=(), data=b"", total=None):
    """Return the bytes of a frame, which need not be right."""
    total = sum(lengths) if total is None else total
    head = struct.pack("<IIQ", len(text), len(lengths), total)
    return head + struct.pack(f"<{len(lengths)}Q", *lengths) + text + data


def test_message_and_data_arrive_together(pair):
    """The buffers come in order, empty ones too."""
    pair[0].send({"a": [1, None, "\ud800"]}, [b"one", b"", memoryview(b"three")])

    message, buffers = pair[1].receive(deadline=time.monotonic() + 60)

    assert message == {"a": [1, None, "\ud800"]}
    assert [bytes(buffer) for buffer in buffers] == [b"one", b"", b"three"]


def test_an_open_file_arrives_beside_a_message(tmp_path):
    """A copy of the student process gets its connection this way."""
    path = tmp_path / "file"
    path.write_bytes(b"inside")
    left, right = socket.socketpair()
    sender, receiver = Channel(left, BOUNDS), Channel(right, BOUNDS, takes_descriptors=True)

    with path.open("rb") as file:
        sender.send({"take": "this"}, descriptor=file.fileno())
    receiver.receive(deadline=time.monotonic() + 60)

    with open(receiver.descriptors.pop(), "rb") as file:
        assert file.read() == b"inside"
    sender.close()
    receiver.close()


@pytest.mark.parametrize(
    ("message", "buffers"),
    [({"a": "x" * 1001}, []), ({}, [b"x" * 1001]), ({}, [b""] * 11)],
    ids=["text", "data", "arrays"],
)
def test_what_exceeds_a_bound_is_not_sent(pair, message, buffers):
    """The sender is told which bound, and nothing goes out."""
    with pytest.raises(WireError, match="at most"):
        pair[0].send(message, buffers)
    pair[0].send({"next": 1})

    assert pair[1].receive(deadline=time.monotonic() + 60)[0] == {"next": 1}


MALFORMED = {
    "not JSON": frame(b"{"),
    "not an object": frame(b"[1]"),
    "not UTF-8": frame(b'{"a": "\xff"}'),
    "deep": frame(b"[" * 900),
    "a number of too many digits": frame(b"1" * 999),
    "lengths that do not add up": frame(b"{}", [3], b"abc", total=2),
    "lengths that wrap around": frame(b"{}", [(1 << 64) - 1, 3], b"ab", total=2),
    "too much text announced": struct.pack("<IIQ", 1 << 31, 0, 0),
    "too much data announced": struct.pack("<IIQ", 2, 1, 1 << 62),
    "too many arrays announced": struct.pack("<IIQ", 2, 1 << 31, 0),
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_frame_is_refused(data):
    """The reason is named, and no memory is taken for what was only announced."""
    with pytest.raises(WireError):
        received(data)


@pytest.mark.parametrize("size", [0, 5, 16, 18])
def test_a_frame_that_breaks_off_says_that_the_other_side_is_gone(size):
    """Whether in the header or after it."""
    with pytest.raises(Gone):
        received(frame(b'{"a": 1}')[:size])


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_garbage_ends_in_one_of_three_ways(data):
    """A message, an error of the wire, or the end of the connection."""
    try:
        message, _ = received(data)
    except (WireError, Gone):
        return
    assert type(message) is dict


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_frame_ends_in_one_of_three_ways(data):
    """Single bytes changed, taken away or put in between."""
    text = json.dumps({"n": 1, "value": ["array", "<f8", "C", 0, 2]}).encode()
    damaged = bytearray(frame(text, [16], bytes(16)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    try:
        message, _ = received(bytes(damaged))
    except (WireError, Gone):
        return
    assert type(message) is dict


def test_waiting_ends_at_the_deadline(pair):
    """Also if a frame has begun."""
    pair[0].socket.sendall(frame(b'{"a": 1}')[:9])

    with pytest.raises(Late):
        pair[1].receive(deadline=time.monotonic() + 0.01)


def test_sending_to_someone_who_does_not_read_ends_at_the_deadline():
    """The other side cannot hold the sender."""
    left, right = socket.socketpair()
    wide = Bounds(**{**vars(BOUNDS), "buffers": 1 << 30})
    with left, right, pytest.raises(Late):
        Channel(left, wide).send({}, [bytes(1 << 24)], deadline=time.monotonic() + 0.01)
