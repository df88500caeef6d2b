"""The guides' commands, run in order as a newcomer would, in a copy of this directory."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.course.release import release
from autograder.course.sample import sample_class
from autograder.database.address import Database
from autograder.gradebook.writing import automatic_points
from autograder.sandbox.environment import OVERRIDE, StudentEnvironment
from tests.postgres import server

ROOT = Path(__file__).resolve().parents[1]
GUIDES = sorted((ROOT / "docs").glob("*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), *GUIDES]
BLOCK = re.compile(
    r"(?:<!-- not run: (?P<reason>[^>]+) -->\n)?```console\n(?P<lines>.*?)\n```"
    r"|<!-- into (?P<file>\S+) -->\n```\w+\n(?P<text>.*?\n)```",
    re.DOTALL,
)
EXAMPLE = "docs/source/user_guide/source/ps1"  # what `nbgrader quickstart` copies
ON_CANVAS = ("ada", "dora", "quinn", "rosa", "vera")
ON_MOODLE = ("bruno", "chen")
ON_GRADESCOPE = ("emil",)


@dataclass(frozen=True)
class Addition:
    """Lines that a guide tells its reader to add to a file."""

    file: str
    text: str


def steps(guide: Path) -> list[str | Addition]:
    """Return what a reader types and writes, in order, without what is marked as not run."""
    typed: list[str | Addition] = []
    for block in BLOCK.finditer(guide.read_text(encoding="utf-8")):
        if block["file"]:
            if block["file"].startswith("/"):
                continue  # tests/hub writes it, on a machine of its own
            typed.append(Addition(block["file"], block["text"]))
            continue
        lines = block["lines"].split("\n")
        assert all(line.startswith("$ ") for line in lines), f"{guide.name}: {lines}"
        if not block["reason"]:
            typed += [line.removeprefix("$ ") for line in lines]
    return typed


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A copy of the course, with what a class and a platform would bring lying in it."""
    root = tmp_path_factory.mktemp("guides") / "course"
    leave = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in ("docs", "notebooks", "solutions"):
        shutil.copytree(ROOT / name, root / name, ignore=leave)
    for name in ("nbgrader_config.py", "pyproject.toml", "environment.yml"):
        shutil.copy(ROOT / name, root)
    download(root)
    another_course(root.parent / "your-course")
    return root


def download(root: Path) -> None:
    """Write the files that the instructor's guide begins with, as three platforms give them."""
    course = Course.find(root)
    assignment = course.select(["softmax"])[0]
    classroom = Classroom(root.parent / "made-up")
    release(course, classroom, assignment)
    made = {p.student: p.content for p in sample_class(course, classroom, assignment)}
    rows = course.select(["rows"])[0]
    with zipfile.ZipFile(root / "homework.zip", "w") as archive:
        archive.write(rows.notebook, "ada/rows.ipynb")
    numbers = {one: 101 + at for at, one in enumerate([*ON_CANVAS, *ON_MOODLE, *ON_GRADESCOPE])}
    files = {
        "canvas": {
            f"{who}student_{numbers[who]}_{100 + numbers[who]}_softmax.ipynb": made[who]
            for who in ON_CANVAS
        },
        "moodle": {
            f"{who.title()} Student_{numbers[who]}_assignsubmission_file_/work.ipynb": made[who]
            for who in ON_MOODLE
        },
        "gradescope": {
            f"export/submission_{numbers[who]}/softmax.ipynb": made[who] for who in ON_GRADESCOPE
        },
    }
    files["gradescope"]["export/submission_metadata.yml"] = "".join(
        f"submission_{numbers[who]}:\n  :submitters:\n  - :name: {who.title()} Student\n"
        f"    :sid: {who}\n    :email: {who}@uni.edu\n  :created_at: 2026-04-30 10:00:00 Z\n"
        for who in ON_GRADESCOPE
    )
    for platform, content in files.items():
        with zipfile.ZipFile(root / f"{platform}-submissions.zip", "w") as archive:
            for name, text in content.items():
                archive.writestr(name, text)
    people = [f"{one},{one.title()} Student,{one}@uni.edu,{n}" for one, n in numbers.items()]
    (root / "students.csv").write_text("\n".join(["id,name,e-mail,platform", *people, ""]))
    lines = [f'"Student, {one.title()}",{n},,{one},A,' for one, n in numbers.items()]
    head = ["Student,ID,SIS User ID,SIS Login ID,Section,09-softmax (77)"]
    table = "\n".join([*head, "    Points Possible,,,,,25", *lines, ""])
    (root / "canvas-grades.csv").write_text(table)
    when = '"Saturday, 2 May 2026, 11:00 PM"'  # a day late, in Berlin
    lines = [
        f"Participant {n},{one.title()} Student,{one}@uni.edu,Submitted,,25.00,Yes,{when},-,"
        for one, n in numbers.items()
    ]
    head = [
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments"
    ]
    (root / "moodle-worksheet.csv").write_text("\n".join([*head, *lines, ""]))


