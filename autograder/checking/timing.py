"""The claim that a function is many times faster than a loop, on any machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from . import words
from .compare import Comparison, Seen
from .disagreement import Disagreement, TooBusy
from .inputs import Call, as_call
from .observation import Observation, name_of, observe, remembered
from .show import parameters

REPEATS = 5  # as many are usual
SLOW_REPEATS = 8  # before a function counts as slow: each may have waited for the processor
PAUSE = 0.01  # seconds between them
PATIENCE = 15  # where these were not enough
CROWDED_PATIENCE = 60  # while other programs have the processor
REMEMBERED = 2  # repeats for which an earlier time of a loop of ours will do
CLEARLY = 2.0  # so many times the ratio that was asked for ends the measuring
WAY = 0.0005  # seconds by which fetching the same result twice may differ
SENDING = 0.001, 4e-9  # seconds for an argument, and for each of its bytes, that nobody counts
LIKE_A_LOOP = 2.0  # a ratio that no busy machine makes of a function without a loop
CALM = 0.005  # seconds: a sleep of 0 takes longer only while others have the processor
CROWDED = 1.25  # so many times the loop's processor time: others had the processor meanwhile


def faster(
    student: Callable[..., Any],
    loop: Callable[..., Any],
    on: Sequence[Any],
    times: float = 20,
    rtol: float = 1e-7,
    atol: float = 1e-9,
) -> None:
    """Claim that `student` gives what `loop` gives, at least `times` as fast, on each input.

    Both are timed in turn, each repeat with fresh numbers, so that remembered results are of no
    use; the least time of each counts. Measuring goes on while the answer is not clear, so that a
    noisy machine does not fail a fast function. The first repeats of a loop of ours are remembered,
    with their times: most functions are so fast that the answer is clear then.

    Parameters
    ----------
    student : callable
        The student's function, or a stand-in for it.
    loop : callable
        The slow version, which is also the reference.
    on : sequence
        The inputs, as in `agrees`; use inputs that make themselves, such as `normal(100_000)`.
    times : float
        The ratio that is asked for.

    Raises
    ------
    Disagreement
        If a result differs, or if it is not that much faster.
    TooBusy
        If it seems not quite fast enough while other programs had the processor.
    """
    comparison = Comparison(rtol=rtol, atol=atol)
    for case in map(as_call, on):
        ratio = _ratio(student, loop, case, comparison, times)
        if ratio < times:
            name = name_of(student, "the function")
            raise Disagreement(words.too_slow(name, ratio, times), about=name)
    names = [name_of(function, "it") for function in (student, loop)]
    print(f"right: {names[0]} is at least {times:g} times as fast as {names[1]}")


def times_calls(student: Callable[..., Any], pauses: Sequence[float]) -> None:
    """Check that a timer calls what it times once for each pause, and returns the least time.

    What it calls sleeps that long and notes how long that really took, so that a busy machine
    changes both sides. `student(f, repeat=n)` is tried again while the answer is not clear.

    Raises
    ------
    Disagreement
        If it calls too often or not often enough, or returns another time.
    TooBusy
        If even a pause of 0 seconds takes long.
    """
    name, asked = name_of(student, "the function"), len(pauses)
    took: list[float] = []

    def nap() -> None:
        start = time.perf_counter()
        time.sleep(pauses[len(took) % asked])
        took.append(time.perf_counter() - start)

    for _ in range(PATIENCE):
        took.clear()
        got = observe(student, (nap,), {"repeat": asked})
        if len(took) != asked and got.error is None:
            raise Disagreement(words.calls_counted(name, len(took), asked), about=name)
        least, second = sorted(took)[:2] if len(took) > 1 else (0.0, 0.0)
        near = Comparison(rtol=0.0, atol=(second - least) / 2)
        seen = Seen((), {"repeat": asked}, Observation(value=least), got, None)
        difference = near.first_difference(got, seen.expected)
        if difference is None:
            print(f"right: {name} returns the least of {asked} times")
            return
        if difference.kind != "value":
            seen = Seen((), {"repeat": asked}, seen.expected, got, difference)
            raise Disagreement(words.disagreement(name, (), seen), about=name) from None
    if least > CALM:
        raise TooBusy
    raise Disagreement(words.another_time(name, got.value, took), about=name)


def _ratio(
    student: Callable[..., Any],
    loop: Callable[..., Any],
    case: Call,
    comparison: Comparison,
    times: float,
) -> float:
    """How many times faster, from the least time of each."""
    least_loop = least_student = float("inf")
    crowded: list[bool] = []
    for repeat in range(CROWDED_PATIENCE):
        if repeat >= PATIENCE and 2 * sum(crowded) <= len(crowded):
            break
        args, kwargs = case.build(repeat)
        start, begun = time.perf_counter(), time.thread_time()
        expected, took = _timed(loop, args, kwargs, again=repeat < REMEMBERED)
        spent = time.thread_time() - begun
        ours = not hasattr(loop, "_time_")  # of others the processor's time is not known
        crowded.append(ours and time.perf_counter() - start > CROWDED * spent + WAY)
        least_loop = took if repeat == REMEMBERED else min(least_loop, took)  # no old time later
        got, took = _timed(student, args, kwargs)
        least_student = min(least_student, took)
        difference = comparison.first_difference(got, expected)
        if difference:
            seen = Seen(args, kwargs, expected, got, difference)
            name = name_of(student, "the function")
            raise Disagreement(words.disagreement(name, parameters(loop), seen)) from None
        ratio = least_loop / max(least_student, 1e-9)
        if ratio >= times * CLEARLY:
            break
        if repeat + 1 >= REPEATS and ratio >= times:
            break
        if repeat + 1 >= SLOW_REPEATS and ratio < times / 4 and not any(crowded):
            break
        if repeat > REMEMBERED:
            time.sleep(PAUSE)  # whoever had the processor may have done with it
    if LIKE_A_LOOP < ratio < times and 2 * sum(crowded) > len(crowded):
        raise TooBusy
    return ratio


def _timed(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], again: bool = False
) -> tuple[Observation, float]:
    """What one call gave, and its seconds without sending arguments and result.

    With `again`, an earlier call of our own function will do. An argument that takes longer to
    send than its size explains may already be worked on, so what is more than that counts.
    """
    if not hasattr(function, "_time_"):
        seen = (remembered if again else observe)(function, args, kwargs)
        return seen, seen.seconds
    remote: Any = function
    start = time.perf_counter()
    sent = [remote._put_(value) for value in args]
    named = {key: remote._put_(value) for key, value in kwargs.items()}
    late = time.perf_counter() - start - _sending(args, kwargs)
    try:
        seconds, kept = remote._time_(sent, named)
    except Exception as error:
        if not hasattr(error, "student_error"):
            raise  # no answer at all
        return Observation(error=error), 0.0
    seconds += max(late, 0.0)
    value, took = _fetched(function, kept)
    if took > WAY:  # what is still being worked on comes later the first time than the second
        later = took - _fetched(function, kept)[1]
        seconds += later if later > WAY else 0.0
    return Observation(value=value, seconds=seconds), seconds


def _sending(args: tuple[Any, ...], kwargs: dict[str, Any]) -> float:
    """How many seconds it may take at most to send the arguments, on a slow machine."""
    each, byte = SENDING
    values = [*args, *kwargs.values()]
    return sum(each + byte * getattr(value, "nbytes", 0) for value in values)


def _fetched(function: Any, kept: Any) -> tuple[Any, float]:
    start = time.perf_counter()
    value = function._fetch_(kept)
    return value, time.perf_counter() - start
