"""A gradebook on a server: several who grade at once, formgrader beside, a server that ends."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from autograder.database.address import Database
from autograder.database.connection import connected
from autograder.database.errors import GradebookError, UnreachableError
from autograder.database.making import as_a_library
from autograder.database.version import check_gradebook
from autograder.gradebook.late import DueDates, times_of
from autograder.gradebook.opening import existing_gradebook_of
from autograder.gradebook.writing import Gradebook, automatic_points
from autograder.platforms.export import export
from autograder.platforms.marks import marks
from tests.autograder.gradebook.conftest import use_database
from tests.autograder.grading.conftest import CLAIMS, HALF_RIGHT, NAME, RIGHT, graded, handed_in
from tests.postgres import PASSWORD, ROLE

ROOT = Path(__file__).resolve().parents[3]
on_a_server = pytest.mark.parametrize("classroom", ["postgresql"], indirect=True)


def together(*works) -> None:
    """Do these in threads, begun at the same moment; what one raises is raised."""
    failures: list[BaseException] = []
    gate = threading.Barrier(len(works))

    def run(work) -> None:
        try:
            gate.wait(60)
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if failures:
        raise failures[0]


def theirs(classroom: Classroom):
    """The gradebook as nbgrader opens it."""
    from nbgrader.api import Gradebook as Theirs

    return Theirs(classroom.gradebook.url)


def test_nobody_loses_anything_when_two_grade_at_once(classroom, assignment):
    """Each writes half of the class and the same ten students, on new tables."""
    students = [f"student-{number:02}" for number in range(30)]

    def grader(mine: list[str], late: str):
        def work() -> None:
            with Gradebook(classroom) as gradebook:
                for student in mine:
                    gradebook.write(graded(student), assignment, late)

        return work

    with Gradebook(classroom):
        pass  # threads of one program cannot have nbgrader make a file at once
    together(
        grader(students[:20], "2026-01-02 03:04:05 UTC"),
        grader(students[10:][::-1], "2026-01-02 03:04:05 UTC"),
    )
    assert automatic_points(classroom.gradebook) == {(NAME, one): (4, 3) for one in students}
    with theirs(classroom) as book:
        assert len(book.students) == len(book.assignment_submissions(NAME)) == 30


@on_a_server
def test_two_who_begin_at_once_make_one_gradebook(classroom, assignment):
    """The tables are made by one of them while the other waits."""

    def begin(student: str):
        def work() -> None:
            with Gradebook(classroom) as gradebook:
                gradebook.write(graded(student), assignment)

        return work

    import nbgrader.api  # noqa: F401, the import lock is none of our business

    together(begin("ann"), begin("bob"))
    assert automatic_points(classroom.gradebook) == {
        (NAME, student): (4, 3) for student in ("ann", "bob")
    }


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_a_mark_that_formgrader_saves_while_grading_stays(classroom, assignment, record):
    """By nbgrader's own objects, read before a grading and written after it, and during many."""
    students = [f"student-{number}" for number in range(8)]
    for student in students:
        record(graded(student))
    opened = threading.Event()

    def grading() -> None:
        assert opened.wait(60)
        with Gradebook(classroom) as gradebook:
            for points in (0.0, 1.0, 0.0):
                for student in students:
                    gradebook.write(graded(student, half_halves=points), assignment)

    def marking() -> None:
        with theirs(classroom) as book:
            place = "double", NAME
            grades = {one: book.find_grade("half-halves", *place, one) for one in students}
            assert {grade.auto_score for grade in grades.values()} == {1.0}
            book.db.rollback()  # as between two requests to formgrader
            opened.set()
            for student, grade in grades.items():
                grade.manual_score, grade.extra_credit = 0.75, 0.5
                book.find_comment("half", *place, student).manual_comment = "seen"
                book.db.commit()
                time.sleep(0.01)

    together(grading, marking)
    record(graded(students[0], half_halves=1.0))
    with theirs(classroom) as after:
        for student in students:
            grade = after.find_grade("half-halves", "double", NAME, student)
            assert (grade.manual_score, grade.extra_credit) == (0.75, 0.5)
            assert after.find_comment("half", "double", NAME, student).comment == "seen"
            assert grade.auto_score == (1.0 if student == students[0] else 0.0)
        assert after.find_grade("half-halves", "double", NAME, students[0]).needs_manual_grade


