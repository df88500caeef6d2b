"""Whatever arrives on the wire ends in a value or in the wire's own error, and soon."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import tracemalloc
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.inside.values import Decoder
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.validation import remote

_PATH = Path(__file__).parents[3] / "benchmarks" / "fuzz_wire.py"
_SPEC = importlib.util.spec_from_file_location("fuzz_wire", _PATH)
fuzz_wire = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fuzz_wire)

TAGS = st.sampled_from(fuzz_wire._WORDS)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | TAGS
NODES = st.recursive(
    LEAVES,
    lambda nodes: (
        st.lists(nodes, max_size=6)
        | st.tuples(TAGS, nodes, nodes).map(list)
        | st.tuples(TAGS, nodes, nodes, nodes, nodes).map(list)
        | st.dictionaries(st.text(max_size=5), nodes, max_size=4)
    ),
    max_leaves=30,
)


def test_mutated_messages_are_read_or_refused():
    """Frames changed in structure and bytes; the long form is `benchmarks/fuzz_wire.py`."""
    fuzzer = fuzz_wire.Fuzzer(1)
    fuzzer.run(18_000)
    assert fuzzer.slowest < fuzz_wire.SLOWEST
    assert min(fuzzer.results[name] for name in ("accepted", "WireError", "Gone")) > 500


def test_reading_takes_bounded_memory():
    """No message makes the reader take more than some times what it may hold."""
    fuzzer = fuzz_wire.Fuzzer(2)
    fuzzer.run(200)
    tracemalloc.start()
    try:
        fuzzer.run(1_500)
        now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 30_000_000
    assert now < 3_000_000


@settings(max_examples=500, deadline=2_000, database=None)
@given(node=NODES, buffers=st.lists(st.binary(max_size=64), max_size=3))
def test_any_structure_is_a_value_or_refused(node, buffers):
    """Nodes of every shape, with and without the data that they name."""
    decoder = Decoder(fuzz_wire.BOUNDS, [memoryview(data) for data in buffers], remote)
    with contextlib.suppress(WireError):
        decoder.decode(node)


@settings(max_examples=500, deadline=2_000, database=None)
@given(text=st.binary(max_size=200), buffers=st.lists(st.binary(max_size=16), max_size=3))
def test_any_bytes_are_a_message_or_refused(text, buffers):
    """Frames whose text is no JSON, or JSON that nobody sent."""
    for reader in fuzz_wire.READERS:
        assert fuzz_wire.read(fuzz_wire.packed(text, buffers), reader) in ("accepted", "WireError")


@settings(max_examples=500, deadline=2_000, database=None)
@given(message=st.dictionaries(st.sampled_from(
    ["n", "value", "error", "printed", "warnings", "changed", "shared", "outputs", "count", "found",
     "ready", "lacking", "refused", "copy"]), NODES))  # fmt: skip
def test_any_fields_are_an_answer_or_refused(message):
    """Answers with fields missing, doubled and of every type."""
    frame = fuzz_wire.packed(json.dumps(message).encode("utf-8", "surrogatepass"), [])
    for reader in fuzz_wire.READERS:
        assert fuzz_wire.read(frame, reader) in ("accepted", "WireError")
