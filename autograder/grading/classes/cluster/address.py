"""Where a cluster is: what `--cluster` may say, and whether others could listen there."""

from __future__ import annotations

import ipaddress
import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from autograder.errors import AutograderError, UsageError

_GATEWAY = "gateway:"
_LOCAL = re.compile(r"local:([1-9]\d{0,3})")
FORMS = (
    "tls://HOST:PORT, tcp://HOST:PORT, a scheduler file, gateway:NAME for a cluster of Dask "
    "Gateway, or local:2 for two workers on this machine"
)


class ClusterLost(AutograderError):
    """The cluster has gone while it graded; what was finished is kept."""

    exit_code = 3


@dataclass(frozen=True)
class Address:
    """A cluster that is there, or the number of workers of one that is made for this class.

    Attributes
    ----------
    scheduler : str
        The address of its scheduler; empty if it is to be made here.
    workers : int
        How many to make here.
    gateway : str
        The name of a cluster that Dask Gateway leads to, with keys that it has made.
    """

    scheduler: str = ""
    workers: int = 0
    gateway: str = ""

    @classmethod
    def read(cls, text: str, unencrypted: bool = False) -> Address:
        """Return what `text` names.

        Parameters
        ----------
        text : str
            What `--cluster` was given.
        unencrypted : bool
            Whether somebody accepted a network on which others may listen and connect.

        Raises
        ------
        UsageError
            If it is nothing of the kind, or leads over a network without TLS.
        """
        if local := _LOCAL.fullmatch(text):
            return cls(workers=int(local[1]))
        if text.startswith(_GATEWAY) and text != _GATEWAY:
            return cls(gateway=text.removeprefix(_GATEWAY))
        scheduler = text if "://" in text else _in_file(Path(text))
        kind, host = _parts(scheduler)
        if kind not in ("tcp", "tls") or not host:
            raise UsageError(f"--cluster {text}: is no address of a cluster. Give {FORMS}.")
        if kind == "tcp" and not _is_this_machine(host) and not unencrypted:
            raise UsageError(
                f"--cluster {text}: without TLS, whoever reaches {host} can read the solutions "
                "and the students' work, and run programs as you. Start the cluster with TLS and "
                "give its tls:// address (docs/cluster.md says how), or accept the risk with "
                "--unencrypted."
            )
        return cls(scheduler)

    def __str__(self) -> str:
        if self.gateway:
            return _GATEWAY + self.gateway
        return self.scheduler or f"local:{self.workers}"


def _in_file(path: Path) -> str:
    """Return the address in a file that `dask scheduler --scheduler-file` has written."""
    try:
        told = json.loads(path.read_bytes())
        address = told["address"]
    except FileNotFoundError as error:
        raise UsageError(
            f"--cluster {path}: there is no such file, and it is no address. Give {FORMS}."
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"--cluster {path}: is no scheduler file: {error or type(error).__name__}. "
            "`dask scheduler --scheduler-file` writes one."
        ) from error
    return str(address)


def _parts(address: str) -> tuple[str, str]:
    """Return an address's protocol and host; two empty texts if it has none."""
    try:
        parts = urlsplit(address)
        return (parts.scheme, parts.hostname or "") if parts.port else ("", "")
    except ValueError:
        return "", ""


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
