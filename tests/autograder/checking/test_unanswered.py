"""What a notebook says where an answer is still open."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.checking import choices, unanswered
from autograder.checking.choices import seal_choice, seal_prediction

STUB = "# YOUR CODE HERE\nraise NotImplementedError()"


@pytest.fixture
def shell(monkeypatch, tmp_path):
    """An IPython of its own, in which the checks have been imported."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    questions = {
        "reason": seal_choice("reason", "b", {"a": "no."}),
        "order": seal_prediction("order", "BA", "names first"),
        "size": seal_prediction("size", (2,), ""),
    }
    monkeypatch.setattr(choices, "questions", lambda: questions)
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(history_length=1)
    shell.run_line_magic("colors", "NoColor")
    unanswered.watch()
    yield shell
    shell.set_custom_exc((), None)
    InteractiveShell.clear_instance()


@pytest.fixture
def said(shell, capsys):
    """Return what a cell shows."""

    def show(source):
        capsys.readouterr()
        shell.run_cell(source, store_history=True)
        return capsys.readouterr().out.strip()

    show("from autograder.checking import choice, prediction")
    return show


@pytest.mark.parametrize("check", ['choice(reason, "reason")', 'prediction(reason, "reason")'])
def test_a_check_without_its_answer_asks_for_one_in_a_sentence(said, check):
    """In place of the traceback of a NameError."""
    assert said(f'"""The reason."""\n{check}') == (
        "Give `reason` a value first: write your answer in its cell above, and run that cell."
    )


def test_letters_without_quotes_are_told_to_have_some(said):
    """Where letters are asked for."""
    expected = '`BA` is a name to Python, and has no value. Quotes make it a text: order = "BA"'
    assert said("order = BA") == expected
    assert "Quotes make it a text" in said("reason = b")


def test_a_check_of_a_function_that_is_not_there_says_so(said):
    """Its cell was not run, or does not make it."""
    said("from autograder.checking import check")
    assert said('"""It doubles."""\ncheck(double, [1, 2],\n    gives=[2, 4])') == (
        "There is no `double` yet: write it in its cell above, and run that cell."
    )


@pytest.mark.parametrize("source", ["size = BA", "other = b", "print(b)", "order = BA + 1", "b"])
def test_another_missing_name_has_its_traceback(said, source):
    """Whatever is not surely an answer without quotes is Python's own to tell."""
    shown = said(source)
    assert "Traceback (most recent call last)" in shown
    assert "NameError: name" in shown


def test_a_cell_that_is_not_written_says_so_in_a_sentence(said):
    """At the top of a cell, and in a function that another cell calls."""
    shown = " ".join(said(f"# reason = your letter\n{STUB}").split())
    assert shown == (
        "This cell is not written yet: write your code in it, in place of `# YOUR CODE HERE` "
        "and of the line below."
    )
    body = STUB.replace("\n", "\n    ")
    said(f"def double(x):\n    {body}")
    assert said("double(3)").startswith("`double` is not written yet: write your code in its cell")


def test_what_an_unwritten_cell_should_make_is_not_written_either(said):
    """A class stops its cell, and what comes after it there is never reached."""
    body = STUB.replace("\n", "\n    ")
    sentence = said(f"class Affine:\n    {body}\n\n\nclass ReLU:\n    {body}")
    assert sentence.startswith("`Affine` is not written yet")
    assert said("one = ReLU()").startswith("`ReLU` is not written yet: write your code in its cell")


def test_what_was_written_and_stopped_is_not_said_to_be_unwritten(said):
    """The cell as it was run last counts, also if Python cannot read it."""
    said(f"class Affine:\n    {STUB.replace(chr(10), chr(10) + '    ')}")
    for written in ("class Affine(Bse):\n    pass", "class Affine:\n    pass)"):
        said(written)
        shown = said("Affine()")
        assert "not written" not in shown
        assert "NameError: name 'Affine' is not defined" in shown


def test_another_notimplementederror_has_its_traceback(said):
    """Such as one that a student raises on purpose."""
    assert "Traceback" in said('raise NotImplementedError("later")')


def test_the_kind_of_error_stays(shell):
    """What grades by errors sees the same ones."""
    shell.run_cell("from autograder.checking import choice")
    assert isinstance(shell.run_cell('choice(reason, "reason")').error_in_exec, NameError)
    assert isinstance(shell.run_cell(STUB).error_in_exec, NotImplementedError)


def test_who_words_errors_already_goes_on_to(shell):
    """A handler that somebody else has set is left in place."""
    before = shell.CustomTB
    unanswered.watch()
    assert shell.CustomTB == before
