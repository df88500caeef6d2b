"""A hub's service checks notebooks for students who cannot read the course."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.autograder.check_work.running import Running, StandIn, source

SETTINGS = 'open = ["04-sigmoid"]\nrequests_an_hour = 1000\nseconds_an_hour = 100000\n'


@pytest.fixture(scope="module")
def hub() -> Iterator[StandIn]:
    """Says who has which token."""
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture(scope="module")
def service(hub: StandIn) -> Iterator[Running]:
    """A service that runs, for all tests of this module."""
    with Running(hub, SETTINGS) as running:
        yield running


def test_a_student_gets_the_page_as_data(hub, service):
    """What is open is told first; then the notebook is graded with its hidden tests."""
    token = hub.user("emmy")

    assert service.request(token) == (
        200,
        {"kind": "course", "points": True, "assignments": ["04-sigmoid"]},
    )
    answer = service.check(token, source())["answer"]
    assert answer["points"] == answer["possible"] == 30
    assert {note["state"] for note in answer["notes"]} == {"holds"}
