"""The processes that grade side by side."""

from __future__ import annotations

import os
import time

import pytest

from autograder.grading.classes.workers import cores, processes

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="needs Linux")


def where() -> tuple[int, frozenset[int]]:
    """Which worker this is, and the processors that it may use."""
    time.sleep(0.3)  # so that one worker cannot take all of it
    return os.getpid(), frozenset(os.sched_getaffinity(0))


@pytest.mark.parametrize("settled", [True, False])
def test_settled_workers_stay_on_a_processor_each(settled):
    """On the next one each; with more workers than processors they share them evenly."""
    count = cores() + 1
    with processes(count, settled) as executor:
        found = dict(future.result() for future in [executor.submit(where) for _ in range(count)])
    if not settled:
        assert set(found.values()) == {frozenset(os.sched_getaffinity(0))}
        return
    assert all(len(usable) == 1 for usable in found.values())
    assert len(set(found.values())) == min(len(found), cores())
