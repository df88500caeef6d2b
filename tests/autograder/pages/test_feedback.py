"""The feedback page: for one person, complete, harmless, and without anything hidden."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from autograder.course.classroom import Classroom
from autograder.course.people import Names, Person
from autograder.errors import MaterialError
from autograder.grading.results import write_results
from autograder.pages.feedback import feedback_of, feedback_page, ungraded_page, write_feedback
from autograder.verdicts import Outcome

from . import made_up
from .page_check import check_page

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)"><svg/onload=alert(3)>'


def test_the_page_is_well_formed_and_needs_nothing_from_elsewhere(assignment):
    """It parses, has one h1 and ordered headings, no script and no address outside itself."""
    for graded in (made_up.struggling(), made_up.graded("grace")):
        check_page(feedback_page(assignment, graded))


def test_points_and_what_to_do_next_come_first(assignment):
    """The headline and the first steps stand before everything else."""
    page = check_page(feedback_page(assignment, made_up.struggling()))
    assert [text for _, text in page.headings][1] == "What to do next"
    assert page.text.index("7 of 25 points") < page.text.index("What to do next")
    assert page.text.index("sign of the exponent") < page.text.index("Points by exercise")


def test_each_step_is_named_once_and_the_rest_is_counted(assignment):
    """Three steps are shown, in the notebook's order; two claims of one stub are one step."""
    shown = feedback_of(assignment, made_up.struggling())
    assert [step.points for step in shown.steps] == [5, 4, 3]
    assert shown.more == 1


def test_answers_without_a_name_are_a_step_for_each_exercise(assignment):
    """Each with its own points: writing one answers no other."""
    stub = "# YOUR CODE HERE\nraise NotImplementedError()"
    claims = ("row-sums-have-a-column", "temperature-values", "temperature-one-changes-nothing")
    lost = {
        claim: made_up.verdict(claim, Outcome.FAILED, message=made_up.UNWRITTEN) for claim in claims
    }
    answers = made_up.RIGHT | {"shape-answer": stub, "temperature": stub}

    shown = feedback_of(assignment, made_up.graded("ada", lost, answers=answers))

    assert [(step.exercise, step.sentence, step.points) for step in shown.steps] == [
        ("Predict, then run", "Write your answer.", 1),
        ("Temperature", "Write your answer.", 4),
    ]


def test_every_exercise_has_its_points(assignment):
    """The table's rows add up to the total, each from its own claims."""
    graded = made_up.struggling()
    page = check_page(feedback_page(assignment, graded))
    rows = {row[0].strip(): [cell.strip() for cell in row[2:]] for row in page.rows[1:]}
    assert rows["Predict, then run"] == ["1", "1"]
    assert rows["sigmoid: from one number to a table"] == ["2", "7"]
    assert rows["Temperature"] == ["0", "4"]
    assert rows["Together"] == ["7", "25"]


def test_what_was_not_run_is_open_and_never_a_zero(assignment):
    """An exercise of which nothing ran shows the word open, not 0; its points stay open."""
    lost = {
        claim: made_up.verdict(claim, Outcome.NOT_RUN, message="No process could be had.")
        for claim in ("temperature-values", "temperature-one-changes-nothing")
    }
    page = check_page(feedback_page(assignment, made_up.graded("ada", lost)))
    row = next(row for row in page.rows if row[0].strip() == "Temperature")
    assert [cell.strip() for cell in row[2:]] == ["open", "4"]
    assert "4 points are still open" in page.text
    assert "What could not be graded" in page.text
    assert "Nothing to mend in what could be graded" in page.text
    assert "not yet" not in page.text


def test_a_failed_claim_stands_beside_the_students_own_code(assignment):
    """The page has the message, its values and the answer's code, once."""
    html = feedback_page(assignment, made_up.struggling())
    page = check_page(html)
    assert page.text.count("powers / np.sum(powers)") == 2  # once in code, once quoted by a message
    assert "array of float64, shape (2, 2) [[0.032, 0.087], [0.237, 0.644]]" in page.text


