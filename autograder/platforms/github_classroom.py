"""GitHub Classroom: a folder of clones, one for each student, and the classroom's roster."""

from __future__ import annotations

from collections.abc import Mapping
from os.path import commonprefix

from autograder.platforms.archives import Found
from autograder.platforms.platform import Hints, Origin, Platform, StudentList, Whose


class GitHubClassroom(Platform):
    """Clones called `<assignment>-<username>`, beside one another."""

    name = "github-classroom"
    tells_late = False
    students = (
        StudentList(
            ("identifier", "github username", "github id"),
            {
                "id": ("identifier", "github username"),
                "name": ("name",),
                "platform": ("github username",),
            },
        ),
    )

    def origins(self, files: Mapping[str, Found], hints: Hints) -> Whose:
        parts = {name: name.split("/") for name in files}
        tops = {words[0] for words in parts.values() if len(words) > 1}
        within = {words[1] for words in parts.values() if len(words) > 2}
        # `gh classroom clone student-repos` puts a folder around the clones
        depth = int(len(tops) == 1 and len(within) > 1 and _is_title(within))
        clones = {words[depth] for words in parts.values() if len(words) > depth + 1}
        shared = commonprefix(sorted(clones)) if len(clones) > 1 else ""  # noqa: RUF071 (letters)
        shared = shared[: shared.rfind("-") + 1]
        users = {clone: _user(clone, shared, hints) for clone in clones}
        return {
            name: (Origin(users[words[depth]], file=words[-1]),)
            if len(words) > depth + 1 and users[words[depth]]
            else ()
            for name, words in parts.items()
        }


def _is_title(clones: set[str]) -> bool:
    return "-" in commonprefix(sorted(clones))  # noqa: RUF071 (letters)


def _user(clone: str, shared: str, hints: Hints) -> str:
    """Return the username at the end of `<assignment>-<username>`; either may hold a dash."""
    tails = [clone[at + 1 :] for at, letter in enumerate(clone) if letter == "-"]
    known = next((tail for tail in tails if tail.casefold() in hints.ids), None)
    return known or (clone[len(shared) :] if shared else clone.rsplit("-", 1)[-1])


GITHUB_CLASSROOM = GitHubClassroom()
