"""nbgrader's configuration, as nbgrader itself reads it; nbgrader takes two seconds to import."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import MaterialError

if TYPE_CHECKING:
    from traitlets.config import Config

NAMES = ("nbgrader_config.py", "nbgrader_config.json")
_OF_ALL = ("jupyter_config.py", "jupyter_config.json")  # what every program of Jupyter reads
_being_read: ContextVar[bool] = ContextVar("being read", default=False)


class ConfigurationError(MaterialError):
    """A file of nbgrader's configuration cannot be read."""


def files_for(folder: Path) -> list[Path]:
    """Return the files that nbgrader reads when it is started in a folder, the last counts most.

    They lie in Jupyter's folders, and in this one, unless everybody may write into it.
    """
    from jupyter_core.paths import jupyter_config_path

    everywhere = [Path(found) for found in reversed(jupyter_config_path())]
    places = [place / name for names in (_OF_ALL, NAMES) for place in everywhere for name in names]
    # where everybody may write, a stranger's file would be run
    if folder.is_dir() and not folder.stat().st_mode & stat.S_IWOTH:
        places += [folder / name for name in NAMES]
    return [file for file in dict.fromkeys(places) if file.is_file()]


def read_files(files: Iterable[Path]) -> list[tuple[Path, Config]]:
    """Return what each of these files configures.

    Raises
    ------
    ConfigurationError
        If one cannot be read; nbgrader would go on without it.
    """
    from traitlets.config.loader import JSONFileConfigLoader, PyFileConfigLoader

    paths = list(sys.path)
    before = _being_read.set(True)
    found = []
    try:
        for file in files:
            sys.path.insert(0, str(file.parent))  # where modules that it imports may lie
            loader = PyFileConfigLoader if file.suffix == ".py" else JSONFileConfigLoader
            try:
                found.append((file, loader(file.name, str(file.parent)).load_config()))
            except Exception as error:
                raise ConfigurationError(
                    f"{file}: nbgrader's configuration cannot be read: "
                    f"{type(error).__name__}: {error}. Correct it."
                ) from error
    finally:
        sys.path[:] = paths
        _being_read.reset(before)
    return found


def merged(files: Sequence[tuple[Path, Config]]) -> Config:
    """Return what several files configure together."""
    from traitlets.config import Config

    config = Config()
    for _, one in files:
        config.merge(one)
    return config


def is_being_read() -> bool:
    """Return whether this program reads it, and not nbgrader, to find out what people chose."""
    return _being_read.get()
