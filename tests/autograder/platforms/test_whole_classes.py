"""A class of 200 with odd names goes in, is graded, comes out of each platform; nobody is lost.

What comes out is read by the rules of the platform, not by our code. Many hand in the same
notebook, and are graded as one team, so that the whole takes seconds.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from autograder.course.course import Course
from autograder.course.people import squash
from autograder.gradebook.opening import gradebook_of
from autograder.gradebook.roster import enrol, people_of
from autograder.grading.classes.grade_class import grade_class
from autograder.grading.templates import close_template
from autograder.pages.feedback import write_feedback
from autograder.platforms.collect import collect
from autograder.platforms.export import export
from autograder.platforms.record import names_of
from autograder.platforms.registry import FEEDBACK, read_students
from autograder.platforms.uploads import write_upload
from autograder.sandbox.environment import OVERRIDE, StudentEnvironment
from tests.autograder.platforms.downloads import cell, make_classroom, zipped

SOFTMAX = "09-softmax"
TEMPLATES = ("canvas", "moodle", "blackboard", "brightspace")
ODD = [
    *(("O'Brien", "Séan"), ("Müller", "Jörg"), ("de la Cruz", "María José"), ("Smith, Jr.", "Al")),
    *(("王", "伟"), ("Nguyễn", "Thị Hồng"), ('"Bob" Jones', "Rob"), ("Dupont", "Jean-Pierre")),
    *(("Lee", "Wei"), ("Lee", "Wei"), ("=1+1", "Evil"), ("", "Madonna"), ("Under_Score", "Ann")),
    *(("Öztürk", "Cyd"), ("İnce", "Ali"), ("ßtraße", "Hans"), ("van 't Hoff", "Jan")),
    *(("Group 1-Person", "Odd"), ("Zoë-Ann Łukasz", "Ana"), ("Test", "Sam")),
]


def notebook(stem, body):
    """A notebook whose function gives the points that it earns, of 3."""
    claim = {"grade": True, "locked": True, "points": 3}
    cells = [
        cell("markdown", f"# All about {stem}"),
        cell("code", "import numpy as np", "imports", locked=True),
        cell("code", f"def {stem}(x):\n{body}", f"{stem}-answer", solution=True),
        cell("code", f'"""{stem} gives."""\nfloat({stem}(1.0))', f"{stem}-gives", **claim),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


def handed_in(stem, gives):
    return json.dumps(notebook(stem, f"    return {gives}")).encode()


@dataclass(frozen=True)
class Student:
    number: int
    last: str
    first: str

    @property
    def id(self):
        return f"{self.number:08d}"

    @property
    def login(self):
        return f"u_{self.number}"

    @property
    def mail(self):
        return f"p{self.number}@x.edu"

    @property
    def name(self):
        return f"{self.first} {self.last}".strip()

    @property
    def sorted(self):
        return f"{self.last}, {self.first}" if self.last else self.first

    @property
    def key(self):
        return 50_000 + self.number


CLASS = [
    Student(1000 + at, *(ODD[at] if at < len(ODD) else (f"Last{at}", f"First{at}")))
    for at in range(200)
]
BAD = {  # what some of them handed in, and a word of the reason
    30: ("essay.pdf", b"%PDF-1.4", "a PDF"),
    31: ("softmax.py", b"def softmax(x): return x", "a Python program"),
    32: ("softmax.ipynb", b"<!DOCTYPE html><html></html>", "not a notebook"),
    33: ("softmax.ipynb", b"", "empty"),
    34: ("softmax.ipynb", handed_in("softmax", 1)[:300], "not a notebook"),
    35: ("sigmoid.ipynb", handed_in("sigmoid", 1), "04-sigmoid, not of 09-softmax"),
    36: ("work.zip", b"PK\3\4 cut off", "a damaged zip"),
    37: ("photo.png", b"\x89PNG", "an image"),
}
NOTHING = range(190, 200)


def table(rows, delimiter=",", encoding="utf-8", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(rows)
    return text.getvalue().encode(encoding)


def read(content, encoding="utf-8", delimiter=","):
    return list(csv.reader(io.StringIO(content.decode(encoding), newline=""), delimiter=delimiter))


class OfTemplates:
    """A platform that gives a table and takes it back."""

    tells_namesakes_apart = True
    comments = 0

    def around(self):
        """Return what lies in a download besides the students' files."""
        return {}

    def exported(self, course, classroom, folder):
        """Return each one's mark by number, as the platform would read it, and the notes."""
        template = folder / "template.csv"
        template.write_bytes(self.grades())
        done = export(course, classroom, self.name, template=template, assignments=["softmax"])
        return self.marks(done.files[0].read_bytes()), done.notes


