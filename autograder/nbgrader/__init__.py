"""A drop-in for nbgrader: its commands and formgrader's buttons grade in confinement.

c = get_config()
from autograder.nbgrader import use
use(c)
"""

from __future__ import annotations

from typing import Any

_HERE = "autograder.nbgrader"
_STOCK = "nbgrader.preprocessors"
_SANITIZE = [
    f"{_STOCK}.ClearOutput",
    f"{_STOCK}.DeduplicateIds",
    f"{_STOCK}.OverwriteKernelspec",
    f"{_STOCK}.OverwriteCells",
    f"{_STOCK}.CheckCellMetadata",
]
_AUTOGRADE = [
    f"{_STOCK}.Execute",
    f"{_STOCK}.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    f"{_STOCK}.LimitOutput",
    f"{_STOCK}.SaveAutoGrades",
    f"{_STOCK}.AssignLatePenalties",
    f"{_STOCK}.CheckCellMetadata",
]


def use(c: Any) -> None:
    """Put this grader into an nbgrader configuration; everything else in it stays as it is.

    Call it after preprocessors of your own are listed, if you have some.

    Parameters
    ----------
    c : traitlets.config.Config
        What `get_config()` gives.
    """
    c.Autograde.exporter_class = f"{_HERE}.submitted.SubmittedExporter"
    # reading a submission for our grading is restoring it; nothing is left to nbgrader's own
    chosen = _listed(c.Autograde, "sanitize_preprocessors", _SANITIZE)
    stock = {_name(one) for one in _SANITIZE}
    c.Autograde.sanitize_preprocessors = [one for one in chosen if _name(one) not in stock]
    ours = {
        "Execute": f"{_HERE}.execute.ConfinedExecute",
        "SaveAutoGrades": f"{_HERE}.save.SaveVerdicts",
        "AssignLatePenalties": f"{_HERE}.late.TakeLatePenalties",
    }
    chosen = _listed(c.Autograde, "autograde_preprocessors", _AUTOGRADE)
    c.Autograde.autograde_preprocessors = [ours.get(_name(one), one) for one in chosen]
    c.GenerateFeedback.exporter_class = f"{_HERE}.feedback.FeedbackPages"
    c.GenerateFeedback.preprocessors = [f"{_STOCK}.GetGrades"]


def _listed(section: Any, name: str, usual: list[str]) -> list[Any]:
    """Return what is configured; a list that was only added to is lazy and needs the usual one."""
    found = section.get(name, usual)
    return list(found.get_value(list(usual)) if hasattr(found, "get_value") else found)


def _name(preprocessor: Any) -> str:
    named = preprocessor if isinstance(preprocessor, str) else preprocessor.__name__
    return named.rsplit(".", 1)[-1]
