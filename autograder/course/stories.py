"""Who is in the made-up class, and what each of them does to a notebook."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from dataclasses import dataclass

from autograder.course.draft import Draft, Expected, needed_answers
from autograder.course.people import Person

_NAMES = (
    "Ada Okafor, Bruno Lindqvist, Chen Wei, Dora Papadaki, Emil Novak, Fatima Haddad, "
    "Goran Petrovic, Hana Suzuki, Ivan Moreau, Jin Park, Kofi Mensah, Lena Bergmann, Mara Costa, "
    "Nils Iversen, Olga Romero, Priya Nair, Quinn Walsh, Rosa Amato, Sami Virtanen, Tala Reyes, "
    "Umar Aziz, Vera Kowalska, Wim de Boer, Xenia Lopez"
)
STUDENTS = tuple(
    Person(id=name.split()[0].lower(), first=name.split()[0], last=name.partition(" ")[2])
    for name in _NAMES.split(", ")
)


@dataclass(frozen=True)
class Story:
    """What a student does; `honest` if stock nbgrader should give the same points.

    `write` changes the draft, and returns the file's bytes if they are no notebook of the usual
    form.
    """

    tells: str
    write: Callable[[Draft], bytes | None]
    honest: bool = True


def _as_taught(draft: Draft) -> None:
    """All answers as in the reference."""


def _terse(draft: Draft) -> None:
    """No docstring, no comment."""
    for answer, function in draft.functions:
        if ast.get_docstring(function) is not None:
            del function.body[0]
        draft.write(answer.id, ast.unparse(function))


def _own_functions(draft: Draft) -> None:
    """The work is done by functions of the student's own, in cells of the student's own."""
    for answer, function in draft.functions:
        own = f"my_{function.name}"
        text = draft.read(answer.id).replace(f"def {function.name}(", f"def {own}(", 1)
        named = [f"{arg.arg}={arg.arg}" for arg in function.args.kwonlyargs]
        arguments = ", ".join([*(arg.arg for arg in function.args.args), *named])
        given = ast.unparse(function.args)
        draft.write(
            answer.id, f"{text}\n\n\ndef {function.name}({given}):\n    return {own}({arguments})"
        )


def _chatty(draft: Draft) -> None:
    """Prints within functions, and warns between them."""
    for answer, function in draft.functions:
        at = 1 if ast.get_docstring(function) is not None and len(function.body) > 1 else 0
        function.body.insert(at, ast.parse(f"print('in {function.name}')").body[0])
        careful = "\n\nimport warnings\nwarnings.warn('still to be tidied up')"
        draft.write(answer.id, ast.unparse(ast.fix_missing_locations(function)) + careful)


def _second_thoughts(draft: Draft) -> None:
    """A first attempt that is wrong, and a right one in a later cell: the last one counts."""
    for answer, function in draft.functions:
        right = draft.read(answer.id)
        given = ast.unparse(function.args)
        draft.write(answer.id, f"def {function.name}({given}):\n    return 'not yet'")
        draft.insert_after(answer.id, right, f"again-{answer.id}")


def _old_format(draft: Draft) -> bytes:
    """Format 4.2 as some web services write it: no cell ids, metadata of their own."""
    for cell in draft.cells:
        del cell["id"]
        cell["metadata"] = {**cell["metadata"], "colab": {"base_uri": "https://localhost/"}}
    page = {**draft.released, "cells": draft.cells, "nbformat_minor": 2}
    page["metadata"] = {**page["metadata"], "colab": {"provenance": []}}
    return json.dumps(page).encode()


def _very_old_format(draft: Draft) -> bytes:
    """Format 3, with worksheets."""
    cells = []
    for cell in draft.cells:
        old = {"cell_type": cell["cell_type"], "metadata": cell["metadata"]}
        if cell["cell_type"] == "code":
            old |= {"input": cell["source"], "outputs": [], "language": "python"}
        else:
            old["source"] = cell["source"]
        cells.append(old)
    page = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}}
    return json.dumps({**page, "worksheets": [{"cells": cells, "metadata": {}}]}).encode()


def _deleted_check(draft: Draft) -> None:
    """The first check is gone; it is put back."""
    del draft.cells[draft.position(draft.assignment.claims[0].id)]


def _doubled_cell(draft: Draft) -> None:
    """The first exercise stands there twice, id and all."""
    at = draft.position(draft.answers[0].id)
    draft.cells.insert(at, dict(draft.cells[at]))


def _untidy(draft: Draft) -> None:
    """Prose in a code cell, a failing cell, a helper file that was not handed in."""
    first, last = draft.answers[0].id, draft.answers[-1].id
    draft.insert_after(last, "here I was not sure what to do", "prose")
    draft.insert_after(first, "undefined + 1", "failing")
    for answer, _ in draft.functions[:1]:
        draft.write(answer.id, "from my_helpers import plot\n\n\n" + draft.read(answer.id))


def _endless_cell(draft: Draft) -> None:
    """A cell of the student's own never ends; it costs nothing but time."""
    draft.insert_after(draft.answers[0].id, "while True:\n    pass", "endless")


