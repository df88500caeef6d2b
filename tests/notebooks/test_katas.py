"""The sixty katas: each has an answer that is right, and its check notices another one."""

from __future__ import annotations

import re

import pytest

from autograder.checking import Disagreement
from autograder.notebook.cells import read_cells
from tests.notebooks.handing_in import COURSE

CELLS = read_cells((COURSE.root / "notebooks/katas.ipynb").read_bytes(), where="katas.ipynb")
KATAS = {
    int(found[1]): cell.source
    for cell in CELLS
    if (found := re.match(r"# (\d+) ★{1,3} .+[.]\n", cell.source))
}
ANSWERS = {
    int(number): answer
    for cell in CELLS
    if cell.source.startswith("<details>")
    for number, answer in re.findall(r"^(\d+)\. `(.+)`$", cell.source, re.MULTILINE)
}


def carried_out(number: int, answer: str) -> None:
    """Run the notebook's first cell, then one kata with an answer in place of the dots."""
    names: dict[str, object] = {}
    first = next(cell for cell in CELLS if cell.kind == "code")
    exec(first.source, names)
    assert KATAS[number].count("...") == 1
    exec(KATAS[number].replace("...", answer), names)


def test_there_are_sixty_each_with_stars_and_an_answer():
    """Numbered from 1; twenty and more are for a beginner's first day."""
    assert list(KATAS) == list(ANSWERS) == list(range(1, 61))
    stars = [source.count("★") for source in KATAS.values()]
    assert min(stars.count(1), stars.count(2), stars.count(3)) >= 10


@pytest.mark.parametrize("number", KATAS)
def test_its_answer_is_right_and_no_other_is(number, capsys):
    """The dots say "not yet"; every number moved by 1, and nothing at all, are told wrong."""
    carried_out(number, ANSWERS[number])
    carried_out(number, "...")
    assert capsys.readouterr().out == "right: your answer\nnot yet\n"

    for wrong in (f"np.asarray({ANSWERS[number]}) + 1", "None", "np.zeros(7)"):
        with pytest.raises(Disagreement):
            carried_out(number, wrong)
