"""Every answer gets the marks that it deserves, and is told nothing that is not true of it."""

from __future__ import annotations

import pytest

from autograder.grading.templates import close_template
from tests.corpus.answers import (
    Answer,
    all_answers,
    by_the_grader,
    facts_said,
    failed,
    in_a_plain_shell,
    is_true,
)
from tests.notebooks.handing_in import STEMS

ANSWERS = list(all_answers())
LEAST = 60  # answers for each notebook
TOLD = 0.9  # of the answers with one known fault are told it, or shown it first

_told: dict[Answer, bool] = {}


@pytest.fixture(scope="module", autouse=True)
def template():
    """End the preloaded process when all is graded."""
    yield
    close_template()


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_the_grader_gives_what_is_deserved_and_says_what_is_true(answer):
    """Visible and hidden checks, and the coach."""
    lost = failed(by_the_grader(answer))
    if any("too busy" in verdict.message for verdict in lost):
        pytest.skip("the machine is too busy to judge a time")

    said = [facts for verdict in lost for facts in facts_said(answer, verdict.message)]
    _told[answer] = any(answer.fault in facts for facts in said)
    untrue = [(v.claim, v.message) for v in lost if not _holds(answer, v.message)]
    assert untrue == [], answer.source
    assert (lost == []) == answer.full_marks, [(v.claim, v.message) for v in lost]


@pytest.mark.parametrize("stem", STEMS)
def test_the_visible_checks_say_what_is_true_wherever_they_run(stem, tmp_path):
    """In IPython with NumPy and matplotlib, without solutions and without a server."""
    answers = [answer for answer in ANSWERS if answer.stem == stem]

    said = in_a_plain_shell(stem, answers, tmp_path)

    for answer in answers:
        for claim, text in said[answer.id].items():
            kind, _, message = text.partition("\n")
            if kind == "TooBusy":
                continue
            assert not answer.full_marks, (answer.id, claim, message)
            assert kind == "Disagreement", (answer.id, claim, text)
            assert _holds(answer, message), (answer.id, claim, message)


def test_most_known_faults_are_told():
    """In words, or as the first thing that is seen."""
    known = [answer for answer in ANSWERS if answer.fault]
    if set(known) - set(_told):
        pytest.skip("the answers were not all graded in this process")
    missed = [str(answer) for answer in known if not _told[answer]]

    assert len(missed) <= (1 - TOLD) * len(known), missed


@pytest.mark.parametrize("stem", STEMS)
def test_there_are_answers_enough_to_every_notebook(stem):
    """Right and wrong ones, each known by an id of its own."""
    answers = [answer for answer in ANSWERS if answer.stem == stem]

    assert len(answers) >= LEAST
    assert len({answer.id for answer in answers}) == len(answers)
    assert {answer.full_marks for answer in answers} == {True, False}


@pytest.mark.parametrize("answer", [a for a in ANSWERS if not a.full_marks], ids=str)
def test_every_wrong_answer_has_facts(answer):
    """What is wrong about it must be true of it."""
    assert answer.facts, answer.why
    assert not answer.fault or answer.fault in answer.facts


def _holds(answer: Answer, message: str) -> bool:
    return all(is_true(answer, facts) for facts in facts_said(answer, message))
