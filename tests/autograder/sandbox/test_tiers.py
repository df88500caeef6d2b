"""What is promised of finding out how student code can be confined."""

import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from autograder.errors import UnfitError, UsageError
from autograder.sandbox import plan, tiers
from autograder.sandbox.inside import kernel
from autograder.sandbox.inside import probe as inside_probe
from autograder.sandbox.limits import Limits
from autograder.sandbox.plan import plan_for
from autograder.sandbox.temporary import Scratch
from autograder.sandbox.tiers import TIERS, Probe
from tests.autograder.sandbox.confined import student_environment
from tests.users import ROOT, User, skip_unless_users_can_be

ALL = dict.fromkeys(
    ["fork", "own user", "user namespace", *tiers._NEEDED["full"], "own /proc", "Landlock"]
)


@pytest.fixture
def found(monkeypatch):
    """Pretend that a machine lacks some parts."""

    def pretend(landlock=7, settings=None, container=False, filtered=(), apparmor="", **reasons):
        parts = ALL | {name.replace("_", " "): why for name, why in reasons.items()}
        monkeypatch.setattr(tiers, "probe", lambda: Probe(parts, False, landlock, filtered))
        monkeypatch.setattr(tiers, "_apparmor", lambda: apparmor)
        monkeypatch.setattr(tiers, "_setting", (settings or {}).get)
        monkeypatch.setattr(tiers, "_in_container", lambda: container)

    return pretend


def test_this_machine_is_tried_and_not_guessed():
    """Every part of the best tier was done; the answer is one of the tiers."""
    best = tiers.best_tier()

    assert best in TIERS
    assert tiers.probe().holds(best)
    assert [str(part) for part in tiers.report() if part.name == f"tier {best}"] == [
        f"tier {best}: yes"
    ]


@pytest.mark.parametrize(
    ("missing", "best"),
    [
        ({}, "full"),
        ({"network_namespace": "EPERM"}, "landlock"),
        ({"own_/proc": "EPERM", "Landlock": "ENOSYS"}, "full"),
        ({"own_root_directory": "EPERM", "Landlock": "ENOSYS"}, "process"),
        ({"seccomp": "EINVAL"}, "process"),
    ],
    ids=["nothing", "network", "proc and Landlock", "root directory and Landlock", "seccomp"],
)
def test_the_best_tier_is_the_best_that_holds_in_full(found, missing, best):
    """One needed part that does not hold, and the tier does not."""
    found(**missing)

    assert tiers.best_tier() == best


def test_a_machine_that_cannot_fork_has_the_process_tier_and_is_told_of_more(monkeypatch):
    """On Windows a notebook gets an interpreter of its own; the way to confinement is WSL2."""
    tiers.probe.cache_clear()
    monkeypatch.setattr(tiers, "sys", SimpleNamespace(platform="win32"))
    try:
        assert tiers.best_tier() == "process"
        assert any("WSL2" in str(part) for part in tiers.report())
    finally:
        tiers.probe.cache_clear()


