"""Every attack is a student of one class, with an honest one graded right after it.

Per tier the class is graded once, by one worker and with the real command; the tests look at what
that left behind.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.sandbox.tiers import probe

from .attack import COURSE, SIGMOID, Attack

LIMITS = {
    SIGMOID: """
cell_seconds = 1.5
call_seconds = 1.0
claim_seconds = 3
notebook_seconds = 15
cpu_seconds = 10
memory = 500_000_000
disk = 8_000_000
files = 300
open_files = 64
processes = 16
output_characters = 20_000
notebook_characters = 60_000
callbacks = 2_000
submission = 3_000_000
""",
}
POINTS = {"hidden": "0.37, -4.25", "reference": "below 1, so it cannot overflow as math"}


@dataclass(frozen=True)
class Seen:
    """What became of one attack.

    Attributes
    ----------
    page : its `results.json`
    shown : all that its cells showed
    feedback : its page
    report : the instructor's pages
    neighbour : the `results.json` of the honest student who was graded next
    classroom, secrets : where everything lies, and the words that no student must see
    said : what the command printed
    """

    tier: str
    student: str
    page: dict
    shown: str
    feedback: str
    report: str
    neighbour: dict
    classroom: Path
    secrets: dict
    said: str

    @property
    def points(self) -> float | None:
        """The sum; None if it could not be graded."""
        return self.page.get("score")

    @property
    def passed(self) -> set[str]:
        """The claims that hold."""
        return {t["name"] for t in self.page["tests"] if t["extra_data"]["outcome"] == "passed"}

    @property
    def not_run(self) -> set[str]:
        """The claims that nobody can say anything about."""
        return {t["name"] for t in self.page["tests"] if t["extra_data"]["outcome"] == "not run"}

    @property
    def reason(self) -> str:
        """Why it could not be graded."""
        return self.page["extra_data"]["autograder"].get("ungraded", "")

    @property
    def notes(self) -> str:
        """What the instructor is told."""
        notes = self.page["extra_data"]["autograder"].get("notes", [])
        return "\n".join(f"{note['cell']}: {note['text']}" for note in notes)

    @property
    def advice(self) -> str:
        """What the student is told."""
        return "\n".join(self.page["extra_data"]["autograder"].get("advice", []))

    def message(self, claim: str) -> str:
        """What a claim says."""
        return next(t["output"] for t in self.page["tests"] if t["name"] == claim)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try every attack at every tier that it is for."""
    which = getattr(metafunc.function, "attacks", None)
    if which is None or "seen" not in metafunc.fixturenames:
        return
    name = metafunc.function.__name__.removeprefix("test_")
    cases = [
        pytest.param((tier, f"{name}-{key}", one), id=tier if key == "it" else f"{tier}-{key}")
        for key, one in which.items()
        for tier in one.tiers
    ]
    metafunc.parametrize("seen", cases, indirect=True)


@pytest.fixture
def seen(request: pytest.FixtureRequest, classes: Classes) -> Seen:
    """What became of this test's attack; whatever it was, the next student has full marks."""
    tier, name, one = request.param
    if not probe().holds(tier):
        pytest.skip(f"the tier {tier} does not hold on this machine")
    found = classes.graded(tier, one.assignment).seen(name)
    assert found.neighbour["score"] == sum(t["max_score"] for t in found.neighbour["tests"])
    results = json.dumps(found.page, ensure_ascii=False)
    for what, secret in found.secrets.items():
        assert secret not in found.shown, f"{what} was shown"
        assert secret not in found.feedback, f"{what} is on the student's page"
        assert secret not in results, f"{what} is in results.json"
    return found


