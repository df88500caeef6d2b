"""Who asks: what a JupyterHub says about the token that came with a request."""

from __future__ import annotations

import asyncio
import hashlib
import json
import math
import os
import re
import time
from typing import Any

from tornado.web import HTTPError

from autograder.check_work.contract import NotNow
from autograder.errors import UsageError

_AGES = 60  # seconds for which an answer of the hub is believed
_HEADER = re.compile(r"(?:token|bearer) +([!-~]{8,1000})", re.IGNORECASE)
_PATIENCE = 10.0  # seconds for the hub to answer
_AT_ONCE = 8  # questions to the hub, about tokens that were right before, and about others
_REMEMBERED = 10_000  # tokens that were right

_WRONG = "JupyterHub does not know your token: restart your server (File, Hub Control Panel)."
_SILENT = "JupyterHub did not say who you are: ask again in a minute."


class Hub:
    """Asks the hub that started this service, or the one that its variables name.

    Raises
    ------
    UsageError
        If JupyterHub is not installed, or did not say which service this is.
    """

    def __init__(self) -> None:
        try:
            from jupyterhub.services.auth import HubAuth
        except ImportError as error:
            raise UsageError(
                "jupyterhub is not installed beside the grader. Install it: "
                "`pip install 'numpy-course[hub]'`."
            ) from error
        for name in ("JUPYTERHUB_API_TOKEN", "JUPYTERHUB_API_URL", "JUPYTERHUB_SERVICE_PREFIX"):
            if not os.environ.get(name):
                raise UsageError(
                    f"{name} is not set: this is started by JupyterHub, as a service with `url` "
                    "and `command` in jupyterhub_config.py."
                )
        self._hub: Any = HubAuth()
        # nothing is asked in the service's own name, and what it starts need not have it
        del os.environ["JUPYTERHUB_API_TOKEN"]
        if not self._hub.access_scopes:
            raise UsageError(
                "JUPYTERHUB_OAUTH_ACCESS_SCOPES is empty, so nobody may use this service. "
                "Let JupyterHub start it."
            )
        self._known: dict[bytes, tuple[float, dict[str, Any]]] = {}  # of digests: since when, who
        self._again, self._first = asyncio.Semaphore(_AT_ONCE), asyncio.Semaphore(_AT_ONCE)

    async def user(self, header: str) -> str:
        """Return the name of the user whose token is in an Authorization header.

        Raises
        ------
        NotNow
            401 if it is nobody's, 403 if its owner is no user or may not use this service, 503 if
            the hub gives no answer.
        """
        found = _HEADER.fullmatch(header)
        if found is None:
            raise NotNow(401, _WRONG)
        model = await self._owner(found[1])
        name, scopes = model.get("name"), model.get("scopes")
        if model.get("kind") != "user" or not isinstance(name, str) or not name:
            raise NotNow(403, "This token is not a person's.")
        if not isinstance(scopes, list) or not self._hub.check_scopes(
            self._hub.access_scopes, model
        ):
            raise NotNow(
                403,
                "JupyterHub does not let your server use this service: the scope "
                f"{max(self._hub.access_scopes, key=len)} is missing. Tell your instructor.",
            )
        return name

    async def _owner(self, token: str) -> dict[str, Any]:
        """Return what the hub says about a token; 401 if it does not know it.

        Who was known a moment ago does not wait, and who was known before not behind strangers:
        whoever sends many wrong tokens keeps nobody else out.
        """
        digest = hashlib.sha256(token.encode()).digest()
        since, known = self._known.get(digest, (-math.inf, None))
        if known is not None and since > time.monotonic() - _AGES:
            return known
        try:
            async with asyncio.timeout(_PATIENCE), self._first if known is None else self._again:
                model = await self._hub.user_for_token(token, use_cache=False, sync=False)
        except (HTTPError, OSError, TimeoutError, json.JSONDecodeError) as error:
            raise NotNow(503, _SILENT) from error
        self._known.pop(digest, None)
        if not isinstance(model, dict):
            raise NotNow(401, _WRONG)
        self._known[digest] = time.monotonic(), model
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return model
