"""What lies beside a notebook while it is graded: the released files, and the student's own."""

from __future__ import annotations

import functools
import py_compile
import re
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from autograder.course.checking_files import checking_files
from autograder.course.course import Assignment

_CODE = re.compile(r"\.(?:pyc?|pyd|so)$")  # what Python would import
_CHECKED = py_compile.PycInvalidationMode.CHECKED_HASH


def released_files(assignment: Assignment) -> dict[str, bytes]:
    """Return what is released beside the notebook, by its path below the assignment's folder."""
    own = {
        path.relative_to(assignment.folder).as_posix(): path.read_bytes()
        for path in assignment.files
    }
    return {**own, **checking_files(assignment)}


def beside(released: Mapping[str, bytes], own: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of one student, with the released ones over them.

    Released modules come compiled as well, or Python would do it again for every notebook; it
    does if its version is another or the text is.
    """
    modules = (_compiled(*file) for file in released.items() if file[0].endswith(".py"))
    released = {**released, **{name: content for name, content in modules if content is not None}}
    return {**_not_in_the_way(own, released), **released}


def data_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that are no code: Python could import that in the place of its own."""
    return {name: content for name, content in files.items() if not _CODE.search(name)}


def code_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that Python could import."""
    return {name: content for name, content in files.items() if _CODE.search(name)}


def _not_in_the_way(own: Mapping[str, bytes], released: Mapping[str, bytes]) -> dict[str, bytes]:
    """Leave out a file in the place of a released one's folder, and a folder in that of a file."""
    if not own:  # as nearly always: a class is thousands
        return {}
    folders = {str(parent) for name in released for parent in PurePosixPath(name).parents}
    return {
        name: content
        for name, content in own.items()
        if name not in folders
        and not {str(one) for one in PurePosixPath(name).parents} & {*released}
    }


@functools.lru_cache(maxsize=32)
def _compiled(name: str, source: bytes) -> tuple[str, bytes | None]:
    """Return where a compiled module goes, and its content; None if it cannot be compiled."""
    path = PurePosixPath(name)
    place = str(path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc")
    with TemporaryDirectory() as folder:
        module, compiled = Path(folder, "module.py"), Path(folder, "module.pyc")
        module.write_bytes(source)
        try:
            py_compile.compile(
                str(module), str(compiled), name, doraise=True, invalidation_mode=_CHECKED
            )
        except py_compile.PyCompileError:
            return place, None
        return place, compiled.read_bytes()
