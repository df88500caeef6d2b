"""Keeps the one template of this process, of which each student process is a fork."""

from __future__ import annotations

import atexit
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import autograder.checking
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.interpreter import TemplateClient
from autograder.sandbox.limits import Limits
from autograder.sandbox.template import Template

_templates: dict[tuple[str, str | None, str, str], Template] = {}
_shared: TemplateClient | None = None


def share(template: TemplateClient) -> None:
    """Have this process use a template of another one from now on, where the settings allow."""
    global _shared
    _shared = template


def template_for(
    limits: Mapping[str, Any],
    tier: str | None,
    root: str,
    python: str = "",
    *,
    for_many: bool = True,
    progress: Callable[[str], None] = lambda line: None,
) -> Template:
    """Return the template for these settings; the one for other settings ends.

    Parameters
    ----------
    limits : mapping
        What differs from the defaults.
    tier : str, optional
        A confinement tier; by default the best.
    root : str
        The course's, whose student environment is used; "" for this interpreter.
    python : str
        Another interpreter to use.
    for_many : bool
        Whether it prepares itself for more than one notebook, if it is new.
    progress : callable, optional
        Is given a line before something that takes seconds.
    """
    key = (json.dumps(dict(limits), sort_keys=True), tier, root, python)
    if key not in _templates:
        close_template()
        atexit.register(close_template)
        place, environment = Path(root), None
        if python:
            environment = StudentEnvironment(Path(python), place if root else None)
        elif root:
            if _shared is not None and _shared.environment.course == place:
                environment = _shared.environment
            else:
                environment = student_environment(place, progress)
        _templates[key] = Template(
            Limits(**limits), tier, environment, rehearsed=for_many, shared=_shared
        )
    return _templates[key]


def student_environment(root: Path, progress: Callable[[str], None]) -> StudentEnvironment:
    """Return the students' interpreter of a course; it imports the notebooks' checks beforehand."""
    checks = Path(autograder.checking.__file__).parent
    return StudentEnvironment.find(root, progress, modules=(checks,))


def close_template() -> None:
    """End the preloaded process, if there is one."""
    while _templates:
        _templates.popitem()[1].close()
