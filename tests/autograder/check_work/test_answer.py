"""What a student is told about a notebook, cell by cell, is what the feedback page says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.check_work.answer import answer_of
from autograder.course.course import Assignment
from autograder.verdicts import Outcome
from tests.autograder.pages import made_up


@pytest.fixture
def assignment(tmp_path: Path) -> Assignment:
    """A made-up assignment of four exercises."""
    return made_up.make_course(tmp_path)[0]


def test_each_claim_has_a_note_below_its_cell_in_the_order_of_the_notebook(assignment):
    """A claim that was deleted has its note below the answer that it is about."""
    notes = answer_of(assignment, made_up.struggling(), points=True)["notes"]

    assert [note["cell"] for note in notes] == list(made_up.CLAIMS)
    assert [note["below"] for note in notes] == [
        [claim, answer] for claim, (answer, _, _) in made_up.CLAIMS.items()
    ]
    states = {note["cell"]: note["state"] for note in notes}
    assert states["softmax-values"] == "holds"
    assert states["sigmoid-values"] == "not yet"
    assert states["softmax-leaves-its-input"] == "could not be graded"
    assert states["temperature-values"] == "not written yet"
    told = {note["state"]: (note["look"], note["to_do"]) for note in notes}
    assert told == {
        "holds": ("passed", False),
        "not yet": ("failed", True),
        "could not be graded": ("open", False),
        "not written yet": ("open", True),
    }


def test_the_coach_s_sentence_is_there_as_html_and_as_text(assignment):
    """What was observed is a list; what is not written is named."""
    answer = answer_of(assignment, made_up.struggling(), points=True)
    notes = {note["cell"]: note for note in answer["notes"]}

    wrong = notes["softmax-rows-sum-to-one"]["message"]
    assert wrong["text"] == made_up.GLOBAL_SUM
    assert '<dl class="observed"' in wrong["html"] and "<code>axis=-1</code>" in wrong["html"]
    unwritten = notes["temperature-values"]["message"]
    assert unwritten["text"] == "Write `softmax_with_temperature`."
    assert notes["softmax-values"]["message"] == {"html": "", "text": ""}
    assert [step["cell"] for step in answer["steps"]] == [
        "sigmoid-values",
        "softmax-rows-sum-to-one",
        "softmax-does-not-overflow",
    ]
    assert answer["more"] == 1


def test_one_mistake_is_explained_once_in_an_exercise(assignment):
    """The second claim that it costs says: the same as above."""
    failed = [
        made_up.verdict(claim, Outcome.FAILED, message=made_up.GLOBAL_SUM, mistake=made_up.ONE_SUM)
        for claim in ("softmax-values", "softmax-rows-sum-to-one")
    ]
    graded = made_up.graded(
        "ada",
        {one.claim: one for one in failed},
        answers={**made_up.RIGHT, "softmax": made_up.WRONG["softmax"]},
    )

    notes = {note["cell"]: note for note in answer_of(assignment, graded, points=True)["notes"]}

    assert notes["softmax-values"]["message"]["text"] == made_up.GLOBAL_SUM
    again = notes["softmax-rows-sum-to-one"]["message"]["text"]
    assert again == "The same as above, in `softmax`: one sum for the table."


def test_points_are_nowhere_where_they_are_not_to_be_shown(assignment):
    """No key of any row tells them."""
    shown = answer_of(assignment, made_up.struggling(), points=True)
    assert (shown["points"], shown["possible"]) == (7.0, 25.0)
    assert [row["points"] for row in shown["exercises"]] == [1, 2, 4, 0]

    hidden = answer_of(assignment, made_up.struggling(), points=False)

    assert '"points"' not in json.dumps(hidden) and '"possible"' not in json.dumps(hidden)


def test_an_answer_that_a_person_marks_says_so(assignment):
    """It stands below the answer itself, and nobody knows its points."""
    book = json.loads(assignment.content)
    marks = {"grade_id": "why", "grade": True, "solution": True, "locked": False, "points": 3}
    essay = {"cell_type": "markdown", "id": "why", "metadata": {"nbgrader": marks}, "source": "?"}
    book["cells"].append(essay)
    assignment.notebook.write_text(json.dumps(book), encoding="utf-8")

    [*_, note] = answer_of(assignment, made_up.graded("ada"), points=True)["notes"]

    assert (note["cell"], note["below"], note["state"]) == ("why", ["why"], "waits for a person")
    assert (note["points"], note["possible"]) == (None, 3)


def test_nothing_of_a_hidden_test_and_no_markup_of_a_student_is_in_an_answer(assignment):
    """A hidden line is withheld, and what an exception says is escaped."""
    evil = f"<script>alert(1)</script> <img src=x onerror=alert(1)> {made_up.HIDDEN}"
    failed = made_up.verdict("softmax-values", Outcome.FAILED, message=evil)
    graded = made_up.graded("ada", {"softmax-values": failed}, advice=(evil,))

    text = json.dumps(answer_of(assignment, graded, points=True))
    answer = json.loads(text)

    assert "secret_reference" not in text
    pieces = [note["message"]["html"] for note in answer["notes"]]
    pieces += [one["html"] for one in answer["advice"]]
    assert not any("<script" in piece or "<img" in piece for piece in pieces)
    assert any("&lt;script&gt;" in piece for piece in pieces)
