"""The commands parse, say one sentence when something is wrong, and end with the right code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import commands
from autograder.course.course import Course
from autograder.errors import MaterialError, UnfitError, UsageError
from autograder.grading.classes.grade_class import ClassOutcome

COURSE = Course.find(Path(__file__).parent)
NAMES = [
    *("check", "new", "rename", "build", "release", "start", "links", "try", "grade"),
    *("feedback", "report", "roster", "collect", "export", "hub-service", "demo"),
]


def run(*arguments: object):
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


def test_every_command_is_listed_with_a_line_of_help():
    """`autograder --help` is a complete list, and no line in it is cut off."""
    result = run("--help")

    listed = [line.split()[0] for line in result.output.split("Commands:")[1].strip().split("\n")]
    assert sorted(listed) == sorted(NAMES)
    assert "..." not in result.output.split("Commands:")[1]


def test_every_command_stands_in_the_guide():
    """docs/commands.md has a line for each, and for no other."""
    guide = (COURSE.root / "docs" / "commands.md").read_text(encoding="utf-8")

    listed = [line.split()[2].strip("`") for line in guide.split("\n") if "| `autograder " in line]
    assert sorted(listed) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_help_explains_each_option(name):
    """No option is without a word."""
    command = commands.commands[name]

    assert len(command.help) > 60
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert parameter.help, f"{name} {parameter.opts[0]}"


def test_help_imports_nothing_that_takes_time():
    """Of other packages only the one that parses commands; each command imports what it uses."""
    code = (
        "import sys; before = set(sys.modules); import autograder.cli\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(new - sys.stdlib_module_names))"
    )

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.split() == ["autograder", "click"]


def test_trying_starts_the_students_python_before_it_imports_numpy_itself():
    """Both import for most of a second: side by side, not one after the other."""
    code = (
        "import sys; from autograder.grading.templates import template_for; "
        f"template_for({{}}, None, {str(COURSE.root)!r}).begin(); print('numpy' in sys.modules)"
    )

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "False"


def test_no_command_waits_for_a_grammar_of_web_addresses():
    """A package that jsonschema finds builds one while it is imported, for two seconds."""
    code = (
        "import contextlib, sys; from autograder.cli import main; sys.argv[1:] = ['--version']\n"
        "with contextlib.suppress(SystemExit): main()\n"
        "import nbformat.validator, rfc3987_syntax"
    )

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert "import of rfc3987_syntax halted" in shown.stderr


WRONG_USE = {
    "no such assignment": (["release", "17-nothing"], "17-nothing: no such assignment"),
    "no such classroom": (["grade", "--classroom", "/no/where"], "/no/where: no such classroom"),
    "feedback of no class": (["feedback", "--classroom", "/no/where"], "no such classroom"),
    "no such notebook": (["try", "/no/where.ipynb"], "/no/where.ipynb: cannot be read"),
    "no such command": (["grde"], "No such command"),
    "no such option": (["grade", "--workers", "-1"], "Invalid value for '--workers'"),
}


@pytest.mark.parametrize("case", WRONG_USE, ids=lambda case: case.replace(" ", "-"))
def test_wrong_usage_is_one_sentence_and_exit_code_2(case):
    """What was asked for does not exist or cannot be: said without a traceback."""
    arguments, words = WRONG_USE[case]

    result = run(*arguments)

    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("error", "code"), [(MaterialError, 1), (UsageError, 2), (UnfitError, 3), (ValueError, 3)]
)
def test_each_error_has_its_exit_code(error, code, monkeypatch):
    """Material 1, usage 2, unfit 3; what nobody expected is the grader's fault too."""

    def fail(*_, **__):
        raise error("Something in particular.")

    monkeypatch.setattr(Course, "select", fail)
    result = run("build")

    assert result.exit_code == code
    assert "Something in particular." in result.output


def test_the_traceback_of_an_unexpected_error_is_kept(monkeypatch):
    """The sentence names a file, and the file has the traceback."""

    def fail(*_, **__):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(Course, "select", fail)
    output = run("build").output
    file = Path(next(word for word in output.split() if word.endswith(".txt;")).rstrip(";"))

    assert "a fault of the grader" in output
    assert "ZeroDivisionError: by nothing" in file.read_text()
    file.unlink()
    assert isinstance(run("--debug", "build").exception, ZeroDivisionError)


def test_a_class_that_handed_nothing_in_is_said_so(tmp_path):
    """An empty classroom is a wrong use, not an empty report."""
    result = run("grade", "--classroom", tmp_path)

    assert result.exit_code == 2
    assert "no submission of" in result.output


@pytest.mark.parametrize("command", ["grade", "feedback"])
def test_a_student_who_handed_in_nothing_is_named(command, tmp_path):
    """A wrong id is told, with the place where the right ones are."""
    (tmp_path / "submitted" / "ada" / "04-sigmoid").mkdir(parents=True)

    result = run(command, "04-sigmoid", "--student", "adda", "--classroom", tmp_path)

    assert result.exit_code == 2
    assert "--student adda: no submission of 04-sigmoid" in result.output


