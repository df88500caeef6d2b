"""Sends the jobs of a class to Dask's workers, and takes their results back."""

from __future__ import annotations

import asyncio
import contextlib
import math
import pickle
import queue
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from autograder.course.course import Course
from autograder.errors import AutograderError, UnfitError, UsageError
from autograder.grading.classes.cluster.address import Address, ClusterLost
from autograder.grading.classes.cluster.client import DEATHS, REACHED, connected, undisturbed
from autograder.grading.classes.cluster.hosting import (
    IDLE,
    Differs,
    Unusable,
    Visit,
    carry,
    describe,
    leave,
)
from autograder.grading.classes.cluster.machine import Machine
from autograder.grading.classes.cluster.parcels import (
    DIED,
    joined,
    own_part,
    packed_course,
    result_of,
    shared_part,
)
from autograder.grading.classes.workers import Finished
from autograder.grading.grade import Job
from autograder.sandbox.tiers import accepted_tier, best_tier

if TYPE_CHECKING:
    import distributed

_LOOK = 1.0  # seconds between two looks at who is there
_SILENT_FOR = 60.0  # seconds after which a scheduler that was reached, and may be busy, is lost
_FETCHED = 10.0  # seconds in which results must come
_FIRST = 60.0  # seconds in which there must be a worker
_NOBODY = 300.0  # seconds without any worker, after which a class is given up for now
_RATE = 100  # tasks a second that Dask is given: one carries more submissions where there are many
_LARGEST = 32  # submissions of a task
_HEAVIEST = 4_000_000  # bytes of submissions in a task of more than one


@dataclass(eq=False)
class _Work:
    """A job, as it travels, and how often workers died over it."""

    assignment: str
    own: bytes
    deaths: int = 0
    alone: bool = False  # nothing else is under way: it is known what they die of


@dataclass(frozen=True, eq=False)
class _Task:
    """A task of Dask's: some jobs that one worker grades, one after the other."""

    works: list[_Work]
    workers: frozenset[str]  # where it may run; anywhere if there is none
    future: distributed.Future[list[bytes]]


