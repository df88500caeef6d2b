"""The released notebook rules: graded cells, their order, points and tags come from it."""

from __future__ import annotations

import json
import uuid

from .attack import SIGMOID, Attack, attack, attacks, handed_in, own_cell

CLAIM = "sigmoid-values"


def claims(notebook: dict) -> list[dict]:
    """The graded cells."""
    return [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade")]


def every(**marks: object):
    """Set marks of nbgrader in all claims."""

    def change(notebook: dict) -> None:
        for cell in claims(notebook):
            cell["metadata"]["nbgrader"] |= marks

    return change


def emptied(notebook: dict) -> None:
    for cell in claims(notebook):
        cell["source"] = "6.0"


def deleted(notebook: dict) -> None:
    for cell in claims(notebook):
        notebook["cells"].remove(cell)


def doubled(notebook: dict) -> None:
    for cell in claims(notebook):
        notebook["cells"].insert(0, {**cell, "source": "pass"})


def retyped(notebook: dict) -> None:
    for cell in claims(notebook):
        cell["cell_type"] = "markdown"
        del cell["outputs"], cell["execution_count"]


def tagged(notebook: dict) -> None:
    for cell in claims(notebook):
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception", "illustration"]


def turned_around(notebook: dict) -> None:
    notebook["cells"].reverse()


def added(notebook: dict) -> None:
    cell = own_cell("mine", "1000.0")
    marks = {"grade": True, "solution": False, "locked": True, "points": 1000}
    cell["metadata"]["nbgrader"] = {**marks, "grade_id": "mine", "schema_version": 3}
    notebook["cells"].append(cell)


def forged_outputs(notebook: dict) -> None:
    for cell in claims(notebook):
        data = {"text/plain": str(cell["metadata"]["nbgrader"]["points"])}
        out = {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}
        cell["outputs"], cell["execution_count"] = [out], 1


@attacks(
    points=Attack(change=every(points=1000)),
    solution=Attack(change=every(solution=True, grade=True)),
    ungraded=Attack(change=every(grade=False, locked=False)),
    edited=Attack(change=emptied),
    deleted=Attack(change=deleted),
    doubled=Attack(change=doubled),
    retyped=Attack(change=retyped),
    tagged=Attack(change=tagged),
    around=Attack(change=turned_around),
)
def test_changed_graded_cells_earn_nothing(seen):
    """Edited, deleted, doubled and retyped tests are put right, and that is reported."""
    assert seen.points == 0
    assert len(seen.page["tests"]) == len(claims(handed_in(SIGMOID, "blank")))
    assert CLAIM in seen.notes


@attack(change=added)
def test_an_added_graded_cell_is_no_claim(seen):
    """Whatever points it gives itself, it is a cell of the student's own."""
    assert seen.points == 0
    assert {test["name"] for test in seen.page["tests"]} == {
        cell["id"] for cell in claims(handed_in(SIGMOID, "blank"))
    }


@attack(change=forged_outputs)
def test_stored_outputs_are_not_believed(seen):
    """Forged results in the file are no results."""
    assert seen.points == 0


def renamed(notebook: dict) -> None:
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] = cell["id"] = "own-" + uuid.uuid4().hex[:8]


def stripped(notebook: dict) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell["id"] = uuid.uuid4().hex[:8]


@attacks(
    renamed=Attack(base="right", change=renamed), stripped=Attack(base="right", change=stripped)
)
def test_lost_names_cost_nobody_anything(seen):
    """Right work is recognised without metadata; the instructor is told."""
    assert seen.points == sum(t["max_score"] for t in seen.page["tests"])
    assert seen.notes


def strange(notebook: dict) -> bytes:
    deep: object = 0
    for _ in range(20):
        deep = {"x": [deep]}
    for at, cell in enumerate(notebook["cells"]):
        cell["metadata"]["deep"] = deep if at == 3 else {"name": "\0\ud800\x1b[31m"}
        cell["attachments"] = {"../../x.png": {"image/png": "!", "text/html": "<script>"}}
        cell["id"] = "same"
        cell["source"] = [cell["source"], 5, None, "\0"] if at % 2 else cell["source"] + "\0"
    notebook["worksheets"] = [{"cells": []}]
    notebook["cells"] += [5, None, [], "cell", {"cell_type": "code"}, {"source": {}}]
    notebook["metadata"] = {"kernelspec": {"name": "bash", "argv": ["/bin/sh"]}, "x": "<script>"}
    return json.dumps(notebook).encode()


