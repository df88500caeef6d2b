"""Many gradings, with timeouts and kills among them, leave nothing behind.

`AUTOGRADER_SOAK=1000` makes it as long as that; otherwise it is a short one. With `-rP`, pytest
shows the figures at its begin and end.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.sandbox.limits import Limits
from autograder.sandbox.process import StudentProcess
from autograder.sandbox.replies import NotAnswered
from autograder.sandbox.template import Template
from autograder.sandbox.tiers import probe

LENGTH = int(os.environ.get("AUTOGRADER_SOAK", "40"))
LIMITS = Limits(
    cell_seconds=0.3, call_seconds=0.3, claim_seconds=0.6, notebook_seconds=5, restarts=1
)
CELLS = (
    "def f(x):\n    return x + 1",
    "while True:\n    pass",
    "import os\nos._exit(1)",
    "import os\nos.kill(os.getpid(), 9)",
    "import os, time\nif os.fork() == 0:\n    time.sleep(100)",
    "import threading, time\nthreading.Thread(target=time.sleep, args=(100,)).start()",
    "x = bytearray(10**8)\nopen('file', 'wb').write(bytes(10**6))",
    "import signal\nsignal.signal(2, signal.SIG_IGN)\nwhile True:\n    pass",
)
CALLS = (
    "def f(x):\n    return x + 1",
    "def f(x):\n    while True:\n        pass",
    "def f(x):\n    import os\n    os._exit(0)",
    "def f(x):\n    return [x] * 10**5",
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


def grade(process: StudentProcess, number: int) -> None:
    """Run cells and a claim, as a grading does; some of them end badly."""
    for source in (CALLS[number % len(CALLS)], CELLS[number % len(CELLS)]):
        with contextlib.suppress(NotAnswered):
            process.run_cell(source)
    for _ in range(2):
        with contextlib.suppress(NotAnswered, NameError), process.snapshot() as copy:
            copy.call(copy.lookup("f"), (1,))


def children(of: int) -> list[int]:
    """Return all processes that come from a process."""
    found = []
    for task in Path(f"/proc/{of}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children(child)]
    return found


def memory(process: int | str = "self") -> int:
    """Return the bytes of memory that a process has."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Held:
    """What gradings hold on this machine.

    Attributes
    ----------
    processes : all that come from this one
    files : what lies in the directory for temporary files
    descriptors : how many files this process has open
    memory : bytes of this process and of the template, by number
    """

    processes: frozenset[int]
    files: frozenset[str]
    descriptors: int
    memory: dict[int, int]

    @classmethod
    def now(cls, folder: Path, others: frozenset[int]) -> Held:
        """Look at everything but the processes that others started."""
        gc.collect()
        own = frozenset(children(os.getpid())) - others
        return cls(
            own,
            frozenset(os.listdir(folder)),
            len(os.listdir("/proc/self/fd")),
            {number: memory(number) for number in (os.getpid(), *own)},
        )

    def __str__(self) -> str:
        memory = ", ".join(f"{size / 1e6:.1f}" for size in self.memory.values())
        return (
            f"{len(self.processes)} processes, {len(self.files)} files, "
            f"{self.descriptors} descriptors, {memory} MB"
        )


@pytest.mark.parametrize("tier", ["full", "landlock"])
def test_many_gradings_leave_nothing(tier, tmp_path, monkeypatch):
    """No process, no file, no open descriptor, and no memory that grows."""
    if not probe().holds(tier):
        pytest.skip(f"the tier {tier} does not hold on this machine")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o711)  # a student's user has to reach its directory
    others = frozenset(children(os.getpid()))
    with Template(LIMITS, tier) as template:
        for number in range(8):  # until everything is loaded
            with template.start({"file.txt": b"x"}) as process:
                grade(process, number)
        before = Held.now(tmp_path, others)
        for number in range(LENGTH):
            with template.start({"file.txt": b"x"}) as process:
                grade(process, number)
            assert frozenset(children(os.getpid())) - others == before.processes, number
            assert frozenset(os.listdir(tmp_path)) == before.files, number
        after = Held.now(tmp_path, others)
    print(f"{tier}, {LENGTH} gradings\nbegin: {before}\nend:   {after}")
    assert after.descriptors == before.descriptors
    assert after.memory.keys() == before.memory.keys()
    for number, had in before.memory.items():
        assert after.memory[number] - had < 20_000_000, f"memory of {number}"
    assert frozenset(children(os.getpid())) == others
    assert os.listdir(tmp_path) == []
