"""Files written whole or not at all, TOML that people write, shared folders, zips to give away."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import secrets
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError, MaterialError, PlaceError

PRIVATE = 0o600  # of a file with marks, pages or solutions: nobody else may read it
CLOSED = 0o700  # the same of a folder
READABLE = 0o644  # of what another program gives to students as it is

# where pip puts the course: a folder beside this package, with notebooks/ and solutions/ in it
INSTALLED_COURSE = Path(__file__).resolve().parents[1] / "numpy_course"

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
_FOR_GROUP = stat.S_IRGRP | stat.S_IWGRP
_BINARY = getattr(os, "O_BINARY", 0)  # Windows
_FULL = {
    errno.ENOSPC: "no space is left on its disk",
    errno.EDQUOT: "the disk quota of its owner is used up",
    errno.EFBIG: "it would be larger than a file of this process may be (`ulimit -f`)",
}
_encode = json.JSONEncoder(ensure_ascii=False).encode
_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", ".DS_Store", ".pytest_cache", ".ruff_cache"}


def write_bytes(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a file so that whoever reads it finds the old content or the new one, never a part.

    A file that is replaced keeps its permissions. In a folder that a group shares (set-group-ID
    and writable for the group) the group may read and write it.

    Parameters
    ----------
    path : Path
        The file; its folder is made if it is missing.
    content : bytes
        All of its content.
    mode : int, optional
        The permissions of a new file, `PRIVATE` say, and what a replaced one has at least; by
        default the usual ones.

    Raises
    ------
    PlaceError
        If this user may not write there, or there is no room; the old file is still there then.
    OSError
        If it cannot be written for another reason; the same holds.
    """
    make_folder(path.parent)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    with telling(path):
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode or 0o666)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            made = stat.S_IMODE(part.stat().st_mode)
            wanted = _permissions(path, made, mode)
            if wanted != made:
                part.chmod(wanted)
            part.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise


def write_text(path: Path, text: str, mode: int | None = None) -> None:
    """Write a text as UTF-8, whole or not at all; lone surrogates become question marks."""
    write_bytes(path, text.encode("utf-8", "replace"), mode)


def write_json(path: Path, value: object, mode: int | None = None) -> None:
    """Write a value as JSON, whole or not at all, in lines as those of `as_json`."""
    write_text(path, as_json(value) + "\n", mode)


def as_json(value: object, levels: int = 2) -> str:
    """Return a value as JSON in which each entry has a line, and each entry of an entry.

    A line for whatever lies deeper too, which is what `indent` gives, is made by Python's slow
    encoder: ten times the time for a notebook.
    """
    if levels and isinstance(value, dict) and value:
        lines = [f"{_encode(str(key))}: {as_json(one, levels - 1)}" for key, one in value.items()]
        return "{{\n{}\n}}".format(",\n".join(lines))
    if levels and isinstance(value, list | tuple) and value:
        return "[\n{}\n]".format(",\n".join(as_json(one, levels - 1) for one in value))
    return _encode(value)


def write_folder(
    folder: Path, files: Mapping[str, bytes], part: Path, make_way: Callable[[], None] | None = None
) -> None:
    """Write a new folder with all of its files, or nothing of it.

    Parameters
    ----------
    folder : Path
        Must not exist by the time that it is put there; those above it are made.
    files : mapping of str to bytes
        By their names in it.
    part : Path
        Where it is put together, on the same disk; what a killed run has left there is removed.
    make_way : callable, optional
        Moves away what stands in its place; called when all of the new one is on the disk.
    """
    make_folder(folder.parent)
    shutil.rmtree(part, ignore_errors=True)
    try:
        for name, content in files.items():
            write_bytes(part / name, content)
        if make_way:
            make_way()
        with telling(folder):
            part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def read_toml(
    path: Path, wrong: type[AutograderError] = MaterialError, look: str = ""
) -> dict[str, Any]:
    """Return what a TOML file says, which a person has written.

    Parameters
    ----------
    path : Path
        The file; a mark at its beginning, which Windows writes, is left out.
    wrong : type
        What is raised if it is no TOML.
    look : str, optional
        What is often wrong in such a file, as the end of a sentence.

    Raises
    ------
    FileNotFoundError
        If there is none.
    PlaceError
        If this user may not read it.
    AutograderError
        If it is no TOML: of the kind `wrong`.
    """
    import tomllib

    try:
        with telling(path):
            return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, PlaceError):
        raise
    except UnicodeDecodeError as error:
        raise wrong(f"{path}: cannot be read as TOML: {error}. Save it as UTF-8.") from error
    except (ValueError, RecursionError, OSError) as error:  # numbers too long, nested too deep
        raise wrong(f"{path}: cannot be read as TOML: {error}. Correct it{look}.") from error


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder and those above it; one in a folder that a group shares is shared likewise.

    Parameters
    ----------
    folder : Path
        May be there already; then it stays as it is.
    mode : int
        Its permissions, where no group shares it; the process's umask takes some away.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with telling(folder):
        try:
            folder.mkdir(mode)
        except FileExistsError:  # another process was faster
            return
    above = folder.parent.stat().st_mode
    if is_shared(folder.parent):
        own = stat.S_IMODE(folder.stat().st_mode)
        folder.chmod(own & above | stat.S_IRWXG | stat.S_ISGID)


def make_file(path: Path) -> None:
    """Have a file ready that a database writes into: private, or for the group that shares it.

    It is made, empty, if it is missing. One that is this user's is opened to the group, if its
    folder is.

    Raises
    ------
    PlaceError
        If this user may not write into it.
    """
    make_folder(path.parent, CLOSED)
    with telling(path), contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
    if is_shared(path.parent):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & _FOR_GROUP != _FOR_GROUP:
            with contextlib.suppress(PermissionError):  # somebody else's: told below
                path.chmod(mode | _FOR_GROUP)
    check_writable(path)


