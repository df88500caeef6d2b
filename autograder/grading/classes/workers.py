"""Grades several submissions at once, each in a worker process."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import dataclass, replace
from multiprocessing import connection, util
from multiprocessing.sharedctypes import Synchronized
from typing import ParamSpec, TypeVar

from autograder.errors import AutograderError
from autograder.files import as_json
from autograder.grading.grade import Job, grade_submission
from autograder.grading.submission.reading import Refused, TooSlow
from autograder.grading.templates import close_template, share
from autograder.sandbox.interpreter import TemplateClient
from autograder.sandbox.replies import NotAnswered
from autograder.sandbox.tiers import Probe, probe, take_over
from autograder.verdicts import Graded

MEMORY = 6_000_000_000  # bytes of address space of one worker; an ordinary one takes 1 GB
YIELDING = 5  # how nice workers are: the one writer and the person at the machine go first

Made = Callable[[int], Executor]

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True)
class Finished:
    """What became of one job: a result without its notebook, and the notebook as a file's bytes."""

    graded: Graded | None
    notebook: bytes = b""
    refused: str = ""  # why it could not be graded
    lasting: bool = True  # False if trying again may help
    slow: bool = False  # whether it was given up for the time that it takes
    seconds: float = 0.0  # that this attempt took
    where: str = ""  # the machine, if there are several


def finish(job: Job) -> Finished:
    """Grade one job in whatever process this is.

    Raises
    ------
    AutograderError
        If something is wrong for everybody, not with this submission.
    """
    start = time.perf_counter()
    try:
        graded = grade_submission(job)
        content = f"{as_json(graded.notebook)}\n".encode("utf-8", "replace")
        seconds = time.perf_counter() - start
        return Finished(replace(graded, notebook={}), content, seconds=seconds)
    except TooSlow as slow:
        seconds = time.perf_counter() - start
        return Finished(None, refused=str(slow), lasting=False, slow=True, seconds=seconds)
    except Refused as refused:
        return Finished(None, refused=str(refused))
    except NotAnswered as error:
        return Finished(None, refused=error.sentence, lasting=False)
    except AutograderError:
        raise
    except (Exception, SystemExit) as error:
        return Finished(None, refused=str(Refused.because_of(error)), lasting=False)


def processes(count: int, settled: bool = False, shared: TemplateClient | None = None) -> Executor:
    """Return an executor of fresh processes; what this process has open is not in them.

    If they are settled, each stays on a processor of its own, with the student processes that it
    starts: they wait for each other in turn, and to wake one on another processor takes longer
    than most questions take to answer. With a shared template, no worker preloads an interpreter.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads of each worker's own only wait
    # not a fork server, though it starts sooner: its socket lies where others can find it
    context = multiprocessing.get_context("spawn")
    number = context.Value("i", os.getpid()) if settled else None
    given = (number, shared, probe())
    return ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=given)


class Workers:
    """Grades jobs side by side, as a context manager.

    Parameters
    ----------
    count : int
        How many at once.
    make : callable, optional
        Returns a `concurrent.futures.Executor` for that many.
    """

    def __init__(self, count: int, make: Made = processes) -> None:
        self.count = max(1, count)
        # where each processor has a worker, one that is done leaves its own to the writer
        self._most = 2 * self.count if self.count < cores() else self.count
        self._make = make
        self._executor: Executor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        self._end(now=kind is not None)

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Finished]]:
        """Yield each job with its result as it comes.

        A job whose worker died is tried once more, alone; if its worker dies again it could not be
        graded. Few jobs are held at a time, so a class of thousands needs no more memory than ten.
        """
        ahead = iter(jobs)
        suspects: deque[Job] = deque()
        running: dict[Future[Finished], Job] = {}
        while True:
            while not suspects and len(running) < self._most and (job := next(ahead, None)):
                self._submit(job, running, suspects)
            if running:
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    job = running.pop(future)
                    try:
                        yield job, future.result()
                    except BrokenExecutor:
                        suspects.append(job)
            elif suspects:
                yield self._alone(suspects.popleft())
            else:
                return

    def _submit(self, job: Job, running: dict[Future[Finished], Job], suspects: deque[Job]) -> None:
        if self._executor is None:
            self._executor = self._make(self.count)
        try:
            running[self._executor.submit(finish, job)] = job
        except BrokenExecutor:
            suspects.append(job)

    def _alone(self, job: Job) -> tuple[Job, Finished]:
        """Grade alone one of the jobs that were under way when a worker died, to find the cause."""
        self._end(now=True)
        self._executor = self._make(self.count)
        try:
            return job, self._executor.submit(finish, job).result()
        except BrokenExecutor:
            self._end(now=True)
            reason = "The grader's own process died over it, twice: look at it by hand."
            return job, Finished(None, refused=reason, lasting=False)

    def _end(self, now: bool) -> None:
        if self._executor is None:
            return
        executor, self._executor = self._executor, None
        if now:
            stop(executor)
        else:
            executor.shutdown(cancel_futures=True)


class Here(Executor):
    """Grades in this very process, one job after the other: for a single notebook, and tests."""

    def __init__(self, count: int = 1) -> None:
        pass

    def submit(
        self, function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> Future[_T]:
        future: Future[_T] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nothing is under way; the template serves the next job of this process."""


def stop(executor: Executor) -> None:
    """End an executor with its processes, whatever they are doing."""
    workers = list((getattr(executor, "_processes", None) or {}).values())
    executor.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        with contextlib.suppress(OSError, ValueError):
            worker.terminate()
    for worker in workers:
        worker.join(5)
        if worker.is_alive():  # it is deep in a computation, where Python hears no signal
            worker.kill()
            worker.join()


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin(number: Synchronized[int] | None, shared: TemplateClient | None, found: Probe) -> None:
    """Prepare a worker: Ctrl-C is left to the supervisor, and the template ends with it."""
    take_over(found)
    if number is not None and hasattr(os, "sched_setaffinity"):
        _settle(number)
    if hasattr(os, "nice"):
        os.nice(YIELDING)
    if shared is not None:
        share(shared)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    util.Finalize(None, close_template, exitpriority=10)
    _limit_memory()
    import autograder.checks  # noqa: F401  so that no claim pays for its imports

    gc.freeze()  # what was imported stays: no collection need look at it
    gc.set_threshold(10_000)  # a claim makes many objects and hardly a cycle
    threading.Thread(target=_end_with_supervisor, daemon=True).start()


def _settle(number: Synchronized[int]) -> None:
    """Stay on one processor, the next that no other worker of this class has."""
    with number.get_lock():
        own, number.value = number.value, number.value + 1
    usable = sorted(os.sched_getaffinity(0))
    with contextlib.suppress(OSError):
        os.sched_setaffinity(0, {usable[own % len(usable)]})


def _limit_memory() -> None:
    """Let a claim end in MemoryError if a student's result makes its comparison enormous.

    Only the soft limit: student processes, which inherit it, set their own.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or hard > MEMORY:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))


def _leave(*_: object) -> None:
    close_template()
    os._exit(1)


def _end_with_supervisor() -> None:
    """End this worker, and so its template, when the supervisor ends, even if it was killed."""
    supervisor = multiprocessing.parent_process()
    if supervisor is not None:
        connection.wait([supervisor.sentinel])
        os._exit(1)
