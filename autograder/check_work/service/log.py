"""The log of a service: who asked for what, when, and what became of it; no notebook's content."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

_AGAIN = 60.0  # seconds within which a refusal of the same user is not written again


class Log:
    """Lines of JSON in a file that only its owner can read.

    Parameters
    ----------
    path : Path
        The file; it may be moved away at any time, a new one is begun then.
    clock : callable, optional
        Returns seconds.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.path = path
        self._clock = clock
        self._refused: dict[str, float] = {}

    def write(self, event: str, user: str, **more: str | float | None) -> None:
        """Add a line; an OSError if that is not possible."""
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "event": event, "user": user, **more}
        text = json.dumps(line) + "\n"  # in ASCII: nothing else can end a line or hide one
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        file = os.open(self.path, flags, 0o600)
        try:
            os.write(file, text.encode("ascii"))
        finally:
            os.close(file)

    def refused(self, user: str, status: int, reason: str) -> None:
        """Add a line on a refusal; of the same user once a minute, however many there are."""
        now = self._clock()
        if self._refused.get(user, -_AGAIN) > now - _AGAIN:
            return
        self._refused = {who: at for who, at in self._refused.items() if at > now - _AGAIN}
        self._refused[user] = now
        self.write("refused", user, status=status, reason=reason)

    def keep(self, notebook: Path) -> None:
        """Keep what was sent, in a folder beside the log."""
        folder = self.path.with_name(f"{self.path.stem}-notebooks")
        folder.mkdir(mode=0o700, exist_ok=True)
        shutil.copy(notebook, folder / notebook.name)
