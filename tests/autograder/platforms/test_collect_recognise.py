"""A notebook is known by its cells, whatever its file is called."""

from __future__ import annotations

import json

import pytest

from autograder.errors import MaterialError
from autograder.platforms.recognise import Recogniser, is_candidate, plain_stem
from tests.autograder.platforms.downloads import handed_in, make_course, notebook


@pytest.fixture
def recogniser(tmp_path):
    return Recogniser(make_course(tmp_path / "course").assignments)


def test_the_cells_ids_tell_the_assignment(recogniser):
    """The name of the file says nothing."""
    known = recogniser.recognise(handed_in("sigmoid"), "softmax.ipynb")
    assert known == "04-sigmoid"


def test_the_text_tells_it_when_all_metadata_is_gone(recogniser):
    """As after a detour through another editor, or in format 3."""
    cells = [
        {"cell_type": c["cell_type"], "source": c["source"]} for c in notebook("softmax")["cells"]
    ]
    old = [
        {"cell_type": "code", "language": "python", "outputs": [], "input": c["source"]}
        for c in cells
        if c["cell_type"] == "code"
    ]
    third = {"nbformat": 3, "metadata": {"name": ""}, "worksheets": [{"cells": old}]}

    for content in ({"nbformat": 4, "cells": cells}, third):
        known = recogniser.recognise(json.dumps(content).encode(), "hw.ipynb")
        assert known == "09-softmax"


def test_the_name_is_the_last_resort(recogniser):
    """A rewritten notebook under the released name is still graded."""
    content = json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": "1"}]}).encode()
    known = recogniser.recognise(content, "Copy of Softmax (2).ipynb.txt")
    assert known == "09-softmax"
    with pytest.raises(MaterialError, match="of no assignment"):
        recogniser.recognise(content, "hw.ipynb")


@pytest.mark.parametrize(
    "content",
    [b"null", b"3", b'{"cells": 3}', b'{"nbformat": 4, "cells": 3}', b'{"worksheets": {"a": 1}}'],
)
def test_what_is_no_notebook_is_refused(recogniser, content):
    """With a reason, never with a traceback."""
    with pytest.raises(MaterialError, match=r"not a notebook|no list of cells"):
        recogniser.recognise(content, "softmax.ipynb")


def test_odd_metadata_harms_nobody(recogniser):
    """Lists in place of dicts, numbers in place of text."""
    cells = [{"metadata": [], "source": 3, "id": []}, {"metadata": {"nbgrader": 1}, "source": [1]}]
    content = json.dumps({"nbformat": 4, "cells": cells + notebook("softmax")["cells"]}).encode()
    assert recogniser.recognise(content, "x.ipynb") == "09-softmax"


@pytest.mark.parametrize(
    "name",
    [
        "softmax.ipynb.txt",
        "Copy of softmax (2).ipynb",
        "softmax-Copy1.ipynb",
        "softmax-2.ipynb",
        "softmax (1).ipynb.json",
        "SOFTMAX.IPYNB",
    ],
)
def test_what_copying_adds_is_taken_off(name):
    """Browsers, Jupyter, Drive and platforms each add their own."""
    assert is_candidate(name)
    assert plain_stem(name) == "softmax"
