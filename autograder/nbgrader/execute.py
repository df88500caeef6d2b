"""In the place of nbgrader's Execute: the confined grader."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from nbformat import NotebookNode
from nbgrader.preprocessors import Execute
from traitlets import Bool, Unicode

from autograder.course.course import Course
from autograder.grading.grade import grade_submission, job_for
from autograder.grading.results import Ungraded
from autograder.grading.student import error_output
from autograder.grading.submission.reading import Refused
from autograder.nbgrader.source_notebook import SourceNotebook
from autograder.nbgrader.submitted import as_node
from autograder.nbgrader.trial import tried
from autograder.sandbox.limits import Limits
from autograder.sandbox.tiers import UNCONFINED, accepted_tier
from autograder.verdicts import Graded

# what each run of a command has told of the notebooks: once, not once for each submission
_SAID: WeakKeyDictionary[Any, set[tuple[str, str, str, str]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Judged:
    """What `SaveVerdicts` needs to know of a graded notebook."""

    result: Graded | Ungraded
    source: SourceNotebook
    key: str


class ConfinedExecute(Execute):
    """Grades the submission with the grader of this course, and shows its verdicts as outputs."""

    unconfined = Bool(False, help="Accept a machine that cannot confine student code.").tag(
        config=True
    )
    tier = Unicode("", help="How to confine student code; by default as strictly as works.").tag(
        config=True
    )
    show_expected = Unicode(
        "small", help="Whether messages tell what a hidden input should give."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the graded notebook; the verdicts go along in the resources."""
        read = self.parent  # the exporter that read the submission
        settings = self._settings(read.limits)
        student = resources["nbgrader"]["student"]
        key = read.source.key(settings, read.handed_in.digest) if read.handed_in else ""
        result: Graded | Ungraded
        try:
            if read.refused:
                raise Refused(read.refused)
            nb, result = self._graded(student, settings)
        except Refused as reason:
            claims = tuple(read.source.claims)
            result = Ungraded(read.source.name, student, str(reason), claims)
            nb = _with_reason(nb, str(reason))
        resources["autograder"] = Judged(result, read.source, key)
        return nb, resources

    def _graded(self, student: str, settings: dict[str, Any]) -> tuple[NotebookNode, Graded]:
        read, source = self.parent, self.parent.source
        job = job_for(
            Course(source.root),
            source,
            student,
            read.handed_in.notebook,
            python=source.python,
            **settings,
        )
        released = job.files
        trial = tried(job)
        said = _SAID.setdefault(self.parent.parent, set())
        for claim, problem in trial.problems:
            if (source.name, source.stem, claim, problem) in said:
                continue
            said.add((source.name, source.stem, claim, problem))
            self.log.warning(
                "%s/%s, %s: %s",
                read.source.name,
                read.source.stem,
                claim,
                problem,
            )
        theirs = self.parent.parent.exclude_overwriting.get(source.name, ())
        files = {name: content for name, content in released.items() if name not in theirs}
        job = replace(
            job,
            files={**read.handed_in.files, **files},
            unprotected=trial.unprotected,
            own_classes_wait=not source.of_this_course,
        )
        graded = trial.withheld(grade_submission(job))
        return as_node(graded.notebook), graded

    def _settings(self, limits: Limits) -> dict[str, Any]:
        accept = "`c.ConfinedExecute.unconfined = True`"
        tier = accepted_tier(self.tier or None, self.unconfined, accept)
        if tier == "process":
            self.log.warning(UNCONFINED)
        usual, changed = asdict(Limits()), {}
        if "timeout" in self.config.Execute and self.timeout:
            # a course that gives its cells more time means its claims as well
            names = ("cell_seconds", "call_seconds", "claim_seconds")
            changed = {name: max(self.timeout, usual[name]) for name in names[1:]}
            several = ("cells_seconds", "claims_seconds", "notebook_seconds")
            changed |= {name: max(2 * self.timeout, usual["notebook_seconds"]) for name in several}
            changed = {"cell_seconds": self.timeout, **changed}
        wanted = asdict(limits)
        changed |= {name: value for name, value in wanted.items() if value != usual[name]}
        return {"limits": changed, "tier": tier, "show_expected": self.show_expected}


def _with_reason(nb: NotebookNode, reason: str) -> NotebookNode:
    """Show in every claim of a submission that cannot be graded why not."""
    notebook = dict(nb)
    for cell in notebook["cells"]:
        marks = cell.get("metadata", {}).get("nbgrader", {})
        if cell["cell_type"] == "code" and marks.get("grade") and not marks.get("solution"):
            cell["outputs"] = [error_output("NotRun", f"Could not be graded. {reason}")]
    return as_node(notebook)


def folder_of(resources: Any, directory: Any) -> Path:
    """Return where nbgrader puts the graded notebook."""
    named = resources["nbgrader"]
    path = directory.format_path(
        directory.autograded_directory, named["student"], named["assignment"]
    )
    return Path(path)
