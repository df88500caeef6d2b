# ruff: noqa: E501 - what is handed in stands on one line where that is clearer
"""A limit, a clear reason, the grader unharmed and its next submission right."""

from __future__ import annotations

from .attack import Attack, attack, attacks

# some of it is done without an error: a figure is cut short, a file of holes takes no room
QUIET = ("figures", "sparse", "rights", "in_a_call")
# two loops in one function would not do: Python 3.11 raises what comes at a loop's jump outside `try`
SWALLOW = """def work():
    while True:
        pass
while True:
    try:
        work()
    except BaseException:
        pass"""


def calling(body: str, **more: object) -> Attack:
    """Right work, but for one function."""
    body = body.replace("\n", "\n    ")
    return Attack(
        base="right", answers={"basic-sigmoid": f"def basic_sigmoid(x):\n    {body}"}, **more
    )


@attacks(
    loop=Attack(base="right", last="while True:\n    pass"),
    swallowed=Attack(base="right", last=SWALLOW),
    sleeping=Attack(base="right", last="import time\ntime.sleep(1000)"),
    c=Attack(base="right", last="sum(range(10**12))"),
    lock=Attack(
        base="right", last="import threading\nl = threading.Lock()\nl.acquire()\nl.acquire()"
    ),
    ignoring=Attack(
        base="right",
        last="import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass",
    ),
)
def test_an_endless_cell_is_stopped(seen):
    """Also one that swallows every exception; the student reads which cell it was."""
    assert seen.points == sum(test["max_score"] for test in seen.page["tests"])
    assert "longer than 1.5 s" in seen.advice


@attacks(
    loop=calling("while True:\n    pass"),
    swallowed=calling(SWALLOW),
    stopped=calling("import os\nos.kill(os.getpid(), 19)"),
    memory=calling("return [bytearray(10**8) for _ in range(100)]"),
    large=calling("return np.zeros(3 * 10**8, dtype='uint8')"),
    long=calling("return list(range(10**7))"),
    items=calling("return [[[]] * 1000] * 1000"),
    deep=calling("x = []\nfor _ in range(10**5):\n    x = [x]\nreturn x"),
    itself=calling("x = []\nx.append(x)\nreturn x"),
    arrays=calling("return [np.zeros(1)] * 100_000"),
    keys=calling("return {(2**61 - 1) * k: 0 for k in range(100_000)}"),
    text=calling("return 'x' * 10**8"),
    number=calling("return 1 << 10**7"),
    shape=calling("return np.zeros((0, 2**40))"),
    dtype=calling("return np.zeros(3, 'U1000000')"),
    broadcast=calling(
        "return np.zeros((150_000, 1), 'i1') if x == 0 else np.ones((1, 150_000), 'i1')"
    ),
    printing=calling("while True:\n    print('x' * 10_000)"),
    warning=calling("import warnings\nwhile True:\n    warnings.warn('x' * 10_000)"),
)
def test_an_extravagant_call_costs_its_own_claims(seen):
    """Time, memory and size of a result are limited, in the process and in the grader."""
    every = {test["name"] for test in seen.page["tests"]}
    own = {name for name in every if name.startswith("basic-sigmoid")}
    assert not seen.passed & own
    assert seen.passed == every - own
    assert all(seen.message(name) for name in own)


@attacks(
    memory=Attack(extra="x = [bytearray(10**8) for _ in range(100)]"),
    leak=Attack(extra="x = []\nwhile True:\n    x.append('x' * 10**6)"),
    recursion=Attack(extra="sys.setrecursionlimit(10**9)\ndef f():\n    f()\nf()"),
    output=Attack(extra="while True:\n    print('x' * 10_000)"),
    display=Attack(extra="from IPython.display import HTML\nfor _ in range(10**5):\n    display(HTML('<b>x</b>' * 999))"),
    figures=Attack(extra="import matplotlib.pyplot as plt\nfor _ in range(5):\n    plt.figure(figsize=(90, 90)); plt.show()"),
    disk=Attack(extra="for n in range(300):\n    open(f'f{n}', 'wb').write(bytes(10**6))"),
    sparse=Attack(extra="f = open('f', 'wb')\nf.seek(10**12)\nf.write(b'x')"),
    allocated=Attack(extra="f = open('f', 'wb')\nos.posix_fallocate(f.fileno(), 0, 10**11)"),
    files=Attack(extra="for n in range(100_000):\n    open(f'f{n}', 'w').close()"),
    folders=Attack(extra="for n in range(3_000):\n    os.mkdir('d' * 9)\n    os.chdir('d' * 9)"),
    links=Attack(extra="open('f', 'w').close()\nfor n in range(10**5):\n    os.link('f', f'l{n}')"),
    rights=Attack(extra="os.mkdir('d'); open('d/f', 'w').close(); os.chmod('d', 0); os.chmod('.', 0)"),
    descriptors=Attack(extra="x = [os.dup(0) for _ in range(10**5)]"),
    threads=Attack(extra="import threading, time\nfor _ in range(10**4):\n    threading.Thread(target=time.sleep, args=(99,)).start()"),
    limits=Attack(extra="import resource\nfor n in range(16):\n    tried(resource.setrlimit, n, (-1, -1))\nx = [bytearray(10**8) for _ in range(100)]"),
    in_a_call=Attack(
        answers={
            "sigmoid": """
def sigmoid(x):
    for n in range(10**6):
        try:
            open(f"f{n}", "wb").write(bytes(10**6))
        except OSError:
            pass
"""
        }
    ),
)  # fmt: skip
def test_greed_is_limited(seen):
    """Memory, output, disk, files, descriptors and threads; nothing else happens."""
    assert seen.points == 0
    assert not seen.not_run
    assert seen.advice or seen.student.endswith(QUIET), "the student reads what came of it"
    assert len(seen.shown) < 300_000


@attack(
    extra="""
import threading, warnings
def noisy():
    while True:
        print("x", flush=True)
        warnings.warn("y")
for _ in range(3):
    threading.Thread(target=noisy, daemon=True).start()
""",
    base="right",
)
def test_a_noisy_thread_does_not_spoil_the_answers(seen):
    """What threads write meanwhile reaches neither marks nor other students."""
    assert seen.points == sum(test["max_score"] for test in seen.page["tests"])
