"""How long a class waits for each of its notebooks, in what its source notebook takes meanwhile.

Every notebook is tried first for about as long as two of the source. The few that take longer,
because a loop never ends or somebody means harm, come last, with ample time, as long as that does
not hold up the class: then the rest could not be graded in this run.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol

from autograder.course.course import Assignment, Course
from autograder.grading.classes.pending import Pending
from autograder.grading.classes.workers import Finished
from autograder.grading.grade import Job, job_for
from autograder.sandbox.limits import Limits, amount

Run = Callable[[Iterable[Job]], Iterator[tuple[Job, Finished]]]

SOURCE = "the source notebook"
_USUAL = Limits()
_TIMES = [limit.name for limit in fields(Limits) if limit.name.endswith("_seconds")]
# seconds, and in addition so many times what the source takes
_FIRST = 0.1, 2
_AMPLE = {
    "cell_seconds": (1, 8),
    "cells_seconds": (1, 8),
    "call_seconds": (1, 8),
    "claim_seconds": (1, 12),
    "claims_seconds": (1, 12),
    "notebook_seconds": (2, 20),
}
_SLOW_ONES = 7, 1.2  # what all slow ones of a class have: for each worker, for each notebook
BUSY = 1.3  # so many times slower than thought: all are tried again at the new pace
BUSIER = 2.0  # so many times slower than before: what took long meanwhile is tried again


def are_set(limits: Limits) -> bool:
    """Return whether somebody has chosen how long notebooks may take: that holds then."""
    return any(getattr(limits, name) != getattr(_USUAL, name) for name in _TIMES)


@dataclass(frozen=True, order=True)
class Pace:
    """How long the source notebook of an assignment takes at present, in seconds."""

    seconds: float

    @property
    def first(self) -> dict[str, float]:
        """What a notebook may take at first."""
        return {"notebook_seconds": self._of(*_FIRST)}

    @property
    def ample(self) -> dict[str, float]:
        """What a slow notebook may take."""
        return {name: min(getattr(_USUAL, name), self._of(*_AMPLE[name])) for name in _AMPLE}

    def _of(self, seconds: float, times: float) -> float:
        return seconds + times * self.seconds


class Attempts(Protocol):
    """Grades submissions, each with limits of time of its own, and yields them as they end."""

    def __call__(
        self,
        pending: Sequence[Pending],
        times: Callable[[Pending], Mapping[str, float]],
        or_not: Callable[[Pending], bool],
    ) -> Iterator[tuple[Pending, Finished]]: ...


def patiently(
    pending: Sequence[Pending],
    attempt: Attempts,
    paces: Mapping[Assignment, Pace],
    measured: Callable[[Iterable[Assignment]], Mapping[Assignment, Pace]],
    workers: int,
) -> Iterator[tuple[Pending, Finished]]:
    """Yield what became of each submission: the slow ones last, or given up.

    Parameters
    ----------
    pending : sequence of Pending
        What to grade.
    attempt : callable
        Grades some of them.
    paces : mapping
        How long the sources took once.
    measured : callable
        Returns how long they take now.
    workers : int
        How many are graded at once.
    """
    slow: list[Pending] = []
    yield from _quick(pending, attempt, paces, slow)
    if not slow:
        return
    now = _slower(paces, measured(item.assignment for item in slow))
    if any(now[item].seconds > BUSY * pace.seconds for item, pace in paces.items()):
        hurried, slow = slow, []
        yield from _quick(hurried, attempt, now, slow)
    left: float = _SLOW_ONES[0] * workers
    left += sum(_SLOW_ONES[1] * now[item.assignment].seconds for item in pending)
    tried: set[Pending] = set()
    while slow:
        batch, slow = slow[:workers], slow[workers:]
        share = left / len(batch)
        done = _tried(batch, attempt, now, share)
        long = [i for i, one in done if one.seconds > now[i.assignment].first["notebook_seconds"]]
        after = _slower(now, measured(item.assignment for item in long)) if long else now
        left *= max(after[i.assignment].seconds / now[i.assignment].seconds for i in batch)
        for item, finished in done:
            before, later = now[item.assignment], after[item.assignment]
            if item in long and later.seconds > BUSIER * before.seconds and item not in tried:
                tried.add(item)
                slow.append(item)
                continue
            left -= finished.seconds
            yield item, _told(finished, paces[item.assignment]) if finished.slow else finished
        now = after


def _quick(
    pending: Sequence[Pending],
    attempt: Attempts,
    paces: Mapping[Assignment, Pace],
    slow: list[Pending],
) -> Iterator[tuple[Pending, Finished]]:
    """Yield what became of those that are no slower than most; note the others as slow."""
    tried = attempt(pending, lambda item: paces[item.assignment].first, lambda item: True)
    for item, finished in tried:
        if finished.slow:
            slow.append(item)
        else:
            yield item, finished


def _tried(
    batch: Sequence[Pending],
    attempt: Attempts,
    now: Mapping[Assignment, Pace],
    share: float,
) -> list[tuple[Pending, Finished]]:
    """Return what becomes of a few slow submissions, if each has no more than this many seconds."""
    hopeless = [item for item in batch if share < now[item.assignment].first["notebook_seconds"]]

    def times(item: Pending) -> Mapping[str, float]:
        ample = now[item.assignment].ample
        return {**ample, "notebook_seconds": min(share, ample["notebook_seconds"])}

    def is_short(item: Pending) -> bool:
        return share < now[item.assignment].ample["notebook_seconds"]

    done = list(attempt([item for item in batch if item not in hopeless], times, is_short))
    return done + [(item, Finished(None, lasting=False, slow=True)) for item in hopeless]


def measure(
    course: Course,
    assignments: Iterable[Assignment],
    run: Run,
    workers: int,
    settings: Mapping[str, Any],
) -> dict[Assignment, Pace]:
    """Return how long each source takes now, while all workers are at it.

    On several machines each measures itself, and the slowest one's time holds for all: whoever is
    graded by a fast one may take longer than elsewhere, and nobody has less time for being graded
    by a slow one.
    """
    asked = list(dict.fromkeys(assignments))
    taken: dict[str, dict[str, list[float]]] = {item.name: {} for item in asked}
    jobs = (
        job_for(course, item, SOURCE, item.content, **settings)
        for item in asked
        for _ in range(max(2, workers))
    )
    for job, finished in run(jobs):
        taken[job.assignment].setdefault(finished.where, []).append(finished.seconds)
    return {item: Pace(max(map(statistics.median, taken[item.name].values()))) for item in asked}


def _slower(
    before: Mapping[Assignment, Pace], now: Mapping[Assignment, Pace]
) -> dict[Assignment, Pace]:
    """Return the slower pace of each assignment."""
    return {item: max(pace, now.get(item, pace)) for item, pace in before.items()}


def _told(finished: Finished, pace: Pace) -> Finished:
    """Return what was given up with the reason; `pace` is the one at which all were tried."""
    reason = (
        f"It takes longer than {amount(pace.first['notebook_seconds'], 's')}, and the time that "
        "this class has for slow notebooks did not suffice. Grade again, or set `notebook_seconds` "
        f"in limits.toml to another number than {_USUAL.notebook_seconds:g}: then every notebook "
        "has that."
    )
    return replace(finished, refused=reason)
