"""Does the built site hold anything that only the grader may know?"""

from __future__ import annotations

import html
import re
from pathlib import Path

from autograder.course.course import Assignment
from autograder.course.leaks import secrets_in, solutions_in

_TAG = re.compile(r"<[^>]*>")


def find_leaks(assignments: list[Assignment], site: Path) -> list[str]:
    """Return one sentence for each secret on a notebook's page, and each solution on another page.

    What one notebook keeps secret, a later one may give.
    """
    pages = {f"notebooks/{one.name}/{one.stem}.html": one for one in assignments}
    leaks = []
    for path in sorted(site.rglob("*.html")):
        text = html.unescape(_TAG.sub("", path.read_text("utf-8")))
        place = path.relative_to(site).as_posix()
        if own := pages.get(place):
            found = [*secrets_in(own, text), *solutions_in(own, text)]
        else:
            found = [leak for one in assignments for leak in solutions_in(one, text)]
        leaks += [f"{place}: {leak}" for leak in found]
    return leaks
