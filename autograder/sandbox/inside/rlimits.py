"""Limits that the kernel keeps for each process."""

from __future__ import annotations

import resource
import threading

_SPARE = 100  # for what the same user may start beside us


def limit(memory: int, cpu_seconds: int, disk: int, open_files: int, processes: int) -> list[str]:
    """Set the limits; return the names of those that this system does not know or keep.

    Parameters
    ----------
    memory : int
        Bytes of address space beyond what is used now.
    cpu_seconds : int
        Seconds of processor time, of each process.
    disk : int
        Bytes in one file; for all files together something else has to see to.
    open_files, processes : int
        Threads count as processes.
    """
    wanted = {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": disk,
        "RLIMIT_NOFILE": open_files,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_NPROC": processes + _counted_with_us(),
        "RLIMIT_CPU": cpu_seconds,
        "RLIMIT_AS": memory + _address_space(),
    }
    return [name for name, value in wanted.items() if not _set(name, value)]


def _set(name: str, value: int) -> bool:
    kind = getattr(resource, name, None)
    if kind is None:
        return name in ("RLIMIT_MSGQUEUE", "RLIMIT_MEMLOCK")  # nothing to limit elsewhere
    hard = resource.getrlimit(kind)[1]
    # a process that has used its processor time is told (SIGXCPU) before it is killed
    ceiling = value + 1 if name == "RLIMIT_CPU" else value
    if hard != resource.RLIM_INFINITY:
        value, ceiling = min(value, hard), min(ceiling, hard)
    try:
        resource.setrlimit(kind, (value, ceiling))
    except (ValueError, OSError):  # macOS refuses some
        return False
    return True


def _address_space() -> int:
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:  # not Linux, or a pod without /proc: what NumPy and matplotlib take, roughly
        return 700_000_000


def _counted_with_us() -> int:
    """Return how many processes RLIMIT_NPROC already counts, some to spare included.

    None for a user of our own or in a user namespace of our own. Otherwise the kernel counts all
    that this user runs, also in other containers where /proc does not show them; so try.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    try:
        if _can_start(8, hard):
            return 0
        low, high = 8, 16
        while not _can_start(high, hard):
            low, high = high, 2 * high
            if high > 1 << 22 or (hard != resource.RLIM_INFINITY and high >= hard):
                return high
        while high - low > 8:
            middle = (low + high) // 2
            low, high = (low, middle) if _can_start(middle, hard) else (middle, high)
        return high + _SPARE
    finally:
        resource.setrlimit(resource.RLIMIT_NPROC, (soft, hard))


def _can_start(limit: int, hard: int) -> bool:
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_NPROC, (limit, hard))
    thread = threading.Thread(target=int)
    try:
        thread.start()
    except RuntimeError:
        return False
    thread.join()
    return True
