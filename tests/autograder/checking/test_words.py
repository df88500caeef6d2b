"""What a student is told: a sentence, the input, both results, where to look."""

import numpy as np
import pytest

from autograder.checking import check
from autograder.checking.disagreement import SCREEN_WIDTH, Disagreement, showing_expected
from autograder.checking.words import SCREEN
from autograder.checks import call, normal
from tests.autograder.checking.wrongs import double, said, wrong

X = np.array([[1.0, 2.0], [3.0, 5.0]])


def test_a_message_goes_from_words_to_input_to_results_to_advice():
    """The order: a sentence, the input, what came back, what should have, where to look."""
    message = wrong(lambda x: np.asarray(x) * 2.0 + [0, 0, 1])
    order = ["`double` returns", "Input:", "x = [1.0, 2.0, 3.0]", "You got:", "Expected:", "Where"]
    places = [message.index(part) for part in order]
    assert places == sorted(places)


def test_the_first_wrong_entry_is_named():
    """Index, what came back, what should have."""
    message = wrong(lambda x: np.asarray(x) * 2.0 + [0, 0, 1])
    assert "1 of 3 entries are wrong" in message
    assert "at [2] you got 7.0, expected 6.0" in message


def test_shapes_come_before_values():
    """A wrong shape is said in the sentence, whatever the values are."""
    message = wrong(lambda x: np.zeros((2, 2)))
    assert "wrong shape: (2, 2) instead of (3,)" in message.splitlines()[0]
    assert "[2., 4., 6.]   (an array of shape (3,), float64)" in message


def test_all_wrong_and_one_wrong_value_are_told_apart():
    """Of one number nobody says that all entries are wrong."""
    odd = np.array([4.0, -1.0, 7.0])
    assert "all entries are wrong" in wrong(lambda x: np.asarray(x) ** 3 + odd)
    assert "returns the wrong value." in wrong(lambda x: x + 7.5, on=[2.0])


@pytest.mark.parametrize(
    ("student", "relation"),
    [
        (lambda x: -2 * x, "Every number has the opposite sign."),
        (lambda x: (2 * x).T, "Your result is the transpose of the right one."),
        (lambda x: 2 * x[::-1], "The numbers are right, but in another order."),
        (lambda x: 6 * x, "Every number is 3 times what it should be."),
        (lambda x: 2 * x + 0.5, "Every number is 0.5 too large."),
        (lambda x: 2 * x - 0.5, "Every number is 0.5 too small."),
        (lambda x: 2 * x * (1 + 3e-7), "tiny beside the numbers"),
        (lambda x: np.where(x > 4, np.nan, 2 * x), "1 of 4 entries are nan"),
        (lambda x: x * np.nan, "All entries are nan"),
        (lambda x: np.where(x > 4, np.inf, 2 * x), "1 of 4 entries are infinite"),
        (lambda x: (2 * x).ravel(), "your result has lost an axis"),
        (lambda x: (2 * x)[None], "your result has an axis too many"),
        (lambda x: (2 * x).reshape(1, 4), "only their arrangement differs"),
        (lambda x: 2 * x[0], "Your result lacks an axis of length 2."),
        (lambda x: np.stack([x, x, x]), "Your result has one axis more than it should: axis 0."),
        (lambda x: np.stack([x, x]), "one axis more than it should: an axis of length 2."),
        (lambda x: 7 * x**2 + 1, "by hand"),
        (lambda x: np.ones(7), "which axis each step works along"),
    ],
)
def test_a_relation_is_said_if_it_holds(student, relation):
    """Sign, transpose, order, factor, offset, rounding, nan, infinity and lost axes."""
    assert relation in wrong(student, on=[X])


def test_numbers_next_to_0_are_in_no_other_order():
    """1e-17 where -1e-17 is right is no exchange of two numbers, though both are nearly 0."""
    with pytest.raises(Disagreement) as raised:
        check(np.abs, np.array([1e-10, -1e-17]), gives=[1e-10, -1e-17], atol=0)
    assert "another order" not in str(raised.value)
    tiny = np.array([[1.0, 1e-17], [-1e-17, 1.0]])
    assert "transpose" not in wrong(lambda x: 2 * np.abs(x), on=[tiny], atol=0.0)


