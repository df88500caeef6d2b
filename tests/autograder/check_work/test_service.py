"""A hub's service checks notebooks for students who cannot read the course."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import stat
import time
from pathlib import Path

import pytest

from autograder.check_work.contract import NotNow
from autograder.check_work.hub import ADDRESS, HubBackend
from autograder.check_work.service import serving as module
from autograder.course.course import Course
from autograder.errors import UnfitError, UsageError
from tests.autograder.attacks.attack import SIGMOID, handed_in
from tests.autograder.check_work.running import GRADER, PREFIX, Running, is_root
from tests.autograder.grading import conftest as tiny

SLEEPS = tiny.handed_in({"double": "import time\ntime.sleep(3)\n" + tiny.RIGHT["double"]})


def test_a_student_gets_the_page_as_data(service, token):
    """What is open is told first; then the notebook is graded with its hidden tests."""
    about = {"kind": "course", "points": True, "assignments": [SIGMOID, tiny.NAME]}
    assert service.request(token) == (200, about)

    answer = service.check(token, handed_in(SIGMOID, "right"))["answer"]

    assert answer["points"] == answer["possible"] == 30
    assert {note["state"] for note in answer["notes"]} == {"holds"}
    wrong = tiny.handed_in({**tiny.RIGHT, "double": "def double(x):\n    return x"})
    answer = service.check(token, wrong)["answer"]
    assert (answer["points"], answer["possible"]) == (2, 4)


def test_the_log_says_who_asked_what_when_and_no_more(service, token):
    """One line when a notebook comes, one when there is an answer."""
    number = service.ask(token, tiny.as_bytes(tiny.handed_in(tiny.RIGHT)), "double.ipynb")
    service.result(token, number)

    asked, done = [line for line in service.logged if line.get("id") == number]
    assert asked["event"] == "asked" and done["event"] == "done"
    assert asked["user"] == done["user"] == service.hub.models[token]["name"]
    assert asked["name"] == "double.ipynb" and done["assignment"] == tiny.NAME
    assert done["points"] == 4 and asked["time"] < done["time"]
    assert asked.keys() == {"time", "event", "user", "id", "name", "bytes"}


def test_what_the_service_writes_only_its_user_can_read(service, token):
    """Notebooks, answers, the log; what was sent is gone when there is an answer."""
    number = service.ask(token, tiny.as_bytes(SLEEPS))
    seen = {}
    while service.request(token, path=f"requests/{number}")[1]["state"] != "done":
        for path in (service.log, *service.folder.glob("tmp/autograder-service-*/*")):
            with contextlib.suppress(FileNotFoundError):
                seen[path] = stat.S_IMODE(path.stat().st_mode)

    assert {f"{number}.ipynb", f"{number}.progress", "fit.json"} <= {path.name for path in seen}
    assert not {path: mode for path, mode in seen.items() if mode & 0o077}
    assert not list(service.folder.rglob(f"tmp/**/{number}.ipynb"))


def test_the_instructor_opens_and_closes_while_the_service_runs(service, token, settle):
    """From the next request on; notebooks are kept if that is wanted."""
    right = tiny.as_bytes(tiny.handed_in(tiny.RIGHT))

    settle(f'open = ["{SIGMOID}"]\n')
    assert service.request(token)[1]["assignments"] == [SIGMOID]
    state = service.check(token, right)
    assert state == {
        "state": "failed",
        "reason": f"This is {tiny.NAME}, which is not open for checking.",
    }

    settle(f'open = ["{tiny.NAME}"]\npoints = false\nkeep_notebooks = true\n')
    assert service.request(token)[1]["points"] is False
    assert "points" not in str(service.check(token, right))
    [kept] = service.log.parent.glob("log-notebooks/*.ipynb")
    assert kept.read_bytes() == right and not kept.stat().st_mode & 0o077


def test_settings_that_cannot_be_read_close_everything(service, token, settle):
    """The student is told whom to tell; whoever runs the service is told what is wrong."""
    settle('open = ["01-duoble"]\n')

    for method, path in (("GET", ""), ("POST", "requests")):
        status, said = service.request(token, method, path, b"{}" if method == "POST" else None)
        assert status == 503
        assert said["reason"] == "This service cannot read its settings. Tell your instructor."
    assert "check-work.toml: 01-duoble: no such assignment. There are: " in service.said.read_text()


def test_a_course_that_changes_is_read_again(service, token):
    """Solutions that were imported before are replaced with the process that did."""
    right = tiny.handed_in(tiny.RIGHT)
    assert service.check(token, right)["answer"]["points"] == 4

    notebook = service.course / "notebooks" / tiny.NAME / "double.ipynb"
    before = notebook.read_bytes()
    notebook.write_bytes(before.replace(b"2 * np.asarray(x)", b"3 * np.asarray(x)"))
    try:
        state = service.check(token, right)
    finally:
        notebook.write_bytes(before)
    assert state["reason"] == "This assignment cannot be checked just now. Tell your instructor."
    assert "01-double: nobody was graded, because the grader" in service.said.read_text()

    (service.course / "solutions" / "new.py").write_text('"""New."""\n')
    assert service.check(token, right)["answer"]["points"] == 4


def test_two_hundred_students_within_a_minute_are_all_answered_in_order_each_its_own(hub):
    """By their own servers, side by side; the service's memory stays flat."""

    async def student(number: int, address: str) -> tuple[str, list[int]]:
        """Return the answer, and the places that were said on the way."""
        source = f"def double(x):\n    raise ValueError('{70_000 + number}')"
        notebook = tiny.as_bytes(tiny.handed_in({"double": source}))
        backend = HubBackend(address, hub.user(f"many-{number:03}"))
        places: list[int] = []
        try:
            request = await backend.ask(f"{number}.ipynb", notebook, False)
            while True:
                state = await backend.state(request)
                if state["state"] == "done":
                    return str(state["answer"]), places
                assert state["state"] != "failed", state
                if state["state"] == "waiting":
                    places.append(state["place"])
                await asyncio.sleep(1)
        finally:
            await backend.close()

    async def everybody(address: str) -> list[tuple[str, list[int]]]:
        return await asyncio.gather(*(student(number, address) for number in range(200)))

    with Running(hub, f'open = ["{tiny.NAME}"]\n', workers=1) as service:
        service.check(hub.user("first"), tiny.handed_in(tiny.RIGHT))
        before = service.memory
        answers = asyncio.run(everybody(service.address))
        grown = service.memory - before
        events = {"asked": [], "done": []}
        for line in service.logged[2:]:
            events[line["event"]].append(line["user"])

    for number, (answer, places) in enumerate(answers):
        assert f"{70_000 + number}" in answer
        assert places == sorted(places, reverse=True)
        assert all(str(70_000 + other) not in answer for other in range(200) if other != number)
    assert len(set(events["asked"])) == 200
    assert events["done"] == events["asked"]
    assert max(max(places, default=0) for _, places in answers) > 10
    assert grown < 30_000_000