class Cluster:
    """A cluster that grades a class, as a context manager.

    Parameters
    ----------
    course : Course
        What is graded.
    address : Address
        Where the cluster is.
    send_course : bool
        Whether workers get this course, instead of having the same.
    progress : callable
        Is given a line before something that takes seconds.
    idle : float
        Seconds after which a worker's machine has nothing left of a command that was killed.
    """

    elsewhere = True  # how fast this machine is says nothing

    def __init__(
        self,
        course: Course,
        address: Address,
        send_course: bool,
        progress: Callable[[str], None],
        idle: float = IDLE,
    ) -> None:
        self.refused: dict[str, str] = {}  # workers that are not used, each with a sentence
        self._course = course
        self._address = address
        self._send_course = send_course
        self._progress = progress
        self._idle = idle
        self._tier = ""
        self._closing = contextlib.ExitStack()
        self._client: distributed.Client | None = None
        self._fit: set[str] = set()  # workers that can grade this class
        self._threads: dict[str, int] = {}  # of those of them that are there
        self._looked = -math.inf  # when
        self._seen = time.monotonic()  # when there was a worker
        self._sent_course: Any = b""
        self._shared: dict[str, tuple[Job, Any]] = {}  # of each assignment, and Dask's future of it
        self._tasks: dict[str, _Task] = {}
        self._ended: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._pace = 0.1  # seconds that a job takes, about

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        with undisturbed():
            self._closing.close()

    @property
    def count(self) -> int:
        """How many jobs are graded at once, at present."""
        return max(1, sum(self._threads.values()))

    def tier(self, tier: str | None, unconfined: bool) -> str:
        """Return the tier at which student code is confined; every worker must have it.

        Raises
        ------
        UnfitError
            If it would not be confined: over a network nobody can accept that for a machine.
        """
        if self._address.workers:
            self._tier = accepted_tier(tier, unconfined)
            return self._tier
        self._tier = tier or best_tier()
        if self._tier == "process":
            raise UnfitError(
                "Nothing was run: on a cluster student code is always confined, and "
                + ("the tier process does not." if tier else "this machine's own tier does not.")
                + " Name the tier that its workers have: --tier full, or --tier landlock."
            )
        return self._tier

    def start(self) -> None:
        """Connect, unless that was done, and find out which workers can grade this class.

        Raises
        ------
        UsageError
            If there is no Dask here, or no cluster there.
        UnfitError
            If none of its workers can grade this class.
        """
        if self._client is not None:
            return
        self._progress(f"connecting to {self._address}")
        self._client = connected(self._address, self._closing)
        self._closing.callback(self._leave)
        mine = Machine.here(str(self._course.root))
        number = secrets.token_hex(8)
        self._visit = Visit(number, mine, self._tier, self._send_course, self._idle)
        deadline = time.monotonic() + _FIRST
        while not self._threads:
            self._look()
            if self._threads:
                break
            if self.refused:
                raise UnfitError(
                    f"{self._address}: nobody was graded, for none of its workers can. "
                    + " ".join(self.refused.values())
                )
            if time.monotonic() > deadline:
                raise UsageError(
                    f"{self._address}: has had no worker for {_FIRST:.0f} s. Start some, then "
                    "grade again."
                )
            self._progress(f"waiting for a worker of {self._address}")
            time.sleep(0.2)
        if self._send_course:
            self._sent_course = self._there(packed_course(self._course))

    def pool(self, submissions: int) -> Cluster:
        """Return this, which grades any number of submissions."""
        return self

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Finished]]:
        """Yield each job with its result as it comes.

        A job whose worker died is tried elsewhere. After three deaths it is tried when nothing
        else is under way, and if a worker dies even then, it could not be graded.

        Raises
        ------
        ClusterLost
            If the scheduler has gone, or every worker for minutes.
        """
        ahead = map(self._packed, jobs)
        again: deque[_Work] = deque()
        suspects: deque[_Work] = deque()
        single = self.count  # each thread gets something first, before anybody gets more
        while True:
            self._look()
            while self._threads and len(self._tasks) < self.count + max(2, self.count // 4):
                works = _batch(again, ahead, 1 if single > 0 else self._size())
                if not works:
                    break
                single -= 1
                self._submit(works)
            if self._threads and not self._tasks:
                if not suspects:
                    return
                self._submit([suspects.popleft()])
            for work, result in self._results():
                if result is not None:
                    self._pace += (result.seconds - self._pace) / 20
                    yield self._job(work), result
                elif work.alone:
                    reason = (
                        "One worker of the cluster after the other died over it, the last one "
                        "while nothing else was graded: look at it by hand."
                    )
                    yield self._job(work), Finished(None, refused=reason, lasting=False)
                elif work.deaths >= DEATHS:
                    work.alone = True
                    suspects.append(work)
                else:
                    again.append(work)

    def _size(self) -> int:
        """Return how many submissions a task carries, so that Dask has no more than it can do."""
        a_second = self.count / max(self._pace, 0.01)
        return min(_LARGEST, math.ceil(a_second / _RATE))

    def _packed(self, job: Job) -> _Work:
        if job.assignment not in self._shared:
            shared = shared_part(self._course, job)
            self._shared[job.assignment] = shared, self._there(pickle.dumps(shared))
        return _Work(job.assignment, own_part(job, self._shared[job.assignment][0]))

    def _job(self, work: _Work) -> Job:
        """Return the job again: thousands that were kept whole would fill the memory."""
        return joined(self._shared[work.assignment][0], work.own)

    def _there(self, content: bytes) -> Any:
        """Have Dask make this where it is needed; unlike scattered data, also when that dies.

        Where a worker is not used it travels with each task: Dask might have it made there, by
        somebody who does not answer.
        """
        if self.refused:
            return content
        assert self._client is not None
        return self._client.submit(bytes, content, key=f"autograder-{secrets.token_hex(8)}")

    def _still_there(self, made: Any, content: Callable[[], bytes]) -> Any:
        """Return what `_there` made, anew if those who had it died too often."""
        lost = not isinstance(made, bytes) and made.status not in ("pending", "finished")
        return self._there(content()) if lost else made

    def _submit(self, works: list[_Work]) -> None:
        assert self._client is not None
        workers: list[str] = []  # any, also who comes later
        if works[0].deaths:  # so that each further death is its own
            workers = [secrets.choice(list(self._threads))]
        elif self.refused:
            workers = list(self._threads)
        job, shared = self._shared[works[0].assignment]
        shared = self._still_there(shared, partial(pickle.dumps, job))
        self._shared[works[0].assignment] = job, shared
        course = partial(packed_course, self._course)
        self._sent_course = self._still_there(self._sent_course, course)
        future = self._client.submit(
            carry,
            self._visit,
            self._sent_course,
            shared,
            [work.own for work in works],
            key=f"autograder-grade-{secrets.token_hex(8)}",
            workers=workers or None,
        )
        self._expect(_Task(works, frozenset(workers), future))

    def _results(self) -> Iterator[tuple[_Work, Finished | None]]:
        """Wait a second, or until something has come; yield what did, None for who died."""
        keys = _waited(self._ended, _LOOK)
        done = [self._tasks.pop(key) for key in keys if key in self._tasks]
        for task, content in zip(done, self._contents(done), strict=True):
            if content is None and task.future.status in ("pending", "lost"):
                self._expect(task)  # who had the result died, and it is made again
                continue
            deaths = self._deaths(task) if content is None else 1
            for work, packed in zip(task.works, content or [DIED] * len(task.works), strict=True):
                result = result_of(packed)
                if result is None:
                    work.deaths += deaths
                yield work, result
        yield from self._abandoned()

    def _contents(self, tasks: list[_Task]) -> list[list[bytes] | None]:
        """Return what tasks have given; None for one that has failed, or was lost meanwhile."""
        assert self._client is not None
        whole = [task.future for task in tasks if task.future.status == "finished"]
        try:
            found = dict(zip(whole, self._client.sync(_fetched, self._client, whole), strict=True))
            return [found.get(task.future) for task in tasks]
        except Exception as error:  # whatever it is, the state of one of the tasks says it
            if isinstance(error, TimeoutError):
                self._look(now=True)  # the scheduler may be silent
            if len(tasks) == 1:
                return [None]
            return [self._contents([task])[0] for task in tasks]

    def _expect(self, task: _Task) -> None:
        self._tasks[str(task.future.key)] = task
        task.future.add_done_callback(lambda done: self._ended.put(done.key))

    def _deaths(self, task: _Task) -> int:
        """Return how many workers died over a task; raise what it failed of otherwise."""
        from distributed import KilledWorker

        self._check_connection()
        if task.future.status != "error":
            return 1
        error = task.future.exception(timeout=REACHED)
        if isinstance(error, Differs) and not task.workers:
            self._look(now=True)  # it has come just now, and is not used from now on
            return 0
        if isinstance(error, Unusable):
            self._refuse(*error.args)
            return 0
        if isinstance(error, KilledWorker):
            return error.allowed_failures + 1
        if isinstance(error, AutograderError):
            raise error
        said = " ".join(str(error).split())[:300]
        raise UnfitError(
            f"{self._address}: its workers cannot grade: {type(error).__name__}: {said}. Install "
            "the same packages on scheduler, workers and here."
        ) from error

    def _refuse(self, worker: str, why: str) -> None:
        """Use a worker no longer; raise an UnfitError if it was the last."""
        if worker in self._fit:
            self._fit.discard(worker)
            self._threads.pop(worker, None)
            self.refused[worker] = f"{worker} is not used: {why.rstrip('.')}."
            self._progress(self.refused[worker])
        if not self._threads:
            raise UnfitError(
                f"{self._address}: there is no worker that can grade. "
                + " ".join(self.refused.values())
            )

    def _abandoned(self) -> Iterator[tuple[_Work, None]]:
        """Take back what no worker will begin, because all that it may run on have gone."""
        for key, task in list(self._tasks.items()):
            if task.workers and task.workers.isdisjoint(self._threads) and self._threads:
                del self._tasks[key]
                task.future.cancel()
                for work in task.works:
                    work.deaths += len(task.workers)
                    yield work, None

    def _look(self, now: bool = False) -> None:
        """Find out who is there, at most once a second; who is new is looked at first."""
        begun = time.monotonic()
        if begun - self._looked < _LOOK and not now:
            return
        self._check_connection()
        assert self._client is not None
        try:
            threads: dict[str, int] = self._client.nthreads(callback_timeout=_SILENT_FOR)
            self._compare(threads.keys() - self._fit - self.refused.keys())
        except OSError as error:
            raise self._lost() from error
        self._threads = {one: n for one, n in threads.items() if one in self._fit}
        if self._threads:
            self._seen = begun
        elif begun - self._seen > _NOBODY:
            raise ClusterLost(
                f"{self._address}: has had no worker for {_NOBODY / 60:.0f} minutes. What was "
                "finished is kept; grade again to go on."
            )
        self._looked = time.monotonic()

    def _compare(self, new: Iterable[str]) -> None:
        """Compare workers with this machine; those that differ are told of, and not used."""
        if not (asked := sorted(new)):
            return
        for address, found in self._described(asked).items():
            match found:
                case (str() as name, Machine() as machine):
                    name = f"{name} ({address}, {machine.name})"
                    parts = self._visit.differences(machine)
                case TimeoutError():
                    name, parts = address, [f"it has not answered for {_SILENT_FOR:.0f} s"]
                case OSError():  # it has ended meanwhile, or is asked again
                    continue
                case _:
                    said = " ".join(str(found).split())[:300]
                    name, parts = address, [f"{said} (install numpy-course[cluster] there)"]
            if parts:
                self.refused[address] = f"{name} is not used: {'; '.join(parts)}."
                self._progress(self.refused[address])
            else:
                self._fit.add(address)

    def _described(self, workers: list[str]) -> dict[str, object]:
        """Return what workers say of their machines, or why one does not, by its address."""
        assert self._client is not None
        try:
            told: dict[str, object] = self._client.run(
                describe,
                self._visit.teacher.root,
                workers=workers,
                on_error="return",
                callback_timeout=_SILENT_FOR,
            )
            return told
        except TimeoutError as error:  # one of them; a scheduler that is silent says no names
            if len(workers) == 1:
                return {workers[0]: error}
        found: dict[str, object] = {}
        for worker in workers:
            found |= self._described([worker])
        return found

    def _check_connection(self) -> None:
        """Raise a ClusterLost if the scheduler has gone; Dask forgets all jobs then."""
        if self._client is None or self._client.status != "running":
            raise self._lost()

    def _lost(self) -> ClusterLost:
        return ClusterLost(
            f"{self._address}: the connection to the cluster's scheduler is lost. What was "
            "finished is kept; grade again to go on."
        )

    def _leave(self) -> None:
        """Have workers end what was started for this class, and say good-bye to the scheduler."""
        client, self._client = self._client, None
        if client is None:
            return
        with contextlib.suppress(Exception):  # whoever has gone has nothing left of this
            if client.status == "running" and self._threads:
                workers = list(self._threads)
                client.run(
                    leave,
                    self._visit.number,
                    workers=workers,
                    on_error="return",
                    callback_timeout=REACHED,
                )
        with contextlib.suppress(Exception):
            client.close(timeout=2)


async def _fetched(
    client: distributed.Client, futures: list[distributed.Future[list[bytes]]]
) -> list[list[bytes]]:
    found: list[list[bytes]] = await asyncio.wait_for(
        client.gather(futures, asynchronous=True), _FETCHED
    )
    return found


def _batch(again: deque[_Work], ahead: Iterator[_Work], size: int) -> list[_Work]:
    """Return the next jobs, all of one assignment; those that were tried before go alone."""
    if again:
        return [again.popleft()]
    works: list[_Work] = []
    weight = 0
    for work in ahead:
        if works and work.assignment != works[0].assignment:
            again.append(work)
            break
        works.append(work)
        weight += len(work.own)
        if len(works) >= size or weight > _HEAVIEST:
            break
    return works


def _waited(ended: queue.SimpleQueue[str], seconds: float) -> list[str]:
    """Return all that has come; wait for the first so many seconds."""
    keys = []
    with contextlib.suppress(queue.Empty):
        keys.append(ended.get(timeout=seconds))
        while True:
            keys.append(ended.get_nowait())
    return keys
