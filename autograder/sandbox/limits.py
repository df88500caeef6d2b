"""How much a student's notebook may use, and what the student reads when it wanted more."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import UsageError
from autograder.files import read_toml

N = TypeVar("N", int, float)


def _limit(default: N, unit: str, sentence: str) -> N:
    return field(default=default, metadata={"unit": unit, "sentence": sentence})


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits of one notebook; every one can be set in `classroom/limits.toml`.

    Times are seconds, sizes bytes; each line is name, default, unit, sentence.

    Examples
    --------
    >>> Limits(cell_seconds=2.5).sentence("cell_seconds")
    'this cell ran longer than 2.5 s and was stopped'
    """

    # time, by the clock on the wall
    start_seconds: float = _limit(20, "s", "the student process was not ready after {}")
    cell_seconds: float = _limit(10, "s", "this cell ran longer than {} and was stopped")
    call_seconds: float = _limit(5, "s", "this call took longer than {} and was stopped")
    claim_seconds: float = _limit(20, "s", "this check took longer than {} and was stopped")
    # all cells, all checks together; when these are used up, each one that comes has a second
    cells_seconds: float = _limit(20, "s", "the cells took longer than {} together")
    claims_seconds: float = _limit(20, "s", "the checks took longer than {} together")
    notebook_seconds: float = _limit(60, "s", "this notebook ran longer than {} and was stopped")
    # time, by the processor, of each process: a loop in a forgotten thread ends too
    cpu_seconds: int = _limit(60, "s", "this notebook used more than {} of processor time")
    # memory of each process, on top of what Python, NumPy and matplotlib need to start
    memory: int = _limit(1_500_000_000, "B", "this notebook may use {} of memory and wanted more")
    # files: the scratch directory is all that can be written
    disk: int = _limit(64_000_000, "B", "this notebook may write {} of files and wrote more")
    files: int = _limit(2_000, "", "this notebook may make {} files and made more")
    open_files: int = _limit(256, "", "this notebook may have {} files open and opened more")
    # processes and threads together; each claim needs one
    processes: int = _limit(32, "", "this notebook may start {} processes and started more")
    restarts: int = _limit(3, "", "the cells of this notebook ended Python more than {} times")
    # what is shown
    output_characters: int = _limit(1_000_000, "characters", "this cell showed more than {}")
    notebook_characters: int = _limit(10_000_000, "characters", "the cells showed more than {}")
    printed_characters: int = _limit(20_000, "characters", "this call printed more than {}")
    # messages between the examiner and the student process
    messages: int = _limit(200_000, "", "the checks needed more than {} messages to your code")
    callbacks: int = _limit(100_000, "", "your code called the function it was given {} times")
    message_text: int = _limit(8_000_000, "B", "a value's description is larger than {}")
    message_buffers: int = _limit(64_000_000, "B", "a value is larger than {}")
    message_arrays: int = _limit(4_096, "", "a value holds more than {} arrays")
    value_depth: int = _limit(40, "", "a value is nested deeper than {} levels")
    value_items: int = _limit(100_000, "", "a value has more than {} entries; use an array")
    value_keys: int = _limit(4_000, "", "a value has more than {} dict keys and set members")
    integer_bits: int = _limit(65_536, "", "a whole number has more than {} binary digits")
    # the file that was handed in
    submission: int = _limit(20_000_000, "B", "the notebook is larger than {}; clear its outputs")
    submission_depth: int = _limit(100, "", "the notebook's JSON is nested deeper than {} levels")
    submission_cells: int = _limit(1_000, "", "the notebook has more than {} cells")
    submission_code: int = _limit(500_000, "characters", "the code cells hold more than {}")

    def __post_init__(self) -> None:
        for limit in fields(self):
            _check(limit.name, getattr(self, limit.name), whole=limit.type == "int")

    def sentence(self, name: str, value: float | None = None) -> str:
        """Return what the student is told when the limit `name` was hit.

        Parameters
        ----------
        name : str
            A field of this class.
        value : float, optional
            The limit that held, where it was not the usual one.
        """
        metadata = self.__dataclass_fields__[name].metadata
        value = getattr(self, name) if value is None else value
        sentence: str = metadata["sentence"]
        return sentence.format(amount(value, metadata["unit"]))

    @property
    def changed(self) -> dict[str, Any]:
        """What differs from the usual limits, by name."""
        usual = asdict(Limits())
        return {name: value for name, value in asdict(self).items() if value != usual[name]}

    def but(self, times: Mapping[str, float]) -> Limits:
        """Return the same limits with some times changed."""
        changed: dict[str, Any] = dict(times)
        return replace(self, **changed)

    @classmethod
    def read(cls, path: Path) -> Limits:
        """Return the limits with what the TOML file `path` changes; a missing file changes nothing.

        Raises
        ------
        UsageError
            If the file is not TOML, names an unknown limit, or a value is not a positive number.
        """
        try:
            changed = read_toml(path, UsageError)
        except FileNotFoundError:
            return cls()
        unknown = sorted(set(changed) - {limit.name for limit in fields(cls)})
        if unknown:
            names = ", ".join(limit.name for limit in fields(cls))
            raise UsageError(f"{path}: no limit is called {unknown[0]}. There are: {names}.")
        try:
            return cls(**changed)
        except UsageError as error:
            raise UsageError(f"{path}: {error}") from error


def amount(value: float, unit: str) -> str:
    """Return a number with its unit as a sentence has it: `1 500 MB`, `0.625 s`."""
    if unit == "B":
        value, unit = value / 1_000_000, "MB"
    if unit == "s":
        value = float(f"{value:.3g}")  # one that was computed has many digits
    return f"{value:,.10g}".replace(",", " ") + f" {unit}".rstrip()


def _check(name: str, value: object, whole: bool) -> None:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if not math.isfinite(number) or number <= 0 or (whole and number != int(number)):
        kind = "a whole number above zero" if whole else "a number above zero"
        raise UsageError(f"{name} is {value!r}, expected {kind}. Change it or leave it out.")
