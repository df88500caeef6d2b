"""Whose each file of a download is, and what it is."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from contextlib import suppress
from dataclasses import dataclass, field, replace

from autograder.course.course import Course
from autograder.errors import MaterialError
from autograder.gradebook.timestamp import TIMESTAMP, read_time
from autograder.grading.submission.folder import FILES, SECRET, secret_in
from autograder.platforms.archives import DownloadLimits, Found
from autograder.platforms.identity import Identity
from autograder.platforms.platform import Origin, Whose
from autograder.platforms.recognise import Recogniser, is_candidate, what_it_is
from autograder.platforms.record import Entry, FileOutcome, may_lie_beside

_ONLY_A_RECEIPT = (
    "No file was handed in, only text typed into the platform or nothing: hand in the file that "
    "ends in .ipynb."
)


@dataclass(frozen=True)
class FileRow:
    """One line of the table: who handed in what, and what became of it."""

    who: str
    what: str  # the assignment, if it was recognised
    outcome: FileOutcome
    file: str
    note: str = ""
    look: bool = False  # a person should look at it


@dataclass
class Sorting:
    """Finds out about each file whose it is and what it is; one that fails stops no other."""

    course: Course
    wanted: str | None
    identity: Identity
    whose: Whose
    found: list[Found]
    any_owner: bool = False
    rows: list[FileRow] = field(default_factory=list)
    good: list[Entry] = field(default_factory=list)
    bad: list[Entry] = field(default_factory=list)  # their assignment may not be known
    receipts: list[Entry] = field(default_factory=list)
    foreign: set[str] = field(default_factory=set)  # files that are not their student's
    told: set[tuple[str, str]] = field(default_factory=set)  # of which folders that was said

    def __post_init__(self) -> None:
        self.recogniser = Recogniser(self.course.assignments)
        self.platform = self.identity.platform
        kept = self.found if self.platform.whole_folders else ()
        self.files = {file.name: file for file in kept}
        self.names = sorted(self.files)
        self.times = {
            file.name.rpartition("/")[0]: file
            for file in self.found
            if file.name.rsplit("/", 1)[-1] == TIMESTAMP
            and self.platform.timestamps
            and ".zip/" not in file.name.lower()  # there it is the student's
        }

    @property
    def changed(self) -> dict[str, float]:
        """When the files that their students own were last changed on this machine."""
        owned = (one for one in self.files.values() if one.owners[-1:] != one.owners[:1])
        return {one.name: one.changed for one in owned if one.changed is not None}

    def sort(self, file: Found) -> None:
        """Put one file among the good, the bad, or those that are nobody's work."""
        origins = self.whose[file.name]
        folder, _, name = file.name.rpartition("/")
        is_secret = name == SECRET and self.platform.whole_folders
        if is_secret or self.times.get(folder) is file:
            for origin in origins:
                self._is_theirs(file, origin)  # another's secret would show a page to another
            return
        if not origins:
            own = self.platform.is_its_own(file.name)
            strange = f"not named as {self.platform.name} names what students hand in"
            note = "the platform's own" if own else strange
            self.rows.append(FileRow("", "", FileOutcome.SKIPPED, file.name, note, look=not own))
        for origin in origins:
            if self._is_of_another(origin) or not self._is_theirs(file, origin):
                continue
            try:
                students = self.identity.students(origin)
                entry = self._entry(file, origin)
            except Exception as error:  # whatever a stranger's file stumbles over
                note = f"cannot be read ({error!r:.100})"
                self.rows.append(FileRow("", "", FileOutcome.SKIPPED, file.name, note, look=True))
                continue
            kind = self.bad if entry.refused else self.good
            kind = kind if origin.file else self.receipts
            kind += [replace(entry, student=student, how=how) for student, how in students]

    def _said(self, origin: Origin) -> str:
        """Return the assignment that a folder names; empty if it is none of the course's."""
        return origin.assignment if origin.assignment in self.recogniser.assignments else ""

    def _is_of_another(self, origin: Origin) -> bool:
        """Return whether a folder says that this was handed in for another assignment."""
        said = self._said(origin)
        return bool(said and self.wanted and said != self.wanted)

    def _is_theirs(self, file: Found, origin: Origin) -> bool:
        """Return whether a file is taken as its student's; say once for each folder why not."""
        note = "" if self.any_owner else self.platform.not_theirs(file, origin)
        if note:
            about = file.name.rpartition("/")[0], note
            look = about not in self.told
            self.told.add(about)
            self.foreign.add(file.name)
            skipped = FileOutcome.SKIPPED
            self.rows.append(FileRow("", origin.assignment, skipped, file.name, note, look))
        return not note

    def beside(self, entry: Entry) -> dict[str, bytes]:
        """Return what is kept beside a notebook because it was handed in with it, by its name."""
        folder = entry.file.rpartition("/")[0] + "/"
        kept: dict[str, bytes] = {}
        if ".zip/" in folder.lower():
            return kept
        if secret := self._content(folder + SECRET):
            kept |= {SECRET: secret} if secret_in(secret) else {}
        left = DownloadLimits().inner_bytes
        for at in range(bisect_left(self.names, folder), len(self.names)):
            name = self.names[at].removeprefix(folder)
            if name == self.names[at] or len(kept) == FILES or entry.refused:
                break
            if may_lie_beside(name):
                content = self._content(self.names[at])
                if content is not None and len(content) <= left:
                    kept[name] = content
                    left -= len(content)
        return kept

    def _content(self, name: str) -> bytes | None:
        """Return a file's content; None if there is none, it is another's, or cannot be read."""
        if name not in self.files or name in self.foreign:
            return None
        try:
            return self.files[name].read()
        except MaterialError:  # the notebook beside it can be read all the same
            return None

    def _entry(self, file: Found, origin: Origin) -> Entry:
        stamp = self.times.get(file.name.rpartition("/")[0])
        when = origin.when
        if when is None and stamp:
            with suppress(MaterialError):  # damaged: the notebook beside it need not be
                when = read_time(stamp.read()[:200].decode("utf-8", "replace"))
        entry = Entry(
            student="",
            assignment="",
            platform=self.platform.name,
            key=origin.key,
            name=origin.name,
            file=file.name,
            when=when.timestamp() if when else None,
            serial=origin.serial,
            seen=file.modified,
            late=origin.late,
        )
        wanted = self.wanted or self._said(origin)
        try:
            content = file.read()
            entry = replace(entry, sha256=hashlib.sha256(content).hexdigest())
            if not origin.file:
                raise MaterialError(_ONLY_A_RECEIPT)
            if not is_candidate(origin.file):
                raise MaterialError(what_it_is(origin.file, content))
            known = self._recognised(origin.file, content, wanted)
        except MaterialError as error:
            wanted = wanted or self.recogniser.named(origin.file)
            return replace(entry, assignment=wanted, refused=str(error))
        if wanted and known != wanted:
            reason = f"This is the notebook of {known}, not of {wanted}."
            return replace(entry, assignment=wanted, refused=reason)
        return replace(entry, assignment=known)

    def _recognised(self, name: str, content: bytes, wanted: str) -> str:
        try:
            return self.recogniser.recognise(content, name, wanted)
        except MaterialError as error:
            if name.lower().endswith(".ipynb"):
                raise
            raise MaterialError(what_it_is(name, content)) from error  # nobody said that it is one

    def entries(self) -> list[Entry]:
        """Return what goes into the classroom: the good, and the bad of those who have no good."""
        assignments = {entry.assignment for entry in self.good}
        only = next(iter(assignments)) if len(assignments) == 1 else ""
        attached = {entry.student for entry in (*self.good, *self.bad)}
        for entry in self.receipts:
            if entry.student not in attached:
                self.bad.append(entry)
            else:
                self.rows.append(row_of(entry, FileOutcome.SKIPPED, "the platform's receipt"))
        have = {(entry.student, entry.assignment) for entry in self.good}
        someone = {entry.student for entry in self.good}
        taken = list(self.good)
        for entry in self.bad:
            entry = replace(entry, assignment=entry.assignment or only)
            beside = entry.student in someone and not entry.assignment
            if beside or (entry.student, entry.assignment) in have:
                look = entry.file.lower().endswith(".ipynb")
                if not look and entry.file in self.files:
                    self.rows.append(row_of(entry, FileOutcome.BESIDE, ""))
                else:
                    self.rows.append(row_of(entry, FileOutcome.SKIPPED, entry.refused, look))
            elif not entry.assignment:
                note = f"{entry.refused} Name the assignment to have it listed."
                self.rows.append(row_of(entry, FileOutcome.SKIPPED, note, look=True))
            else:
                taken.append(entry)
        return taken


def row_of(entry: Entry, outcome: FileOutcome, note: str, look: bool = False) -> FileRow:
    """Return the line about a submission."""
    return FileRow(entry.student, entry.assignment, outcome, entry.file, note, look)