def test_killing_the_service_loses_nobody_s_notebook(hub):
    """The student is told to ask again; the next service finds nothing half, and answers."""
    content = tiny.as_bytes(SLEEPS)

    async def told(backend: HubBackend, number: str) -> str:
        with pytest.raises(NotNow) as refused:
            await backend.state(number)
        return refused.value.reason

    with Running(hub, f'open = ["{tiny.NAME}"]\n') as service:
        token = hub.user("killed")
        backend = HubBackend(service.address, token)
        number = service.ask(token, content)
        while service.request(token, path=f"requests/{number}")[1]["state"] == "waiting":
            time.sleep(0.05)

        service.end(signal.SIGKILL)
        assert "Your notebook is as it was: ask again" in asyncio.run(told(backend, number))
        left = set(service.folder.glob("tmp/autograder-service-*"))
        assert left

        service.start()
        reason = asyncio.run(told(HubBackend(service.address, token), number))
        assert "no such request, or its answer is no longer kept: ask again" in reason
        assert service.check(token, content)["answer"]["points"] == 3
        assert not left & set(service.folder.glob("tmp/autograder-service-*"))
        service.end()
        assert not list(service.folder.glob("tmp/autograder-service-*"))
        assert service.process.returncode == 0
        assert not _running(service)


def test_a_hub_that_does_not_answer_and_a_course_that_all_can_read_are_told(hub):
    """Nobody is taken for somebody else. What is wrong with the course was said at the start."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/hub/api"
    service = Running(hub, f'open = ["{tiny.NAME}"]\n')
    service.course.chmod(0o755)
    try:
        service.start(JUPYTERHUB_API_URL=nobody)
        status, said = service.request(hub.user("early"))
        service.end()
        at_start = service.said.read_text()
    finally:
        shutil.rmtree(service.folder)

    assert f"Every user of this machine can read {service.course}/notebooks/" in at_start
    assert f"run `chmod o-rwx {service.course}`" in at_start
    assert status == 503
    assert said == {"reason": "JupyterHub did not say who you are: ask again in a minute."}


def test_the_student_s_server_asks_the_service_that_the_hub_has_named(service, token, monkeypatch):
    """Nobody else is asked then, whatever lies on the student's machine."""
    from autograder.check_work.extension import backend_for

    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", token)
    monkeypatch.setenv(ADDRESS, service.address.rstrip("/"))
    backend = backend_for(Path.cwd())

    async def asked() -> tuple[object, object]:
        about = await backend.about()
        number = await backend.ask("ä ?&/.ipynb", tiny.as_bytes(tiny.handed_in()), False)
        while (state := await backend.state(number))["state"] not in ("done", "failed"):
            await asyncio.sleep(0.1)
        with pytest.raises(NotNow) as refused:
            await backend.state("../../../../hub/api")
        await backend.close()
        return about, state, refused.value.status

    about, state, status = asyncio.run(asked())

    assert about["kind"] == "course" and status == 404
    assert state["answer"]["points"] == 0
    assert [line["name"] for line in service.logged if line["event"] == "asked"][
        -1
    ] == "ä ?&/.ipynb"


