"""What the coach asks out of curiosity stays between it and the student's function."""

from __future__ import annotations

import pytest

from tests.autograder.grading.conftest import answer, cell, claim, handed_in, notebook

SOURCE = notebook(
    cell("code", "imports", "import numpy as np", locked=True, solution=False),
    answer(
        "softmax", "def softmax(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"
    ),
    claim(
        "softmax-values",
        """probabilities = softmax(np.array([[1.0, 2.0], [3.0, 5.0]]))
assert np.isfinite(probabilities).all(), "Finite numbers, please."
### BEGIN HIDDEN TESTS
from autograder.checks import agrees, normal
from solutions.softmax import softmax as reference

agrees(softmax, reference, on=[normal(4, 7)])
### END HIDDEN TESTS""",
    ),
)
# wrong everywhere, and loud about inputs that only the coach tries
LOUD = """import warnings


def softmax(x):
    table = np.asarray(x) * 1.0
    if table.shape != (2, 2) and table.shape != (4, 7) or not table.any():
        print("how curious")
        warnings.warn("how curious")
        np.asarray(x)[...] = 1
    powers = np.exp(table)
    return SAY
"""


@pytest.fixture
def verdict(grade):
    """The verdict on the loud function whose last line is given, and the advice."""

    def run(last):
        result = grade(handed_in({"softmax": LOUD.replace("SAY", last)}, SOURCE), SOURCE)
        return result.verdicts[0], result.advice

    return run


def test_what_the_coach_causes_is_no_advice(verdict):
    """Printed, warned or modified in calls that no claim made."""
    failed, advice = verdict("powers / powers.sum()")

    assert failed.mistake == "softmax: One sum for the whole table"
    assert (failed.warnings, failed.printed, advice) == ((), "", ())


def test_a_visible_check_names_the_mistake(grade):
    """The hidden half was not reached; the table of known mistakes says enough."""
    source = notebook(
        *SOURCE["cells"][:2],
        claim(
            "softmax-values",
            """from checking import check
check(softmax, np.array([[1.0, 1.0], [3.0, 3.0]]), gives=[[0.5, 0.5], [0.5, 0.5]])
from solutions.softmax import softmax as reference""",
        ),
    )
    wrong = "def softmax(x):\n    powers = np.exp(x)\n    return powers / powers.sum()"

    failed = grade(handed_in({"softmax": wrong}, source), source).verdicts[0]

    assert failed.mistake == "softmax: One sum for the whole table"
    assert failed.message.startswith("All your numbers together add up to 1")
