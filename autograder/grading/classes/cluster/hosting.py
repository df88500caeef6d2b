"""What runs in Dask's worker: carries jobs to a foreman on the same machine, and results back."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import itertools
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.errors import AutograderError
from autograder.grading.classes.cluster.foreman import Answer, Asked, Orders
from autograder.grading.classes.cluster.machine import Machine, differences
from autograder.grading.classes.cluster.parcels import DIED, result_of

if TYPE_CHECKING:
    import distributed

IDLE = 30.0  # seconds after which a foreman ends: whoever asked may have been killed
_FOREMAN = "autograder.grading.classes.cluster.foreman"


@dataclass(frozen=True)
class Visit:
    """One run of a command on a cluster.

    Attributes
    ----------
    number : str
        No other has it.
    teacher : Machine
        From which the workers' machines must not differ.
    tier : str
        How student code is confined.
    sent : bool
        Whether the course is sent.
    idle : float
        Seconds after which a foreman without a job ends.
    """

    number: str
    teacher: Machine
    tier: str
    sent: bool
    idle: float = IDLE

    def differences(self, machine: Machine) -> list[str]:
        """Return in what a worker's machine differs, as parts of a sentence."""
        return differences(self.teacher, machine, self.tier, self.sent)


class Differs(Exception):
    """A worker that nobody has looked at yet got a job, and must not grade it."""


async def describe(root: str, dask_worker: distributed.Worker) -> tuple[str, Machine]:
    """Return what Dask calls this worker, and its machine."""
    return str(dask_worker.name), await asyncio.to_thread(Machine.here, root)


def carry(visit: Visit, course: bytes, shared: bytes, parcels: Sequence[bytes]) -> list[bytes]:
    """Have jobs graded on this machine, one after the other; return the packed results.

    Parameters
    ----------
    visit : Visit
        Whose foreman grades them.
    course : bytes
        The packed course, if it is sent.
    shared : bytes
        What the jobs have in common.
    parcels : sequence of bytes
        What each has of its own.
    """
    return [_grade(visit, course, shared, parcel) for parcel in parcels]


async def leave(number: str) -> None:
    """End what grades for a visit; what is under way is given up."""
    with _lock:
        _left.add(number)
        foreman = _foremen.pop(number, None)
    if foreman is not None:
        await asyncio.to_thread(foreman.end)


class Unusable(Exception):
    """A machine that cannot grade anything: the address of its worker, and why."""


class ForemanEnded(Exception):
    """A foreman ended, or was ended, while it had a job."""


class Foreman:
    """A foreman's process, as its Dask worker sees it.

    Parameters
    ----------
    orders : Orders
        What it is told first.
    idle : float
        Seconds without a job after which it is ended.
    """

    def __init__(self, orders: Orders, idle: float) -> None:
        self._idle = idle
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._waiting: dict[int, Future[bytes]] = {}
        self._sent: set[str] = set()
        self._timer: threading.Timer | None = None
        self._trouble: AutograderError | None = None
        self.ended = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", _FOREMAN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._send(orders)
        threading.Thread(target=self._read, daemon=True).start()

    def grade(self, shared: bytes, own: bytes) -> bytes:
        """Return the packed result of one job.

        Raises
        ------
        ForemanEnded
            If its process ended meanwhile.
        AutograderError
            If it could not begin.
        """
        digest = hashlib.blake2b(shared, digest_size=16).hexdigest()
        waited: Future[bytes] = Future()
        with self._lock:
            self._calm()
            if self.ended:
                raise self._trouble or ForemanEnded
            number = next(self._numbers)
            self._waiting[number] = waited
            content = b"" if digest in self._sent else shared
            self._sent.add(digest)
            self._send(Asked(number, digest, content, own))
        return waited.result()

    def end(self) -> None:
        """End its process and all that this has started."""
        with self._lock:
            self._calm()
            self.ended = True
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(20)
        self._process.kill()
        self._process.wait()

    def _send(self, what: Orders | Asked) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended, and who reads finds out
            pickle.dump(what, self._process.stdin)
            self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
            while True:
                answer: Answer = pickle.load(self._process.stdout)
                self._answered(*answer)
        with self._lock:
            self.ended = True
            left, self._waiting = self._waiting, {}
        for waited in left.values():
            waited.set_exception(self._trouble or ForemanEnded())

    def _answered(self, number: int, content: bytes) -> None:
        if number < 0:
            try:
                result_of(content)
            except AutograderError as trouble:
                self._trouble = trouble
            return
        with self._lock:
            waited = self._waiting.pop(number)
            if not self._waiting:
                self._timer = threading.Timer(self._idle, self._end_if_idle)
                self._timer.daemon = True
                self._timer.start()
        waited.set_result(content)

    def _end_if_idle(self) -> None:
        with self._lock:
            if self._waiting or self.ended:
                return
            self.ended = True
        self.end()

    def _calm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


_lock = threading.Lock()
_foremen: dict[str, Foreman] = {}  # by the number of the visit
_left: set[str] = set()  # numbers of visits that are over


def _grade(visit: Visit, course: bytes, shared: bytes, parcel: bytes) -> bytes:
    from distributed import get_worker

    try:
        return _foreman(visit, course).grade(shared, parcel)
    except ForemanEnded:
        return DIED
    except (AutograderError, OSError) as trouble:
        raise Unusable(get_worker().contact_address, str(trouble)) from trouble


def _foreman(visit: Visit, course: bytes) -> Foreman:
    """Return the foreman of a visit; start one if there is none."""
    from distributed import get_worker

    with _lock:
        if visit.number in _left:
            raise ForemanEnded
        foreman = _foremen.get(visit.number)
        if foreman is None or foreman.ended:
            machine = Machine.here(visit.teacher.root)
            if parts := visit.differences(machine):
                raise Differs("; ".join(parts))
            orders = Orders(machine.root, course, get_worker().state.nthreads)
            foreman = _foremen[visit.number] = Foreman(orders, visit.idle)
        return foreman