def test_what_another_process_found_out_is_not_tried_again(monkeypatch):
    """A worker believes its supervisor."""
    told = Probe({"fork": "told"}, False, 0)
    monkeypatch.setattr(tiers, "_told", [])
    monkeypatch.setattr(tiers.subprocess, "run", None)
    tiers.probe.cache_clear()
    try:
        tiers.take_over(told)
        assert tiers.probe() is told
    finally:
        tiers.probe.cache_clear()


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")
@pytest.mark.parametrize("group", [60601, 60602], ids=["same number", "another number"])
def test_an_ordinary_user_gets_a_root_directory_whatever_the_group(group, tmp_path):
    """The number of a user's group is seldom the user's own."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user to try this")
    library = tmp_path / "library"
    library.mkdir()
    for folder in (library, *library.parents[:3]):
        folder.chmod(0o755)
    told, tells = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setresgid(group, group, group)
            os.setresuid(60601, 60601, 60601)
            kernel.hide_memory(False)  # as of a program that this user started
            reason = inside_probe._try(lambda: inside_probe._new_root(False, False, str(library)))
            os.write(tells, (reason or "it works").encode())
        finally:
            os._exit(0)
    os.close(tells)
    with os.fdopen(told) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    if said.startswith("unshare"):
        pytest.skip(f"an ordinary user gets no namespace here: {said}")

    assert said == "it works"


@pytest.fixture
def account():
    """An account of this machine, whose group has another number; removed again."""
    skip_unless_users_can_be()
    name, number = f"course{os.getpid()}", 59_000 + os.getpid() % 400
    group = number + 400
    make = [  # the group's name is another, for userdel removes one of the user's name
        (["groupadd", "--gid", str(group), f"{name}s"], ["groupdel", f"{name}s"]),
        (["useradd", "-M", "--uid", str(number), "--gid", f"{name}s", name], ["userdel", name]),
    ]
    made = []
    try:
        for command, remove in make:
            if not shutil.which(command[0]):
                pytest.skip(f"no account can be made here: no {command[0]}")
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.skip(f"no account can be made here: {done.stderr.strip()}")
            made.append(remove)
        yield User(number, group)
    finally:
        for remove in reversed(made):
            subprocess.run(remove, capture_output=True, check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")
def test_an_account_whose_group_has_another_number_grades_at_the_full_tier(account):
    """As nearly all accounts have: their notebooks run, and every part is said to hold."""
    namespace = account.run("/usr/bin/unshare", "--user", "/bin/true")
    if namespace.returncode:
        pytest.skip(f"an ordinary user gets no namespace here: {namespace.stderr.strip()}")
    python = str(student_environment().python)
    notebook = ROOT / "notebooks/04-sigmoid/sigmoid.ipynb"

    told = account.run(sys.executable, "-c", f"from autograder.sandbox import tiers\n{_REPORT}")
    done = account.autograder("try", notebook, "--tier", "full", AUTOGRADER_STUDENT_PYTHON=python)

    (line,) = [line for line in told.stdout.splitlines() if ": no." in line]
    assert line.startswith("own user: no. not started by root.")
    assert done.returncode == 0, done.stderr
    assert "30 of 30 points" in done.stdout


_REPORT = "for part in tiers.report(): print(part)"
_FILTER = """
import ctypes, os, sys
from autograder.sandbox.inside import kernel, seccomp
number = {"unshare": (272, 97), "landlock_create_ruleset": (444, 444)}[sys.argv[1]]
code = b"".join([
    seccomp._instruction(0x20, 0),
    seccomp._instruction(0x15, number[kernel.machine()], 0, 1),
    seccomp._instruction(0x06, 0x00050000 | 1),
    seccomp._instruction(0x06, 0x7FFF0000),
])
kernel.no_new_privileges()
given, zero = ctypes.byref(seccomp._Program(len(code) // 8, code)), ctypes.c_ulong(0)
kernel.checked(kernel.libc().prctl(22, ctypes.c_ulong(2), given, zero, zero), "filter")
from autograder.sandbox import tiers
tiers._in_container = lambda: False
"""


@pytest.mark.skipif(sys.platform != "linux", reason="filters are Linux's")
@pytest.mark.parametrize(
    ("call", "part"), [("unshare", "mount namespace"), ("landlock_create_ruleset", "Landlock")]
)
def test_a_filter_is_named_as_the_reason_where_there_is_one(call, part):
    """As a container's runtime gives one; it was found out by a call that only a filter refuses."""
    command = [sys.executable, "-c", f"{_FILTER}{_REPORT}", call]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    (line,) = [line for line in done.stdout.splitlines() if line.startswith(f"{part}: ")]
    assert (
        f"{call}: Operation not permitted. What started this process gave it a filter that refuses "
        f"{call}. Give it a seccomp profile that allows {call}"
    ) in line


@pytest.mark.parametrize(
    ("machine", "told"),
    [
        ({"settings": {"kernel/apparmor_restrict_unprivileged_userns": "1"}}, "AppArmor profile"),
        ({"settings": {"kernel/unprivileged_userns_clone": "0"}}, "unprivileged_userns_clone=1"),
        ({"settings": {"user/max_user_namespaces": "0"}}, "max_user_namespaces=10000"),
        ({"settings": {"user/max_net_namespaces": "0"}}, "max_net_namespaces=10000"),
        ({"filtered": ["unshare"], "container": True}, "refuses unshare. This is a container"),
        ({"filtered": ["mount"]}, "What started this process gave it a filter that refuses mount."),
    ],
    ids=["Ubuntu 24.04", "old Debian", "Red Hat", "no networks", "container", "a service"],
)
def test_each_part_that_does_not_hold_says_what_an_administrator_can_do(found, machine, told):
    """The system's reason comes first, then the remedy for this kind of machine."""
    found(**machine, user_namespace="unshare: Operation not permitted")

    (line,) = [str(part) for part in tiers.report() if part.name == "user namespace"]

    assert line.startswith("user namespace: no. unshare: Operation not permitted. ")
    assert told in line


@pytest.mark.parametrize(
    ("container", "reason"),
    [
        (False, "unshare: Operation not permitted"),
        (True, "[Errno 22] mount /home/student: Invalid argument"),
        (True, "ended by SIGSYS"),
        (True, "unshare: Operation not permitted"),
        (True, "unshare: No space left on device"),
        (True, "[Errno 13] mount /: Permission denied"),
    ],
)
def test_no_cause_is_named_that_was_not_found_out(found, container, reason):
    """Then there is only what the system says."""
    found(container=container, own_root_directory=reason)

    (line,) = [str(part) for part in tiers.report() if part.name == "own root directory"]

    assert line == f"own root directory: no. {reason}."


def test_a_kernel_is_too_old_only_if_it_is(found, monkeypatch):
    """Its version is looked at."""
    for release, told in (("5.4.0-100", "This is Linux 5.4.0-100; Landlock came"), ("6.1.0", "")):
        monkeypatch.setattr(tiers.platform, "release", lambda release=release: release)
        found(Landlock="landlock_create_ruleset: Function not implemented")
        (line,) = [str(part) for part in tiers.report() if part.name == "Landlock"]
        assert line.partition("implemented.")[2].strip().startswith(told)
        assert bool(told) == ("5.13" in line)


def test_a_probe_that_breaks_stops_the_grading(monkeypatch):
    """Not knowing how well code is confined is not taken for well enough."""
    tiers.probe.cache_clear()
    broken = subprocess.CompletedProcess([], 1, "", "SyntaxError")
    monkeypatch.setattr(tiers.subprocess, "run", lambda *_, **__: broken)
    try:
        with pytest.raises(UnfitError, match="SyntaxError"):
            tiers.probe()
    finally:
        tiers.probe.cache_clear()


def test_a_plan_names_nothing_of_the_grader():
    """No path in the plan leads into the grader's package, nor to the course's own files."""
    readable = plan_for("landlock", Limits(), student_environment(), scratch=plan.Path("/tmp/x"))

    course = student_environment().course
    assert not any(course.is_relative_to(path) for path in readable["readable"])
    assert sys.executable not in readable["readable"]


@pytest.mark.parametrize(
    ("tier", "told"),
    [("fulll", "is no tier. There are: full, landlock, process"), ("landlock", "needs a scratch")],
)
def test_a_plan_that_cannot_be_made_is_refused(tier, told):
    """The error names the tier and what would do."""
    with pytest.raises(UsageError, match=told):
        plan_for(tier, Limits(), student_environment())


def test_two_graders_never_share_a_student_user():
    """Each process reserves a number; a second one gets another."""
    code = "from autograder.sandbox import tiers; print(tiers._reserve(1))"
    ours = tiers._reserve(-1)

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert int(done.stdout) != ours


@pytest.mark.parametrize("text", ["", "60000", "0-10", "20-10", "a-b"])
def test_a_wrong_range_of_users_is_refused(monkeypatch, text):
    """root is in no range, and a range is two numbers."""
    monkeypatch.setenv(tiers.RANGE, text)

    with pytest.raises(UsageError, match="expected two numbers such as 60600-61099"):
        tiers.first_student_user()


def test_the_scratch_directory_is_watched_and_goes():
    """Too many bytes and too many files are noticed; closing removes all, locked or not."""
    with Scratch() as scratch:
        assert scratch.over(Limits(disk=100_000, files=5)) is None
        (scratch.path / "deep").mkdir()
        (scratch.path / "deep/big").write_bytes(bytes(200_000))
        assert scratch.over(Limits(disk=100_000, files=5)) == "disk"
        assert scratch.over(Limits(files=1)) == "files"
        (scratch.path / "link").symlink_to("/")
        (scratch.path / "deep").chmod(0)
        path = scratch.path

    assert not path.exists()
