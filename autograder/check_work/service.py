"""The service that checks notebooks for the students of a JupyterHub, who cannot read the course.

It runs under a user of its own, started by the hub. Students' servers send it the notebook's bytes
with the student's token; who that is, only the hub says. The addresses are those of
`autograder.check_work.contract`, below the service's own prefix. In `jupyterhub_config.py`:

USE = "access:services!service=check-work"
c.JupyterHub.services = [{
    "name": "check-work",
    "url": "http://127.0.0.1:10101",
    "command": ["/srv/course/.venv/bin/autograder", "hub-service"],
    "cwd": "/srv/course",
    "user": "grader",  # who owns the course, with mode 700
    "environment": {"AUTOGRADER_STUDENT_PYTHON": "/opt/students/bin/python"},
    "display": False,
}]
c.JupyterHub.load_roles = [
    {"name": "user", "scopes": ["self", USE]},
    {"name": "server", "scopes": ["users:activity!user", "access:servers!server", USE]},
]
c.Spawner.environment = {
    "AUTOGRADER_CHECK_WORK": "http://127.0.0.1:10101/services/check-work/",
}
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import Application, HTTPError, RequestHandler, stream_request_body

from autograder.check_work.contract import About, NotNow, Receipt
from autograder.check_work.graders import Grader, Rules, Task, progress_of
from autograder.check_work.identity import Hub
from autograder.check_work.log import Log
from autograder.check_work.queue import Queue, Request
from autograder.check_work.settings import FILE, Settings, SettingsFile
from autograder.course.course import Course
from autograder.errors import UnfitError, UsageError
from autograder.files import INSTALLED_COURSE
from autograder.grading.classes.workers import cores, processes
from autograder.grading.templates import student_environment
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.interpreter import SharedTemplate
from autograder.sandbox.temporary import Temporary
from autograder.sandbox.tiers import best_tier

CONNECTIONS = 2000  # at most, at once
_IDLE = 60  # seconds until a connection is closed on which nothing comes
_NAME = 200  # characters of a file's name that are noted
_CUT_OFF = 60_000_000  # bytes: a larger notebook is not even listened to
_SWEEP = 10.0  # seconds between looks at what is old

_SETTINGS = "This service cannot read its settings. Tell your instructor."
_DISK = "This service cannot write its files. Tell your instructor."

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
        """Have the grader tested with what is open now."""
        with contextlib.suppress(NotNow):
            for trouble in await grader.prepare(self._rules()):
                self.trouble(trouble)

    async def grade(self, grader: Grader, first: bool) -> None:
        """Grade what waits, one after the other; the first grader is tested before."""
        if first:
            await self.prepare(grader)
        while True:
            request = await self.queue.next()
            try:
                await self._check(request, grader)
            except Exception as error:  # of one request; the others go on
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
            self.look_at_settings()
            await asyncio.sleep(_SWEEP)


class _Handler(RequestHandler):
    """Finds out who asks before anything else, and tells each refusal in one sentence."""

    service: Service
    user = ""

    def initialize(self, service: Service) -> None:
        self.service = service

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def check_xsrf_cookie(self) -> None:
        """No cookie says who somebody is here, so no other site can use one."""

    async def prepare(self) -> None:
        self.user = await self.service.hub.user(self.request.headers.get("Authorization", ""))

    def write_error(self, status_code: int, **about: object) -> None:
        raised = about.get("exc_info")
        error = raised[1] if isinstance(raised, tuple) else None
        reason = "The service failed: tell your instructor."
        if isinstance(error, NotNow):
            status_code, reason = error.status, error.reason
            if self.user:
                with contextlib.suppress(OSError):
                    self.service.log.refused(self.user, status_code, reason)
        elif isinstance(error, OSError):
            status_code, reason = 503, _DISK
        elif isinstance(error, HTTPError):
            reason = f"{self._reason}."
        self.set_status(status_code)
        self.finish({"reason": reason})

    def log_exception(self, kind: object, error: object, trace: object) -> None:
        if not isinstance(error, NotNow | HTTPError):
            self.service.trouble(f"{type(error).__name__}: {error}")


class _AboutHandler(_Handler):
    """Says what is open."""

    def get(self) -> None:
        settings = self.service.settings()
        about: About = {
            "kind": "course",
            "points": settings.points,
            "assignments": list(settings.open),
        }
        self.finish(json.dumps(about))


@stream_request_body
class _AskHandler(_Handler):
    """Takes a notebook, from the connection into a file."""

    _asked: Request | None = None
    _file: BinaryIO | None = None
    _lost: OSError | None = None
    _keep = False

    async def prepare(self) -> None:
        await super().prepare()
        settings = self.service.settings()
        length = self.request.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()):
            raise NotNow(411, "The notebook came without its length.")
        if int(length) > settings.bytes:
            raise NotNow(
                413,
                f"The notebook has {int(length) / 1e6:.1f} MB, more than {settings.bytes / 1e6:g} "
                "MB: clear its outputs, save and ask again.",
            )
        name = self.get_query_argument("name", "")[:_NAME]
        self._keep = settings.keep_notebooks
        self._asked = self.service.queue.admit(self.user, name, int(length), settings)
        self._file = self._asked.notebook.open("xb")

    def data_received(self, chunk: bytes) -> None:
        assert self._file is not None
        try:
            self._file.write(chunk)
        except OSError as error:  # told when the rest has come, so that it is heard
            self._lost = self._lost or error

    def post(self) -> None:
        asked = self._asked
        assert asked is not None and self._file is not None
        if self._lost is not None:
            raise self._lost
        self._file.close()
        if self._keep:
            self.service.log.keep(asked.notebook)
        log = self.service.log
        log.write("asked", self.user, id=asked.id, name=asked.name, bytes=asked.size)
        self.service.queue.enter(asked)
        receipt: Receipt = {"id": asked.id}
        self.set_status(202)
        self.finish(json.dumps(receipt))

    def on_finish(self) -> None:
        self._let_go()

    def on_connection_close(self) -> None:
        self._let_go()

    def _let_go(self) -> None:
        """Forget what did not come whole."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
        if self._asked is not None:
            self.service.queue.drop(self._asked)


