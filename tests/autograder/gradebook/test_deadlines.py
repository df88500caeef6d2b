"""What `deadlines.toml` may say, and what is told of one that is not as it should be."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.errors import MaterialError
from autograder.gradebook.deadlines import Deadlines, Policy
from autograder.gradebook.late import DueDates, Times

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def softmax(tmp_path):
    """An assignment, of which only the name matters here."""
    return Assignment(tmp_path / "notebooks/09-softmax")


@pytest.fixture
def late(tmp_path, softmax):
    """Return how late a submission is, by a file and what the gradebook knows."""

    def late(text, student="ada", **times):
        (tmp_path / "deadlines.toml").write_text(text, encoding="utf-8")
        due_dates = DueDates.of(Classroom(tmp_path), tmp_path)
        return due_dates.late(student, softmax, Times(**times))

    return late


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            'due = "tomorrow"',
            'line 2: due = "tomorrow", expected a time such as "2026-05-01 23:59", or a day',
        ),
        ("due = 7", "line 2: due = 7, expected a time"),
        ('due = "2026-05-01 23:59"', "expected an offset, or `timezone = "),
        (
            "percent = 10",
            "line 2: percent = 10, expected one of the keys due, students, sections, handed_in, ",
        ),
        (
            "percent_a_day = 110",
            "line 2: percent_a_day = 110, expected a number from 0 to 100",
        ),
        (
            'percent_a_day = "10 %"',
            'line 2: percent_a_day = "10 %", expected a number from 0 to 100',
        ),
        ("grace_minutes = -1", "grace_minutes = -1, expected a number that is not negative"),
        ('of = "all"', 'line 2: of = "all", expected "earned" or "possible"'),
        ('students = ["ada"]', "expected a table [09-softmax.students]"),
        ("due = 2026-05-01 23:59", "(at line 2, column "),
        ("due = 2026-05-01 23:59", 'stand in quotes, as in due = "2026-05-01 23:59".'),
        (
            'students.ada.l = "2026-05-01 10:00Z"',
            "or a day; a name with a dot in it stands in quotes",
        ),
        (
            'due = 2026-05-02\nstudents.ada = "2026-05-01 10:00Z"',
            "an offset, or `timezone",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, line, said):
    """The key, what stands there, and what should."""
    file = tmp_path / "deadlines.toml"
    file.write_text(f"[09-softmax]\n{line}\n", encoding="utf-8")
    with pytest.raises(MaterialError) as raised:
        Deadlines.read(file)
    assert said in str(raised.value)
    assert str(raised.value).startswith(str(file))


def test_an_extension_does_not_end_before_the_due_date(tmp_path):
    """It would be the opposite: the line is told."""
    file = tmp_path / "deadlines.toml"
    file.write_text(
        'timezone = "UTC"\n\n[a]\ndue = 2026-05-02\n\n[a.students]\n# more time\n'
        '"ada.l" = "2026-05-01 10:00"\n'
    )
    with pytest.raises(MaterialError, match=r"line 8: ada.l = .* a time after the due date"):
        Deadlines.read(file)


def test_who_and_what_is_not_there_is_told(tmp_path, late):
    """An extension with a slip of the pen would be nobody's."""
    (tmp_path / "roster.csv").write_text("id,name,section\nada,Ada L,A\n")
    with pytest.raises(MaterialError, match=r"line 4: 09-softmax.students.adda: no student is"):
        late('timezone = "UTC"\n[09-softmax]\n[09-softmax.students]\nadda = 2026-05-01\n')
    with pytest.raises(MaterialError, match=r"no section is called so. There are: A\."):
        late('timezone = "UTC"\n[09-softmax.sections]\nB = 2026-05-01\n')
    deadlines = Deadlines.read(tmp_path / "deadlines.toml")
    with pytest.raises(MaterialError, match=r"line 2: 09-softmax: no assignment is called so"):
        deadlines.check_names(["04-sigmoid"])


def test_an_assignment_has_one_name_in_the_file(late):
    """Below two, one due date would not count."""
    with pytest.raises(MaterialError, match=r"line 4: 09-softmax is .* called softmax in line 2"):
        late(
            'timezone = "UTC"\n[softmax]\ndue = 2026-05-01\n'
            "[09-softmax.handed_in]\nada = 2026-05-02\n"
        )


