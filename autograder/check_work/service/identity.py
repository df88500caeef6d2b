"""Who asks: what a JupyterHub says about the token that came with a request."""

from __future__ import annotations

import asyncio
import json
import os
import re
from typing import Any

from tornado.web import HTTPError

from autograder.check_work.contract import NotNow
from autograder.errors import UsageError

_AGES = 60  # seconds for which an answer of the hub is believed
_HEADER = re.compile(r"(?:token|bearer) +([!-~]{8,1000})", re.IGNORECASE)
_PATIENCE = 10.0  # seconds for the hub to answer
_AT_ONCE = 16  # questions to the hub
_REMEMBERED = 10_000  # tokens, wrong ones included

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
        self._hub: Any = HubAuth(cache_max_age=_AGES)
        # nothing is asked in the service's own name, and what it starts need not have it
        del os.environ["JUPYTERHUB_API_TOKEN"]
        if not self._hub.access_scopes:
            raise UsageError(
                "JUPYTERHUB_OAUTH_ACCESS_SCOPES is empty, so nobody may use this service. "
                "Let JupyterHub start it."
            )
        self._at_once = asyncio.Semaphore(_AT_ONCE)

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
        model = await self._ask(found[1])
        if not isinstance(model, dict):
            raise NotNow(401, _WRONG)
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

    async def _ask(self, token: str) -> object:
        if len(self._hub.cache) > _REMEMBERED:
            self._hub.cache.clear()
        try:
            async with asyncio.timeout(_PATIENCE), self._at_once:
                answer: object = await self._hub.user_for_token(token, sync=False)
                return answer
        except (HTTPError, OSError, TimeoutError, json.JSONDecodeError) as error:
            raise NotNow(503, _SILENT) from error
