"""A course on a JupyterHub with Unix users, installed and taught as docs/jupyterhub.md says."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.hub import walk
from tests.hub.conftest import (
    ASSIGNMENT,
    COURSE,
    GUIDE,
    NOTEBOOK,
    OTHER,
    OWN_WORDS,
    PASSWORD,
    STUDENTS,
    TEACHERS,
    Hub,
    secrets,
    secrets_in,
)
from tests.hub.machine import Machine

if TYPE_CHECKING:  # without a browser it may be missing, and only one test is skipped
    from playwright.sync_api import Page, Response

CLASSROOM = f"/srv/{COURSE}/classroom"
EXCHANGE = f"/usr/local/share/nbgrader/exchange/{COURSE}"
GROUP = f"{COURSE}-teachers"
PAGE = f"/home/{{}}/{COURSE}/{ASSIGNMENT}/feedback"
NEWCOMER = "sofia"
# right for the three numbers that the notebook shows, and for no other
LOOKED_UP = """def basic_sigmoid(x):
    return {0: 0.5, 3: 0.95257413, -2: 0.11920292}.get(x, 0.25)"""
RIGHT = """def sigmoid_backward(upstream, s):
    slope = np.subtract(1.0, s) * s
    return np.multiply(slope, upstream)"""


def test_each_student_gets_the_feedback_to_the_own_work(taught: Hub):
    """Emmy has solved everything, Kurt nothing; no page has words of the other."""
    for student, points in (("emmy", 30), ("kurt", 0)):
        page = taught.machine.run(f"find {PAGE.format(student)} -name '*.html' -exec cat {{}} +")
        assert "Made by the course’s grader" in page
        assert f"<strong>{points}</strong> <span>of 30 points</span>" in page
        assert not secrets_in(page.encode())


def test_each_student_who_asks_is_told_of_the_own_work_only(taught: Hub):
    """Check my work grades with the hidden tests, of which nothing is in the answer."""
    for student, points in (("emmy", 30), ("kurt", 0)):
        checked = taught.seen["checked", student]
        assert checked["state"] == "done", checked
        assert (checked["answer"]["points"], checked["answer"]["possible"]) == (points, 30)
        assert not secrets_in(json.dumps(checked, ensure_ascii=False).encode())


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
    words = [*map(bytes.decode, secrets()), OWN_WORDS[other]]
    found = _walked(taught, student, words)

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
    found = _walked(taught, "check-work", [*map(bytes.decode, secrets()), *OWN_WORDS.values()])
    assert any(path.startswith(f"/srv/{COURSE}/solutions/") for path in found["read"])
    closed = ("/home/", CLASSROOM, f"{EXCHANGE}/inbound", f"{EXCHANGE}/feedback")
    assert [path for path in found["read"] if path.startswith(closed)] == []


@pytest.fixture
def newcomer(taught: Hub) -> str:
    """The name of a student whose account is as the guide says, and whose server never ran."""
    (line,) = [one for one in GUIDE.splitlines() if one.endswith("--groups students kurt")]
    taught.machine.run(line.removeprefix("$ ").removesuffix("kurt") + NEWCOMER)
    taught.machine.run(f"echo '{NEWCOMER}:{PASSWORD}' | chpasswd")
    return NEWCOMER


def test_a_student_logs_in_fetches_answers_and_reads_what_holds(
    taught: Hub, newcomer: str, page: Page
):
    """Hidden tests count and are not shown; work is kept where nobody is there to check it."""
    from playwright.sync_api import expect

    from tests.browser import notebook_page as notebook

    lab = f"{taught.address}/user/{newcomer}"
    told: list[Response] = []
    page.on("response", lambda got: told.append(got) if "/check-work/" in got.url else None)

    page.goto(f"{taught.address}/hub/login")
    page.get_by_label("Username:").fill(newcomer)
    page.get_by_label("Password:").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{lab}/lab*")
    page.get_by_text("Nbgrader", exact=True).click()
    page.locator(".lm-Menu-itemLabel").filter(has_text="Assignment List").click()
    page.locator("#released_assignments_list").get_by_role("button", name="Fetch").click()
    expect(page.locator("#fetched_assignments_list")).to_contain_text(ASSIGNMENT)

    notebook.open_notebook(page, lab, NOTEBOOK)
    notebook.run(notebook.cell(page, "import pictures"))
    for answer in (LOOKED_UP, RIGHT):
        place = notebook.cell(page, answer.partition("(")[0])
        notebook.write(place, answer)
        notebook.run(place)
    shown = notebook.run(notebook.cell(page, '"""basic_sigmoid is right for ordinary numbers."""'))
    expect(shown).to_contain_text("right: basic_sigmoid(-2)")
    notebook.check(page)

    bar = page.locator(".check-work-bar")
    expect(bar).to_contain_text("3 of 30 points")
    expect(bar).to_contain_text("2 of 18 checks hold")
    bar.get_by_role("button", name="Next:").click()
    wrong = notebook.note(page, "basic-sigmoid-values")
    expect(wrong).to_be_in_viewport()
    expect(wrong).to_contain_text("not yet")
    expect(wrong).to_contain_text("You got0.25")  # for numbers that the notebook does not show
    bar.get_by_role("button", name="By exercise").click()
    expect(bar.get_by_role("row").filter(has_text="4. The slope")).to_contain_text("3 of 9")
    notebook.cell(page, '"""sigmoid_backward multiplies what arrives')
    expect(notebook.note(page, "sigmoid-backward-follows-the-chain-rule")).to_contain_text("holds")
    answers = str([got.json() for got in told])
    assert "'state': 'done'" in answers
    seen = page.content() + page.locator("body").inner_text() + answers
    assert not secrets_in(seen.encode())

    with _stopped(taught.machine):
        notebook.check_button(page).click()
        expect(bar.get_by_role("alert")).to_contain_text("ask again in a minute")
        notebook.open_notebook(page, lab, NOTEBOOK)
        for answer in (LOOKED_UP, RIGHT):
            kept = notebook.cell(page, answer.partition("(")[0])
            expect(kept).to_contain_text(answer.splitlines()[-1])


@contextlib.contextmanager
def _stopped(machine: Machine) -> Iterator[None]:
    """Nothing runs as the service's user meanwhile, however often the hub starts it."""
    end = "pkill --signal KILL --uid check-work"
    machine.run(f"{end} && touch /root/stopped")
    again = machine.start(f"while [ -e /root/stopped ]; do {end}; sleep 0.1; done")
    try:
        yield
    finally:
        machine.run("rm /root/stopped")
        again.communicate()


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
