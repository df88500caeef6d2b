"""Grades on one machine of a cluster, for Dask's worker, which started it.

Dask's worker runs tasks in threads, where no claim can be interrupted, of a process that may start
no others by `multiprocessing`. So it only carries. What grades is this process, with workers of its
own that are those of a class on one machine. It reads jobs from its standard input and writes
results to its standard output; when the input ends, it ends, with all that it has started.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import platform
import queue
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course.course import Course
from autograder.errors import AutograderError, UnfitError
from autograder.grading.classes.cluster.parcels import DIED, joined, packed_result, unpack
from autograder.grading.classes.preload import Preload
from autograder.grading.classes.workers import cores, finish, stop
from autograder.grading.grade import Job
from autograder.sandbox.environment import OVERRIDE, StudentEnvironment, place_for
from autograder.sandbox.temporary import Temporary

_PATIENCE = 15.0  # seconds that its processes have to end

Answer = tuple[int, bytes]  # the number of what was asked, and a packed result


@dataclass(frozen=True)
class Orders:
    """What a foreman is told first.

    Attributes
    ----------
    root : str
        Where the course lies on this machine.
    course : bytes
        A packed course that is used instead, if there is one.
    count : int
        How many jobs are graded at once.
    """

    root: str
    course: bytes
    count: int


@dataclass(frozen=True)
class Asked:
    """One job.

    Attributes
    ----------
    number : int
        To answer by.
    digest, shared : str, bytes
        Of what it has in common with others, and that itself, the first time that it is needed.
    own : bytes
        The rest.
    """

    number: int
    digest: str
    shared: bytes
    own: bytes


def main() -> None:
    """Grade what is asked, until nothing more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this decides when it ends
    if sys.platform != "win32":  # students' cells are ended by it
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that is printed here is an answer
    lock = threading.Lock()

    def answer(number: int, content: bytes) -> None:
        # whoever has asked may have gone
        with lock, contextlib.suppress(OSError):
            pickle.dump((number, content), answers)
            answers.flush()

    slots: list[_Slot] = []
    temporary = None
    try:
        orders: Orders = pickle.load(sys.stdin.buffer)
        root = Path(orders.root)
        if orders.course:
            temporary = Temporary("course")
            root = temporary.path
            unpack(orders.course, root)
            environment = StudentEnvironment.find(place_for("cluster"))
            os.environ[OVERRIDE] = str(environment.python)  # it outlives the course
        with Preload(Course(root), 1, lambda line: None) as preload:
            preload.start()
            # with a worker for each processor, each stays on its own
            make = preload.maker(settled=orders.count >= cores())
            asked: queue.SimpleQueue[tuple[Asked, Job]] = queue.SimpleQueue()
            slots += [_Slot(lambda: make(1), asked, answer) for _ in range(orders.count)]
            known: dict[str, Job] = {}
            while True:
                one: Asked = pickle.load(sys.stdin.buffer)
                if one.digest not in known:
                    known[one.digest] = replace(pickle.loads(one.shared), root=str(root))
                asked.put((one, known[one.digest]))
    except EOFError:
        pass
    except Exception as error:
        unfit = error if isinstance(error, AutograderError) else UnfitError(repr(error))
        answer(-1, packed_result(unfit))
    finally:
        end = threading.Timer(_PATIENCE, os._exit, [1])
        end.daemon = True
        end.start()
        for slot in slots:
            slot.end()
        if temporary is not None:
            temporary.close()


class _Slot:
    """Grades one job after the other in a process, which is replaced when it dies."""

    def __init__(
        self,
        make: Callable[[], Executor],
        asked: queue.SimpleQueue[tuple[Asked, Job]],
        answer: Callable[[int, bytes], None],
    ) -> None:
        self._make = make
        self._asked = asked
        self._answer = answer
        self._executor = make()
        threading.Thread(target=self._work, daemon=True).start()

    def end(self) -> None:
        """End the process, whatever it is doing."""
        stop(self._executor)

    def _work(self) -> None:
        while True:
            asked, shared = self._asked.get()
            try:
                job = joined(shared, asked.own)
                done = self._executor.submit(finish, job).result()
                content = packed_result(replace(done, where=platform.node()))
            except BrokenExecutor:
                self.end()
                self._executor = self._make()
                content = DIED
            except Exception as error:
                known = error if isinstance(error, AutograderError) else UnfitError(repr(error))
                content = packed_result(known)
            self._answer(asked.number, content)


if __name__ == "__main__":
    main()
