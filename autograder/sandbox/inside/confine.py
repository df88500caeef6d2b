"""The way into confinement: called once, in a fork of the template, before any student code.

Two processes come of it. The one that returns holds the student's code. The other is its keeper,
which holds nothing, cannot be reached by student code and ends when the student's process ends,
with the same exit code (128 and the signal's number, as a shell says it). To end a notebook:
SIGTERM to the keeper. It kills the whole group, waits until none is left and ends. SIGINT to the
keeper is passed on to the student's process.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from . import kernel, landlock, namespaces, rlimits, seccomp

_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_LINUX = sys.platform == "linux"


def prepare(plan: Mapping[str, Any]) -> None:
    """Have ready, before a fork, what does not differ from one notebook to the next."""
    with contextlib.suppress(OSError):  # `enter` will say it
        if plan["seccomp"]:
            seccomp.program(kernel.machine(), plan["signals"], plan["attributes"])


def enter(plan: Mapping[str, Any], keep: Collection[int] = ()) -> list[str]:
    """Confine this process as the plan says.

    Parameters
    ----------
    plan : mapping
        What `autograder.sandbox.plan.plan_for` made.
    keep : collection of int
        File descriptors that stay open. All others are closed; 0, 1 and 2, if not kept, are
        /dev/null.

    Returns
    -------
    list of str
        Names of the resource limits that this system does not keep; only at the process tier.

    Raises
    ------
    OSError
        If any part of the plan could not be carried out. The process is then somewhere between,
        and has to end.
    """
    os.umask(0o022)
    _close_all_but(keep)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    own = plan["tier"] == "full"
    if own:
        if not plan["as_root"]:
            _become(plan)
        namespaces.leave(plan["as_root"])
    _part_with_keeper(own)
    _be_first_to_go()
    if own:
        namespaces.new_root(
            plan["paths"],
            plan["hidden"],
            plan["links"],
            plan["scratch"],
            plan["user"] if plan["as_root"] else os.geteuid(),
            plan["user"] if plan["as_root"] else os.getegid(),
            plan["disk"],
            plan["files"],
        )
    if not own or plan["as_root"]:
        _become(plan)
    if _LINUX:
        kernel.die_with_parent(signal.SIGKILL)
        if not plan["keep_reading"]:
            kernel.drop_capabilities()
        kernel.hide_memory()
        kernel.no_new_privileges()
    os.umask(0o077)
    os.chdir(plan["scratch"])
    _set_environment(plan["variables"])
    missing = rlimits.limit(**{name: plan[name] for name in _LIMITS})
    if missing and plan["tier"] != "process":
        raise OSError(f"the system does not keep {', '.join(missing)}")
    if plan["landlock"]:
        # no file in /proc: mountinfo tells from which of our folders the environment comes
        apart = [f"/{name}" for name in os.listdir("/") if name != "proc"] if own else []
        readable, listed = (apart, ["/"]) if own else (plan["readable"], [])
        landlock.restrict(readable, [plan["scratch"]], _DEVICES, listed)
    if plan["seccomp"]:
        seccomp.restrict(plan["signals"], plan["attributes"])
    return missing


_LIMITS = ("memory", "cpu_seconds", "disk", "open_files", "processes")


def _be_first_to_go() -> None:
    """Have the kernel end this process first when the machine's memory runs out.

    Each process is limited; many of them together may still want more than there is.
    """
    with contextlib.suppress(OSError):
        file = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        os.write(file, b"1000")
        os.close(file)


def _become(plan: Mapping[str, Any]) -> None:
    if plan["user"] is not None:
        kernel.become(plan["user"], plan["keep_reading"])
        if plan["tier"] == "full":
            kernel.hide_memory(False)  # or /proc/self/uid_map would be root's


def _set_environment(variables: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(variables)
    tempfile.tempdir = None  # it remembers where it found room


def _close_all_but(keep: Collection[int]) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for number in {0, 1, 2} - {*keep}:
        os.dup2(null, number)
    _close({*_open_files()} - {0, 1, 2, *keep})


def _close(numbers: Iterable[int]) -> None:
    for number in numbers:
        with contextlib.suppress(OSError):  # the one that listed them
            os.close(number)


def _open_files() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/dev/fd")]
    except OSError:  # a pod without /proc
        return list(range(min(os.sysconf("SC_OPEN_MAX"), 4096)))


_ASKED = frozenset((signal.SIGTERM, signal.SIGINT))  # of the keeper, by the template


def _part_with_keeper(own_namespace: bool) -> None:
    """Fork; return in the child, which leads a group of its own, and keep watch in the parent."""
    template, keeper = os.getppid(), os.getpid()
    signal.pthread_sigmask(signal.SIG_BLOCK, _ASKED)  # until the keeper can handle them
    if _LINUX:
        kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1, "subreaper")  # orphans come to the keeper
        kernel.die_with_parent(signal.SIGTERM)
        if os.getppid() != template:
            os._exit(1)  # it was gone before we asked
    child = os.fork()
    if child:
        _keep_watch(child)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ASKED)
    os.setsid()
    if _LINUX:
        kernel.die_with_parent(signal.SIGKILL)
        if os.getppid() != (0 if own_namespace else keeper):
            os._exit(1)


def _keep_watch(child: int) -> None:
    """Wait for the child, or for SIGTERM; leave nothing behind; never return."""

    def end(*_: object) -> None:
        _kill_all(child)
        os._exit(128 + signal.SIGTERM)

    try:
        _close(_open_files())
        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, lambda *_: os.kill(child, signal.SIGINT))
        own = {*_ASKED, signal.SIGCHLD}
        signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals() - own)
        status = _wait_for(child)
        signal.pthread_sigmask(signal.SIG_BLOCK, _ASKED)
        _kill_all(child)
        code = os.waitstatus_to_exitcode(status)
        os._exit(code if code >= 0 else 128 - code)
    finally:
        os._exit(1)


def _wait_for(child: int) -> int:
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == child:
            return status


def _kill_all(child: int) -> None:
    """Kill the child's group, and those who left it and were orphaned, until none is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    while True:
        for orphan in _children():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(orphan, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children() -> list[int]:
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            return [int(number) for number in file.read().split()]
    except OSError:  # not Linux, or a kernel without it
        return []
