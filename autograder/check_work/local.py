"""Grades on this machine, in a process of its own that stays ready for the next time."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import queue
import secrets
import subprocess
import sys
import threading
from collections import OrderedDict

from autograder.check_work.contract import About, Failed, Grading, NotNow, RequestState, Waiting
from autograder.check_work.grader import Task
from autograder.course.course import Course
from autograder.sandbox.tiers import UNCONFINED, best_tier

IDLE = 600.0  # seconds after which the grader ends if nobody asks
LONGEST = 300.0  # seconds that one grading may take: far above what a notebook may
MOST_WAITING = 20
KEPT = 50  # requests whose answers can still be asked for


class LocalGrader:
    """A `contract.Backend`: one grader, one notebook at a time.

    Parameters
    ----------
    course : Course
        Whose solutions it grades with.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._states: OrderedDict[str, RequestState] = OrderedDict()
        self._waiting: list[str] = []
        self._tasks: queue.Queue[tuple[str, Task] | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._tier = ""

    async def about(self) -> About:
        """Return that this machine grades; the grader gets ready, for it will be asked soon."""
        if not self._tier:
            self._tier = await asyncio.to_thread(best_tier)
        with self._lock:
            self._begin()
        about = About(kind="local", points=True, assignments=None)
        if self._tier == "process":
            about["risk"] = UNCONFINED
        return about

    async def ask(self, name: str, content: bytes, accepted: bool) -> str:
        """Put a notebook into the queue."""
        about = await self.about()
        if "risk" in about and not accepted:
            raise NotNow(409, about["risk"])
        if len(self._waiting) >= MOST_WAITING:
            raise NotNow(429, f"{MOST_WAITING} notebooks wait already. Wait for their answers.")
        number = secrets.token_hex(8)
        task = Task(content=base64.b64encode(content).decode())
        with self._lock:
            self._states[number] = Grading(state="grading", done=0, of=0)
            while len(self._states) > KEPT:
                self._states.popitem(last=False)
            self._waiting.append(number)
            self._tasks.put((number, task))
            self._begin()
        return number

    async def state(self, number: str) -> RequestState:
        """Return what has become of a request."""
        with self._lock:
            if number in self._waiting[1:]:
                return Waiting(state="waiting", place=self._waiting.index(number))
            if number not in self._states:
                raise NotNow(404, "The server knows no such request any more. Check again.")
            return self._states[number]

    async def close(self) -> None:
        """End the grader and its thread."""
        with self._lock:
            thread = self._thread
            self._tasks.put(None)
        if thread is not None:
            await asyncio.to_thread(thread.join)

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, daemon=True)
            self._thread.start()

    def _serve(self) -> None:
        """Grade what comes until nothing has come for a while; runs in a thread of its own."""
        process: subprocess.Popen[str] | None = None
        with contextlib.suppress(OSError):  # told when a notebook comes
            process = self._started()
        while task := self._next():
            number, work = task
            try:
                if process is not None and process.poll() is not None:
                    _end(process)
                    process = None
                process = process or self._started()
                state = self._grade(process, number, work)
            except Exception as error:  # no more threads, for instance; the next one may go well
                state = Failed(state="failed", reason=f"The grader could not be asked: {error}.")
                if process is not None:  # what it still says belongs to no other notebook
                    _end(process)
                    process = None
            with self._lock:
                self._states[number] = state
                self._waiting.remove(number)
        if process is not None:
            _end(process)

    def _next(self) -> tuple[str, Task] | None:
        try:
            return self._tasks.get(timeout=IDLE)
        except queue.Empty:
            with self._lock:  # nothing can be put between the look and the end
                if self._tasks.empty():
                    self._thread = None
                    return None
            return self._tasks.get()

    def _grade(self, process: subprocess.Popen[str], number: str, task: Task) -> RequestState:
        """Return what the grader says last about a notebook; a grader that hangs is ended."""
        assert process.stdin is not None and process.stdout is not None
        watch = threading.Timer(LONGEST, process.kill)
        watch.daemon = True
        watch.start()
        try:
            process.stdin.write(json.dumps(task) + "\n")
            process.stdin.flush()
            for line in process.stdout:
                state: RequestState = json.loads(line)
                if state["state"] != "grading":
                    return state
                self._states[number] = state
        finally:
            watch.cancel()
        return Failed(state="failed", reason="The grader ended before it was done. Check again.")

    def _started(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "autograder.check_work.grader"]
        return subprocess.Popen(
            [*command, str(self._course.root), self._tier],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=self._course.root,  # not where a student's own numpy.py may lie
        )


def _end(process: subprocess.Popen[str]) -> None:
    """Have it end with its input, or end it; close what it said."""
    try:
        process.communicate(timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        process.kill()
        process.communicate()
