"""The numbers of a report: how marks are spread, how hard each claim was, which mistakes were made.

A claim that was not run counts for nobody: it is neither right nor wrong. The share of a
submission is its points over the points of its claims that ran.
"""

from __future__ import annotations

import math
import re
import statistics
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.pages.text import first_sentence
from autograder.verdicts import Graded, Outcome, Verdict

FEWEST = 10  # submissions below which a discrimination is noise and is not shown
BINS = 10
NOT_WRITTEN = "Not answered yet"
_ERROR = re.compile(r"^You got:\s+((?:\w+\.)*\w*(?:Error|Exception|Interrupt)\b.*)", re.MULTILINE)
_SHAPE = r"(?<!\w)\([\d, ]*\)"
_NUMBERS = re.compile(rf"{_SHAPE}(?:[, ]+{_SHAPE})*|(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?!\w)")


@dataclass(frozen=True)
class Spread:
    """How the shares of a class lie between 0 and 1."""

    count: int
    mean: float | None
    median: float | None
    deviation: float | None  # of the sample, n - 1
    full: int  # submissions with every point
    counts: tuple[int, ...]  # in BINS equal bins, full marks in the last

    @classmethod
    def of(cls, shares: Iterable[float | None], full: int = 0) -> Spread:
        """Return the spread of the shares that are known; `full` have every point there is."""
        known = [share for share in shares if share is not None]
        counts = [0] * BINS
        for share in known:
            counts[min(int(share * BINS + 1e-9), BINS - 1)] += 1
        return cls(
            count=len(known),
            mean=statistics.fmean(known) if known else None,
            median=statistics.median(known) if known else None,
            deviation=statistics.stdev(known) if len(known) > 1 else None,
            full=full,
            counts=tuple(counts),
        )


@dataclass(frozen=True)
class ClaimStatistics:
    """What a class made of one claim."""

    claim: str
    title: str
    possible: float
    passed: int
    failed: int
    not_run: int
    solved: float | None  # mean share of its points: 1 if everybody has them
    discrimination: float | None  # corrected point-biserial correlation


@dataclass(frozen=True)
class CommonMistake:
    """A mistake and who made it."""

    title: str
    claims: tuple[str, ...]
    students: tuple[str, ...]
    example: Verdict
    author: str  # of the example: never shown
    recognised: bool
    written: bool = True  # False: no mistake, these answers are as they were released


def points_run(graded: Graded) -> float:
    """Return what could be earned in the claims that ran."""
    return sum(v.possible for v in graded.verdicts if v.outcome is not Outcome.NOT_RUN)


def claim_statistics(gradeds: Sequence[Graded]) -> list[ClaimStatistics]:
    """Return how far each claim is solved, and what it tells apart, in the notebook's order.

    Notes
    -----
    `solved` is the item's mean share of its points (the p value, or difficulty, of item analysis).
    Discrimination is the correlation of the claim's points with the points of all *other*
    claims, so that a claim is not compared with itself: S. Henrysson, "Correction of
    item-total correlations in item analysis", Psychometrika 28 (1963), 211-218. For a claim
    that is right or wrong it is the point-biserial correlation. It is not given for fewer
    than `FEWEST` submissions, or if everybody fared alike.
    """
    found: dict[str, list[tuple[Graded, Verdict]]] = defaultdict(list)
    for graded in gradeds:
        for verdict in graded.verdicts:
            found[verdict.claim].append((graded, verdict))
    return [_claim(pairs) for pairs in found.values()]


def correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Return Pearson's correlation; None if either does not vary."""
    mean_x, mean_y = statistics.fmean(x), statistics.fmean(y)
    square_x = math.fsum((a - mean_x) ** 2 for a in x)
    square_y = math.fsum((b - mean_y) ** 2 for b in y)
    if square_x < 1e-12 or square_y < 1e-12:
        return None
    product = math.fsum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return product / math.sqrt(square_x * square_y)


def mistakes(
    gradeds: Iterable[Graded], unwritten: Mapping[str, Collection[str]] | None = None
) -> list[CommonMistake]:
    """Return the mistakes by how many students made them; recognised ones by their title.

    What was not recognised is grouped by the error that came out, else by the first sentence of
    its message. Shapes and numbers in it do not count: one error of broadcasting is one entry,
    whatever was to be broadcast. `unwritten` has the claims by student about answers that were
    left as they were: together they are one entry.
    """
    found: dict[tuple[bool, str], list[tuple[str, Verdict]]] = defaultdict(list)
    blank = unwritten or {}
    for graded in gradeds:
        for verdict in graded.verdicts:
            if verdict.outcome is Outcome.FAILED:
                said = without_numbers(_in_short(verdict))
                key = (True, verdict.mistake) if verdict.mistake else (False, said)
                if verdict.claim in blank.get(graded.student, ()):
                    key = (False, NOT_WRITTEN)
                found[key].append((graded.student, verdict))
    listed = []
    for (recognised, title), pairs in found.items():
        author, example = min(pairs, key=lambda pair: (len(pair[1].message), pair[0]))
        told = {_in_short(verdict) for _, verdict in pairs}
        if not recognised and title != NOT_WRITTEN and len(told) == 1:
            title = told.pop()
        listed.append(
            CommonMistake(
                title=title,
                claims=tuple(dict.fromkeys(verdict.claim for _, verdict in pairs)),
                students=tuple(dict.fromkeys(student for student, _ in pairs)),
                example=example,
                author=author,
                recognised=recognised,
                written=title != NOT_WRITTEN,
            )
        )
    return sorted(listed, key=lambda m: (-len(m.students), not m.recognised, m.title))


def without_numbers(text: str) -> str:
    """Return a text with its shapes and numbers left out, so that what differs in them is alike."""
    return _NUMBERS.sub("…", text)


def _in_short(verdict: Verdict) -> str:
    """Return the error that a call ended in, else the first sentence of the message."""
    found = _ERROR.search(verdict.message)
    return found[1].strip() if found else first_sentence(verdict.message) or "No message"


def remark(claim: ClaimStatistics) -> str:
    """Return what is remarkable about a claim's numbers, in words; nothing for most."""
    if claim.discrimination is not None and claim.discrimination < 0:
        return "those who know more fail it: look at the claim"
    if claim.solved is None:
        return "nobody's could be graded"
    if claim.solved == 1:
        return "everybody has it"
    if claim.solved < 0.3:
        return "hard"
    if claim.discrimination is not None and claim.discrimination < 0.2:
        return "tells little apart"
    return ""


def _claim(pairs: list[tuple[Graded, Verdict]]) -> ClaimStatistics:
    first = pairs[0][1]
    run = [(g, v) for g, v in pairs if v.outcome is not Outcome.NOT_RUN and v.possible]
    shares = [(v.points or 0.0) / v.possible for _, v in run]
    rest = []
    for graded, verdict in run:
        others = points_run(graded) - verdict.possible
        rest.append((graded.points - (verdict.points or 0.0)) / others if others else 0.0)
    outcomes = [verdict.outcome for _, verdict in pairs]
    return ClaimStatistics(
        claim=first.claim,
        title=first.title,
        possible=first.possible,
        passed=outcomes.count(Outcome.PASSED),
        failed=outcomes.count(Outcome.FAILED),
        not_run=outcomes.count(Outcome.NOT_RUN),
        solved=statistics.fmean(shares) if shares else None,
        discrimination=correlation(shares, rest) if len(run) >= FEWEST else None,
    )
