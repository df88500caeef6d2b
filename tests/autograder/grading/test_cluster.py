"""A class that Dask's workers grade has the same marks, whatever dies meanwhile."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import pickle
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.errors import UnfitError, UsageError
from autograder.grading.classes.cluster import client, cluster
from autograder.grading.classes.cluster.address import Address
from autograder.grading.classes.cluster.cluster import Cluster, _batch, _Work
from autograder.grading.classes.cluster.hosting import describe
from autograder.grading.classes.cluster.machine import Machine, differences
from autograder.grading.classes.cluster.parcels import joined, own_part, shared_part
from autograder.grading.classes.grade_class import grade_class
from autograder.grading.grade import job_for
from autograder.sandbox.tiers import probe

from .conftest import NAME, RIGHT, SOURCE, as_bytes, handed_in
from .test_interrupted import below, wait_until_done

pytest.importorskip("distributed")
TIER = next((one for one in ("full", "landlock") if probe().holds(one)), "")
REAL = pytest.mark.skipif(not TIER, reason="student code cannot be confined here")
STUDENTS = "abcdef"
DASK = [sys.executable, "-m", "distributed.cli"]
TLS = [f"DASK_DISTRIBUTED__COMM__TLS__{one}" for one in ("CA_FILE", "CLIENT__KEY", "CLIENT__CERT")]
WAIT = 120  # seconds that nothing here takes


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


# pure parts


@pytest.mark.parametrize(
    ("text", "scheduler", "workers"),
    [
        ("local:8", "", 8),
        ("gateway:a1b2", "", 0),
        ("tls://node7:8786", "tls://node7:8786", 0),
        ("tcp://127.0.0.1:8786", "tcp://127.0.0.1:8786", 0),
        ("tcp://[::1]:8786", "tcp://[::1]:8786", 0),
        ("tcp://localhost:8786", "tcp://localhost:8786", 0),
    ],
)
def test_an_address_is_a_scheduler_or_a_number_of_workers(text, scheduler, workers):
    address = Address.read(text)

    assert (address.scheduler, address.workers, str(address)) == (scheduler, workers, text)


@pytest.mark.parametrize(
    "text", ["local:0", "local:", "gateway:", "tcp://", "tls://node7", "ftp://a:1"]
)
def test_what_is_no_address_is_told_with_what_could_be_one(text):
    with pytest.raises(UsageError, match=r"tls://HOST:PORT.*local:2"):
        Address.read(text)


def test_a_scheduler_file_is_read(tmp_path):
    file = tmp_path / "scheduler.json"
    file.write_text(json.dumps({"address": "tls://node7:8786"}))

    assert Address.read(str(file)).scheduler == "tls://node7:8786"
    file.write_text("{}")
    with pytest.raises(UsageError, match="no scheduler file"):
        Address.read(str(file))


def test_a_network_without_tls_must_be_accepted():
    """Whoever reaches such a scheduler runs programs as the teacher."""
    with pytest.raises(UsageError, match=r"without TLS.*--unencrypted"):
        Address.read("tcp://node7:8786")

    assert Address.read("tcp://node7:8786", unencrypted=True).scheduler == "tcp://node7:8786"


PINS = {"numpy": "2.4.6"}
TIERS = ("full", "landlock", "process")
HERE = Machine("desk", "0.2.0", "c", "/course", "s", "3.11.7", PINS, PINS, TIERS)


@pytest.mark.parametrize(
    ("changed", "sent", "told"),
    [
        ({}, False, []),
        ({"name": "node7", "root": "/elsewhere", "python": "3.11.9"}, False, []),
        ({"code": "d"}, False, ["other code"]),
        ({"course": "t"}, False, ["other notebooks or solutions"]),
        ({"course": "t"}, True, []),
        ({"course": "", "root": ""}, False, ["no course"]),
        ({"python": "3.12.1"}, False, ["Python is 3.12.1 there, 3.11.7 here"]),
        ({"packages": {"numpy": "2.3.0"}}, False, ["students' numpy is 2.3.0 there, 2.4.6 here"]),
        ({"own": {}}, False, ["the grader's numpy is none there, 2.4.6 here"]),
        ({"tiers": ("landlock", "process")}, False, ["tier full, only landlock; --tier landlock"]),
        ({"code": "d", "course": "t"}, False, ["other code", "other notebooks"]),
    ],
)
def test_a_worker_is_told_in_what_it_differs(changed, sent, told):
    found = differences(HERE, replace(HERE, **changed), "full", sent)

    assert len(found) == len(told)
    assert all(part in sentence for part, sentence in zip(told, found, strict=True))


def test_a_job_travels_as_its_submission(course, assignment):
    """Some hundred bytes more, however large the course is; and arrives whole."""
    content = as_bytes(handed_in(RIGHT))
    job = job_for(course, assignment, "ada", content, {"mine.csv": b"1,2"}, tier="full")
    job = replace(job, times={"notebook_seconds": 1.5}, or_not=True)
    shared = shared_part(course, job)

    own = own_part(job, shared)

    assert joined(shared, own) == job
    assert len(own) < len(content) + 500
    assert len(pickle.dumps(shared)) > len(as_bytes(SOURCE))


def test_a_task_carries_jobs_of_one_assignment_and_no_more_than_it_shall():
    """One that was tried before goes alone."""
    ahead = iter([_Work(name, b"") for name in "aaabb"])
    again = deque([_Work("a", b"", deaths=1)])
    sizes = []
    while works := _batch(again, ahead, 2):
        assert len({work.assignment for work in works}) == 1
        sizes.append(len(works))

    assert sizes == [1, 2, 1, 1, 1]


# a cluster


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


def command(*words: str, code: str = "pass") -> subprocess.CompletedProcess[str]:
    """Run `autograder`, after some other code."""
    start = f"import sys; {code}; from autograder.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", start, *words],
        capture_output=True,
        text=True,
        timeout=WAIT,
        cwd=Path(__file__).parents[3],
        check=False,
    )


@pytest.fixture
def one_softmax(tmp_path) -> Path:
    """A classroom in which somebody handed in `09-softmax`."""
    folder = tmp_path / "classroom/submitted/ada/09-softmax"
    folder.mkdir(parents=True)
    (folder / "softmax.ipynb").write_bytes(as_bytes(handed_in()))
    return tmp_path / "classroom"


@REAL
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["tcp://127.0.0.1:9"], "pass", "no cluster can be reached there"),
        (["tls://127.0.0.1:9"], "pass", "no keys here.*does not name.*Set DASK_CONFIG"),
        (
            ["tls://127.0.0.1:9"],
            f"import os; os.environ.update({dict.fromkeys(TLS, 'no.pem')})",
            r"no keys here.*No such file.*\(no\.pem.*Set DASK_CONFIG",
        ),
        (["tcp://node7:9"], "pass", "without TLS"),
        (["nowhere"], "pass", "there is no such file"),
        (["local:2"], "sys.modules['distributed'] = None", r"pip install 'numpy-course\[cluster]'"),
        (["local:2", "--workers", "3"], "pass", "--workers is about this machine"),
    ],
    ids=["unreachable", "no keys", "lost keys", "open", "no file", "no Dask", "workers"],
)
def test_what_cannot_be_is_one_sentence(words, code, told, one_softmax):
    """With exit code 2."""
    done = command(
        "grade", "softmax", "--classroom", str(one_softmax), "--cluster", *words, code=code
    )

    assert done.returncode == 2
    assert re.search(told, done.stderr)
    assert done.stderr.count("\n") == 1


def test_what_never_answers_is_no_scheduler(monkeypatch, course):
    """Whether it is another service, or a scheduler that was stopped."""
    monkeypatch.setattr(client, "REACHED", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = Address.read(f"tcp://127.0.0.1:{silent.getsockname()[1]}")
        with (
            Cluster(course, address, False, print) as one,
            pytest.raises(UsageError, match=r"be reached there.*does not answer"),
        ):
            one.start()


def test_code_is_never_run_unconfined_over_a_network(course):
    with (
        Cluster(course, Address("tls://node7:1"), False, print) as cluster,
        pytest.raises(UnfitError, match="--tier full"),
    ):
        cluster.tier("process", unconfined=True)


def test_only_a_cluster_needs_dask(one_softmax):
    """A command that grades here imports nothing of it."""
    code = "sys.modules['distributed'] = sys.modules['dask'] = None"
    done = command("grade", "softmax", "--classroom", str(one_softmax), "--unconfined", code=code)

    assert done.returncode == 0, done.stderr
