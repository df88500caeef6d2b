"""`nbgrader collect` and formgrader's button: only what its student owns, and one fault stops none.

nbgrader warns of a folder that somebody else owns, and takes it; it follows links, which students
can put into an exchange to have somebody else's file read; and a folder's odd name ends it.
"""

from __future__ import annotations

from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect

from autograder.course.people import printable
from autograder.errors import MaterialError
from autograder.files import make_folder, write_bytes, write_text
from autograder.gradebook.timestamp import TIMESTAMP
from autograder.platforms.archives import DownloadLimits, Skipped, in_folder
from autograder.platforms.nbgrader import foreign, parts_of_name


class CollectOwned(ExchangeCollect):
    """Collects the latest submission of each student that the student's Unix user owns.

    `c.ExchangeCollect.check_owner = False` takes what others own, as it does for nbgrader.
    """

    src_records: list[dict[str, Any]]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        try:
            return dict(super()._path_to_record(path))
        except (ExchangeError, ValueError, OverflowError):
            name = Path(path).name
            self.log.error("%s: not collected, it is not named as a submission.", printable(name))
            return {"username": "", "filename": name, "timestamp": datetime.min}

    def _sort_by_timestamp(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for record in records:
            record["foreign"] = self._foreign(record)
            if record["foreign"]:
                name = printable(record["filename"])
                self.log.error("%s: not collected: %s.", name, record["foreign"])
        theirs = [record for record in records if not record["foreign"]]
        return list(super()._sort_by_timestamp(theirs or records))

    def copy_files(self) -> None:
        """Copy the submissions that are their students' own, and say how to take the others."""
        taken = [r for r in self.src_records if r["username"] and not r["foreign"]]
        if len(taken) < len(self.src_records):
            self.log.error(
                "Are students called otherwise on this machine? "
                "`c.ExchangeCollect.check_owner = False` takes what others own."
            )
        self.src_records = taken
        submitted, assignment = self.coursedir.submitted_directory, self.coursedir.assignment_id
        for record in self.src_records:  # for all of the instructors, where they share it
            path = self.coursedir.format_path(submitted, record["username"], assignment)
            make_folder(Path(path).parent)
        super().copy_files()

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy the files themselves, never what a link points to; what cannot be read is said."""
        skipped: list[Skipped] = []
        limits, left = DownloadLimits(), 1_000 * self.coursedir.max_dir_size
        make_folder(Path(dest))
        for file, size in in_folder(Path(src), skipped):
            if any(
                fnmatch(part, glob)
                for part in file.name.split("/")
                for glob in self.coursedir.ignore
            ):
                continue
            if size > min(1_000 * self.coursedir.max_file_size, limits.inner_bytes, left):
                skipped.append(Skipped(file.name, "too large"))
                continue
            left -= size
            if self.check_owner and file.owners[-1] != file.owners[0]:
                skipped.append(Skipped(file.name, "it belongs to another user than the folder"))
                continue
            try:
                write_bytes(Path(dest) / file.name, file.read())
            except (MaterialError, OSError) as error:
                skipped.append(Skipped(file.name, str(error)))
        if named := parts_of_name(Path(src).name):  # which was chosen by this time
            write_text(Path(dest) / TIMESTAMP, named[2])
        for one in skipped:
            name = f"{printable(Path(src).name)}, {one.name}"
            self.log.error("%s: not collected: %s.", name, one.reason)

    def _foreign(self, record: dict[str, Any]) -> str:
        """Return why a submission is not its student's; empty if nothing speaks against it."""
        folder = Path(self.inbound_path, record["filename"])
        if folder.is_symlink() or not folder.is_dir():
            return "it is a link or a file, not a folder"
        if not self.check_owner:
            return ""
        above = folder.parent.stat().st_uid, folder.stat().st_uid
        reasons = (
            foreign(record["username"], *above, *file.owners[1:])
            for file, _ in in_folder(folder, [])
        )
        return next(filter(None, reasons), "") or foreign(record["username"], *above)
