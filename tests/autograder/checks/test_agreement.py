"""What agrees and what does not, and what it costs."""

import numpy as np
import pytest

from autograder.checks import Disagreement, Observation, agrees, call, normal
from solutions.softmax import softmax
from tests.autograder.checking.wrongs import double, wrong

EVERYTHING = ("untouched", "silent")


def by_loops(x):
    """Softmax, a row at a time."""
    x = np.asarray(x) * 1.0
    flat = x.reshape(-1, x.shape[-1])
    rows = []
    for row in flat:
        powers = [np.exp(value - max(row)) for value in row]
        rows.append(np.array(powers) / sum(powers))
    return np.array(rows, dtype=x.dtype).reshape(x.shape)


def by_einsum(x):
    """Softmax with einsum for the sums."""
    x = np.asarray(x) * 1.0
    powers = np.exp(x - np.expand_dims(x.max(-1), -1))
    return powers / np.einsum("...i->...", powers)[..., None]


def in_fortran_order(x):
    """Softmax in column-major order."""
    return np.asfortranarray(softmax(x))


@pytest.mark.parametrize("style", [by_loops, by_einsum, in_fortran_order])
def test_other_styles_agree(style):
    """Loops, einsum and memory order make no difference."""
    inputs = [normal(4, 7), normal(2, 3, 5), [[0.0]], [1, 2, 3], normal(3, 4, order="F")]
    agrees(style, softmax, on=[*inputs, normal(2, 3, dtype="float32")], also=EVERYTHING)


@pytest.mark.parametrize(
    "student",
    [
        lambda x: np.where(np.asarray(x) > 0, x, 0),
        lambda x: np.asarray(x) * (np.asarray(x) > 0),
        lambda x: (np.abs(x) + np.asarray(x)) / 2,
        lambda x: np.clip(x, 0, None),
    ],
    ids=["where", "mask", "arithmetic", "clip"],
)
def test_masks_and_where_agree(student):
    """Also -0.0 for 0, and ints for floats."""
    agrees(student, lambda x: np.maximum(x, 0), on=[np.array([1.0, -2.0, 0.5]), [3, -4]])


@pytest.mark.parametrize("scalar", [float, np.float64, np.array], ids=["float", "float64", "0-d"])
def test_all_kinds_of_scalars_agree(scalar):
    """A Python float, a NumPy scalar and a 0-d array."""
    agrees(lambda x: scalar(2.0 * x), double, on=[1.5, 3])


def test_rounding_agrees_and_tiny_numbers_count_with_no_atol():
    """rtol 1e-7 by default; atol=0 tells 0 from 4e-18."""
    agrees(lambda x: np.asarray(x) * 2.0 * (1 + 1e-9), double, on=[normal(5)])
    agrees(lambda x: np.zeros(1), double, on=[np.array([2e-18])])
    assert "wrong value" in wrong(lambda x: np.zeros(1), on=[np.array([2e-18])], atol=0.0)


def test_nan_equals_nan():
    """Where the reference gives nan, so may the student."""
    agrees(lambda x: x * np.nan, lambda x: x * np.nan, on=[np.array([1.0])])


def test_float32_has_float32s_tolerance():
    """Seven digits are all that it has."""
    agrees(
        lambda x: np.float32(2) * x * np.float32(1 + 1e-6),
        double,
        on=[normal(5, dtype="float32")],
    )


def test_the_same_error_agrees_whatever_it_says():
    """Classes are compared, not messages."""

    def reference(x):
        raise ValueError("shapes differ")

    def student(x):
        np.ones(2) + np.ones(3)

    agrees(student, reference, on=[1.0])


def test_each_function_gets_its_own_copy():
    """What the student's function does to its argument reaches neither reference nor grader."""
    x = np.array([1.0, 2.0])

    def student(x):
        result = x * 2.0
        x[...] = 99
        return result

    agrees(student, double, on=[x, x])
    assert x.tolist() == [1.0, 2.0]


def test_printing_and_warning_cost_nothing(capsys):
    """And nothing of it reaches the screen: stock nbgrader fails cells that write to stderr."""
    import sys
    import warnings

    def student(x):
        print("hello")
        print("hello", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return double(x) + 0 * np.log(np.array([0.0]))[0] ** 0

    agrees(student, lambda x: double(x), on=[np.array([1.0])], atol=10)
    assert capsys.readouterr() == ("", "")


def test_an_unknown_demand_is_the_authors_mistake():
    """It says which there are."""
    with pytest.raises(ValueError, match="untouched"):
        agrees(double, double, on=[1.0], also=["untuched"])


def test_a_passing_claim_asks_once_for_each_input():
    """No coach, no smaller inputs, nothing heavy."""
    asked = []

    def student(x):
        asked.append(x)
        return double(x)

    agrees(student, double, on=[normal(3), normal(4), 1.0])
    assert len(asked) == 3


def test_a_failing_claim_asks_a_limited_number_of_times():
    """The budget is a number of calls: at most 80 beside the claim's own."""
    asked = []

    def student(x):
        asked.append(x)
        x = np.asarray(x) * 1.0
        return x / (1 + np.abs(x))

    from solutions.sigmoid import sigmoid

    with pytest.raises(Disagreement):
        agrees(student, sigmoid, on=[normal(5, 4), normal(6, 5)])
    assert len(asked) <= 80


class Remote:
    """A stand-in as the examiner has it, for a function that stops answering."""

    __name__ = "double"

    def __init__(self, answers):
        self.answers = answers
        self.asked = 0

    def _observe_(self, args, kwargs):
        self.asked += 1
        if self.asked > self.answers:
            raise TimeoutError("this cell ran longer than 10 s and was stopped")
        return Observation(value=np.zeros(99))


def test_no_answer_to_the_claims_own_input_is_passed_on():
    """The examiner knows what it means."""
    with pytest.raises(TimeoutError):
        agrees(Remote(0), double, on=[1.0])


def test_a_function_that_stops_answering_after_a_failure_is_not_asked_again():
    """The difference is known; one more timeout is enough."""
    student = Remote(1)
    with pytest.raises(Disagreement, match="wrong shape"):
        agrees(student, double, on=[normal(9), normal(9), normal(9)])
    assert student.asked == 2


def test_a_stand_in_is_asked_through_observe():
    """With plain arguments, made from their descriptions."""
    seen = []

    class Right(Remote):
        def _observe_(self, args, kwargs):
            seen.append((args, kwargs))
            return Observation(value=double(*args, **kwargs))

    agrees(Right(1), double, on=[normal(3), call(x=2.0)])
    assert type(seen[0][0][0]) is np.ndarray
    assert seen[1] == ((), {"x": 2.0})


def test_the_same_wrong_function_gets_the_same_message():
    """Deterministic, from inputs to shrinking."""
    student = lambda x: np.asarray(x) ** 2  # noqa: E731
    assert wrong(student, on=[normal(5, 5)]) == wrong(student, on=[normal(5, 5)])


def test_checks_import_nothing_heavy():
    """NumPy and Python's own library are enough."""
    import subprocess
    import sys

    code = (
        "import sys; from autograder.checks import agrees;"
        "agrees(abs, abs, on=[1.0]);"
        "print([m for m in sys.modules if m.startswith(('hypothesis', 'nbformat', 'jinja2'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
