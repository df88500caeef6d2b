"""Nobody keeps others from their answers: not by connections, bodies, guesses or haste."""

from __future__ import annotations

import asyncio
import contextlib
import json
import select
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from autograder.check_work.service.connections import AT_ONCE, CONNECTIONS, Guests, Server
from autograder.check_work.service.handlers import application
from autograder.check_work.service.queue import Queue
from autograder.check_work.service.settings import Settings
from tests.autograder.check_work.running import PREFIX, Running
from tests.autograder.check_work.test_service_attacks import RIGHT, is_well

resource = pytest.importorskip("resource")  # Windows has no such service


@contextlib.contextmanager
def connections(service: Running, count: int) -> Iterator[list[socket.socket]]:
    """Have so many open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    with contextlib.ExitStack() as opened:
        address = ("127.0.0.1", service.port)
        yield [
            opened.enter_context(socket.create_connection(address, timeout=60))
            for _ in range(count)
        ]
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def head(token: str, method: str = "GET", path: str = "", *more: str) -> bytes:
    """The head of a request."""
    lines = [f"{method} {PREFIX}{path} HTTP/1.1", "Host: a", f"Authorization: token {token}", *more]
    return "\r\n".join([*lines, "", ""]).encode()


def test_more_connections_than_there_may_be_keep_nobody_out(service):
    """Whoever opens one more closes the one that is open longest, not somebody else's next."""
    with connections(service, CONNECTIONS + 50):
        is_well(service)


def test_a_body_that_nobody_asked_for_is_not_kept(service, token):
    """Neither a stranger's nor a student's, wherever it is sent."""
    before = service.memory
    size = 50_000_000
    with connections(service, 6) as opened:
        for number, connection in enumerate(opened):
            path = ("", "requests/anything", "nowhere")[number % 3]
            who = token if number < 3 else "a-stranger-s"
            connection.sendall(head(who, "GET", path, f"Content-Length: {size}"))
            with contextlib.suppress(OSError):  # it may hang up
                for _ in range(size // 1_000_000 - 1):
                    connection.sendall(bytes(1_000_000))
        assert service.memory - before < 40_000_000
    assert service.request(token)[0] == 200


def test_a_connection_ends_whether_or_not_the_answer_is_fetched(monkeypatch):
    """One on which nothing comes, half a head, half a body, and one that takes no answer."""
    monkeypatch.setattr("autograder.check_work.service.connections.LONGEST", 0.3)

    class Large(RequestHandler):
        def get(self) -> None:
            self.finish(bytes(50_000_000))

    async def serve() -> None:
        server = Server(Application([("/", Large)]))
        [listening] = bind_sockets(0, "127.0.0.1")
        server.add_socket(listening)
        sent = [b"", b"GET / HT", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nx"]
        sent.append(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        with contextlib.ExitStack() as opened:
            for piece in sent:
                one = opened.enter_context(socket.create_connection(listening.getsockname()))
                one.sendall(piece)
            await asyncio.sleep(0.1)
            assert len(server._connections) == len(sent)
            async with asyncio.timeout(20):
                while server._connections:
                    await asyncio.sleep(0.05)
        server.stop()

    asyncio.run(serve())


def test_nothing_stays_of_a_notebook_whose_connection_breaks(tmp_path: Path):
    """No file, and nothing that waits for the rest of it."""

    class Known:
        async def user(self, header: str) -> str:
            return "emmy"

    service: Any = SimpleNamespace(
        hub=Known(), guests=Guests(), settings=Settings, queue=Queue(tmp_path)
    )

    async def until(files: int, server: Server) -> None:
        async with asyncio.timeout(20):
            while (len(list(tmp_path.iterdir())), len(server._connections)) != (files, files):
                await asyncio.sleep(0.01)

    async def serve() -> None:
        server = Server(application(service, "/"))
        [listening] = bind_sockets(0, "127.0.0.1")
        server.add_socket(listening)
        with socket.create_connection(listening.getsockname()) as one:
            one.sendall(b"POST /requests HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nx")
            await until(1, server)
        await until(0, server)
        server.stop()
        await asyncio.sleep(0.05)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(serve())


def test_one_student_has_so_many_connections_at_once(service, token):
    """More are refused in one sentence; those of others are not, and later ones are answered."""
    with connections(service, AT_ONCE + 1) as opened:
        for connection in opened:
            connection.sendall(head(token, "GET", "", "Content-Length: 5") + b"wait")
        [refused], _, _ = select.select(opened, [], [], 60)  # whichever was heard last
        said = refused.recv(1 << 16)
        assert b" 429 " in said
        assert b"Your server asks too often at once: wait for the answers." in said
        is_well(service)
        opened.remove(refused)
        opened[0].sendall(b"!")
        assert b" 200 " in opened[0].recv(1 << 16)
    assert service.request(token)[0] == 200


def test_a_student_whom_the_service_knows_does_not_wait_for_strangers(service, token):
    """While the hub is slow, because of many wrong tokens for instance."""
    assert service.request(token)[0] == 200
    with slow(service, "guess"), connections(service, 60) as opened:
        for number, connection in enumerate(opened):
            connection.sendall(head(f"guess-{number:08}"))
        begun = time.monotonic()
        assert service.request(token)[0] == 200
        assert time.monotonic() - begun < 3


def test_who_hangs_up_while_the_hub_is_asked_may_ask_again(service, token):
    """Nothing of that student waits then."""
    with slow(service, token), connections(service, 1) as [connection]:
        length = f"Content-Length: {len(RIGHT)}"
        connection.sendall(head(token, "POST", "requests", length) + RIGHT[:100])
        while token not in service.hub.asked:
            time.sleep(0.02)
    end = time.monotonic() + 20
    while (said := service.request(token, "POST", "requests", RIGHT))[0] == 429:
        assert time.monotonic() < end, said
        time.sleep(0.2)
    assert service.result(token, said[1]["id"])["state"] == "done"


@contextlib.contextmanager
def slow(service: Running, begin: str) -> Iterator[None]:
    """Have the hub keep those waiting whose tokens begin so."""
    service.hub.slow = begin, threading.Event()
    try:
        yield
    finally:
        _, event = service.hub.slow
        service.hub.slow = None
        event.set()


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x9b2J", "\u202e"], ids=ascii)
def test_a_name_forges_no_line_of_the_log(service, token, sign):
    """Whatever a reader takes for the end of a line, or a terminal for a command."""
    name = f"a{sign}" + json.dumps({"event": "done", "user": "kurt"})
    number = service.ask(token, RIGHT, quote(name))

    assert service.result(token, number)["state"] == "done"
    text = service.log.read_text("utf-8")
    assert sign not in text
    assert name in [line.get("name") for line in service.logged]