@pytest.fixture(scope="session")
def classes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Classes:
    """All classes that the collected tests need; graded when first asked for."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent  # of all workers: whoever comes first grades
    wanted: dict[tuple[str, str], dict[str, Attack]] = {}
    for item in request.session.items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        if isinstance(params.get("seen"), tuple):
            tier, name, one = params["seen"]
            wanted.setdefault((tier, one.assignment), {})[name] = one
    return Classes(shared / "attacks", wanted)


class Classes:
    """The classes by tier and assignment."""

    def __init__(self, folder: Path, wanted: dict[tuple[str, str], dict[str, Attack]]) -> None:
        self._folder = folder
        self._wanted = wanted
        self._graded: dict[tuple[str, str], Class] = {}

    def graded(self, tier: str, assignment: str) -> Class:
        """Return a class when it is graded."""
        key = tier, assignment
        if key not in self._graded:
            folder = self._folder / f"{tier}-{assignment}"
            folder.mkdir(parents=True, exist_ok=True)
            found = Class(folder, tier, assignment, self._wanted[key])
            with (folder / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not found.told.exists():
                    found.grade()
            self._graded[key] = found
        return self._graded[key]


class Class:
    """One class of attackers and honest students, graded at one tier."""

    def __init__(self, folder: Path, tier: str, assignment: str, which: dict[str, Attack]) -> None:
        self.folder = folder
        self.root = folder / "classroom"
        self.told = folder / "told.json"
        self.tier = tier
        self.assignment = assignment
        self.which = which
        self.names = {name: f"{at:03}-{name}" for at, name in enumerate(which)}
        self.each = assignment in LIMITS  # an honest student after each; elsewhere one at the end

    def grade(self) -> None:
        """Hand everything in, and run the commands."""
        told = {what: f"{what}-{secrets.token_hex(8)}" for what in ("environ", "home", "tmp")}
        for what in ("submission", "gradebook"):
            told[what] = f"{what}-{secrets.token_hex(8)}"
        told["mark"] = f"evil{secrets.token_hex(4)}"  # 15 characters: the name of a process
        home, temporary = self.folder / "home", self.folder / "tmp"
        words = {
            "course": str(COURSE.root),
            "classroom": str(self.root),
            "home": str(home),
            "tmp": str(temporary),
            "mark": told["mark"],
        }
        for folder, what in ((home, "home"), (temporary, "tmp")):
            (folder / ".local/share/jupyter/runtime").mkdir(parents=True)
            (folder / "secret.txt").write_text(told[what])
            kernel = folder / ".local/share/jupyter/runtime/kernel-1.json"
            kernel.write_text(json.dumps({"key": told[what]}))
            for one in (folder, *folder.rglob("*")):
                one.chmod(0o777)
        honest = Attack(base="right", assignment=self.assignment)
        victim = Attack(base="right", assignment=self.assignment, extra=f"# {told['submission']}")
        submitted = self.root / "submitted"
        victim.write(submitted / "000" / self.assignment, words)
        for name, student in self.names.items():
            self.which[name].write(submitted / student / self.assignment, words)
            if self.each:
                honest.write(submitted / f"{student}-next" / self.assignment, words)
        honest.write(submitted / "zzz" / self.assignment, words)
        for parent in (self.folder, *self.folder.parents[:3]):
            parent.chmod(0o711)  # a student's user has to reach its own directory
        (self.root / "limits.toml").write_text(LIMITS.get(self.assignment, ""))
        environ = {**os.environ, "HOME": str(home), "TMPDIR": str(temporary)}
        environ["AUTOGRADER_TEST_SECRET"] = environ["PGPASSWORD"] = told["environ"]
        environ["PGHOST"] = str(temporary)  # where a server of a gradebook could be
        (home / ".pgpass").write_text(told["home"])
        # nbgrader's configuration, beside which the password of the gradebook may stand
        config = self.root / "nbgrader_config.py"
        config.write_text(f"c = get_config()\npassword = '{told['gradebook']}'\n")
        (self.folder / "people.csv").write_text(f"id,last\n000,{told['gradebook']}\n")
        self._run("roster", str(self.folder / "people.csv"), environ=environ, about=())
        with _listening(temporary / ".s.PGSQL.5432"):
            said = [self._run("grade", "--workers", "1", "--tier", self.tier, environ=environ)]
        self._comment(told["gradebook"])
        pages = [word for student in self.names.values() for word in ("--student", student)]
        said.append(self._run("feedback", "--student", "000", *pages, environ=environ))
        said.append(self._run("report", environ=environ))
        self._assert_planted(told)
        told["left"] = sorted(path.name for path in temporary.iterdir())
        told["said"] = "\n".join(said)
        told["processes"] = _processes(told["mark"])
        self.told.write_text(json.dumps(told))

    def _comment(self, secret: str) -> None:
        """Write it into the gradebook, as an instructor's words to the first student."""
        with contextlib.closing(sqlite3.connect(self.root / "gradebook.db")) as book, book:
            book.execute(
                "update comment set manual_comment = ? where notebook_id in (select n.id "
                "from submitted_notebook n join submitted_assignment a on a.id = n.assignment_id "
                "where a.student_id = '000')",
                [secret],
            )

    def _assert_planted(self, told: dict) -> None:
        """Every secret is there to be found."""
        with contextlib.closing(sqlite3.connect(self.root / "gradebook.db")) as book:
            (name,) = book.execute("select last_name from student where id = '000'").fetchone()
        assert name == told["gradebook"]
        assert told["gradebook"] in self._page("000"), "who it is for reads it"
        others = self.root / "submitted" / "000" / self.assignment
        assert any(told["submission"] in path.read_text() for path in others.glob("*.ipynb"))
        assert POINTS["hidden"] in (COURSE.root / f"notebooks/{SIGMOID}/sigmoid.ipynb").read_text()
        assert POINTS["reference"] in (COURSE.root / "solutions/sigmoid.py").read_text()

    def _page(self, student: str) -> str:
        """Return all that is written for a student."""
        pages = (self.root / "feedback" / student).rglob("*")
        return "".join(path.read_text(errors="replace") for path in pages if path.is_file())

    def _run(self, *words: str, environ: dict, about: tuple[str, ...] | None = None) -> str:
        about = (self.assignment,) if about is None else about
        command = [sys.executable, "-m", "autograder", words[0], *about, *words[1:]]
        command += ["--classroom", str(self.root)]
        done = subprocess.run(
            command,
            cwd=COURSE.root,
            env=environ,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=600,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        return done.stdout + done.stderr

    def seen(self, name: str) -> Seen:
        """Return what became of one attack."""
        student = self.names[name]
        graded = self.root / "autograded" / student / self.assignment
        page = json.loads((graded / "results.json").read_bytes())
        shown = [json.dumps(test["extra_data"]["printed"]) for test in page["tests"]]
        with contextlib.suppress(FileNotFoundError):
            stem = self.assignment.split("-", 1)[1]
            made = json.loads((graded / f"{stem}.ipynb").read_bytes())
            shown += [
                json.dumps(cell.get("outputs", []), ensure_ascii=False)
                for cell in made["cells"]
                if not cell["metadata"].get("nbgrader", {}).get("grade")
            ]
        report = "".join(p.read_text() for p in sorted((self.root / "report").glob("*.html")))
        after = f"{student}-next" if self.each else "zzz"
        neighbour = self.root / "autograded" / after / self.assignment / "results.json"
        told = json.loads(self.told.read_text())
        said = told.pop("said")
        hidden = {key: told[key] for key in ("environ", "home", "tmp", "submission", "gradebook")}
        return Seen(
            self.tier,
            student,
            page,
            "\n".join(shown),
            self._page(student),
            report,
            json.loads(neighbour.read_bytes()),
            self.root,
            hidden | POINTS,
            said,
        )

    @property
    def left(self) -> dict:
        """What the commands left behind: temporary files, processes."""
        return json.loads(self.told.read_text())


@contextlib.contextmanager
def _listening(place: Path) -> Iterator[None]:
    """Take connections at a socket that everybody may use, as PostgreSQL's is."""
    with socket.socket(socket.AF_UNIX) as listening:
        with contextlib.chdir(place.parent):  # a socket's name is short
            listening.bind(place.name)
        place.chmod(0o777)
        listening.listen()
        with socket.socket(socket.AF_UNIX) as one, contextlib.chdir(place.parent):
            one.connect(place.name)  # so whoever sees it can
        yield
    place.unlink()


def _processes(mark: str) -> list[str]:
    """Return the processes that took this name."""
    found = []
    for path in Path("/proc").glob("[0-9]*/comm"):
        with contextlib.suppress(OSError):
            if mark in path.read_text():
                found.append(path.parent.name)
    return found