@on_a_server
def test_a_grading_waits_for_whoever_writes_the_same_row(classroom, assignment, record, postgres):
    """A mark that is being saved counts for the grading that waited for it."""
    record(graded())
    other = theirs(classroom)
    grade = other.find_grade("half-halves", "double", NAME, "ann")
    grade.manual_score = 0.25
    other.db.flush()  # written, and not committed yet
    waiting = threading.Thread(target=record, args=(graded(half_halves=0.0),))
    waiting.start()
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    for _ in range(600):
        if postgres.run(asked) != [(0,)]:
            break
        time.sleep(0.05)
    other.db.commit()
    waiting.join(60)
    other.close()
    with theirs(classroom) as after:
        grade = after.find_grade("half-halves", "double", NAME, "ann")
        assert (grade.manual_score, grade.auto_score) == (0.25, 0.0)
        assert grade.needs_manual_grade, "its reason has changed"


@on_a_server
def test_a_row_that_stays_locked_is_said_to_be_locked(classroom, assignment, record):
    """Another program writes to it and does not finish."""
    record(graded())
    other = theirs(classroom)
    other.find_grade("half-halves", "double", NAME, "ann").manual_score = 0.25
    other.db.flush()
    with Gradebook(classroom, wait=0.1) as gradebook:
        with pytest.raises(GradebookError, match="locked by another program"):
            gradebook.write(graded(half_halves=0.0), assignment)
        other.db.rollback()
        other.close()
        gradebook.write(graded(half_halves=0.0), assignment)
    assert automatic_points(classroom.gradebook) == {(NAME, "ann"): (3, 3)}


def by_nbgrader(classroom: Classroom, file: Path) -> dict[str, float]:
    """The points in the table that nbgrader exports."""
    from nbgrader.plugins import CsvExportPlugin

    plugin = CsvExportPlugin()
    plugin.to = str(file)
    with theirs(classroom) as book:
        plugin.export(book)
    with file.open(newline="") as table:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(table)}


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_marks_reports_and_exports_are_the_same(course, classroom, submit, grade_all, tmp_path):
    """A class from grading to its table, with marks by hand, late work, and a run again."""
    submit("ann", handed_in(RIGHT))
    submit("bob", handed_in(HALF_RIGHT))
    for student in ("ann", "bob"):
        stamp = classroom.submission(student, NAME) / "timestamp.txt"
        stamp.write_text("2026-01-02 12:00:00 UTC")
    (classroom.root / "deadlines.toml").write_text(
        f'timezone = "UTC"\npercent_a_day = 50\n["{NAME}"]\ndue = 2026-01-01T18:00:00Z\n'
    )
    outcome = grade_all()
    assert not outcome.trouble
    with existing_gradebook_of(classroom) as book:
        book.update_or_create_student("ann", first_name="Ann", last_name="Önal")
        book.find_grade("half-halves", "double", NAME, "bob").manual_score = 0.5
        book.db.commit()

    found = marks(course, classroom).table
    assert (found["ann", NAME].points, found["ann", NAME].penalty) == (2.0, 2.0)
    assert (found["bob", NAME].points, found["bob", NAME].penalty) == (1.75, 1.75)
    assert times_of(classroom.gradebook, NAME)["ann"].handed_in is not None
    again = grade_all()
    assert again.skipped == 2 and not again.trouble
    with theirs(classroom) as book:
        assert book.find_submission(NAME, "bob").late_submission_penalty == 1.75
        assert book.find_submission(NAME, "bob").score == 3.5
    assert by_nbgrader(classroom, tmp_path / "theirs.csv") == {"ann": 2.0, "bob": 1.75}
    (table,) = export(course, classroom, "csv", output=tmp_path / "marks.csv").files
    assert "Önal" in table.read_text("utf-8-sig")
    due_dates = DueDates.of(classroom, classroom.root)
    assert due_dates.deadlines.where


