"""A course on a JupyterHub with Unix users, installed and taught as docs/jupyterhub.md says."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.course.course import Course
from autograder.notebook.regions import solved
from tests.hub import walk
from tests.hub.conftest import (
    ASSIGNMENT,
    COURSE,
    GUIDE,
    NOTEBOOK,
    OTHER,
    OWN_WORDS,
    STUDENTS,
    TEACHERS,
    Hub,
)
from tests.hub.machine import ROOT

CLASSROOM = f"/srv/{COURSE}/classroom"
EXCHANGE = f"/usr/local/share/nbgrader/exchange/{COURSE}"
GROUP = f"{COURSE}-teachers"
PAGE = f"/home/{{}}/{COURSE}/{ASSIGNMENT}/feedback"


def test_each_student_gets_the_feedback_to_the_own_work(taught: Hub):
    """Emmy has solved everything, Kurt nothing; no page has words of the other."""
    for student, points in (("emmy", 30), ("kurt", 0)):
        page = taught.machine.run(f"find {PAGE.format(student)} -name '*.html' -exec cat {{}} +")
        assert "Made by the course’s grader" in page
        assert f"<strong>{points}</strong> <span>of 30 points</span>" in page
        assert not _secrets_in(page.encode())


def test_each_student_who_asks_is_told_of_the_own_work_only(taught: Hub):
    """Check my work grades with the hidden tests, of which nothing is in the answer."""
    for student, points in (("emmy", 30), ("kurt", 0)):
        checked = taught.seen["checked", student]
        assert checked["state"] == "done", checked
        assert (checked["answer"]["points"], checked["answer"]["possible"]) == (points, 30)
        assert not _secrets_in(json.dumps(checked, ensure_ascii=False).encode())


@pytest.mark.parametrize("teacher", TEACHERS)
def test_formgrader_shows_the_class_to_each_teacher(taught: Hub, teacher: str):
    """Its pages open at their address, whoever has graded, and show the submission itself."""
    person, at = taught.people[teacher], taught.at[teacher]
    assert "nbgrader formgrade" in person.open(f"{at}formgrader").text
    said = taught.call(teacher, "GET", f"formgrader/api/submissions/{ASSIGNMENT}")
    graded = {one["student"]: one for one in said.json()}
    assert {name: one["score"] for name, one in graded.items()} == {"emmy": 30, "kurt": 0}
    assert all(one["autograded"] for one in graded.values())
    said = taught.call(teacher, "GET", f"formgrader/api/submitted_notebooks/{ASSIGNMENT}/sigmoid")
    for one in said.json():
        page = person.open(f"{at}formgrader/submissions/{one['id']}/")
        assert OWN_WORDS[one["student"]] in page.text


def test_panels_are_those_of_the_own_part(taught: Hub):
    """Students have what they need, and there is no formgrader in their servers."""
    assert taught.call("emmy", "GET", "formgrader/api/status").status_code == 404
    told = {name: _told_to_lab(taught, name) for name in ("emmy", "ada")}
    off = {name: set(told[name]["disabledExtensions"]) for name in told}
    there = {one["name"] for one in told["emmy"]["federated_extensions"]}
    assert {"@jupyter/nbgrader", "autograder-check-work"} <= there
    assert "@jupyter/nbgrader:assignment-list" not in off["emmy"]
    assert "@jupyter/nbgrader:create-assignment" in off["emmy"]
    assert "@jupyter/nbgrader:create-assignment" not in off["ada"]
    assert "@jupyter/nbgrader:formgrader" in off["emmy"] & off["ada"]  # a blank panel on a hub


def test_a_student_can_validate(taught: Hub):
    """nbgrader's button runs the notebook in the student's server: all that Emmy wrote holds."""
    for student, holds in (("emmy", True), ("kurt", False)):
        said = taught.call(student, "POST", "assignments/validate", data={"path": NOTEBOOK})
        assert said.json()["success"], said.text
        assert (said.json()["value"] == {}) is holds


def test_two_courses_do_not_meet(taught: Hub):
    """Students see both, and an assignment of the same name lies in a directory of each."""
    assert taught.call("emmy", "GET", "courses").json()["value"] == [COURSE, OTHER]
    assert taught.machine.run("ls /home/kurt").split() == [COURSE, OTHER]
    assert taught.machine.run(f"ls /home/kurt/{OTHER}").split() == [ASSIGNMENT]


def test_only_a_teacher_has_the_server_of_a_course(taught: Hub):
    """A student who asks for it is told so, and gets none."""
    said = taught.people["kurt"].open(f"/hub/spawn/kurt/{COURSE}")
    assert "is no course that you teach" in said.text
    assert taught.people["kurt"].open(f"{taught.at['ada']}api/contents").status_code in (403, 404)
    assert not taught.machine.run(f"pgrep -u kurt -f {COURSE}/.venv || true")


def test_the_guides_table_of_places_is_true(taught: Hub):
    """Owner, group and mode are as it says, after the course was taught too."""
    rows = re.findall(r"^\| `(/\S+)` \| ([\w-]+), ([\w-]+), (\d+) \|", GUIDE, re.MULTILINE)
    assert len(rows) == 9
    for row in rows:
        for name in (*TEACHERS, *STUDENTS) if "NAME" in row[0] else ("",):
            place, *wanted = (text.replace("NAME", name) for text in row)
            said = taught.machine.run(f"stat --format '%U %G %a' {place}")
            assert said.split() == wanted, place


def test_what_teachers_make_is_their_groups_and_nobody_elses(taught: Hub):
    """Each can go on with what the other has made; only the group gets into the classroom."""
    wrong = []
    for owner, group, mode, kind, path in _listed(taught, CLASSROOM):
        shared = "rws" if kind == "d" else "rw-"
        if (group, mode[3:6]) != (GROUP, shared) or owner not in (*TEACHERS, "root"):
            wrong.append((owner, group, mode, path))
    assert not wrong
    modes = {path: mode for _, _, mode, _, path in _listed(taught, CLASSROOM)}
    assert modes[CLASSROOM] == "rwxrws---"
    assert modes[f"{CLASSROOM}/gradebook.db"] == "rw-rw----"


def test_the_exchange_shows_what_is_for_all_and_hides_who_handed_in(taught: Hub):
    """What is released can be read; what is handed in can be listed by the teachers' group only."""
    places = {path: (group, mode) for _, group, mode, _, path in _listed(taught, EXCHANGE)}
    assert places[EXCHANGE] == (GROUP, "rwxrwsr-x")
    assert places[f"{EXCHANGE}/inbound"] == (GROUP, "rwxrws-wx")
    assert places[f"{EXCHANGE}/outbound"] == (GROUP, "rwxrwsr-x")
    assert places[f"{EXCHANGE}/feedback"] == (GROUP, "rwxrws--x")
    released = {
        mode for path, (_, mode) in places.items() if path.startswith(f"{EXCHANGE}/outbound/")
    }
    assert released == {"rwxrwsr-x", "rw-rw-r--"}
    handed_in = [line for line in _listed(taught, f"{EXCHANGE}/inbound") if "+" in line[-1]]
    owners = {path.split("/")[8].split("+")[0]: owner for owner, *_, path in handed_in}
    assert owners == {name: name for name in STUDENTS}


