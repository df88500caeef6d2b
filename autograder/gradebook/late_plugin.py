"""nbgrader's plugin for late submissions, as a course has configured it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.database.configuration import NAMES, files_for, merged, read_files
from autograder.errors import MaterialError

Plugin = Callable[[str, float, float], float]  # student, points, seconds late: points to take
_ABOUT_IT = re.compile(r"LateSubmissionPlugin|AssignLatePenalties|load_subconfig")


def configured_plugin(near: Path) -> Plugin | None:
    """Return what the plugin takes; None if none is configured, or one that takes nothing.

    The configuration is what nbgrader reads that is started in the course: Jupyter's folders, then
    the nearest `nbgrader_config.py` at or above `near`.

    Raises
    ------
    MaterialError
        If a plugin seems to be configured and cannot be loaded.
    """
    above = (near.resolve(), *near.resolve().parents)
    started = (folder for folder in above if any((folder / name).is_file() for name in NAMES))
    files = files_for(next(started, near.resolve()))
    if not any(_ABOUT_IT.search(file.read_text("utf-8", "replace")) for file in files):
        return None
    return _loaded(tuple((file, file.stat().st_mtime_ns) for file in files))


def as_function(plugin: Any) -> Plugin | None:
    """Return what a plugin takes, as a function; None for nbgrader's own that takes nothing."""
    from nbgrader.plugins import LateSubmissionPlugin  # two seconds: only where needed

    if type(plugin) is LateSubmissionPlugin and plugin.penalty_method == "none":
        return None

    def taken(student: str, points: float, seconds: float) -> float:
        try:
            return float(plugin.late_submission_penalty(student, points, seconds) or 0.0)
        except Exception as error:
            raise MaterialError(
                f"nbgrader's late plugin {type(plugin).__name__} cannot say what {points:g} points "
                f"lose that came {seconds:g} s late: {type(error).__name__}: {error}. Correct it, "
                "or give a policy in deadlines.toml and take the plugin out."
            ) from error

    return taken


@lru_cache(maxsize=8)
def _loaded(files: tuple[tuple[Path, int], ...]) -> Plugin | None:
    names = [file for file, _ in files]
    paths = list(sys.path)
    try:
        config = merged(read_files(names))
        custom = "plugin_class" in config.AssignLatePenalties
        if not custom and config.LateSubmissionPlugin.get("penalty_method", "none") == "none":
            return None
        sys.path[:0] = [str(file.parent) for file in reversed(names)]  # a plugin may lie there
        from nbgrader.preprocessors import AssignLatePenalties  # two seconds

        penalties = AssignLatePenalties(config=config)
        penalties.init_plugin()
        return as_function(penalties.plugin_inst)
    except Exception as error:
        raise MaterialError(
            f"{names[-1]}: nbgrader's late plugin cannot be loaded: {error}. Correct it, or give a "
            "policy in deadlines.toml and take the plugin out."
        ) from error
    finally:
        sys.path[:] = paths
