"""Every known wrong version loses points, in the claims about the function that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.wrong import wrong_versions
from autograder.grading.grade import close_template
from autograder.grading.verdicts import Outcome
from tests.notebooks.handing_in import (
    COURSE,
    STEMS,
    Version,
    answer_of,
    assignment_of,
    graded,
    is_about,
    measures,
    versions,
)

# as students wrote them, with all their faults; solutions/mistakes holds one fault at a time
AS_WRITTEN = list(versions(Path(__file__).parent / "wrong"))
KNOWN = [
    Version(stem, f"{wrong.function}: {wrong.title}", wrong.source)
    for stem in STEMS
    for wrong in wrong_versions(COURSE, assignment_of(stem))
]
# wrong elsewhere, but not by what these exercises ask for
NOT_ASKED_FOR = {
    "softmax_vector: Infinity divided by infinity.",  # large logits are for `softmax`
    "softmax_vector: float32 becomes float64.",
    "vector2image: Lists are not turned into arrays.",  # it gets what image2vector returned
    "vector2image: Resizing taken for reshaping.",  # the same where the sizes fit
    "to_unit_range: Lists are not turned into arrays.",  # an image has a dtype, a list has none
}
WRONG = [v for v in KNOWN + AS_WRITTEN if v.title not in NOT_ASKED_FOR]


@pytest.fixture(scope="module", autouse=True)
def template():
    """End the preloaded process when all is graded."""
    yield
    close_template()


@pytest.mark.parametrize("version", WRONG, ids=str)
def test_a_wrong_version_loses_points_where_it_belongs(version):
    """A claim about the function fails, with a message; it is not merely left out."""
    function = version.title.partition(":")[0]
    about = is_about(function)

    result = graded(version, lambda claim: about(claim) and not measures(claim))

    failed = [verdict for verdict in result.verdicts if verdict.outcome is Outcome.FAILED]
    assert failed, f"nothing is lost by {version}:\n{version.source}"
    assert all(verdict.message for verdict in failed)
    assert not any(verdict.outcome is Outcome.NOT_RUN for verdict in result.verdicts)


@pytest.mark.parametrize("stem", STEMS)
def test_mistakes_are_known_for_every_notebook(stem):
    """No notebook is without wrong versions, and none is about a function nobody is asked for."""
    of_stem = [version for version in KNOWN + AS_WRITTEN if version.stem == stem]

    assert len(of_stem) >= 20
    assert {version.title.partition(":")[0] for version in of_stem} <= set(answer_of(stem))


@pytest.mark.parametrize("title", sorted(NOT_ASKED_FOR))
def test_what_is_not_asked_for_costs_nothing(title):
    """A version that is wrong elsewhere only keeps all points: nobody was told."""
    (version,) = (version for version in KNOWN if version.title == title)

    result = graded(version, is_about(title.partition(":")[0]))

    assert {verdict.outcome for verdict in result.verdicts} == {Outcome.PASSED}
