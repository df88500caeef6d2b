"""Tests of `autograder.grading.fingerprints`: what has changed is graded again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from autograder.grading.fingerprints import grader_files

NO_PART = {"__init__.py", "errors.py", "files.py", "gradebook/__init__.py"}  # no result hangs on it
CODE = """
import sys, autograder.checks, autograder.grading.grade
print(*[m.__file__ for n, m in sys.modules.items() if n.split(".")[0] == "autograder"], sep="\\n")
"""


def test_a_result_depends_on_every_module_that_grading_imports():
    """Or a class would keep the verdicts of checks that were mended since."""
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    package = Path(sys.modules["autograder"].__file__).parent
    imported = {Path(line).relative_to(package).as_posix() for line in done.stdout.split()}

    counted = {path.relative_to(package).as_posix() for path in grader_files()}

    assert imported - counted <= NO_PART
    assert "checking/compare.py" in imported
