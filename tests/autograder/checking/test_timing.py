"""Speed, as a ratio: what is measured here comes from a clock that the tests turn."""

import time

import numpy as np
import pytest

from autograder.checking import timing
from autograder.checking.disagreement import TooBusy
from autograder.checking.timing import PATIENCE, SLOW_REPEATS, times_calls
from autograder.checks import call, faster, normal
from tests.autograder.checking.wrongs import said


class Timed:
    """A stand-in whose calls take what a list says, again and again."""

    __name__ = "total"

    def __init__(self, seconds, function=np.sum):
        self.seconds = seconds
        self.function = function
        self.calls = []

    def _put_(self, value):
        return [value]

    def _time_(self, args, kwargs):
        self.calls.append([value.copy() for (value,) in args])
        took = self.seconds[(len(self.calls) - 1) % len(self.seconds)]
        return took, self.function(*(value for (value,) in args))

    def _fetch_(self, kept):
        return kept


def slow(seconds=1.0):
    """The loop, as slow as it is said to be."""
    return Timed([seconds])


@pytest.mark.parametrize(("seconds", "repeats"), [(0.001, 1), (0.02, 1), (0.03, 5)])
def test_a_clear_answer_takes_few_repeats(seconds, repeats):
    """Hundreds of times faster: nothing more to measure."""
    student = Timed([seconds])
    faster(student, slow(), on=[normal(10)])
    assert len(student.calls) == repeats


def test_each_repeat_has_fresh_numbers():
    """A function that remembers results gains nothing."""
    student = Timed([0.04])
    faster(student, slow(), on=[normal(10)])
    first, second, *_ = (numbers for (numbers,) in student.calls)
    assert not np.array_equal(first, second)


def test_the_least_time_counts():
    """A busy machine is slow now and then."""
    faster(Timed([3.0, 2.0, 5.0, 0.01]), slow(), on=[normal(10)])


def test_an_unclear_answer_gets_more_patience():
    """Near the ratio it goes on, up to a limit."""
    student = Timed([0.08] * 9 + [0.04])
    faster(student, slow(), on=[normal(10)])
    assert len(student.calls) == 10
    unlucky = Timed([0.06])
    assert "only 16.7 times as fast" in said(faster, unlucky, slow(), on=[normal(10)])
    assert len(unlucky.calls) == PATIENCE


def test_a_loop_is_told_so_soon():
    """But not sooner: on a busy machine each call may have waited."""
    student = Timed([0.9])
    message = said(faster, student, slow(), on=[normal(10)])
    assert "`total` gives the right numbers, but is only 1.1 times as fast as the loop" in message
    assert "at least 20 times" in message
    assert len(student.calls) == SLOW_REPEATS


def test_a_slow_function_gets_the_usual_repeats():
    """A busy machine makes nothing ten times slower again and again."""
    student = Timed([0.25])
    assert "only 4.0 times" in said(faster, student, slow(), on=[normal(10)])
    assert len(student.calls) == SLOW_REPEATS


def test_slower_than_the_loop_is_said_in_words():
    """No ratio below 1."""
    assert "only slower than" not in said(faster, Timed([2.0]), slow(), on=[normal(10)])
    assert "slower than the loop" in said(faster, Timed([2.0]), slow(), on=[normal(10)])


def test_fast_and_wrong_is_wrong():
    """The result is compared in every repeat."""
    message = said(faster, Timed([0.001], np.max), slow(), on=[normal(10)])
    assert "wrong value" in message


@pytest.fixture
def wait(monkeypatch):
    """Turn the clock by which results are fetched on by so many seconds; else it stands still."""
    now = [0.0]
    monkeypatch.setattr(timing.time, "perf_counter", lambda: now[0])

    def wait(seconds):
        now[0] += seconds

    return wait


def test_work_that_goes_on_after_the_call_counts(wait):
    """A result that a thread still fills comes later the first time it is asked for."""

    class Later(Timed):
        def _fetch_(self, kept):
            if len(self.calls) not in self.fetched:
                self.fetched.add(len(self.calls))
                wait(0.1)
            return kept

    student = Later([0.0])
    student.fetched = set()
    assert "times as fast" in said(faster, student, slow(), on=[normal(10)])


