"""Make the data files beside the notebooks again: `python notebooks/make_data.py`.

Each file was made once, by the function of this module that has its name. A text says in its first
lines where its numbers come from, the notebook of the digits says it of them. The packages that
ship the numbers are downloaded to a temporary place; the course does not depend on them.
"""

from __future__ import annotations

import csv
import gzip
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

NOTEBOOKS = Path(__file__).parent
YEARS = range(1964, 2001, 9)  # 1964 has gaps
CO2_HEADER = """\
# Carbon dioxide in the air at Mauna Loa, Hawaii, in parts per million.
# The first weekly mean of each month in five years; nan: that week has none.
# Source: C. D. Keeling, T. P. Whorf, Atmospheric CO2 from continuous air samples at
# Mauna Loa Observatory (2004), as the package statsmodels ships it; public domain.
# year,month,ppm
"""


def co2() -> bytes:
    """Return the content of `01-indexing/co2.csv`."""
    shipped = from_wheel("statsmodels", "statsmodels/datasets/co2/co2.csv").decode()
    return (CO2_HEADER + "".join(thinned(csv.DictReader(io.StringIO(shipped))))).encode()


def thinned(weeks: Iterable[dict[str, str]]) -> list[str]:
    """Return the first week of each month of `YEARS`, as lines `year,month,ppm`.

    Parameters
    ----------
    weeks : iterable of dict
        "date" (YYYYMMDD, in order) and "co2", empty where nothing was measured.
    """
    first: dict[tuple[int, int], str] = {}
    for week in weeks:
        year, month = int(week["date"][:4]), int(week["date"][4:6])
        if year in YEARS:
            first.setdefault((year, month), week["co2"] or "nan")
    return [f"{year},{month},{parts}\n" for (year, month), parts in first.items()]


def digits() -> bytes:
    """Return the content of `16-digits/digits.npz`.

    E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits (1998), UCI Machine Learning
    Repository, doi 10.24432/C50P49, as the package scikit-learn ships it; CC BY 4.0.
    """
    return packed(from_wheel("scikit-learn", "sklearn/datasets/data/digits.csv.gz"))


def packed(shipped: bytes) -> bytes:
    """Return "images" (m, 64) and "labels" (m,) as bytes, in a compressed file of NumPy.

    Parameters
    ----------
    shipped : bytes
        A compressed text; in each line 64 pixels from 0 to 16, and the digit.
    """
    table = np.loadtxt(io.BytesIO(gzip.decompress(shipped)), delimiter=",").astype(np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, images=table[:, :64], labels=table[:, 64])
    return file.getvalue()


def from_wheel(package: str, name: str) -> bytes:
    """Return one file of a package on PyPI."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*command, "--only-binary=:all:", "-d", folder, package], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(name)


FILES: dict[str, Callable[[], bytes]] = {
    "01-indexing/co2.csv": co2,
    "16-digits/digits.npz": digits,
}

if __name__ == "__main__":
    for place, make in FILES.items():
        (NOTEBOOKS / place).write_bytes(make())
        print(place)
