"""The references of 01 indexing do what their docstrings promise."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from solutions.indexing import (
    border,
    clip_below,
    every_second,
    last_rows,
    pick,
    positives,
    rank,
    read_table,
    side_by_side,
    without_missing,
)

FOLDER = Path(__file__).parents[2] / "notebooks" / "01-indexing"
numbers = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12)
TABLE = np.arange(12.0).reshape(3, 4)


@given(numbers)
def test_every_second_is_what_python_picks(values):
    """A list's own slice is the oracle."""
    np.testing.assert_array_equal(every_second(np.array(values)), values[::2])


def test_slices_share_their_numbers():
    """Both slices are views, as the text says."""
    assert np.shares_memory(every_second(TABLE[0]), TABLE)
    assert np.shares_memory(last_rows(TABLE, 2), TABLE)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_last_rows_end_with_the_last(k):
    """There are k of them, and in their order they are the end of the table."""
    expected = [TABLE[i] for i in range(3 - k, 3)]
    np.testing.assert_array_equal(last_rows(TABLE, k), expected)


def test_the_frame_is_black_and_the_inside_is_as_it_was():
    """Counted entry by entry; the image itself is not written into."""
    image = np.arange(1, 21).reshape(4, 5)
    before = image.copy()
    framed = border(image)
    for (i, j), value in np.ndenumerate(image):
        outside = i in (0, 3) or j in (0, 4)
        assert framed[i, j] == (0 if outside else value)
    np.testing.assert_array_equal(image, before)
    assert not np.shares_memory(framed, image)


def test_an_image_without_an_inside_is_all_frame():
    """Two rows are nothing but border."""
    assert not border(np.ones((2, 5))).any()


def test_places_are_read_in_pairs():
    """One entry for each pair, as a loop would pick them."""
    rows, columns = [0, 2, -1, 0], [3, 1, 0, 3]
    expected = [TABLE[i][j] for i, j in zip(rows, columns, strict=True)]
    np.testing.assert_array_equal(pick(TABLE, rows, columns), expected)


def test_a_place_that_does_not_exist_is_an_error():
    """The docstring's IndexError is raised."""
    with pytest.raises(IndexError, match="out of bounds"):
        pick(TABLE, [0, 3], [0, 0])


@given(numbers)
def test_positives_are_what_a_comprehension_keeps(values):
    """In their order, without 0."""
    np.testing.assert_array_equal(positives(values), [v for v in values if v > 0])


@given(numbers, st.floats(-100, 100))
def test_nothing_comes_out_below_the_limit(values, low):
    """Python's max is the oracle, and the list stays as it was."""
    before = list(values)
    np.testing.assert_array_equal(clip_below(values, low), [max(v, low) for v in values])
    assert values == before


def test_a_fraction_as_limit_survives_whole_numbers():
    """Integers come out as floats."""
    np.testing.assert_array_equal(clip_below(np.array([4, 0]), 1.5), [4.0, 1.5])


def test_ranks_agree_with_scipy():
    """The score at place rank[i] is the one that scipy.stats.rankdata ranks i + 1 from above."""
    scores = np.random.default_rng(0).permutation(20) / 3
    order = rank(scores)
    np.testing.assert_array_equal(rankdata(-scores)[order], np.arange(1, 21))


def test_side_by_side_puts_each_row_behind_its_neighbour():
    """As lists are joined row by row."""
    left, right = [[1, 2], [3, 4]], [[5], [6]]
    expected = [a + b for a, b in zip(left, right, strict=True)]
    np.testing.assert_array_equal(side_by_side(left, right), expected)


def test_tables_with_other_numbers_of_rows_do_not_fit():
    """The docstring's ValueError is raised."""
    with pytest.raises(ValueError, match="must match exactly"):
        side_by_side([[1], [2]], [[3]])


def test_missing_numbers_are_taken_out_and_no_others():
    """Worked by hand; without gaps nothing changes, with nothing but gaps nothing is left."""
    np.testing.assert_array_equal(without_missing([np.nan, 2, 0, np.nan, -1]), [2, 0, -1])
    np.testing.assert_array_equal(without_missing([1, 2]), [1, 2])
    assert without_missing([np.nan]).shape == (0,)


@pytest.mark.parametrize("name", ["co2.csv", "planets.csv"])
def test_a_file_is_read_as_the_csv_module_reads_it(name):
    """Line by line, without the comments."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    rows = list(csv.reader(line for line in lines if not line.startswith("#")))
    np.testing.assert_array_equal(read_table(FOLDER / name), np.array(rows, dtype=float))


def test_a_file_that_is_not_there_and_a_line_that_does_not_fit_are_errors():
    """The docstring's two errors are raised."""
    with pytest.raises(FileNotFoundError):
        read_table("no-such-file.csv")
    with pytest.raises(ValueError, match="number of columns changed"):
        read_table(["1,2", "3"])
