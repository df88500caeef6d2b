"""What is promised of the end: nothing is left, on systems without fork too."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import ProcessEnded, TimedOut
from autograder.sandbox.template import Template

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def marked(mark):
    """Return the processes whose environment or command line holds a text, by their numbers."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                text = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if mark.encode() in text and state != "Z":
                found.append(int(entry.name))
    return found


def descendants(process):
    """Return the numbers of all processes below one."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    found = {process}
    while True:
        more = {pid for pid, parent in pairs if parent in found} - found
        if not more:
            return found - {process}
        found |= more


DETACH = """
import os, subprocess
def sleeper():
    subprocess.Popen(["/bin/sleep", "600"], env={{"MARK": {mark!r}}}, start_new_session=True)
sleeper()                                # has a session of its own
end, begin = os.pipe()
if os.fork() == 0:                       # and a parent that is gone
    os.setsid()
    if os.fork() == 0:
        sleeper()
        os.write(begin, b"!")
    os._exit(0)
os.wait()
os.read(end, 1)
"""


@linux
@pytest.mark.parametrize("way", ["close", "time-out", "snapshot"])
def test_detached_processes_end_with_the_notebook(way, tmp_path):
    """Whatever the session they moved to."""
    mark = f"mark-{tmp_path}"
    with Template(Limits(call_seconds=5), tier="process") as template:
        with template.start() as process:
            process.run_cell(f"def detach():\n    exec({DETACH.format(mark=mark)!r}, {{}})")
            process.run_cell("def spin():\n    detach()\n    while True: pass")
            if way == "close":
                process.call(process.lookup("detach"))
            elif way == "time-out":
                with pytest.raises(TimedOut):
                    process.call(process.lookup("spin"))
            else:
                with process.snapshot() as copy, pytest.raises(TimedOut):
                    copy.call(copy.lookup("spin"))
            assert len(marked(mark)) == 2

        assert marked(mark) == []


@linux
def test_a_template_leaves_no_process_and_no_file():
    """Also if notebooks still run, spin or have crashed."""
    template = Template(Limits(call_seconds=2), tier="process")
    template.prepare()
    interpreter = template._processes._interpreter
    number, home = interpreter.process.pid, interpreter._home.path
    running = [template.start() for _ in range(2)]
    running[0].run_cell("def f():\n    while True: pass")
    with running[0].snapshot() as copy, pytest.raises(TimedOut):
        copy.call(copy.lookup("f"))
    with pytest.raises(ProcessEnded):
        running[1].run_cell("import os; os._exit(0)")
    below = descendants(number)
    assert below

    template.close()

    assert not any(Path(f"/proc/{pid}").exists() for pid in {number, *below})
    assert not home.exists()
    for process in running:
        process.close()


@linux
def test_the_end_of_the_grader_is_the_end_of_all():
    """Killed in the middle, it leaves nothing that goes on."""
    code = (
        "import sys\n"
        "from autograder.sandbox.template import Template\n"
        "template = Template(tier='process')\n"
        "process = template.start()\n"
        "interpreter = template._processes._interpreter\n"
        "run = process.run_cell('import os; print(os.getcwd())')\n"
        "print(interpreter.process.pid, interpreter._home.path, flush=True)\n"
        "print(run.outputs[0]['text'], flush=True)\n"
        "process.run_cell('while True: pass', seconds=600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as grader:
        number, home = grader.stdout.readline().decode().split()
        scratch = grader.stdout.readline().decode().strip()
        number = int(number)
        assert Path(scratch).exists()
        below = {number, *descendants(number)}
        grader.kill()
    for pid in below:
        _wait_for_end(pid)
    assert not Path(home).exists()
    assert not Path(scratch).exists()


def _wait_for_end(pid):
    """Return when a process that is not ours has ended; the test's time limit is the limit."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ready, _, _ = select.select([descriptor], [], [], 30)
    os.close(descriptor)
    assert ready, f"process {pid} goes on"


def test_closing_twice_does_nothing(template):
    """Nor does closing after the template is closed."""
    process = template.start()
    process.close()
    process.close()


@pytest.fixture(scope="module")
def without_fork():
    """A template as on a system that has no fork."""
    with Template(Limits(call_seconds=4), tier="process", fork=False) as template:
        template.prepare()
        yield template


def test_without_fork_a_notebook_is_graded_too(without_fork):
    """The same interface, the same answers."""
    with without_fork.start({"a.txt": b"abc"}) as process:
        process.run_cell("def f(x): return x + len(open('a.txt').read())")
        with process.snapshot() as copy:
            assert copy.call(copy.lookup("f"), (1,)).value == 4
            assert copy.call(copy.lookup("f"), (1.5,)).value == 4.5


def test_without_fork_a_crash_or_endless_loop_costs_one_claim(without_fork):
    """A new process runs the cells again for the next."""
    with without_fork.start() as process:
        process.run_cell("import os\nx = [1]\ndef leave(): os._exit(0)")
        process.run_cell("x.append(2)\ndef spin():\n    while True: pass")
        with process.snapshot() as copy, pytest.raises(ProcessEnded):
            copy.call(copy.lookup("leave"))
        with process.snapshot() as copy, pytest.raises(TimedOut):
            copy.call(copy.lookup("spin"))
        with process.snapshot() as copy:
            assert copy.lookup("x") == [1, 2]
