"""Where the gradebook of a class is: nbgrader and this grader always mean the same database."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from autograder.database.address import Database
from autograder.database.configuration import ConfigurationError
from autograder.errors import UsageError

ROOT = Path(__file__).resolve().parents[3]
SERVER = "postgresql://ada:hush@db.uni.edu/"


@pytest.fixture
def course(tmp_path: Path, monkeypatch) -> Path:
    """A course with this repository's own configuration of nbgrader; Jupyter's is empty."""
    root = tmp_path / "course"
    for folder in ("classroom/submitted", "notebooks", "solutions"):
        (root / folder).mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    jupyter = tmp_path / "jupyter"
    jupyter.mkdir()
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(jupyter))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(jupyter))
    monkeypatch.delenv("AUTOGRADER_CLASSROOM", raising=False)
    return root


@pytest.fixture
def nbgraders(monkeypatch):
    """Gives the database of nbgrader, started in a directory."""
    from nbgrader.apps import NbGrader

    def started_in(folder: Path) -> str:
        monkeypatch.chdir(folder)
        app = NbGrader()
        app.initialize([])
        return str(app.coursedir.db_url)

    return started_in


def names(url: str) -> str:
    return f"\nc = get_config()\nc.CourseDirectory.db_url = {url!r}\n"


def add(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write(text)


def prepend(file: Path, text: str) -> None:
    before = file.read_text(encoding="utf-8")
    doc, end, code = before.partition('"""\n\nimport')
    file.write_text(f"{doc}{end.removesuffix('import')}{text}import{code}", encoding="utf-8")


def in_jupyter(course: Path) -> Path:
    return course.parent / "jupyter" / "nbgrader_config.py"


def in_classroom(course: Path) -> Path:
    return course / "classroom" / "nbgrader_config.py"


def in_course(course: Path) -> Path:
    return course / "nbgrader_config.py"


def test_it_is_a_file_in_the_classroom_if_nobody_said_otherwise(course, nbgraders):
    """As it always was."""
    room = Classroom(course / "classroom", course)
    assert room.gradebook.file == course / "classroom" / "gradebook.db"
    assert str(room.gradebook) == str(room.gradebook.file)
    assert room.gradebook.told_by is None
    assert nbgraders(course) == room.gradebook.url


@pytest.mark.parametrize("where", [in_jupyter, in_classroom, in_course])
def test_it_is_where_nbgraders_configuration_says(course, nbgraders, where):
    """In Jupyter's directories, in the classroom, or in the course; the file is known."""
    add(where(course), names(f"{SERVER}class"))
    found = Classroom(course / "classroom", course).gradebook
    assert (found.url, found.file) == (f"{SERVER}class", None)
    assert found.told_by == where(course)
    assert nbgraders(course) == found.url


@pytest.mark.parametrize("change", [add, prepend])
def test_the_nearest_word_counts(course, nbgraders, change):
    """The course's before the classroom's, its before Jupyter's, for nbgrader as well."""
    add(in_jupyter(course), names(f"{SERVER}of-all"))
    add(in_classroom(course), names(f"{SERVER}of-the-class"))
    assert Classroom(course / "classroom", course).gradebook.url == f"{SERVER}of-the-class"
    assert nbgraders(course) == f"{SERVER}of-the-class"
    change(in_course(course), names(f"{SERVER}of-the-course"))
    assert Classroom(course / "classroom", course).gradebook.url == f"{SERVER}of-the-course"
    assert nbgraders(course) == f"{SERVER}of-the-course"


@pytest.mark.parametrize("where", [in_jupyter, in_course])
def test_another_classroom_of_the_course_has_its_own(course, nbgraders, where, monkeypatch):
    """A made-up class, say, does not get into the gradebook that nbgrader works on."""
    other = course / "classroom-demo"
    other.mkdir()
    add(where(course), names(f"{SERVER}class"))
    assert Classroom(other, course).gradebook.file == other / "gradebook.db"
    monkeypatch.setenv("AUTOGRADER_CLASSROOM", str(other))
    assert Classroom(other, course).gradebook.url == nbgraders(course) == f"{SERVER}class"


