"""Runs code in a confined process, without the rest of the sandbox."""

from __future__ import annotations

import atexit
import functools
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

import autograder.sandbox
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.limits import Limits
from autograder.sandbox.plan import plan_for, variables
from autograder.sandbox.temporary import Scratch
from autograder.sandbox.tiers import TIERS, probe, student_user

ROOT = Path(__file__).parents[3]

# What the template does: import, fork, confine. `say` passes a value out, `refused` returns the
# name of the error that an attempt ends with. First it prints the keeper's number, then its end.
_PROGRAM = """
import ctypes, errno, json, os, signal, socket, sys, threading, time
sys.path.insert(0, {package!r})
from inside import confine
wire = int(sys.argv[1])
def say(value):
    os.write(wire, (json.dumps(value) + chr(10)).encode())
def refused(act, *arguments):
    try:
        act(*arguments)
    except (OSError, MemoryError, RuntimeError, ValueError) as error:
        return type(error).__name__
    return "done"
for line in sys.stdin:
    plan, code = json.loads(line)
    keeper = os.fork()
    if keeper == 0:
        try:
            confine.enter(plan, [wire])
            exec(code, dict(globals()))
            os._exit(0)
        except BaseException as error:
            say("error: " + repr(error))
            os._exit(99)
    print(keeper, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(keeper, 0)[1]), flush=True)
"""


@dataclass(frozen=True)
class Outcome:
    """What the confined code said, and the exit code of its keeper."""

    said: list
    code: int

    @property
    def answer(self) -> object:
        """The one thing that was said."""
        assert len(self.said) == 1, self.said
        return self.said[0]


class Template:
    """A process that forks confined ones."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self.wire = os.fdopen(reading)
        package = str(Path(autograder.sandbox.__file__).parent)
        self.process = subprocess.Popen(
            [
                *(str(student_environment().python), "-I", "-c"),
                *(_PROGRAM.format(package=package), str(writing)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=[writing],
            env=variables("/") | {"SECRET": "of the template"},
        )
        os.close(writing)

    def __enter__(self) -> Template:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.wire):
            pipe.close()

    def start(self, tier: str, code: str, scratch: Scratch, limits: Limits) -> int:
        """Start confined code; return its keeper's number."""
        plan = plan_for(
            tier, limits, student_environment(), None if tier == "full" else scratch.path
        )
        self.process.stdin.write(json.dumps([plan, code]) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def code(self) -> int:
        """Return the exit code of the last keeper."""
        return int(self.process.stdout.readline())

    def said(self) -> list:
        """Return all that is said until every process that could say something has ended."""
        self.process.stdin.close()
        return [json.loads(line) for line in self.wire]


@functools.cache
def student_environment() -> StudentEnvironment:
    """The environment of this course, made if need be."""
    return StudentEnvironment.find(ROOT)


@functools.cache
def _template() -> Template:
    template = Template()
    atexit.register(template.__exit__)
    return template


def confined(tier: str, code: str, limits: Limits | None = None) -> Outcome:
    """Run code at a tier until it ends; skip the test where the tier does not hold."""
    skip_unless_it_holds(tier)
    template = _template()
    with Scratch(student_user()) as scratch:
        template.start(tier, code, scratch, limits or Limits())
        code = template.code()
    os.set_blocking(template.wire.fileno(), False)
    said = [json.loads(line) for line in template.wire]  # all are gone: it is all there
    os.set_blocking(template.wire.fileno(), True)
    return Outcome(said, code)


def skip_unless_it_holds(tier: str) -> None:
    """Skip the test with the reason where this machine does not allow the tier."""
    if not probe().holds(tier):
        missing = {name: why for name, why in probe().parts.items() if why}
        pytest.skip(f"no tier {tier} here: {missing}")


def at(*tiers: str) -> pytest.MarkDecorator:
    """Run a test at each of the tiers, all of them if none is named."""
    return pytest.mark.parametrize("tier", tiers or TIERS)
