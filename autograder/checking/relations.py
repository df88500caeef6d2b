"""How a wrong result relates to the right one: said only if it holds exactly, entry by entry."""

from __future__ import annotations

import numpy as np

from .compare import Difference, close, is_numeric

_RTOL, _ATOL = 1e-9, 1e-13


def relation(difference: Difference) -> str:
    """One sentence on what turns the result into the expected one, or nothing."""
    if not is_numeric(difference.got) or not is_numeric(difference.expected):
        return ""
    got, expected = np.asarray(difference.got), np.asarray(difference.expected)
    if got.dtype.kind not in "biuf" or expected.dtype.kind not in "biuf":
        return ""
    whole = got.dtype.kind in "iu"
    got, expected = got.astype(np.float64), expected.astype(np.float64)
    if difference.kind == "shape":
        return _of_shapes(got, expected)
    return _of_values(got, expected, whole) if difference.kind in ("value", "nan") else ""


def _of_shapes(got: np.ndarray, expected: np.ndarray) -> str:
    if got.ndim == expected.ndim == 2 and _equal(got.T, expected):
        return "Your result is the transpose of the right one."
    if got.size == expected.size and _equal(got.ravel(), expected.ravel()):
        if got.ndim == expected.ndim:
            return "The numbers are right and in the right order; only their arrangement differs."
        lost = "has lost an axis" if got.ndim < expected.ndim else "has an axis too many"
        return f"The numbers are right; your result {lost}."
    if axis := _axis_between(got.shape, expected.shape):
        return f"Your result lacks {axis}."
    if axis := _axis_between(expected.shape, got.shape):
        return f"Your result has one axis more than it should: {axis}."
    return ""


def _axis_between(fewer: tuple[int, ...], more: tuple[int, ...]) -> str:
    """The axis that only one shape has: its place, or if that is open its length."""
    found = [axis for axis in range(len(more)) if fewer == more[:axis] + more[axis + 1 :]]
    if len(found) > 1:
        return f"an axis of length {more[found[0]]}"
    return f"axis {found[0]}" if found else ""


def _of_values(got: np.ndarray, expected: np.ndarray, whole: bool) -> str:
    holes = np.isnan(got) & ~np.isnan(expected)
    if holes.any():
        return f"{_share(holes)} nan: look for 0/0, inf/inf, inf - inf or the log of a negative."
    infinite = np.isinf(got) & np.isfinite(expected)
    if infinite.any():
        return f"{_share(infinite)} infinite: look for a division by 0 or an exp that overflows."
    if not (np.isfinite(got).all() and np.isfinite(expected).all()):
        return ""
    if _equal(got, expected):  # nearly 0 has no sign to speak of, and no place
        return _rounded(got, expected)
    if _equal(got, -expected):
        return "Every number has the opposite sign."
    if got.ndim == 2 and got.shape[0] == got.shape[1] > 1 and _equal(got.T, expected):
        return "Your result is the transpose of the right one."
    if got.size > 1 and _equal(np.sort(got.ravel()), np.sort(expected.ravel())):
        return "The numbers are right, but in another order."
    if whole and _equal(got, np.trunc(expected)):
        return "The fractions are cut off: your result is made of integers."
    return _rounded(got, expected) or _factor_or_offset(got, expected)


def _rounded(got: np.ndarray, expected: np.ndarray) -> str:
    off = np.max(np.abs(got - expected))
    for decimals in range(1, 8):
        # from a difference far below the last decimal nobody could tell
        if off > 10.0 ** -(decimals + 3) and _equal(got, np.round(expected, decimals)):
            return f"Your numbers are rounded to {decimals} decimal{'s' * (decimals > 1)}."
    largest = np.max(np.abs(expected), initial=0.0)
    if largest and off < 1e-5 * largest:
        return "The difference is tiny beside the numbers: which step loses digits?"
    return ""


def _factor_or_offset(got: np.ndarray, expected: np.ndarray) -> str:
    """A factor or an offset, if two different entries or more show the same one."""
    if np.unique(expected[expected != 0]).size < 2:
        return ""
    factor = got.ravel()[expected.ravel().argmax()] / expected.max() if expected.max() else 0.0
    if factor and _equal(got, factor * expected):
        return f"Every number is {factor:.6g} times what it should be."
    offset = got.ravel()[0] - expected.ravel()[0]
    if _equal(got, expected + offset):
        return f"Every number is {abs(offset):.6g} too {'large' if offset > 0 else 'small'}."
    return ""


def _equal(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and bool(close(a, b, _RTOL, _ATOL).all())


def _share(which: np.ndarray) -> str:
    if which.size == 1:
        return "It is"
    if which.all():
        return "All entries are"
    return f"{int(which.sum())} of {which.size} entries are"
