"""What a cluster needs before there is one: an address, machines alike, parcels, the command."""

from __future__ import annotations

import json
import pickle
import re
import socket
import subprocess
import sys
from collections import deque
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.errors import UnfitError, UsageError
from autograder.grading.classes.cluster import client
from autograder.grading.classes.cluster.address import Address
from autograder.grading.classes.cluster.cluster import Cluster, _batch, _Task, _Work
from autograder.grading.classes.cluster.hosting import Unusable
from autograder.grading.classes.cluster.machine import Machine, differences
from autograder.grading.classes.cluster.parcels import joined, own_part, shared_part
from autograder.grading.grade import job_for
from autograder.sandbox.tiers import probe

from .conftest import RIGHT, SOURCE, as_bytes, handed_in

pytest.importorskip("distributed")
TIER = next((one for one in ("full", "landlock") if probe().holds(one)), "")
REAL = pytest.mark.skipif(not TIER, reason="student code cannot be confined here")
TLS = [f"DASK_DISTRIBUTED__COMM__TLS__{one}" for one in ("CA_FILE", "CLIENT__KEY", "CLIENT__CERT")]
WAIT = 120  # seconds that nothing here takes


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


def test_results_that_do_not_come_at_once_in_time_come_one_by_one(course, monkeypatch):
    """Over a slow network nobody has died for that."""

    class Result:
        status = "finished"

    class SlowNetwork:
        def sync(self, function, client, futures):
            if len(futures) > 1:
                raise TimeoutError
            return [[b"result"]]

    one = Cluster(course, Address("tls://node7:1"), False, print)
    monkeypatch.setattr(one, "_client", SlowNetwork())
    monkeypatch.setattr(one, "_look", lambda now: None)
    tasks = [_Task([], frozenset(), Result()) for _ in range(3)]
    assert one._contents(tasks) == [[b"result"]] * 3


def test_when_the_last_machine_cannot_grade_that_is_told_with_the_reasons(course):
    """Nobody waits then for a worker that will not come."""

    class Failed:
        status = "error"

        def __init__(self, worker):
            self.worker = worker

        def exception(self, timeout):
            return Unusable(self.worker, "its disk is full.")

    class Client:
        status = "running"

    one = Cluster(course, Address("tls://node7:1"), False, print)
    one._client = Client()
    one._fit, one._threads = {"tls://a:1", "tls://b:1"}, {"tls://a:1": 1, "tls://b:1": 1}
    assert one._deaths(_Task([], frozenset(), Failed("tls://b:1"))) == 0
    assert one._threads == {"tls://a:1": 1}
    with pytest.raises(UnfitError, match=r"b:1 is not used: its disk is full\. tls://a:1 is not"):
        one._deaths(_Task([], frozenset(), Failed("tls://a:1")))


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