class _StateHandler(_Handler):
    """Says what has become of a request, to whoever made it."""

    def get(self, number: str) -> None:
        queue = self.service.queue
        request = queue.find(number, self.user)
        if request.state == "done":
            self.finish(b'{"state": "done", "answer": %s}' % request.answer.read_bytes())
        elif request.state == "failed":
            self.finish({"state": "failed", "reason": request.reason})
        elif request.state == "grading":
            done, total = progress_of(request.progress)
            self.finish({"state": "grading", "done": done, "of": total})
        else:
            self.finish({"state": "waiting", "place": queue.place(request)})


class _NothingHandler(_Handler):
    """There is nothing else."""

    async def prepare(self) -> None:
        raise HTTPError(404)


class _Server(HTTPServer):
    """Closes connections of which there are too many."""

    def handle_stream(self, stream: IOStream, address: tuple[str, int]) -> None:
        if len(self._connections) >= CONNECTIONS:
            stream.close()
        else:
            super().handle_stream(stream, address)


def application(service: Service, prefix: str) -> Application:
    """Return what answers below a prefix such as `/services/check-work/`."""
    about = {"service": service}
    return Application(
        [
            (f"{prefix}?", _AboutHandler, about),
            (f"{prefix}requests", _AskHandler, about),
            (f"{prefix}requests/([A-Za-z0-9_-]+)", _StateHandler, about),
        ],
        default_handler_class=_NothingHandler,
        default_handler_args=about,
        log_function=lambda handler: None,
    )


def run(course: Course, settings: Path | None, log: Path, workers: int | None, say: Say) -> None:
    """Serve until this process is told to end.

    Parameters
    ----------
    course : Course
    settings : Path, optional
        By default `check-work.toml` of the course.
    log : Path
    workers : int, optional
        How many notebooks are graded at once; by default as many as there are processors.
    say : callable
        Is given what whoever runs the service should know.

    Raises
    ------
    UsageError
        If it was not started by a JupyterHub, or runs as root.
    UnfitError
        If students' code cannot be confined here.
    """
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        raise UsageError(
            "The service runs as root, and needs nothing of root's. Give it a user of its own, who "
            "alone can read the course: `user` of the service in jupyterhub_config.py."
        )
    os.umask(0o077)
    logging.getLogger("tornado").setLevel(logging.ERROR)  # what strangers send is no news
    hub = Hub()
    tier = best_tier()
    if tier == "process":
        raise UnfitError(
            "Nothing is served, for students' code cannot be confined on this machine "
            "(`autograder check` says why)."
        )
    environment = student_environment(course.root, say)
    _keep_apart(environment)
    file = SettingsFile(settings or course.root / FILE, course)
    folder, shared = Temporary("service"), SharedTemplate(environment)
    try:
        service = Service(course, file, Log(log), folder.path, hub, tier, say)
        make = partial(processes, 1, shared=shared.client)
        asyncio.run(_serve(service, [Grader(make) for _ in range(workers or cores())]))
    finally:
        shared.close()
        folder.close()


def _keep_apart(environment: StudentEnvironment) -> None:
    """Raise a UsageError if the solutions lie where students' code can read them."""
    for site in environment.folder.glob("lib/python*/site-packages"):
        for name in (INSTALLED_COURSE.name, "solutions"):
            if (site / name).exists():
                raise UsageError(
                    f"{site / name}: the solutions lie in the students' Python, where their code "
                    "could read them. Remove that directory."
                )


async def _serve(service: Service, graders: list[Grader]) -> None:
    """Answer and grade until a signal comes."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    service.look_at_settings()
    application_ = application(service, os.environ["JUPYTERHUB_SERVICE_PREFIX"])
    server = _Server(
        application_,
        max_body_size=_CUT_OFF,
        max_header_size=16_384,
        idle_connection_timeout=_IDLE,
        body_timeout=_IDLE,
        decompress_request=False,
    )
    tasks: list[asyncio.Task[None]] = []
    try:
        _listen(server)
        tasks += [
            asyncio.create_task(service.grade(grader, first=number == 0))
            for number, grader in enumerate(graders)
        ]
        tasks.append(asyncio.create_task(service.look_after()))
        tasks.append(asyncio.create_task(_until(ended)))
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        server.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(grader.close() for grader in graders))


async def _until(ended: asyncio.Event) -> None:
    await ended.wait()


def _listen(server: HTTPServer) -> None:
    address = urlsplit(os.environ.get("JUPYTERHUB_SERVICE_URL", ""))
    if address.scheme != "http" or not address.hostname or not address.port:
        raise UsageError(
            f"JUPYTERHUB_SERVICE_URL is {address.geturl()!r}, expected an address such as "
            "http://127.0.0.1:10101: `url` of the service in jupyterhub_config.py."
        )
    try:
        server.listen(address.port, address.hostname)
    except OSError as error:
        raise UsageError(
            f"{address.geturl()}: cannot listen there: {error.strerror}. Choose another port: "
            "`url` of the service in jupyterhub_config.py."
        ) from error


def _in_words(settings: Settings) -> str:
    names = ", ".join(settings.open) or 'none; write `open = ["04-sigmoid"]` into it, for instance'
    points = "are" if settings.points else "are not"
    return f"open for checking: {names}. Points {points} shown."
