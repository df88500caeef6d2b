"""The plan by which a student process confines itself, as plain values."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from autograder.errors import UsageError
from autograder.files import INSTALLED_COURSE
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.limits import Limits
from autograder.sandbox.readable import Readable
from autograder.sandbox.tiers import TIERS, probe, student_user

_PACKAGE = Path(__file__).parents[1]


def plan_for(
    tier: str,
    limits: Limits,
    environment: StudentEnvironment,
    scratch: Path | None = None,
    prefix: str | None = None,
) -> dict[str, Any]:
    """Return the plan for one student process, to be sent to it as JSON.

    Parameters
    ----------
    tier : str
        One that holds here, see `best_tier`.
    limits : Limits
    environment : StudentEnvironment
    scratch : Path, optional
        An empty directory for the files of the notebook, see `Scratch`. The full tier needs none:
        there it is in memory.
    prefix : str, optional
        Where the process finds the environment, if not where it lies.

    Returns
    -------
    dict
        What `inside.confine.enter` reads. Its `variables` are the environment variables to start
        the template with, so that /proc/self/environ shows no others.
    """
    if tier not in TIERS:
        raise UsageError(f"{tier!r} is no tier. There are: {', '.join(TIERS)}.")
    if scratch is None and tier != "full":
        raise UsageError(f"The tier {tier} needs a scratch directory.")
    found = probe()
    user = student_user() if found.parts.get("own user", "missing") is None else None
    plan = {
        "tier": tier,
        "as_root": found.as_root,
        "user": user,
        "keep_reading": False,
        "landlock": tier != "process" and found.landlock > 0,
        "seccomp": tier != "process",
        # harmless where the student's code shares neither processes nor files with the grader
        "signals": tier == "full" or found.landlock >= 6 or user is not None,
        "attributes": tier == "full" or user is not None,
        "memory": limits.memory,
        "cpu_seconds": limits.cpu_seconds,
        "disk": limits.disk,
        "files": limits.files,
        "open_files": limits.open_files,
        "processes": limits.processes,
    }
    known = _readable(environment)
    readable = known.moved(os.path.realpath(environment.folder), prefix) if prefix else known
    if tier == "full":
        home = _free_home(readable)
        links = {**readable.links, "/tmp": home}
        plan |= {"paths": readable.needed, "hidden": readable.hidden, "links": links}
    else:
        home = str(scratch)
        plan["readable"] = readable.apart() if tier == "landlock" else []
        # the process tier keeps nothing from being read, with or without this
        plan["keep_reading"] = user is not None and not _open_to_all(known.paths)
    return plan | {"scratch": home, "variables": variables(home)}


def variables(home: str) -> dict[str, str]:
    """Return all environment variables of a student process whose directory is `home`."""
    return {
        "HOME": home,
        "TMPDIR": home,
        "IPYTHONDIR": f"{home}/.ipython",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        "USER": "student",
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        # one thread: each takes address space, which is limited
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "JOBLIB_MULTIPROCESSING": "0",  # there is no shared memory, of which it would warn
        # freed arrays are used again: new pages cost several times what NumPy does on them, so that
        # right answers would seem slow in a race (glibc only; bytes)
        "MALLOC_TRIM_THRESHOLD_": str(1 << 28),
        "MALLOC_MMAP_THRESHOLD_": str(1 << 25),
    }


def _readable(environment: StudentEnvironment) -> Readable:
    private = [_PACKAGE, _PACKAGE.parent / "solutions", INSTALLED_COURSE]
    if environment.course is not None:
        private.append(environment.course)
    return environment.readable.hiding(private)


def _free_home(readable: Readable) -> str:
    """Return a place that is no part of what is readable."""
    taken = [*readable.paths, *readable.links]
    names = ("/home/student", *(f"/home/student-{number}" for number in range(1, 1000)))
    return next(
        name for name in names if not any(f"{path}/".startswith(f"{name}/") for path in taken)
    )


def _open_to_all(paths: list[str]) -> bool:
    """Tell whether every user can reach these paths; not so in a directory below /root."""
    parents = {parent for path in paths for parent in Path(path).parents}
    return all(os.stat(parent).st_mode & 0o001 for parent in parents)
