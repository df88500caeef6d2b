"""What is promised of values on the wire."""

import json
from collections import (
    ChainMap,
    Counter,
    OrderedDict,
    UserDict,
    UserList,
    defaultdict,
    deque,
    namedtuple,
)
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from types import MappingProxyType
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.budget import bounds_of
from autograder.sandbox.inside.values import Decoder, Encoder
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.limits import Limits

BOUNDS = bounds_of(Limits())


def encoded(value, bounds=BOUNDS):
    """Return the node and the data of a value, as the other side gets them."""
    encoder = Encoder(bounds)
    node = json.loads(json.dumps(encoder.encode(value)))
    return node, [memoryview(bytes(buffer)) for buffer in encoder.buffers]


def sent(value):
    """Return what the other side has after a value was sent."""
    node, buffers = encoded(value)
    return Decoder(BOUNDS, buffers).decode(node)


def same(one, other):
    """Whether two values cannot be told apart, NaN and the sign of zero included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and one.tobytes() == other.tobytes()
            and one.flags.f_contiguous == other.flags.f_contiguous
        )
    if isinstance(one, np.generic):
        return one.dtype == other.dtype and one.tobytes() == other.tobytes()
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    return repr(one) == repr(other) or (isinstance(one, (set, frozenset)) and one == other)


PLAIN_DTYPES = (
    hnp.boolean_dtypes()
    | hnp.integer_dtypes(endianness="?")
    | hnp.unsigned_integer_dtypes(endianness="?")
    | hnp.floating_dtypes(endianness="?", sizes=(16, 32, 64))
    | hnp.complex_number_dtypes(endianness="?", sizes=(64, 128))
    | hnp.unicode_string_dtypes(endianness="?", min_len=1)
)
ARRAYS = hnp.arrays(PLAIN_DTYPES, hnp.array_shapes(min_dims=0, min_side=0, max_side=4))
KEYS = st.integers() | st.floats(allow_nan=False) | st.text() | st.booleans() | st.none()
LEAVES = (
    KEYS
    | st.floats()
    | st.complex_numbers()
    | st.binary()
    | st.text(st.characters())  # lone surrogates too
    | st.just(Ellipsis)
    | st.builds(range, st.integers(-99, 99), st.integers(-99, 99), st.integers(1, 9))
    | st.slices(9)
    | ARRAYS
    | ARRAYS.map(np.asfortranarray)
    | ARRAYS.filter(np.size).map(lambda array: array.ravel()[0])
    | PLAIN_DTYPES
    | st.sampled_from([int, float, np.float32, ValueError, np.linalg.LinAlgError])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.sets(KEYS, max_size=4)
        | st.frozensets(KEYS, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_a_plain_value_arrives_as_it_was(value):
    """Type, value, dtype, shape and memory order survive the way."""
    assert same(sent(value), value)


@given(ARRAYS)
@settings(deadline=None)
def test_an_array_arrives_with_memory_of_its_own(array):
    """What the receiver does to an array cannot be seen anywhere else."""
    arrived = sent(array)

    assert arrived.flags.owndata
    assert arrived.flags.writeable
    assert arrived.flags.aligned


def test_a_large_whole_number_arrives():
    """Python's integers have no size."""
    assert sent(-(3**2000)) == -(3**2000)


def test_a_random_generator_goes_on_where_it_was():
    """The copy draws what the original would have drawn next."""
    generator = np.random.default_rng(7)
    generator.random(3)

    assert sent(generator).random() == generator.random()


def test_an_exception_arrives_by_its_built_in_name():
    """An instance keeps class and message."""
    arrived = sent(ValueError("the shapes differ"))

    assert type(arrived) is ValueError
    assert str(arrived) == "the shapes differ"


