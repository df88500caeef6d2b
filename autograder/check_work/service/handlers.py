"""The addresses of a hub's service, as `autograder.check_work.contract` has them."""

from __future__ import annotations

import contextlib
import json
import re
from typing import BinaryIO, cast

from tornado.http1connection import HTTP1Connection
from tornado.web import Application, HTTPError, RequestHandler, stream_request_body

from autograder.check_work.contract import About, NotNow, Receipt
from autograder.check_work.service.graders import progress_of
from autograder.check_work.service.queue import Request
from autograder.check_work.service.service import Service

_NAME = 200  # characters of a file's name that are noted
_DIGITS = 15  # of a length: with more it is far too large
LISTENED = 60_000_000  # bytes: of a larger notebook nothing is read
_DISK = "This service cannot write its files. Tell your instructor."


def application(service: Service, prefix: str) -> Application:
    """Return what answers below a prefix such as `/services/check-work/`."""
    about, root = {"service": service}, re.escape(prefix)
    return Application(
        [
            (f"{root}?", _AboutHandler, about),
            (f"{root}requests", _AskHandler, about),
            (f"{root}requests/([A-Za-z0-9_-]+)", _StateHandler, about),
        ],
        default_handler_class=_NothingHandler,
        default_handler_args=about,
        log_function=lambda handler: None,
    )


@stream_request_body
class _Handler(RequestHandler):
    """Finds out who asks before anything else, and tells each refusal in one sentence.

    What is sent is not gathered in memory: a handler that has no use for it lets it go.
    """

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
        stream = cast(HTTP1Connection, self.request.connection).stream
        self.service.guests.enter(self.user, stream)

    def data_received(self, chunk: bytes) -> None:
        """Let it go."""

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


class _AskHandler(_Handler):
    """Takes a notebook, from the connection into a file."""

    _asked: Request | None = None
    _file: BinaryIO | None = None
    # told when all has come: who still sends hears nothing
    _refused: NotNow | OSError | None = None
    _keep = False

    async def prepare(self) -> None:
        await super().prepare()
        length = self.request.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()):
            raise NotNow(411, "The notebook came without its length.")
        size = int(length.lstrip("0")[:_DIGITS] or "0")
        try:
            self._admit(size)
        except (NotNow, OSError) as error:
            if size > LISTENED:
                raise
            self._refused = error

    def _admit(self, size: int) -> None:
        """Open a file for a notebook of so many bytes; `NotNow` if it is not wanted."""
        settings = self.service.settings()
        if size > settings.bytes:
            raise NotNow(
                413,
                f"The notebook has {size / 1e6:.1f} MB, more than {settings.bytes / 1e6:g} MB: "
                "clear its outputs, save and ask again.",
            )
        name = self.get_query_argument("name", "")[:_NAME]
        self._keep = settings.keep_notebooks
        self._asked = self.service.queue.admit(self.user, name, size, settings)
        self._file = self._asked.notebook.open("xb")

    def data_received(self, chunk: bytes) -> None:
        if self._refused is None:
            assert self._file is not None
            try:
                self._file.write(chunk)
            except OSError as error:
                self._refused = error

    def post(self) -> None:
        if self._refused is not None:
            raise self._refused
        asked = self._asked
        assert asked is not None and self._file is not None
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
        super().on_connection_close()  # ends the wait for the rest of the notebook

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
