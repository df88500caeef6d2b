"""What a cluster can do: real notebooks by two workers, and stand-ins by many.

A stand-in sleeps as long as a notebook takes to grade, then returns what was graded of it before.
So two processors can play hundreds of workers, and only what carries, and what writes, works.

Started by itself it is one of the processes that play workers:
`python -m benchmarks.cluster ADDRESS WORKERS`.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.course.release import release
from autograder.files import write_bytes
from autograder.grading.classes.cluster import cluster as product
from autograder.grading.classes.cluster.address import Address
from autograder.grading.classes.cluster.cluster import Cluster
from autograder.grading.classes.cluster.hosting import Visit
from autograder.grading.classes.cluster.machine import Machine
from autograder.grading.classes.cluster.parcels import packed_result
from autograder.grading.classes.grade_class import Progress, grade_class
from autograder.grading.classes.patience import SOURCE
from autograder.grading.classes.workers import Workers, cores
from autograder.grading.grade import Job, job_for
from autograder.sandbox.tiers import best_tier
from benchmarks import classes

SECONDS = 0.084  # that a stand-in takes, as `04-sigmoid` does in a class on two quiet processors
_KNOWN = "BENCHMARK_KNOWN_RESULTS"  # the file of what stand-ins return
_MOMENTS = 5  # at which the memory is looked at


PLAYED = (("carried", 200), ("carried", 50), ("written", 200), ("written", 20), ("written", 10))


@dataclass(frozen=True)
class Real:
    """What a real class on a cluster took: memory in bytes, at some moments."""

    seconds: float
    memory: list[int]
    papers: int
    marks: int


def real(assignment: Assignment, size: int) -> Real:
    """Grade a class by two workers of Dask's, and its different papers without; compare marks."""
    with classes.class_of(assignment, size) as room, TemporaryDirectory() as folder:
        few = Classroom(Path(folder))
        release(classes.COURSE, few, assignment)
        of: dict[bytes, str] = {}  # each paper's first student
        same: dict[str, str] = {}  # each student's paper, as the first student who has it
        for student in room.submissions(assignment.name):
            content = _notebook(room, student, assignment).read_bytes()
            if content not in of:
                write_bytes(_notebook(few, student, assignment), content)
            same[student] = of.setdefault(content, student)
        start = time.perf_counter()
        memory = _grade(assignment, room, Address(workers=2), size)
        seconds = time.perf_counter() - start
        grade_class(classes.COURSE, few, [assignment])
        there, here = classes.scores(room), classes.scores(few)
        claims = {claim for _, claim in here}
        compared = [(there[who, c], here[one, c]) for who, one in same.items() for c in claims]
        assert len(there) == len(compared), (len(there), len(compared))
        assert all(one == other for one, other in compared)
        return Real(seconds, memory, len(of), len(compared))


def carried(assignment: Assignment, count: int, workers: int) -> float:
    """Return how many submissions a second go there and come back."""
    with (
        _stand_ins(assignment, workers) as (address, papers),
        Cluster(classes.COURSE, address, False, lambda line: None) as cluster,
    ):
        cluster.tier(best_tier(), False)
        cluster.start()
        assert cluster.count == workers
        job = job_for(classes.COURSE, assignment, "", papers[0], tier=best_tier())
        jobs = (
            replace(job, student=f"student-{number}", submission=content)
            for number, content in enumerate(islice(cycle(papers), count))
        )
        start = time.perf_counter()
        done = sum(finished.graded is not None for _, finished in cluster.run(jobs))
        seconds = time.perf_counter() - start
    assert done == count, done
    return count / seconds


def written(assignment: Assignment, size: int, workers: int) -> float:
    """Return how many submissions a second one command reads, sends, receives and writes."""
    with (
        _stand_ins(assignment, workers) as (address, _),
        classes.class_of(assignment, size) as room,
    ):
        times: list[float] = []

        def look(step: Progress) -> None:
            if step.summary:
                times.append(time.perf_counter())

        _on_cluster(assignment, room, address, size, look)
    first = size // 5
    return (size - first) / (times[-1] - times[first - 1])


