"""Somebody who uses the hub with a browser: logs in, starts a server, presses its buttons."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import urlsplit

import requests
import websocket

PATIENCE = 120  # seconds for one step on a busy machine


class Person:
    """A user of the hub, with the cookies of one browser.

    Parameters
    ----------
    hub : str
        The hub's address, without a slash at its end.
    name, password : str
        Of the Unix account.
    """

    def __init__(self, hub: str, name: str, password: str) -> None:
        self.hub, self.name = hub, name
        self.session = requests.Session()
        self.session.headers["Sec-Fetch-Mode"] = "navigate"
        self.open("/hub/login")
        form = {"username": name, "password": password, "_xsrf": self._token("/hub/")}
        said = self.session.post(f"{hub}/hub/login?next=%2Fhub%2Fhome", data=form, timeout=PATIENCE)
        assert said.ok, said.text

    def open(self, path: str) -> requests.Response:
        """Go to a page, wherever that leads."""
        return self.session.get(f"{self.hub}{path}", timeout=PATIENCE)

    def start_server(self, course: str = "") -> str:
        """Start the own server, or that of a course; return the path that it answers at."""
        server = f"{self.name}/{course}".rstrip("/")
        at = f"/user/{server}/"
        said = self.open(f"/hub/spawn/{server}")
        assert said.ok, said.text
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            said = self.open(f"{at}lab")
            if said.ok and urlsplit(said.url).path.startswith(at):
                return at
            assert said.status_code in (200, 404, 424, 503), said.text
            time.sleep(0.5)
        raise AssertionError(f"{at}: no server after {PATIENCE} s: {said.text[-2000:]}")

    def call(self, method: str, at: str, path: str, **more: Any) -> requests.Response:
        """Send a request to a server, as its page would."""
        headers = {"X-XSRFToken": self._token(at), "Sec-Fetch-Mode": "cors"}
        return self.session.request(
            method, f"{self.hub}{at}{path}", headers=headers, timeout=PATIENCE, **more
        )

    def press(self, at: str, path: str, **data: str) -> Any:
        """Press a button that nbgrader answers with JSON; it must have worked."""
        said = self.call("POST", at, path, data=data)
        assert said.ok, f"{path}: {said.status_code}, {said.text[-2000:]}"
        answer = said.json()
        assert answer is None or answer.get("success", True), answer.get("log", answer)
        return answer

    def type(self, at: str, *lines: str) -> str:
        """Type lines into a new terminal of a server; each must end well. Return all it showed."""
        said = self.call("POST", at, "api/terminals")
        assert said.ok, said.text
        address = f"{self.hub}{at}terminals/websocket/{said.json()['name']}"
        cookies = requests.models.PreparedRequest()
        cookies.prepare(method="GET", url=address, cookies=self.session.cookies)
        screen = websocket.create_connection(
            address.replace("http", "ws", 1),
            cookie=cookies.headers["Cookie"],
            origin=self.hub,
            timeout=PATIENCE,
        )
        shown = ""
        try:
            for line in (*lines, "exit"):
                screen.send(
                    json.dumps(["stdin", f"{line} && echo it-is-do''ne || echo fai''led\r"])
                )
                while line != "exit" and "it-is-done" not in shown:
                    kind, *text = json.loads(screen.recv())
                    shown += "".join(text) if kind == "stdout" else ""
                    assert "failed" not in shown, f"$ {line}\n{shown}"
                shown = shown.replace("it-is-done", "")
        finally:
            screen.close()
        return shown

    def _token(self, at: str) -> str:
        """The token against requests from elsewhere that holds for a path."""
        found = [
            one for one in self.session.cookies if one.name == "_xsrf" and at.startswith(one.path)
        ]
        assert found, f"{at}: no _xsrf among {list(self.session.cookies)}"
        return max(found, key=lambda one: len(one.path)).value or ""
