# ruff: noqa: E501 - what is handed in stands on one line where that is clearer
"""Arguments are copies; what a call prints or remembers tells nobody anything."""

from __future__ import annotations

from .attack import Attack, attack, attacks


@attacks(
    zeros=Attack(
        answers={
            "sigmoid": "def sigmoid(x):\n    x = np.asarray(x)\n    x[...] = 0\n    return x",
            "sigmoid-backward": "def sigmoid_backward(u, s):\n    u *= 0\n    s *= 0\n    return u",
            "sigmoid-derivative": "def sigmoid_derivative(x):\n    x[...] = np.nan\n    return x",
        }
    ),
    emptied=Attack(
        answers={
            "sigmoid": "def sigmoid(x):\n    x.clear() if isinstance(x, list) else None\n    return x",
            "tea-temperatures": "def tea_temperatures(m):\n    m[:] = [0] * len(m)\n    return m",
        }
    ),
    resized=Attack(
        answers={
            "sigmoid": "def sigmoid(x):\n    x.resize((0,), refcheck=False)\n    return x",
            "sigmoid-derivative": "def sigmoid_derivative(x):\n    x.dtype = 'u1'\n    return x",
        }
    ),
)
def test_spoiling_the_arguments_spoils_nothing(seen):
    """Expected values come from the grader's own copies."""
    assert seen.points == 0, seen.passed


@attack(
    base="right",
    answers={
        "sigmoid": """
def sigmoid(x):
    given = x
    x = np.asarray(x) * 1.0
    power = np.exp(-np.abs(x))
    found = np.where(x >= 0, 1.0, power) / (1.0 + power)
    if isinstance(given, np.ndarray):
        given[...] = 7
    return found
"""
    },
)
def test_modified_arguments_are_noticed(seen):
    """Right values do not hide that the caller's array was written to."""
    assert "sigmoid-leaves-its-input" not in seen.passed


REMEMBER = """
import pickle
def remember(x):
    with open("seen.txt", "a") as file:
        file.write(repr(x) + chr(10))
    print("HIDDEN INPUT", repr(x), flush=True)
    print("HIDDEN INPUT", repr(x), file=sys.stderr)
    display("HIDDEN INPUT")
"""


@attack(
    extra=REMEMBER,
    answers={"sigmoid": "def sigmoid(x):\n    remember(x)\n    return np.asarray(x) * 0.5"},
    last="print('LATER', open('seen.txt').read())",
)
def test_printed_inputs_are_not_on_the_students_page(seen):
    """What calls print is for the instructor; so is what the student's own last cell shows."""
    assert "HIDDEN INPUT" in seen.shown
    assert "HIDDEN INPUT" not in seen.feedback
    assert "LATER" not in seen.feedback


@attack(
    extra="""
import time
def count(x):
    with open("count", "a") as file:
        file.write("x")
    return os.path.getsize("count")
""",
    answers={
        "sigmoid": "def sigmoid(x):\n    n = count(x)\n    return np.asarray(x) * 1.0 / n",
        "basic-sigmoid": "calls = []\ndef basic_sigmoid(x):\n    calls.append(x)\n    return len(calls) / 2",
    },
)
def test_remembering_earlier_calls_earns_nothing(seen):
    """No expected value ever was in the process, so there is none to remember."""
    assert seen.points == 0


@attack(
    extra="""
def forked():
    import signal
    reading, writing = os.pipe()
    if os.fork() == 0:
        kept = b""
        while True:
            kept += os.read(reading, 4096)
            open("kept", "wb").write(kept)
    return writing
pipe = forked()
""",
    answers={
        "sigmoid": "def sigmoid(x):\n    os.write(pipe, repr(x).encode())\n    return open('kept').read()"
    },
)
def test_a_helper_process_that_remembers_earns_nothing(seen):
    """A process beside the copies may know all inputs; it knows no answer."""
    assert seen.points == 0
    assert "reference" not in seen.shown
