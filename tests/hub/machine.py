"""A machine of a test's own: root may make users and directories, and nothing of it is left.

It is this machine in namespaces of its own. Where something is written, there is a copy or an empty
directory in memory; so the guide's own commands are run, with its own paths. The checkout that is
being tested is not there: what lies on the machine was put there by the guide.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import pytest

from tests.users import ROOT, is_root

PROXY = Path(sys.prefix).resolve() / "proxy" / "node_modules"
PROGRAMS = ("unshare", "nsenter", "setpriv", "useradd", "groupadd", "chpasswd", "node")
_UNSHARE = (
    *("setpriv", "--pdeathsig", "KILL"),  # it ends with the tests, however they end
    *("unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"),
)
_PATH = "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_EMPTY = ("/home", "/root", "/srv", "/opt", "/tmp", "/var/tmp", "/var/lib", "/usr/local/share")
_ORDINARY = {"usr", "etc", "var", "home", "root", "srv", "opt", "tmp"}

# $1: what stays to be seen, but not written, $2: what must not be; one path a line. /mnt holds what
# is bound again.
_SET_UP = """
set -e
mount --make-rprivate /
mount -t tmpfs -o mode=700 none /mnt
cp -a /etc /mnt/etc
n=0; echo "$1" | while read -r path; do
    n=$((n + 1)); mkdir /mnt/$n; mount --bind "$path" /mnt/$n
done
mount --bind /mnt/etc /etc
echo "$2" | while read -r path; do
    mount -t tmpfs -o mode=755 none "$path"
done
chmod 1777 /tmp /var/tmp
chmod 711 /root
n=0; echo "$1" | while read -r path; do
    n=$((n + 1)); mkdir -p "$path"; mount --bind /mnt/$n "$path"
    mount -o remount,bind,ro "$path"
done
echo ready
while :; do sleep 3600 & wait $!; done
"""


class Machine:
    """Programs are run on it as root, or as one of its users.

    Parameters
    ----------
    seen : sequence of Path
        Directories of the real machine that are there too, besides this Python and what is
        installed on the system.
    """

    def __init__(self, seen: Sequence[Path] = ()) -> None:
        kept = {Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve(), *seen}
        usual = {Path("/usr"), Path("/usr/local")}
        empty = [path for path in _EMPTY if Path(path).is_dir()]
        top = ROOT.parts[1]
        if not any(ROOT.is_relative_to(path) for path in empty):
            empty.append(str(ROOT) if top in _ORDINARY else f"/{top}")
        lines = ["\n".join(map(str, sorted(kept - usual))), "\n".join(empty)]
        self._unshare = subprocess.Popen(
            [*_UNSHARE, "sh", "-c", _SET_UP, "sh", *lines],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._unshare.stdout and self._unshare.stderr
        if self._unshare.stdout.readline() != "ready\n":
            self._unshare.kill()
            told = self._unshare.communicate()[1].strip()
            pytest.skip(f"this machine cannot be had a second time, apart from itself: {told}")
        task = Path(f"/proc/{self._unshare.pid}/task/{self._unshare.pid}/children")
        self._enter = ["nsenter", "--target", task.read_text().split()[0], "--mount", "--pid", "--"]
        self.variables = {
            "PATH": f"{sys.base_prefix}/bin:{PROXY}/.bin:{_PATH}",
            "HOME": "/root",
            "LANG": "C.UTF-8",
        }

    def start(self, command: str, into: IO[str] | int = subprocess.PIPE) -> subprocess.Popen[str]:
        """Start a shell command as root."""
        return subprocess.Popen(
            [*self._enter, "sh", "-c", command],
            env=self.variables,
            stdin=subprocess.DEVNULL,
            stdout=into,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, command: str) -> str:
        """Run a shell command as root, which must end well; return what it printed."""
        process = self.start(command)
        said = process.communicate()[0]
        assert process.returncode == 0, f"# {command}\n{said}"
        return said

    def run_as(
        self, user: str, command: Sequence[str], variables: Mapping[str, str] | None = None
    ) -> str:
        """Run a program as a user of the machine; it must end well."""
        become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--reset-env"]
        given = ["env", *(f"{name}={text}" for name, text in (variables or {}).items())]
        return self.run(shlex.join([*become, *given, *command]))

    def close(self) -> None:
        """End everything that runs on it."""
        self._unshare.kill()
        self._unshare.communicate()


def skip_unless_possible() -> None:
    """Skip, with the reason, where there can be no such machine and no hub."""
    if not is_root():
        pytest.skip("only root can make users and start their servers")
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not on PATH: {', '.join(missing)}")
    if not (PROXY / ".bin" / "configurable-http-proxy").is_file():
        pytest.skip("no configurable-http-proxy: run `sh .ci/get_proxy.sh`")