@on_a_server
def test_a_gradebook_that_nbgrader_made_takes_assignments(classroom):
    """nbgrader enters them in a course without a name, which PostgreSQL wants to know."""
    from nbgrader.api import Gradebook as Theirs

    with as_a_library():
        Theirs(classroom.gradebook.url).close()
    for _ in range(2):
        with existing_gradebook_of(classroom):
            pass
    with Theirs(classroom.gradebook.url, course_id="") as book:
        book.add_assignment("ps1")
        assert [one.course_id for one in book.assignments] == [""]


@on_a_server
def test_cells_that_somebody_else_took_away_are_made_again(classroom, assignment, postgres):
    """A release, while somebody grades, may do that; the submission is tried again."""
    with Gradebook(classroom) as gradebook:
        gradebook.write(graded("ann"), assignment)
        tables = ["comment", "grade", "grade_cells", "solution_cells", "base_cell"]
        postgres.run(*(f"DELETE FROM {name}" for name in tables), url=classroom.gradebook.url)
        gradebook.write(graded("bob"), assignment)
    assert automatic_points(classroom.gradebook) == {(NAME, "bob"): (4, 3)}


@on_a_server
def test_a_server_that_is_silent_is_asked_whether_it_is_there(classroom):
    """Else a command waits for hours for one that has gone, if it has nothing to send."""
    with connected(classroom.gradebook) as connection:
        told = connection.server.connection.driver_connection.info.get_parameters()
    assert (told["keepalives_idle"], told["tcp_user_timeout"]) == ("20", "20000")


