"""A class that Dask's workers grade has the same marks, whatever dies meanwhile."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.grading.classes.cluster import client, cluster
from autograder.grading.classes.cluster.address import Address
from autograder.grading.classes.cluster.cluster import Cluster
from autograder.grading.classes.cluster.hosting import describe
from autograder.grading.classes.grade_class import grade_class
from autograder.grading.grade import job_for

from .conftest import NAME, RIGHT, SOURCE, as_bytes, handed_in
from .test_cluster_parts import REAL, TIER, WAIT
from .test_interrupted import below, wait_until_done

pytest.importorskip("distributed")
STUDENTS = "abcdef"
DASK = [sys.executable, "-m", "distributed.cli"]


@dataclass
class Machines:
    """A scheduler and its workers: real processes, with a directory for what they say."""

    folder: Path
    file: Path = field(init=False)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.file = self.folder / "scheduler.json"

    def start(self, *words: str, cwd: Path | None = None, **variables: str) -> subprocess.Popen:
        """Start one of Dask's programs."""
        command = [sys.executable, "-m", f"distributed.cli.dask_{words[0]}", *words[1:]]
        with (self.folder / f"{len(self.running)}.log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--scheduler-file", str(self.file), "--no-dashboard"],
                stdout=log,
                stderr=log,
                cwd=cwd,
                env=os.environ | variables,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def scheduler(self) -> subprocess.Popen:
        """Start the scheduler and wait until it says where it is."""
        process = self.start("scheduler", "--host", "127.0.0.1", "--port", "0")
        until(self.file.exists)
        return process

    def worker(self, *words: str, **settings) -> subprocess.Popen:
        """Start a worker without a nanny."""
        usual = ("worker", "--no-nanny", "--nthreads", "2", "--host", "127.0.0.1")
        return self.start(*usual, *words, **settings)

    def stop(self) -> None:
        """End all of them."""
        for process in reversed(self.running):
            process.terminate()
        for process in self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            process.wait()


def until(true: Callable[[], object]) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(scope="module")
def machines(tmp_path_factory) -> Iterator[Machines]:
    """A scheduler and a worker that stay as they are."""
    made = Machines(tmp_path_factory.mktemp("machines"))
    made.scheduler()
    made.worker("--name", "first")
    yield made
    made.stop()


@pytest.fixture
def grade_on(course, classroom):
    """Grades the class on a cluster."""

    def run(where: str | Path, idle: float = 30.0, send: bool = False, **settings):
        address = Address.read(str(where))
        usual = {"cluster": lambda course, say: Cluster(course, address, send, say, idle)}
        settings = usual | {"tier": TIER, "force": True} | settings
        return grade_class(course, classroom, course.select(), **settings)

    return run


def marks(outcome) -> dict[str, float | None]:
    return {one.student: one.points for one in outcome.summaries}


@REAL
def test_a_cluster_gives_the_same_marks(machines, grade_on, grade_all, submit):
    """Also to what cannot be graded, and with the course sent there; nothing stays behind."""
    submit("a", handed_in(RIGHT))
    submit("b", handed_in({"double": RIGHT["double"]}))
    submit("c", handed_in())
    submit("d", b"no notebook")
    here = grade_all(tier=TIER)

    there = grade_on(machines.file)
    sent = grade_on(machines.file, send=True)

    assert there.refused_workers == sent.refused_workers == []
    assert marks(there) == marks(sent) == marks(here)
    assert marks(here)["d"] is None and marks(here)["a"] == 4
    told = [{one.student: one.refused for one in each.refused} for each in (here, there, sent)]
    assert told[0] == told[1] == told[2]
    until(lambda: not below(machines.running[1].pid))
    assert grade_all(tier=TIER).skipped == 4  # a machine's own run has nothing left to do


