"""A walk over a machine as whoever runs this: what can be read, written and seen of others' work.

Given to a Python as its program, with the words that must not be found; prints JSON.
"""

from __future__ import annotations

import json
import os
import pwd
import stat
import sys
from collections.abc import Iterator

PLACES = (
    *("/etc", "/home", "/mnt", "/opt", "/root", "/run", "/srv", "/tmp", "/var/lib", "/var/log"),
    *("/var/tmp", "/usr/local/share"),
)
LARGEST = 10_000_000


def walk(secrets: list[bytes]) -> dict[str, list[str]]:
    """Return what can be read, what of it is others' or has secrets, and what can be written."""
    me, own = os.getuid(), pwd.getpwuid(os.getuid()).pw_dir
    people = {one.pw_uid for one in pwd.getpwall() if one.pw_uid >= 1000} - {me}
    found: dict[str, list[str]] = {"read": [], "others": [], "writable": [], "telling": []}
    for path, status in files(found["writable"]):
        try:
            with open(path, "rb") as file:
                content = file.read(LARGEST)
        except OSError:
            continue
        found["read"].append(path)
        if status.st_uid in people:
            found["others"].append(path)
        if not path.startswith(own) and os.access(path, os.W_OK):
            found["writable"].append(path)
        if any(secret in content for secret in secrets):
            found["telling"].append(path)
    return found


def files(writable: list[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Give each ordinary file that can be found; note which folders can be written."""
    for place in PLACES:
        for folder, _, names in os.walk(place):
            if os.access(folder, os.W_OK):
                writable.append(folder)
            for name in names:
                path = os.path.join(folder, name)
                try:
                    status = os.lstat(path)
                except OSError:
                    continue
                if stat.S_ISREG(status.st_mode):
                    yield path, status


def processes() -> list[str]:
    """Return what can be read of other users' processes, beyond that they are there."""
    found = []
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.stat(f"/proc/{number}").st_uid == os.getuid():
                continue
        except OSError:
            continue
        for name in ("environ", "mem", "maps"):
            try:
                with open(f"/proc/{number}/{name}", "rb") as file:
                    if file.read(1):
                        found.append(f"/proc/{number}/{name}")
            except OSError:
                pass
        for name in ("fd", "cwd", "root"):
            try:
                os.listdir(f"/proc/{number}/{name}")
                found.append(f"/proc/{number}/{name}")
            except OSError:
                pass
    return found


if __name__ == "__main__":
    hidden = [word.encode() for word in sys.argv[1:]]
    print(json.dumps({**walk(hidden), "processes": processes()}))