class Canvas(OfTemplates):
    name = "canvas"
    heads = ("Student", "ID", "SIS User ID", "SIS Login ID", "Root Account", "Section")

    def students(self):
        return self.grades()

    def file(self, s, name):
        return f"{squash(s.last + s.first)}_{s.key}_{9000 + s.number}_{name}"

    def grades(self):
        about = [[s.sorted, s.key, s.id, s.login, "uni", "A"] for s in CLASS]
        return table(
            [
                [*self.heads, "Sigmoid (11)", "Homework Softmax (12)", "Current Score"],
                [*[""] * 7, "Manual Posting", ""],
                ["    Points Possible", *[""] * 5, "3.00", "3.00", "(read only)"],
                *([*row, "", "", "77"] for row in about),
                ["Student, Test", 99, "", "x", "uni", "A", "", "", ""],
            ]
        )

    def marks(self, content):
        head, *rows = read(content)
        who, mark = head.index("ID"), head.index("Homework Softmax (12)")
        return {int(row[who]) - 50_000: row[mark] for row in rows if row[who] not in ("", "99")}

    def gets(self, name):
        """The first two numbers between underscores are the user and the upload."""
        user, upload = re.findall(r"(?<=_)\d+(?=_)", name)[:2]
        assert int(upload) - 9000 == int(user) - 50_000
        return int(user) - 50_000


class Moodle(OfTemplates):
    name = "moodle"
    comments = 190  # marks and reasons: a word for each who handed in

    def students(self):
        rows = [[s.first, s.last, s.id, s.mail, "Group 1"] for s in CLASS]
        head = ["First name", "Surname", "ID number", "Email address", "Groups"]
        return table([head, *rows], encoding="utf-8-sig")

    def file(self, s, name):
        return f"Group 1-{s.name}_{s.key}_assignsubmission_file_/{name}"

    def grades(self):
        head = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"]
        rows = [[f"Participant {s.key}", s.name, s.mail, "Submitted", "", "3.00"] for s in CLASS]
        return table([[*head, "Feedback comments"], *([*row, ""] for row in rows)])

    def marks(self, content):
        head, *rows = read(content)
        who, mark = head.index("Identifier"), head.index("Grade")
        said = head.index("Feedback comments")
        for row in rows:
            known = row[mark] and row[said].startswith(f"{row[mark]} of 3 points.")
            assert known or row[said].startswith("Could not be graded: ") or not row[said]
        return {int(row[who].split()[1]) - 50_000: row[mark] for row in rows}

    def gets(self, name):
        """The participant of the folder."""
        folder, _ = name.split("/")
        return int(re.fullmatch(r".*_(\d+)_assignsubmission_file_", folder)[1]) - 50_000


class Blackboard(OfTemplates):
    name = "blackboard"
    heads = ("Last Name", "First Name", "Username", "Student ID", "Last Access", "Availability")

    def students(self):
        rows = [[s.last, s.first, s.login, s.id, "", "Yes"] for s in CLASS]
        return table([self.heads, *rows], "\t", "utf-16", csv.QUOTE_ALL)

    def file(self, s, name):
        return f"HW_9_{s.login}_attempt_2026-01-29-10-00-00_{name}"

    def grades(self):
        rows = [[s.last, s.first, s.login, s.id, "", "Yes"] for s in CLASS]
        titles = ["Sigmoid [Total Pts: 3 Score] |11", "Softmax [Total Pts: 3 Score] |12"]
        all_rows = [[*self.heads, *titles], *([*row, "", "Needs Grading"] for row in rows)]
        return table(all_rows, "\t", "utf-16", csv.QUOTE_ALL)

    def marks(self, content):
        head, *rows = read(content, "utf-16", "\t")
        who, mark = head.index("Username"), head.index("Softmax [Total Pts: 3 Score] |12")
        return {int(r[who][2:]): r[mark].replace("Needs Grading", "") for r in rows}

    def gets(self, name):
        """Whoever attaches it sees the username."""
        return int(re.fullmatch(r"HW_9_u_(\d+)_attempt_.*", name)[1])


