"""Who asked for what: requests in the order in which they came, one at a time for each student.

A request is a few files of a folder that only the service can read: the notebook, how far its
grading is, and the answer. Of the files' contents nothing is held in memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import secrets
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from autograder.check_work.contract import NotNow
from autograder.check_work.service.settings import Settings
from autograder.pages.numbers import counted

HOUR = 3600.0
KEPT = 600.0  # seconds that an answer can be fetched
WAITING = 1000  # requests that wait at most
ROOM = 2_000_000_000  # bytes that the notebooks that wait may take on the disk


@dataclass
class Request:
    """One notebook that somebody wants to have checked.

    Attributes
    ----------
    id : str
        By which its answer is fetched; nobody can guess it.
    user : str
        Who asks, as the hub says.
    name : str
        What the student calls the file: said again, never used as a path.
    folder : Path
        Where its files lie.
    state : {"arriving", "waiting", "grading", "done", "failed"}
    reason : str
        Why it failed.
    number : int
        How many came before it.
    begun, ended : float
        When it came, and when there was an answer.
    seconds : float
        How long it was graded.
    size : int
        Bytes of the notebook, or what they will be at most.
    """

    id: str
    user: str
    name: str
    folder: Path = field(repr=False)
    begun: float
    size: int
    state: Literal["arriving", "waiting", "grading", "done", "failed"] = "arriving"
    reason: str = ""
    number: int = 0
    ended: float = math.inf
    seconds: float = 0.0

    @property
    def notebook(self) -> Path:
        """What was sent."""
        return self.folder / f"{self.id}.ipynb"

    @property
    def progress(self) -> Path:
        """How far the grading is."""
        return self.folder / f"{self.id}.progress"

    @property
    def answer(self) -> Path:
        """What the student is told, as JSON."""
        return self.folder / f"{self.id}.json"


class Queue:
    """The requests that there are.

    Parameters
    ----------
    folder : Path
        Where their files lie.
    clock : callable, optional
        Returns seconds.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._requests: dict[str, Request] = {}
        self._busy: set[str] = set()  # who has a request under way
        self._past: defaultdict[str, deque[Request]] = defaultdict(deque)  # of the last hour
        self._ahead: asyncio.Queue[Request] = asyncio.Queue()
        self._entered = self._taken = 0

    def admit(self, user: str, name: str, size: int, settings: Settings) -> Request:
        """Return a request whose notebook may now be sent; `NotNow` if it may not."""
        past = self._past[user]
        now = self._clock()
        while past and past[0].begun <= now - HOUR:
            past.popleft()
        if user in self._busy:
            raise NotNow(429, "Your last notebook is still being checked: wait for its answer.")
        _look_at(past, now, settings)
        room = sum(one.size for one in self._requests.values() if one.ended == math.inf)
        if len(self._busy) >= WAITING or room + size > ROOM:
            raise NotNow(503, "Too many notebooks are waiting: ask again in a few minutes.")
        request = Request(secrets.token_urlsafe(16), user, name, self._folder, now, size)
        self._busy.add(user)
        self._requests[request.id] = request
        return request

    def enter(self, request: Request) -> None:
        """Put a request whose notebook has come at the end."""
        self._entered += 1
        request.number = self._entered
        request.state = "waiting"
        self._past[request.user].append(request)
        self._ahead.put_nowait(request)

    def drop(self, request: Request) -> None:
        """Forget a request whose notebook did not come."""
        if request.state == "arriving" and self._requests.pop(request.id, None) is not None:
            self._busy.discard(request.user)
            _remove(request.notebook)

    async def next(self) -> Request:
        """Return the request that has waited longest; it is being graded from now on."""
        request = await self._ahead.get()
        self._taken += 1
        request.state = "grading"
        return request

    def finish(self, request: Request, seconds: float, reason: str = "") -> None:
        """Note that there is an answer, or why there is none."""
        request.seconds = seconds
        request.state, request.reason = ("failed", reason) if reason else ("done", "")
        request.ended = self._clock()
        self._busy.discard(request.user)
        _remove(request.notebook, request.progress)

    def place(self, request: Request) -> int:
        """Return the place of one that waits; 1 is next."""
        return request.number - self._taken

    def find(self, number: str, user: str) -> Request:
        """Return the request of this user with this id; `NotNow` if there is none."""
        request = self._requests.get(number)
        if request is None or request.user != user:
            raise NotNow(
                404, "There is no such request, or its answer is no longer kept: ask again."
            )
        return request

    def forget_old(self) -> None:
        """Forget answers that nobody has fetched for long, and who asked more than an hour ago."""
        now = self._clock()
        for request in list(self._requests.values()):
            if request.ended < now - KEPT:
                del self._requests[request.id]
                _remove(request.answer)
        for user, past in list(self._past.items()):
            if user not in self._busy and (not past or past[-1].begun <= now - HOUR):
                del self._past[user]


def _look_at(past: Sequence[Request], now: float, settings: Settings) -> None:
    """Raise `NotNow` if somebody has used up what there is for an hour."""

    def too_much(left: Sequence[Request]) -> str:
        if len(left) >= settings.requests_an_hour:
            return f"You have asked {counted(len(left), 'time')} within an hour"
        spent = sum(one.seconds for one in left)
        if spent >= settings.seconds_an_hour:
            return f"Your notebooks have run for {spent:.0f} seconds within an hour"
        return ""

    left = list(past)
    what = too_much(left)
    while too_much(left):
        when = left.pop(0).begun + HOUR - now
    if what:
        minutes = counted(max(1, math.ceil(when / 60)), "minute")
        raise NotNow(429, f"{what}, which is all there is: ask again in {minutes}.")


def _remove(*paths: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()
