"""A service as a hub starts it, and a stand-in for the hub, which only says who has which token."""

from __future__ import annotations

import http.client
import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.environment import OVERRIDE, StudentEnvironment
from tests import users
from tests.autograder.grading import conftest as tiny
from tests.users import ROOT, is_root

PREFIX = "/services/check-work/"
PATIENCE = 150.0  # seconds; an idle machine needs one
SCOPE = "access:services!service=check-work"
GRADER, STUDENT = 61_701, 61_702  # users, where the tests may choose


class StandIn:
    """Answers what a hub does at `/hub/api/user`, as a context manager.

    Attributes
    ----------
    models : dict
        What it says of each token.
    asked : list of str
        The tokens that it was asked about.
    slow : (str, threading.Event) or None
        How the tokens begin about which nothing is said before something happens.
    """

    def __init__(self) -> None:
        self.models: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.slow: tuple[str, threading.Event] | None = None
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                token = self.headers.get("Authorization", "").removeprefix("token ")
                stand_in.asked.append(token)
                if (slow := stand_in.slow) and token.startswith(slow[0]):
                    slow[1].wait(30)
                model = stand_in.models.get(token)
                body = json.dumps(model or {"status": 403, "message": "Forbidden"}).encode()
                self.send_response(200 if model else 403)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *about: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}/hub/api"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> StandIn:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def user(self, name: str, scopes: Sequence[str] = (SCOPE,), kind: str = "user") -> str:
        """Return the token of a user."""
        token = f"token-of-{name}-{len(self.models):04}"
        self.models[token] = {"kind": kind, "name": name, "scopes": list(scopes)}
        return token


class Running:
    """A service that runs, under a user of its own where the tests may choose one.

    Parameters
    ----------
    hub : StandIn
    settings : str
        What `check-work.toml` says.
    workers : int
        How many notebooks it grades at once.
    """

    def __init__(self, hub: StandIn, settings: str, workers: int = 2) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="check-work-"))
        self.course = self.folder / "course"
        self.log = self.folder / "home" / "log.jsonl"
        self.said = self.folder / "said.txt"
        self.hub = hub
        self._workers = workers
        for name in ("home", "tmp", "course"):
            (self.folder / name).mkdir()
        notebooks = self.course / "notebooks"
        for name in ("04-sigmoid", "09-softmax"):
            shutil.copytree(ROOT / "notebooks" / name, notebooks / name)
        (notebooks / tiny.NAME).mkdir()
        (notebooks / tiny.NAME / "double.ipynb").write_bytes(tiny.as_bytes(tiny.SOURCE))
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "solutions", self.course / "solutions", ignore=leave)
        self.settings(settings)
        if is_root():
            subprocess.run(
                ["chown", "-R", f"{GRADER}:{GRADER}", *self.folder.iterdir()], check=True
            )
        for name in ("home", "tmp", "course"):
            (self.folder / name).chmod(0o700)
        self.folder.chmod(0o755)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}{PREFIX}"

    def __enter__(self) -> Running:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        shutil.rmtree(self.folder)

    def settings(self, text: str) -> None:
        """Write the settings."""
        (self.course / "check-work.toml").write_text(text, encoding="utf-8")

    def start(self, **changed: str) -> None:
        """Start it as a hub does, and wait until it answers."""
        command = [sys.executable, "-m", "autograder", "hub-service", "--log", str(self.log)]
        command += ["--workers", str(self._workers)]
        variables = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            OVERRIDE: str(StudentEnvironment.find(ROOT).python),
            "JUPYTERHUB_API_TOKEN": "the-token-of-the-service",
            "JUPYTERHUB_API_URL": self.hub.address,
            "JUPYTERHUB_SERVICE_NAME": "check-work",
            "JUPYTERHUB_SERVICE_PREFIX": PREFIX,
            "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{self.port}",
            **changed,
        }
        with self.said.open("ab") as said:
            self.process = subprocess.Popen(
                as_user(GRADER, command),
                cwd=self.course,
                env=variables,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        while self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.05)
        pytest.fail(self.said.read_text("utf-8"))

    def end(self, number: int = signal.SIGTERM) -> None:
        """Have it end, or kill it."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(30)

    def request(
        self,
        token: str,
        method: str = "GET",
        path: str = "",
        body: bytes | None = None,
        **headers: str,
    ) -> tuple[int, Any]:
        """Return status and JSON of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = {"Authorization": f"token {token}"} if token else {}
            connection.request(method, f"{PREFIX}{path}", body, sent | headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def ask(self, token: str, content: bytes, name: str = "sigmoid.ipynb") -> str:
        """Return the id of a request that was accepted."""
        status, receipt = self.request(token, "POST", f"requests?name={name}", content)
        assert status == 202, receipt
        return receipt["id"]

    def result(self, token: str, number: str) -> dict[str, Any]:
        """Return what became of a request, when it has."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status, state = self.request(token, path=f"requests/{number}")
            assert status == 200, state
            if state["state"] in ("done", "failed"):
                return state
            time.sleep(0.05)
        pytest.fail(f"no answer after {PATIENCE} s: {state}")

    def check(self, token: str, notebook: bytes | dict[str, Any]) -> dict[str, Any]:
        """Return what became of a notebook."""
        content = notebook if isinstance(notebook, bytes) else tiny.as_bytes(notebook)
        return self.result(token, self.ask(token, content))

    @property
    def memory(self) -> int:
        """Bytes that its own process holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
        return int(line.split()[1]) * 1024

    @property
    def logged(self) -> list[dict[str, Any]]:
        """The lines of the log."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


def as_user(number: int, command: Sequence[str]) -> list[str]:
    """Return what is started to have a command run by a user, if the tests may choose one."""
    return users.as_user(users.User(number, number), command) if is_root() else list(command)
