"""A browser of this machine, and JupyterLab servers for it to visit."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZE = {"width": 1280, "height": 800}
_ADDRESS = re.compile(r"(http://(?:127\.0\.0\.1|localhost):[1-9]\d*)/")
PATIENCE = 90  # seconds for one step on a busy machine; an idle one needs two


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome on PATH, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def chromium() -> Iterator:
    """Give a Playwright browser that runs this machine's own Chromium without a window."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@contextlib.contextmanager
def page_of(browser) -> Iterator:
    """Give a fresh page of 1280 by 800, as if nobody had used this browser before."""
    context = browser.new_context(viewport=SIZE, reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


@contextlib.contextmanager
def jupyter(
    command: Sequence[str], folder: Path, state: Path, *, news: bool = True, **variables: str
) -> Iterator[str]:
    """Run a command that serves JupyterLab; give the server's address, without a token.

    Port, token and the user's own settings come from `state`, a directory of this run alone, so
    the command is the very one that people type. Without `news`, JupyterLab does not ask whether to
    tell some: a question that comes at any time, and lies over what is to be clicked.
    """
    state.mkdir(parents=True, exist_ok=True)
    served = {"port": 0, "open_browser": False, "allow_root": True}
    config = {
        "ServerApp": served,
        "ExtensionApp": {"open_browser": False},
        "IdentityProvider": {"token": ""},
    }
    (state / "jupyter_server_config.json").write_text(json.dumps(config), encoding="utf-8")
    if not news:
        (state / "labconfig").mkdir(exist_ok=True)
        disabled = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
        path = state / "labconfig" / "page_config.json"
        path.write_text(json.dumps(disabled), encoding="utf-8")
    own = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    places = {
        f"JUPYTER_{name}": str(state if name == "CONFIG_DIR" else state / name) for name in own
    }
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **places, "IPYTHONDIR": str(state / "ipython"), **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    address: queue.Queue[str | None] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process.stdout, state / "server.log", address))
    reader.start()
    try:
        found = address.get(timeout=PATIENCE)
        if found is None:
            raise RuntimeError((state / "server.log").read_text(encoding="utf-8"))
        _wait_for(found)
        yield found
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        reader.join(PATIENCE)  # the pipe ends with the last kernel
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def _wait_for(address: str) -> None:
    """Return when a server, which tells its address a moment sooner, listens there."""
    place = urlsplit(address)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection((place.hostname, place.port)).close()
            return
        time.sleep(0.05)
    raise TimeoutError(f"{address}: nobody listens there.")


def _read(lines: Iterable[str], log: Path, address: queue.Queue) -> None:
    """Copy what a server says to a file; put its address into the queue, None if it had none."""
    with log.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(line)
            file.flush()
            found = _ADDRESS.search(line)
            if found:
                address.put(found[1])
    address.put(None)