def test_what_went_well_names_each_claim_that_holds(assignment):
    """Every passed claim is told, also those that only stood beside failed ones."""
    page = check_page(feedback_page(assignment, made_up.struggling()))
    for claim in ("row-sums-have-a-column", "sigmoid-scalar-gives-scalar", "softmax-values"):
        assert made_up.CLAIMS[claim][1].replace("`", "") in page.text


def test_everything_right_leaves_nothing_to_mend(assignment):
    """A perfect submission has no list of things to do, no code and no hint."""
    page = check_page(feedback_page(assignment, made_up.graded("grace")))
    assert "Nothing to mend: every claim holds." in page.text
    assert "What to work on" not in page.text
    assert "hint" not in page.text


def test_a_mistake_that_costs_two_claims_is_told_once(assignment):
    """Both claims are named over one message with one example."""
    changes = {
        claim: made_up.verdict(
            claim, Outcome.FAILED, message=f"{made_up.SIGN}\n{claim}", mistake=made_up.NO_MINUS
        )
        for claim in ("sigmoid-values", "sigmoid-scalar-gives-scalar")
    }
    page = check_page(feedback_page(assignment, made_up.graded("ada", changes)))
    assert page.text.count("Where to look") == 1
    assert "sigmoid is right on numbers, lists and tables. A number in gives" in page.text


def test_an_unwritten_answer_is_one_thing_to_do(assignment):
    """A stub is said to be not written yet; its claims are listed, not failed one by one."""
    page = check_page(feedback_page(assignment, made_up.struggling()))
    assert "softmax_with_temperature is not written yet" in page.text
    assert page.text.count("NotImplementedError: this") == 0


def test_only_the_first_hint_of_an_exercise_in_need_is_offered(assignment):
    """The hint that gives away least is there, with its formula as MathML; the next is not."""
    html = feedback_page(assignment, made_up.struggling())
    page = check_page(html)
    assert "Which axis holds the logits" in page.text
    assert "nearly gives it all away" not in html
    assert html.count("<math") >= 2
    assert "$" not in page.text


@pytest.mark.parametrize("where", ["message", "student", "warning", "code", "output", "advice"])
def test_nothing_that_a_student_can_write_becomes_markup(assignment, where):
    """Names, messages, code, outputs, warnings and advice are text, whatever is in them."""
    graded = made_up.struggling()
    claim = "softmax-rows-sum-to-one"
    bad = made_up.verdict(claim, Outcome.FAILED, message=EVIL, mistake=EVIL, warnings=(EVIL,))
    if where in ("message", "warning"):
        verdicts = tuple(bad if v.claim == claim else v for v in graded.verdicts)
        graded = replace(graded, verdicts=verdicts)
    elif where == "student":
        graded = replace(graded, student=EVIL)
    elif where == "advice":
        graded = replace(graded, advice=(EVIL,))
    else:
        html = {"output_type": "display_data", "data": {"text/html": EVIL}, "metadata": {}}
        text = {"output_type": "stream", "name": "stdout", "text": EVIL}
        for cell in graded.notebook["cells"]:
            if cell.get("id") == "softmax":
                cell["outputs"] = [html, text]
                cell["source"] = f"{cell['source']}\n# {EVIL}"
    page = check_page(feedback_page(assignment, graded))
    assert not any(given.get("src") == "x" for _, given in page.elements)


def test_no_line_of_a_hidden_test_is_anywhere_in_the_page(assignment):
    """Not in text, attributes or comments, even if a message quoted it."""
    graded = made_up.struggling()
    quoting = made_up.verdict(
        "softmax-values", Outcome.FAILED, message=f"The check stopped in line: {made_up.HIDDEN}"
    )
    verdicts = tuple(quoting if v.claim == quoting.claim else v for v in graded.verdicts)
    html = feedback_page(assignment, replace(graded, verdicts=verdicts, advice=(made_up.HIDDEN,)))
    assert made_up.HIDDEN in json.dumps(graded.notebook)
    assert "secret_reference" not in html
    assert "HIDDEN TESTS" not in html


