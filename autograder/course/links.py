"""`autograder links`: addresses that open the students' notebooks at Binder, in Colab, on a hub.

They are made from the address of a repository at GitHub that students may read, and from the branch
and folder in it where the released notebooks lie, as `autograder release --kit` packs them. Binder
reads the kit's `environment.yml` at the root of that branch.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from autograder.course.course import Assignment, Course
from autograder.errors import UsageError

BRANCH = "students"
_GITHUB = re.compile(
    r"(?:https://github\.com/|git@github\.com:|ssh://git@github\.com/)"
    r"(?P<owner>[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)/(?P<name>[A-Za-z0-9._-]+?)(?:\.git)?/?"
)
_BRANCH = re.compile(r"(?![-/.])(?!.*(?:\.\.|//|@\{|\.lock$|[/.]$))[^\s~^:?*\[\\\x00-\x1f\x7f]+")

_FETCH = """\
import os, subprocess, sys

try:
    import checking  # its files are beside this notebook
except ImportError:
    command = ["git", "clone", "--quiet", "--depth", "1", "--branch", {branch}]
    subprocess.run([*command, {clone}, "course"], check=True)
    os.chdir({folder})
    sys.path.insert(0, os.getcwd())
"""


def repository_of(course: Course) -> str:
    """Return the address that stands under `Repository` in `[project.urls]`, or nothing."""
    return str(course.project.get("urls", {}).get("Repository", ""))


@dataclass(frozen=True)
class Repository:
    """Where at GitHub the students' notebooks lie: owner and name, branch, folder."""

    owner: str
    name: str
    branch: str = BRANCH
    folder: str = ""

    @classmethod
    def at(cls, address: str, branch: str = BRANCH, folder: str = "") -> Repository:
        """Return what an address says, as a browser shows it or as `git clone` takes it.

        Raises
        ------
        UsageError
            If it is no repository's at GitHub, or there can be no such branch or folder.
        """
        found = _GITHUB.fullmatch(address)
        if found is None or found["name"] in (".", ".."):
            raise UsageError(
                f"{address}: is no repository at GitHub, which Binder and Colab could open. "
                "Write https://github.com/OWNER/NAME or git@github.com:OWNER/NAME.git."
            )
        if not _BRANCH.fullmatch(branch):
            raise UsageError(f"--branch {branch}: git has no such names. Name the branch.")
        parts = [part for part in folder.split("/") if part not in ("", ".")]
        if ".." in parts or "\\" in folder:
            raise UsageError(f"--folder {folder}: leads out of the repository. Name one in it.")
        return cls(found["owner"], found["name"], branch, "/".join(parts))

    @property
    def clone(self) -> str:
        """The address for `git clone`, which asks nobody for a password."""
        return f"https://github.com/{self.owner}/{self.name}.git"

    def path(self, assignment: Assignment) -> str:
        """Where the students' notebook of an assignment lies in the repository."""
        return "/".join(filter(None, [self.folder, assignment.name, assignment.notebook.name]))

    def binder(self, assignment: Assignment) -> str:
        """Return the link to JupyterLab at mybinder.org, with the notebook open.

        References
        ----------
        BinderHub: `/v2/gh/OWNER/NAME/REF`, of which the last may hold slashes; `labpath` is a path.
        """
        ref = quote(self.branch, safe="/")
        path = quote(self.path(assignment), safe="")
        return f"https://mybinder.org/v2/gh/{self.owner}/{self.name}/{ref}?labpath={path}"

    def colab(self, assignment: Assignment) -> str:
        """Return the link to the notebook in Colab: GitHub's own address of the file, after a host.

        References
        ----------
        Colab's "Using Google Colab with GitHub": `/github/OWNER/NAME/blob/BRANCH/PATH`.
        """
        file = quote(f"{self.branch}/{self.path(assignment)}", safe="/")
        return f"https://colab.research.google.com/github/{self.owner}/{self.name}/blob/{file}"

    def on_hub(self, assignment: Assignment, hub: str) -> str:
        """Return the link by which nbgitpuller on a JupyterHub fetches the notebook and opens it.

        References
        ----------
        nbgitpuller, "Options in an nbgitpuller URL": `urlpath` begins with the clone's folder.
        """
        if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", hub):
            raise UsageError(f"--hub {hub}: is no address of a hub. Write https://HUB.")
        asked = {
            "repo": self.clone.removesuffix(".git"),
            "branch": self.branch,
            "urlpath": f"lab/tree/{self.name}/{self.path(assignment)}",
        }
        query = urlencode(asked, safe="", quote_via=quote)
        return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{query}"

    def fetching_cell(self, assignment: Assignment) -> str:
        """Return the cell that comes first in Colab, which opens a notebook without its files."""
        folder = "/".join(filter(None, ["course", self.folder, assignment.name]))
        words = {"branch": self.branch, "clone": self.clone, "folder": folder}
        return _FETCH.format(**{name: json.dumps(word) for name, word in words.items()})
