"""Large pages: a forked copy of memory that was moved is the same memory."""

import mmap
import subprocess
import sys

import pytest

from autograder.sandbox.inside import hugepages

PROGRAM = """
import os
from autograder.sandbox.inside.hugepages import SIZE, collapse
held = bytearray(os.urandom(1 << 16)) * (8 * SIZE >> 16)
before = hash(bytes(held))
moved = collapse()
child = os.fork()
if not child:
    os._exit(hash(bytes(held)) != before)
print(moved, os.waitpid(child, 0)[1], hash(bytes(held)) == before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="large pages are Linux's")
def test_memory_stays_what_it_was():
    """Here and in a fork."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.stdout.split()[1:] == ["0", "True"], done


def test_a_system_without_them_is_no_error(monkeypatch):
    """Nothing is moved then."""

    def refuse() -> list:
        raise FileNotFoundError("/proc/self/maps")

    monkeypatch.setattr(hugepages, "_written", refuse)
    assert hugepages.collapse() == 0


def test_less_than_a_large_page_is_left_alone(monkeypatch):
    """A range without a whole, aligned page in it asks the kernel for nothing."""
    small = (hugepages.SIZE + mmap.PAGESIZE, 3 * hugepages.SIZE - mmap.PAGESIZE)
    monkeypatch.setattr(hugepages, "_written", lambda: [small])
    assert hugepages.collapse() == 0