@pytest.mark.parametrize(
    "value",
    [
        np.array([object()]),
        np.zeros(2, dtype=[("a", object)]),
        np.array([1, [2]], dtype=object),
        datetime(2026, 1, 2, tzinfo=ZoneInfo("Europe/Berlin")),
        type("Agreeable", (np.ndarray,), {"__eq__": lambda self, other: True})(3),
        type("Number", (int,), {"__eq__": lambda self, other: True})(3),
        type("Text", (str,), {"__eq__": lambda self, other: True})("a"),
        type("List", (list,), {"__eq__": lambda self, other: True})(),
        type("Sly", (type("Counts", (Counter,), {}),), {"__eq__": lambda self, other: True})(),
        type("Slyer", (type("Text", (str,), {}),), {"__eq__": lambda self, other: True})("a"),
        type("Meta", (type,), {})("Text", (str,), {})("a"),
        type("Named", (float,), {"unit": "m"})(1.0),
        Enum("Colour", "red").red,
        namedtuple("Point", "x y")(1, 2),
        np.ma.array([1.0, 2.0], mask=[False, True]),
        Decimal("1E+99999"),
        object(),
        lambda: 1,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_is_never_taken_for_plain(value):
    """A subclass could agree with everything; so it goes to `refer`, as an object."""
    referred = []
    Encoder(BOUNDS, lambda other: referred.append(other)).encode([value])

    assert referred == [value] or referred[0] is value


@pytest.mark.parametrize(
    "value",
    [
        Counter("aba"),
        Counter({("a", 1): [Counter("b")]}),
        OrderedDict(b=1, a=2),
        defaultdict(int, a=1),
        defaultdict(list, a=[1]),
        deque([1, 2, 3]),
        deque([1, 2], maxlen=2),
        Fraction(1, 3),
        Fraction(-7, 1 << 80),
        Decimal("1.50"),
        Decimal("-Infinity"),
        {"a": 1}.keys(),
        np.array([[1.0, 2.0]]).view(np.matrix),
        Counter,
        OrderedDict,
        [deque([np.arange(3)])],
        bytearray(b"ab"),
        date(2026, 1, 2),
        datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
        time(3, 4),
        timedelta(days=-1, microseconds=5),
        np.datetime64("2026-01-02"),
        np.timedelta64(3, "h"),
        np.array(["2026-01-02", "NaT"], "M8[D]"),
        np.array([[1, 2]], "m8[ns]").T,
        np.array([(1, 2.5, "a")], dtype=[("n", "i4"), ("x", float), ("s", "U3")]),
        np.rec.array([(1, 2.5)], dtype=[("n", int), ("x", float)]),
        np.array([[1, "a"], [None, Fraction(1, 2)]], dtype=object),
        OrderedDict(a=1, b=2),
        OrderedDict(a=[defaultdict(list, a=[1])]),
    ],
    ids=repr,
)
def test_what_the_standard_library_defines_keeps_its_kind(value):
    """And is equal to what it was."""
    received = sent(value)

    assert type(received) is type(value)
    assert repr(received) == repr(value)


def test_views_of_a_dict_are_views():
    """The keys can be compared with a set, the values be gone through."""
    assert sent({1: 2}.keys()) == {1}
    assert list(sent({1: [2]}.values())) == [[2]]
    assert sent(OrderedDict({1: 2}).keys()) == {1}
    assert sent({1: 2}.items()) == {(1, 2)}


def test_what_makes_the_missing_entries_of_a_dict_makes_equal_ones():
    """Also if it is a function: what it gives once, it gives again."""
    assert sent(defaultdict(lambda: 3, a=1))["b"] == 3
    assert sent(defaultdict(lambda: [0]))["b"] == [0]
    nested = sent(defaultdict(lambda: defaultdict(int), a=Counter("b")))
    nested["x"]["y"] += 1
    assert nested == {"a": {"b": 1}, "x": {"y": 1}}
    assert sent(defaultdict(lambda: 1 / 0)).default_factory is None


ALIKE = [
    (IntEnum("Colour", "RED BLUE").BLUE, 2),
    (type("Text", (str,), {"__str__": lambda self: "else", "loud": str.upper})("a"), "a"),
    (type("Half", (float,), {"__eq__": lambda self, other: True})(0.5), 0.5),
    (type("Counts", (Counter,), {"__missing__": lambda self, key: 7})("aab"), Counter("aab")),
    (type("Row", (list,), {"__iter__": lambda self: iter("xyz")})([1, 2]), [1, 2]),
    (MappingProxyType({"a": 1}), {"a": 1}),
    (ChainMap({"a": 1}, {"b": 2}), {"b": 2, "a": 1}),
    (UserDict(a=1), {"a": 1}),
    (UserList([1]), [1]),
]


@pytest.mark.parametrize(("value", "plain"), ALIKE, ids=lambda value: type(value).__name__)
def test_what_holds_plain_data_is_an_object_and_says_what_it_holds(value, plain):
    """The data alone, whatever its class makes of it."""
    encoder = Encoder(BOUNDS, lambda other: ["handle", 1])
    tag, referred, node = encoder.encode(value)

    assert (tag, referred) == ("alike", ["handle", 1])
    data = [memoryview(bytes(buffer)) for buffer in encoder.buffers]
    assert same(Decoder(BOUNDS, data).decode(node), plain)


def test_a_named_tuple_has_its_names_and_no_more_than_those():
    """Its fields can be asked for; a name that is none is refused."""
    node = Encoder(BOUNDS, lambda other: ["handle", 1]).encode(namedtuple("Point", "x y")(1, 2))[2]
    received = Decoder(BOUNDS).decode(node)

    assert received == (1, 2)
    assert (received.x, received._asdict()) == (1, {"x": 1, "y": 2})
    for name, field in (("P", "x y"), ("P(", "x"), ("P", "__import__('os')"), ("P", "class")):
        with pytest.raises(WireError):
            Decoder(BOUNDS).decode(["namedtuple", name, ["list", field], ["list", 1]])


def test_an_array_with_nothing_masked_is_a_masked_array():
    """What is masked would be left out of a comparison, so it is referred to as an object."""
    received = sent(np.ma.array([1.0, 2.0]))

    assert type(received) is np.ma.MaskedArray
    assert received.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (type("My", (np.ndarray,), {})(3), np.ndarray),
        (type("Number", (int,), {})(3), int),
        (type("Text", (str,), {"__doc__": "A text."})("a"), str),
        (type("List", (list,), {})([1]), list),
        (type("More", (type("Less", (float,), {}),), {})(0.5), float),
    ],
    ids=["array", "int", "str", "list", "float of two"],
)
def test_a_subclass_that_adds_nothing_is_what_it_is_made_of(value, plain):
    """Whoever writes `class My(np.ndarray): pass` returns an array."""
    assert type(sent(value)) is plain
    assert np.array_equal(sent(value), value)


