"""The student's own Jupyter server grades what the button asks for, and nothing else."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from autograder.check_work.answer import Answer
from autograder.check_work.contract import NotNow
from autograder.check_work.extension import backend_for
from autograder.check_work.local import LocalGrader
from autograder.course.course import Course
from autograder.course.lab import lab_environment
from autograder.errors import UsageError
from autograder.grading.grade import grade_file
from autograder.grading.templates import close_template
from autograder.sandbox.tiers import UNCONFINED
from tests.browser.jupyter import jupyter
from tests.solved import solve

ROOT = Path(__file__).resolve().parents[3]
TOKEN = "a-token-of-this-test"
NOTEBOOK = "04-sigmoid/sigmoid.ipynb"
PATIENCE = 90.0  # seconds; an idle machine needs two


class Browser:
    """Talks to the server as a page of its own does: with the token, cookies and their XSRF."""

    def __init__(self, address: str, token: str = TOKEN) -> None:
        self.address, self.token, self.jar = address, token, CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar)).open

    def ask(self, path: str, value: object = None, **headers: str) -> tuple[int, dict]:
        """Return status and JSON of a GET, or a POST if there is a value."""
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(f"{self.address}/{path}", data, headers)
        if self.token:
            request.add_header("Authorization", f"token {self.token}")
        try:
            with self._open(request, timeout=PATIENCE) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            text = error.read()
            return error.code, json.loads(text) if text.startswith(b"{") else {}

    def grade(self, path: str) -> dict:
        """Return the last state of a request, having asked until then."""
        status, receipt = self.ask("autograder/check-work/requests", {"path": path})
        assert status == 202, receipt
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            _, state = self.ask(f"autograder/check-work/requests/{receipt['id']}")
            if state["state"] in ("done", "failed"):
                return state
            time.sleep(0.05)
        raise TimeoutError(state)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    """A workbook with one exercise that is wrong."""
    folder = tmp_path_factory.mktemp("server")
    solve(Course.find(ROOT), folder / "workbook", "sigmoid", but=["sigmoid"])
    (folder / "secret.ipynb").write_text("{}", encoding="utf-8")
    (folder / "workbook" / "folder.ipynb").mkdir()
    return folder / "workbook"


@pytest.fixture(scope="module")
def server(workbook: Path) -> Iterator[Browser]:
    """The server that `autograder start --lab` starts, without a browser."""
    command = [sys.executable, "-m", "jupyter_server", f"--ServerApp.root_dir={workbook}"]
    command += [f"--IdentityProvider.token={TOKEN}"]
    own = lab_environment()["JUPYTER_CONFIG_PATH"]
    with jupyter(command, ROOT, workbook.parent / "state", JUPYTER_CONFIG_PATH=own) as address:
        yield Browser(address)


def test_the_course_beside_the_workbook_grades_here(server):
    """The button may be shown: all assignments, with points."""
    status, about = server.ask("autograder/check-work")

    assert status == 200
    assert (about["kind"], about["points"], about["assignments"]) == ("local", True, None)


def test_a_notebook_is_graded_from_its_saved_bytes_and_not_touched(server, workbook):
    """The answer is of the file as it lies there; a second one is graded by the same process."""
    path = workbook / NOTEBOOK
    before = path.read_bytes(), path.stat().st_mtime_ns

    state = server.grade(NOTEBOOK)

    answer = state["answer"]
    assert answer["assignment"] == "04-sigmoid"
    states = {note["cell"]: note["state"] for note in answer["notes"]}
    assert set(states.values()) == {"holds", "not written yet"}
    assert answer["steps"][0]["sentence"]["text"] == "Write `sigmoid`."
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert server.grade(NOTEBOOK)["answer"]["points"] == answer["points"]


@pytest.mark.parametrize(
    "path",
    [
        *("../secret.ipynb", "04-sigmoid/../../secret.ipynb", "nowhere.ipynb", "/etc/passwd"),
        *("a\0b.ipynb", "\ud800.ipynb", "x" * 5000 + ".ipynb", "folder.ipynb"),
    ],
    ids=ascii,
)
def test_nothing_outside_the_server_s_root_is_read(server, path):
    """A path leads through Jupyter's own contents, and no further."""
    status, refusal = server.ask("autograder/check-work/requests", {"path": path})

    assert status in (400, 404)
    assert refusal["reason"]


def test_another_notebook_fails_with_one_sentence(server, workbook):
    """The server goes on with the next."""
    (workbook / "own.ipynb").write_text('{"cells": [], "nbformat": 4}', encoding="utf-8")
    (workbook / "broken.ipynb").write_text("{", encoding="utf-8")
    (workbook / "binary.ipynb").write_bytes(b"\x89PNG\xff\xfe\x00")

    for name in ("own.ipynb", "broken.ipynb", "binary.ipynb"):
        state = server.grade(name)
        assert state["state"] == "failed"
        assert "Traceback" not in state["reason"] and "\n" not in state["reason"]


def test_a_stranger_and_another_site_s_page_are_refused(server):
    """Without a token nothing is told; with a cookie alone, nothing is asked for without XSRF."""
    stranger = Browser(server.address, token="")
    assert stranger.ask("autograder/check-work")[0] == 403
    assert stranger.ask("autograder/check-work/requests", {"path": NOTEBOOK})[0] == 403

    page = Browser(server.address, token="")
    assert page.ask(f"api/me?token={TOKEN}")[0] == 200  # as a browser logs in
    assert page.ask("autograder/check-work")[0] == 200
    assert page.ask("autograder/check-work/requests", {"path": NOTEBOOK})[0] == 403
    page._open(
        f"{server.address}/lab"
    ).close()  # has the cookie that a page of this server sends back as a header
    [xsrf] = [cookie.value for cookie in page.jar if cookie.name == "_xsrf"]
    wish = {"path": NOTEBOOK}
    assert page.ask("autograder/check-work/requests", wish, **{"X-XSRFToken": xsrf})[0] == 202


