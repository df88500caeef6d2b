"""How many connections there may be, of all and of each student, and for how long."""

from __future__ import annotations

import asyncio
from asyncio import TimerHandle
from collections import defaultdict
from typing import Any, cast

from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPMessageDelegate
from tornado.iostream import IOStream

from autograder.check_work.contract import NotNow

CONNECTIONS = 1000  # at most, of all
AT_ONCE = 20  # of each student; a student's own server opens ten
LONGEST = 60.0  # seconds until a connection is closed, whatever comes or is not fetched


class Server(HTTPServer):
    """Closes each connection after a while, and the oldest where there are too many.

    An answer takes milliseconds, so the oldest is one on which nothing comes, or is fetched.
    """

    def initialize(self, *arguments: Any, **settings: Any) -> None:
        """Begin without any."""
        self._ends: dict[object, TimerHandle] = {}  # the oldest first
        super().initialize(*arguments, **settings)

    def start_request(
        self, server_conn: object, request_conn: HTTPConnection
    ) -> HTTPMessageDelegate:
        """Take a connection, and what comes on it."""
        if server_conn not in self._ends:
            if len(self._ends) >= CONNECTIONS:
                self._close(next(iter(self._ends)))
            later = asyncio.get_running_loop().call_later
            self._ends[server_conn] = later(LONGEST, self._close, server_conn)
        return super().start_request(server_conn, request_conn)

    def on_close(self, server_conn: object) -> None:
        """Forget a connection."""
        if end := self._ends.pop(server_conn, None):
            end.cancel()
        super().on_close(server_conn)

    def _close(self, connection: object) -> None:
        self._ends.pop(connection).cancel()
        cast(HTTP1ServerConnection, connection).stream.close()


class Guests:
    """Which connections are each student's."""

    def __init__(self) -> None:
        self._open: defaultdict[str, set[IOStream]] = defaultdict(set)

    def enter(self, user: str, connection: IOStream) -> None:
        """Note whose a connection is; `NotNow` if that are too many."""
        mine = self._open[user]
        mine -= {one for one in mine if one.closed()}
        if connection not in mine and len(mine) >= AT_ONCE:
            raise NotNow(429, "Your server asks too often at once: wait for the answers.")
        mine.add(connection)

    def forget_closed(self) -> None:
        """Forget the connections that are closed."""
        for user, mine in list(self._open.items()):
            if all(one.closed() for one in mine):
                del self._open[user]
