"""Who asks is what the hub says, and said a moment ago."""

from __future__ import annotations

import asyncio

import pytest

from autograder.check_work.contract import NotNow
from autograder.check_work.service import identity
from autograder.check_work.service.identity import Hub
from tests.autograder.check_work.running import PREFIX, StandIn

pytest.importorskip("jupyterhub")


@pytest.fixture
def asking(hub: StandIn, monkeypatch) -> Hub:
    """What asks the hub."""
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "the-token-of-the-service")
    monkeypatch.setenv("JUPYTERHUB_API_URL", hub.address)
    monkeypatch.setenv("JUPYTERHUB_SERVICE_NAME", "check-work")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", PREFIX)
    return Hub()


def test_a_token_that_was_taken_back_counts_for_a_moment_only(hub, asking, monkeypatch):
    """Meanwhile the hub is asked once, however often a student's server looks."""
    token = hub.user("leaving")

    async def leave() -> None:
        for _ in range(5):
            assert await asking.user(f"token {token}") == "leaving"
        assert hub.asked.count(token) == 1
        del hub.models[token]
        monkeypatch.setattr(identity, "_AGES", 0)
        for _ in range(2):
            with pytest.raises(NotNow, match="does not know your token") as refused:
                await asking.user(f"token {token}")
            assert refused.value.status == 401

    asyncio.run(leave())


def test_so_many_tokens_are_remembered_and_no_wrong_ones(hub, asking, monkeypatch):
    """The one that was asked about longest ago is forgotten first."""
    monkeypatch.setattr(identity, "_REMEMBERED", 2)
    tokens = [hub.user(f"one-of-many-{number}") for number in range(3)]

    async def ask() -> None:
        for token in tokens:
            await asking.user(f"token {token}")
            with pytest.raises(NotNow):
                await asking.user(f"token wrong-{token}")
        for token in reversed(tokens):
            await asking.user(f"token {token}")

    asyncio.run(ask())

    assert [hub.asked.count(token) for token in tokens] == [2, 1, 1]