def test_a_transpose_of_another_shape_is_recognised():
    """Where a table is not square, its transpose has another shape."""
    assert "transpose" in wrong(lambda x: (2 * x).T, on=[np.array([[1.0, 2.0, 3.0], [4, 5, 7]])])


def test_a_lost_axis_has_a_number_only_if_it_can_be_no_other():
    """In a square table a lost row and a lost column leave the same shape."""
    table = np.array([[1.0, 2.0, 3.0], [4, 5, 7]])
    assert "Your result lacks axis 0." in wrong(lambda x: 2 * x[0], on=[table])
    assert "Your result lacks axis 1." in wrong(lambda x: 2 * x[:, 0], on=[table])
    assert "Your result lacks an axis of length 2." in wrong(lambda x: 2 * x[:, 0], on=[X])


def test_rounding_and_cut_off_fractions_are_named():
    """Verified against every entry."""
    x = np.array([0.6172, 1.3891])
    assert "rounded to 2 decimals" in wrong(lambda x: np.round(2 * x, 2), on=[x])
    assert "fractions are cut off" in wrong(lambda x: (2 * x).astype(int), on=[x])


def test_a_zero_in_place_of_a_tiny_number_is_not_called_rounded():
    """Nobody can tell it from a result that has lost its digits on the way."""
    message = wrong(lambda x: np.round(2 * x, 6), on=[np.array([2e-18, 0.5])], atol=0.0)
    assert "1 of 2 entries are wrong" in message
    assert "rounded" not in message


def test_a_factor_needs_two_different_numbers_to_be_said():
    """From one number every factor follows."""
    assert "times what it should be" not in wrong(lambda x: 6 * x, on=[np.array([1.0])])


def test_an_error_comes_with_its_class_message_and_own_line():
    """And without a frame of the grader or of NumPy."""

    def student(x):
        table = np.ones((2, 2))
        return table @ np.asarray(x)

    message = wrong(student)
    assert "stops with an error on this input" in message
    assert "ValueError: matmul" in message
    assert "in line:   return table @ np.asarray(x)" in message
    assert "File" not in message and "Traceback" not in message


def test_the_line_of_a_check_is_no_line_of_the_students():
    """Where a check calls by a lambda what is not there."""
    with pytest.raises(Disagreement) as raised:
        check(lambda x: X.gradient(x), 1.0, gives=2.0, named="X.gradient")
    assert "AttributeError" in str(raised.value)
    assert "in line:" not in str(raised.value) and "that line" not in str(raised.value)


def test_a_missing_name_is_explained():
    """NameError: misspelt, or of another cell."""
    assert "misspelt" in wrong(lambda x: undefined_name + 1)  # noqa: F821


def test_endless_recursion_is_explained():
    """RecursionError: look at what ends the calls."""

    def student(x):
        return student(x)

    assert "calls itself" in wrong(student)


def test_exit_does_not_end_the_grader():
    """A student's `exit()` is one more error."""
    assert "SystemExit" in wrong(lambda x: exit())


def test_an_unwritten_function_is_told_so_in_a_line():
    """No input, no result: there is nothing to compare yet."""

    def student(x):
        raise NotImplementedError

    message = wrong(student)
    assert "not written yet" in message
    assert "Input" not in message


def test_none_asks_for_a_return():
    """The commonest reason for None."""
    assert "`double` returns None" in wrong(lambda x: None)


def test_other_types_are_named():
    """A text or an object in place of numbers."""
    assert "returns a text, where an array of shape (3,)" in wrong(lambda x: "2, 4, 6")
    assert "returns a function" in wrong(lambda x: double)


def test_a_dtype_is_compared_where_it_is_asked_for():
    """Shape first, then dtype, then values."""
    whole = lambda x: np.array([2, 4, 6])  # noqa: E731
    assert "int64 instead of float64" in wrong(whole, also=["dtype"])


