"""The grader tries what will be done with students' notebooks before it trusts this machine."""

import pytest

from autograder.errors import UnfitError
from autograder.grading.classes import workers
from autograder.grading.classes.selftest import check_fitness, distrust
from autograder.grading.classes.workers import Finished, Here, Workers, finish
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.readable import Readable
from autograder.sandbox.tiers import probe

confined = pytest.mark.skipif(
    not probe().holds("landlock"), reason="nothing can be hidden from student code here"
)


def test_a_machine_that_grades_right_is_trusted(course):
    distrust(course, course.assignments)


def test_what_a_busy_machine_spoils_once_is_graded_again(course, monkeypatch):
    spoilt = []

    def once(job):
        if not spoilt:
            spoilt.append(job)
            return Finished(None, refused="The source was too slow.")
        return finish(job)

    monkeypatch.setattr(workers, "finish", once)
    run = Workers(1, Here).run
    check_fitness(course, {course.assignments[0]: "hash"}, run, course.root / "fit.json", {})
    assert [job.student for job in spoilt] == ["the source notebook"]


@confined
def test_packages_that_a_confined_process_cannot_read_are_found(course, monkeypatch):
    """As after a move, when what is remembered of the students' Python speaks of another place."""
    library = StudentEnvironment.find(course.root).python.parent.parent / "lib"

    def readable(self):
        asked = Readable.ask(self.python)
        paths = [path for path in asked.paths if path != str(library.parent)]
        return Readable(paths, asked.hidden, asked.links)

    monkeypatch.setattr(StudentEnvironment, "readable", property(readable))
    with pytest.raises(UnfitError, match=r"01-double.*the source notebook should get full marks"):
        distrust(course, course.assignments)
