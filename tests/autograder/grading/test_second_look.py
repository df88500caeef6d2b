"""The coach's look at the calls of a claim whose own assert failed."""

import numpy as np
import pytest

from autograder.checks.calls import Called, small
from autograder.checks.observation import observe
from autograder.checks.settings import knowing_wrong
from autograder.grading.claims.second_look import second_look
from solutions.sigmoid import sigmoid
from solutions.softmax import softmax

REFERENCES = {"softmax": softmax, "sigmoid": sigmoid}


def called(name, student, *inputs):
    """The calls of one function that a claim has made."""
    return [Called(name, student, (x,), {}, observe(student, (x,))) for x in inputs]


def one_sum(x):
    """One sum for the whole table."""
    powers = np.exp(np.asarray(x) * 1.0)
    return powers / powers.sum()


def in_double(x):
    """float32 becomes float64."""
    return softmax(np.asarray(x, dtype=float))


def test_the_calls_of_a_visible_assert_are_evidence():
    """The sentence, then the smallest of the inputs that showed it."""
    looked = second_look(called("softmax", one_sum, np.ones((4, 7)), np.eye(2)), REFERENCES)

    assert looked.mistake == "softmax: One sum for the whole table"
    assert looked.message.startswith("All your numbers together add up to 1")
    assert "shape (2, 2)" in looked.message
    assert looked.wrong == {"softmax"}


def test_a_dtype_counts_where_all_values_are_right():
    """The claim can have failed for nothing else."""
    looked = second_look(called("softmax", in_double, np.eye(2, dtype="float32")), REFERENCES)

    assert looked.mistake == "softmax: float32 becomes float64"


def test_a_dtype_is_not_blamed_where_another_function_is_wrong():
    """Values come first."""
    calls = called("softmax", in_double, np.eye(2, dtype="float32"))
    calls += called("sigmoid", lambda x: sigmoid(-x), np.array([1.0, 2.0]))

    looked = second_look(calls, REFERENCES)

    assert looked.wrong == {"sigmoid"}
    assert looked.mistake.startswith("sigmoid: ")
    assert looked.message.startswith("`sigmoid`: ")


def test_right_calls_are_no_evidence():
    """Whatever the claim failed for, it was not these."""
    looked = second_look(called("softmax", softmax, np.eye(3)), REFERENCES)

    assert (looked.wrong, looked.message, looked.mistake) == (frozenset(), "", None)


def test_unknown_errors_are_not_guessed():
    """Only that the function is wrong is known."""
    looked = second_look(called("softmax", lambda x: np.asarray(x) + 0.5, np.eye(3)), REFERENCES)

    assert looked.wrong == {"softmax"}
    assert looked.message == ""


def test_a_function_that_calls_a_wrong_one_gets_no_sentence_of_its_own():
    """Its numbers may be wrong for no fault of its own; it is told where to look."""

    class Student:
        __name__ = "softmax"

        def _source_(self):
            return ["def sigmoid(x): ...", "def softmax(x):\n    return sigmoid(x)"]

        def _observe_(self, args, kwargs):
            return observe(one_sum, args, kwargs)

    with knowing_wrong({"sigmoid"}):
        looked = second_look(called("softmax", Student(), np.eye(3)), REFERENCES)

    assert looked.mistake is None
    assert looked.message == (
        "Where to look: `sigmoid`, which this function calls and which is not right yet."
    )


def test_earlier_calls_tell_mistakes_apart():
    """Two sentences fit one input; what the function did before decides."""
    from solutions.arithmetic import brighten
    from solutions.mistakes.arithmetic import brighten__only_the_top

    image = np.array([5, 200], dtype=np.uint8)
    student, references = brighten__only_the_top, {"brighten": brighten}

    def calls(k):
        return [Called("brighten", student, (image, k), {}, observe(student, (image, k)))]

    assert second_look(calls(-20), references).mistake is None
    looked = second_look(calls(-20), references, before=lambda: calls(100))
    assert looked.mistake == "brighten: Only the upper end is limited"


@pytest.mark.parametrize(
    ("args", "kept"),
    [
        ((np.ones(5),), True),
        ((np.ones(5_000),), False),
        (([[1] * 999] * 9,), False),
        ((len,), False),
    ],
)
def test_only_small_calls_of_plain_values_are_kept(args, kept):
    """Anything else would cost right answers time."""
    assert small(args, {}) is kept