def test_a_result_that_takes_long_to_send_counts_nothing(wait):
    """Large results are as slow to fetch the second time."""

    class Large(Timed):
        def _fetch_(self, kept):
            wait(0.1)
            return kept

    faster(Large([0.001]), slow(), on=[normal(10)])


def test_plain_functions_are_timed_too():
    """In a plain kernel, and without a wire: vectorised code is far beyond the ratio."""

    def loop(a, b):
        total = 0.0
        for x, y in zip(a, b, strict=True):
            total += x * y
        return total

    faster(
        lambda a, b: np.sum(a * b),  # no product of a library that has threads of its own
        loop,
        on=[call(normal(50_000), normal(50_000, mean=1.0))],
        times=3,
    )


def test_an_error_is_told_as_in_agreement():
    """Not as slowness."""

    def student(x):
        raise ValueError("no")

    assert "`student` stops with an error" in said(faster, student, np.sum, on=[normal(10)])


@pytest.mark.parametrize("kwargs", [{"x": normal(3)}])
def test_keywords_are_sent_ahead_as_well(kwargs):
    """Every argument is in the student's process before the clock starts."""
    seen = []

    class Keyword(Timed):
        def _time_(self, args, kwargs):
            seen.append(kwargs)
            return 0.001, np.sum(kwargs["x"][0])

    def loop(x):
        return np.sum(x)

    loop_timed = slow()
    loop_timed._time_ = lambda args, kwargs: (1.0, np.sum(kwargs["x"][0]))
    faster(Keyword([1]), loop_timed, on=[call(**kwargs)])
    assert list(seen[0]) == ["x"]


def test_arguments_that_are_worked_on_before_the_clock_starts_count():
    """A patched process may compute while it receives."""

    class Early(Timed):
        def _put_(self, value):
            time.sleep(0.1)
            return [value]

    assert "times as fast" in said(faster, Early([0.0]), slow(), on=[normal(10)])


def test_a_doubt_on_a_busy_machine_is_nobodys_fault():
    """Not quite the ratio, while the loop waited for the processor."""

    def waiting_loop(x):
        time.sleep(0.01)
        return np.sum(x)

    with pytest.raises(TooBusy, match="too busy"):
        faster(Timed([0.001]), waiting_loop, on=[normal(10)], times=20)


def test_a_loop_is_slow_on_a_busy_machine_too():
    """Far from the ratio there is no doubt."""

    def waiting_loop(x):
        time.sleep(0.01)
        return np.sum(x)

    assert "loop" in said(faster, Timed([0.01]), waiting_loop, on=[normal(10)], times=20)


def least(f, repeat=5):
    """The least of several times, as the exercise asks for it."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        f()
        times.append(time.perf_counter() - start)
    return min(times)


def test_a_timer_that_returns_the_least_time_is_right(capsys):
    """However long the calls really took."""
    times_calls(least, [0.03, 0.0, 0.03])
    assert capsys.readouterr().out == "right: least returns the least of 3 times\n"


def test_a_mean_or_a_sum_is_another_time():
    """Told with the times of the calls."""

    def mean(f, repeat=5):
        start = time.perf_counter()
        for _ in range(repeat):
            f()
        return (time.perf_counter() - start) / repeat

    assert "the least of the times is right" in said(times_calls, mean, [0.03, 0.0, 0.03])
    total = lambda f, repeat: 3 * mean(f, repeat)  # noqa: E731
    assert "the least of the times is right" in said(times_calls, total, [0.03, 0.0, 0.03])


def test_a_timer_calls_as_often_as_it_is_asked_to():
    """Once more to warm up is once too often."""

    def warmed(f, repeat=5):
        f()
        return least(f, repeat)

    message = said(times_calls, warmed, [0.0, 0.01])
    assert "called the function 3 times, where repeat=2 asks for 2" in message


def test_a_timer_that_returns_nothing_is_told_so():
    """The kind of the result comes before its number."""
    assert "returns None" in said(
        times_calls, lambda f, repeat: [f() for _ in range(repeat)] and None, [0.0, 0.01]
    )