@pytest.mark.parametrize(
    "node",
    [
        ["Fraction", 1, 0],
        ["Fraction", 1],
        ["Fraction", 1.0, 2],
        ["Decimal", "1E+99999"],
        ["Decimal", "sNaN"],
        ["Decimal", 1],
        ["Counter", ["list"]],
        ["deque", ["list", 1, 2], 1],
        ["deque", ["list"], -1],
        ["defaultdict", ["dict"], "os.system"],
        ["defaultdict", "builtins.int", ["dict"]],
        ["defaultdict", ["dict"], ["list"]],
        ["matrix", ["list", 1]],
        ["keys", ["list", 1]],
        ["masked"],
    ],
    ids=str,
)
def test_a_malformed_value_of_the_standard_library_is_refused(node):
    """Nothing but a `WireError`, whatever is sent."""
    with pytest.raises(WireError):
        Decoder(BOUNDS, []).decode(node)


def deep(levels):
    """Return a list in a list in a list."""
    value = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (deep(BOUNDS.depth + 1), "deeper"),
        ([0] * (BOUNDS.items + 1), "entries"),
        (set(range(BOUNDS.keys + 1)), "keys"),
        (2 << BOUNDS.integer_bits, "whole number"),
    ],
    ids=["depth", "items", "keys", "bits"],
)
def test_what_is_too_large_is_not_sent(value, reason):
    """Each bound has its own sentence."""
    with pytest.raises(WireError, match=reason):
        encoded(value)


