"""The student's kit: one zip, complete, without a secret."""

from __future__ import annotations

import json
import zipfile

import pytest

from autograder.course.course import Course
from autograder.course.kit import environment, kit
from autograder.errors import MaterialError, UsageError
from tests.autograder.platforms.downloads import make_classroom, make_course, notebook


@pytest.fixture
def course(tmp_path):
    course = make_course(tmp_path / "course")
    (course.root / "pyproject.toml").write_text(
        '[project]\nname = "x"\nrequires-python = ">=3.11"\n'
        'dependencies = ["numpy>=2,<3", "jupyterlab>=4,<5", "nbgrader>=0.9.5,<0.10", "nh3"]\n'
        '[project.optional-dependencies]\nstudent = ["numpy>=2,<3", "ipywidgets"]\n'
    )
    return course


@pytest.fixture
def classroom(tmp_path):
    """Both assignments, released."""
    classroom = make_classroom(tmp_path / "classroom")
    for name in ("04-sigmoid", "09-softmax"):
        folder = classroom.released(name)
        folder.mkdir(parents=True)
        (folder / f"{name[3:]}.ipynb").write_text(json.dumps(notebook(name[3:])))
        (folder / "data.csv").write_text("1,2\n")
    return classroom


def test_the_kit_holds_all_that_a_student_needs(course, classroom):
    """Notebooks, what lies beside them, the environment and one page to read."""
    with zipfile.ZipFile(kit(course, classroom)) as archive:
        names = archive.namelist()
        page = archive.read("numpy-course/README.md").decode()

    assert names == [
        "numpy-course/README.md",
        "numpy-course/environment.yml",
        "numpy-course/04-sigmoid/data.csv",
        "numpy-course/04-sigmoid/sigmoid.ipynb",
        "numpy-course/09-softmax/data.csv",
        "numpy-course/09-softmax/softmax.ipynb",
    ]
    assert "| `09-softmax/softmax.ipynb` | Scores to probabilities | 3 |" in page
    assert len(page.splitlines()) < 50


def test_the_environment_is_the_students_own(course):
    """What notebooks need, JupyterLab and the Validate button; nothing of the grader."""
    import yaml

    assert yaml.safe_load(environment(course)) == {
        "name": "numpy-course",
        "channels": ["conda-forge"],
        "dependencies": [
            "python>=3.11", "numpy>=2,<3", "ipywidgets", "jupyterlab>=4,<5", "nbgrader>=0.9.5,<0.10"
        ],
    }  # fmt: skip


def test_the_same_notebooks_give_the_same_bytes(course, classroom):
    """So that a kit that did not change need not be handed out again."""
    assert kit(course, classroom).read_bytes() == kit(course, classroom).read_bytes()


def test_a_kit_with_a_secret_is_not_made(course, classroom):
    """Somebody copied the source into release/ by hand."""
    file = classroom.released("09-softmax") / "softmax.ipynb"
    file.write_text(json.dumps(notebook("softmax", hidden=True)))
    with pytest.raises(MaterialError, match=r"09-softmax/softmax\.ipynb: holds a solution or"):
        kit(course, classroom)
    assert not (classroom.root / "numpy-course.zip").exists()
    kit(course, classroom, ["sigmoid"])


def test_only_what_was_released_can_be_given_away(course, classroom, tmp_path):
    """And a file that exists is not overwritten."""
    with pytest.raises(UsageError, match="Run `autograder release` first"):
        kit(course, make_classroom(tmp_path / "empty"))
    (tmp_path / "mine.zip").write_text("mine")
    with pytest.raises(UsageError, match="exists"):
        kit(course, classroom, output=tmp_path / "mine.zip")


def test_the_real_courses_environment_names_numpy():
    """pyproject.toml of this repository has what the kit is made from."""
    assert "  - numpy" in environment(Course.find())
