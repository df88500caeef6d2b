"""A hub that was installed by the guide's own commands, and a course that was taught on it once."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
import requests

from autograder.course.course import Course
from autograder.notebook.regions import solved
from tests.browser.conftest import browser, page  # noqa: F401
from tests.hub.borrowed import checkout, stand_in
from tests.hub.machine import ROOT, Machine, skip_unless_possible
from tests.hub.person import PATIENCE, Person
from tests.solved import fill_in, right_answers
from tests.test_guides import BLOCK

GUIDE = (ROOT / "docs" / "jupyterhub.md").read_text(encoding="utf-8")
AS_ROOT = "as root on a machine of its own, by tests/hub"
IN_A_TERMINAL = "in the terminal of a teacher's server, by tests/hub"
COURSE, OTHER = "numpy101", "numpy102"  # the other one is only there to be kept apart
ASSIGNMENT, NOTEBOOK = "04-sigmoid", "numpy101/04-sigmoid/sigmoid.ipynb"
TEACHERS, STUDENTS = ("ada", "boole"), ("emmy", "kurt")
OWN_WORDS = {name: f"This was written by {name}" for name in STUDENTS}
PASSWORD = "a password of this test"
_RUN = "exec /opt/jupyterhub/bin/jupyterhub --config /root/this_test.py"


@dataclass
class Hub:
    """The hub as it runs, and who uses it.

    Attributes
    ----------
    machine : Machine
        What it runs on.
    address : str
        Where it answers.
    people : dict of str to Person
        By the name of the account.
    at : dict of str to str
        The path of each one's server; a teacher's is that of the course.
    seen : dict
        What was seen while the course was taught.
    """

    machine: Machine
    address: str
    people: dict[str, Person] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)

    def call(self, who: str, method: str, path: str, **more: Any) -> requests.Response:
        """Send a request to somebody's server, as its page would."""
        return self.people[who].call(method, self.at[who], path, **more)

    def press(self, who: str, path: str, **data: str) -> Any:
        """Press one of nbgrader's buttons as somebody."""
        return self.people[who].press(self.at[who], path, **data)

    def type(self, who: str, *lines: str) -> str:
        """Type lines into a terminal as somebody."""
        return self.people[who].type(self.at[who], *lines)


@pytest.fixture(scope="package")
def machine(tmp_path_factory) -> Iterator[Machine]:
    """A machine on which the guide was followed."""
    skip_unless_possible()
    course = checkout(tmp_path_factory.mktemp("hub") / "course")
    machine = Machine(seen=[course])
    try:
        for block in BLOCK.finditer(GUIDE):
            if block["file"]:
                file = block["file"]
                machine.run(
                    f"mkdir -p $(dirname {file}); cat >> {file} <<'END'\n{block['text']}END"
                )
            elif block["reason"] == AS_ROOT:
                lines = [line.removeprefix("$ ") for line in block["lines"].split("\n")]
                machine.run("\n".join(["set -e", *(stand_in(line, course) for line in lines)]))
        exchange = "/usr/local/share/nbgrader/exchange"
        machine.run(f"install -d -m 2775 -g {COURSE}-teachers {exchange}/{OTHER}")
        machine.run(f"umount {course} && find /tmp -xdev -mindepth 1 -type f -delete")
        names = (*TEACHERS, *STUDENTS)
        machine.run("\n".join(f"echo '{one}:{PASSWORD}' | chpasswd" for one in names))
        yield machine
    finally:
        machine.close()


@pytest.fixture(scope="package")
def hub(machine: Machine, tmp_path_factory) -> Iterator[Hub]:
    """The hub with the guide's configuration; only the ports are this test's."""
    address, inner, proxy, service = (f"http://127.0.0.1:{port}" for port in _free_ports(4))
    machine.run(
        f"sed -i 's|http://127.0.0.1:10101|{service}|' /etc/jupyterhub/jupyterhub_config.py"
    )
    machine.run(
        "cat > /root/this_test.py <<'END'\n"
        "load_subconfig('/etc/jupyterhub/jupyterhub_config.py')\n"
        f"c.JupyterHub.bind_url = '{address}'\n"
        f"c.JupyterHub.hub_bind_url = '{inner}'\n"
        f"c.ConfigurableHTTPProxy.api_url = '{proxy}'\n"
        "END"
    )
    log = tmp_path_factory.mktemp("hub") / "hub.log"
    with log.open("w") as file:
        process = machine.start(_RUN, into=file)
    hub = Hub(machine, address)
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(f"{address}/hub/login"):
            assert process.poll() is None and time.monotonic() < until, log.read_text()
            time.sleep(0.3)
        with ThreadPoolExecutor() as several:
            list(several.map(lambda one: _come(hub, one), (*TEACHERS, *STUDENTS)))
        yield hub
    finally:
        machine.close()
        process.wait()
        for person in hub.people.values():
            person.session.close()


