"""What a code cell's text says: magic lines, definitions, and what is left of a broken cell."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from autograder.checking import code
from autograder.checking.code import (
    as_python,
    defined_names,
    definitions,
    names_of,
    parse,
    pieces,
    statements,
    tree_of,
)
from autograder.checking.code_text import NotebookText
from autograder.course.form import form_problems

BROKEN = [
    "-" * 20_000 + "1",
    "1" + "+1" * 20_000,
    "(" * 1000,
    "\0",
    "x = '\ud800'",
    "no Python here",
]


@pytest.mark.parametrize("source", BROKEN, ids=range(len(BROKEN)))
def test_broken_code_is_broken_to_everybody(source):
    """Whatever the parser stumbles over: nobody else meets the error."""
    assert tree_of(source) is None
    assert statements(source) == []
    assert definitions(source) == []
    with pytest.raises(SyntaxError):
        parse(source)
    assert not NotebookText([source]).defines("f")


def test_a_cell_that_no_parser_can_hold_is_out_of_form():
    """`autograder check` says which cell it is."""
    from nbformat.v4 import new_code_cell, new_notebook

    notebook = new_notebook(cells=[new_code_cell(BROKEN[0], id="deep")])
    problems = [found for found in form_problems(notebook, Path(), 0) if found.startswith("cell")]
    assert "cell deep: line 1: nested too deeply. Correct it." in problems


def test_a_percent_sign_that_goes_on_from_the_line_above_is_no_magic():
    """What is Python as it stands stays as it is."""
    source = "x = (7\n     % 4)"
    assert as_python(source) == source
    assert defined_names(source) == {"x"}
    assert NotebookText([source]).defines("x")


def test_magic_and_shell_lines_are_passed_over():
    """In their place stands `pass`, as far to the right."""
    source = "%matplotlib inline\nif x:\n    !ls\ny = 1"
    assert as_python(source) == "pass\nif x:\n    pass\ny = 1"
    assert defined_names(source) == {"y"}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(): a = 1\nclass C: b = 1\nasync def g(): pass", {"f", "C", "g"}),
        ("import numpy as np, os.path\nfrom math import tau", {"np", "os", "tau"}),
        ("if x:\n    def f(): pass\nelse:\n    import numpy as np", {"f", "np"}),
        ("try:\n    import tqdm\nexcept ImportError as e:\n    tqdm = None", {"tqdm"}),
        ("a = [i for i in range(3)]\nf = lambda x: (y := x)", {"a", "f"}),
        ("total = sum(last := v for v in x)", {"total", "last"}),
        ("for i, (a, *b) in x:\n    c[0] = d.e = i", {"i", "a", "b"}),
        ("match x:\n    case [a, *b]: pass", {"a", "b"}),
    ],
)
def test_names_are_bound_by_definitions_assignments_and_imports(source, names):
    """Also within an `if`, a loop or a `try`; what belongs to a function is its own."""
    assert names_of(ast.parse(source).body) == names
    assert defined_names(source) == names


@pytest.mark.parametrize("end", ["", "\nprose, prose prose"], ids=["whole", "broken"])
def test_functions_and_classes_are_found_in_order(end):
    """In a broken cell too."""
    source = "async def g(): pass\n@d\ndef f(x):\n    def inner(): pass\nclass C: pass\nx = 1"
    assert definitions(source + end) == ["g", "f", "C"]
    assert defined_names(source + end) >= {"g", "f", "C", "x"}


def test_a_definition_that_is_only_quoted_is_none():
    """A text in quotes may begin its lines as it likes."""
    assert definitions('text = """\ndef f(x):\n    pass\n"""') == []


def test_both_branches_of_a_broken_cell_are_read():
    """The `else` belongs to its `if`, a comment does not part a decorator from its function."""
    source = (
        "if x:\n    def f(): pass\nelse:\n    def g(): pass\n@d\n# why\ndef h(): pass\nso prose"
    )
    text = NotebookText([source])
    assert text.defines("f") and text.defines("g") and text.defines("h")
    assert [piece.source for piece in pieces(source)] == ["@d\n# why\ndef h(): pass"]


def test_reading_code_needs_only_python_itself():
    """So that checks can go out to students without the rest of the grader."""
    imports = re.findall(r"^\s*(?:from|import) ([\w.]+)", Path(code.__file__).read_text(), re.M)
    assert {name.split(".")[0] for name in imports} <= sys.stdlib_module_names


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


def test_a_text_that_takes_minutes_to_parse_counts_as_broken():
    """Python 3.11 needs the square of an f-string's length; what is that long is no answer."""
    long = 'x = f"' + "{1}" * 150_000 + '"'
    data = f"x = {list(range(15_000))}"

    assert tree_of(long) is None
    assert names_of(tree_of(data).body) == {"x"}
    with pytest.raises(SyntaxError, match="longer than 100000 characters"):
        parse(long)