@pytest.mark.parametrize(
    ("zone", "due", "moment"),
    [
        ("Europe/Berlin", '"2026-05-01 23:59"', utc(2026, 5, 1, 21, 59)),  # summer
        ("Europe/Berlin", '"2026-12-01 23:59"', utc(2026, 12, 1, 22, 59)),  # winter
        ("America/New_York", "2026-05-01T23:59:00", utc(2026, 5, 2, 3, 59)),
        ("UTC", "2026-05-01", utc(2026, 5, 1, 23, 59, 59)),  # all of that day
        ("Europe/Berlin", "2026-05-01", utc(2026, 5, 1, 21, 59, 59)),
        ("Europe/Berlin", '"2026-05-01 23:59-05:00"', utc(2026, 5, 2, 4, 59)),  # its own
        ("Europe/Berlin", "2026-05-01T23:59:00Z", utc(2026, 5, 1, 23, 59)),
    ],
)
def test_times_are_in_the_zone_of_the_file_or_their_own(late, zone, due, moment):
    """Summer time counts; a day alone ends at midnight."""
    found = late(f'timezone = "{zone}"\n[09-softmax]\ndue = {due}\n')
    assert found.due == moment


def test_days_are_days_also_when_the_clock_is_put_back(late):
    """24 hours after the due date is one day, though the clock on the wall shows 23."""
    text = 'timezone = "Europe/Berlin"\npercent_a_day = 10\n[09-softmax]\ndue = "{}"\n'
    found = late(text.format("2026-10-24 12:00"), handed_in=utc(2026, 10, 25, 10))
    assert (found.by, found.taken(20, 20)) == (DAY, 2)


def test_an_unknown_zone_is_told(late):
    """And no zone of this machine is taken instead."""
    with pytest.raises(MaterialError, match='line 1: timezone = "Berlin", expected a name such'):
        late('timezone = "Berlin"\n')


@pytest.mark.parametrize(
    ("policy", "late", "taken"),
    [
        (Policy(), 100 * DAY, 0),
        (Policy(percent_a_day=10), timedelta(seconds=1), 1.2),
        (Policy(percent_a_day=10), DAY, 1.2),
        (Policy(percent_a_day=10), DAY + timedelta(seconds=1), 2.4),
        (Policy(percent_a_day=10, of="possible"), DAY, 2),
        (Policy(percent_a_day=40, of="possible"), 2 * DAY, 12),
        (Policy(percent_a_day=10, grace_minutes=60), HOUR, 0),
        (Policy(percent_a_day=10, grace_minutes=60), HOUR + timedelta(seconds=1), 1.2),
        (Policy(percent_a_day=10, cap_percent=50), 30 * DAY, 6),
        (Policy(none_after_days=0), timedelta(seconds=1), 12),
        (Policy(percent_a_day=10, cap_percent=50, none_after_days=2), 2 * DAY, 2.4),
        (Policy(percent_a_day=10, cap_percent=50, none_after_days=2), 3 * DAY, 12),
        (Policy(none_after_days=0, grace_minutes=5), timedelta(minutes=5), 0),
        (Policy(percent_a_day=10, grace_minutes=math.inf), 100 * DAY, 0),
    ],
)
def test_a_policy_takes_what_it_says(policy, late, taken):
    """Of 12 points earned and 20 possible; a day that has begun is a day."""
    assert policy.taken(late, 12, 20) == pytest.approx(taken)


def test_a_bonus_is_taken_too_where_nothing_counts():
    """More points than there are, by extra credit, are no points either."""
    assert Policy(none_after_days=0).taken(DAY, 22, 20) == 22


def test_an_assignment_has_the_policy_of_the_file_but_for_what_it_says_itself(late):
    """Key by key."""
    found = late(
        'timezone = "UTC"\npercent_a_day = 10\ngrace_minutes = 15\n'
        "[09-softmax]\npercent_a_day = 20\n"
    )
    assert found.policy == Policy(percent_a_day=20, grace_minutes=15)


def test_a_students_extension_goes_before_a_sections_and_that_before_the_due_date(tmp_path, late):
    """Of several sections the latest counts."""
    (tmp_path / "roster.csv").write_text(
        "id,name,section\nada,Ada L,A and B\nbob,Bob S,A\ncyd,Cyd T,C\n"
    )
    text = """
        timezone = "UTC"
        [softmax]
        due = 2026-05-01
        [softmax.students]
        ada = 2026-05-03
        [softmax.sections]
        A = 2026-05-05
    """
    assert {who: late(text, who).due.day for who in ("ada", "bob", "cyd")} == {
        "ada": 3,
        "bob": 5,
        "cyd": 1,
    }
    more = text.replace("ada = 2026-05-03", "") + "B = 2026-05-06\n"
    assert late(more, "ada").due.day == 6


