"""What a hub's service has to do: take notebooks, grade them in turn, keep the answers a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from autograder.check_work.contract import NotNow
from autograder.check_work.service.connections import Guests
from autograder.check_work.service.graders import Grader, Rules, Task
from autograder.check_work.service.identity import Hub
from autograder.check_work.service.log import Log
from autograder.check_work.service.queue import Queue, Request
from autograder.check_work.service.settings import Settings, SettingsFile
from autograder.course.course import Course
from autograder.errors import UsageError

_SWEEP = 10.0  # seconds between looks at what is old
_SETTINGS = "This service cannot read its settings. Tell your instructor."

Say = Callable[[str], None]


class Service:
    """What the handlers share: who asks, what is open, the queue, and those who grade.

    Parameters
    ----------
    course : Course
        Whose assignments are checked.
    settings : SettingsFile
    log : Log
    folder : Path
        For the requests' files; nobody else can read it.
    hub : Hub
        Says who asks.
    tier : str
        How students' code is confined.
    say : callable
        Is given what whoever runs the service should know.
    """

    def __init__(
        self,
        course: Course,
        settings: SettingsFile,
        log: Log,
        folder: Path,
        hub: Hub,
        tier: str,
        say: Say,
    ) -> None:
        self.hub = hub
        self.log = log
        self.queue = Queue(folder)
        self.guests = Guests()
        self._course = course
        self._file = settings
        self._folder = folder
        self._tier = tier
        self._say = say
        self._trouble = ""

    def settings(self) -> Settings:
        """Return what the instructor has chosen, as the file says now."""
        self.look_at_settings()
        try:
            return self._file.settings
        except UsageError as error:
            raise NotNow(503, _SETTINGS) from error

    def look_at_settings(self) -> None:
        """Read the settings if they have changed, and say what they are."""
        if not self._file.changed():
            return
        try:
            self._say(f"{self._file.path}: {_in_words(self._file.settings)}")
        except UsageError as error:
            self._say(f"{error} Until then nobody's notebook is checked.")

    def trouble(self, text: str) -> None:
        """Say once what is wrong, however many students it meets."""
        if text != self._trouble:
            self._trouble = text
            self._say(text)

    async def prepare(self, grader: Grader) -> None:
        """Have the grader tested with what is open now; what is wrong concerns no student yet."""
        try:
            for trouble in await grader.prepare(self._rules()):
                self.trouble(trouble)
        except NotNow:  # said already
            return
        except Exception as error:
            self.trouble(f"{type(error).__name__}: {error}")

    async def grade(self, grader: Grader, first: bool) -> None:
        """Grade what waits, one after the other; the first grader is tested before."""
        if first:
            await self.prepare(grader)
        while True:
            request = await self.queue.next()
            try:
                await self._check(request, grader)
            except asyncio.CancelledError:
                raise
            except BaseException as error:  # of one request; the others go on
                self.trouble(f"{type(error).__name__}: {error}")
                self.queue.finish(request, 0.0, "The service failed over it: ask again.")

    async def _check(self, request: Request, grader: Grader) -> None:
        try:
            rules = self._rules()
        except NotNow as reason:
            self._finish(request, "", 0.0, reason.reason)
            return
        files = request.notebook, request.progress, request.answer
        done = await grader.check(Task(rules, request.user, *files))
        if done.trouble:
            self.trouble(done.trouble)
        self._finish(request, done.assignment, done.seconds, done.refused, done.points)

    def _rules(self) -> Rules:
        chosen = self.settings()
        settings = {
            "tier": self._tier,
            "limits": chosen.limits.changed,
            "show_expected": chosen.show_expected,
        }
        remembered = self._folder / "fit.json"
        return Rules(str(self._course.root), chosen.open, chosen.points, settings, remembered)

    def _finish(
        self,
        request: Request,
        assignment: str,
        seconds: float,
        reason: str,
        points: float | None = None,
    ) -> None:
        self.queue.finish(request, seconds, reason)
        try:
            self.log.write(
                request.state,
                request.user,
                id=request.id,
                assignment=assignment,
                seconds=round(seconds, 3),
                **({"reason": reason} if reason else {"points": points}),
            )
        except OSError as error:
            self.trouble(f"{self.log.path}: cannot be written: {error.strerror}.")

    async def look_after(self) -> None:
        """Forget what is old, and read the settings that have changed, from time to time."""
        while True:
            self.queue.forget_old()
            self.guests.forget_closed()
            try:
                self.look_at_settings()
            except Exception as error:  # whatever it meets, the answers that there are can be had
                self.trouble(f"{type(error).__name__}: {error}")
            await asyncio.sleep(_SWEEP)


def _in_words(settings: Settings) -> str:
    names = ", ".join(settings.open) or 'none; write `open = ["04-sigmoid"]` into it, for instance'
    points = "are" if settings.points else "are not"
    return f"open for checking: {names}. Points {points} shown."