def another_course(root: Path) -> None:
    """Make an nbgrader course of nbgrader's own example, with one submission."""
    example = Path(importlib.util.find_spec("nbgrader").origin).parent / EXAMPLE
    for folder in ("source/ps1", "submitted/ada/ps1"):
        (root / folder).mkdir(parents=True)
        shutil.copy(example / "problem1.ipynb", root / folder)
    (root / "nbgrader_config.py").write_text("# a course\n", encoding="utf-8")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_command_of_a_guide_works_in_its_order(
    guide: Path, copy: Path, tmp_path: Path, request: pytest.FixtureRequest
):
    """Each ends with exit code 0; /tmp of the guides is a directory of this test."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    student = os.environ.get(OVERRIDE) or str(StudentEnvironment.find(ROOT).python)
    (tmp_path / "hub").mkdir()
    place = request.getfixturevalue("numpy101") if guide.stem == "postgresql" else ""

    here = copy
    for command in steps(guide):
        if isinstance(command, Addition):
            with (here / command.file).open("a", encoding="utf-8") as file:
                file.write(re.sub(r"postgresql://\S+/numpy101", place, command.text))
            continue
        if command.startswith("cd "):
            here = (here / command.removeprefix("cd ")).resolve(strict=True)
            continue
        done = subprocess.run(
            ["sh", "-c", command.replace("/tmp/", f"{tmp_path}/")],
            cwd=here,
            env={**os.environ, "PATH": programs, OVERRIDE: student},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"$ {command}\n{done.stdout}\n{done.stderr}"
    if guide.stem == "nbgrader":
        for page in (
            copy / "classroom/feedback/ada/08-rows/rows.html",
            here / "feedback/ada/ps1/problem1.html",
        ):
            assert "Made by the course’s grader" in page.read_text(encoding="utf-8")
    if guide.stem == "postgresql":
        assert automatic_points(Database(place))["08-rows", "ada"][0] > 0
        assert "ada,Ada Student" in (copy / "marks-08-rows.csv").read_text(encoding="utf-8")
    if guide.stem == "instructor":
        grades = (copy / "grades.csv").read_text(encoding="utf-8")
        assert '"Student, Ada",101,,ada,A,25' in grades
        assert '"Student, Vera",105,,vera,A,0' in grades
        came_by_three_platforms(copy)


@pytest.fixture
def numpy101(copy: Path) -> Iterator[str]:
    """The address of an empty database; the copy is told of it by the guide, until it is over."""
    config = copy / "nbgrader_config.py"
    before = config.read_bytes()
    with server() as running:
        yield running.new_database("numpy101")
    config.write_bytes(before)


def came_by_three_platforms(root: Path) -> None:
    """Look at what the instructor's guide has written for Moodle and Gradescope."""
    with (root / "worksheet.csv").open(encoding="utf-8", newline="") as file:
        moodle = {row["Email address"].split("@")[0]: row for row in csv.DictReader(file)}
    (table,) = root.glob("classroom/export/marks*.csv")
    with table.open(encoding="utf-8-sig", newline="") as file:
        marks = {row["student"]: row for row in csv.DictReader(file)}
    for student in ON_MOODLE:
        assert float(marks[student]["late penalty"]) > 0
        assert moodle[student]["Grade"] == marks[student]["points"] != ""
        assert (
            "It came 23 hours and 1 minute after the due date"
            in (moodle[student]["Feedback comments"])
        )
    assert {marks[student]["late penalty"] for student in (*ON_CANVAS, *ON_GRADESCOPE)} == {"0"}
    for student in ON_GRADESCOPE:
        file = root / "gradescope-marked/09-softmax" / student / "results.json"
        assert json.loads(file.read_bytes())["score"] == float(marks[student]["points"])
        assert (root / "classroom/mail/09-softmax" / f"{student}.eml").is_file()
    for platform, number in (("canvas", len(ON_CANVAS)), ("moodle", len(ON_MOODLE))):
        name = f"feedback-{platform}-09-softmax.zip"
        with zipfile.ZipFile(root / "classroom/export" / name) as archive:
            assert len(archive.namelist()) == number


def test_the_settings_that_the_guide_for_nbgrader_names_exist():
    """Each `c.Class.name` in it is a setting of a class that nbgrader is told to use."""
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.exchange import ExchangeFactory

    from autograder.nbgrader.collect import CollectOwned
    from autograder.nbgrader.execute import ConfinedExecute

    told = (ConfinedExecute, CollectOwned, CourseDirectory, ExchangeFactory)
    known = {
        one.__name__: one.class_trait_names(config=True)
        for one in dict.fromkeys(above for cls in told for above in reversed(cls.__mro__))
        if hasattr(one, "class_trait_names")
    }
    text = (ROOT / "docs/nbgrader.md").read_text(encoding="utf-8")
    named = re.findall(r"`c\.(\w+)\.(\w+)", text)
    assert named
    for section, name in named:
        assert name in known[section], f"c.{section}.{name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_links_and_pictures_of_a_page_exist(page: Path):
    """Each relative link leads to a file, and to a heading if it names one."""
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text):
        name, _, heading = target.partition("#")
        path = page.parent / name if name else page
        assert path.exists(), f"{page.name}: {target}"
        if heading:
            titles = re.findall(r"^#+ (.*)", path.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", t.lower()).replace(" ", "-") for t in titles}
            assert heading in slugs, f"{page.name}: {target}"


def test_the_house_is_drawn_as_it_stands():
    """CONTRIBUTING draws each package of the grader, and nothing that is not there."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    drawing = text.partition("## The house")[2].partition("    tests/")[0]
    drawn = set(re.findall(r"^ {6,10}(\w+)/", drawing, re.MULTILINE))

    assert drawn == {file.parent.name for file in ROOT.glob("autograder/*/**/__init__.py")}


def test_the_readme_is_short():
    """What it is, two commands, the notebooks, where to go on: the rest has pages of its own."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").split()) <= 900
