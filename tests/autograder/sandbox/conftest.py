"""Student processes for the tests: one template for all of them."""

import pytest

from autograder.sandbox import Limits, Template

LIMITS = Limits(cell_seconds=20, call_seconds=10)


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
