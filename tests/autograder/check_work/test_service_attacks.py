"""What a student cannot do to a hub's service, to other students, or to find out the solutions."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import gzip
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.check_work.contract import About, NotNow
from autograder.check_work.hub import HubBackend
from autograder.course.course import Course
from autograder.notebook.regions import HIDDEN, SOLUTION, inside_regions
from tests.autograder.attacks.attack import SIGMOID, TOOLS, handed_in, own_cell
from tests.autograder.check_work.running import (
    GRADER,
    PREFIX,
    ROOT,
    STUDENT,
    Running,
    as_user,
    is_root,
)
from tests.autograder.grading import conftest as tiny

RIGHT = tiny.as_bytes(tiny.handed_in(tiny.RIGHT))
ASKS = [("GET", ""), ("POST", "requests"), ("GET", "requests/anything")]


def is_well(service: Running) -> None:
    """An honest student, who has done nothing yet, gets full marks."""
    token = service.hub.user(f"honest-{len(service.hub.models)}")
    assert service.check(token, RIGHT)["answer"]["points"] == 4


def name_of(service: Running, token: str) -> str:
    """Whose token it is."""
    return service.hub.models[token]["name"]


# ------------------------------------------------------------------------------ who asks


@pytest.mark.parametrize(
    "header",
    [
        *("", "token", "token ", "token none-of-the-hub-s", "Bearer none-of-the-hub-s"),
        *("Basic ZW1teTplbW15", "token a\tb-and-more", "token " + "x" * 5000),
    ],
)
def test_cant_ask_without_a_token(service, header):
    """Nothing of the service is told to somebody whom the hub does not know."""
    lines = len(service.logged) if service.log.exists() else 0

    for method, path in ASKS:
        body = RIGHT if method == "POST" else None
        status, said = service.request("", method, path, body, Authorization=header)
        assert status == 401 and said.keys() == {"reason"}
        assert "does not know your token" in said["reason"]
    assert lines == (len(service.logged) if service.log.exists() else 0)


def test_a_token_counts_in_its_header_only(service, token):
    """Not in an address, which is logged on the way, nor in a cookie, which others' pages send."""
    status, _ = service.request("", path=f"?token={token}")
    assert status == 401
    status, _ = service.request("", Cookie=f"service-check-work={token}; token={token}")
    assert status == 401


def test_cant_ask_with_a_token_that_is_not_for_this_service(hub, service):
    """A token of somebody who is not in the course, or of another service, is refused by name."""
    scope = "access:services!service=another"
    for token in (hub.user("stranger", [scope]), hub.user("nobody", []), hub.user("", [])):
        for method, path in ASKS:
            status, said = service.request(
                token, method, path, RIGHT if path == "requests" else None
            )
            assert status == 403 and said.keys() == {"reason"}
    assert (
        "access:services!service=check-work is missing"
        in service.request(hub.user("stranger", [scope]))[1]["reason"]
    )
    robot = hub.user("robot", kind="service")
    assert service.request(robot) == (403, {"reason": "This token is not a person's."})


def test_cant_ask_in_somebody_else_s_name(service, token):
    """Whatever a request says of its sender, it is the hub's word that is believed."""
    forged = {
        "X-Forwarded-User": "kurt",
        "Remote-User": "kurt",
        "X-JupyterHub-User": "kurt",
        "Cookie": "jupyterhub-user=kurt",
    }
    path = "requests?name=a.ipynb&user=kurt&student=kurt&token=kurt"

    status, receipt = service.request(token, "POST", path, RIGHT, **forged)
    state = service.result(token, receipt["id"])

    assert status == 202 and state["state"] == "done"
    lines = [line for line in service.logged if line.get("id") == receipt["id"]]
    assert {line["user"] for line in lines} == {name_of(service, token)}


