"""What runs through all notebooks: warm-up, expected results, what to remember, links, the next."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

import numpy as np
import pytest

from autograder.notebook.cells import Cell, read_cells
from autograder.notebook.exercises import without_fences
from autograder.notebook.regions import without_regions
from tests.notebooks.handing_in import COURSE, STEMS, assignment_of

each = pytest.mark.parametrize("stem", STEMS)
_PAIR = re.compile(r"`([^`]+)` (gives|raises) `([^`]+)`")
_NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")


def markdown(stem: str) -> list[Cell]:
    """Return a notebook's cells of text."""
    return [cell for cell in assignment_of(stem).cells if cell.kind == "markdown"]


def part(stem: str, heading: str) -> str:
    """Return what stands below a `##` heading, up to the next one."""
    text = "\n\n".join(cell.source for cell in markdown(stem))
    found = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    (place,) = [at for at in range(1, len(found), 2) if found[at] == heading]
    return found[place + 1]


@each
def test_two_questions_from_before_come_first(stem):
    """Before section 1, in one cell; each has its answer folded."""
    first, second = markdown(stem)[:2]
    warm_up = second.source

    assert first.source.startswith("# ") and warm_up.startswith("## Warm-up\n")
    assert warm_up.count("<details><summary>Answer</summary>\n\n") == 2


@each
def test_every_exercise_shows_results_that_hold(stem, monkeypatch):
    """One to three calls and what they give stand before the hints; the reference gives it too."""
    monkeypatch.chdir(assignment_of(stem).folder)  # some read a file there
    text = "\n\n".join(cell.source for cell in markdown(stem))
    found = re.split(r"^### Exercise (\d+): ", text, flags=re.MULTILINE)
    numbers, bodies = found[1::2], found[2::2]
    names = {"np": np, **vars(importlib.import_module(f"solutions.{assignment_of(stem).module}"))}
    assert numbers
    for number, body in zip(numbers, bodies, strict=True):
        before_hints = body.partition("<details")[0]
        (_, said) = before_hints.split("\n**Expected:**")
        pairs = _PAIR.findall(said.partition("\n\n")[0])
        assert 1 <= len(pairs) <= 3, (number, said)
        for call, verb, value in pairs:
            _assert_holds(call, verb, value, dict(names))


def _assert_holds(call: str, verb: str, value: str, names: dict[str, object]) -> None:
    if verb == "raises":
        with pytest.raises(eval(value)):
            eval(call, names)
        return
    result, said = eval(call, names), eval(value, names)
    if isinstance(said, (str, bool, dict)) or said is None:
        assert result == said, (call, result)
        return
    parts = list(zip(result, said, strict=True)) if isinstance(said, tuple) else [(result, said)]
    assert [np.shape(one) for one, _ in parts] == [np.shape(other) for _, other in parts], call
    off = np.concatenate([np.ravel(np.abs(np.subtract(one, other))) for one, other in parts])
    digits = [_last_digit(number) for number in _NUMBER.findall(value)]
    within = digits if len(digits) == off.size else [max(digits, default=0.0)] * off.size
    assert np.all(off <= within), (call, result)


def _last_digit(number: str) -> float:
    """Return half of what the last digit shown is worth; a whole number is exact."""
    mantissa, _, exponent = number.partition("e")
    places = len(mantissa.partition(".")[2])
    return 0.5001 * 10.0 ** (int(exponent or 0) - places) if places or exponent else 1e-9


@each
def test_three_lines_to_remember(stem):
    """They stand before what is left to the reader."""
    lines = [line for line in part(stem, "What to remember").split("\n") if line.strip()]

    assert len(lines) == 3 and all(line.startswith("- ") for line in lines)
    headings = re.findall(r"^## (.+)$", "\n\n".join(c.source for c in markdown(stem)), re.M)
    assert headings[-3:] == ["What to remember", "On your own", "Further reading"]


@each
def test_whatever_is_to_be_read_can_be_clicked(stem):
    """Each line of the reading has a link; papers are linked by doi, NumPy's stable pages."""
    lines = re.findall(r"^- .+$", part(stem, "Further reading"), re.MULTILINE)

    assert len(lines) >= 2
    for line in lines:
        assert _LINK.search(line), line
    for target in _links(stem):
        if not target.startswith("http"):
            assert (assignment_of(stem).folder / target).resolve().is_file(), target
        elif "numpy.org/doc" in target:
            assert target.startswith("https://numpy.org/doc/stable/"), target


def _links(stem: str) -> Iterator[str]:
    for cell in markdown(stem):
        yield from _LINK.findall(without_fences(cell.source))


@each
def test_the_last_line_leads_on(stem):
    """To the notebook with the next number, and from the last one back to the map."""
    last = markdown(stem)[-1].source.strip().split("\n")[-1]
    found = re.fullmatch(r"\*\*Next:\*\* \[.+\]\(\.\./(.+)\)", last)
    assert found, last
    places = [f"{a.name}/{a.notebook.name}" for a in COURSE.assignments] + ["start.ipynb"]

    assert found[1] == places[STEMS.index(stem) + 1]


@each
def test_its_length_is_that_of_a_sitting(stem):
    """1 000 to 1 900 words to read, hints and answers included, code and formulas not."""
    text = without_fences("\n\n".join(cell.source for cell in markdown(stem)))
    text = re.sub(r"(?s)\$\$.*?\$\$|\$[^$\n]+\$|`[^`\n]+`|<[^>\n]*>|\]\([^)\s]+\)", " ", text)
    words = [word for word in text.split() if re.search(r"\w", word)]

    assert 1_000 <= len(words) <= 1_900, len(words)


@each
def test_code_is_short_and_narrow(stem):
    """No line above 100 characters, no cell above 15 lines but answers and what only draws."""
    for cell in assignment_of(stem).cells:
        if cell.kind == "code":
            assert max(map(len, cell.source.split("\n"))) <= 100, cell.id
            lines = len(without_regions(cell.source).strip().split("\n"))
            assert lines <= 15 or cell.solution or "illustration" in cell.tags, (cell.id, lines)


def test_the_map_lists_all_notebooks_in_order_and_its_links_lead_somewhere():
    """Each with its minutes, after those that it builds on; other pages are there too."""
    cells = read_cells((COURSE.root / "notebooks/start.ipynb").read_bytes(), where="start.ipynb")
    text = "\n".join(cell.source for cell in cells)
    rows = re.findall(r"^\| \[(\d\d) ([\w-]+)\]\((.+?)\) \|.*\| (\d+) \| (.+) \|$", text, re.M)

    assert [stem for _, stem, *_ in rows] == STEMS
    for number, stem, target, minutes, after in rows:
        assert target == f"{number}-{stem}/{stem}.ipynb"
        assert f"\n{minutes} minutes · " in markdown(stem)[0].source
        assert all(earlier < number for earlier in re.findall(r"\d\d", after))
        assert f'"{number} {stem}": (' in text  # in the picture
    for target in _LINK.findall(text):
        assert target.startswith("https://") or (COURSE.root / "notebooks" / target).is_file()
