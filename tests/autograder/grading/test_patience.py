"""A class waits for its slow notebooks when the others are done, and not longer than it has to."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from autograder.grading.classes.patience import BUSIER, Pace, are_set, patiently
from autograder.grading.classes.pending import Pending
from autograder.grading.classes.workers import Finished
from autograder.sandbox.limits import Limits

from .conftest import RIGHT, by_student, handed_in

U = 0.25  # seconds that the source takes
FIRST = Pace(U).first["notebook_seconds"]
AMPLE = Pace(U).ample["notebook_seconds"]


@dataclass
class Made:
    """A class whose notebooks take as long as was said, by a clock that never runs."""

    needs: dict[str, float]
    paces: tuple[float, ...] = ()  # measured one after the other; then it stays what it was

    def grade(self, workers: int = 1) -> tuple[list[str], dict[str, str], float]:
        """Grade it; return who was done in which order, who was refused, and all seconds."""
        self.now, self.seconds = list(self.paces), 0.0
        pending = [Pending("one", name) for name in self.needs]
        ended = list(patiently(pending, self._attempt, {"one": Pace(U)}, self._measured, workers))
        assert sorted(item.student for item, _ in ended) == sorted(self.needs)
        refused = {item.student: finished.refused for item, finished in ended if finished.refused}
        return [item.student for item, _ in ended], refused, self.seconds

    def _attempt(self, pending, times, or_not):
        for item in pending:
            most = times(item).get("notebook_seconds", 60.0)
            took = min(self.needs[item.student], most)
            self.seconds += took
            slow = or_not(item) and took < self.needs[item.student]
            yield item, Finished(None, slow=slow, seconds=took)

    def _measured(self, assignments):
        return {item: Pace(self.now.pop(0) if self.now else U) for item in set(assignments)}


def test_the_slow_ones_come_last():
    """Nobody waits for a loop that never ends."""
    order, refused, _ = Made({"loop": 99.0, "ann": 0.3, "bob": 0.4}).grade()
    assert order == ["ann", "bob", "loop"]
    assert not refused  # it has a verdict: its own time was over


def test_a_class_of_the_slowest_takes_at_most_five_times_as_long_as_an_honest_one():
    """However many they are; the ones that no time is left for could not be graded."""
    size = 400
    *_, honest = Made({f"s{number}": U for number in range(size)}).grade()
    order, refused, slow = Made({f"s{number}": 99.0 for number in range(size)}).grade()
    assert slow < 5 * honest
    assert 0 < len(refused) < size
    assert (
        "Grade again" in refused[order[-1]] and f"longer than {FIRST:.2g} s" in refused[order[-1]]
    )


def test_a_few_that_need_more_time_have_it():
    """Right and slow is right."""
    needs = {f"s{number}": U for number in range(20)} | {"slow": AMPLE - 0.5, "loop": 99.0}
    assert not Made(needs).grade()[1]


def test_what_took_long_while_the_machine_got_busy_is_tried_again():
    """Whoever else wanted the processors, it is not the student who pays."""
    busy = Made({"ann": 99.0}, paces=(U, (BUSIER + 1) * U))
    *_, twice = busy.grade()
    *_, once = Made({"ann": 99.0}).grade()
    assert twice == pytest.approx(once + Pace((BUSIER + 1) * U).ample["notebook_seconds"], rel=0.3)


def test_on_a_machine_that_is_busier_than_thought_everybody_has_more_time():
    """Nobody waits behind those who are slow on purpose for what the machine takes."""
    needs = {"loop": 99.0, "loop2": 99.0} | {f"s{number}": 4 * U for number in range(20)}
    order, refused, _ = Made(needs, paces=(4 * U,) * 9).grade()
    assert not set(refused) & {f"s{number}" for number in range(20)}
    assert order[-2:] == ["loop", "loop2"]


def test_a_limit_of_time_that_somebody_chose_holds():
    """Then no notebook is hurried."""
    assert not are_set(Limits(disk=5))
    assert are_set(Limits(notebook_seconds=61)) and are_set(Limits(call_seconds=4))


def test_a_loop_in_a_class_costs_its_own_points_only(grade_all, submit):
    """It is stopped, the rest of its notebook is graded, and the others are as they were."""
    submit("ann", handed_in(RIGHT))
    submit("loop", handed_in(RIGHT | {"half": "def half(x):\n    while True: pass"}))
    assert by_student(grade_all(workers=2)) == {"ann": 4, "loop": 3}
