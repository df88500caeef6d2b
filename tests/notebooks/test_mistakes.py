"""Every known wrong version loses points, and its own sentence is said, through the grader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.course.mistakes import wrong_versions
from autograder.grading.templates import close_template
from autograder.verdicts import Outcome
from tests.notebooks.handing_in import (
    COURSE,
    STEMS,
    Version,
    answer_of,
    assignment_of,
    graded,
    is_about,
    measures,
    notebook_with,
    versions,
)
from tests.notebooks.secrets import leaked

# as students wrote them, with all their faults; solutions/mistakes holds one fault at a time
AS_WRITTEN = list(versions(Path(__file__).parent / "wrong"))
KNOWN = [
    Version(stem, f"{wrong.function}: {wrong.title}", wrong.source)
    for stem in STEMS
    for wrong in wrong_versions(COURSE, assignment_of(stem))
]
WRONG = KNOWN + AS_WRITTEN
# not recognised by the real grader, and why
UNRECOGNISED = {
    "best_time: The mean in place of the least": "times are never the same twice",
}


@pytest.fixture(scope="module", autouse=True)
def template():
    """End the preloaded process when all is graded."""
    yield
    close_template()


@pytest.mark.parametrize("version", WRONG, ids=str)
def test_a_wrong_version_loses_points_and_is_told_its_own_sentence(version):
    """A claim about the function fails; no claim of the notebook names another mistake."""
    function = version.title.partition(":")[0]
    about = is_about(function)

    result = graded(version, lambda claim: not measures(claim))

    failed = [verdict for verdict in result.verdicts if verdict.outcome is Outcome.FAILED]
    assert any(about(claim) for claim in claims_of(version.stem, failed)), version.source
    assert all(verdict.message for verdict in failed)
    said = [*result.advice, *(verdict.message for verdict in failed)]
    assert leaked(version.stem, "\n".join(said), own_lines(version, said)) == []
    assert not any(verdict.outcome is Outcome.NOT_RUN for verdict in result.verdicts)
    named = {verdict.mistake for verdict in failed if verdict.mistake}
    if version in AS_WRITTEN:
        assert {name.partition(":")[0] for name in named} <= {function}
    else:
        assert named == ({version.title} if version.title not in UNRECOGNISED else set())


def test_at_least_95_percent_are_recognised():
    """The exceptions are in the table, and there are no others."""
    assert set(UNRECOGNISED) <= {version.title for version in KNOWN}
    assert len(UNRECOGNISED) <= 0.05 * len(KNOWN)


@pytest.mark.parametrize("stem", STEMS)
def test_mistakes_are_known_for_every_notebook(stem):
    """No notebook is without wrong versions, and none is about a function nobody is asked for."""
    of_stem = [version for version in KNOWN + AS_WRITTEN if version.stem == stem]

    assert len(of_stem) >= 20
    assert {version.title.partition(":")[0] for version in of_stem} <= set(answer_of(stem))


def own_lines(version, said):
    """The student's code that a message may quote: the version, and the line that an error names.

    That line may stand in another answer, which calls the wrong function.
    """
    answers = "\n".join(
        "".join(cell["source"])
        for cell in notebook_with(version)["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    )
    quoted = re.findall(r"^in (?:your )?line: +(.+)$", "\n".join(said), re.MULTILINE)
    return "\n".join([version.source, *(line for line in quoted if line in answers)])


def claims_of(stem, verdicts):
    """The claims that some verdicts are about."""
    ids = {verdict.claim for verdict in verdicts}
    return [claim for claim in assignment_of(stem).claims if claim.id in ids]