class Brightspace(OfTemplates):
    name = "brightspace"
    tells_namesakes_apart = False  # nothing in its table is in the names of its downloads

    def around(self):
        return {"index.html": "<html>who handed in what</html>"}

    heads = ("OrgDefinedId", "Username", "Last Name", "First Name", "Email")

    def students(self):
        return self.grades()

    def file(self, s, name):
        return f"{s.key}-7788 - {s.name} - Mar 3, 2026 1045 AM/{name}"

    def grades(self):
        rows = [[f"#{s.id}", f"#{s.login}", s.last, s.first, s.mail, "", "#"] for s in CLASS]
        title = "Softmax Points Grade <Numeric MaxPoints:3>"
        return table([[*self.heads, title, "End-of-Line Indicator"], *rows])

    def marks(self, content):
        head, *rows = read(content)
        who = head.index("OrgDefinedId")
        mark = next(at for at, cell in enumerate(head) if cell.startswith("Softmax Points Grade"))
        return {int(row[who].lstrip("#")): row[mark] for row in rows}

    def gets(self, name):
        """The folder of the download."""
        return int(re.fullmatch(r"(\d+)-7788 - .* - Mar 3, 2026 1045 AM/[^/]+", name)[1]) - 50_000


class Gradescope(OfTemplates):
    name = "gradescope"

    def students(self):
        rows = [[s.first, s.last, s.id, s.mail, "Student"] for s in CLASS]
        staff = ["Ada", "Teacher", "", "t@x.edu", "Instructor"]
        return table([["First Name", "Last Name", "SID", "Email", "Role"], *rows, staff])

    def file(self, s, name):
        return f"assignment_9_export/submission_{s.key}/{name}"

    def around(self):
        facts = {
            f"submission_{s.key}": {
                ":submitters": [{":name": s.name, ":sid": s.id, ":email": s.mail}],
                ":created_at": "2026-01-30 15:04:05.678901000 Z",
                ":score": 0.0,
            }
            for s in CLASS
        }
        text = yaml.safe_dump(facts, allow_unicode=True)
        return {"assignment_9_export/submission_metadata.yml": text}

    def exported(self, course, classroom, folder):
        done = export(course, classroom, self.name, assignments=["softmax"])
        marks = dict.fromkeys((s.number for s in CLASS), "")
        for file in done.files:
            if file.name == "results.json":
                page = json.loads(file.read_bytes())
                if "score" in page:
                    assert page["score"] == sum(test["score"] for test in page["tests"])
                    marks[int(file.parent.name)] = f"{page['score']:g}"
        return marks, done.notes


class GitHubClassroom(OfTemplates):
    name = "github-classroom"

    def students(self):
        rows = [[s.id, f"u-{s.number}", s.key, s.name] for s in CLASS]
        return table([["identifier", "github_username", "github_id", "name"], *rows])

    def file(self, s, name):
        return f"numpy-hw-9-submissions/numpy-hw-9-u-{s.number}/{name}"

    def around(self):
        return {self.file(s, ".git/HEAD"): "ref: refs/heads/main" for s in CLASS}

    def exported(self, course, classroom, folder):
        done = export(course, classroom, "csv", assignments=["softmax"])
        head, *rows = read(done.files[0].read_bytes(), "utf-8-sig")
        who, mark = head.index("student"), head.index("points")
        return {int(row[who]): row[mark] for row in rows}, done.notes


class Nbgrader(GitHubClassroom):
    name = "nbgrader"

    def students(self):
        rows = [[s.id, s.first, s.last, s.mail, "A"] for s in CLASS]
        return table([["id", "first name", "last name", "e-mail", "section"], *rows])

    def file(self, s, name):
        return f"{s.id}/{SOFTMAX}/{name}"

    def around(self):
        stamp = "2026-03-01 10:00:00 UTC"
        return {self.file(s, "timestamp.txt"): stamp for s in CLASS[: NOTHING.start]}


class Folder(Nbgrader):
    name = "folder"

    def file(self, s, name):
        return f"{s.id}/{name}"


