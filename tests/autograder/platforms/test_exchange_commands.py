"""The commands collect, roster and export say what they did."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from autograder.cli import commands
from tests.autograder.platforms.downloads import handed_in, make_classroom, make_course, zipped


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in a small course with an empty classroom."""
    course = make_course(tmp_path / "course")
    make_classroom(course.root / "classroom")
    monkeypatch.chdir(course.root)
    return lambda *arguments: CliRunner().invoke(commands, [str(a) for a in arguments])


def test_a_download_is_collected_and_its_table_shown(run, tmp_path):
    """Who, what, and why something was not taken."""
    files = {
        "lovelaceada_LATE_1_2_My [bold]work.ipynb": handed_in("softmax"),
        "doejane_3_4_essay.pdf": b"",
    }
    zipped(files, tmp_path / "d.zip")
    said = run("collect", tmp_path / "d.zip", "--from", "canvas", "softmax")

    assert said.exit_code == 0, said.output
    assert "1 collected, 1 could not be graded, 1 late" in said.output
    listed = (tmp_path / "course/classroom/collected.csv").read_text(encoding="utf-8-sig")
    assert "My [bold]work.ipynb" in listed


def test_a_class_goes_in_and_its_marks_come_out(run, tmp_path):
    """roster, collect, (marks), export: the order of an instructor."""
    people = tmp_path / "people.csv"
    people.write_text("id,name,e-mail,section\nal1,Ada Lovelace,ada@x.edu,A\nbo1,Bo B,,A\n")
    assert "2 students" in run("roster", people).output
    zipped({"lovelaceada_1_2_hw.ipynb": handed_in("softmax")}, tmp_path / "d.zip")
    said = run("collect", tmp_path / "d.zip", "--from", "canvas")
    assert "1 student without 09-softmax: bo1" in said.output
    results = tmp_path / "course/classroom/autograded/al1/09-softmax/results.json"
    results.parent.mkdir(parents=True)
    test = {"name": "softmax-short", "score": 1.5, "max_score": 2}
    results.write_text(json.dumps({"tests": [test]}))

    said = run("export", "--to", "canvas")

    assert said.exit_code == 0, said.output
    assert "1 empty, never 0: not handed in" in said.output
    exported = (tmp_path / "course/classroom/export/canvas.csv").read_text()
    assert '"Lovelace, Ada",1,,al1,A,1.5' in exported


def test_wrong_usage_is_one_sentence_and_code_2(run, tmp_path):
    """Without a traceback."""
    said = run("export", "--to", "moodle")
    assert said.exit_code == 2
    assert said.output.startswith("--to moodle fills in the file")