def test_the_file_goes_before_the_gradebook(late):
    """Due date and extension of nbgrader hold where the file says nothing."""
    booked = {"due": utc(2026, 5, 1), "extension": 2 * DAY, "handed_in": utc(2026, 5, 4)}
    assert late("percent_a_day = 10", **booked).due == utc(2026, 5, 3)
    text = 'timezone = "UTC"\npercent_a_day = 10\n[09-softmax]\ndue = 2026-05-09\n'
    assert late(text, **booked).due.day == 9
    assert late(text, **booked).taken(20, 20) == 0


def test_a_time_of_handing_in_can_be_set_right(late):
    """Canvas marks what is late, and does not tell since when."""
    text = """
        timezone = "UTC"
        percent_a_day = 10
        [09-softmax]
        due = "2026-05-01 12:00"
        [09-softmax.handed_in]
        ada = "2026-05-02 13:00"
    """
    found = late(text)
    assert found.taken(20, 20) == 4
    assert found.why == (
        "It came 1 day and 1 hour after the due date, 2026-05-01 12:00 UTC: "
        "10 % of the points earned for each day that has begun."
    )
    assert late(text, "bob").taken(20, 20) == 0  # nobody knows when


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("percent_a_day = 30\ncap_percent = 50", "has begun, but at most 50 %."),
        ("percent_a_day = 5\nof = 'possible'", "5 % of all points for each day that has begun."),
        ("none_after_days = 1", ", and nothing counts that comes more than 1 day after it."),
        ("none_after_days = 0", " CEST, and nothing counts that comes after it."),
    ],
)
def test_the_rule_is_told(late, rule, said):
    """In the zone of the class."""
    text = f'timezone = "Europe/Berlin"\n{rule}\n[09-softmax]\ndue = "2026-05-01 23:59"\n'
    found = late(text, handed_in=utc(2026, 5, 4))
    assert found.why.endswith(said)
    assert "2 days and 2 hours after the due date, 2026-05-01 23:59 CEST" in found.why


def test_without_the_file_and_without_a_plugin_nothing_is_taken(tmp_path, softmax):
    """However late."""
    times = Times(utc(2026, 5, 1), utc(2025, 1, 1))
    found = DueDates.of(Classroom(tmp_path), tmp_path).late("ada", softmax, times)
    assert found.is_late
    assert found.taken(20, 20) == 0


def use_plugin(folder, name, penalty):
    """Write a course's own late plugin, which takes what an expression says, and name it."""
    (folder / f"{name.lower()}.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        f"class {name}(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        f"        return {penalty}\n"
    )
    (folder / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.AssignLatePenalties.plugin_class = '{name.lower()}.{name}'\n"
    )


@pytest.mark.filterwarnings("ignore")
def test_nbgraders_plugin_takes_what_it_says(tmp_path, softmax):
    """One of the course's own, too; a policy in the file goes before it."""
    use_plugin(tmp_path, "OnePerHour", "None if student_id == 'vip' else total_seconds_late / 3600")
    times = Times(utc(2026, 5, 1, 5), utc(2026, 5, 1))
    folder = tmp_path / "notebooks"
    due_dates = DueDates.of(Classroom(tmp_path), folder)
    assert due_dates.late("ada", softmax, times).taken(20, 20) == 5
    assert due_dates.late("ada", softmax, times).taken(3, 20) == 3
    assert due_dates.late("vip", softmax, times).taken(20, 20) == 0

    (tmp_path / "deadlines.toml").write_text("percent_a_day = 10\n")
    due_dates = DueDates.of(Classroom(tmp_path), folder)
    assert due_dates.late("ada", softmax, times).taken(20, 20) == 2


def test_a_plugin_that_cannot_be_loaded_is_told(tmp_path):
    """Marks without it would be wrong."""
    (tmp_path / "nbgrader_config.py").write_text("c.LateSubmissionPlugin.penalty_method = oops\n")
    with pytest.raises(MaterialError, match="late plugin cannot be loaded"):
        DueDates.of(Classroom(tmp_path), tmp_path)


@pytest.mark.filterwarnings("ignore")
def test_a_plugin_that_fails_is_told(tmp_path, softmax):
    """It is the course's, not a fault of the grader."""
    use_plugin(tmp_path, "Failing", "{}[student_id]")
    due_dates = DueDates.of(Classroom(tmp_path), tmp_path)
    late = due_dates.late("ada", softmax, Times(utc(2026, 5, 1, 5), utc(2026, 5, 1)))
    with pytest.raises(MaterialError, match=r"late plugin Failing cannot say.*KeyError: 'ada'"):
        late.taken(20, 20)