def test_a_list_and_a_matrix_are_refused_where_an_array_is_right():
    """One cannot calculate with a list, and `*` means something else for a matrix."""
    assert "a list of 3" in wrong(lambda x: [2.0, 4.0, 6.0])
    assert "a matrix of shape (2, 2)" in wrong(lambda x: np.matrix(2 * x), on=[X])


def test_fractions_are_cut_off_only_where_the_result_is_made_of_integers():
    """Floats that happen to be whole are another matter."""
    x = np.array([0.6172, 1.3891])
    assert "cut off" not in wrong(lambda x: np.trunc(2 * x), on=[x])


def test_numpy_numbers_are_no_python_numbers_where_the_type_counts():
    """`also=["type"]`."""
    message = wrong(lambda x: np.float64(x), reference=lambda x: float(x), on=[3], also=["type"])
    assert "a scalar, float64, where a float is right" in message


def test_a_changed_argument_is_named():
    """`also=["untouched"]`, with the parameter's name."""

    def student(x):
        x *= 2
        return x

    message = wrong(student, on=[np.array([1.0, 2.0])], also=["untouched"])
    assert "changes its argument `x`" in message


def test_a_view_is_no_copy():
    """`also=["fresh"]`."""
    copies, views = lambda x: x.flatten(), lambda x: x.ravel()
    assert "returns a view of its argument `x`" in wrong(
        views, on=[X], reference=copies, also=["fresh"]
    )


def test_a_warning_is_shown_in_numpys_words():
    """`also=["silent"]`; values are right."""

    def student(x):
        np.exp(x * 1000.0)
        return 2.0 * x

    message = wrong(student, on=[np.array([1.0, 2.0])], also=["silent"])
    assert "with a warning on the way" in message
    assert "overflow encountered in exp" in message


def test_silencing_numpy_is_no_silence():
    """np.seterr would hide every later warning too."""

    def student(x):
        np.seterr(all="ignore")
        return 2.0 * x

    assert "np.seterr" in wrong(student, on=[np.array([1.0])], also=["silent"])
    assert np.geterr()["over"] == "warn"


def test_parts_of_a_result_are_named():
    """Dict keys and positions of a tuple."""
    facts = lambda x: {"size": np.size(x), "kind": "f"}  # noqa: E731
    assert "in ['size']" in wrong(lambda x: {"size": 2, "kind": "f"}, reference=facts)
    assert "no entry 'kind'" in wrong(lambda x: {"size": 3}, reference=facts)
    assert "a list of 2, where a dict" in wrong(lambda x: [3, "f"], reference=facts)
    pair = lambda x: (np.sum(x), np.asarray(x))  # noqa: E731
    assert "in [1]" in wrong(lambda x: (np.sum(x), np.ones(2)), reference=pair)
    assert "3 values, where 2 are right" in wrong(lambda x: (1, 2, 3), reference=pair)


def test_a_missing_refusal_names_the_error():
    """The reference raises; so should the student's function."""

    def reference(x):
        raise ValueError("negative")

    assert "ValueError is the error to raise" in wrong(lambda x: x, reference=reference)

    def other(x):
        raise KeyError("x")

    assert "should raise a ValueError here, but raises a KeyError" in wrong(
        other, reference=reference
    )


def test_the_same_result_for_every_input_is_noticed():
    """A hard-coded example, or a global in place of the parameter."""
    message = wrong(lambda x: np.array([2.0, 4.0]), on=[np.array([1.0, 3.0]), np.array([5.0, 2.0])])
    assert "the same result for different inputs" in message
    assert "its own parameter" in message.replace("the function's own", "its own")


def test_a_message_is_at_most_one_screen():
    """Whatever the sizes, and with the advice kept."""
    message = wrong(lambda *a: np.ones((40, 40, 3)), on=[normal(60, 50), normal(60, 50)])
    assert len(message.splitlines()) <= SCREEN
    assert max(map(len, message.splitlines())) <= 130
    assert "Where to look" in message


def test_a_long_error_message_is_cut():
    """A student's text cannot fill the page."""

    def student(x):
        raise ValueError("long " * 10_000)

    assert len(wrong(student)) < 1000


