"""What one template gives: copies of a notebook, and one notebook after the other."""

import sys
from pathlib import Path

import pytest

from autograder.sandbox import budget, interpreter
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import NotAnswered, NotStarted, ProcessEnded, TimedOut
from autograder.sandbox.template import Template
from autograder.sandbox.tiers import TIERS, probe
from tests.autograder.sandbox.conftest import FUNCTIONS

ROOT = Path(__file__).parents[3]


def test_what_happens_in_a_snapshot_ends_with_it(student):
    """Remembered inputs, names, random numbers, files' contents in memory."""
    for _ in range(2):
        with student.snapshot() as copy:
            assert copy.call(copy.lookup("remember"), (1,)).value == 1
            copy.assign("np", None)
    assert student.call(student.lookup("remember"), (1,)).value == 1


def test_snapshots_may_be_open_side_by_side(student):
    """Each has its own state."""
    with student.snapshot() as one, student.snapshot() as two:
        one.assign("x", 1)
        two.assign("x", 2)
        assert (one.lookup("x"), two.lookup("x")) == (1, 2)


@pytest.mark.parametrize("way", ["leave", "spin"])
def test_a_crash_or_endless_loop_in_a_snapshot_ends_the_snapshot_only(way):
    """The student is told what it was, and the next claim is answered."""
    sentences = {"leave": "ended", "spin": "2 s"}
    kinds = {"leave": ProcessEnded, "spin": TimedOut}
    with (
        Template(Limits(call_seconds=2), tier="process") as template,
        template.start() as student,
    ):
        student.run_cell(FUNCTIONS)
        with student.snapshot() as copy:
            with pytest.raises(kinds[way], match=sentences[way]):
                copy.call(copy.lookup(way))
            with pytest.raises(kinds[way]):
                copy.lookup("double")
        with student.snapshot() as copy:
            assert copy.call(copy.lookup("double"), (2,)).value == 4


def test_a_claim_has_its_own_time():
    """Many short calls together are too long as well."""
    limits = Limits(claim_seconds=2)
    with Template(limits, tier="process") as template, template.start() as student:
        student.run_cell("def f(): pass")
        with student.snapshot() as copy, pytest.raises(TimedOut, match="check took longer"):
            f = copy.lookup("f")
            while True:
                copy.call(f)
        with student.snapshot() as copy:
            assert copy.call(copy.lookup("f")).error is None


def test_after_slow_claims_and_cells_each_further_one_has_little_time(monkeypatch):
    """A class of the slowest is graded in bounded time, and a right answer still is right."""
    monkeypatch.setattr(budget, "LEAST", 2.0)
    with Template(Limits(), tier="process") as template, template.start() as student:
        student.run_cell("import time\ndef nap(seconds): time.sleep(seconds)")
        student._budget.used.update(cell_seconds=1000.0, claim_seconds=1000.0)
        with (
            student.snapshot() as copy,
            pytest.raises(TimedOut, match=r"check .* longer than 2 s"),
        ):
            copy.call(copy.lookup("nap"), (60,))
        with student.snapshot() as copy:
            assert copy.call(copy.lookup("nap"), (0,)).error is None
        with pytest.raises(TimedOut, match="cell ran longer than 2 s"):
            student.run_cell("time.sleep(60)")
        assert student.run_cell("x = 1").error is None


def test_every_notebook_begins_with_the_same_random_numbers(template):
    """Grading again gives the same marks."""
    drawn = []
    for _ in range(2):
        with template.start() as process:
            process.run_cell("import random, numpy as np\nx = random.random(), np.random.rand()")
            process.run_cell("order = list({'a', 'b', 'c', 'd', 'e'})\ndraw = random.random")
            with process.snapshot() as copy:
                next_number = copy.call(copy.lookup("draw")).value
            drawn.append((process.lookup("x"), process.lookup("order"), next_number))

    assert drawn[0] == drawn[1]


def test_notebooks_see_nothing_of_each_other(template):
    """Neither names nor changed modules."""
    with template.start() as one, template.start() as two:
        one.run_cell("import numpy as np; np.exp = None; y = 1")
        two.run_cell("import numpy as np")
        assert two.run_cell("np.exp(0.0)").error is None
        with pytest.raises(NameError):
            two.lookup("y")


def test_files_lie_in_the_working_directory(template):
    """Data can be read, modules imported."""
    files = {"data/a.txt": b"abc", "helper.py": b"answer = 42\n"}
    with template.start(files) as process:
        run = process.run_cell("import helper\nopen('data/a.txt').read(), helper.answer")

    assert run.outputs[0]["data"]["text/plain"] == "('abc', 42)"


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", ".."])
def test_files_cannot_be_put_elsewhere(template, name):
    """A name that leads out of the directory is the course's mistake."""
    with pytest.raises(ValueError, match="inside"):
        template.start({name: b""})


