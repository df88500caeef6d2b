"""Which confinement this machine allows, and why not more."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import platform
import re
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UnfitError, UsageError

TIERS = ("full", "landlock", "process")
"""The names of the tiers, the best first."""

_NEEDED = {
    "full": (
        "mount namespace",
        "process namespace",
        "network namespace",
        "ipc namespace",
        "own root directory",
        "seccomp",
        "resource limits",
    ),
    "landlock": ("Landlock", "seccomp", "resource limits"),
    "process": (),  # where there is no fork, each notebook gets an interpreter of its own
}
RANGE = "AUTOGRADER_STUDENT_USERS"
# https://systemd.io/UIDS-GIDS calls these unused; they also exist in containers with 65536 users
_DEFAULT = "60600-61099"
_REFUSALS = ("not permitted", "Permission denied", "No space left", "not implemented")
_CODE = "import sys; sys.path.insert(0, {!r}); from inside.probe import main; main({})"


@dataclass(frozen=True)
class Part:
    """One part of confinement.

    Attributes
    ----------
    name : str
    holds : bool
    why : str
        If it does not hold: the reason, and what an administrator can do.
    """

    name: str
    holds: bool
    why: str = ""

    def __str__(self) -> str:
        return f"{self.name}: yes" if self.holds else f"{self.name}: no. {self.why}"


@dataclass(frozen=True)
class Probe:
    """What was found out by doing it.

    Attributes
    ----------
    parts : dict of str to (str or None)
        Each part with the reason why it does not hold.
    as_root : bool
        Whether namespaces are made by root, not by way of a user namespace.
    landlock : int
        The version of Landlock, 0 if there is none.
    filtered : sequence of str
        System calls that a filter refuses, which came with whatever started this process.
    """

    parts: dict[str, str | None]
    as_root: bool
    landlock: int
    filtered: Sequence[str] = ()

    def holds(self, tier: str) -> bool:
        """Return whether all parts of a tier hold."""
        return all(self.parts.get(name, "missing") is None for name in _NEEDED[tier])


_told: list[Probe] = []


def take_over(found: Probe) -> None:
    """Have `probe` return what another process of this machine found out."""
    _told[:] = [found]


@functools.cache
def probe() -> Probe:
    """Return which parts hold here; found out once in a process, in some 50 ms."""
    if _told:
        return _told[0]
    if sys.platform == "win32":
        return Probe({"fork": "Windows has none. WSL2 has, and confines student code"}, False, 0)
    code = _CODE.format(str(Path(__file__).parent), first_student_user())
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise UnfitError(
            f"{sys.executable}: finding out how student code can be confined failed: "
            f"{done.stderr.strip()[-300:]}. Nobody is graded; report this."
        )
    return Probe(**json.loads(done.stdout))


def best_tier() -> str:
    """Return the name of the best tier that holds here."""
    return next(tier for tier in TIERS if probe().holds(tier))


UNCONFINED = "Not confined: a notebook's code can read, change and send whatever your account can."


def accepted_tier(tier: str | None, unconfined: bool, accept: str = "--unconfined") -> str:
    """Return the tier to grade at: the one that was asked for, or the best that holds here.

    Parameters
    ----------
    tier : str, optional
        What was asked for.
    unconfined : bool
        Whether somebody accepted that code is not confined.
    accept : str
        How that is accepted; the error names it.

    Raises
    ------
    UnfitError
        If code would not be confined and nobody accepted that.
    """
    chosen = tier or best_tier()
    if chosen == "process" and not unconfined:
        where = "with the tier process" if tier else "on this machine (`autograder check` says why)"
        raise UnfitError(
            f"Nothing was run, for code is not confined {where}: it could read, change and send "
            "whatever your account can. Grade on Linux 5.13 or later with a better tier, or accept "
            f"the risk with {accept}."
        )
    return chosen


def report() -> list[Part]:
    """Return the tiers, then their parts, with the reason for each that does not hold."""
    found = probe()
    lines = []
    for tier in TIERS:
        missing = [name for name in _NEEDED[tier] if found.parts.get(name, "missing") is not None]
        lines.append(Part(f"tier {tier}", not missing, f"Missing: {', '.join(missing)}."))
    for name, reason in found.parts.items():
        lines.append(Part(name, reason is None, _explained(name, reason or "")))
    if 0 < found.landlock < 6 and not found.holds("full"):
        lines.append(
            Part("Landlock for signals", False, "Linux 6.12 has it; signals are refused instead.")
        )
    return lines


def _explained(name: str, reason: str) -> str:
    """Add to the system's reason what was found out about it, and what can be done."""
    remedy = ""
    if name in ("user namespace", *_NEEDED["full"][:5]):
        remedy = _about_namespaces(reason)
    elif name == "own /proc":
        remedy = "Student code has no /proc then and does without."
    elif name == "own user":
        remedy = "Student code runs as the grader's user; the other parts keep it apart."
    elif name == "Landlock":
        remedy = _about_landlock(reason)
    elif name == "seccomp" and platform.machine() not in ("x86_64", "aarch64"):
        remedy = "There are filters for x86_64 and aarch64."
    return f"{reason}. {remedy}".strip()