@attack(base="right", change=strange)
def test_odd_structures_are_cleaned(seen):
    """NUL, lone surrogates, odd types, doubled ids and a wrong kernel harm nothing."""
    assert seen.points == sum(t["max_score"] for t in seen.page["tests"])


def text(content: bytes):
    """Hand in these bytes."""
    return lambda notebook: content


def old(notebook: dict) -> bytes:
    cells = [
        {"cell_type": "code", "language": "python", "input": c["source"], "outputs": [],
         "metadata": c["metadata"], "collapsed": False, "prompt_number": 1}
        for c in notebook["cells"] if c["cell_type"] == "code"
    ]  # fmt: skip
    sheets = [{"cells": cells, "metadata": {}}]
    page = {"metadata": {"name": "x"}, "nbformat": 3, "nbformat_minor": 0, "worksheets": sheets}
    return json.dumps(page).encode()


@attacks(
    old=Attack(base="right", change=old),
    latin=Attack(
        base="right",
        extra="city = 'Zürich'",
        change=lambda made: json.dumps(made, ensure_ascii=False).encode("latin-1", "replace"),
    ),
    wide=Attack(base="right", change=lambda made: json.dumps(made).encode("utf-16")),
)
def test_other_formats_and_encodings_are_read(seen):
    """An old format and other encodings of honest work get their marks."""
    assert seen.points == sum(t["max_score"] for t in seen.page["tests"])


DEEP = b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
QUOTES = b'{"a": [' + b"[]," * 200 + b'"' + b'\\"' * 1_000_000
NUMBERS = b'{"nbformat": 4, "cells": ' + b"9" * 1_000_000 + b"}"
MANY = b'{"nbformat": 4, "cells": [' + b"{}," * 500_000 + b"{}]}"


@attacks(
    corrupt=Attack(change=lambda made: json.dumps(made).encode()[:-500]),
    empty=Attack(change=text(b"")),
    noise=Attack(change=text(bytes(range(256)) * 100)),
    other=Attack(change=text(b'{"cells": [], "nbformat": 4}')),
    text=Attack(change=text(b'"cells"')),
    constants=Attack(change=text(b'{"nbformat": NaN, "cells": Infinity}')),
    large=Attack(change=text(b" " * 4_000_000)),
    deep=Attack(change=text(DEEP)),
    quotes=Attack(change=text(QUOTES)),
    numbers=Attack(change=text(NUMBERS)),
    many=Attack(change=text(MANY)),
    code=Attack(last="x = (" + "1," * 400_000 + ")"),
)
def test_what_is_no_notebook_is_refused_with_a_reason(seen):
    """Corrupt, empty, huge and deep files cost seconds at most, and are told why."""
    assert seen.points is None
    assert seen.reason
    assert not seen.passed


SCRAMBLED = "".join(sorted(handed_in(SIGMOID, "blank")["cells"][5]["source"] * 3))[:1200]


def anagrams(notebook: dict) -> None:
    stripped(notebook)
    originals = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    notebook["cells"] = [
        {**originals[at % len(originals)], "id": f"a{at}",
         "source": originals[at % len(originals)]["source"][::-1] + f"#{at}"}
        for at in range(390)
    ] + originals[-3:]  # fmt: skip


@attacks(
    likeness=Attack(change=anagrams),
    broken=Attack(last="1 1\n" * 100_000),
    nested=Attack(last="-" * 200_000 + "1"),
    parentheses=Attack(answers={"sigmoid": "(" * 200 + ")" * 200}),
    attributes=Attack(last="a" + ".a" * 100_000),
)
def test_text_that_is_slow_to_look_at_is_not_looked_at_for_long(seen):
    """Comparing, repairing and parsing the student's text takes bounded time."""
    assert seen.points == 0
    assert seen.page["execution_time"] < 30
