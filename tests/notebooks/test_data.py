"""Files of numbers beside a notebook: made by one command, and there wherever it is opened."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
import sklearn

from autograder.course.classroom import Classroom
from autograder.course.kit import FOLDER, kit
from autograder.course.release import release
from autograder.course.start import start
from autograder.grading.templates import close_template
from autograder.verdicts import Outcome
from tests.notebooks.handing_in import COURSE, Version, assignment_of, graded, is_about

FILES = {"indexing": {"co2.csv", "planets.csv"}, "digits": {"digits.npz"}}


@pytest.fixture(scope="module")
def make_data():
    """The module `notebooks/make_data.py`."""
    place = COURSE.root / "notebooks" / "make_data.py"
    spec = importlib.util.spec_from_file_location("make_data", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    close_template()


def weeks(*dates_and_parts):
    """Rows as the package has them."""
    return [{"date": date, "co2": parts} for date, parts in dates_and_parts]


def test_the_first_week_of_each_month_is_taken(make_data):
    """Other years are left out, and a week without a measurement is a gap."""
    shipped = weeks(
        ("19631228", "318.0"), ("19640104", "319.0"), ("19640111", "319.5"), ("19640201", "")
    )
    assert make_data.thinned(shipped) == ["1964,1,319.0\n", "1964,2,nan\n"]


def test_the_file_has_twelve_months_of_five_years_and_says_where_they_are_from(make_data):
    """Its header is the script's, its numbers are a year, a month, and parts per million."""
    text = (assignment_of("indexing").folder / "co2.csv").read_text(encoding="utf-8")
    assert text.startswith(make_data.CO2_HEADER)
    table = np.loadtxt(text.splitlines(), delimiter=",")
    years, months, parts = table.T
    np.testing.assert_array_equal(np.unique(years), make_data.YEARS)
    np.testing.assert_array_equal(months.reshape(5, 12), np.tile(np.arange(1, 13), (5, 1)))
    assert np.isnan(parts).sum() == 4
    assert 310 < np.nanmin(parts) < np.nanmax(parts) < 380


def test_the_digits_are_those_that_scikit_learn_ships(make_data):
    """What the command makes of its file is what lies beside the notebook."""
    shipped = Path(sklearn.__file__).parent / "datasets" / "data" / "digits.csv.gz"
    made = np.load(io.BytesIO(make_data.packed(shipped.read_bytes())))

    with np.load(assignment_of("digits").folder / "digits.npz") as opened:
        assert set(opened) == set(made) == {"images", "labels"}
        for name in made:
            assert opened[name].dtype == "uint8"
            np.testing.assert_array_equal(opened[name], made[name])


@pytest.mark.parametrize("stem", FILES)
def test_students_get_them_by_every_way(stem, tmp_path):
    """Released, started in a workbook, and in the zip."""
    names = FILES[stem]
    classroom, assignment = Classroom(tmp_path / "classroom"), assignment_of(stem)
    release(COURSE, classroom, assignment)
    start(COURSE, tmp_path / "workbook", assignment)
    with zipfile.ZipFile(kit(COURSE, classroom, [assignment.name])) as archive:
        zipped = {
            name for name in names if f"{FOLDER}/{assignment.name}/{name}" in archive.namelist()
        }
    for folder in (classroom.released(assignment.name), tmp_path / "workbook" / assignment.name):
        for name in names:
            assert (folder / name).read_bytes() == (assignment.folder / name).read_bytes()
    assert zipped == names


@pytest.mark.parametrize(
    "line",
    [
        "return np.loadtxt(path, delimiter=',')",
        "return np.array([l.split(',') for l in open(path) if l[0] != '#'], dtype=float)",
    ],
    ids=["loadtxt", "open"],
)
def test_a_claim_that_reads_a_file_finds_it_on_both_sides(line, make_data):
    """Where the student's code runs and where the reference does."""
    result = graded(
        Version("indexing", "read_table", f"def read_table(path):\n    {line}"),
        is_about("read_table"),
    )
    assert [verdict.outcome for verdict in result.verdicts] == [Outcome.PASSED]


def test_a_claim_finds_the_digits_and_a_student_may_read_them_too():
    """The grader has the file for its claims; the student's code has its own copy."""
    source = (
        "def predict(parameters, X):\n"
        "    with np.load('digits.npz') as file:\n"
        "        assert len(file['images']) == 1797\n"
        "    return np.argmax(network_forward(X, parameters)[1], axis=1)"
    )
    result = graded(Version("digits", "predict", source), is_about("predict"))
    assert {verdict.outcome for verdict in result.verdicts} == {Outcome.PASSED}
