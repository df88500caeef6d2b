"""No platform at all: one folder, zip or file for each student."""

from __future__ import annotations

import re
from collections.abc import Mapping

from autograder.platforms.archives import Found
from autograder.platforms.platform import Hints, Origin, Platform, Whose


class Folder(Platform):
    """`ada/softmax.ipynb`, `ada.zip`, `ada_softmax.ipynb`, `ada.ipynb`, in one folder or none."""

    name = "folder"
    timestamps = True
    tells_late = False

    def origins(self, files: Mapping[str, Found], hints: Hints) -> Whose:
        split = {name: name.split("/") for name in files}
        tops = {parts[0] for parts in split.values()}
        wrapped = len(tops) == 1 and self._is_wrapper(list(split.values()), hints)
        result: Whose = {}
        for name, parts in split.items():
            parts = parts[1:] if wrapped else parts
            owner = parts[0] if len(parts) > 1 else _owner_of_loose_file(parts[0])
            owner = owner[:-4] if owner.lower().endswith(".zip") else owner
            nobody = not owner or (len(parts) == 1 and owner.casefold() in hints.assignments)
            result[name] = () if nobody else (Origin(owner, name=owner, file=parts[-1]),)
        return result

    def _is_wrapper(self, names: list[list[str]], hints: Hints) -> bool:
        """True if the only folder on top is no student's, but lies around the students'."""
        if all(len(parts) > 2 for parts in names):
            return not any(parts[1].casefold() in hints.assignments for parts in names)
        if names[0][0].casefold() in hints.ids or any(len(parts) < 2 for parts in names):
            return False
        inner = {p[1] if len(p) > 2 else _owner_of_loose_file(p[1]) for p in names}
        return len({owner for owner in inner if owner.casefold() in hints.ids}) > 1


def _owner_of_loose_file(file: str) -> str:
    """Return the student of a file that lies in no folder: `ada_softmax.ipynb` or `ada.ipynb`."""
    return re.split(r"_|\.ipynb", file, maxsplit=1)[0].strip()


FOLDER = Folder()