def test_a_token_is_sent_to_the_service_s_user_only(service, token):
    """Another student who listens in its place, while it does not run, hears nothing."""
    heard = []

    async def about(address: str, user: object) -> About:
        backend = HubBackend(address, token, str(user))
        try:
            return await backend.about()
        finally:
            await backend.close()

    with socket.create_server(("127.0.0.1", 0)) as impostor:
        impostor.settimeout(0.5)
        address = f"http://127.0.0.1:{impostor.getsockname()[1]}{PREFIX}"
        for user in (os.getuid() + 1, "no-such-user"):
            with pytest.raises(NotNow, match="does not answer"):
                asyncio.run(about(address, user))
        with contextlib.suppress(TimeoutError):
            heard.append(impostor.accept())

    assert not heard
    owner = GRADER if is_root() else os.getuid()
    assert asyncio.run(about(service.address, owner))["kind"] == "course"


@pytest.mark.skipif(not is_root(), reason="only root can act as two users")
def test_others_who_listen_at_the_same_port_elsewhere_close_nothing(service, token):
    """Everybody may listen at 127.0.0.2: the service at 127.0.0.1 is asked all the same."""
    listens = "import socket; s = socket.create_server(('127.0.0.2', PORT)); print(flush=True);"
    code = listens.replace("PORT", str(service.port)) + "input()"

    async def about() -> About:
        backend = HubBackend(service.address, token, str(GRADER))
        try:
            return await backend.about()
        finally:
            await backend.close()

    other = subprocess.Popen(
        as_user(STUDENT, [sys.executable, "-I", "-S", "-c", code]),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with other:
        assert other.stdout.readline() == b"\n"
        try:
            assert asyncio.run(about())["kind"] == "course"
        finally:
            other.stdin.close()


def test_cant_see_somebody_else_s_answer(hub, service, token):
    """Another's id is worth as much as one that was invented."""
    number = service.ask(token, RIGHT)
    other = hub.user("curious")
    invented = service.request(other, path="requests/invented")

    assert service.request(other, path=f"requests/{number}") == invented
    assert invented[0] == 404
    assert service.result(token, number)["state"] == "done"
    assert service.request(other, path=f"requests/{number}") == invented
    for odd in (
        "requests/",
        "requests/..%2f..%2flog.jsonl",
        "requests/%00",
        "../log.jsonl",
        "fit.json",
    ):
        assert service.request(token, path=odd)[0] == 404


# ------------------------------------------------------------------------ what is sent


@pytest.mark.parametrize(
    "name",
    [
        "../../../../tmp/evil.ipynb",
        "/etc/cron.d/evil",
        "a%00b.ipynb",
        "a%0A%7B%22event%22:%22done%22%7D",
        "%F0%9F%90%8D" * 30 + "x" * 3000,
        "",
    ],
    ids=["upwards", "absolute", "nul", "line", "long", "none"],
)
def test_a_file_s_name_is_no_path(service, token, name):
    """It is a word in the log, short and on its own line."""
    before = {path for path in service.folder.rglob("*") if path.suffix not in (".png", ".json")}

    number = service.ask(token, RIGHT, name)
    assert service.result(token, number)["state"] == "done"

    after = {path for path in service.folder.rglob("*") if path.suffix not in (".png", ".json")}
    assert {path for path in after - before if "tmp" not in path.parts[3:4]} <= {service.log}
    [asked] = [l for l in service.logged if l.get("id") == number and l["event"] == "asked"]
    assert len(asked["name"]) <= 200


@pytest.mark.parametrize("zeros", ["", "0" * 15], ids=["plain", "zeros before it"])
def test_cant_send_what_is_too_large(service, token, zeros):
    """Nothing of it is kept, the reason arrives, and the student may ask again at once."""
    length = {"Content-Length": f"{zeros}20000000"}
    status, said = service.request(token, "POST", "requests", b" " * 20_000_000, **length)

    assert status == 413
    assert said["reason"].startswith("The notebook has 20.0 MB, more than 1 MB: clear its outputs")
    assert not list(service.folder.glob("tmp/autograder-service-*/*.ipynb"))
    assert service.check(token, RIGHT)["state"] == "done"


def test_a_refusal_is_heard_by_who_still_sends(service, token):
    """A server that closed the connection at once would take its own answer from the student."""
    head = f"POST {PREFIX}requests HTTP/1.1\r\nHost: a\r\nAuthorization: token {token}\r\n"
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as slow:
        slow.sendall(f"{head}Content-Length: 9\r\n\r\n".encode())
        while not list(service.folder.glob("tmp/autograder-service-*/*.ipynb")):
            time.sleep(0.01)
        status, said = service.request(token, "POST", "requests", b" " * 900_000)

    assert status == 429
    assert said["reason"].startswith("Your last notebook is still being checked")


def send(service: Running, token: str, headers: str, body: bytes) -> bytes:
    """Send bytes that no client would; return what comes back until the connection ends."""
    head = f"POST {PREFIX}requests HTTP/1.1\r\nHost: a\r\nAuthorization: token {token}\r\n"
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection:
        connection.sendall(f"{head}{headers}\r\n\r\n".encode() + body)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(1 << 16):
            answer += piece
    return answer


def test_what_does_not_come_whole_is_forgotten(service, token):
    """A length that is a lie, or none, or a connection that breaks: nothing waits or stays."""
    assert send(service, token, "Content-Length: 900000", b"{") == b""
    assert b" 411 " in send(service, token, "Transfer-Encoding: chunked", b"1\r\n{\r\n0\r\n\r\n")
    assert b" 413 " in send(service, token, "Content-Length: 99999999999999", b"{")
    assert b" 202 " not in send(service, token, f"Content-Length: {'9' * 9000}", b"{")
    for odd in ("Content-Length: -1", "Content-Length: 2\r\nContent-Length: 3"):
        assert b" 202 " not in send(service, token, odd, b"{}")

    assert not list(service.folder.glob("tmp/autograder-service-*/*.ipynb"))
    assert service.check(token, RIGHT)["state"] == "done"


def test_a_flood_is_answered_by_one_place_in_the_queue(service, token):
    """Of many requests at once one is taken; the log and the other students do not suffer."""
    with ThreadPoolExecutor(30) as pool:
        answers = list(
            pool.map(lambda _: service.request(token, "POST", "requests", RIGHT), range(90))
        )
    taken = [said["id"] for status, said in answers if status == 202]
    assert {status for status, _ in answers} == {202, 429} and len(taken) < 45
    assert service.result(token, taken[-1])["state"] == "done"

    is_well(service)
    mine = [line for line in service.logged if line["user"] == name_of(service, token)]
    assert 1 <= sum(line["event"] == "refused" for line in mine) < 10


def test_tokens_that_are_guessed_do_not_fill_the_memory(service, token):
    """The hub is asked about each; what it says is soon forgotten, and known tokens still count."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port)
    for number in range(100):
        connection.request("GET", PREFIX, headers={"Authorization": f"token guess-{number:08}"})
        response = connection.getresponse()
        assert response.status == 401 and response.read()
    connection.close()

    assert service.request(token)[0] == 200


# ------------------------------------------------------------------ hostile notebooks


def cells(*sources: str) -> bytes:
    """The tiny assignment, solved, with cells of the student's own at the beginning."""
    made = tiny.handed_in(tiny.RIGHT)
    made["cells"][2:2] = [own_cell(f"own-{at}", text) for at, text in enumerate(sources)]
    return tiny.as_bytes(made)


def but(**changes: object) -> bytes:
    """The solved notebook with other values at its top."""
    return tiny.as_bytes({**tiny.handed_in(tiny.RIGHT), **changes})


REFUSED = {
    "nothing": (b"", "The file is empty"),
    "no JSON": (b"\x00\xff\xfe{", "not a notebook"),
    "a zip of zeros": (gzip.compress(b"0" * 50_000_000), "not a notebook"),
    "nested deep": (b"[" * 500_000 + b"]" * 500_000, "nested more than 100 levels"),
    "nested deep in a notebook": (
        but(metadata=0)[:-1] + b', "a": ' + b"[" * 90_000 + b"]" * 90_000 + b"}",
        "nested more than 100 levels",
    ),
    "a list": (b"[]", "not a notebook"),
    "only NaN": (b"NaN", "not a notebook"),
    "no cells": (but(cells="none"), "no list of cells"),
    "too many cells": (but(cells=[{}] * 20_000), "more than 1000"),
    "another format": (but(nbformat=1e300), "not a notebook of format 4"),
    "no exercise": (but(cells=[own_cell("mine", "1 + 1")]), "No exercise of this course"),
    "an assignment that is not open": (
        json.dumps(handed_in("09-softmax", "blank")).encode(),
        "This is 09-softmax, which is not open",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_graded_is_told_in_one_sentence(service, token, case):
    """Whatever it is, it costs nobody else anything."""
    content, words = REFUSED[case]

    state = service.check(token, content)

    assert state["state"] == "failed" and words in state["reason"]
    assert "\n" not in state["reason"] and len(state["reason"]) < 600
    is_well(service)


HOSTILE = {
    "an endless loop": "while True:\n    pass",
    "much memory": "a = [bytearray(1 << 28) for _ in range(64)]",
    "many processes": "import os\nwhile True:\n    os.fork()",
    "ends Python": "import os\nos._exit(3)",
    "kills its parents": "import os, signal\nos.kill(os.getppid(), 9)\nos.kill(-1, 9)",
    "fills the disk": "f = open('a', 'wb')\nwhile True:\n    f.write(bytes(1 << 24))",
    "shows much": "while True:\n    print('x' * 100_000)",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_notebook_ends_alone(service, token, case):
    """It is answered all the same, and others meanwhile."""
    number = service.ask(token, cells(HOSTILE[case]))

    is_well(service)
    state = service.result(token, number)

    assert state["state"] == "done"
    assert state["answer"]["points"] <= 4
    assert len(json.dumps(state)) < 100_000


def test_nan_and_odd_text_come_back_as_json(service, token):
    """Lone surrogates, what is no number, and what would be HTML."""
    made = tiny.handed_in(
        {
            **tiny.RIGHT,
            "double": "def double(x):\n    return float('nan')  # <script>\ud800</script>",
        }
    )
    made["metadata"]["mine"] = float("nan")

    state = service.check(token, json.dumps(made).encode())

    assert state["answer"]["points"] == 1
    assert "<script" not in json.dumps(state["answer"])
    json.dumps(state, allow_nan=False)


# ------------------------------------------------------------- solutions and hidden tests

SPY = (
    TOOLS
    + """
import inspect
def look():
    yield from (tried(os.listdir, "<<course>>"), tried(open, "<<course>>/solutions/sigmoid.py"))
    yield from (tried(os.listdir, "<<log>>"), tried(__import__, "solutions.sigmoid"))
    yield tried(lambda: open("/proc/self/environ").read())
    yield tried(lambda: open(f"/proc/{os.getppid()}/environ").read())
    yield tried(lambda: [frame.code_context for frame in inspect.stack(20)])
found = list(look())
def spy(*arguments):
    raise ValueError(" ".join(map(str, [*found, *look(), *arguments])))
"""
)


@pytest.mark.parametrize("way", ["raises", "returns", "prints", "names itself"])
def test_no_answer_holds_a_hidden_test_or_a_solution(service, token, way):
    """Whatever a notebook finds out and says, no line of those is in what comes back."""
    body = {
        "raises": "spy({arguments})",
        "returns": "try:\n        spy({arguments})\n    except ValueError as error:\n"
        "        return str(error)",
        "prints": "try:\n        spy({arguments})\n    except ValueError as error:\n"
        "        print(error)",
        "names itself": "class Found(Exception):\n        pass\n    Found.__name__ = str(found)\n"
        "    raise Found(inspect.stack(20))",
    }[way]
    made = handed_in(SIGMOID, "blank")
    at = 1 + next(at for at, cell in enumerate(made["cells"]) if "imports" in cell["id"])
    spy = SPY.replace("<<course>>", str(service.course)).replace("<<log>>", str(service.log.parent))
    made["cells"].insert(at, own_cell("spy", spy))
    for cell in made["cells"]:
        head = cell["source"].split("\n")[0]
        if head.startswith("def ") and cell["metadata"].get("nbgrader", {}).get("solution"):
            arguments = head[head.index("(") + 1 : head.index(")")].split(",")
            names = ", ".join(one.split("=")[0].split(":")[0].strip() for one in arguments)
            cell["source"] = f"{head}\n    " + body.replace("{arguments}", names)

    state = service.check(token, tiny.as_bytes(made))

    text = json.dumps(state, ensure_ascii=False)
    assert state["state"] == "done", state
    assert "REFUSED" in text or way != "returns"  # what it found out is among what is shown
    for line in secrets():
        assert line not in text and json.dumps(line)[1:-1] not in text, line
    for found in ("the-token-of-the-service", "'mistakes'", "DONE <module", "DONE <_io"):
        assert found not in text


def secrets() -> list[str]:
    """The telling lines of hidden tests, and of reference functions, of the assignment."""
    [assignment] = Course(ROOT).select([SIGMOID])
    hidden = {
        line.strip() for cell in assignment.cells for line in inside_regions(cell.source, HIDDEN)
    }
    solved = {
        line.strip() for cell in assignment.cells for line in inside_regions(cell.source, SOLUTION)
    }
    return [line for line in hidden | solved if len(line) > 14]


def test_what_a_hidden_input_should_give_is_not_told(service, token, settle):
    """By default; the instructor may choose otherwise."""
    wrong = copy.deepcopy(handed_in(SIGMOID, "right"))
    for cell in wrong["cells"]:
        if cell["id"] == "sigmoid":
            cell["source"] = (
                "def sigmoid(x):\n    return np.where(np.abs(x) > 1, 0.25, 1 / (1 + np.exp(-x)))"
            )
    content = tiny.as_bytes(wrong)

    silent = json.dumps(service.check(token, content)["answer"])
    settle(f'open = ["{SIGMOID}"]\nshow_expected = "always"\n')
    telling = json.dumps(service.check(token, content)["answer"])

    assert len(telling) > len(silent)


WALK = """
import json, os, sys
readable, begun = [], sys.argv[1:]
for top in begun:
    for folder, folders, files in os.walk(top, onerror=lambda error: None):
        readable += [os.path.join(folder, name) for name in files
                     if os.access(os.path.join(folder, name), os.R_OK)]
    try:
        readable += [f"{top}/{name}" for name in os.listdir(top)]
    except OSError:
        pass
for number in filter(str.isdigit, os.listdir("/proc")):
    try:
        uid = os.stat(f"/proc/{number}").st_uid
        if uid == GRADER:
            readable.append(open(f"/proc/{number}/environ").read())
            readable.append(os.readlink(f"/proc/{number}/cwd"))
    except OSError:
        pass
print(json.dumps(readable))
"""


@pytest.mark.skipif(not is_root(), reason="only root can act as two users")
def test_a_student_s_user_can_read_nothing_of_the_service(service, token):
    """A walk over its directories as that user, while a notebook is being checked."""
    number = service.ask(token, cells("import time\ntime.sleep(4)"))
    places = [service.course, service.log.parent, service.folder / "tmp"]
    code = WALK.replace("GRADER", str(GRADER))
    walk = as_user(STUDENT, [sys.executable, "-I", "-S", "-c", code, *map(str, places)])
    found = subprocess.run(walk, capture_output=True, text=True, check=True)

    assert json.loads(found.stdout) == []
    assert service.result(token, number)["state"] == "done"


def test_solutions_in_the_students_python_are_refused(tmp_path):
    """Students' code could read them there: nothing is served until they are gone."""
    from autograder.check_work.service.serving import _keep_apart
    from autograder.errors import UsageError
    from autograder.sandbox.environment import StudentEnvironment

    site = tmp_path / "lib" / "python3.12" / "site-packages"
    (site / "numpy").mkdir(parents=True)
    environment = StudentEnvironment(tmp_path / "bin" / "python")
    _keep_apart(environment)

    (site / "numpy_course").mkdir()
    with pytest.raises(UsageError, match="the solutions lie in the students' Python"):
        _keep_apart(environment)