def check_writable(path: Path) -> None:
    """Raise a PlaceError if this user may not write a file, or make it where it shall be."""
    if place := _not_writable(path):
        raise PlaceError(_refused(place, "write to"))


def check_readable(place: Path) -> None:
    """Raise a PlaceError if this user may not read a file, or look into a folder."""
    if not os.access(place, os.R_OK | (os.X_OK if place.is_dir() else 0)):
        raise PlaceError(_refused(place, "read"))


def is_shared(folder: Path) -> bool:
    """Return whether a group shares a folder: it is set-group-ID and the group may write there."""
    mode = folder.stat().st_mode
    return bool(mode & stat.S_ISGID and mode & stat.S_IWGRP)


@contextlib.contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn a refusal, or a full disk, into a PlaceError that says what to do about this path."""
    try:
        yield
    except OSError as error:
        if said := sentence(error, path):
            raise PlaceError(said) from error
        raise


def sentence(error: OSError, path: Path | None = None) -> str:
    """Return what is to be said of a refusal or a full disk; nothing for any other error.

    Parameters
    ----------
    path : Path, optional
        Over which file or folder it was raised; by default the one that it names.
    """
    if isinstance(error, PlaceError):
        return str(error)
    if path is None and isinstance(error.filename, (str, bytes)):
        path = Path(os.fsdecode(error.filename))
    if error.errno in _FULL:
        what = f"{path}: not written" if path else "A file was not written"
        return (
            f"{what}: {_FULL[error.errno]}. What was there before is kept. Make room, then run the "
            "command again."
        )
    if str(error.strerror).startswith("No usable temporary directory"):  # Python's tempfile
        return (
            f"{error.strerror}: there is no room, or no right to write. Make room in one of "
            "them, or name another in the variable TMPDIR."
        )
    if error.errno == errno.EROFS:
        return f"{path or 'A file'}: its file system is read-only. Name a directory on another one."
    if not isinstance(error, PermissionError) or path is None:
        return ""
    for place in (*reversed(path.parents), path):
        if place.is_dir() and not os.access(place, os.X_OK):
            return _refused(place, "enter")
    if path.exists() and not os.access(path, os.R_OK):
        return _refused(path, "read")
    if (kept := _not_writable(path)) is not None:
        return _refused(kept, "write to")
    return f"{path}: {error.strerror}."


def owner_of(place: Path) -> str:
    """Return who owns a file or folder, by name; on Windows "its owner"."""
    return _user(place.stat().st_uid) if hasattr(os, "geteuid") else "its owner"


def user_name(number: int) -> str:
    """Return what this machine calls a user; empty if it knows none of this number."""
    try:
        import pwd
    except ImportError:  # Windows
        return ""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return ""


def _not_writable(path: Path) -> Path | None:
    """Return what keeps this user from writing a file: its folder, itself, or nothing."""
    folder = next(above for above in path.parents if above.exists())
    places = (place for place in (folder, path) if place.exists())
    return next((place for place in places if not os.access(place, os.W_OK)), None)


def _refused(place: Path, what: str) -> str:
    """Say that this user may not do something with a place, whose it is, and who can allow it."""
    about = place.stat()
    if not hasattr(os, "geteuid"):
        return f"{place}: you may not {what} it. Use a directory of your own."
    owner, group = _user(about.st_uid), _group(about.st_gid)
    said = (
        f"{place}: {_user(os.geteuid())} may not {what} it: it belongs to {owner}, group "
        f"{group}, with the permissions {stat.filemode(about.st_mode)}. "
    )
    for top in reversed([place, *place.parents]):
        of = top.stat()
        if top.is_dir() and of.st_mode & stat.S_ISGID and of.st_gid in os.getgroups():
            group = "" if about.st_gid == of.st_gid else f"chgrp -R {_group(of.st_gid)} {top} && "
            return f"{said}Let {owner} run `{group}chmod -R g+rwX {top}`, then run this again."
    other = ", or use a directory of your own" if what == "write to" else ""
    return f"{said}Ask {owner} for the right to{other}."


def _user(number: int) -> str:
    return user_name(number) or f"user {number}"


def _group(number: int) -> str:
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


class Archive:
    """A zip in the making: the same content gives the same bytes."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, bool]] = {}

    def add(self, name: str, content: bytes | str, executable: bool = False) -> None:
        """Add one file; text is written as UTF-8."""
        raw = content.encode() if isinstance(content, str) else content
        self.files[name] = raw, executable

    def add_folder(self, prefix: str, folder: Path) -> None:
        """Add all files below a folder, without what tools leave behind."""
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not _LEFT_OUT & set(inside.parts):
                self.add(f"{prefix}/{inside.as_posix()}", path.read_bytes())

    def content(self) -> bytes:
        """Return the zip."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, (content, executable) in self.files.items():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.create_system = 3  # Unix: the mode below counts
                entry.external_attr = (0o100755 if executable else 0o100644) << 16
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def _permissions(path: Path, made: int, mode: int | None) -> int:
    """Return the permissions that a file at this place should have, made with the usual ones."""
    folder = path.parent.stat().st_mode
    try:
        wanted = stat.S_IMODE(path.stat().st_mode) | (mode or 0)
    except FileNotFoundError:
        wanted = made if mode is None else mode
        if is_shared(path.parent):
            wanted &= ~stat.S_IRWXO | folder
    return wanted | _FOR_GROUP if is_shared(path.parent) else wanted
