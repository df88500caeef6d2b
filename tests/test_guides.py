"""The guides' commands, run in order as a newcomer would, in a copy of this directory."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.course.release import release
from autograder.course.sample import sample_class
from autograder.sandbox import StudentEnvironment
from autograder.sandbox.environment import OVERRIDE

ROOT = Path(__file__).resolve().parents[1]
GUIDES = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *GUIDES]
BLOCK = re.compile(
    r"(?:<!-- not run: (?P<reason>[^>]+) -->\n)?```console\n(?P<lines>.*?)\n```", re.DOTALL
)
STUDENTS = ("ada", "dora", "quinn", "rosa", "vera")


def commands(guide: Path) -> list[str]:
    """Return what a reader types, in order, without what is marked as not run."""
    typed = []
    for block in BLOCK.finditer(guide.read_text(encoding="utf-8")):
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
    return root


def download(root: Path) -> None:
    """Write the files that the instructor's guide begins with, as Canvas gives them."""
    course = Course.find(root)
    assignment = course.select(["softmax"])[0]
    classroom = Classroom(root.parent / "made-up")
    release(course, classroom, assignment)
    papers = [p for p in sample_class(course, classroom, assignment) if p.student in STUDENTS]
    with zipfile.ZipFile(root / "submissions.zip", "w") as archive:
        for number, paper in enumerate(papers, start=1):
            name = f"{paper.student}student_{100 + number}_{200 + number}_softmax.ipynb"
            archive.writestr(name, paper.content)
    people = [f"{one},{one.title()} Student,{100 + n}" for n, one in enumerate(STUDENTS, start=1)]
    (root / "students.csv").write_text("\n".join(["id,name,platform", *people, ""]))
    rows = [f'"Student, {s.title()}",{100 + n},,{s},A,' for n, s in enumerate(STUDENTS, start=1)]
    head = ["Student,ID,SIS User ID,SIS Login ID,Section,09-softmax (77)"]
    (root / "canvas.csv").write_text("\n".join([*head, "    Points Possible,,,,,25", *rows, ""]))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_command_of_a_guide_works_in_its_order(guide: Path, copy: Path, tmp_path: Path):
    """Each ends with exit code 0; /tmp of the guides is a directory of this test."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    student = os.environ.get(OVERRIDE) or str(StudentEnvironment.find(ROOT).python)
    (tmp_path / "hub").mkdir()

    for command in commands(guide):
        done = subprocess.run(
            ["sh", "-c", command.replace("/tmp/", f"{tmp_path}/")],
            cwd=copy,
            env={**os.environ, "PATH": programs, OVERRIDE: student},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"$ {command}\n{done.stdout}\n{done.stderr}"
    if guide.stem == "instructor":
        grades = (copy / "grades.csv").read_text(encoding="utf-8")
        assert '"Student, Ada",101,,ada,A,25' in grades
        assert '"Student, Vera",105,,vera,A,0' in grades


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
