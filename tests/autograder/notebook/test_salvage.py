"""What can be saved of a broken cell."""

from __future__ import annotations

import pytest

from autograder.notebook.salvage import pieces


@pytest.mark.parametrize(
    ("source", "saved"),
    [
        ("def f():\n    return 1\n1 / 0", ["def f():\n    return 1"]),
        ("import no_such\nx = 3", ["import no_such", "x = 3"]),
        ("x = load()\ny = -1.5", ["y = -1.5"]),
        ("x += 1\nx = x + 1\nx.a = 3\na, b = 1, 2", []),
        ("x: int = 3\ny: int", ["x: int = 3"]),
        ("@d\ndef f():\n    pass\n\nclass C: a = 1", ["@d\ndef f():\n    pass", "class C: a = 1"]),
        ("some prose here\ndef f():\n    return 1", ["def f():\n    return 1"]),
        ("def g(x)\n    return x\ndef f():\n    return 1", ["def f():\n    return 1"]),
        ("@d\ndef f():\n    return 1\nthat was f", ["@d\ndef f():\n    return 1"]),
        ("x = [\n  1,\n  2,\n]\nprose prose", ["x = [\n  1,\n  2,\n]"]),
        ("%matplotlib inline\nx = 1", ["x = 1"]),
        ("", []),
        ("  only this", []),
        ("%no_magic", []),
        ("\0", []),
        ("(" * 1000, []),
    ],
)  # fmt: skip
def test_definitions_imports_and_constants_are_saved(source, saved):
    """Nothing that calls anything, and nothing that would change on a second run."""
    assert [piece.source for piece in pieces(source)] == saved


def test_each_piece_knows_its_last_line():
    """So that what ran before the error is not run again."""
    assert [piece.end for piece in pieces("x = 1\n\ndef f():\n    return 1\ny = 2")] == [1, 4, 5]
    assert [piece.end for piece in pieces("prose prose\nx = 1\ny = 2")] == [2, 3]