def test_a_relative_file_lies_where_nbgrader_is_started(course, nbgraders):
    """Wherever our own command is started."""
    add(in_course(course), names("sqlite:///books/numpy.db"))
    assert nbgraders(course) == "sqlite:///books/numpy.db"
    found = Classroom(course / "classroom", course).gradebook
    assert found.file == course / "books" / "numpy.db"
    assert found.url == f"sqlite:///{course}/books/numpy.db"


def test_an_old_configuration_counts(course, nbgraders):
    """nbgrader warns of it, and heeds it."""
    add(in_jupyter(course), f"c = get_config()\nc.NbGrader.db_url = '{SERVER}old'\n")
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.root = '.'\n")
    add(in_course(course), "c.CourseDirectory.submitted_directory = 'classroom/submitted'\n")
    assert Classroom(course / "classroom", course).gradebook.url == nbgraders(course)


@pytest.mark.parametrize("url", ["mysql://ada@h/x", "sqlite://", "sqlite:///:memory:", "hello"])
def test_another_kind_of_database_is_refused(course, url):
    """With the file that names it."""
    add(in_course(course), names(url))
    with pytest.raises(UsageError, match=r"nbgrader_config\.py: c\.CourseDirectory\.db_url names"):
        _ = Classroom(course / "classroom", course).gradebook


def test_a_configuration_that_cannot_be_read_is_one_sentence(course):
    """nbgrader would go on with another database."""
    add(in_course(course), "c.CourseDirectory.db_url = oops\n")
    with pytest.raises(ConfigurationError, match=r"nbgrader_config\.py.*NameError.*Correct it"):
        _ = Classroom(course / "classroom", course).gradebook


def test_where_everybody_may_write_nobodys_configuration_is_run(course):
    """It could be anybody's."""
    add(in_course(course), "raise SystemExit('run')\n")
    course.chmod(0o777)
    assert Classroom(course / "classroom", course).gradebook.told_by is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ada:hush@h:5433/x", "postgresql://ada:***@h:5433/x"),
        ("postgresql://ada:hu%2Fsh@h/x?sslpassword=hush", "postgresql://ada:***@h/x"),
        ("postgresql://h/x?user=ada&password=hush", "postgresql://h/x"),
        ("postgresql:///x?host=/run/pg", "postgresql:///x?host=%2Frun%2Fpg"),
    ],
)
def test_no_password_is_shown(url, shown):
    """Nor in what a program prints of the object."""
    database = Database(url)
    assert str(database) == shown
    assert "hush" not in f"{database!r}{database}"


@pytest.mark.parametrize("password", ["hush/1", "12/hush", "hu:sh", "#hush", "hush?", "h@ush@"])
def test_a_password_that_is_not_quoted_is_not_shown_either(password):
    """Whatever is made of the address."""
    try:
        shown = str(Database(f"postgresql://ada:{password}@h/x"))
    except UsageError as told:
        shown = str(told)
    assert password not in shown and "ush" not in shown


@pytest.mark.parametrize("url", ["postgresql://ada:hush@h:x/y", "postgresql:ada:hush"])
def test_an_address_that_makes_no_sense_is_told_without_it(url):
    """What cannot be read may be a password."""
    with pytest.raises(UsageError, match="%2F for /") as told:
        str(Database(url))
    assert "hush" not in str(told.value) and told.value.__context__ is None


@pytest.mark.parametrize("name", ["What?", "my%20class"])
def test_a_file_that_nbgrader_would_look_for_elsewhere_is_refused(tmp_path, name):
    """In the address of a database ? ends the path, and %20 is a space."""
    with pytest.raises(UsageError, match="Rename the folder"):
        _ = Classroom(tmp_path / name).gradebook
    assert Classroom(tmp_path / "100 %").gradebook.file == tmp_path / "100 %" / "gradebook.db"
