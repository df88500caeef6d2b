"""Makes what no honest student hands in: notebooks, folders and downloads, at random from a seed.

Each maker returns the name of what it made and the thing itself. Nothing here is an attack on
points: it is what breaks tools, on purpose or by accident.
"""

from __future__ import annotations

import copy
import io
import json
import os
import random
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.small import DOUBLE, handed_in

Made = tuple[str, bytes]

TIMES = (
    *("0001-01-01 00:00:00 +2359", "9999-12-31 23:59:59 -2359", "0000-00-00", "1e999", "9" * 400),
    *("2026-01-01 00:00:00 +9999", "2026-13-01 XYZ", "\x00", "", "2026-11-29 12:00:00 UTC"),
    *("2026-11-29T12:00:00.000000-23:59", "١٢:٠٠", "now", "29. 2. 2023", "-0001-01-01", "24:61"),
)
NAMES = (
    *(
        "a" * 255,
        "é" * 120,
        "CON",
        "...",
        "-rf",
        "💥\u202e",
        "a\nb",
        "%s{0}",
        "a:b*?",
        "~",
        "$HOME",
    ),
    *("\ufeff", "a+b", "x.ipynb", "' or 1=1 --", "<b>", "=1+1", "＝1", "nul.txt", "a\\b", "\u200b"),
    *(
        "LATE_1_2",
        "a_1_2_x",
        "s_attempt_9999-99-99-99-99-99_x",
        "b_assignsubmission_file_",
        "٣_٤_٥",
    ),
    *(f"m+{DOUBLE}+0001-01-01 00:00:00 UTC+x", "1-2 - A B - 31 Feb, 9999 2599 PM", "\u2028", "."),
)
TEXTS = (
    *("", " ", "\0", "\ud800", "\udfff\ud800", "\x1b[2J", "\u202e", "é" * 1000, "x" * 100_000),
    *(
        "<script>alert(1)</script>",
        "![x](attachment:nowhere.png)",
        "[x](javascript:1)",
        "{{ 7*7 }}",
    ),
    *(
        "### BEGIN SOLUTION",
        "### END HIDDEN TESTS",
        "%%bash\nls",
        "!ls",
        "?np",
        "%%",
        "%matplotlib",
    ),
    *(
        "def double(x:",
        "'''",
        "(" * 500,
        "-" * 5_000 + "1",
        "1+" * 3_000 + "1",
        "\t if x:\n  y",
        "\\",
    ),
    *(
        "raise SystemExit",
        "del np",
        "lambda: (yield)",
        "return 5",
        "await x",
        "import nothing",
        "\r",
    ),
    *(
        "$" * 999,
        "`" * 999,
        "|" * 999,
        "> " * 999,
        "[" * 999,
        "<" * 9_999,
        "&#x6a;" * 99,
        "\\href{x}",
    ),
    *("x = 1_" + "0" * 6_000, "0" * 9_999, "f'{" * 90, "class C(C): pass", "match x:\n case", "@"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 4.5, 10**30, -(2**63), 1e308, float("nan"), float("inf"), "", "x"),
    *([], {}, [[]], [None], {"": None}, {"a": {"b": {}}}, ["\ud800"], [1, "x", {}], "4", "\0"),
)
OUTPUTS: tuple[Any, ...] = (
    {"output_type": "stream", "name": "stdout", "text": ["0\n"] * 5_000},
    {"output_type": "stream"},
    {"output_type": "stream", "name": 7, "text": {"a": 1}},
    {"output_type": "display_data", "data": {"image/png": "no base64 at all"}, "metadata": {}},
    {"output_type": "display_data", "data": {"text/html": ["<script>", None]}, "metadata": 5},
    {"output_type": "display_data", "data": {"application/json": {"a": [1, {"b": None}]}}},
    {"output_type": "execute_result", "data": [], "execution_count": "x"},
    {"output_type": "error", "ename": None, "evalue": {}, "traceback": "x"},
    *({"output_type": "pyout"}, {"output_type": None}, {"output_type": []}, {"output_type": 5}),
    *(None, 5, "text", [], [[]], {}),
)
# what a function does, or a cell; one a line
ANSWERS = r"""
print(chr(0xd800))
print('\x1b[2J\0' * 9); return 2 * x
raise ValueError(chr(0xd800) * 9)
raise type('\ud800', (Exception,), {})('x')
raise KeyError({1: {2: 3}})
raise BaseException
raise KeyboardInterrupt
raise StopIteration
raise RecursionError('x' * 99_999)
raise ExceptionGroup('\ud800', [ValueError(chr(0))])
import sys; sys.exit(3)
import os; os._exit(7)
import os; os.abort()
import os; os.close(1); os.close(2); return x
import os; os.kill(os.getppid(), 9)
import sys; sys.setrecursionlimit(10**8); return double(x)
import warnings; warnings.warn('\ud800'); return 2 * x
import warnings; warnings.warn(type('\x00W', (UserWarning,), {})('x' * 9_999)); return 2 * x
return [x] * 10_000
return '\ud800'
return float('nan')
return 10**5000
return {x if x is None else 1: [2, {3}]}
return np.empty((0, 3), dtype=object)
return np.datetime64('NaT')
return np.array(['x', '\ud800'])
return np.array([1, 'a', None], dtype=object)
return np.zeros((1,) * 32)
return np.float128(1)
return np.ma.masked
return np.rec.array([(1, 'a')])
return np.zeros(10_000_000)
return double
return lambda: 1
return ...
yield x
a = []; a.append(a); return a
return memoryview(b'x')
return '💥' * 99_999
return b'\xff' * 99
return np.lib.stride_tricks.as_strided(np.ones(1), (9_999, 9_999), (0, 0))
return type('T', (), {'__repr__': lambda s: 1/0, '__eq__': lambda s, o: 1/0})()
return type('T', (np.ndarray,), {'__array_finalize__': lambda s, o: 1/0})((1,))
return type('\x1b\ud800', (float,), {})(1)
from IPython.display import display, HTML; display(HTML('<script>')); return 2 * x
from IPython.display import display; display({'a/b': 1}, raw=True); return 2 * x
from IPython.display import display; display({'text/plain': {1: 2}}, raw=True); return 2 * x
from IPython.display import display; display({'image/png': '\ud800'}, raw=True, metadata={'x': 1})
from IPython.display import display; display({'\ud800': None, 'text/html': ['<b>', 1]}, raw=True)
import matplotlib.pyplot as plt; plt.plot([1]); plt.title('\ud800'); return 2 * x
import builtins; builtins.print = None; builtins.len = None; return 2 * x
import gc; [o.clear() for o in gc.get_objects() if type(o) is dict]; return x
""".strip().splitlines()
_FORMS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