def test_expected_values_are_told_as_the_instructor_chose():
    """Default: for small inputs only; shapes always."""
    big = lambda x: double(x) + np.arange(100) ** 2  # noqa: E731
    only_big = [np.arange(100.0)]
    some = lambda x: double(x) if np.size(x) < 50 else big(x)  # noqa: E731
    assert "expected" not in wrong(some, on=only_big)
    assert "shape (100,), float64" in wrong(some, on=only_big).split("Expected:")[1]
    with showing_expected("always"):
        assert "expected 2.0" in wrong(some, on=only_big)
    with showing_expected("never"):
        message = wrong(lambda x: np.asarray(x) ** 2 - 0.7)
        assert "6." not in message.split("Expected:")[1]


def test_an_unknown_choice_of_what_to_show_is_refused():
    """The words are small, always, never."""
    with pytest.raises(ValueError, match="show_expected"), showing_expected("sometimes"):
        pass


def test_keyword_arguments_keep_their_names():
    """`alpha = 0.1` in the input."""

    def reference(x, alpha=1.0):
        return np.asarray(x) * alpha

    message = wrong(
        lambda x, alpha=1.0: np.asarray(x) + alpha, reference=reference, on=[call([4.0], alpha=0.5)]
    )
    assert "alpha = 0.5" in message
    assert "x = [4.0]" in message


def test_a_name_that_is_no_function_is_told():
    """The name was used again for something else."""
    message = wrong(np.zeros(3))
    assert "`double` is an array of shape (3,), float64, not a function" in message


@pytest.mark.parametrize(
    ("value", "gives", "sentence"),
    [
        ("a, b", [1, 2], "`places` is a text, where an array of shape (2,) is right."),
        (None, [1, 2], "`places` is None, where an array of shape (2,) is right."),
        (np.ones(3), [1, 2], "`places` is of the wrong shape: (3,) instead of (2,)."),
        (np.array([1, 3]), [1, 2], "`places` has the right shape, but 1 of 2 entries are wrong."),
        (7, 8, "`places` is the wrong value."),
        ((1, 2, 3), (1, 2), "`places` has 3 values, where 2 are right."),
        ({"a": 1}, {"b": 1}, "`places` is a dict that has no entry 'b'."),
    ],
    ids=["text", "none", "shape", "numbers", "number", "tuple", "dict"],
)
def test_what_is_no_function_returns_nothing(value, gives, sentence):
    """A value of the notebook is or has what it is; no docstring is spoken of."""
    message = said(check, value, gives=gives, named="places")
    assert message.splitlines()[0] == sentence
    assert "returns" not in message and "docstring" not in message


@pytest.mark.parametrize("error", [ValueError("negative"), ValueError], ids=["object", "class"])
def test_a_returned_error_is_not_taken_for_a_raised_one(error):
    """`return ValueError(...)` looks like `raise` to whoever wrote it."""
    message = said(check, lambda x: error, -1, raises=ValueError, named="root")
    assert "(returned, not raised)" in message
    assert "only `raise` stops the function" in message
    assert "(returned, not raised)" in said(check, lambda x: error, 4, gives=2, named="root")


def test_a_small_array_of_many_axes_takes_one_line():
    """Tables of up to four rows keep their rows; blank lines between blocks are never shown."""
    x = np.arange(12).reshape(2, 3, 2)
    message = wrong(lambda x: x, on=[x])
    assert "[[[0, 1], [2, 3], [4, 5]], [[6, 7], [8, 9], [10, 11]]]" in message
    assert len([line for line in message.splitlines() if line]) <= 10
    assert wrong(lambda x: x, on=[np.ones((2, 3, 5, 7))]).count("\n\n") == 2


def test_an_array_within_others_takes_one_line():
    """Several results stay legible: each is whole, and spaces that align nothing are left out."""
    parts = (np.array([[1, 20], [300, 4]]), np.array([0.5, 1]))
    message = said(check, lambda: parts, gives=(1, 2))
    assert "You got:   ([[1, 20], [300, 4]], [0.5, 1.])\n" in message


def test_many_results_are_broken_between_them():
    """None is cut off while there is room for it on another line."""
    parts = tuple(np.arange(10) * 10 for _ in range(4))
    message = said(check, lambda: parts, gives=1, named="parts")
    assert message.count("[0, 10, 20, 30, 40, 50, 60, 70, 80, 90]") == 4


