"""The built site on a server of this machine, and notebooks that run in a page of it."""

from __future__ import annotations

import contextlib
import http.server
import json
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from docs.site.lite import PYODIDE

FILES = Path(sys.prefix) / "pyodide"  # .ci/get_pyodide.py puts them there
STARTING = 180_000  # milliseconds on a busy machine; an idle one needs fifteen seconds
_INSTEAD = "/in-place-of-pyodides-address/"
_READY = "window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady"
_RUN = """async (codes) => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const ran = [];
    for (const code of codes) {
        const run = kernel.requestExecute({code});
        const one = {said: "", shown: [], error: ""};
        run.onIOPub = ({header, content}) => {
            if (header.msg_type === "stream") one.said += content.text;
            if (content.data) one.shown.push(...Object.keys(content.data));
            if (header.msg_type === "error") one.error = content.traceback.join("\\n");
        };
        await run.done;
        ran.push(one);
    }
    return ran;
}"""


@dataclass(frozen=True)
class Served:
    """A site that is served: where, and which of Pyodide's files it was asked for so far."""

    address: str
    asked: list[str]


@dataclass(frozen=True)
class Ran:
    """What running one cell gave."""

    said: str  # on stdout and stderr
    shown: list[str]  # the kinds of data that were displayed
    error: str  # what stands in place of a traceback


@contextlib.contextmanager
def served(site: Path) -> Iterator[Served]:
    """Serve a site on a free port of this machine, with Pyodide's files in place of its address.

    What is read from the site is as it lies there, but for this one address. The service worker, by
    which a notebook reads the files beside it, works as on any server.
    """
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path == "/lite/jupyter-lite.json":
                text = (site / path[1:]).read_text(encoding="utf-8")
                assert PYODIDE in text
                settings = json.loads(text.replace(PYODIDE, f"{address}{_INSTEAD}"))
                settings["jupyter-config-data"]["exposeAppInBrowser"] = True  # for `run_cells`
                content = json.dumps(settings).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            else:
                if path.startswith(_INSTEAD):
                    asked.append(path.removeprefix(_INSTEAD))
                super().do_GET()

        def translate_path(self, path: str) -> str:
            name = path.partition("?")[0]
            if name.startswith(_INSTEAD):
                return str(FILES / name.removeprefix(_INSTEAD))
            return super().translate_path(path)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Handler, directory=str(site))
    )
    address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Served(address, asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def run_cells(page: Page, codes: Sequence[str]) -> list[Ran]:
    """Run code in the kernel of the notebook that is open, piece by piece."""
    page.wait_for_function(_READY)
    return [Ran(**one) for one in page.evaluate(_RUN, list(codes))]
