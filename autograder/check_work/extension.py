"""Puts the button's addresses into a Jupyter server, and chooses who grades for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.check_work.contract import About, Backend, NotNow, RequestState
from autograder.course.course import Course
from autograder.errors import AutograderError, UsageError

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp


def load(server: ServerApp) -> None:
    """Add the addresses to a server."""
    from autograder.check_work.handlers import BACKEND, handlers

    application = server.web_app
    application.settings[BACKEND] = backend_for(Path(server.contents_manager.root_dir))
    application.add_handlers(".*$", handlers(application.settings["base_url"]))


def backend_for(folder: Path) -> Backend:
    """Return who grades what lies in a folder: a hub's service, or this machine.

    On a hub that has named its service to this server, nobody else is asked. This machine grades if
    the course is readable on it.
    """
    from autograder.check_work.hub import HubBackend
    from autograder.check_work.local import LocalGrader

    if service := HubBackend.found():
        return service
    try:
        course = _course_of(folder)
    except AutograderError as error:
        return Nobody(str(error))
    if not os.access(course.root / "solutions", os.R_OK | os.X_OK):
        return Nobody(f"{course.root / 'solutions'}: cannot be read by this account.")
    return LocalGrader(course)


class Nobody:
    """A `contract.Backend` where there is nobody to ask."""

    def __init__(self, reason: str) -> None:
        self._refusal = NotNow(404, reason)

    async def about(self) -> About:
        """Say why."""
        raise self._refusal

    async def ask(self, name: str, content: bytes, accepted: bool) -> str:
        """Say why."""
        raise self._refusal

    async def state(self, number: str) -> RequestState:
        """Say why."""
        raise self._refusal

    async def close(self) -> None:
        """There is nothing to end."""


def _course_of(folder: Path) -> Course:
    """Return the course around a folder, else the one that this package was installed from."""
    try:
        return Course.find(folder)
    except UsageError:
        return Course.find()
