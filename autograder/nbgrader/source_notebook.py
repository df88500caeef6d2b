"""One notebook of an nbgrader course, as our grading sees it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course.course import Assignment, Course
from autograder.errors import MaterialError
from autograder.grading.fingerprints import assignment_hash, grader_hash, submission_key
from autograder.notebook.regions import HIDDEN, MARK_SCHEME, SOLUTION
from autograder.sandbox.environment import OVERRIDE

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory


# nbgrader's settings of the words that begin and end a region, and what they are by default
_WORDS = {
    (section, f"{end}_{name}_delimeter"): f"{end.upper()} {kind}"
    for section, name, kind in (
        ("ClearSolutions", "solution", SOLUTION),
        ("ClearHiddenTests", "test", HIDDEN),
        ("ClearMarkScheme", "mark_scheme", MARK_SCHEME),
    )
    for end in ("begin", "end")
}


@dataclass(frozen=True)
class SourceNotebook(Assignment):
    """One source notebook; in other courses than this one an assignment may have several.

    Attributes
    ----------
    folder : Path
        Of the assignment's source.
    notebook_id : str
        The notebook's name without its ending.
    root : Path
        Of the nbgrader course.
    db_url : str
        Of its gradebook.
    words : tuple of (str, str)
        What this course has in the place of `BEGIN SOLUTION` and its like, each with that.
    ignored : tuple of str
        What files are called that lie in the source and are not given out.
    """

    notebook_id: str
    root: Path
    db_url: str
    words: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()

    @classmethod
    def of(cls, directory: CourseDirectory, named: Mapping[str, Any]) -> SourceNotebook:
        """Return the notebook that nbgrader's resources name.

        Raises
        ------
        MaterialError
            If the course has no such source notebook.
        """
        folder = directory.format_path(directory.source_directory, ".", named["assignment"])
        root = Path(directory.root).resolve()
        source = cls(
            Path(folder).resolve(),
            named["notebook"],
            root,
            named["db_url"],
            _chosen_words(directory.config),
            tuple(directory.ignore),
        )
        if not source.notebook.is_file():
            raise MaterialError(
                f"{source.notebook}: the source notebook is missing, and confined grading needs "
                "its order and its checks. Put it back, then run the command again."
            )
        return source

    @property
    def stem(self) -> str:
        return self.notebook_id

    @cached_property
    def content(self) -> bytes:
        """The source notebook; in another course with the checks that nbgrader has on record.

        They are what it generated from the source, `AUTOTEST` lines filled in.
        """
        content = self.notebook.read_bytes()
        return content if self.of_this_course else _with_records(content, self)

    @property
    def files(self) -> list[Path]:
        """What is released beside it: no notebook's source, and nothing that nbgrader ignores."""
        files = [path for path in super().files if path.suffix != ".ipynb"]
        if self.of_this_course:
            return files
        from nbgrader.utils import find_all_files

        given = set(map(Path, find_all_files(str(self.folder), list(self.ignored))))
        return [path for path in files if path in given]

    @property
    def of_this_course(self) -> bool:
        """True for `notebooks/NN-stem/stem.ipynb` with `solutions/` in the course's root."""
        usual = Assignment(self.folder) if self.folder.parent == self.root / "notebooks" else None
        return (
            usual is not None
            and (self.root / "solutions").is_dir()
            and self.name.endswith(self.notebook_id)
            and usual.notebook == self.notebook
        )

    @property
    def python(self) -> str:
        """The students' interpreter: this course's own, or the one that runs nbgrader."""
        return "" if self.of_this_course else os.environ.get(OVERRIDE) or sys.executable

    def results(self, folder: Path) -> Path:
        """Return where the verdicts of a graded submission lie."""
        alone = len(list(self.folder.glob("*.ipynb"))) == 1
        return folder / ("results.json" if alone else f"results-{self.notebook_id}.json")

    def key(self, settings: dict[str, Any], digest: str) -> str:
        """Return the hash by which `autograder grade` sees that there is nothing to do."""
        if not self.of_this_course:
            return ""
        grader = _grader_hash(self.root, json.dumps(settings, sort_keys=True))
        return submission_key(assignment_hash(grader, self), digest)


@cache  # what this process has imported does not change any more
def _grader_hash(root: Path, settings: str) -> str:
    return grader_hash(Course(root), json.loads(settings))


def _with_records(content: bytes, source: SourceNotebook) -> bytes:
    from nbgrader.api import Gradebook, MissingEntry

    with Gradebook(source.db_url) as gradebook:
        try:
            recorded = gradebook.find_notebook(source.notebook_id, source.name)
        except MissingEntry:
            return content
        texts = {cell.name: cell.source for cell in recorded.source_cells if cell.locked}
        points = {cell.name: cell.max_score for cell in recorded.grade_cells}
        marked = (*recorded.grade_cells, *recorded.solution_cells, *recorded.task_cells)
        known = {cell.name for cell in (*marked, *recorded.source_cells)}
    notebook = json.loads(content)
    if known:  # what was written since the release, nobody has and no marks are for
        notebook["cells"] = [one for one in notebook["cells"] if not _is_new(one, known)]
    for cell in notebook["cells"]:
        marks = cell.get("metadata", {}).get("nbgrader", {})
        name = marks.get("grade_id")
        text = texts.get(name, cell.get("source", ""))
        text = text if isinstance(text, str) else "".join(text)
        for own, usual in source.words:
            text = text.replace(own, f"{own} {usual}")  # which stays the comment that it is
        cell["source"] = text
        if name in points:
            marks["points"] = points[name]
    return json.dumps(notebook).encode()


def _is_new(cell: dict[str, Any], known: set[str]) -> bool:
    """Return whether a cell that nbgrader would record is none of those that it knows."""
    marks = cell.get("metadata", {}).get("nbgrader", {})
    counts = any(marks.get(one) for one in ("grade", "solution", "locked", "task"))
    return counts and marks.get("grade_id") not in known


def _chosen_words(config: Any) -> tuple[tuple[str, str], ...]:
    chosen = ((config[section].get(name), usual) for (section, name), usual in _WORDS.items())
    return tuple((own, usual) for own, usual in chosen if own and usual not in own)
