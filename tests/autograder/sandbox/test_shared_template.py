"""One preloaded interpreter for several workers: its forks are templates like any other."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.interpreter import Interpreter, SharedTemplate, TemplateFork
from autograder.sandbox.limits import Limits
from autograder.sandbox.template import Template

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
HERE = StudentEnvironment(Path(sys.executable))


@pytest.fixture(scope="module")
def client():
    """What leads to a preloaded interpreter."""
    original = SharedTemplate(HERE)
    yield original.client
    original.close()


def template_of(client, **limits):
    """A template that confines nothing: what is tested with it holds on every tier."""
    return Template(Limits(**limits), tier="process", environment=HERE, shared=client)


def answer(template):
    """What a new notebook of it says."""
    with template.start() as process:
        process.run_cell("import numpy as np\nx = np.arange(3).sum()")
        return process.lookup("x")


def interpreter_of(template):
    """The running interpreter behind a template."""
    return template._processes._interpreter


def is_gone(number):
    """Whether this process has ended, or does so soon.

    One of which the parent has ended too waits for the system's first process to take note of it.
    """
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            os.kill(number, 0)
            if b") Z " in Path(f"/proc/{number}/stat").read_bytes():
                return True
        except ProcessLookupError:
            return True
        except FileNotFoundError:  # gone in between; or macOS, which has no /proc
            pass
        time.sleep(0.01)
    return False


def test_forks_serve_notebooks_side_by_side(client):
    """Several at a time, each in its own process."""
    with template_of(client) as one, template_of(client) as other:
        assert answer(one) == answer(other) == 3
        numbers = {interpreter_of(each)._process for each in (one, other)}
        assert len(numbers) == 2 and os.getpid() not in numbers


def test_notebooks_of_two_forks_see_nothing_of_each_other(client):
    """Neither names nor files."""
    with (
        template_of(client) as one,
        template_of(client) as other,
        one.start({"a.txt": b"1"}) as first,
        other.start() as second,
    ):
        first.run_cell("secret = 1")
        second.run_cell("import os\nfound = os.listdir(), 'secret' in globals()")
        assert second.lookup("found") == ([], False)


def test_a_fork_ends_with_its_template(client):
    """And the notebooks that still run."""
    template = template_of(client)
    process = template.start()
    process.run_cell("import os\nnumber = os.getpid()")
    numbers = [process.lookup("number"), interpreter_of(template)._process]
    template.close()
    assert all(map(is_gone, numbers))
    process.close()


def test_a_fork_that_has_died_is_replaced(client):
    """By another."""
    with template_of(client) as template:
        assert answer(template) == 3
        dead = interpreter_of(template)._process
        os.kill(dead, signal.SIGKILL)
        assert answer(template) == 3
        assert isinstance(interpreter_of(template), TemplateFork)
        assert interpreter_of(template)._process != dead


def test_a_fork_that_hangs_is_ended():
    """It has some seconds."""
    original = SharedTemplate(HERE)
    template = template_of(original.client)
    template.prepare()
    number = interpreter_of(template)._process
    os.kill(number, signal.SIGSTOP)
    template.close()
    original.close()
    assert is_gone(number)


def test_without_the_original_a_template_starts_an_interpreter_of_its_own():
    """A fork that there is goes on."""
    original = SharedTemplate(HERE)
    with template_of(original.client) as one, template_of(original.client) as other:
        one.prepare()
        original.close()
        assert answer(one) == answer(other) == 3
        assert isinstance(interpreter_of(other), Interpreter)


def test_an_original_that_ends_on_the_way_is_no_failure():
    """It was asked, but has not answered."""
    original = SharedTemplate(HERE)
    number = original._interpreter.process.pid
    os.kill(number, signal.SIGSTOP)
    with template_of(original.client) as template:
        template.begin()
        assert isinstance(interpreter_of(template), TemplateFork)
        os.kill(number, signal.SIGKILL)
        assert answer(template) == 3
    original.close()


def test_an_interpreter_of_another_environment_is_not_forked(client, tmp_path):
    """Another one's packages differ."""
    other = StudentEnvironment(tmp_path / "python", tmp_path)
    other.python.symlink_to(sys.executable)
    with Template(tier="process", environment=other, shared=client) as template:
        template.begin()
        assert isinstance(interpreter_of(template), Interpreter)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs Linux")
def test_a_fork_runs_where_its_worker_runs(client):
    """On the same processors, and no sooner than it."""
    child = os.fork()
    if not child:
        try:
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
            os.nice(3)
            with template_of(client) as template:
                template.prepare()
                number = interpreter_of(template)._process
                same = os.sched_getaffinity(number) == os.sched_getaffinity(0)
                nice = os.getpriority(os.PRIO_PROCESS, number) == os.nice(0)
            os._exit(0 if same and nice else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
