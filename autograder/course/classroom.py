"""One class's data, in one directory; nothing in it is ever deleted by a tool."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder.database.address import Database, database_of
from autograder.errors import UsageError


@dataclass(frozen=True)
class Classroom:
    """The directories and files of one class, laid out as nbgrader expects them.

    Attributes
    ----------
    root : Path
        The class's directory.
    course : Path or None
        Where nbgrader is started, to work on the class.
    told : Database or None
        Where the gradebook is, if nbgrader has told; by default its configuration is read.
    """

    root: Path
    course: Path | None = None
    told: Database | None = None

    @classmethod
    def existing(cls, root: Path, course: Path | None = None) -> Classroom:
        """Return the classroom at `root`, which must exist."""
        if not root.is_dir():
            raise UsageError(
                f"{root}: no such classroom. Make one with `autograder release --classroom {root}`."
            )
        return cls(root.resolve(), course)

    @property
    def release(self) -> Path:
        return self.root / "release"

    @property
    def submitted(self) -> Path:
        return self.root / "submitted"

    @property
    def autograded(self) -> Path:
        return self.root / "autograded"

    @property
    def feedback(self) -> Path:
        return self.root / "feedback"

    @property
    def report(self) -> Path:
        return self.root / "report"

    @cached_property
    def gradebook(self) -> Database:
        """Where nbgrader's gradebook of the class is."""
        return self.told or database_of(self.root, self.course)

    def released(self, assignment: str) -> Path:
        """Where the students' version of an assignment lies."""
        return self.release / assignment

    def submission(self, student: str, assignment: str) -> Path:
        """Where a student's files for an assignment lie."""
        return self.submitted / student / assignment

    def graded(self, student: str, assignment: str) -> Path:
        """Where the graded notebook and `results.json` of a submission lie."""
        return self.autograded / student / assignment

    def results(self, student: str, assignment: str) -> Path:
        """The verdicts of one submission, in Gradescope's schema."""
        return self.graded(student, assignment) / "results.json"

    def feedback_for(self, student: str, assignment: str) -> Path:
        """Where the pages for a student lie."""
        return self.feedback / student / assignment

    def submissions(self, assignment: str) -> list[str]:
        """The students who handed something in for an assignment, sorted."""
        return [name for name in self.folders(assignment) if is_text(name)]

    def folders(self, assignment: str) -> list[str]:
        """The same with folders that can be no student's, because their names are no text."""
        return sorted(path.parent.name for path in self.submitted.glob(f"*/{assignment}"))

    @property
    def students(self) -> list[str]:
        """All students with a folder in `submitted/` or `autograded/`, sorted."""
        folders = (*self.submitted.glob("[!.]*/"), *self.autograded.glob("[!.]*/"))
        return sorted({folder.name for folder in folders if is_text(folder.name)})


def is_text(name: str) -> bool:
    """Return whether a file, a page or a database can have this name in it.

    Bytes of a folder's name that are no UTF-8 stand in it as lone surrogates.
    """
    return name == name.encode("utf-8", "replace").decode()