def test_what_calls_printed_is_not_shown(assignment):
    """A function that prints its arguments does not tell what the hidden inputs are."""
    verdict = made_up.verdict("softmax-values", Outcome.FAILED, message="No.", printed="4711.25")
    assert "4711.25" not in feedback_page(
        assignment, made_up.graded("ada", {"softmax-values": verdict})
    )


def test_a_page_stays_small_whatever_was_put_out(assignment):
    """Megabytes of code, output and messages leave a page below 300 kB."""
    graded = made_up.struggling()
    for cell in graded.notebook["cells"]:
        if cell.get("metadata", {}).get("nbgrader", {}).get("solution"):
            cell["source"] += "\nx = [" + "1, " * 300_000 + "]"
            png = {"image/png": "iVBORw0KGgo" + "A" * 900_000}
            cell["outputs"] = [
                {"output_type": "stream", "text": "<&>" * 400_000},
                {"output_type": "display_data", "data": png},
                {"output_type": "display_data", "data": {"text/html": "<b>x</b>" * 90_000}},
            ] * 9
    verdicts = tuple(
        made_up.verdict(claim, Outcome.FAILED, message=f"{claim} {'long ' * 90_000}")
        for claim in made_up.CLAIMS
    )
    check_page(feedback_page(assignment, replace(graded, verdicts=verdicts)))


def test_the_same_results_give_the_same_page(assignment):
    """Two pages of one submission are equal byte for byte, the plot included."""
    pages = {feedback_page(assignment, made_up.struggling()) for _ in range(2)}
    assert len(pages) == 1


def test_a_function_that_is_a_curve_is_drawn_with_words_beside(assignment):
    """The plot has a title and a description that tell what is in it."""
    html = feedback_page(assignment, made_up.struggling())
    assert html.count('<svg class="plot"') == 1
    assert "The largest difference is 0.995." in html


def test_curves_that_look_the_same_are_not_drawn(assignment):
    """What is wrong cannot be seen in them."""
    graded = made_up.struggling()
    (curve,) = graded.curves
    near = tuple(y + 1e-4 for y in curve.reference)
    html = feedback_page(assignment, replace(graded, curves=(replace(curve, student=near),)))
    assert '<svg class="plot"' not in html


def test_a_second_definition_in_a_students_own_cell_is_shown_too(assignment):
    """The last definition counts, so it is beside the message."""
    graded = made_up.struggling()
    again = {"cell_type": "code", "id": "mine", "metadata": {}, "source": "def softmax(x):\n    7"}
    graded.notebook["cells"].append(again)
    assert "def softmax(x): 7" in check_page(feedback_page(assignment, graded)).text


def test_a_long_docstring_is_cut_to_its_first_line(assignment):
    """The student's own lines are what the message is about."""
    graded = made_up.struggling()
    for cell in graded.notebook["cells"]:
        if cell.get("id") == "softmax":
            cell["source"] = 'def softmax(x):\n    """Rows.\n\n    Long\n    text.\n    """\n    x'
    text = check_page(feedback_page(assignment, graded)).text
    assert 'def softmax(x): """Rows. …""" x' in text