def test_a_closed_process_answers_no_more(template):
    """It does not come back to life either."""
    process = template.start()
    process.close()

    with pytest.raises(NotAnswered):
        process.run_cell("1")
    with pytest.raises(NotStarted), process.snapshot():
        pass


CELLS = """
import os, sys
import numpy as np

def where():
    return [sys.prefix, sys.executable, np.__file__, sys.modules["inside.server"].__file__]

def backwards():
    return "".join(where())[::-1]

def fail():
    raise ValueError(*where())
"""


@pytest.mark.parametrize("tier", [tier for tier in TIERS if probe().holds(tier)])
@pytest.mark.parametrize("place", ["/mnt", "/nowhere", None])
def test_no_message_says_where_the_course_lies(tier, place, monkeypatch):
    """Neither a value nor an error nor what is shown; in its own place, no trick finds it out."""
    monkeypatch.setattr(interpreter, "_place_for", lambda environment: place)
    course = str(ROOT)
    environment = StudentEnvironment.find(ROOT)
    with Template(tier=tier, environment=environment) as template, template.start() as process:
        shown = process.run_cell(f"{CELLS}\nprint(where())\nfail()")
        with process.snapshot() as copy:
            value = copy.call(copy.lookup("where")).value
            failed = copy.call(copy.lookup("fail")).error
            backwards = copy.call(copy.lookup("backwards")).value
        late = process.run_cell("import numpy.testing, colorsys")
    for told in (shown.outputs, shown.error, value, failed):
        assert "python" in str(told)
        assert course not in str(told)
    assert late.error is None
    if tier == "full" and place == "/mnt":
        assert course not in backwards[::-1]


@pytest.mark.skipif(not probe().holds("full") or not probe().holds("landlock"), reason="needs both")
@pytest.mark.parametrize("file", ["mountinfo", "mounts", "mountstats", "maps", "environ"])
def test_what_is_mounted_does_not_say_where_it_comes_from(file):
    """However the text is written down that is shown."""
    code = f"shown = open('/proc/self/{file}', 'rb').read().hex()"
    with Template(tier="full") as template, template.start() as process:
        ran = process.run_cell(code)
    assert ran.error is not None
    assert ran.error.name == "PermissionError"


@pytest.mark.parametrize("tier", [tier for tier in TIERS if probe().holds(tier)])
def test_scikit_learn_finds_what_is_loaded_without_proc(tier):
    """It asks how many threads NumPy's library has before it fits anything."""
    pytest.importorskip("threadpoolctl")
    environment = StudentEnvironment(Path(sys.executable))
    with Template(tier=tier, environment=environment) as template, template.start() as process:
        ran = process.run_cell("from threadpoolctl import threadpool_info\nthreadpool_info()")
    assert ran.error is None


@pytest.mark.skipif(not probe().holds("full"), reason="the tier full does not hold here")
def test_a_fully_confined_process_has_its_environment_at_a_fixed_place():
    """The same wherever the course lies."""
    environment = StudentEnvironment.find(ROOT)
    with Template(tier="full", environment=environment) as template, template.start() as process:
        process.run_cell("import sys\nplace = sys.prefix")
        assert process.lookup("place") == "/mnt/python"


def test_a_template_that_has_died_is_replaced():
    """The notebook that runs into it is graded."""
    with Template(tier="process") as template:
        with template.start() as process:
            pid = process.run_cell("import os; print(os.getpid())")
        template._processes._interpreter.process.kill()
        with template.start() as process:
            assert process.run_cell("1").error is None
    assert pid.error is None


def test_packages_of_ours_are_imported_before_there_is_a_notebook(tmp_path):
    """Every notebook imports them: a fork has them already."""
    package = tmp_path / "spoken"
    package.mkdir()
    (package / "__init__.py").write_text("import math\n")
    environment = StudentEnvironment.find(ROOT, modules=(package,))
    with Template(environment=environment) as template, template.start() as process:
        process.run_cell("import sys; known = 'spoken' in sys.modules")
        assert process.lookup("known") is True


def test_a_notebook_has_what_a_package_of_ours_imports_when_it_is_asked_for(tmp_path):
    """Its files are out of reach by then."""
    package = tmp_path / "spoken"
    package.mkdir()
    lazy = (
        "__all__ = ['word']\ndef __getattr__(name):\n    from .words import word\n    return word\n"
    )
    (package / "__init__.py").write_text(lazy)
    (package / "words.py").write_text("word = 'said'\n")
    environment = StudentEnvironment.find(ROOT, modules=(package,))
    with Template(environment=environment) as template, template.start() as process:
        assert process.run_cell("from spoken import word").error is None
        assert process.lookup("word") == "said"