def test_what_could_not_be_graded_is_named_again_by_the_next_run(tmp_path):
    """With the reason; a count alone would say neither who nor why."""
    place = tmp_path / "submitted" / "ada" / "04-sigmoid"
    place.mkdir(parents=True)
    (place / "sigmoid.ipynb").write_text("{")

    said = [run("grade", "04-sigmoid", "--unconfined", "--classroom", tmp_path) for _ in range(2)]

    assert [result.exit_code for result in said] == [1, 1]
    for result in said:
        assert result.output.count("ada, 04-sigmoid: could not be graded. The file is") == 1
    assert "1 unchanged, 1 could not be graded." in said[1].output


def test_try_says_what_to_look_at_and_json_says_it_to_programs():
    """One notebook, both ways: the same points."""
    notebook = COURSE.select(["04-sigmoid"])[0].notebook

    spoken, page = run("try", notebook), run("try", "--json", notebook)

    assert spoken.exit_code == page.exit_code == 0
    assert "30 of 30 points" in spoken.output
    results = json.loads(page.output)
    assert results["score"] == 30
    assert {test["status"] for test in results["tests"] if "status" in test} <= {"passed"}


def test_try_runs_nothing_unconfined_unless_that_is_asked_for(tmp_path):
    """A stranger's code could read and change all that is the user's; one sentence says so."""
    trace = tmp_path / "trace"
    notebook = json.loads(COURSE.select(["04-sigmoid"])[0].notebook.read_text(encoding="utf-8"))
    first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    extra = f"open({str(trace)!r}, 'w')"
    notebook["cells"].insert(
        0, {**first, "id": "own", "metadata": {}, "source": extra, "outputs": []}
    )
    file = tmp_path / "sigmoid.ipynb"
    file.write_text(json.dumps(notebook), encoding="utf-8")
    tmp_path.chmod(0o777)

    refused = run("try", file, "--tier", "process")
    assert refused.exit_code == 3
    assert "not confined" in refused.output
    assert "--unconfined" in refused.output
    assert not trace.exists()

    accepted = run("try", file, "--tier", "process", "--unconfined")
    assert accepted.exit_code == 0
    assert "Not confined:" in accepted.output
    assert trace.exists()


@pytest.mark.parametrize("command", ["grade", "demo"])
def test_no_command_grades_unconfined_unless_that_is_asked_for(command, tmp_path, monkeypatch):
    """Where a machine has no better tier, nothing runs and one sentence says what to do."""
    monkeypatch.setattr("autograder.sandbox.tiers.best_tier", lambda: "process")
    place = tmp_path / "submitted" / "ada" / "04-sigmoid"
    place.mkdir(parents=True)
    (place / "sigmoid.ipynb").write_bytes(COURSE.select(["04-sigmoid"])[0].notebook.read_bytes())

    result = run(command, "04-sigmoid", "--classroom", tmp_path)

    assert result.exit_code == 3
    assert "not confined on this machine" in result.output and "--unconfined" in result.output
    assert not list(tmp_path.rglob("results.json"))


STOPPED = {
    "by Ctrl-C": ({"interrupted": True}, 130, "Stopped. What was finished is kept."),
    "by the gradebook": ({"trouble": "gradebook.db: is locked."}, 1, "gradebook.db: is locked."),
}


@pytest.mark.parametrize("case", STOPPED, ids=lambda case: case.replace(" ", "-"))
def test_a_demo_that_was_stopped_says_so(case, tmp_path, monkeypatch):
    """With the exit code that `grade` has then, not that of one that came to its end."""
    outcome, code, words = STOPPED[case]
    grade_class = "autograder.grading.classes.grade_class.grade_class"
    monkeypatch.setattr(grade_class, lambda *_, **__: ClassOutcome(**outcome))

    result = run("demo", "04-sigmoid", "--classroom", tmp_path)

    assert result.exit_code == code
    assert words in result.output


def test_try_on_the_notebook_of_another_course_is_one_sentence(tmp_path):
    """Nothing is guessed about a notebook that holds none of our exercises."""
    import nbformat

    other = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    nbformat.write(other, tmp_path / "other.ipynb")

    result = run("try", tmp_path / "other.ipynb")

    assert result.exit_code == 2
    assert "no exercise of this course" in result.output


def test_try_on_a_broken_file_is_one_sentence(tmp_path):
    """A file that is no notebook has exit code 1 and is named."""
    (tmp_path / "broken.ipynb").write_text('{"cells": [')

    result = run("try", tmp_path / "broken.ipynb")

    assert result.exit_code == 1
    assert "broken.ipynb" in result.output
    assert "Traceback" not in result.output
