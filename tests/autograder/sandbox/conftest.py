"""Student processes for the tests: one template for all of them."""

import pytest

from autograder.sandbox.limits import Limits
from autograder.sandbox.template import Template

LIMITS = Limits(cell_seconds=20, call_seconds=10)

FUNCTIONS = """
import os, sys, threading, time, warnings
import numpy as np

def double(x):
    "Return twice as much."
    return x * 2

def whatever(*args, **kwargs):
    return args, kwargs

def spoil(array, numbers, table=None):
    array[0] = 7
    numbers.append(1)

def keep(x, y):
    return x

def apply(f, *args):
    return f(*args)

def shout(x):
    print("out", x)
    print("err", x, file=sys.stderr)
    warnings.warn("careful")
    warnings.warn("careful")
    return np.log(np.array(0.0))

def fail(name, *args):
    raise getattr(__builtins__, name, None)(*args)

def leave():
    os._exit(3)

def spin():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass

class Layer:
    "A layer."
    def __init__(self, n):
        self.weights = np.ones(n)
    def forward(self, x):
        return self.weights * x
    @property
    def broken(self):
        raise ValueError("no value yet")

memory = []
def remember(x):
    memory.append(x)
    return len(memory)
"""


@pytest.fixture(scope="session")
def template():
    """A template without confinement: what is tested with it holds on every tier."""
    with Template(LIMITS, tier="process") as template:
        yield template


@pytest.fixture
def process(template):
    """A student process that has run nothing yet."""
    with template.start() as process:
        yield process


@pytest.fixture
def student(process):
    """A student process with the functions above."""
    run = process.run_cell(FUNCTIONS)
    assert run.error is None
    return process
