"""Right answers in other styles get full marks; copied examples and loops get what they deserve."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.grading.templates import close_template
from autograder.verdicts import Outcome
from tests.notebooks.handing_in import STEMS, answer_of, graded, versions

RIGHT = list(versions(Path(__file__).parent / "styles"))


@pytest.fixture(scope="module", autouse=True)
def template():
    """End the preloaded process when all is graded."""
    yield
    close_template()


@pytest.mark.parametrize("version", RIGHT, ids=str)
def test_another_style_gets_full_marks_and_no_message(version):
    """Every claim passes, silently; the only advice is about printing, where it prints."""
    result = graded(version)

    lost = {v.claim: v.message for v in result.verdicts if v.outcome is not Outcome.PASSED}
    assert lost == {}
    assert not any(verdict.message for verdict in result.verdicts)
    assert all("print" in advice for advice in result.advice), result.advice


@pytest.mark.parametrize("stem", STEMS)
def test_every_notebook_has_five_other_styles(stem):
    """And together they write every function of the notebook anew."""
    styles = [version for version in RIGHT if version.stem == stem]
    functions = {name for name, cell in answer_of(stem).items() if not _is_choice(stem, name)}

    assert len(styles) >= 5
    assert functions <= {name for version in styles for name in version.names}


def _is_choice(stem: str, name: str) -> bool:
    """Return whether a name stands for a letter or a number, not for a function or a class."""
    from autograder.notebook.regions import solved
    from tests.notebooks.handing_in import assignment_of

    (cell,) = (c for c in assignment_of(stem).cells if c.id == answer_of(stem)[name])
    return f"def {name}(" not in solved(cell) and f"class {name}:" not in solved(cell)