class Maker:
    """Makes hostile things from a seed; the same seed makes the same ones.

    Parameters
    ----------
    seed : str
        Of the random numbers.
    """

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self._notebooks: dict[str, Callable[[], bytes]] = {
            "json, values replaced": self._changed_values,
            "cells that are none": self._odd_cells,
            "metadata": self._odd_metadata,
            "outputs": self._odd_outputs,
            "texts": self._odd_texts,
            "answers": self._odd_answers,
            "attachments": self._attachments,
            "old formats": self._old_format,
            "bytes damaged": self._damaged,
            "cut off": self._cut_off,
            "encodings": self._encoded,
            "deep or huge": self._huge,
            "no notebook": self._another_file,
        }

    def notebook(self) -> Made:
        """Return one notebook."""
        kind = self.random.choice([*self._notebooks, "answers", "answers"])
        return kind, self._notebooks[kind]()

    def folder(self, place: Path) -> str:
        """Put one submission into this new folder; return what kind it is.

        What the file system here does not take is left out.
        """
        kind, content = self.notebook()
        place.mkdir(parents=True)
        beside: dict[str, Callable[[Path], object]] = {
            "": lambda p: None,
            "timestamp": lambda p: (p / "timestamp.txt").write_bytes(self.time()),
            "names of files": lambda p: (p / self.name()).write_bytes(b"x"),
            "bytes in names": lambda p: Path(os.fsdecode(os.fsencode(p) + b"/\xff\xfe")).touch(),
            "nested folders": self._pit,
            "links": self._links,
            "a folder for the notebook": lambda p: (p / "double.ipynb").mkdir(),
            "other notebooks": lambda p: (p / self._pick(("a", "B", "é"), ".ipynb")).touch(),
            "a note": lambda p: (p / "could-not-be-graded.txt").write_bytes(b"\xff\0 no"),
            "modules": lambda p: (p / self._pick(("numpy", "autograder", "x"), ".py")).touch(),
        }
        also = self.random.choice([*beside] + [""] * len(beside))
        with suppress(OSError, ValueError):
            beside[also](place)
        name = self.random.choice(("double.ipynb",) * 6 + ("Double (1).ipynb", "x.IPYNB", "x.txt"))
        with suppress(OSError):
            (place / name).write_bytes(content)
        return also or kind

    def files(self, who: str) -> tuple[str, dict[str, bytes]]:
        """Return what one student handed in, by the names of a download of folders."""
        kind, content = self.notebook()
        odd: dict[str, Callable[[], dict[str, bytes]]] = {
            "": lambda: {f"{who}/double.ipynb": content},
            "timestamp": lambda: {
                f"{who}/double.ipynb": content,
                f"{who}/timestamp.txt": self.time(),
            },
            "a zip": lambda: {f"{who}/work.zip": self.zip(content)},
            "names": lambda: {f"{who}/{self.name()}/{self.name()}": content},
            "names of students": lambda: {f"{self.name()}/double.ipynb": content},
            "endings": lambda: {f"{who}/double{self._pick(_ENDINGS)}": content},
            "other files": lambda: {f"{who}/x{self._pick(_ENDINGS)}": self._another_file()},
            "two versions": lambda: {
                f"{who}/double.ipynb": content,
                f"{who}/double(1).ipynb": self._cut_off(),
            },
            "deep": lambda: {
                f"{who}/" + "d/" * self.random.choice((3, 90, 120)) + "x.ipynb": content
            },
        }
        also = self.random.choice([*odd] + [""] * len(odd))
        return f"handed in: {also or kind}" if also else kind, odd[also]()

    def zip(self, content: bytes) -> bytes:
        """Return a zip of one notebook, mostly with damage somewhere."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in self.random.sample(("double.ipynb", self.name(), "data.csv", "x/y.txt"), 2):
                entry = zipfile.ZipInfo(name.replace("\0", "") or "x")
                entry.external_attr = self.random.choice((0, 0o100644, 0o120777, 0o010644)) << 16
                with suppress(UnicodeError):
                    archive.writestr(entry, content, self.random.choice(_FORMS))
        damaged = bytearray(buffer.getvalue())
        heads = [at for at in range(len(damaged) - 4) if damaged[at : at + 2] == b"PK"]
        for _ in range(self.random.choice((0, 1, 1, 2, 6))):
            at = self.random.choice(heads) + self.random.randrange(46)
            damaged[at % len(damaged)] = self.random.choice((0, 255, self.random.randrange(256)))
        return bytes(damaged[: self.random.choice((None, None, None, len(damaged) // 2))])

    def time(self) -> bytes:
        """Return a timestamp.txt."""
        if self.random.random() < 0.2:
            return self.random.randbytes(30)
        when = self.random.choice(TIMES)
        if self.random.random() < 0.3:
            when = f"{self.random.randrange(10_000):04}-{self.random.randrange(14):02}-31 {when}"
        return when.encode("utf-8", "surrogatepass")

    def name(self) -> str:
        """Return one part of a file's name."""
        name = self.random.choice(NAMES)
        return name + self.random.choice(NAMES)[:5] if self.random.random() < 0.2 else name

    def student(self) -> bytes:
        """Return the name of a student's folder that the file system takes, in bytes."""
        plain = "".join(self.random.choices("abc+=-é💥 '\"<&%", k=5)).encode()
        odd = self.random.choice((b"\xff", b"", b"\xc3(", b"\n", b"~", b"\x1b[2J", b".hidden"))
        name = odd + plain if odd == b".hidden" else b"m" + plain + odd
        return name.replace(b"/", b"").replace(b"\0", b"")[:200]

    def _pick(self, names: Sequence[str], ending: str = "") -> str:
        return self.random.choice(names) + ending

    def _value(self, *others: Any) -> Any:
        """Return a copy of some JSON, or of one of these."""
        return copy.deepcopy(self.random.choice((*VALUES, *others)))

    def _base(self) -> dict[str, Any]:
        return handed_in(self.random.choice(("double",) * 5 + ("half",)))

    def _bytes(self, notebook: object) -> bytes:
        text = json.dumps(notebook, ensure_ascii=self.random.random() < 0.7)
        return text.encode("utf-8", "surrogatepass")

    def _changed_values(self) -> bytes:
        return self._bytes(self._changed(self._base(), self.random.choice((0.01, 0.05, 0.2))))

    def _changed(self, node: Any, share: float) -> Any:
        """Return a structure of which some parts are replaced, doubled, renamed or dropped."""
        if self.random.random() < share:
            return self._value(*TEXTS)
        if isinstance(node, list):
            parts = [self._changed(part, share) for part in node]
            return parts * self.random.choice((1,) * 20 + (0, 2, 40))
        if isinstance(node, dict):
            return {
                (self.random.choice(TEXTS) if self.random.random() < share / 3 else key): (
                    self._changed(part, share)
                )
                for key, part in node.items()
            }
        return node

    def _each_cell(self, change: Callable[[dict[str, Any]], object]) -> bytes:
        notebook = self._base()
        for cell in notebook["cells"]:
            if self.random.random() < 0.4:
                change(cell)
        return self._bytes(notebook)

    def _odd_cells(self) -> bytes:
        notebook = self._base()
        cells: list[Any] = notebook["cells"]
        for _ in range(self.random.randint(1, 5)):
            at = self.random.randrange(len(cells) + 1)
            match self.random.randrange(4):
                case 0:
                    cells.insert(at, self._value())
                case 1:
                    cells.insert(at, copy.deepcopy(self.random.choice(cells)))
                case 2:
                    self.random.shuffle(cells)
                case _ if cells:
                    del cells[at - 1]
        for cell in cells:
            if isinstance(cell, dict) and self.random.random() < 0.2:
                cell["cell_type"] = self._value("raw", "markdown", "heading")
        return self._bytes(notebook)

    def _odd_metadata(self) -> bytes:
        def change(cell: dict[str, Any]) -> None:
            metadata = cell["metadata"]
            where = self.random.choice(("metadata", "id", "nbgrader", "tags", "mark"))
            value = self._value(*TEXTS)
            if where in ("metadata", "id"):
                cell[where] = value
            elif where == "mark" and "nbgrader" in metadata:
                mark = self.random.choice(("grade_id", "points", "grade", "solution", "checksum"))
                metadata["nbgrader"][mark] = value
            else:
                metadata[where] = value

        notebook = json.loads(self._each_cell(change))
        if self.random.random() < 0.4:
            notebook["metadata"] = self._changed(notebook["metadata"], 0.5)
        if self.random.random() < 0.1:
            notebook["nbformat"] = self._value(4.0, 5, 99)
        return self._bytes(notebook)

    def _odd_outputs(self) -> bytes:
        def change(cell: dict[str, Any]) -> None:
            cell["outputs"] = [*self.random.choices(OUTPUTS, k=self.random.randrange(5))]
            cell["execution_count"] = self._value()

        return self._each_cell(change)

    def _odd_texts(self) -> bytes:
        def change(cell: dict[str, Any]) -> None:
            lines: list[Any] = [cell["source"], *self.random.choices(TEXTS, k=2)]
            self.random.shuffle(lines)
            as_lines = self.random.random() < 0.3
            cell["source"] = [*lines, self._value()] if as_lines else "\n".join(lines)

        return self._each_cell(change)

    def _odd_answers(self) -> bytes:
        body = self._pick(ANSWERS)
        text = f"def double(x):\n    {body}"
        if self.random.random() < 0.3:  # as a cell of its own, which defines nothing
            text = body.replace("return ", "y = ").replace("yield ", "y = ")
        return self._bytes(handed_in("double", text))

    def _attachments(self) -> bytes:
        bundle: Any = {"image/png": self._value("iVBORw0KGgo=", "x" * 999)}
        names = self.random.choices((*NAMES, *TEXTS), k=3)

        def change(cell: dict[str, Any]) -> None:
            cell["cell_type"] = self.random.choice(("markdown", "raw", "code"))
            cell["attachments"] = self._value(dict.fromkeys(names, bundle), dict.fromkeys(names))
            cell["source"] = f"![a](attachment:{names[0]}) <img src=x> {names[1]}"

        return self._each_cell(change)

    def _old_format(self) -> bytes:
        cells = self._base()["cells"]
        for cell in cells:
            cell["input"] = cell["source"]
            cell["level"] = self._value()
        sheets = self._value([{"cells": cells}], [{"cells": cells}] * 2)
        old = {"nbformat": self.random.choice((1, 2, 3)), "worksheets": sheets, "metadata": {}}
        old["cells"] = self._value(cells)
        return self._bytes(self._changed(old, self.random.choice((0, 0.02))))

    def _damaged(self) -> bytes:
        damaged = bytearray(self._bytes(self._base()))
        for _ in range(self.random.choice((1, 3, 30))):
            at = self.random.randrange(len(damaged))
            match self.random.randrange(3):
                case 0:
                    damaged[at] = self.random.randrange(256)
                case 1:
                    damaged[at:at] = self.random.choice(
                        (b'"', b"[", b"}", b",", b"\\u", b"\xff", b"\0")
                    )
                case _:
                    del damaged[at]
        return bytes(damaged)

    def _cut_off(self) -> bytes:
        whole = self._bytes(self._base())
        return whole[: self.random.randrange(len(whole))]

    def _encoded(self) -> bytes:
        text = json.dumps(
            handed_in("double", f"def double(x):\n    # ü {self._pick(TEXTS[:9])}\n    pass")
        )
        encoding = self._pick(
            ("latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp1252")
        )
        text = text.replace("\\u00fc", "ü") if self.random.random() < 0.7 else text
        return self.random.choice((b"", b"", b"\xef\xbb\xbf", b"\n")) + text.encode(
            encoding, "replace"
        )

    def _huge(self) -> bytes:
        many = self.random.choice((90, 200, 5_000, 100_000))
        text = self._bytes(self._base()).decode("utf-8", "surrogatepass")
        match self.random.randrange(5):
            case 0:
                deep = "[" * many + "]" * self.random.choice((0, many))
            case 1:
                deep = '{"a":' * many + "1" + "}" * many
            case 2:
                deep = f'{{"a": {"9" * many}}}'
            case 3:
                odd = ("-Infinity", "NaN", "1e999", "-0", "0x10", "1E" + "9" * many)
                deep = f"[{self._pick(odd)}]"
            case _:
                deep = "[" + "{}," * many + "{}]"
        key = self._pick(("metadata", "cells", "source", "outputs", "nbformat"))
        return text.replace(
            f'"{key}": ', f'"{key}": {deep}, "{key}{self._pick(("", "2"))}": ', 1
        ).encode("utf-8", "surrogatepass")

    def _another_file(self) -> bytes:
        return self.random.choice(
            (
                *(
                    b"",
                    b" \n",
                    b"null",
                    b"[]",
                    b"{}",
                    b"5",
                    b'"x"',
                    b"\0" * 2_000,
                    b"%PDF-1.4\n\xff",
                ),
                *(
                    b"<!DOCTYPE html><html>",
                    b"\x89PNG\r\n\x1a\n",
                    b"PK\3\4",
                    b"def double(x): return 2*x",
                ),
                *(
                    "Übung".encode("latin-1"),
                    b"\xff\xfe",
                    b"\x1f\x8b\x08",
                    b"{\\rtf1",
                    b"Rar!\x1a\7",
                ),
                *(
                    self.random.randbytes(300),
                    self.zip(b"x" * 99),
                    b"\xd0\xcf\x11\xe0",
                    b"x,y\n1,2\n",
                ),
            )
        )

    def _pit(self, place: Path) -> None:
        deep = "/".join(["d"] * self.random.choice((5, 25, 300)))
        (place / deep).mkdir(parents=True)
        (place / deep / "data.csv").touch()

    def _links(self, place: Path) -> None:
        (place / "data.csv").symlink_to(self._pick(("/etc/passwd", "data.csv", ".", "/dev/zero")))
        os.mkfifo(place / "pipe.csv")


_ENDINGS = (
    ".ipynb",
    ".pdf",
    ".txt",
    ".py",
    ".zip",
    ".docx",
    ".IPYNB",
    ".ipynb.txt",
    "",
    ".json",
    ".7z",
)
