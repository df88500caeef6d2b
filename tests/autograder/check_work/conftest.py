"""One hub and one service that run for all tests that ask them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.autograder.check_work.running import Running, StandIn

SETTINGS = """
open = ["04-sigmoid", "01-double"]
requests_an_hour = 1000
seconds_an_hour = 100000
megabytes = 1
"""


@pytest.fixture(scope="session")
def hub() -> Iterator[StandIn]:
    """Says who has which token."""
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture(scope="session")
def service(hub: StandIn) -> Iterator[Running]:
    """A service that runs, for all tests."""
    with Running(hub, SETTINGS) as running:
        yield running


@pytest.fixture
def token(hub: StandIn, request: pytest.FixtureRequest) -> str:
    """The token of a student of this test's own."""
    return hub.user(f"student-{len(hub.models)}")


@pytest.fixture
def settle(service: Running) -> Iterator[Callable[[str], None]]:
    """Writes other settings, for one test."""
    yield service.settings
    service.settings(SETTINGS)