@REAL
def test_workers_that_differ_are_refused_by_name(machines, grade_on, submit, tmp_path):
    """With what differs; the others grade. One of these has other code, one has none of ours."""
    submit("a", handed_in(RIGHT))
    root = Path(__file__).parents[3]
    shutil.copytree(root / "autograder", tmp_path / "autograder")
    with (tmp_path / "autograder/checks/__init__.py").open("a") as file:
        file.write("\n# changed\n")
    (tmp_path / "none/autograder").mkdir(parents=True)
    (tmp_path / "none/autograder/__init__.py").touch()
    for name, folder in (("second", tmp_path), ("third", tmp_path / "none")):
        machines.worker("--name", name, cwd=folder, PYTHONPATH=str(folder))
    import distributed

    try:
        with distributed.Client(scheduler_file=str(machines.file), set_as_default=False) as client:
            until(lambda: len(client.nthreads()) == 3)
        outcome = grade_on(machines.file)
    finally:
        for process in machines.running[2:]:
            process.terminate()
            process.wait()

    assert marks(outcome) == {"a": 4}
    other, none = sorted(outcome.refused_workers, key=lambda told: not told.startswith("second"))
    assert other.startswith("second (tcp://127.0.0.1:")
    assert "its autograder has other code" in other
    assert "No module named 'autograder" in none and "install numpy-course[cluster]" in none


@REAL
def test_a_worker_that_comes_later_is_looked_at_before_it_grades(
    machines, grade_on, submit, tmp_path
):
    """Whatever it gets before that is graded by others."""
    (tmp_path / "autograder").mkdir()
    (tmp_path / "autograder/__init__.py").touch()
    for student in STUDENTS:
        submit(student, handed_in(RIGHT))
    late = []

    def come(step):
        if step.summary and not late:
            late.append(machines.worker("--name", "late", cwd=tmp_path, PYTHONPATH=str(tmp_path)))
            log = machines.folder / f"{len(machines.running) - 1}.log"
            until(lambda: "Registered to" in log.read_text())

    try:
        outcome = grade_on(machines.file, progress=come)
    finally:
        late[0].terminate()
        late[0].wait()

    assert marks(outcome) == dict.fromkeys(STUDENTS, 4)


FULL = """
import sys
if any("cluster.foreman" in word for word in sys.orig_argv):
    import tempfile

    def mkdtemp(*_, **__):
        raise OSError(28, "No space left on device")

    tempfile.mkdtemp = mkdtemp
"""


@REAL
def test_a_machine_that_cannot_grade_is_told_of_and_the_others_go_on(
    machines, grade_on, submit, tmp_path, monkeypatch
):
    """Its disk is full, say; Dask has no reason to give all to the other one."""
    import distributed

    for student in STUDENTS:
        submit(student, handed_in(RIGHT))
    (tmp_path / "sitecustomize.py").write_text(FULL)
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[3])])
    monkeypatch.setattr(Cluster, "_there", lambda self, content: content)
    full = machines.worker("--name", "full", "--nthreads", "8", PYTHONPATH=path)
    try:
        with distributed.Client(scheduler_file=str(machines.file), set_as_default=False) as client:
            until(lambda: len(client.nthreads()) == 2)
        outcome = grade_on(machines.file)
    finally:
        full.terminate()
        full.wait()

    assert marks(outcome) == dict.fromkeys(STUDENTS, 4)
    (told,) = outcome.refused_workers
    assert "is not used: " in told and "No space left on device" in told


@REAL
def test_dask_does_not_keep_what_it_has_carried(course):
    """It would remember a thousand messages to each worker, with students' notebooks in them."""

    def kept(dask_scheduler) -> set[int]:
        return {one.recent_message_log.maxlen for one in dask_scheduler.stream_comms.values()}

    with Cluster(course, Address(workers=1), False, lambda line: None) as one:
        one.tier(TIER, False)
        one.start()
        client_ = one._client

        assert client_.run_on_scheduler(kept) == {10}
        assert client_.scheduler_comm.recent_message_log.maxlen == 10
        assert set(
            client_.run(
                lambda dask_worker: dask_worker.batched_stream.recent_message_log.maxlen
            ).values()
        ) == {10}


