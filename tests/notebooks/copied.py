"""Write down what a notebook's visible cells show of a function, as a student would copy it."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import re
import warnings
from collections.abc import Callable
from copy import deepcopy

import numpy as np

from autograder.checking.code import as_python
from autograder.checking.compare import numbers_in
from autograder.notebook.regions import without_regions
from tests.notebooks.handing_in import Version, answer_of, assignment_of, calls_of, measures

_COPIED = 2_000  # numbers: nobody copies more by hand
Shown = dict[str, list[tuple[tuple, dict, object]]]


def examples_of(stem: str) -> Shown:
    """Return for each function the calls that a student can see, with what they give.

    They are those of the cells that show it and of the visible halves of its claims.
    """
    shown: Shown = {}
    space: dict = {"__name__": "__main__"}
    here = os.getcwd()
    assignment = assignment_of(stem)
    os.chdir(assignment.folder)
    try:
        for cell in assignment.cells:
            if cell.kind != "code" or not _is_seen(cell) or measures(cell):
                continue
            source = without_regions(cell.source) if cell.is_claim else cell.source
            source = re.sub(r"^( *)import pictures$", r"\1pass", as_python(source), flags=re.M)
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                exec(compile(source, cell.id, "exec"), space)
            if cell.is_answer:
                for name in answer_of(stem):
                    if name not in shown and callable(space.get(name)):
                        shown[name] = []
                        if not isinstance(space[name], type):
                            space[name] = _recorded(space[name], shown[name], source)
    finally:
        os.chdir(here)
    return {name: calls for name, calls in shown.items() if calls}


def copied_example(stem: str, name: str, calls: list) -> Version:
    """Return the function as one result, whatever it is given."""
    result = _written(calls[0][2])
    source = f"import numpy as np\n\n\ndef {name}(*args, **kwargs):\n    return {result}\n"
    return Version(stem, f"{name}: the first example", source)


def copied_everything(stem: str, name: str, calls: list) -> Version:
    """Return the function as a table of all that can be seen, and zeros for other inputs."""
    table = "\n".join(
        f"    if same(args, {_written(args)}) and kwargs == {_written(kwargs)}:\n"
        f"        return {_written(result)}"
        for args, kwargs, result in calls
    )
    source = (
        "import numpy as np\n\n\n"
        "def same(given, known):\n"
        "    return len(given) == len(known) and all(\n"
        "        type(g) is type(k) and np.shape(g) == np.shape(k)\n"
        "        and getattr(g, 'dtype', 0) == getattr(k, 'dtype', 0) and np.array_equal(g, k)\n"
        "        for g, k in zip(given, known)\n    )\n\n\n"
        f"def {name}(*args, **kwargs):\n{table}\n"
        "    return np.zeros(np.shape(args[0]) if args else 1)\n"
    )
    return Version(stem, f"{name}: all examples", source)


def _is_seen(cell) -> bool:
    return "illustration" not in cell.tags or cell.id.endswith("-look")


def _recorded(function: Callable, calls: list, source: str) -> Callable:
    @functools.wraps(function)
    def recorder(*args, **kwargs):
        given = deepcopy((args, kwargs)) if _plain((args, kwargs)) else None
        result = function(*args, **kwargs)
        if given is not None and _plain(result) and numbers_in((given, result)) <= _COPIED:
            calls.append((*given, deepcopy(result)))
        return result

    recorder._source_ = lambda: source  # what checks of a function's text look at
    return recorder


def _plain(value: object) -> bool:
    if isinstance(value, (tuple, list)):
        return all(map(_plain, value))
    if isinstance(value, dict):
        return all(map(_plain, value.values()))
    return isinstance(value, (np.ndarray, np.generic, int, float, str, type(None)))


def _written(value: object) -> str:
    """Return an expression that makes the value."""
    if isinstance(value, (np.ndarray, np.generic)):
        listed = repr(value.tolist()).replace("inf", "np.inf").replace("nan", "np.nan")
        made = f"np.array({listed}, dtype={value.dtype.name!r})"
        if isinstance(value, np.generic):
            return f"{made}[()]"
        return made if value.size else f"{made}.reshape({value.shape})"
    if isinstance(value, (tuple, list)):
        inner = ", ".join(map(_written, value))
        comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
        return f"({inner}{comma})" if isinstance(value, tuple) else f"[{inner}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_written(item)}" for key, item in value.items()) + "}"
    return repr(value).replace("inf", "np.inf")


def has_hidden_values(claim_source: str) -> bool:
    """Return whether a claim's hidden half looks at values."""
    hidden = claim_source.partition("### BEGIN HIDDEN TESTS")[2]
    return bool({"agrees", "check", "raises"} & calls_of(_dedented(hidden))) or "assert" in hidden


def _dedented(hidden: str) -> str:
    return hidden.replace("### END HIDDEN TESTS", "")
