"""What a confined interpreter must be able to read: its library, and nothing more."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UsageError

# Run by the student's interpreter: where its library lies, and which shared libraries it loads
# when it has everything loaded that it could load.
_ASK = """
import glob, importlib, json, os, re, sys, sysconfig, warnings
warnings.simplefilter("ignore")
stdlib = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib", vars={
    "platbase": sys.base_exec_prefix, "base": sys.base_prefix})]
stdlib = [path for path in stdlib if not path.startswith(sys.prefix + os.sep)] or stdlib
for path in glob.glob(os.path.join(sysconfig.get_config_var("DESTSHARED") or "", "*.so")):
    name = os.path.basename(path).split(".")[0]
    if not name.startswith(("_test", "_xx", "xx", "_tkinter", "_ctypes_test")):
        try:
            importlib.import_module(name)
        except Exception:
            pass
for name in ("numpy", "matplotlib.pyplot", "PIL._imaging"):
    try:
        importlib.import_module(name)
    except ImportError:
        pass
libraries = set()
try:
    with open("/proc/self/maps") as maps:
        libraries = set(re.findall(r"(/\\S+\\.so\\S*)$", maps.read(), re.MULTILINE))
except OSError:
    pass
print(json.dumps({"prefix": sys.prefix, "stdlib": stdlib, "libraries": sorted(libraries)}))
"""
_SYSTEM = ("/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/usr/share/fonts")
_LIBRARIES = ("/lib", "/usr/lib", "/usr/local/lib")
_LINKED = ("/lib", "/lib64", "/lib32", "/usr/lib64")


@dataclass(frozen=True)
class Readable:
    """Parts of the file system, by their real paths.

    Attributes
    ----------
    paths : list of str
        Directories and files that can be read.
    hidden : list of str
        What lies in one of these but cannot be read.
    links : dict of str to str
        Symbolic links through which the interpreter finds them.
    """

    paths: list[str]
    hidden: list[str]
    links: dict[str, str]

    @classmethod
    def ask(cls, python: Path) -> Readable:
        """Return what the interpreter `python` needs, as it says itself."""
        try:
            done = subprocess.run(
                [str(python), "-I", "-c", _ASK], capture_output=True, text=True, check=True
            )
            told = json.loads(done.stdout)
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            raise UsageError(
                f"{python}: the students' Python does not start: {error}. "
                "Delete its directory; it will be made anew."
            ) from error
        return cls._of(told["prefix"], told["stdlib"], told["libraries"])

    @classmethod
    def _of(cls, prefix: str, stdlib: list[str], libraries: list[str]) -> Readable:
        roots = [prefix, *stdlib, *(path for path in _SYSTEM if os.path.exists(path))]
        paths = {os.path.realpath(path) for path in roots}
        links = {path: os.path.realpath(path) for path in roots if os.path.realpath(path) != path}
        links |= {path: os.path.realpath(path) for path in _LINKED if os.path.islink(path)}
        stdlib = [os.path.realpath(path) for path in stdlib]
        loaded = {os.path.realpath(path) for path in libraries}
        for folder in {os.path.dirname(path) for path in loaded}:
            base = any(_below(path, folder) for path in stdlib)  # as in conda: full of other things
            if folder.startswith(_LIBRARIES) and not base:
                paths.add(folder)
            else:
                paths |= _found_by(folder, loaded)
        hidden = {os.path.join(path, "site-packages") for path in stdlib}
        return cls(sorted(paths), sorted(filter(os.path.isdir, hidden)), links)

    def hiding(self, private: Iterable[str | Path]) -> Readable:
        """Return the same without these paths, wherever they lie."""
        hidden = {*self.hidden, *map(os.path.realpath, private)} - set(self.paths)
        hidden = {path for path in hidden if any(_below(path, other) for other in self.paths)}
        return Readable(self.paths, sorted(hidden), self.links)

    def moved(self, folder: str, place: str) -> Readable:
        """Return the same as it is for a process that finds a directory at another place."""

        def there(path: str) -> str:
            inside = path == folder or _below(path, folder)
            return place + path[len(folder) :] if inside else path

        links = {path: target for path, target in self.links.items() if there(target) == target}
        paths = sorted({there(path) for path in self.paths})
        return Readable(paths, [there(path) for path in self.hidden], links)

    @property
    def needed(self) -> list[str]:
        """The paths without those that lie in another one, nothing hidden between."""
        around = [*self.paths, *self.hidden]
        nearest = {
            path: max((other for other in around if _below(path, other)), key=len, default=None)
            for path in self.paths
        }
        return [path for path in self.paths if nearest[path] in (None, *self.hidden)]

    def apart(self) -> list[str]:
        """Return paths that together hold what is readable and nothing that is hidden.

        For Landlock, which can only add: a directory that holds something hidden is replaced by
        what else lies in it.
        """
        found, ahead = [], self.needed
        while ahead:
            path = ahead.pop()
            if path in self.hidden:
                continue
            if any(_below(h, path) for h in self.hidden):
                ahead += [entry.path for entry in os.scandir(path) if not entry.is_symlink()]
            else:
                found.append(path)
        return sorted(found)


def _found_by(folder: str, libraries: set[str]) -> set[str]:
    """Return the libraries that lie in a folder, and the links by which they are found."""
    files = {entry.path for entry in os.scandir(folder) if ".so" in entry.name}
    return {path for path in files if os.path.realpath(path) in libraries}


def _below(path: str, folder: str) -> bool:
    return path != folder and path.startswith(folder.rstrip("/") + "/")
