"""Memory in large pages: a fork copies one entry for each page, and there are fewer of them."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator

from .kernel import libc

SIZE = 1 << 21  # bytes of a large page on x86-64, and on arm64 with pages of 4 kB
_COLLAPSE = 25  # MADV_COLLAPSE, Linux 6.1 and later; refused before


def collapse() -> int:
    """Have the kernel move what this process has written into large pages, where it can.

    Returns
    -------
    int
        How many large pages came of it; 0 where the system knows nothing of the kind.
    """
    moved = 0
    with contextlib.suppress(OSError):  # no /proc
        for begin, end in _written():
            first = -(-begin // SIZE) * SIZE
            for place in range(first, end - SIZE + 1, SIZE):
                where, size = ctypes.c_void_p(place), ctypes.c_size_t(SIZE)
                moved += libc().madvise(where, size, _COLLAPSE) == 0
    return moved


def _written() -> Iterator[tuple[int, int]]:
    """Yield where the memory begins and ends that belongs to no file."""
    with open("/proc/self/maps") as maps:
        lines = maps.read().splitlines()
    for line in lines:
        place, rights, _, _, file, *name = line.split()
        if rights.startswith("rw") and file == "0" and name != ["[stack]"]:
            begin, end = (int(number, 16) for number in place.split("-"))
            yield begin, end
