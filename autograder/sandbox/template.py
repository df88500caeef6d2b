"""Starts student processes for one notebook after the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.interpreter import TemplateClient
from autograder.sandbox.limits import Limits
from autograder.sandbox.plan import plan_for, variables
from autograder.sandbox.spawning import Forks, FreshInterpreters, Spawned
from autograder.sandbox.temporary import Scratch
from autograder.sandbox.tiers import best_tier

if TYPE_CHECKING:
    from autograder.sandbox.process import StudentProcess


class Template:
    """An interpreter that has imported everything, of which every notebook gets a fork.

    It starts with the first notebook, and anew if it has died.

    Parameters
    ----------
    limits : Limits, optional
        What a notebook may use.
    tier : str, optional
        How it is confined; by default as well as this machine can.
    environment : StudentEnvironment, optional
        The interpreter; by default the one that runs this, which hides nothing from a notebook that
        is not confined.
    fork : bool
        By default where the system can; otherwise every notebook gets a new interpreter.
    rehearsed : bool
        Whether it does beforehand what notebooks do; not worth it for a single one.
    shared : TemplateClient, optional
        A preloaded interpreter that runs already; forked if its environment is the same.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        tier: str | None = None,
        environment: StudentEnvironment | None = None,
        fork: bool = hasattr(os, "fork"),
        rehearsed: bool = True,
        shared: TemplateClient | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._tier = tier
        self._environment = environment or StudentEnvironment(Path(sys.executable))
        self._first_plan: dict[str, Any] | None = None
        self._processes: Forks | FreshInterpreters
        if fork:
            same = shared is not None and shared.environment.python == self._environment.python
            shared = shared if same else None
            self._processes = Forks(self._environment, self.limits, rehearsed, shared)
        else:
            self._processes = FreshInterpreters(self._environment, self.limits, rehearsed)

    def __enter__(self) -> Template:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def tier(self) -> str:
        """How notebooks are confined."""
        return self._tier or (best_tier() if hasattr(os, "fork") else "process")

    def begin(self) -> None:
        """Have the interpreter start while the caller does something else."""
        self._processes.begin()

    def prepare(self) -> None:
        """Start the interpreter now, so that the first notebook need not wait for it."""
        self._processes.start()

    def start(
        self,
        files: Mapping[str, bytes] | None = None,
        times: Mapping[str, float] | None = None,
        later: Mapping[str, bytes] | None = None,
    ) -> StudentProcess:
        """Return a new student process.

        Parameters
        ----------
        files : mapping, optional
            What lies in its working directory.
        times : mapping, optional
            Limits of time that are others for this notebook.
        later : mapping, optional
            What lies there too, from the first cell on.

        Raises
        ------
        NotStarted
            If it could not be had.
        """
        from autograder.sandbox.process import StudentProcess

        return StudentProcess(
            self._spawn,
            self._processes.by_fork,
            self.tier,
            self.limits.but(times or {}),
            files or {},
            later or {},
            self._environment.masked,
        )

    def close(self) -> None:
        """End the interpreter and every notebook that still runs."""
        self._processes.close()

    def _spawn(self) -> Spawned:
        scratch = None if self.tier == "full" else Scratch()
        if scratch is None:
            return self._processes.spawn(partial(self._message, None))
        try:
            spawned = self._processes.spawn(partial(self._message, scratch.path))
        except BaseException:
            scratch.close()
            raise

        def end() -> None:
            spawned.end()
            scratch.close()

        return replace(spawned, end=end, over=lambda: scratch.over(self.limits))

    def _message(self, scratch: Path | None, prefix: str) -> dict[str, Any]:
        """Return what the student process is told before it runs anything."""
        from autograder.sandbox.budget import bounds_of

        plan = self._plan(scratch, prefix)
        if scratch is not None and plan["user"] is not None:
            os.chown(scratch, plan["user"], plan["user"])
        return {
            "plan": plan,
            "bounds": vars(bounds_of(self.limits)),
            "shown": {
                "output_characters": self.limits.output_characters,
                "printed_characters": self.limits.printed_characters,
            },
            "by_fork": self._processes.by_fork,
        }

    def _plan(self, scratch: Path | None, prefix: str) -> dict[str, Any]:
        """Return the plan for a notebook; only its directory differs from the others'."""
        if self._first_plan is None:
            self._first_plan = plan_for(self.tier, self.limits, self._environment, scratch, prefix)
        if scratch is None:
            return self._first_plan
        home = str(scratch)
        return {**self._first_plan, "scratch": home, "variables": variables(home)}
