"""The student's own Jupyter server: what the button in JupyterLab asks."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, authenticated

from autograder.check_work.contract import Backend, NotNow, Receipt, Refusal
from autograder.sandbox.limits import Limits

ADDRESS = "autograder/check-work"
BACKEND = "autograder_check_work"  # where Tornado's settings keep it


class _Handler(APIHandler):
    auth_resource = "contents"

    @property
    def backend(self) -> Backend:
        found: Backend = self.settings[BACKEND]
        return found

    async def answer(self, coming: Awaitable[object], status: int = 200) -> None:
        """Answer with JSON: what is coming, or why not."""
        try:
            value = await coming
        except NotNow as refused:
            value, status = Refusal(reason=refused.reason), refused.status
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(value))


class AboutHandler(_Handler):
    """Who grades here."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer with `contract.About`."""
        await self.answer(self.backend.about())


class RequestsHandler(_Handler):
    """Takes a saved notebook to be graded."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Answer with `contract.Receipt`."""
        await self.answer(self._asked(), 202)

    async def _asked(self) -> Receipt:
        wish: Any = self.get_json_body()
        path = wish.get("path") if isinstance(wish, dict) else None
        if not isinstance(path, str) or not path.endswith(".ipynb"):
            raise NotNow(400, "The request names no notebook.")
        content = await self._content(path)
        name = path.rsplit("/", 1)[-1]
        return Receipt(id=await self.backend.ask(name, content, wish.get("accepted") is True))

    async def _content(self, path: str) -> bytes:
        """Return a file's bytes as JupyterLab itself would read it: below the server's root."""
        limits, contents = Limits(), self.contents_manager
        try:
            known: Any = await ensure_async(contents.get(path, content=False))
            if (known.get("size") or 0) > limits.submission:
                raise NotNow(413, f"{path}: {limits.sentence('submission')}.")
            model: Any = await ensure_async(contents.get(path, type="file", format="base64"))
        except HTTPError as error:
            reason = f"{path}: the server cannot read this file. Is it still there?"
            raise NotNow(error.status_code, reason) from error
        return base64.b64decode(model["content"])


class RequestHandler(_Handler):
    """What has become of a request."""

    @authenticated
    @authorized
    async def get(self, number: str) -> None:
        """Answer with `contract.RequestState`."""
        await self.answer(self.backend.state(number))


def handlers(base: str) -> list[tuple[str, type[APIHandler]]]:
    """Return the three addresses below the server's base."""
    root = url_path_join(base, ADDRESS)
    return [
        (root, AboutHandler),
        (url_path_join(root, "requests"), RequestsHandler),
        (url_path_join(root, r"requests/([0-9A-Za-z_-]{1,64})"), RequestHandler),
    ]