def _about_namespaces(reason: str) -> str:
    """Return what this machine's own settings say about a refusal; nothing is guessed."""
    if "not implemented" in reason and "mount_setattr" in reason and _kernel() < (5, 12):
        return f"This is Linux {platform.release()}; use 5.12 or later."
    if not any(refusal in reason for refusal in _REFUSALS):
        return ""
    found = []
    if _setting("kernel/apparmor_restrict_unprivileged_userns") == "1":
        found.append(
            "kernel.apparmor_restrict_unprivileged_userns is 1: AppArmor restricts user "
            "namespaces. As administrator: "
            "`sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`, or an AppArmor profile "
            f"with `userns,` for {Path(sys.executable).resolve()}."
        )
    if _setting("kernel/unprivileged_userns_clone") == "0":
        found.append(
            "kernel.unprivileged_userns_clone is 0. As administrator: "
            "`sudo sysctl kernel.unprivileged_userns_clone=1`."
        )
    for kind in ("user", "mnt", "pid", "net", "ipc", "uts"):
        if _setting(f"user/max_{kind}_namespaces") == "0":
            name = f"user.max_{kind}_namespaces"
            found.append(f"{name} is 0. As administrator: `sudo sysctl {name}=10000`.")
    refused = [name for name in probe().filtered if not name.startswith("landlock")]
    if refused and "not permitted" in reason:
        found.append(_about_filter(refused, "unshare, mount, umount2, mount_setattr, pivot_root"))
    if "Permission denied" in reason and (profile := _apparmor()):
        found.append(
            f"AppArmor's profile {profile} is in force for this process. In Docker: "
            "`--security-opt apparmor=unconfined`."
        )
    return " ".join(found)


def _about_filter(refused: Sequence[str], needed: str) -> str:
    """Say what a filter was seen to refuse; a container's runtime is one who gives such filters."""
    return (
        f"What started this process gave it a filter that refuses {', '.join(refused)}. "
        + ("This is a container: give it" if _in_container() else "Give it")
        + f" a seccomp profile that allows {needed} (Docker: `--security-opt seccomp=FILE`)."
    )


def _about_landlock(reason: str) -> str:
    if "not supported" in reason:  # EOPNOTSUPP: the kernel has it, and it was not switched on
        return "Add landlock to the kernel's parameter lsm=."
    if _kernel() < (5, 13):
        return f"This is Linux {platform.release()}; Landlock came with 5.13."
    if "landlock_create_ruleset" in probe().filtered:
        needed = "landlock_create_ruleset, landlock_add_rule, landlock_restrict_self"
        return _about_filter(["landlock_create_ruleset"], needed)
    return ""


def _kernel() -> tuple[int, int]:
    """Return the numbers of this Linux's version; (0, 0) if it has none."""
    match = re.match(r"(\d+)\.(\d+)", platform.release())
    return (int(match[1]), int(match[2])) if match else (0, 0)


def _in_container() -> bool:
    """Tell whether this is a container, by what Docker, Podman and Kubernetes leave in it."""
    marks = ("/.dockerenv", "/run/.containerenv")
    return any(map(os.path.exists, marks)) or "KUBERNETES_SERVICE_HOST" in os.environ


def _apparmor() -> str:
    """Return the name of the AppArmor profile that is enforced for this process; else nothing."""
    for place in ("apparmor/current", "current"):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            told = (Path("/proc/self/attr") / place).read_text(encoding="utf-8")
            name, _, mode = told.strip().rpartition(" ")
            return name if mode == "(enforce)" else ""
    return ""


def _setting(name: str) -> str | None:
    try:
        return (Path("/proc/sys") / name).read_text(encoding="ascii").strip()
    except OSError:
        return None


def student_user() -> int | None:
    """Return the number of this process's student user; None if it cannot change users."""
    return _reserve(os.getpid()) if os.geteuid() == 0 else None


def first_student_user() -> int:
    """Return a number from the range, for trying out whether users can be changed."""
    return _range()[0]


def is_student_user(number: int) -> bool:
    """Tell whether a user is one of those that run student code."""
    return number in _range()


def _range() -> range:
    text = os.environ.get(RANGE, _DEFAULT)
    match = re.fullmatch(r"(\d+)-(\d+)", text)
    if not match or not 0 < int(match[1]) <= int(match[2]):
        raise UsageError(f"{RANGE} is {text!r}, expected two numbers such as {_DEFAULT}.")
    return range(int(match[1]), int(match[2]) + 1)


@functools.cache
def _reserve(process: int) -> int:
    """Take a user that no other grader on this machine has, for as long as `process` lives.

    The name of an abstract socket, which is never closed, is the reservation: the kernel takes it
    back when the process ends.
    """
    import pwd

    taken = {entry.pw_uid for entry in pwd.getpwall()}
    for user in _range():
        if user in taken:
            continue
        reservation = socket.socket(socket.AF_UNIX)
        try:
            reservation.bind(f"\0autograder-student-user-{user}")
        except OSError:
            reservation.close()
        else:
            reservation.detach()
            return user
    raise UnfitError(f"All users of {RANGE} ({_range()}) are in use. Set it to a larger range.")
