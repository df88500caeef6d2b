"""A picture that cannot be drawn says why in a sentence."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

plt = pytest.importorskip("matplotlib.pyplot")
PATH = Path(__file__).parents[2] / "notebooks" / "style.py"


@pytest.fixture
def style():
    """The module that lies beside notebooks."""
    spec = importlib.util.spec_from_file_location("style_of_pictures", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    plt.close("all")


def test_a_wrong_answer_gives_a_sentence_that_names_the_error(style):
    """IPython shows it in place of the traceback; the error itself is not lost."""
    draw = style.in_course_style(lambda: plt.plot(len(None)))
    with pytest.raises(style.NotDrawn) as raised:
        draw()
    (sentence, *rest) = " ".join(raised.value._render_traceback_()).split(". ")
    assert sentence == (
        "The picture is not drawn: TypeError: object of type 'NoneType' has no len()"
    )
    assert rest[0].startswith("If it draws what your own code gives, get that right first")
    assert isinstance(raised.value.__cause__, TypeError)
    assert not plt.get_fignums()


def test_an_unsolved_exercise_gives_a_note(style):
    """It is no error: the cells below still run."""

    def unwritten():
        raise NotImplementedError

    style.in_course_style(unwritten)()
    (text,) = plt.gca().texts
    assert "write it, then run this cell again" in text.get_text()
