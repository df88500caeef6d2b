"""Tables are read as spreadsheets write them, filled in, and harm no spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from autograder.errors import MaterialError
from autograder.tables import Table, csv_table, harmless

PEOPLE = [["Name", "Größe", "Note"], ["Müller, Jörg", "1,80", ""], ['"Bob" O’Neil', "2", ""]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_separator_reads_alike(encoding, delimiter):
    """With a byte order mark or without."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(PEOPLE)
    table = Table(text.getvalue().encode(encoding), "people.csv")

    assert [table.headers, *(table.row(at) for at in range(len(table)))] == PEOPLE


def test_a_separator_line_of_excel_is_believed_and_stays():
    """`sep=;` is no header."""
    table = Table(b"sep=;\r\nid;a,b,c\r\n1;\r\n", "x.csv")

    assert (table.headers, table.row(0), table.line(0)) == (["id", "a,b,c"], ["1", ""], 3)
    assert table.filled({(0, 1): "5"}) == b"sep=;\r\nid;a,b,c\r\n1;5\r\n"


def test_lines_that_excel_has_shortened_are_filled_in_at_the_right_place():
    """Two marks in one line, of which neither cell is there."""
    table = Table(b'id,a,b,c\n"1"\n2,x\n3,,,z\n', "x.csv")
    filled = table.filled({(0, 1): "5", (0, 3): "7", (1, 2): "6", (2, 2): "8"})

    rows = list(csv.reader(io.StringIO(filled.decode())))
    assert rows[1:] == [["1", "5", "", "7"], ["2", "x", "6"], ["3", "", "8", "z"]]


def test_all_else_stays_byte_for_byte():
    """Quotes, blanks, line ends and empty lines."""
    content = ' a , "b" ,c\r\n\r\n"1"\t,"x, y" ,\n , , \n'.encode("utf-16")
    table = Table(content, "x.csv")

    assert table.filled({}) == content
    filled = table.filled({(0, 2): "5"}).decode("utf-16")
    assert filled == content.decode("utf-16").replace('y" ,', 'y" ,5')


@pytest.mark.parametrize(
    "text",
    [
        *(
            "=1+1",
            " =1+1",
            "\u00a0=1",
            "＝1+1",
            "+cmd",
            "-a",
            "@x",
            "\t=1",
            "\r=1",
            "\n=1",
            "－1+1",
        ),
        *("\u200b=1", "\ufeff=1", "\x1f=1", "\u202e@x", "﹢1+1", "⁼1"),
    ],
)
def test_nothing_is_taken_for_a_formula(text):
    """Blanks and what cannot be seen in front, and signs of other widths, change nothing."""
    assert harmless(text) == f"'{text}"
    assert next(csv.reader(io.StringIO(csv_table([text], []), newline=""))) == [f"'{text}"]


@pytest.mark.parametrize("text", ["", "-1.5", "+3", "2,5", "Ada", "a=b", "O'Neil", "1-2"])
def test_what_is_no_formula_stays_as_it_is(text):
    """Numbers with a sign, too."""
    assert harmless(text) == text


def test_numbers_and_answers_are_written_as_they_are():
    """None is empty, True is yes."""
    assert csv_table(["a", "b", "c"], [[None, True, -1.5]]) == "a,b,c\r\n,yes,-1.5\r\n"


@pytest.mark.parametrize("begin", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"], ids=["xlsx", "xls"])
def test_a_workbook_is_told_to_be_one(begin):
    """It is what a spreadsheet saves if nobody says otherwise."""
    with pytest.raises(MaterialError, match=r"x\.xlsx: a workbook .* save the sheet as CSV\."):
        Table(begin + b"\x14\x00\x06\x00", "x.xlsx")


def test_what_cannot_be_decoded_is_said():
    """A mark of UTF-8, and something else behind it."""
    with pytest.raises(MaterialError, match=r"x\.csv: cannot be read as utf-8"):
        Table(b"\xef\xbb\xbf\xff\xfe\xff", "x.csv")