@on_a_server
def test_a_server_that_is_lost_in_a_class_costs_nothing(
    course, classroom, submit, grade_all, postgres, monkeypatch
):
    """What is graded is in each results.json, and the next run enters the points."""
    students = ("ann", "bob", "cem")
    for student in students:
        submit(student, handed_in(RIGHT))
    write = Gradebook.write

    def then_it_ends(self, graded, *rest):
        if automatic_points(self.database):
            postgres.end()
        write(self, graded, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(Gradebook, "write", then_it_ends)
        try:
            outcome = grade_all()
        finally:
            postgres.begin()
    assert [one.points for one in outcome.summaries] == [4, 4, 4]
    assert "cannot be reached" in outcome.trouble
    assert len(automatic_points(classroom.gradebook)) == 1
    for student in students:
        assert json.loads(classroom.results(student, NAME).read_bytes())["score"] == 4
    again = grade_all()
    assert again.skipped == 3 and not again.trouble
    assert automatic_points(classroom.gradebook) == {(NAME, one): (4, 3) for one in students}


@on_a_server
def test_a_name_that_is_too_long_is_one_submissions_fault(submit, grade_all, classroom):
    """PostgreSQL cuts nothing off; nobody else waits for it."""
    long = "x" * 200
    submit(long, handed_in(RIGHT))
    submit("zoe", handed_in(RIGHT))
    outcome = grade_all()
    assert not outcome.trouble
    refused = {one.student: one.refused for one in outcome.summaries}
    assert "does not take it" in refused[long] and not refused["zoe"]
    assert "The grader stopped" not in refused[long]
    assert automatic_points(classroom.gradebook) == {(NAME, "zoe"): (4, 3)}


@on_a_server
@pytest.mark.parametrize(
    ("version", "said"), [("fedcba987654", "newer nbgrader"), ("167914646830", "pg_dump")]
)
def test_a_gradebook_of_another_nbgrader_is_left_alone(record, classroom, postgres, version, said):
    """One sentence that says what to do."""
    record(graded())
    change = f"UPDATE alembic_version SET version_num = '{version}'"
    postgres.run(change, url=classroom.gradebook.url)
    with pytest.raises(GradebookError, match=said):
        record(graded(half_halves=0.0))
    assert automatic_points(classroom.gradebook) == {(NAME, "ann"): (4, 3)}


@on_a_server
def test_a_database_of_something_else_is_said_not_to_be_nbgraders(classroom, postgres):
    """No table of ours is made in it."""
    postgres.run("CREATE TABLE songs (name text)", url=classroom.gradebook.url)
    with pytest.raises(GradebookError, match="not nbgrader's"):
        check_gradebook(classroom.gradebook)
    with pytest.raises(GradebookError, match="not nbgrader's"), Gradebook(classroom):
        pass


@on_a_server
def test_who_may_only_read_is_told_before_grading(classroom, record, postgres):
    """The right is asked for; no row is changed for that."""
    record(graded())
    url = classroom.gradebook.url
    postgres.run("CREATE ROLE reader LOGIN", "GRANT pg_read_all_data TO reader")
    use_database(classroom.root, url.replace(f"//{ROLE}@", "//reader@"))
    with pytest.raises(GradebookError, match=r"may not be written to.*GRANT"):
        check_gradebook(Classroom(classroom.root).gradebook)


def as_ada(postgres, password: str, database: str = "postgres") -> str:
    return postgres.url(database, f"ada:{password}")


@on_a_server
@pytest.mark.parametrize(
    "fault",
    ["no server", "nobody listens", "wrong host", "wrong password", "no such database", "silent"],
)
def test_a_server_that_cannot_be_reached_is_one_sentence(classroom, postgres, fault):
    """With what to do, within seconds, and no password in it."""
    import socket

    with socket.socket() as nobody:  # takes connections, and says nothing
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        if fault == "silent":
            nobody.listen(1)
        url = {
            "no server": "postgresql://ada:hush@/x?host=/nowhere/at/all",
            "nobody listens": f"postgresql://ada:hush@127.0.0.1:{port}/x",
            "wrong host": "postgresql://ada:hush@no-such-host.invalid/x",
            "wrong password": as_ada(postgres, "hush"),
            "no such database": postgres.url("nowhere"),
            "silent": f"postgresql://ada:hush@127.0.0.1:{port}/x",
        }[fault]
        use_database(classroom.root, url)
        room = Classroom(classroom.root)
        start = time.monotonic()
        with pytest.raises(UnreachableError) as told:
            check_gradebook(room.gradebook)
        assert time.monotonic() - start < 60
    assert told.value.exit_code == 2
    said = str(told.value)
    assert "hush" not in said and "\n" not in said and "?." not in said
    assert "cannot be reached" in said and f"in {classroom.root / 'nbgrader_config.py'}" in said


@on_a_server
@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_a_missing_driver_is_one_sentence(classroom, monkeypatch, driver):
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, driver, None)
    database = Database(classroom.gradebook.url.replace("sql:", f"sql+{driver}:"))
    with pytest.raises(UnreachableError, match=f"pip install '{driver}") as told:
        check_gradebook(database)
    assert told.value.exit_code == 2


@on_a_server
def test_both_drivers_work(classroom, assignment):
    """The one that SQLAlchemy takes, and the other by name."""
    pytest.importorskip("psycopg2")
    url = classroom.gradebook.url
    for driver, student in (("psycopg", "ann"), ("psycopg2", "bob")):
        use_database(classroom.root, url.replace("postgresql:", f"postgresql+{driver}:"))
        with Gradebook(Classroom(classroom.root)) as gradebook:
            gradebook.write(graded(student), assignment, "2026-01-02 03:04:05 UTC")
            gradebook.write(graded(student), assignment, "2026-01-02 03:04:05 UTC")
    assert set(automatic_points(classroom.gradebook)) == {(NAME, "ann"), (NAME, "bob")}


