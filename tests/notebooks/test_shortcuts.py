"""A copied example earns nothing, and a loop where none is asked for loses the speed only."""

from __future__ import annotations

import pytest

from autograder.grading.templates import close_template
from autograder.verdicts import Outcome
from tests.notebooks.copied import (
    copied_everything,
    copied_example,
    examples_of,
    has_hidden_values,
)
from tests.notebooks.handing_in import (
    STEMS,
    Version,
    assignment_of,
    graded,
    is_about,
    measures,
)

SHOWN = [(stem, name, calls) for stem in STEMS for name, calls in examples_of(stem).items()]
CONSTANT = {"make_arrays", "reading_hours"}  # they have no input: the example is the answer
IDS = [f"{stem}: {name}" for stem, name, _ in SHOWN]

LOOPS = {
    "dot": ("dot_loop(a, b)", "a, b"),
    "outer": ("outer_loop(u, v)", "u, v"),
    "elementwise": ("multiply_loop(a, b)", "a, b"),
    "matrix_vector": ("matrix_vector_loop(W, x)", "W, x"),
    "count_close": ("count_close_loop(a, b, tolerance)", "a, b, tolerance"),
    "pairwise_squared_distances": ("pairwise_squared_distances_loop(X, Y)", "X, Y"),
    "moving_average": ("moving_average_loop(x, k)", "x, k"),
}


@pytest.fixture(scope="module", autouse=True)
def template():
    """End the preloaded process when all is graded."""
    yield
    close_template()


@pytest.mark.parametrize(("stem", "name", "calls"), SHOWN, ids=IDS)
def test_the_shown_example_earns_nothing(stem, name, calls):
    """A function that always returns what the first example shows passes no claim about it."""
    if name in CONSTANT:
        pytest.skip("a function without input")
    about = is_about(name)

    result = graded(
        copied_example(stem, name, calls), lambda claim: about(claim) and not measures(claim)
    )

    assert passed(result) == []


@pytest.mark.parametrize(("stem", "name", "calls"), SHOWN, ids=IDS)
def test_all_examples_together_earn_what_has_no_hidden_values(stem, name, calls):
    """A function that knows every visible input and no other passes no claim that tries others."""
    if name in CONSTANT:
        pytest.skip("a function without input")
    about = is_about(name)

    result = graded(
        copied_everything(stem, name, calls),
        lambda claim: about(claim) and not measures(claim) and has_hidden_values(claim.source),
    )

    assert passed(result) == []


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_loses_the_speed_claim_only(name):
    """The numbers of the loop are right, so only the claim about speed is lost."""
    call, parameters = LOOPS[name]
    source = f"def {name}({parameters}):\n    return {call}\n"

    result = graded(Version("vectorization", name, source), is_about(name))

    lost = [verdict for verdict in result.verdicts if verdict.outcome is not Outcome.PASSED]
    (speed,) = (claim.id for claim in assignment_of("vectorization").claims if _speed(claim, name))
    assert [verdict.claim for verdict in lost] == [speed]
    assert "loop" in lost[0].message


def _speed(claim, name: str) -> bool:
    return measures(claim) and is_about(name)(claim)


def passed(result) -> list[str]:
    """Return the claims that were passed."""
    return [v.claim for v in result.verdicts if v.outcome is Outcome.PASSED]