@REAL
def test_the_course_is_sent_again_where_it_was_lost(course, assignment):
    """Dask makes it anew only as often as it may fail; then the next submission brings it."""
    with Cluster(course, Address(workers=1), True, lambda line: None) as one:
        one.tier(TIER, False)
        one.start()
        one._sent_course.cancel()
        job = job_for(course, assignment, "ann", as_bytes(handed_in(RIGHT)), tier=TIER)
        ((_, finished),) = one.run([job])

    assert finished.graded.points == 4.0, finished.refused


@REAL
def test_a_worker_may_be_killed(grade_on, submit):
    """What it was at is graded elsewhere, or by whoever takes its place."""
    import multiprocessing

    for student in STUDENTS:
        submit(student, handed_in(RIGHT))
    killed = []

    def kill_one(step):
        if step.summary and not killed:
            killed.append(multiprocessing.active_children()[0])
            killed[0].kill()

    outcome = grade_on("local:2", progress=kill_one)

    assert killed and not outcome.lost
    assert marks(outcome) == dict.fromkeys(STUDENTS, 4)


KILLER = '''"""Halves a number."""
import os, pathlib, signal
if half(3) == 13:
    foreman = os.getppid()
    told = pathlib.Path(f"/proc/{foreman}/stat").read_text()
    os.kill(int(told.rpartition(")")[2].split()[1]), signal.SIGKILL)
    signal.pause()
assert np.allclose(half(3), 1.5), "3 becomes 1.5."'''


@REAL
def test_a_submission_that_kills_every_worker_is_told_so(grade_on, submit, course):
    """It is the only one."""
    source = json.loads(as_bytes(SOURCE))
    source["cells"][-1]["source"] = KILLER
    (course.root / "notebooks" / NAME / "double.ipynb").write_bytes(as_bytes(source))
    for student in "abc":
        submit(student, handed_in(RIGHT, source))
    submit("killer", handed_in({**RIGHT, "half": "def half(x):\n    return 13"}, source))

    outcome = grade_on("local:2")

    assert marks(outcome) == {**dict.fromkeys("abc", 4), "killer": None}
    (refused,) = outcome.refused
    assert "worker of the cluster after the other died over it" in refused.refused


@REAL
def test_when_the_scheduler_dies_what_was_finished_is_kept(grade_on, grade_all, submit, tmp_path):
    """The next run goes on, with the same marks; on its machines nothing stays."""
    for student in STUDENTS:
        submit(student, handed_in(RIGHT))
    made = Machines(tmp_path)
    try:
        scheduler = made.scheduler()
        worker = made.worker()

        def kill(step):
            if step.summary and scheduler.poll() is None:
                assert not logging.getLogger("distributed.client").isEnabledFor(logging.CRITICAL)
                scheduler.kill()
                scheduler.wait()

        outcome = grade_on(made.file, progress=kill)
        assert "connection to the cluster's scheduler is lost" in outcome.lost
        assert 1 <= len(outcome.graded) < len(STUDENTS)
        began = below(worker.pid)
    finally:
        made.stop()
    until(lambda: not any(Path(f"/proc/{number}").exists() for number in began))

    again = grade_all(tier=TIER)
    assert again.skipped == len(outcome.graded)
    assert marks(again) == dict.fromkeys(STUDENTS, 4)


def grading(folder: Path, course: Course, classroom: Classroom, where: str | Path) -> Path:
    """Return a program that grades a class on a cluster, and prints how many are done."""
    script = folder / "grade.py"
    script.write_text(f"""if __name__ == "__main__":
    from pathlib import Path
    from autograder.course.classroom import Classroom
    from autograder.course.course import Course
    from autograder.grading.classes.cluster.address import Address
    from autograder.grading.classes.cluster.cluster import Cluster
    from autograder.grading.classes.grade_class import grade_class

    course = Course(Path({str(course.root)!r}))
    classroom = Classroom(Path({str(classroom.root)!r}))
    address = Address.read({str(where)!r})
    outcome = grade_class(course, classroom, course.select(), tier={TIER!r},
                          cluster=lambda course, say: Cluster(course, address, False, say, 2.0),
                          progress=lambda step: print(step.done, flush=True))
    print("interrupted" if outcome.interrupted else "whole", len(outcome.graded))
""")
    return script