def test_numbers_among_the_arguments_share_a_line():
    """They are short, and a message has few lines."""
    message = said(check, lambda a, rows, columns: a, np.ones(2), 1, 2, gives=[[1, 2]], named="f")
    assert "a = [1., 1.]   (an array of shape (2,), float64)\n" in message
    assert " rows = 1, columns = 2\n" in message


def test_arguments_that_a_function_collects_have_no_name():
    """`*args` is no name of the first argument."""
    assert "argument 1 = 3" in said(check, lambda *args, **kwargs: 1, 3, gives=2, named="f")


def test_a_notebook_breaks_long_lines_between_words():
    """JupyterLab would break them within words; values stay beside their title."""
    about = " ".join(["some words"] * 20)
    lines = Disagreement(f"{about}\n\nYou got:   {about}")._render_traceback_()
    assert max(map(len, lines)) <= SCREEN_WIDTH
    assert " ".join(lines).split() == f"{about} You got: {about}".split()
    assert lines[3] == "" and lines[4].startswith("You got:   some")
    assert lines[5].startswith(" " * 11 + "words") or lines[5].startswith(" " * 11 + "some")


@pytest.mark.parametrize(
    ("student", "look"),
    [
        (
            lambda x: -x if np.asarray(x) > 2 else x,
            "`not` and Python's own min, max and sorted want one True",
        ),
        (lambda x: np.asarray(x) ^ 2, "`**` is."),
        (lambda x: np.zeros(3, 2), "in brackets of their own, as one tuple"),
        (lambda x: np.ones(3) + np.ones(2), "aligned at the right"),
        (lambda x: x - 1, "lists do not calculate, arrays do."),
        (lambda x: x.sum(), "a list has no such thing, an array has."),
        (lambda x: np.ones((2, 3)) @ np.ones((2, 3)), "as many columns as the second has rows"),
        (lambda x: np.dot(np.ones((2, 3)), np.ones((2, 3))), "as many columns as the second has"),
        (lambda x: np.asarray([x, 1]), "parts of different shapes do not make one array"),
        (lambda x: [1, 2][np.asarray(x)], "an array or a list stands where one whole number"),
    ],
    ids=[
        "if",
        "power",
        "shape",
        "broadcast",
        "list",
        "attribute",
        "matmul",
        "dot",
        "parts",
        "index",
    ],
)
def test_errors_that_beginners_meet_first_are_put_in_plain_words(student, look):
    """Where to look, in place of NumPy's own way to say it."""
    assert look in " ".join(wrong(student).split())


def test_an_unwritten_function_is_told_from_one_that_calls_it():
    """What is written already is not said to be missing."""

    def halve(x):
        raise NotImplementedError

    assert wrong(halve).startswith("`double` is not written yet")
    message = wrong(lambda x: halve(x))
    assert message.startswith("`double` calls `halve`, which is not written yet")
    assert "look: the cell of `halve`" in message


def test_nothing_is_said_of_a_line_or_a_value_that_is_not_there():
    """No line is spoken of where none is shown, of an array only what it has, of shapes all."""

    def length(x):
        return x.length

    assert "an array has" not in wrong(length)
    assert "`x.shape`" in wrong(lambda x: np.asarray(x).shape.size)
    assert "look: the shapes that meet in that line" in wrong(
        lambda x: np.where(np.ones(2), np.ones(3), np.ones(4))
    )
    message = wrong(np.matmul)
    assert "in line:" not in message and "that line" not in message


def test_a_vector_of_another_length_is_not_said_to_have_a_wrong_axis():
    """It has only one."""
    message = wrong(lambda x: np.asarray(x)[:-1] * 2.0)
    assert "Where to look: how many numbers come out" in message


def test_a_dtype_is_called_a_dtype():
    """Not by the name that NumPy has for its class."""
    message = said(check, lambda: {"dtype": np.dtype(float)}, gives={"dtype": "float64"}, named="f")
    assert "returns a dtype in ['dtype'], where a text is right" in message
