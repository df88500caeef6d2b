"""What is promised of a notebook's share of the machine, and of its end."""

import contextlib
import os
import signal
from pathlib import Path

import pytest

from autograder.sandbox.limits import Limits
from autograder.sandbox.temporary import Scratch
from autograder.sandbox.tiers import student_user
from tests.autograder.sandbox.confined import Template, at, confined, skip_unless_it_holds

confining = at("full", "landlock")
MB = 1_000_000

# children that leave in every way there is; each holds the wire open as long as it lives
_DETACHED = """
for leave in (lambda: None, os.setsid, lambda: os.setpgid(0, 0), lambda: os.fork() and os._exit(0)):
    if os.fork() == 0:
        refused(leave)
        for number in range(1, signal.NSIG):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: signal.pause()
"""
_HANGS = _DETACHED + "say('hangs')\nwhile True: signal.pause()"


@at()
def test_memory_is_limited(tier):
    """What is wanted beyond the limit is a MemoryError, not the machine's end."""
    code = "say([refused(bytearray, 50_000_000), refused(bytearray, 300_000_000)])"

    outcome = confined(tier, code, Limits(memory=200 * MB))

    assert outcome.answer == ["done", "MemoryError"]


@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="needs Linux")
@at("full", "process")
def test_it_is_the_first_to_go_when_the_machine_is_full(tier):
    """If memory runs out all the same, the kernel ends the notebook and not the grader."""
    with _running(tier, "say('there')\nsignal.pause()") as (template, keeper):
        assert "there" in template.wire.readline()
        inner = Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
        assert inner
        for number in inner:
            assert Path(f"/proc/{number}/oom_score_adj").read_text().strip() == "1000"


@at()
def test_a_file_is_limited(tier):
    """Writing more than the limit fails within the student's code."""
    code = """
def write():
    with open("big", "wb", buffering=0) as file:
        for _ in range(30):
            if file.write(bytes(100_000)) < 100_000: raise OSError("full")
say(refused(write)); say(os.path.getsize("big") <= 1_000_000)
"""
    assert confined(tier, code, Limits(disk=MB)).said == ["OSError", True]


@at("full")
def test_all_files_together_are_limited(tier):
    """Many files cannot hold more than one may, nor can there be too many."""
    code = """
def fill(name, size):
    for number in range(100):
        with open(f"{name}{number}", "wb") as file: file.write(bytes(size))
say(refused(fill, "a", 200_000)); say(sum(os.path.getsize(n) for n in os.listdir()) <= 1_000_000)
[os.unlink(name) for name in os.listdir()]
say(refused(fill, "b", 0)); say(len(os.listdir()) <= 20)
"""
    said = confined(tier, code, Limits(disk=MB, files=20)).said

    assert said == ["OSError", True, "OSError", True]


@at()
def test_open_files_are_limited(tier):
    """One cannot open files until the machine has none left."""
    code = """
files = []
def many():
    while True: files.append(os.open("/dev/null", os.O_RDONLY))
answer = refused(many)
count = len(files); [os.close(f) for f in files]
say([answer, count < 64])
"""
    assert confined(tier, code, Limits(open_files=64)).answer == ["OSError", True]


@at()
def test_a_fork_bomb_ends_at_the_limit(tier):
    """Forking fails after as many processes as the notebook may have."""
    code = """
count = 0
while count < 1000:
    try: pid = os.fork()
    except OSError: break
    if pid == 0:
        while True: signal.pause()
    count += 1
say(count)
"""
    count = confined(tier, code, Limits(processes=20)).answer

    # of another user's processes or a shared user's the kernel counts more than the notebook's
    assert 10 <= count <= (20 if tier == "full" or os.geteuid() == 0 else 220)


@at()
def test_processor_time_is_limited(tier):
    """A loop that swallows every exception and signal ends all the same."""
    code = """
signal.signal(signal.SIGXCPU, signal.SIG_IGN)
while True:
    try:
        while True: pass
    except BaseException: pass
"""
    outcome = confined(tier, code, Limits(cpu_seconds=1))

    assert outcome.said == []
    assert outcome.code == 128 + signal.SIGKILL


@at()
def test_limits_cannot_be_raised(tier):
    """A limit that holds, holds for good."""
    code = """
import resource
kinds = "AS CPU FSIZE NOFILE NPROC CORE".split()
kinds = [getattr(resource, "RLIMIT_" + kind) for kind in kinds]
say([refused(resource.setrlimit, kind, (resource.RLIM_INFINITY,) * 2) for kind in kinds])
say(resource.getrlimit(resource.RLIMIT_CORE)[0])
"""
    answers, core = confined(tier, code).said

    assert "done" not in answers
    assert core == 0


@at()
def test_the_exit_code_says_how_it_ended(tier):
    """An exit code is passed on, a signal as 128 and its number."""
    assert confined(tier, "os._exit(3)").code == 3
    assert confined(tier, "ctypes.string_at(0)").code == 128 + signal.SIGSEGV


@at()
def test_no_process_remains_when_the_code_ends(tier):
    """Detached children end with the notebook: nobody holds the wire any longer."""
    with _running(tier, _DETACHED + "say('left')") as (template, _):
        assert template.code() == 0
        assert template.said() == ["left"]


@at()
def test_no_process_remains_when_the_keeper_is_told_to_end(tier):
    """SIGTERM to the keeper ends a hanging notebook with all its children."""
    with _running(tier, _HANGS) as (template, keeper):
        assert "hangs" in template.wire.readline()
        os.kill(keeper, signal.SIGTERM)

        assert template.code() == 128 + signal.SIGTERM
        assert template.said() == []


@at()
def test_no_process_remains_when_the_template_is_killed(tier):
    """Even if the template has no time to tidy up, nothing is left."""
    with _running(tier, _HANGS) as (template, _):
        assert "hangs" in template.wire.readline()
        template.process.kill()

        assert template.said() == []


@at("full")
def test_no_process_remains_when_the_keeper_is_killed(tier):
    """In a process namespace the kernel itself ends what is left."""
    with _running(tier, _HANGS) as (template, keeper):
        assert "hangs" in template.wire.readline()
        os.kill(keeper, signal.SIGKILL)

        assert template.code() == -signal.SIGKILL
        assert template.said() == []


@confining
def test_it_cannot_forget_to_die_with_the_keeper(tier):
    """What makes it end with its parent cannot be taken back."""
    code = "say(ctypes.CDLL(None, use_errno=True).prctl(1, 0, 0, 0, 0))"

    assert confined(tier, code).answer == -1


@at()
def test_an_interrupt_is_passed_on(tier):
    """SIGINT to the keeper is a KeyboardInterrupt for the student's code."""
    code = """
signal.signal(signal.SIGINT, signal.default_int_handler)
def loop():  # apart: Python 3.11 may raise at a loop's jump outside of the `try` around it
    while True: pass
try:
    say("ready")
    loop()
except KeyboardInterrupt:
    say("interrupted")
"""
    with _running(tier, code) as (template, keeper):
        assert "ready" in template.wire.readline()
        os.kill(keeper, signal.SIGINT)

        assert template.code() == 0
        assert template.said() == ["interrupted"]


@contextlib.contextmanager
def _running(tier, code):
    """A template with one confined process, and the number of its keeper."""
    skip_unless_it_holds(tier)
    with Scratch(student_user()) as scratch, Template() as template:
        yield template, template.start(tier, code, scratch, Limits())
