"""Has a hub's service check notebooks: what a student's own Jupyter server does on a hub."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from autograder.check_work.contract import About, NotNow, RequestState

ADDRESS = "AUTOGRADER_CHECK_WORK"
USER = "AUTOGRADER_CHECK_WORK_USER"
_LISTENS = "0A"  # TCP_LISTEN of Linux's net/tcp_states.h
_PATIENCE = 30.0  # seconds until the service has taken a notebook, or answered
_SILENT = (
    "The service that checks notebooks does not answer. Your notebook is as it was: ask again in "
    "a minute."
)


class HubBackend:
    """A service of the hub that this server belongs to.

    Parameters
    ----------
    address : str
        Of the service, such as `http://127.0.0.1:10101/services/check-work/`.
    token : str
        The student's own, by which the hub knows who asks.
    user : str
        As whom the service runs, if it is on this machine. While it does not run another student
        could listen at its address: to nobody else than this user is the token sent.
    """

    def __init__(self, address: str, token: str, user: str = "") -> None:
        self._address = address.rstrip("/") + "/"
        self._token = token
        self._user = user
        self._client: AsyncHTTPClient | None = None

    @classmethod
    def found(cls) -> HubBackend | None:
        """Return the service that the hub has named to this server; None if it has none."""
        address, token = os.environ.get(ADDRESS), os.environ.get("JUPYTERHUB_API_TOKEN")
        user = os.environ.get(USER, "")
        return cls(address, token, user) if address and token else None

    async def about(self) -> About:
        """Return what is open."""
        return cast(About, await self._ask("GET", ""))

    async def ask(self, name: str, content: bytes, accepted: bool) -> str:
        """Send a notebook; return the request's id. No risk has to be accepted."""
        receipt = await self._ask("POST", f"requests?name={quote(name)}", content)
        return str(receipt.get("id", ""))

    async def state(self, number: str) -> RequestState:
        """Return what has become of a request."""
        return cast(RequestState, await self._ask("GET", f"requests/{quote(number, safe='')}"))

    async def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()

    async def _ask(self, method: str, path: str, body: bytes | None = None) -> dict[str, Any]:
        """Return what the service answers; `NotNow` if it refuses, or is not there."""
        if self._user and _listeners(self._address) != {_number(self._user)}:
            raise NotNow(503, _SILENT)
        if self._client is None:  # not sooner: it belongs to the loop that runs
            self._client = AsyncHTTPClient(force_instance=True)
        request = HTTPRequest(
            self._address + path,
            method,
            {"Authorization": f"token {self._token}", "Content-Type": "application/x-ipynb+json"},
            body,
            request_timeout=_PATIENCE,
            follow_redirects=False,  # the token is for this address only
        )
        try:
            response = await self._client.fetch(request, raise_error=False)
            answer = json.loads(response.body)
        except (HTTPClientError, OSError, ValueError) as error:
            raise NotNow(503, _SILENT) from error
        if not isinstance(answer, dict) or response.code >= 300:
            reason = answer.get("reason") if isinstance(answer, dict) else None
            known = isinstance(reason, str) and 400 <= response.code < 600
            raise NotNow(response.code, str(reason)) if known else NotNow(503, _SILENT)
        return answer


def _number(user: str) -> int | None:
    """Return a user's number; None if there is no such user."""
    import pwd  # not on Windows

    try:
        return int(user) if user.isdecimal() else pwd.getpwnam(user).pw_uid
    except KeyError:
        return None


def _listeners(address: str) -> set[int]:
    """Return the users to one of whom a connection to an address of this machine may lead.

    Linux tells everybody who listens where. At the same port, but another of the machine's own
    addresses, everybody may: only a name leads to any of them.
    """
    url = urlsplit(address)
    found: dict[str, set[int]] = {}
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in Path("/proc/net", table).read_text("ascii").splitlines()[1:]:
                _, local, _, state, _, _, _, user, *_ = line.split()
                host, _, port = local.rpartition(":")
                if state == _LISTENS and int(port, 16) == url.port:
                    found.setdefault(host, set()).add(int(user))
    with contextlib.suppress(ValueError):
        places = (_in_table(host) for host in (url.hostname or "", "0.0.0.0", "::"))
        return next((found[place] for place in places if place in found), set())
    return set().union(*found.values())


def _in_table(host: str) -> str:
    """Return an address as Linux's tables have it; a ValueError if it is a name."""
    packed = ip_address(host).packed
    words = (packed[at : at + 4] for at in range(0, len(packed), 4))
    return "".join(f"{int.from_bytes(word, sys.byteorder):08X}" for word in words)