def test_an_unknown_request_has_no_answer(server):
    """The sentence says what to do."""
    status, refusal = server.ask("autograder/check-work/requests/0123456789abcdef")

    assert status == 404
    assert refusal["reason"] == "The server knows no such request any more. Check again."


def test_where_no_solutions_can_be_read_nobody_grades(tmp_path, monkeypatch):
    """The reason is a sentence, with the status by which no button is shown."""
    monkeypatch.setattr(Course, "find", classmethod(_no_course))

    with pytest.raises(NotNow, match="no course here") as caught:
        asyncio.run(backend_for(tmp_path).about())

    assert caught.value.status == 404


def _no_course(cls: type[Course], start: Path | None = None) -> Course:
    raise UsageError("no course here.")


def test_unconfined_code_is_run_only_if_the_risk_was_accepted(monkeypatch):
    """Where nothing can confine, the first answer is the sentence that `try` has for it."""
    monkeypatch.setattr("autograder.check_work.local.best_tier", lambda: "process")
    grader = LocalGrader(Course.find(ROOT))

    async def ask() -> str:
        assert (await grader.about())["risk"] == UNCONFINED
        try:
            return await grader.ask("sigmoid.ipynb", b"{}", accepted=False)
        finally:
            await grader.close()

    with pytest.raises(NotNow, match="Not confined") as caught:
        asyncio.run(ask())

    assert caught.value.status == 409


def test_a_machine_that_has_no_more_threads_is_told_and_the_next_notebook_is_graded(monkeypatch):
    """Whatever happens to one request, the one after it does not wait for ever."""
    grader = LocalGrader(Course.find(ROOT))

    class NoTimer(threading.Timer):
        def start(self) -> None:
            monkeypatch.undo()
            raise RuntimeError("can't start new thread")

    monkeypatch.setattr("autograder.check_work.local.threading.Timer", NoTimer)

    async def reason() -> str:
        number = await grader.ask("x.ipynb", b"{", accepted=False)
        async with asyncio.timeout(PATIENCE):
            while (state := await grader.state(number))["state"] != "failed":
                await asyncio.sleep(0.05)
        return state["reason"]

    async def reasons() -> list[str]:
        try:
            return [await reason(), await reason()]
        finally:
            await grader.close()

    first, second = asyncio.run(reasons())
    assert first == "The grader could not be asked: can't start new thread."
    assert second.startswith("The file is not a notebook")


def test_what_the_button_says_is_what_try_says(tmp_path):
    """The same states, points and sentences of cells that are right, wrong, unwritten, broken."""
    course = Course.find(ROOT)
    path = solve(course, tmp_path / "workbook", "sigmoid", but=["sigmoid-derivative"])
    book = json.loads(path.read_text(encoding="utf-8"))
    written = {"basic-sigmoid": "return 0.5", "sigmoid-backward": "return (("}
    for cell in book["cells"]:
        if body := written.get(cell["id"]):
            cell["source"] = f"{cell['source'].splitlines()[0]}\n    {body}"
    path.write_text(json.dumps(book), encoding="utf-8")

    async def answer() -> Answer:
        grader = LocalGrader(course)
        try:
            number = await grader.ask(path.name, path.read_bytes(), accepted=False)
            async with asyncio.timeout(PATIENCE):
                while (state := await grader.state(number))["state"] in ("waiting", "grading"):
                    await asyncio.sleep(0.05)
            return state["answer"]
        finally:
            await grader.close()

    said = asyncio.run(answer())
    try:
        tried = {one.claim: one for one in grade_file(course, path).verdicts}
    finally:
        close_template()

    notes = {note["cell"]: note for note in said["notes"] if note["cell"] in tried}
    assert notes.keys() == tried.keys()
    assert said["points"] == sum(one.points for one in tried.values())
    assert {"holds", "not yet", "not written yet"} <= {note["state"] for note in notes.values()}
    for name, note in notes.items():
        assert note["points"] == tried[name].points
        if note["state"] == "not yet" and "same as above" not in note["message"]["text"]:
            assert note["message"]["text"] == tried[name].message


def test_those_who_wait_are_told_their_place_and_a_dead_grader_is_replaced(monkeypatch):
    """Each has an answer of its own, whatever happened to the one before."""
    grader = LocalGrader(Course.find(ROOT))
    started: list[subprocess.Popen] = []
    begin = grader._started
    monkeypatch.setattr(grader, "_started", lambda: started.append(begin()) or started[-1])

    async def ask() -> str:
        numbers = [await grader.ask("x.ipynb", b"{", accepted=False) for _ in range(3)]
        states = [await grader.state(number) for number in numbers]
        assert states[1:] == [{"state": "waiting", "place": place} for place in (1, 2)]
        while (await grader.state(numbers[-1]))["state"] != "failed":
            await asyncio.sleep(0.05)
        started[0].kill()
        started[0].wait()
        again = await grader.ask("x.ipynb", b"{", accepted=False)
        while (state := await grader.state(again))["state"] != "failed":
            await asyncio.sleep(0.05)
        await grader.close()
        return state["reason"]

    assert asyncio.run(ask()).startswith("The file is not a notebook")
    assert len(started) == 2
    assert all(process.poll() is not None for process in started)