def command(*words: object, place: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one of our commands."""
    return subprocess.run(
        [sys.executable, "-m", "autograder", *map(str, words)],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@on_a_server
def test_commands_show_no_password_and_end_with_two(classroom, course, postgres, tmp_path, submit):
    """Neither that of a server that is reached, nor that of one that is not."""
    people = tmp_path / "people.csv"
    people.write_text("id,name\nann,Ann Example\n")
    quoted = PASSWORD.replace("/", "%2F").replace("@", "%40")
    name = classroom.gradebook.url.split("/")[3].split("?")[0]
    postgres.run(f"ALTER DATABASE {name} OWNER TO ada")
    url = classroom.gradebook.url.replace(f"{ROLE}@", f"ada:{quoted}@")
    use_database(classroom.root, url)
    words = ("roster", people, "--classroom", classroom.root)
    done = command(*words, place=course.root)
    assert done.returncode == 0, done.stderr
    assert "1 student in postgresql://ada:***@/" in done.stdout
    use_database(classroom.root, url.replace(quoted, "wr0ng"))
    shown = done.stdout + done.stderr
    submit("ann", handed_in(RIGHT))
    submit("bob", handed_in(RIGHT))
    for again in (words, ("feedback", NAME, *words[2:]), ("grade", NAME, *words[2:])):
        failed = command(*again, place=course.root)
        assert failed.returncode == 2 and failed.stderr.count("\n") == 1, failed.stderr
        shown += failed.stdout + failed.stderr
    assert not [word for word in (PASSWORD, quoted, "wr0ng") if word in shown]
    kept = [path for path in classroom.root.rglob("*") if path.name != "nbgrader_config.py"]
    assert not [path for path in kept if path.is_file() and quoted in path.read_text("utf-8")]


@on_a_server
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_two_instructors_and_formgrader_lose_nothing(classroom, course, submit):
    """Two commands grade the same class at once; somebody marks whatever is there meanwhile."""
    from nbgrader.api import SubmittedAssignment

    students = [f"student-{number}" for number in range(6)]
    for student in students:
        submit(student, handed_in(RIGHT))
    words = ("grade", NAME, "--classroom", classroom.root, "--unconfined", "--workers", "1")
    marked: set[str] = set()

    def marking(done: threading.Event) -> None:
        with existing_gradebook_of(classroom) as book:
            while not (done.is_set() and len(marked) == len(students)):
                for submission in book.db.query(SubmittedAssignment).all():
                    (grade,) = (
                        g for g in submission.notebooks[0].grades if g.name == "half-halves"
                    )
                    grade.extra_credit = 0.5
                    marked.add(submission.student_id)
                book.db.commit()
                time.sleep(0.1)

    def grader(*words: object):
        def work() -> None:
            done = command(*words, place=course.root)
            assert done.returncode == 0, done.stdout + done.stderr

        return work

    done = threading.Event()
    marker = threading.Thread(target=marking, args=(done,))
    marker.start()
    together(grader(*words), grader(*words, "--force"))
    done.set()
    marker.join(60)
    assert automatic_points(classroom.gradebook) == {(NAME, one): (4, 3) for one in students}
    with theirs(classroom) as book:
        assert {one.score for one in book.assignment_submissions(NAME)} == {4.5}


@pytest.mark.parametrize("classroom", ["sqlite"], indirect=True)
def test_a_class_in_a_file_imports_nothing_for_servers(classroom, course, record):
    """Neither SQLAlchemy nor a driver; nor does a command that opens no gradebook."""
    record(graded())
    code = f"""if True:
        import sys
        from pathlib import Path
        from autograder.course.classroom import Classroom
        from autograder.gradebook.manual import grades_of
        from autograder.gradebook.roster import people_of
        from autograder.gradebook.writing import Gradebook

        classroom = Classroom(Path({str(classroom.root)!r}), Path({str(course.root)!r}))
        with Gradebook(classroom):
            assert grades_of(classroom, {NAME!r}) and people_of(classroom)
        import autograder.cli
        assert not {{"sqlalchemy", "psycopg", "psycopg2", "nbgrader"}} & set(sys.modules)
    """
    subprocess.run([sys.executable, "-c", code], check=True)


def test_points_are_those_that_nbgrader_has(classroom, record):
    """By its own sums."""
    record(graded(half_halves=0.0))
    with theirs(classroom) as book:
        assert book.find_submission(NAME, "ann").score == sum(CLAIMS.values()) - 1