def test_one_curve_is_drawn_once_though_two_exercises_need_it(assignment):
    """Claims of a later section about an earlier function show its code, not its plot again."""
    graded = made_up.struggling()
    raw = json.loads(assignment.notebook.read_bytes())
    late = made_up._claim("sigmoid-silent-at-minus-1000")
    late["source"] = "sigmoid(-1000)"
    raw["cells"] = [c for c in raw["cells"] if c.get("id") != late["id"]]
    raw["cells"] += [made_up._markdown("## Far out"), late]
    assignment.notebook.write_text(json.dumps(raw), encoding="utf-8")
    failed = made_up.verdict(late["id"], Outcome.FAILED, message="It warns.")
    verdicts = tuple(failed if v.claim == failed.claim else v for v in graded.verdicts)
    html = feedback_page(assignment, replace(graded, verdicts=verdicts))
    assert check_page(html).text.count("def sigmoid(x):") == 2
    assert html.count('<svg class="plot"') == 1


def test_the_page_lies_where_nbgrader_looks_for_it(course, assignment, tmp_path):
    """Results and notebook are read from the classroom; the page has the notebook's name."""
    classroom = Classroom(tmp_path / "classroom")
    graded = made_up.struggling()
    write_results(graded, classroom.results("ada", assignment.name))
    folder = classroom.graded("ada", assignment.name)
    (folder / "softmax.ipynb").write_text(json.dumps(graded.notebook), encoding="utf-8")
    path = write_feedback(classroom, assignment, "ada")
    assert path == classroom.feedback / "ada" / "09-softmax" / "softmax.html"
    assert path.read_text(encoding="utf-8") == feedback_page(assignment, graded)


def test_a_submission_that_could_not_be_graded_gets_its_reason(assignment):
    """The page says why, and that this is no zero."""
    page = check_page(ungraded_page(assignment, EVIL, f"The file is empty. {EVIL}"))
    assert "That is no zero" in page.text
    assert "The file is empty." in page.text


def test_feedback_before_grading_is_one_sentence(course, assignment, tmp_path):
    """Without results there is an error that says what to do."""
    with pytest.raises(MaterialError, match="autograder grade"):
        write_feedback(Classroom(tmp_path), assignment, "ada")


def test_several_unwritten_functions_of_one_cell_are_named_together(assignment):
    """As a person lists them: the last one after an `and`."""
    raw = json.loads(assignment.notebook.read_bytes())
    stub = "\n".join(
        f"def {n}(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()" for n in "fgh"
    )
    graded = made_up.struggling()
    for cells in (raw["cells"], graded.notebook["cells"]):
        for cell in cells:
            if cell.get("id") == "temperature":
                cell["source"] = stub
    assignment.notebook.write_text(json.dumps(raw), encoding="utf-8")
    text = check_page(feedback_page(assignment, graded)).text
    assert "f, g and h are not written yet" in text
    assert feedback_of(assignment, graded).exercises[-1].parts[0].names == ["f", "g", "h"]


def test_the_page_says_the_students_name_and_id(assignment):
    """An anonymous one says neither."""
    graded = made_up.struggling("0017")
    people = [Person("0017", "Séan", "O'Brien")]
    page = check_page(feedback_page(assignment, graded, names=Names(people)))
    assert "Feedback for Séan O'Brien (0017)" in page.text
    anonymous = feedback_page(assignment, graded, names=Names(people, anonymous=True))
    assert "Feedback for Student 1 " in check_page(anonymous).text
    assert "Séan" not in anonymous and "0017" not in anonymous


def test_arrays_do_not_break_within_rows_and_wide_ones_have_the_whole_width(assignment):
    """What fits beside the student's code stays there."""
    row = ", ".join(["0.12345678"] * 6)
    message = f"Wrong.\n\nYou got:   [[{row}],\n            [{row}]]"
    wrong = made_up.verdict("softmax-values", Outcome.FAILED, message=message)
    page = feedback_page(assignment, made_up.graded("ada", {"softmax-values": wrong}))
    assert '<div class="part wide">' in page
    assert f'<dd class="array">[[{row}],\n [{row}]]</dd>' in page
    small = made_up.verdict("softmax-values", Outcome.FAILED, message=made_up.SIGN)
    page = feedback_page(assignment, made_up.graded("ada", {"softmax-values": small}))
    assert '<div class="part">' in page