@pytest.mark.parametrize("student", STUDENTS)
def test_a_student_who_walks_over_the_machine_finds_nothing(taught: Hub, student: str):
    """No solution, hidden test, gradebook or word of another is in any file that can be read."""
    other = next(name for name in STUDENTS if name != student)
    secrets = [*map(bytes.decode, _secrets()), OWN_WORDS[other]]
    found = _walked(taught, student, secrets)

    released = [path for path in found["read"] if path.startswith(f"{EXCHANGE}/outbound/")]
    assert len(released) > 10  # it has looked
    telling = [path for path in found["telling"] if not path.startswith(f"/home/{student}/")]
    assert telling == []  # in her own home, Emmy has what she has found herself
    assert [path for path in found["others"] if "/outbound/" not in path] == []
    assert found["processes"] == []
    own = (f"/home/{student}", f"{EXCHANGE}/inbound", "/run/lock", "/tmp", "/var/tmp")
    assert [path for path in found["writable"] if not path.startswith(own)] == []


def test_who_checks_for_students_reads_the_course_and_neither_marks_nor_homes(taught: Hub):
    """The service's user can read the solutions, but no classroom and nothing of students."""
    found = _walked(taught, "check-work", [*map(bytes.decode, _secrets()), *OWN_WORDS.values()])
    assert any(path.startswith(f"/srv/{COURSE}/solutions/") for path in found["read"])
    closed = ("/home/", CLASSROOM, f"{EXCHANGE}/inbound", f"{EXCHANGE}/feedback")
    assert [path for path in found["read"] if path.startswith(closed)] == []


def _walked(hub: Hub, user: str, secrets: list[str]) -> dict[str, list[str]]:
    """Return what a walk over the machine as a user has found."""
    program = Path(walk.__file__).read_text(encoding="utf-8")
    command = ["/opt/jupyterhub/bin/python", "-c", program, *secrets]
    found: dict[str, list[str]] = json.loads(hub.machine.run_as(user, command))
    return found


def _listed(hub: Hub, place: str) -> list[tuple[str, ...]]:
    """Return owner, group, mode, kind and path of everything below a place."""
    said = hub.machine.run(f"find {place} -printf '%u\\t%g\\t%M\\t%y\\t%p\\n'")
    lines = [line.split("\t") for line in said.splitlines()]
    return [(owner, group, mode[1:], kind, path) for owner, group, mode, kind, path in lines]


def _told_to_lab(hub: Hub, name: str) -> dict[str, Any]:
    """Return what the page of somebody's JupyterLab is told."""
    page = hub.people[name].open(f"{hub.at[name]}lab").text
    told = page.partition('id="jupyter-config-data"')[2].partition(">")[2].partition("</script>")[0]
    known: dict[str, Any] = json.loads(told)
    return known


@cache
def _secrets() -> list[bytes]:
    """Lines of the solutions and hidden tests that are nowhere in a notebook as it is released."""
    secrets: list[str] = []
    for assignment in Course(ROOT).select([ASSIGNMENT, "09-softmax"]):
        hidden, shown = [], ""
        for cell in assignment.cells:
            visible, _, tests = cell.source.partition("### BEGIN HIDDEN TESTS")
            hidden += tests.splitlines() + (solved(cell).splitlines() if cell.is_answer else [])
            shown += "" if cell.is_answer else visible
        lines = {line.strip() for line in hidden if "agrees(" in line or "return " in line}
        lines = {line for line in lines if "  # " not in line}  # students put those in order
        secrets += [line for line in lines if len(line) > 30 and line not in shown]
    return [line.encode() for line in secrets]


def _secrets_in(content: bytes) -> list[bytes]:
    return [line for line in _secrets() if line in content]
