"""The wait for a child's end, on systems that tell of it and on others."""

import os
import signal

import pytest

from autograder.sandbox.inside import reaper

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture(params=[True, False], ids=["told", "asking"])
def child(request, monkeypatch):
    """A child that ends with status 3 once it gets a signal."""
    if not request.param:
        monkeypatch.delattr(os, "pidfd_open", raising=False)
    number = os.fork()
    if not number:
        signal.signal(signal.SIGTERM, lambda *_: os._exit(3))
        os.write(ready[1], b"!")
        while True:
            signal.pause()
    os.read(ready[0], 1)
    return number


ready = os.pipe()


def test_the_status_of_a_child_that_ends_is_returned(child):
    """It is waited for: nothing of it is left."""
    os.kill(child, signal.SIGTERM)
    assert os.waitstatus_to_exitcode(reaper._ended(child, 5)) == 3
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)


def test_a_child_that_does_not_end_is_left_to_the_caller(child):
    """Its number stays its own."""
    assert reaper._ended(child, 0.05) is None
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[0] == child