def _endless_function(draft: Draft) -> None:
    """One function never returns."""
    _replace_body(draft, "while True:\n        pass")


def _ends_python(draft: Draft) -> None:
    """One function ends the process that runs it."""
    _replace_body(draft, "import os\n    os._exit(0)")


def _replace_body(draft: Draft, body: str) -> None:
    needs = needed_answers(draft.assignment).values()
    answer, function = min(
        draft.functions, key=lambda pair: sum(pair[0].id in needed for needed in needs)
    )
    given = ast.unparse(function.args)
    draft.write(answer.id, f"def {function.name}({given}):\n    {body}")
    draft.lost.add(answer.id)


def _stops_at(share: float) -> Callable[[Draft], None]:
    def write(draft: Draft) -> None:
        for answer in draft.answers[round(share * len(draft.answers)) :]:
            draft.leave_blank(answer.id)

    return write


def _mistaken(which: int) -> Callable[[Draft], None]:
    """One of the known mistakes, five spread over all that there are."""

    def write(draft: Draft) -> None:
        asked = {function.name: answer for answer, function in draft.functions}
        known = [version for version in draft.wrong if version.function in asked]
        if not known:
            return
        version = known[(2 * which + 1) * len(known) // 10]
        answer = asked[version.function]
        draft.write(answer.id, version.source)
        needs = needed_answers(draft.assignment)
        touched = sum(c.points for c in draft.assignment.claims if answer.id in needs[c.id])
        all_points = sum(claim.points for claim in draft.assignment.claims)
        draft.expected = Expected(all_points - touched, all_points - 0.5, version.title)

    return write


def _blank(draft: Draft) -> None:
    """Nothing was done."""
    for answer in draft.answers:
        draft.leave_blank(answer.id)


def _corrupt(draft: Draft) -> bytes:
    """The upload was cut off."""
    draft.expected = Expected(None, None)
    content = draft.content()
    return content[: len(content) // 2]


def _forged(draft: Draft) -> None:
    """Checks emptied, skipped and with made-up results, and nothing done."""
    _blank(draft)
    for claim in draft.assignment.claims:
        cell = draft.cells[draft.position(claim.id)]
        data = {"text/plain": str(claim.points)}
        cell["source"] = str(claim.points)
        cell["metadata"] = {**cell["metadata"], "tags": ["skip-execution"]}
        cell["execution_count"] = 1
        cell["outputs"] = [
            {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}
        ]


STORIES = (
    Story("everything right, as taught", _as_taught),
    Story("everything right, terse", _terse),
    Story("everything right, in functions of her own", _own_functions),
    Story("everything right, but prints and warns", _chatty),
    Story("everything right at the second attempt", _second_thoughts),
    Story("everything right, older notebook format", _old_format, honest=False),
    Story("everything right, very old notebook format", _very_old_format, honest=False),
    Story("everything right, deleted a check", _deleted_check, honest=False),
    Story("everything right, doubled a cell", _doubled_cell, honest=False),
    Story("everything right, untidy", _untidy, honest=False),
    Story("everything right, and a cell that never ends", _endless_cell, honest=False),
    Story("one function never returns", _endless_function, honest=False),
    Story("one function ends Python", _ends_python, honest=False),
    Story("stopped after a quarter", _stops_at(0.25)),
    Story("stopped half way", _stops_at(0.5)),
    Story("stopped shortly before the end", _stops_at(0.8)),
    Story("a known mistake", _mistaken(0)),
    Story("a known mistake", _mistaken(1)),
    Story("a known mistake", _mistaken(2)),
    Story("a known mistake", _mistaken(3)),
    Story("a known mistake", _mistaken(4)),
    Story("handed in what was released", _blank),
    Story("the file was cut off", _corrupt, honest=False),
    Story("changed the checks and their results", _forged, honest=False),
)
