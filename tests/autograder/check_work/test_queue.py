"""Requests are answered in the order in which they came, one at a time for each student."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from autograder.check_work.contract import NotNow
from autograder.check_work.service.queue import HOUR, KEPT, ROOM, WAITING, Queue, Request
from autograder.check_work.service.settings import Settings


class Clock:
    """A time that only the test changes."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The time of the queue."""
    return Clock()


@pytest.fixture
def queue(tmp_path: Path, clock: Clock) -> Queue:
    """A queue that is empty."""
    return Queue(tmp_path, clock)


def put(queue: Queue, user: str, size: int = 10, **settings) -> Request:
    """Have a user's notebook wait."""
    request = queue.admit(user, "a.ipynb", size, Settings(**settings))
    request.notebook.write_bytes(b"{}")
    queue.enter(request)
    return request


def take(queue: Queue) -> Request:
    """The next request."""
    return asyncio.run(queue.next())


def answered(queue: Queue, user: str, seconds: float = 1.0, **settings) -> Request:
    """A request of a user that has its answer."""
    request = put(queue, user, **settings)
    assert take(queue) is request
    request.answer.write_text("{}")
    queue.finish(request, seconds)
    return request


def test_who_came_first_is_served_first_and_each_is_told_the_place(queue):
    """Places move up by one whenever somebody's turn has come."""
    waiting = [put(queue, f"student-{number}") for number in range(200)]

    assert [queue.place(one) for one in waiting] == list(range(1, 201))
    for number, expected in enumerate(waiting):
        assert take(queue) is expected
        assert [queue.place(one) for one in waiting[number + 1 :][:3]] == [1, 2, 3][: 199 - number]


def test_a_student_has_one_notebook_under_way(queue):
    """The next one comes when the answer is there; other students do not wait for that."""
    first = put(queue, "emmy")

    with pytest.raises(NotNow, match="still being checked") as refused:
        put(queue, "emmy")
    assert refused.value.status == 429
    put(queue, "kurt")
    assert take(queue) is first
    with pytest.raises(NotNow, match="still being checked"):
        put(queue, "emmy")
    queue.finish(first, 0.1)
    put(queue, "emmy")


def test_a_notebook_that_is_arriving_counts_and_one_that_did_not_come_does_not(queue):
    """A connection that breaks costs nothing, and leaves nothing."""
    request = queue.admit("emmy", "a.ipynb", 10, Settings(requests_an_hour=1))
    request.notebook.write_bytes(b"{")
    with pytest.raises(NotNow, match="still being checked"):
        queue.admit("emmy", "a.ipynb", 10, Settings())

    queue.drop(request)

    assert not request.notebook.exists()
    put(queue, "emmy", requests_an_hour=1)


def test_there_are_so_many_requests_an_hour(queue, clock):
    """The refusal says when the oldest of them will be an hour old."""
    answered(queue, "emmy", requests_an_hour=2)
    clock.now += 600
    answered(queue, "emmy", requests_an_hour=2)

    clock.now += 60
    with pytest.raises(NotNow, match=r"asked 2 times .* ask again in 49 minutes"):
        put(queue, "emmy", requests_an_hour=2)
    answered(queue, "kurt", requests_an_hour=2)
    clock.now += 49 * 60
    answered(queue, "emmy", requests_an_hour=2)
    with pytest.raises(NotNow, match="ask again in 10 minutes"):
        put(queue, "emmy", requests_an_hour=2)


def test_notebooks_that_run_long_use_up_the_hour_sooner(queue, clock):
    """Nobody keeps the others waiting with loops that never end."""
    answered(queue, "emmy", seconds=40)
    clock.now += 120
    answered(queue, "emmy", seconds=70)

    with pytest.raises(NotNow, match=r"run for 110 seconds .* ask again in 58 minutes"):
        put(queue, "emmy", seconds_an_hour=100)
    put(queue, "kurt", seconds_an_hour=100)


def test_a_request_of_somebody_else_does_not_exist(queue):
    """Whoever guesses an id is told the same as somebody who invents one."""
    request = answered(queue, "emmy")

    assert queue.find(request.id, "emmy") is request
    for number, user in ((request.id, "kurt"), ("nothing", "emmy")):
        with pytest.raises(NotNow, match="no such request") as refused:
            queue.find(number, user)
        assert refused.value.status == 404


def test_answers_are_kept_for_a_while_only(queue, clock, tmp_path):
    """After an hour nothing is remembered of anybody, on the disk or in memory."""
    for user in ("emmy", "kurt"):
        answered(queue, user)
    waiting = put(queue, "ada")
    clock.now += KEPT - 1
    queue.forget_old()
    assert len(list(tmp_path.glob("*.json"))) == 2

    clock.now += 2
    queue.forget_old()
    assert [path.suffix for path in tmp_path.iterdir()] == [".ipynb"]
    assert queue.find(waiting.id, "ada") is waiting

    queue.finish(take(queue), 0.1)
    clock.now += HOUR
    queue.forget_old()
    assert list(tmp_path.iterdir()) == []
    assert not queue._requests and not queue._past and not queue._busy


def test_more_than_can_be_kept_is_refused(queue, monkeypatch):
    """Neither many students nor large notebooks fill memory or disk."""
    large = int(ROOM / 3)
    for number in range(3):
        put(queue, f"large-{number}", size=large)
    with pytest.raises(NotNow, match="Too many notebooks are waiting") as refused:
        put(queue, "large-3", size=large)
    assert refused.value.status == 503

    for number in range(WAITING - 3):
        put(queue, f"small-{number}", size=0)
    with pytest.raises(NotNow, match="Too many notebooks are waiting"):
        put(queue, "one-more", size=0)