SAID = [
    b"",
    b"no HTTP",
    b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{",
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
    b"HTTP/1.1 302 OK\r\nLocation: http://127.0.0.1/\r\nContent-Length: 2\r\n\r\n{}",
    None,
]


@pytest.mark.parametrize("said", SAID, ids=["nothing", "words", "half", "list", "away", "later"])
def test_a_service_that_ends_or_hangs_meanwhile_is_told_in_one_sentence(said, monkeypatch):
    """With the status after which the button looks again."""
    monkeypatch.setattr("autograder.check_work.hub._PATIENCE", 0.5)

    async def ask() -> None:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            if said is None:
                await reader.read()
            writer.write(said or b"")
            writer.close()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            backend = HubBackend(f"http://127.0.0.1:{port}", "a-token")
            try:
                await backend.state("1")
            finally:
                await backend.close()

    with pytest.raises(NotNow, match="does not answer") as refused:
        asyncio.run(ask())
    assert refused.value.status == 503


@pytest.mark.skipif(not is_root(), reason="only root can try to be root")
def test_the_service_does_not_run_as_root(monkeypatch, tmp_path):
    """It says how it gets a user of its own."""
    with pytest.raises(UsageError, match=r"runs as root.* Give it a user of its own"):
        module.run(Course.find(Path(__file__).parent), None, tmp_path / "log", None, print)


@pytest.fixture
def started(monkeypatch):
    """As a hub starts it, but for what the test takes away."""
    monkeypatch.setattr(os, "geteuid", lambda: GRADER)
    monkeypatch.setattr(os, "umask", lambda mode: 0o022)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "a-token")
    monkeypatch.setenv("JUPYTERHUB_API_URL", "http://127.0.0.1:1/hub/api")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_NAME", "check-work")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", PREFIX)


def test_the_service_does_not_run_where_code_cannot_be_confined(started, monkeypatch, tmp_path):
    """There is no accepting the risk: it is not the student's."""
    monkeypatch.setattr(module, "best_tier", lambda: "process")

    with pytest.raises(UnfitError, match="Nothing is served, for students' code cannot be"):
        module.run(Course.find(Path(__file__).parent), None, tmp_path / "log", None, print)


def test_the_service_is_started_by_a_hub(started, monkeypatch, tmp_path):
    """What the hub did not say is named."""
    monkeypatch.delenv("JUPYTERHUB_API_URL")

    with pytest.raises(UsageError, match="JUPYTERHUB_API_URL is not set: this is started by"):
        module.run(Course.find(Path(__file__).parent), None, tmp_path / "log", None, print)


def _running(service: Running) -> list[Path]:
    """What a service has started and still runs, a few seconds after its end."""
    for _ in range(100):
        left = [path for path in Path("/proc").glob("[0-9]*") if _is_of(service, path)]
        if not left:
            break
        time.sleep(0.1)
    return left


def _is_of(service: Running, process: Path) -> bool:
    try:
        return bytes(service.folder) in (process / "environ").read_bytes()
    except OSError:
        return False
