"""A teacher's file, with some cells filled in and every other byte as it was."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.errors import MaterialError

_MARKS = (  # byte order marks, the longer ones first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Cell:
    """One cell: its value, and where it stands in the text, quotes included."""

    value: str
    start: int
    end: int


class Sheet:
    """A CSV or tab-separated file of any encoding, to be filled in.

    Attributes
    ----------
    rows : list of list of Cell
        All lines; the first holds the headers.
    """

    def __init__(self, content: bytes, where: str) -> None:
        self.mark, self.encoding = next(
            ((m, e) for m, e in _MARKS if content.startswith(m)), (b"", _guess(content))
        )
        try:
            self.text = content[len(self.mark) :].decode(self.encoding)
        except UnicodeDecodeError as error:
            raise MaterialError(
                f"{where}: cannot be read as {self.encoding}: {error.reason}. "
                "Download it again and leave it as it is."
            ) from error
        head = self.text.split("\n", 1)[0]
        self.delimiter = max("\t,;", key=head.count)
        self.rows = _cells(self.text, self.delimiter)
        if len(self.rows) < 2 or len(self.rows[0]) < 2:
            raise MaterialError(
                f"{where}: not a table with a line of headers and lines of students. "
                "Give the file that the platform let you download."
            )

    @property
    def headers(self) -> list[str]:
        """The cells of the first line."""
        return [cell.value.strip() for cell in self.rows[0]]

    def values(self, row: int) -> list[str]:
        """Return the cells of a line, as many as there are headers."""
        cells = [cell.value.strip() for cell in self.rows[row]]
        return cells + [""] * (len(self.rows[0]) - len(cells))

    def filled(self, values: Mapping[tuple[int, int], str]) -> bytes:
        """Return the file with these cells (row, column) replaced."""
        pieces, at = [], 0
        for (row, column), value in sorted(values.items()):
            cells = self.rows[row]
            missing = max(0, column + 1 - len(cells))
            cell = cells[column] if not missing else Cell("", cells[-1].end, cells[-1].end)
            raw = self.text[cell.start : cell.end]
            quoted = raw.startswith('"') or any(c in value for c in f'{self.delimiter}"\r\n')
            new = '"' + value.replace('"', '""') + '"' if quoted else value
            pieces += [self.text[at : cell.start], self.delimiter * missing, new]
            at = cell.end
        text = "".join([*pieces, self.text[at:]])
        return self.mark + text.encode(self.encoding)


def _guess(content: bytes) -> str:
    """Return the encoding of a file without a mark; latin-1 keeps every byte."""
    if len(content) > 3 and content[1:4:2] == b"\0\0":
        return "utf-16-le"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _cells(text: str, delimiter: str) -> list[list[Cell]]:
    """Split a table into cells that know where they stand; quoted cells may hold line ends."""
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    at, size = 0, len(text)
    while at <= size:
        start = at
        if text[at : at + 1] == '"':
            at += 1
            while at < size and (text[at] != '"' or text[at + 1 : at + 2] == '"'):
                at += 2 if text[at] == '"' else 1
            at = min(at + 1, size)
        while at < size and text[at] not in delimiter + "\r\n":
            at += 1
        raw = text[start:at]
        value = raw[1:-1].replace('""', '"') if raw[:1] == raw[-1:] == '"' and raw[1:] else raw
        row.append(Cell(value, start, at))
        if text[at : at + 1] == delimiter:
            at += 1
            continue
        if len(row) > 1 or row[0].value:
            rows.append(row)
        row = []
        at += 2 if text[at : at + 2] == "\r\n" else 1
    return rows
