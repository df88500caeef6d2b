"""nbgrader: `submitted/` of another classroom, or an exchange's inbound folder."""

from __future__ import annotations

import re
from collections.abc import Mapping

from autograder.errors import UsageError
from autograder.files import user_name
from autograder.gradebook.timestamp import read_time
from autograder.platforms.archives import Found
from autograder.platforms.platform import Hints, Origin, Platform, Whose

_A_FOLDER = re.compile(r"[^\W_][^\x00-\x1f/\\\\:*?<>|\"']{0,63}(?<![ .])")


class Nbgrader(Platform):
    """`<student>/<assignment>/`, or `<student>+<assignment>+<time>+<random>/`."""

    name = "nbgrader"
    timestamps = True
    whole_folders = True

    def origins(self, files: Mapping[str, Found], hints: Hints) -> Whose:
        split = {name: name.split("/") for name in files}
        depths = {name: _depth_in_exchange(parts) for name, parts in split.items()}
        inside = [depth for depth in depths.values() if depth is not None]
        if not inside:
            return {name: _in_submitted(parts) for name, parts in split.items()}
        # a student may have made folders that look like an exchange, further in
        inbound = {
            "/".join(split[name][:depth]) for name, depth in depths.items() if depth == min(inside)
        }
        if len(inbound) > 1:
            raise UsageError(
                f"submissions of several courses: {', '.join(sorted(inbound))}. "
                "Name the inbound folder of one."
            )
        return {
            name: _in_exchange(split[name], depth) if depth == min(inside) else ()
            for name, depth in depths.items()
        }

    def id_for(self, origin: Origin) -> str:
        """Return the name itself, as `nbgrader collect` does, where a folder can have it."""
        return origin.key if _A_FOLDER.fullmatch(origin.key) else super().id_for(origin)

    def is_its_own(self, file: str) -> bool:
        """Return whether a file is what a course gives out, beside its inbound folder."""
        return not {"outbound", "feedback"}.isdisjoint(file.split("/")[:2])

    def not_theirs(self, file: Found, origin: Origin) -> str:
        """Return why a submission in an exchange is not its student's: others own what is in it.

        Whoever owns the download down to the inbound folder, an instructor, may have put it there.
        """
        depth = _depth_in_exchange(file.name.split("/"))
        if depth is None or not file.owners:
            return ""
        above = file.owners[: depth + 1]
        inbound = above[0] if len(set(above)) == 1 else None
        return foreign(origin.key, inbound, *file.owners[depth + 1 :])


def parts_of_name(folder: str) -> tuple[str, str, str] | None:
    """Return the student, the assignment and the time in an inbound folder's name; None if none.

    A student's name may have a + in it, as nbgrader allows; the random word at the end may be left
    out.
    """
    words = folder.split("+")
    if len(words) < 3:
        return None
    named = len(words) == 3 or (not read_time(words[-2]) and read_time(words[-1]) is not None)
    *student, assignment, when = words if named else words[:-1]
    key = "+".join(student)
    return (key, assignment, when) if key and assignment and when else None


def foreign(student: str, inbound: int | None, folder: int, *below: int) -> str:
    """Return why a submission is not the student's, from whose the folders and the file are."""
    reason = ""
    other = next((owner for owner in below if owner != folder), None)
    if other is not None:
        reason = f"a file in the folder belongs to {_user_named(other)}"
    elif folder != inbound and user_name(folder) != student:
        reason = f"the folder belongs to {_user_named(folder)}"
    return f"{reason}: not taken as {student}'s" if reason else ""


def _user_named(number: int) -> str:
    return user_name(number) or f"user number {number}, who has no name on this machine"


def _depth_in_exchange(parts: list[str]) -> int | None:
    """Return which part of a path is the folder of a submission in an exchange; None if none.

    It lies in the download, in the one folder of it, or in `<course>/inbound`; what is further down
    in somebody's submission may be called anything.
    """
    for depth, part in enumerate(parts[:-1][:3]):
        if parts_of_name(part):
            return depth if depth < 2 or parts[1] == "inbound" else None
    return None


def _in_exchange(parts: list[str], depth: int) -> tuple[Origin, ...]:
    named = parts_of_name(parts[depth])
    if named is None:
        return ()
    student, assignment, text = named
    when = read_time(text)
    # whoever names a folder by hand, without a time, is not in time for that
    late = when is None
    return (Origin(student, file=parts[-1], late=late, when=when, assignment=assignment),)


def _in_submitted(parts: list[str]) -> tuple[Origin, ...]:
    for depth, part in enumerate(parts[:-1]):
        if part in ("submitted", "downloaded") and len(parts) - depth > 3:
            parts = parts[depth + 1 :]
            break
    return (Origin(parts[0], file=parts[-1], assignment=parts[1]),) if len(parts) > 2 else ()


NBGRADER = Nbgrader()
