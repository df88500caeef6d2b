"""nbgrader: `submitted/` of another classroom, or an exchange's inbound folder."""

from __future__ import annotations

import re
from collections.abc import Mapping

from autograder.gradebook.timestamp import read_time
from autograder.platforms.archives import Found
from autograder.platforms.platform import Hints, Origin, Platform, Whose

_EXCHANGE = re.compile(r"(?P<key>[^+]+)\+(?P<assignment>[^+]+)\+(?P<when>[^+]+?)(?:\+[^+]*)?")


class Nbgrader(Platform):
    """`<student>/<assignment>/`, or `<student>+<assignment>+<time>+<random>/`."""

    name = "nbgrader"
    timestamps = True

    def origins(self, files: Mapping[str, Found], hints: Hints) -> Whose:
        return {name: _origin(name.split("/")) for name in files}


def _origin(parts: list[str]) -> tuple[Origin, ...]:
    for depth, part in enumerate(parts[:-1]):
        if match := _EXCHANGE.fullmatch(part):
            when, assignment = read_time(match["when"]), match["assignment"]
            return (Origin(match["key"], file=parts[-1], when=when, assignment=assignment),)
        if part in ("submitted", "downloaded") and len(parts) - depth > 3:
            parts = parts[depth + 1 :]
            break
    return (Origin(parts[0], file=parts[-1], assignment=parts[1]),) if len(parts) > 2 else ()


NBGRADER = Nbgrader()