MALFORMED = {
    "no tag": [],
    "a tag that is no text": [1, 2],
    "an unknown tag": ["lambda", 1],
    "an object": {"a": 1},
    "depth": deep(BOUNDS.depth + 2),
    "an object dtype": ["array", "|O", "C", 0, 1],
    "a structured dtype": ["array", "<f8,<f8", "C", 0, 1],
    "a dtype that is code": ["dtype", "__import__('os')"],
    "a huge dtype": ["dtype", "<U9999999"],
    "an order": ["array", "<f8", "K", 0, 1],
    "a negative size": ["array", "<f8", "C", 0, -1],
    "a size that is no number": ["array", "<f8", "C", 0, "1"],
    "a bool for a size": ["array", "<f8", "C", 0, True],
    "a shape that does not fit": ["array", "<f8", "C", 0, 3],
    "an empty array with a huge side": ["array", "<f8", "C", 1, 0, 1 << 60],
    "too many dimensions": ["array", "<f8", "C", 0, *[1] * 65],
    "missing data": ["array", "<f8", "C", 9, 1],
    "data before the first": ["array", "<f8", "C", -1, 1],
    "a bool of 7": ["array", "|b1", "C", 2, 8],
    "a character beyond Unicode": ["array", "<U2", "C", 2],
    "a scalar of the wrong size": ["scalar", "<f8", "00"],
    "a scalar that is not hexadecimal": ["scalar", "<f8", "xyz"],
    "hexadecimal with a sign within": ["int", "0x-1"],
    "digits with underscores": ["int", "0x1_0"],
    "a long integer": ["int", "0x" + "f" * (1 << 20)],
    "an unhashable key": ["dict", ["list"], 1],
    "a key without a value": ["dict", 1],
    "an unhashable member": ["set", ["dict"]],
    "an endless range": ["range", 0, 1 << 62, 1],
    "a range of text": ["range", "a", "b", "c"],
    "a step of zero": ["range", 0, 1, 0],
    "a class that nobody knows": ["class", "os.system"],
    "a class of the wrong type": ["class", 1],
    "an exception that nobody knows": ["exception", "SystemExit2", "a"],
    "an exception without a message": ["exception", "ValueError"],
    "an exception that wants more": ["exception", "UnicodeDecodeError", "a"],
    "a generator with a huge state": ["generator", hex(1 << 128), "0x1", 0, 0],
    "a generator with a negative spare": ["generator", "0x1", "0x1", 0, -1],
    "a complex number of text": ["complex", "1", "2"],
    "bytes without data": ["bytes", "0"],
    "a date that is none": ["date", "2026-13-01"],
    "a date of a number": ["datetime", 3],
    "a span of too many days": ["timedelta", 10**12, 0, 0],
    "a moment of no unit": ["moment", "<M8", 1],
    "a moment beyond 64 bits": ["moment", "<M8[D]", 1 << 63],
    "fields of different lengths": ["records", ["list", "a"], ["list"], False],
    "fields that are no arrays": ["records", ["list", "a"], ["list", 1], False],
    "a field twice": [
        "records",
        ["list", "a", "a"],
        ["list", *[["array", "<f8", "C", 0, 1]] * 2],
        False,
    ],
    "objects of a huge shape": ["objects", ["list"], ["list", 0, 1 << 60]],
    "objects that are lists": ["objects", ["list", ["list"]], ["list", 1]],
    "missing entries of code": ["defaultdict", ["dict"], "os.system"],
}


@pytest.mark.parametrize("node", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_node_is_refused(node):
    """Nothing but a WireError comes of it."""
    buffers = [memoryview(b"12345678"), memoryview(b""), memoryview(b"\7" * 8)]

    with pytest.raises(WireError):
        Decoder(BOUNDS, buffers).decode(node)


def test_colliding_keys_are_refused_before_they_cost_time():
    """Multiples of 2^61 - 1 all have the same hash."""
    keys = [number * ((1 << 61) - 1) for number in range(1, BOUNDS.keys + 2)]

    with pytest.raises(WireError, match="keys"):
        Decoder(BOUNDS).decode(["set", *[["int", hex(key)] for key in keys]])


def test_long_keys_count_by_what_is_in_them():
    """Comparing two tuples costs as much as comparing their entries."""
    key = ["tuple", *range(BOUNDS.keys)]

    with pytest.raises(WireError, match="keys"):
        Decoder(BOUNDS).decode(["set", key])


NODES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["<f8", "|b1", "<U1", "C", "F", "0x1"]),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.builds(
            lambda tag, rest: [tag, *rest],
            st.sampled_from(sorted({node[0] for node in MALFORMED.values() if type(node) is list
                                    and node and type(node[0]) is str} | {"tuple", "slice"})),
            st.lists(inner, max_size=6),
        )
        | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=20,
)  # fmt: skip


@given(NODES, st.lists(st.binary(max_size=64), max_size=3))
@settings(max_examples=400, deadline=None)
def test_any_node_gives_a_plain_value_or_a_wire_error(node, buffers):
    """The decoder has no third way out."""
    try:
        value = Decoder(BOUNDS, [memoryview(buffer) for buffer in buffers]).decode(node)
    except WireError:
        return
    Encoder(BOUNDS).encode(value)  # plain: it could be sent back