def _grade(assignment: Assignment, room: Classroom, address: Address, size: int) -> list[int]:
    """Grade a class on a cluster; return what memory this process had at some moments."""
    memory = []
    moments = {size * part // _MOMENTS for part in range(1, _MOMENTS + 1)}

    def look(step: Progress) -> None:
        if step.summary and step.done in moments:
            memory.append(_resident())

    _on_cluster(assignment, room, address, size, look)
    return memory


def _on_cluster(
    assignment: Assignment,
    room: Classroom,
    address: Address,
    size: int,
    look: Callable[[Progress], None],
) -> None:
    """Grade a class of this size on a cluster."""
    outcome = grade_class(
        classes.COURSE,
        room,
        [assignment],
        progress=look,
        cluster=lambda course, say: Cluster(course, address, False, say),
    )
    assert len(outcome.graded) == size, outcome


def _notebook(room: Classroom, student: str, assignment: Assignment) -> Path:
    return room.submission(student, assignment.name) / assignment.notebook.name


def _resident() -> int:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) * 1024


# stand-ins


@contextmanager
def _stand_ins(assignment: Assignment, workers: int) -> Iterator[tuple[Address, Sequence[bytes]]]:
    """Give a cluster of so many workers that only sleep, and papers of which they know results."""
    import distributed

    with TemporaryDirectory() as folder:
        papers = _learn(assignment, Path(folder, "known"))
        file = Path(folder, "scheduler.json")
        variables = os.environ | {
            _KNOWN: str(Path(folder, "known")),
            "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "10",  # as docs/cluster.md says
        }
        start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1"]
        start += ["--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
        here, silent = classes.COURSE.root, subprocess.DEVNULL
        running = [subprocess.Popen(start, env=variables, cwd=here, stderr=silent)]
        try:
            while not file.exists():
                assert running[0].poll() is None
                time.sleep(0.1)
            address = Address.read(str(file))
            each = workers // 2
            for number in (each, workers - each):
                play = [sys.executable, "-m", "benchmarks.cluster", address.scheduler, str(number)]
                running.append(subprocess.Popen(play, env=variables, cwd=here, stderr=silent))
            with distributed.Client(address.scheduler, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=180)
            with (
                patch.object(product, "carry", stand_in),
                patch.object(product, "describe", describe),
            ):
                yield address, papers
        finally:
            for process in running:
                process.kill()
                process.wait()


def _learn(assignment: Assignment, file: Path) -> Sequence[bytes]:
    """Grade each paper once, and write what came out, by the digest of the paper."""
    with classes.class_of(assignment, 100) as room:
        students = room.submissions(assignment.name)
        files = (_notebook(room, student, assignment) for student in students)
        papers = list(dict.fromkeys(file.read_bytes() for file in files))
    read = [("", content) for content in papers]
    jobs = [
        job_for(classes.COURSE, assignment, student, content, tier=best_tier())
        for student, content in [*read, (SOURCE, assignment.content), (SOURCE, None)]
    ]
    known = {}
    with Workers(cores()) as pool:
        for job, finished in pool.run(jobs):
            known[_digest(job)] = packed_result(replace(finished, seconds=SECONDS))
    file.write_bytes(pickle.dumps(known))
    return papers


def _digest(job: Job) -> str:
    return hashlib.sha256(job.submission or b"").hexdigest()


@cache
def _known() -> dict[str, bytes]:
    known: dict[str, bytes] = pickle.loads(Path(os.environ[_KNOWN]).read_bytes())
    return known


def stand_in(visit: Visit, course: bytes, shared: bytes, parcels: Sequence[bytes]) -> list[bytes]:
    """Take as long as grading does, and return what came out of it before."""
    found = []
    for parcel in parcels:
        time.sleep(SECONDS)
        own = pickle.loads(parcel)
        digest = hashlib.sha256(own.get("submission") or b"").hexdigest()
        found.append(_known()[digest])
    return found


_machine = cache(Machine.here)


async def describe(root: str, dask_worker: object) -> tuple[str, Machine]:
    """Say what each worker says; it is the same for all that one process plays."""
    return "stand-in", _machine(root)


async def play(address: str, count: int) -> None:
    """Be so many workers, which do not watch themselves as real ones do, each on its machine."""
    import dask
    import distributed

    dask.config.set(
        {
            "distributed.worker.profile.enabled": False,
            "distributed.admin.system-monitor.interval": "60s",
        }
    )
    made = [
        distributed.Worker(address, nthreads=1, name=f"{os.getpid()}-{number}")
        for number in range(count)
    ]
    await asyncio.gather(*made)
    await asyncio.gather(*(worker.finished() for worker in made))


if __name__ == "__main__":
    asyncio.run(play(sys.argv[1], int(sys.argv[2])))
