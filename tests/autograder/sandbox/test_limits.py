"""What is promised of the limits."""

import re
from dataclasses import fields

import pytest

from autograder.errors import UsageError
from autograder.sandbox.budget import LEAST, Budget
from autograder.sandbox.limits import Limits


def test_a_missing_file_changes_nothing(tmp_path):
    """Without limits.toml the defaults hold."""
    assert Limits.read(tmp_path / "limits.toml") == Limits()


def test_a_file_changes_what_it_names(tmp_path):
    """One line in the file sets one limit and leaves the others."""
    path = tmp_path / "limits.toml"
    path.write_text("cell_seconds = 2.5\nprocesses = 8\n")

    limits = Limits.read(path)

    assert (limits.cell_seconds, limits.processes) == (2.5, 8)
    assert limits.disk == Limits().disk


@pytest.mark.parametrize("name", [limit.name for limit in fields(Limits)])
def test_every_limit_has_a_sentence_with_its_value(name):
    """A student who hits any limit is told which and how much it was."""
    small, usual = Limits().sentence(name, 3_000_000), Limits().sentence(name)

    assert small != usual
    assert re.search(r"\d", usual)
    assert "{" not in usual


def test_claims_share_their_time_whoever_uses_it(monkeypatch):
    """The student's process or the grader that compares; none has less than a second."""
    clock = [100.0]
    monkeypatch.setattr("autograder.sandbox.budget.time.monotonic", lambda: clock[0])
    budget = Budget(Limits(claim_seconds=6, claims_seconds=8))
    given = []
    for taken in (5.0, 2.5, 30.0, 0.0):
        with budget.share("claim_seconds") as claim:
            given.append(claim.seconds)
            assert claim.at == clock[0] + claim.seconds
            clock[0] += taken
    assert given == [6, 3, LEAST, LEAST]


def test_cells_and_claims_do_not_use_up_each_other_s_time():
    """A slow cell leaves the checks what they had, and has what it was given itself."""
    budget = Budget(Limits())
    budget.used["cell_seconds"] = 1000.0
    with budget.share("claim_seconds") as claim, budget.share("cell_seconds", 0.5) as cell:
        assert (claim.seconds, cell.seconds) == (Limits().claims_seconds, 0.5)


def test_a_sentence_can_name_the_limit_that_held():
    """Where a cell had more time than usual, the sentence says how much."""
    assert Limits().sentence("cell_seconds", 60) == (
        "this cell ran longer than 60 s and was stopped"
    )


def test_sizes_are_told_in_megabytes():
    """Bytes are for the file, MB for the student."""
    assert Limits().sentence("disk") == "this notebook may write 64 MB of files and wrote more"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cell_second = 3", "no limit is called cell_second. There are: start_seconds,"),
        ("processes = 1.5", "processes is 1.5, expected a whole number above zero"),
        ("cell_seconds = -1", "cell_seconds is -1, expected a number above zero"),
        ("cell_seconds = nan", "cell_seconds is nan, expected a number above zero"),
        ("cell_seconds = true", "cell_seconds is True, expected a number"),
        ("cell_seconds = ", "cannot be read as TOML"),
    ],
    ids=["unknown", "fraction", "negative", "nan", "boolean", "not TOML"],
)
def test_a_wrong_file_is_named_with_what_was_expected(tmp_path, text, told):
    """The error says which file, which limit, what it got and what it expected."""
    path = tmp_path / "limits.toml"
    path.write_text(text)

    with pytest.raises(UsageError, match=told) as caught:
        Limits.read(path)

    assert str(path) in str(caught.value)
