"""The course's own modules, where claims that run in the grader can import them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def importable(modules: Mapping[str, bytes]) -> Iterator[None]:
    """Within the block, these modules can be imported, each anew.

    Parameters
    ----------
    modules : mapping
        File names and contents; of the course, never of a student.
    """
    if not modules:
        yield
        return
    names = [name.removesuffix(".py") for name in modules]
    before = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    with TemporaryDirectory() as folder:
        for name, content in modules.items():
            Path(folder, name).write_bytes(content)
        sys.path.insert(0, folder)
        importlib.invalidate_caches()
        try:
            yield
        finally:
            sys.path.remove(folder)
            sys.path_importer_cache.pop(folder, None)
            for name in names:
                sys.modules.pop(name, None)
            sys.modules.update(before)
