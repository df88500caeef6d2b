"""Numbers, counts and times, as people write them."""

from __future__ import annotations


def number(value: float | None, digits: int = 2) -> str:
    """Return a number as people write it: 3, 2.5, 0.33; a dash if there is none."""
    if value is None:
        return "–"
    written = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return "0" if written in ("-0", "") else written.replace("-", "\N{MINUS SIGN}")


def signed(value: float) -> str:
    """Return a change of points with its sign: +2, −0.5."""
    return number(value) if value < 0 else f"+{number(value)}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: 1 claim, 2 claims."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """Return a time as people say it: 45 ms, 3.2 s, 4 min 10 s."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
