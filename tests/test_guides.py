"""The guides' commands, run in order as a newcomer would, in a copy of this directory."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.course.release import release
from autograder.course.sample import sample_class
from autograder.sandbox.environment import OVERRIDE, StudentEnvironment

ROOT = Path(__file__).resolve().parents[1]
GUIDES = sorted((ROOT / "docs").glob("*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), *GUIDES]
BLOCK = re.compile(
    r"(?:<!-- not run: (?P<reason>[^>]+) -->\n)?```console\n(?P<lines>.*?)\n```"
    r"|<!-- into (?P<file>\S+) -->\n```\w+\n(?P<text>.*?\n)```",
    re.DOTALL,
)
EXAMPLE = "docs/source/user_guide/source/ps1"  # what `nbgrader quickstart` copies
STUDENTS = ("ada", "dora", "quinn", "rosa", "vera")


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
    """Write the files that the instructor's guide begins with, as Canvas gives them."""
    course = Course.find(root)
    assignment = course.select(["softmax"])[0]
    classroom = Classroom(root.parent / "made-up")
    release(course, classroom, assignment)
    papers = [p for p in sample_class(course, classroom, assignment) if p.student in STUDENTS]
    rows = course.select(["rows"])[0]
    with zipfile.ZipFile(root / "homework.zip", "w") as archive:
        archive.write(rows.notebook, "ada/rows.ipynb")
    with zipfile.ZipFile(root / "submissions.zip", "w") as archive:
        for number, paper in enumerate(papers, start=1):
            name = f"{paper.student}student_{100 + number}_{200 + number}_softmax.ipynb"
            archive.writestr(name, paper.content)
    people = [f"{one},{one.title()} Student,{100 + n}" for n, one in enumerate(STUDENTS, start=1)]
    (root / "students.csv").write_text("\n".join(["id,name,platform", *people, ""]))
    rows = [f'"Student, {s.title()}",{100 + n},,{s},A,' for n, s in enumerate(STUDENTS, start=1)]
    head = ["Student,ID,SIS User ID,SIS Login ID,Section,09-softmax (77)"]
    (root / "canvas.csv").write_text("\n".join([*head, "    Points Possible,,,,,25", *rows, ""]))


def another_course(root: Path) -> None:
    """Make an nbgrader course of nbgrader's own example, with one submission."""
    example = Path(importlib.util.find_spec("nbgrader").origin).parent / EXAMPLE
    for folder in ("source/ps1", "submitted/ada/ps1"):
        (root / folder).mkdir(parents=True)
        shutil.copy(example / "problem1.ipynb", root / folder)
    (root / "nbgrader_config.py").write_text("# a course\n", encoding="utf-8")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_command_of_a_guide_works_in_its_order(guide: Path, copy: Path, tmp_path: Path):
    """Each ends with exit code 0; /tmp of the guides is a directory of this test."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    student = os.environ.get(OVERRIDE) or str(StudentEnvironment.find(ROOT).python)
    (tmp_path / "hub").mkdir()

    here = copy
    for command in steps(guide):
        if isinstance(command, Addition):
            with (here / command.file).open("a", encoding="utf-8") as file:
                file.write(command.text)
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
    if guide.stem == "instructor":
        grades = (copy / "grades.csv").read_text(encoding="utf-8")
        assert '"Student, Ada",101,,ada,A,25' in grades
        assert '"Student, Vera",105,,vera,A,0' in grades


def test_the_settings_that_the_guide_for_nbgrader_names_exist():
    """Each `c.Class.name` in it is a setting of a class that nbgrader is told to use."""
    from autograder.nbgrader.execute import ConfinedExecute

    known = {one.__name__: one.class_trait_names(config=True) for one in ConfinedExecute.__mro__
             if hasattr(one, "class_trait_names")}  # fmt: skip
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
    drawn = set(re.findall(r"^ {6,8}(\w+)/", drawing, re.MULTILINE))

    assert drawn == {file.parent.name for file in ROOT.glob("autograder/*/**/__init__.py")}


def test_the_readme_is_short():
    """What it is, two commands, the notebooks, where to go on: the rest has pages of its own."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").split()) <= 900