@pytest.fixture(scope="package")
def taught(hub: Hub) -> Hub:
    """The whole circle: release, fetch, check, submit, collect, grade, feedback, and back.

    Teachers type what the guide says, in turns, and press formgrader's buttons for what the other
    one has typed.
    """
    release, grade = (
        [line.removeprefix("$ ") for line in block["lines"].split("\n")]
        for block in BLOCK.finditer(GUIDE)
        if block["reason"] == IN_A_TERMINAL
    )
    collect, *grading = grade
    this = {"course_id": COURSE, "assignment_id": ASSIGNMENT}

    hub.type("ada", *release, f"AUTOGRADER_COURSE_ID={OTHER} {release[1]}")
    for student in STUDENTS:
        hub.press(student, "assignments/fetch", **this)
        _work(hub, student)
    hub.press("kurt", "assignments/fetch", course_id=OTHER, assignment_id=ASSIGNMENT)
    for student in STUDENTS:
        hub.seen["checked", student] = _check(hub, student)
        hub.press(student, "assignments/submit", **this)
    hub.type("boole", collect)
    hub.type("ada", grading[0])
    hub.press("boole", f"formgrader/api/submission/{ASSIGNMENT}/kurt/autograde")
    hub.type("boole", grading[1])
    hub.type("ada", grading[2])
    hub.press("boole", f"formgrader/api/assignment/{ASSIGNMENT}/release_feedback")
    for student in STUDENTS:
        hub.press(student, "assignments/fetch_feedback", **this)
    return hub


@cache
def secrets() -> list[bytes]:
    """Lines of the solutions and hidden tests that are nowhere in a notebook as it is released."""
    found: list[str] = []
    for assignment in Course(ROOT).select([ASSIGNMENT, "09-softmax"]):
        hidden, shown = [], ""
        for cell in assignment.cells:
            visible, _, tests = cell.source.partition("### BEGIN HIDDEN TESTS")
            hidden += tests.splitlines() + (solved(cell).splitlines() if cell.is_answer else [])
            shown += "" if cell.is_answer else visible
        lines = {line.strip() for line in hidden if "agrees(" in line or "return " in line}
        lines = {line for line in lines if "  # " not in line}  # students put those in order
        found += [line for line in lines if len(line) > 30 and line not in shown]
    return [line.encode() for line in found]


def secrets_in(content: bytes) -> list[bytes]:
    """Return those of them that stand in something."""
    return [line for line in secrets() if line in content]


def _come(hub: Hub, name: str) -> None:
    person = Person(hub.address, name, PASSWORD)
    hub.people[name] = person
    hub.at[name] = person.start_server(COURSE if name in TEACHERS else "")


def _work(hub: Hub, student: str) -> None:
    """Emmy solves everything, Kurt nothing; each leaves a note of their own."""
    said = hub.call(student, "GET", f"api/contents/{NOTEBOOK}")
    assert said.ok, said.text
    notebook = said.json()["content"]
    source = Course(ROOT).select([ASSIGNMENT])[0]
    if student == "emmy":
        fill_in(notebook, right_answers(source))
    note = {"id": "note", "cell_type": "markdown", "metadata": {}, "source": OWN_WORDS[student]}
    notebook["cells"].append(note)
    model = {"type": "notebook", "format": "json", "content": notebook}
    said = hub.call(student, "PUT", f"api/contents/{NOTEBOOK}", data=json.dumps(model))
    assert said.ok, said.text


def _check(hub: Hub, student: str) -> dict[str, Any]:
    """Press "Check my work", and wait for the answer."""
    path = "autograder/check-work/requests"
    said = hub.call(student, "POST", path, json={"path": NOTEBOOK})
    assert said.status_code == 202, said.text
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        state = hub.call(student, "GET", f"{path}/{said.json()['id']}").json()
        if state["state"] not in ("waiting", "grading"):
            return state
        time.sleep(0.3)
    raise AssertionError(state)


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=5).ok
    except requests.ConnectionError:
        return False


def _free_ports(number: int) -> list[int]:
    taken = [socket.socket() for _ in range(number)]
    for one in taken:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports
