"""Tables as text: read in any encoding and by header, filled in, written for a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.errors import MaterialError

_MARKS = (  # byte order marks
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # what .xlsx and .ods begin with; and .xls
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[ \t,;]*\r?\n', re.IGNORECASE)  # of Excel, on top
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_COMMA_NUMBER = re.compile(r"-?\d+,\d+")


@dataclass(frozen=True)
class Field:
    """One cell: its value, and where it stands in the text, quotes included."""

    value: str
    start: int
    end: int


class Table:
    """A CSV or tab-separated file of any encoding, with a line of headers.

    Attributes
    ----------
    where : str
        What to call the file in a message.
    encoding, delimiter : str
        As found; `sep=;` as the first line is believed.
    headers : list of str
        The cells of the first line.
    """

    def __init__(self, content: bytes, where: str) -> None:
        self.where = where
        if content.startswith(_WORKBOOKS):
            raise MaterialError(
                f"{where}: a workbook of Excel, LibreOffice or the like, expected a table as text. "
                "Open it, and save the sheet as CSV."
            )
        self._mark, self.encoding = next(
            ((m, e) for m, e in _MARKS if content.startswith(m)), (b"", _guess(content))
        )
        try:
            self._text = content[len(self._mark) :].decode(self.encoding)
        except UnicodeDecodeError as error:
            raise MaterialError(
                f"{where}: cannot be read as {self.encoding}: {error.reason}. "
                "Download it again and leave it as it is."
            ) from error
        told = _SEPARATOR_LINE.match(self._text)
        begin = told.end() if told else 0
        self.delimiter = told[1] if told else _delimiter(self._text)
        self._rows = _cells(self._text, begin, self.delimiter)
        self.headers = [cell.value.strip() for cell in self._rows[0]] if self._rows else []

    def __len__(self) -> int:
        """The number of lines below the headers."""
        return max(0, len(self._rows) - 1)

    def row(self, number: int) -> list[str]:
        """Return the cells of a line below the headers, counted from 0, as many as headers."""
        cells = [cell.value.strip() for cell in self._rows[number + 1]]
        return cells + [""] * (len(self.headers) - len(cells))

    def column(self, at: int) -> list[str]:
        """Return the cells below a header."""
        return [self.row(number)[at] for number in range(len(self))]

    def line(self, number: int) -> int:
        """Return in which line of the file a row stands, counted from 1."""
        return self._text.count("\n", 0, self._rows[number + 1][0].start) + 1

    def find(self, *headers: str) -> int | None:
        """Return the column with the first of these headers that there is; case does not count."""
        ours = [plain_header(header) for header in self.headers]
        return next((ours.index(name) for name in headers if name in ours), None)

    def decimal_comma(self, columns: Iterable[int]) -> bool:
        """True if numbers in these columns have a comma: then ours are written so, too."""
        return any(_COMMA_NUMBER.fullmatch(cell) for at in columns for cell in self.column(at))

    def filled(self, values: Mapping[tuple[int, int], str]) -> bytes:
        """Return the file with these cells (row, column) replaced, each other byte as it was.

        Lines that a spreadsheet has shortened, because their last cells were empty, get as many
        cells as are needed.
        """
        pieces, at = [], 0
        lengths: dict[int, int] = {}
        for (row, column), value in sorted(values.items()):
            cells = self._rows[row + 1]
            length = lengths.get(row, len(cells))
            missing = max(0, column + 1 - length)
            lengths[row] = length + missing
            end = cells[-1].end
            cell = Field("", end, end) if column >= len(cells) else cells[column]
            quoted = self._text[cell.start : cell.end].startswith('"')
            quoted = quoted or any(c in value for c in f'{self.delimiter}"\r\n')
            new = '"' + value.replace('"', '""') + '"' if quoted else value
            pieces += [self._text[at : cell.start], self.delimiter * missing, new]
            at = cell.end
        return self._mark + "".join([*pieces, self._text[at:]]).encode(self.encoding)


def plain_header(header: str) -> str:
    """Return a header in small letters, with single spaces in place of underscores and dashes."""
    return re.sub(r"[\s_-]+", " ", header).strip().casefold()


def number_in(text: str) -> float | None:
    """Return a number that stands in a cell alone, with a point or a comma; None if none does."""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text.strip()) else None


def csv_table(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """Return CSV in which no text can be taken for a formula; None is empty, True is `yes`."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([_written(value) for value in row] for row in (header, *rows))
    return written.getvalue()


def harmless(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula: it gets an apostrophe if need be.

    Blanks and signs that cannot be seen do not keep a spreadsheet from it, nor does a full-width
    one.
    """
    seen = (sign for sign in unicodedata.normalize("NFKC", cell) if _is_seen(sign))
    first = next(seen, "")
    danger = first in ("=", "+", "-", "@") or cell.startswith(("\t", "\r", "\n"))
    return f"'{cell}" if danger and not _NUMBER.fullmatch(cell) else cell


def _is_seen(sign: str) -> bool:
    return not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf")


def _written(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return harmless(value) if isinstance(value, str) else value


def _guess(content: bytes) -> str:
    """Return the encoding of a file without a mark."""
    if len(content) > 3 and content[1:4:2] == b"\0\0":
        return "utf-16-le"
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"  # keeps every byte


def _delimiter(text: str) -> str:
    """Return what separates the headers; what stands in quotes does not count."""
    head = re.sub(r'"[^"]*"', "", text.lstrip("\r\n"))
    head = re.split(r"[\r\n]", head, maxsplit=1)[0]
    return max("\t,;", key=head.count)


def _cells(text: str, begin: int, delimiter: str) -> list[list[Field]]:
    """Split a table into cells that know where they stand; empty lines are left out."""
    rows: list[list[Field]] = []
    row: list[Field] = []
    at, size = begin, len(text)
    while at <= size:
        start = at
        if text[at : at + 1] == '"':  # may hold line ends
            at += 1
            while at < size and (text[at] != '"' or text[at + 1 : at + 2] == '"'):
                at += 2 if text[at] == '"' else 1
            at = min(at + 1, size)
        while at < size and text[at] not in delimiter + "\r\n":
            at += 1
        raw = text[start:at]
        value = raw[1:-1].replace('""', '"') if raw[:1] == raw[-1:] == '"' and raw[1:] else raw
        row.append(Field(value, start, at))
        if text[at : at + 1] == delimiter:
            at += 1
            continue
        if len(row) > 1 or row[0].value.strip():
            rows.append(row)
        row = []
        at += 2 if text[at : at + 2] == "\r\n" else 1
    return rows