@REAL
@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGINT], ids=["killed", "Ctrl-C"])
def test_when_the_command_is_stopped_nothing_stays_on_the_workers(
    signal_, machines, grade_on, submit, course, classroom, tmp_path
):
    """The next run goes on there, with the same marks."""
    for student in STUDENTS:
        submit(student, handed_in(RIGHT))
    script = grading(tmp_path, course, classroom, machines.file)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, str(script)], **pipes) as command:
        try:
            wait_until_done(command, 2)
            command.send_signal(signal_)
            said, complaints = command.communicate(timeout=WAIT)
        finally:
            command.kill()
    if signal_ == signal.SIGINT:
        assert said.split()[-2] == "interrupted"
        assert complaints == ""
    until(lambda: not below(machines.running[1].pid))

    outcome = grade_on(machines.file, force=False)
    assert outcome.skipped >= 2
    assert marks(outcome) == dict.fromkeys(STUDENTS, 4)


@REAL
def test_ctrl_c_in_a_terminal_says_nothing_of_workers(submit, course, classroom, tmp_path):
    """All programs of a terminal get it; impatient people press it twice."""
    for student in STUDENTS:
        submit(student, handed_in(RIGHT))
    script = grading(tmp_path, course, classroom, "local:2")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    words = [sys.executable, str(script)]
    with subprocess.Popen(words, start_new_session=True, **pipes) as command:
        try:
            wait_until_done(command, 1)
            os.killpg(command.pid, signal.SIGINT)
            time.sleep(0.1)  # it is saying good-bye to its workers
            with contextlib.suppress(ProcessLookupError):
                os.killpg(command.pid, signal.SIGINT)
            _, complaints = command.communicate(timeout=WAIT)
        finally:
            command.kill()

    assert "distributed" not in complaints  # nor is there anybody who has said it


def test_ctrl_c_that_comes_while_something_is_let_go_is_not_lost():
    """Python only writes that it was ignored."""

    class Held:
        def __del__(self) -> None:
            raise KeyboardInterrupt

    held = Held()
    with client._interrupts_are_heard(), pytest.raises(KeyboardInterrupt):
        del held
        time.sleep(WAIT)


@REAL
def test_a_scheduler_that_does_not_answer_is_lost(grade_on, submit, tmp_path, monkeypatch, course):
    """It is there, and its connections are open, but it says nothing: its disk hangs, say."""
    monkeypatch.setattr(cluster, "_SILENT_FOR", 2.0)
    for student in STUDENTS:
        submit(student, handed_in(RIGHT))
    made = Machines(tmp_path)
    try:
        scheduler = made.scheduler()
        made.worker()

        def stop(step):
            if step.summary:
                scheduler.send_signal(signal.SIGSTOP)

        outcome = grade_on(made.file, progress=stop)
    finally:
        scheduler.send_signal(signal.SIGCONT)
        made.stop()

    assert "connection to the cluster's scheduler is lost" in outcome.lost
    assert outcome.graded


@REAL
def test_a_worker_that_does_not_answer_holds_nobody_up(
    grade_on, submit, tmp_path, monkeypatch, course, capsys
):
    """It is not used, and the others grade."""
    import distributed

    monkeypatch.setattr(cluster, "_SILENT_FOR", 5.0)
    submit("ann", handed_in(RIGHT))
    made = Machines(tmp_path)
    try:
        made.scheduler()
        made.worker()
        silent = made.worker("--name", "silent")
        with distributed.Client(scheduler_file=str(made.file), set_as_default=False) as asking:
            asking.wait_for_workers(2, timeout=WAIT)
            asking.run(describe, str(course.root))  # what that imports is there from now on
        silent.send_signal(signal.SIGSTOP)

        outcome = grade_on(made.file, progress=lambda step: print(step.text))
    finally:
        silent.kill()
        made.stop()

    assert marks(outcome) == {"ann": 4.0}
    assert "is not used: it has not answered for 5 s." in capsys.readouterr().out


# the command
