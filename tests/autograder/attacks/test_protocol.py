# ruff: noqa: E501 - what is handed in stands on one line where that is clearer
"""Whoever writes into the channel loses the submission at most; the grader does not."""

from __future__ import annotations

from .attack import Attack, attack, attacks

WIRE = """
import gc, struct
from numpy import zeros
def server():
    return next(x for x in gc.get_objects() if type(x).__name__ == "Server")
def channel():
    return next(x for x in gc.get_objects() if type(x).__name__ == "Channel")
def sockets():
    import stat
    found = []
    for number in range(3, 60):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                found.append(number)
        except OSError:
            pass
    return found
def frame(message, buffers=(), text=None):
    text = json.dumps(message).encode() if text is None else text
    lengths = [len(b) for b in buffers]
    return (struct.pack("<IIQ", len(text), len(lengths), sum(lengths))
            + struct.pack(f"<{len(lengths)}Q", *lengths) + text + b"".join(buffers))
def write(data):
    for number in sockets():
        tried(os.write, number, data)
"""
CALL = {"sigmoid": "def sigmoid(x):\n    act(x)\n    return x"}


def wire(source: str, cell: bool = False) -> Attack:
    """Something done to the wire within a call, or within a cell."""
    source = WIRE + "def act(x):\n    " + source.strip("\n").replace("\n", "\n    ")
    return Attack(extra=source + ("\nact(0)" if cell else ""), answers=CALL)


REPLY = '{{"n": {n}, "value": ["array", "<f8", "C", 0, 3], "printed": "", "warnings": [], "changed": []}}'
EVIL = [
    "5", "[]", '"x"', "null", "{", "NaN", '{"n": 1e99}', '{"n": true}', '{"op": "callback"}',
    '{"op": "callback", "function": -1, "args": [], "kwargs": {}}',
    '{"op": "callback", "function": 0, "args": [["handle", 0]], "kwargs": {"__class__": 1}}',
    '{"op": "run", "source": "1", "n": 0}', '{"refused": "x"}', '{"ready": true, "lacking": []}',
]  # fmt: skip


@attacks(
    noise=wire("write(os.urandom(4096))"),
    zeros=wire("write(bytes(100_000))"),
    oversize=wire("write(struct.pack('<IIQ', 2**32 - 1, 2**32 - 1, 2**64 - 1))"),
    lengths=wire("write(struct.pack('<IIQQQ', 2, 2, 16, 2**64 - 1, 17) + b'{}' + bytes(16))"),
    deep=wire("write(frame(0, text=b'{\"n\": ' + b'[' * 10**5 + b']' * 10**5 + b'}'))"),
    deep_value=wire(
        "v = 0\nfor _ in range(900):\n    v = ['list', v]\n"
        "[write(frame({'n': n, 'value': v})) for n in range(200)]"
    ),
    pickled=wire("[write(frame({'n': n, 'value': ['array', '|O8', 'C', 0, 1]}, [bytes(8)])) for n in range(200)]"),
    strange=wire(f"[write(frame(0, text=text.encode())) for text in {EVIL!r}]"),
    forged=wire(
        f"row = np.array([.731058578, .880797078, .952574127]).tobytes()\n"
        f"for n in range(400):\n    write(frame(0, [row], text={REPLY!r}.format(n=n).encode()))"
    ),
    errors=wire(
        "for n in range(300):\n    write(frame({'n': n, 'error': {'names': ['ImportError', 'SystemExit'],"
        " 'message': 'x', 'traceback': []}}))"
    ),
    callbacks=wire("for n in range(5000):\n    write(frame({'op': 'callback', 'function': 0, 'args': [], 'kwargs': {}}))"),
    half=wire("write(struct.pack('<IIQ', 1000, 0, 0) + b'{')\nimport time\ntime.sleep(100)"),
    closed=wire("[tried(os.close, n) for n in sockets()]"),
    closed_in_a_cell=wire("[tried(os.close, n) for n in sockets()]", cell=True),
    noise_in_a_cell=wire("write(os.urandom(4096))", cell=True),
    ahead=wire("[write(frame({'n': n, 'copy': 1, 'found': True, 'value': 0.5})) for n in range(300)]", cell=True),
    stolen=wire("import threading\nthreading.Thread(target=lambda: [os.read(n, 10) for _ in range(9) for n in sockets()]).start()", cell=True),
)  # fmt: skip
def test_what_is_written_into_the_channel_earns_nothing(seen):
    """Garbage, forged replies, forged calls and a closed channel lose the claim."""
    assert seen.points == 0, seen.passed


@attacks(
    encode=wire(
        """
import inside.values as values, inside.changes as changes
class Calm:
    is_changed = lambda self, *args: False
changes.Argument.is_changed = Calm.is_changed
values.Encoder.encode = lambda self, value, depth=0: ["tuple"] * 5
""",
        cell=True,
    ),
    handles=wire("s = server()\ntype(s._handles).__getitem__ = lambda self, n: print", cell=True),
    requests=wire("s = server()\ns._requests.clear()", cell=True),
    copies=wire("s = server()\ns._requests['copy'] = lambda *args: {'copy': 1}", cell=True),
    numbers=wire("s = server()\ns._copies.update(range(2, 9999))", cell=True),
    everything=wire(
        "for x in gc.get_objects():\n    if isinstance(x, dict) and x is not globals():\n        tried(x.clear)",
        cell=True,
    ),
)  # fmt: skip
def test_a_rewritten_inner_half_earns_nothing(seen):
    """Who patches the server within the own process changes only the own answers."""
    assert seen.points == 0


@attack(
    extra=WIRE
    + """
def steal(x):
    s = server()
    for number in range(20):
        for args in ((x,), (x, 0.5), ()):
            found = tried(s._call_back, number, args, {})
            if found.startswith("DONE"):
                return found
    return None
""",
    answers={"sigmoid": "def sigmoid(x):\n    raise ValueError(str(steal(x)))"},
)
def test_cannot_call_functions_that_were_not_passed(seen):
    """The grader's functions are called only by whom, and when, they were given to."""
    assert "called a function that it was not given" in seen.message("sigmoid-values")
    assert "DONE" not in str(seen.page)
    assert seen.points == 0
