"""Exercises are what stands under one heading and holds claims."""

from __future__ import annotations

import json

from autograder.course.course import Assignment
from autograder.notebook.cells import cell_from
from autograder.notebook.exercises import exercises_of, headings, title_of
from tests.autograder.pages import made_up


def _cells(raw: list[dict]) -> list:
    return [cell_from(cell, position) for position, cell in enumerate(raw)]


def test_every_claim_is_in_exactly_one_exercise():
    """No claim is lost and none doubled, and their order is the notebook's."""
    found = exercises_of(_cells(made_up.cells(made_up.RIGHT)))
    assert [claim.id for exercise in found for claim in exercise.claims] == list(made_up.CLAIMS)


def test_titles_are_the_second_level_headings_outside_of_code():
    """A comment in a code fence is no heading."""
    found = exercises_of(_cells(made_up.cells(made_up.RIGHT)))
    assert [exercise.title for exercise in found][:2] == [
        "Predict, then run",
        "sigmoid: from one number to a table",
    ]


def test_a_new_answer_after_claims_opens_a_new_question():
    """Two predictions under one heading keep their own code."""
    claims = list(made_up.CLAIMS)
    raw = [
        made_up._markdown("## Predict"),
        made_up._answer("a", "a = 1"),
        made_up._claim(claims[0]),
        made_up._answer("b", "b = 1"),
        made_up._answer("c", "c = 1"),
        made_up._claim(claims[1]),
    ]
    (exercise,) = exercises_of(_cells(raw))
    assert [[cell.id for cell in part.answers] for part in exercise.questions] == [
        ["a"],
        ["b", "c"],
    ]


def test_claims_before_any_heading_are_kept():
    """A notebook without headings still shows all its claims."""
    (exercise,) = exercises_of(_cells([made_up._claim("softmax-values")]))
    assert exercise.title == "Start"


def test_the_title_is_the_first_heading():
    """Otherwise it is what the caller knows."""
    cells = _cells(made_up.cells(made_up.RIGHT))
    assert title_of(cells) == "Turn numbers into probabilities"
    assert title_of([]) == ""


FENCED = "```python\n# a comment\n```\n\n   ~~~\n# another\n   ~~~\n# The title of it ##\n## Step"


def test_a_comment_in_a_fence_is_no_title(tmp_path):
    """For pages, Canvas's columns and the kit alike."""
    folder = tmp_path / "07-two-words"
    folder.mkdir()
    (folder / "two-words.ipynb").write_text(json.dumps({"cells": [made_up._markdown(FENCED)]}))
    assert headings(FENCED) == [(1, "The title of it"), (2, "Step")]
    assert Assignment(folder).title == "The title of it"
    assert title_of(_cells([made_up._markdown("# About C#")])) == "About C#"


def test_a_notebook_without_a_heading_is_called_by_its_stem(tmp_path):
    """In words."""
    folder = tmp_path / "07-two-words"
    folder.mkdir()
    (folder / "two-words.ipynb").write_text('{"cells": []}')
    assert Assignment(folder).title == "Two words"
