"""In a plain kernel, as stock nbgrader runs a notebook, the checks say the same."""

import nbformat
import pytest
from nbclient import NotebookClient

CELLS = [
    "import numpy as np",
    "def softmax(x):\n    e = np.exp(x)\n    return e / np.sum(e)",
    "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))",
    "tanh = lambda x: (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))",
    "helper = np.tanh\ndef slow(x):\n    return [helper(v) for v in x]",
]
CLAIMS = {
    "from autograder.checks import agrees, normal\n"
    "from solutions.softmax import softmax as reference\n"
    "agrees(softmax, reference, on=[normal(4, 7), normal(2, 3)])": "each row should do so",
    "from autograder.checks import agrees\n"
    "from solutions.sigmoid import sigmoid as reference\n"
    "agrees(sigmoid, reference, on=[-1000.0, np.array([1.0, -800.0])])": None,
    "from autograder.checks import vectorised\nvectorised(slow)": "a list comprehension",
    "from autograder.checks import avoids\navoids(slow, 'np.tanh')": "`np.tanh`",
    "from autograder.checks import vectorised\nvectorised(sigmoid)": None,
    "from autograder.checks import faster, normal\n"
    "def loop(x):\n    return np.array([1 / (1 + np.exp(-v)) for v in x])\n"
    "faster(sigmoid, loop, on=[normal(5000)], times=3)": None,
}


@pytest.fixture(scope="module")
def executed():
    """The claims' cells, run in a kernel of its own."""
    cells = [nbformat.v4.new_code_cell(text) for text in [*CELLS, *CLAIMS]]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, timeout=60, allow_errors=True, kernel_name="python3").execute()
    return {cell.source: cell.outputs for cell in notebook.cells}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda text: text.splitlines()[-1])
def test_claims_pass_or_fail_with_their_message(executed, claim):
    """Also the text of lambdas and helpers is found."""
    errors = [output for output in executed[claim] if output.output_type == "error"]
    if CLAIMS[claim] is None:
        assert errors == []
    else:
        assert errors[0].ename == "Disagreement"
        assert CLAIMS[claim] in errors[0].evalue


def test_nothing_is_written_to_standard_error(executed):
    """Stock nbgrader gives no points to a cell that does."""
    streams = [out for outputs in executed.values() for out in outputs if "name" in out]
    assert [out for out in streams if out.name == "stderr"] == []
