"""The numbers of a report, beside numbers worked out in another way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from autograder.pages.class_list import Roll, row_of, spread_of
from autograder.pages.statistics import (
    FEWEST,
    Spread,
    claim_statistics,
    correlation,
    mistakes,
)
from autograder.verdicts import Outcome

from . import made_up


def test_what_is_solved_and_the_discrimination_equal_scipys():
    """Where every claim ran: mean of the points, and the point-biserial correlation."""
    gradeds = [
        g for g in made_up.class_of() if not any(v.outcome is Outcome.NOT_RUN for v in g.verdicts)
    ]
    points = np.array([[v.points for v in g.verdicts] for g in gradeds])
    for position, found in enumerate(claim_statistics(gradeds)):
        right = points[:, position] > 0
        others = np.delete(points, position, axis=1).sum(axis=1)
        assert found.solved == pytest.approx(right.mean())
        expected = stats.pointbiserialr(right, others).statistic
        assert found.discrimination == pytest.approx(expected)


def test_a_claim_that_was_not_run_counts_for_nobody(assignment):
    """It changes neither what is solved nor the share of its student."""
    claim = "softmax-values"
    lost = made_up.graded("a", {claim: made_up.verdict(claim, Outcome.NOT_RUN)})
    wrong = made_up.graded("b", {claim: made_up.verdict(claim, Outcome.FAILED)})
    found = {c.claim: c for c in claim_statistics([lost, wrong, made_up.graded("c")])}[claim]
    assert (found.passed, found.failed, found.not_run) == (1, 1, 1)
    assert found.solved == 0.5
    assert row_of("a", lost, Roll(), assignment).share == 1.0
    assert row_of("b", wrong, Roll(), assignment).share == pytest.approx(21 / 25)


def test_a_submission_of_which_nothing_ran_has_no_share(assignment):
    """None, which no mean takes for a zero."""
    verdicts = {claim: made_up.verdict(claim, Outcome.NOT_RUN) for claim in made_up.CLAIMS}
    nothing = made_up.graded("a", verdicts)
    rows = [row_of(g.student, g, Roll(), assignment) for g in (nothing, made_up.graded("b"))]
    assert rows[0].share is None
    spread = spread_of(rows)
    assert (spread.count, spread.mean) == (1, 1.0)


def test_the_spread_equals_numpys():
    """Mean, median, deviation of the sample, and a histogram of ten bins."""
    shares = [0.0, 0.05, 0.1, 0.3, 0.3, 0.7, 0.95, 1.0]
    spread = Spread.of(shares)
    assert spread.mean == pytest.approx(np.mean(shares))
    assert spread.median == pytest.approx(np.median(shares))
    assert spread.deviation == pytest.approx(np.std(shares, ddof=1))
    assert list(spread.counts) == [2, 1, 0, 2, 0, 0, 0, 1, 0, 2]


def test_an_empty_class_has_no_numbers():
    """No mean, no division by zero."""
    spread = Spread.of([])
    assert (spread.mean, spread.median, spread.deviation, sum(spread.counts)) == (None,) * 3 + (0,)
    assert claim_statistics([]) == [] and mistakes([]) == []


def test_few_submissions_give_no_discrimination():
    """Below the limit it would be noise."""
    gradeds = made_up.class_of()
    assert all(c.discrimination is None for c in claim_statistics(gradeds[: FEWEST - 1]))


def test_what_does_not_vary_has_no_correlation():
    """Everybody right: there is nothing to tell apart."""
    assert correlation([1, 1, 1], [1, 2, 3]) is None
    assert correlation([1, 2, 3], [2, 4, 6]) == pytest.approx(1)


def test_mistakes_are_counted_by_student_and_sorted():
    """Two claims lost by one mistake of one student count once."""
    gradeds = made_up.class_of()
    found = mistakes(gradeds)
    for mistake in found:
        if mistake.recognised:
            who = {g.student for g in gradeds for v in g.verdicts if v.mistake == mistake.title}
            assert set(mistake.students) == who and len(mistake.students) == len(who)
    counts = [len(mistake.students) for mistake in found]
    assert counts == sorted(counts, reverse=True)
    lost = {(g.student, v.claim) for g in gradeds for v in g.verdicts if v.outcome == "failed"}
    assert lost <= {(s, c) for m in found for s in m.students for c in m.claims}
