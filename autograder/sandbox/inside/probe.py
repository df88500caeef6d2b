"""Which parts of confinement hold here, found out by doing each in a process of its own.

Run as a program by the grader's own interpreter; prints JSON: for each part null if it holds, else
the reason as the system gives it. Always in a new process, as forking one with threads is unsafe.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from collections.abc import Callable
from functools import partial

from . import kernel, landlock, namespaces, rlimits, seccomp

_KINDS = {
    "mount namespace": namespaces.MOUNTS,
    "process namespace": namespaces.PROCESSES,
    "network namespace": namespaces.NETWORK,
    "ipc namespace": namespaces.IPC,
}


def main(user: int) -> None:
    """Print what holds; `user` is the number that root would change to."""
    root = os.geteuid() == 0
    parts: dict[str, str | None] = {"fork": None}
    parts["own user"] = _try(lambda: kernel.become(user)) if root else "not started by root"
    parts["resource limits"] = _try(_limits)
    if sys.platform == "linux":
        # as root directly, else, and as a root without that right, by way of a user namespace
        root = root and parts["own user"] is None
        as_root = root and not _try(lambda: kernel.unshare(namespaces.OTHERS))
        more = 0 if as_root else namespaces.USER
        if not as_root:
            parts["user namespace"] = _try(lambda: kernel.unshare(namespaces.USER))
        for name, kind in _KINDS.items():
            parts[name] = _try(partial(kernel.unshare, kind | more))
        parts["own root directory"] = _try(lambda: _new_root(as_root, False))
        parts["own /proc"] = _try(lambda: _new_root(as_root, True))
        parts["Landlock"] = _try(lambda: landlock.restrict(["/"], []))
        parts["seccomp"] = _try(_no_sockets)
    else:
        as_root = False
    holds = parts.get("Landlock", "") is None
    facts = {
        "as_root": as_root,
        "landlock": landlock.version() if holds else 0,
        "filtered": _filtered() if sys.platform == "linux" else [],
    }
    print(json.dumps({"parts": parts, **facts}))


def _try(act: Callable[[], object]) -> str | None:
    """Return why `act` fails in a child, None if it does not."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            act()
            code = 0
        except BaseException as error:
            os.write(writing, str(error).encode()[:1000])
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        reason = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    return (reason or "no reason given") if code else None


def _filtered() -> list[str]:
    """Return the calls that a filter refuses with which this program was started.

    They are made with arguments that change nothing. The kernel itself finds fault with these, if
    with anything, before it looks at rights: only a filter answers that it is not permitted.
    """
    library, nothing = kernel.libc(), ctypes.c_ulong(0)
    calls: dict[str, Callable[[], object]] = {
        "unshare": lambda: kernel.unshare(0),
        "mount": lambda: kernel.checked(library.mount(None, None, None, nothing, None), "mount"),
        "umount2": lambda: kernel.checked(library.umount2(None, 0), "umount2"),
        "mount_setattr": lambda: kernel.call("mount_setattr", -1, None, 0x7FFFFFFF, None, 0),
        "landlock_create_ruleset": landlock.version,
    }
    refused = []
    for name, make in calls.items():
        try:
            make()
        except PermissionError:
            refused.append(name)
        except OSError:
            pass
    return refused


def _limits() -> None:
    missing = rlimits.limit(1 << 31, 100, 1 << 20, 64, 64)
    if missing:
        raise OSError(f"not kept here: {', '.join(missing)}")


def _new_root(
    as_root: bool, with_processes: bool, library: str = os.path.dirname(os.__file__)
) -> None:
    namespaces.leave(as_root)
    reason = _try(lambda: _enter_new_root(with_processes, library))
    if reason:
        raise OSError(reason)


def _enter_new_root(with_processes: bool, library: str) -> None:
    namespaces.new_root([library], [], {}, "/home/student", os.geteuid(), os.getegid(), 1 << 20, 10)
    with open("/home/student/file", "w") as file:
        file.write("kept")
    if os.listdir("/etc") != ["passwd"]:
        raise OSError("the old root directory is still there")
    if with_processes and os.listdir("/proc") == []:
        raise OSError("mounting /proc is not permitted")


def _no_sockets() -> None:
    import socket

    seccomp.restrict()
    try:
        socket.socket()
    except PermissionError:
        return
    raise OSError("the filter does not filter")