PLATFORMS = [
    *(Canvas(), Moodle(), Blackboard(), Brightspace(), Gradescope(), GitHubClassroom()),
    *(Nbgrader(), Folder()),
]


def points(number):
    return (number % 13) / 4


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Two assignments of one function each, graded by this repository's Python."""
    root = tmp_path_factory.mktemp("course")
    (root / "solutions").mkdir()
    (root / "solutions" / "__init__.py").touch()
    region = "    ### BEGIN SOLUTION\n    return 3.0\n    ### END SOLUTION"
    for name in ("04-sigmoid", SOFTMAX):
        folder = root / "notebooks" / name
        folder.mkdir(parents=True)
        (folder / f"{name[3:]}.ipynb").write_text(json.dumps(notebook(name[3:], region)))
    with pytest.MonkeyPatch.context() as patched:
        environment = StudentEnvironment.find(Path(__file__).parents[3])
        patched.setenv(OVERRIDE, str(environment.python))
        yield Course(root)
    close_template()


def alike(classroom):
    """The students by what they handed in: as teams, so that each notebook is graded once."""
    found = {}
    for file in classroom.submitted.glob(f"*/{SOFTMAX}/softmax.ipynb"):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        found.setdefault(content, []).append(file.parents[1].name)
    return {(student, SOFTMAX): tuple(same) for same in found.values() for student in same}


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.name)
def test_each_of_two_hundred_is_accounted_for(platform, course, tmp_path):
    """By the platform's own list, download and table: a mark, a reason, or nothing handed in."""
    classroom = make_classroom(tmp_path / "classroom")
    with gradebook_of(classroom):
        enrol(classroom, read_students(platform.students(), "students.csv"))
    assert len(people_of(classroom)) == 200
    files = platform.around()
    for at, student in enumerate(CLASS):
        if at not in NOTHING:
            good = ("my work.ipynb", handed_in("softmax", points(student.number)), "")
            name, content, _ = BAD.get(at, good)
            files[platform.file(student, name)] = content
    zipped(files, tmp_path / "download.zip")

    done = collect(course, classroom, tmp_path / "download.zip", platform.name, SOFTMAX)

    assert len(list(classroom.submitted.glob(f"*/{SOFTMAX}"))) == 190
    assert len({row.who for row in done.rows if row.look}) == len(BAD)
    reasons = [row.note for row in done.rows]
    for _, _, word in BAD.values():
        assert any(word in reason for reason in reasons), (word, reasons)

    (assignment,) = course.select([SOFTMAX])
    graded = grade_class(course, classroom, [assignment], unconfined=True, teams=alike(classroom))
    assert (len(graded.graded), len(graded.refused)) == (190 - len(BAD), len(BAD))

    found, notes = platform.exported(course, classroom, tmp_path)

    expected = {
        s.number: f"{points(s.number):g}" if at not in BAD and at not in NOTHING else ""
        for at, s in enumerate(CLASS)
    }
    namesakes = [s for s in CLASS if s.last == "Lee"]
    if not platform.tells_namesakes_apart:
        expected |= {s.number: "" for s in namesakes}
        ids = ", ".join(f"Wei Lee (wei-lee-{s.key})" for s in namesakes)
        assert f"In no line of the file: {ids}." in notes
    assert found == expected
    if platform.name in TEMPLATES:
        filled = sum(value != "" for value in expected.values())
        also = f" and {platform.comments} comments" if platform.comments else ""
        assert f"{filled} cells{also} filled in, and read back." in notes
    if platform.name in FEEDBACK:
        _comes_back(platform, classroom, assignment)


def _comes_back(platform, classroom, assignment):
    """Each page is under the name by which the platform gives it to the one who handed in."""
    names = names_of(classroom)
    for student in classroom.submissions(SOFTMAX):
        write_feedback(classroom, assignment, student, names)
    done = write_upload(classroom, assignment, platform.name)
    with zipfile.ZipFile(done.file) as archive:
        pages = {platform.gets(name): archive.read(name).decode() for name in archive.namelist()}
    assert (len(pages), done.left_out) == (190, ())
    for at, student in enumerate(CLASS[: NOTHING.start]):
        page = html.unescape(pages[student.number])
        assert f"{student.name}</b>" in page
        if at in BAD:
            assert "This could not be graded" in page
        else:
            assert f"<strong>{points(student.number):g}</strong> <span>of 3 points" in page
