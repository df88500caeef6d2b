"""What a claim passed to a student's function is taken back when the claim is over."""

from __future__ import annotations

import shutil

import pytest

from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import Garbled, ProcessEnded
from autograder.sandbox.template import Template
from autograder.sandbox.tiers import probe

STEAL = """
import gc
def use(f):
    return f(1)
def steal():
    server = next(x for x in gc.get_objects() if type(x).__name__ == "Server")
    return server._call_back(0, (20,), {})
"""
GREEDY = """
import os
def fill(n):
    for number in range(n):
        with open(f"f{number}", "wb") as file:
            file.write(bytes(10**6))
    return n
def dig():
    for _ in range(3_000):
        os.mkdir("d" * 20)
        os.chdir("d" * 20)
    open("f", "w").close()
"""


def test_a_later_claim_cannot_call_what_an_earlier_one_passed():
    """The reference that one claim passes as an argument is no oracle in the next."""
    with Template(Limits()) as template, template.start() as process:
        process.run_cell(STEAL)
        with process.snapshot() as copy:
            assert copy.call(copy.lookup("use"), (lambda x: x + 1,)).value == 2
        with process.snapshot() as copy, pytest.raises(Garbled, match="another check's"):
            copy.call(copy.lookup("steal"))


@pytest.mark.skipif(not probe().holds("landlock"), reason="needs Landlock")
def test_files_written_within_a_claim_are_counted():
    """Where the disk is watched, it is watched while claims run, too."""
    limits = Limits(disk=20_000_000, files=10_000, call_seconds=20)
    with Template(limits, "landlock") as template, template.start() as process:
        process.run_cell(GREEDY)
        with process.snapshot() as copy, pytest.raises(ProcessEnded, match="of files"):
            for _ in range(50):
                copy.call(copy.lookup("fill"), (30,))
                copy.call(copy.lookup("fill"), (30,))


@pytest.mark.skipif(not probe().holds("landlock"), reason="needs Landlock")
def test_directories_too_deep_to_look_into_are_refused_and_removed(tmp_path, monkeypatch):
    """Files below the longest path that the system knows are not overlooked and do not stay."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o711)
    with Template(Limits(files=100_000), "landlock") as template:
        with template.start() as process:
            process.run_cell(GREEDY)
            with pytest.raises(ProcessEnded, match="files"):  # within the call or after it
                with process.snapshot() as copy:
                    copy.call(copy.lookup("dig"))
                process.run_cell("1")
        assert not [path for path in tmp_path.iterdir() if path.name.startswith("student-")]
    shutil.rmtree(tmp_path, ignore_errors=True)
