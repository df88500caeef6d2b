"""The picture of this notebook: what broadcasting repeats."""

from grids import broadcasting

__all__ = ["broadcasting"]
