"""A PostgreSQL server of the tests' own: its data and its socket in a temporary directory."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

ROLE = "teacher"
PASSWORD = "s3cret/p@ss"  # as it stands in an address: s3cret%2Fp%40ss
_PROGRAMS = ("initdb", "postgres")
_QUICK = ("-F", "-c", "full_page_writes=off")  # the machine will not crash
_DATABASES = count(1)


def programs() -> Path | None:
    """Return where Debian, or the PATH, has PostgreSQL's programs; the newest of them."""
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    found = sorted(installed, key=lambda path: path.parent.name.zfill(3))
    on_path = shutil.which("postgres")
    found = [Path(on_path).parent, *found] if on_path else found
    return next((f for f in reversed(found) if all((f / p).is_file() for p in _PROGRAMS)), None)


@dataclass
class Server:
    """A server that is running, or was.

    Attributes
    ----------
    folder : Path
        Its socket's, with its data in it.
    port : int
        In the name of the socket, and on 127.0.0.1.
    """

    folder: Path
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None
    port: int = 5432

    def url(self, database: str, role: str = ROLE) -> str:
        """Return the address of a database."""
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def new_database(self, name: str = "") -> str:
        """Make an empty database and return its address."""
        name = name or f"class_{next(_DATABASES)}"
        self.run(f'CREATE DATABASE "{name}" OWNER {ROLE}')
        return self.url(name)

    def run(self, *commands: str, url: str = "") -> list[tuple[object, ...]]:
        """Run commands of SQL, each by itself; return the rows of the last."""
        import psycopg

        rows: list[tuple[object, ...]] = []
        place = (url or self.url("postgres")).replace("postgresql+psycopg2", "postgresql")
        with psycopg.connect(place, autocommit=True) as connection:
            for command in commands:
                done = connection.execute(command)  # type: ignore[arg-type]
                rows = done.fetchall() if done.description else []
        return rows

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        self.end()
        self.process = self.start()
        for _ in range(600):
            with suppress(Exception):
                self.run("SELECT 1")
                return
            assert self.process.poll() is None, "PostgreSQL did not start"
            time.sleep(0.05)
        raise AssertionError("PostgreSQL did not answer for half a minute")

    def end(self) -> None:
        """Stop it at once, as a crash would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)
            self.process = None


@contextmanager
def server(quick: bool = True) -> Iterator[Server]:
    """Give a server that runs, as another user if this is root: PostgreSQL refuses root.

    A quick one does not wait for the disk.
    """
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL here: its programs initdb and postgres (Debian: postgresql)")
    pytest.importorskip("psycopg", reason="no driver of PostgreSQL: pip install 'psycopg[binary]'")
    who: dict[str, object] = {}
    if os.geteuid() == 0:
        import pwd

        names = {one.pw_name: one for one in pwd.getpwall()}
        one = names.get("postgres") or names.get("nobody")
        if one is None:
            pytest.skip("PostgreSQL refuses root, and there is no user postgres or nobody")
        who = {"user": one.pw_uid, "group": one.pw_gid, "extra_groups": []}
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path is short
    try:
        folder.chmod(0o755)
        if who:
            os.chown(folder, who["user"], who["group"])
        data = folder / "data"
        quiet = {"cwd": "/", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        made = [found / "initdb", "-D", data, "-U", ROLE, "-A", "trust", "--no-sync"]
        made += ["-E", "UTF8", "--locale=C"]
        done = subprocess.run(made, cwd="/", capture_output=True, text=True, check=False, **who)
        if done.returncode:  # of a user without a name, say
            pytest.skip(f"no PostgreSQL can be set up here: {done.stderr.strip()[-300:]}")
        rules = data / "pg_hba.conf"
        rules.write_text(f"local all ada scram-sha-256\n{rules.read_text()}")
        place = [found / "postgres", "-D", data, "-k", folder, "-h", ""]
        place += _QUICK if quick else ()
        running = Server(folder, lambda: subprocess.Popen(place, **quiet, **who))
        try:
            running.begin()
            running.run(f"CREATE ROLE ada LOGIN PASSWORD '{PASSWORD}'")
            yield running
        finally:
            running.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
