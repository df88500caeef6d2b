"""What the best confinement costs over the least: the same notebook in turn, in one process."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from unittest.mock import patch

from autograder.course.course import Assignment
from autograder.grading import grade
from autograder.grading.grade import grade_submission, job_for
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.interpreter import Interpreter
from autograder.sandbox.limits import Limits
from autograder.sandbox.spawning import Forks
from autograder.sandbox.template import Template
from autograder.sandbox.tiers import best_tier
from benchmarks.classes import COURSE

_TICK = 100  # of the kernel's clock, a second


def costs(assignment: Assignment, rounds: int) -> dict[str, tuple[float, float]]:
    """Return the seconds and the processor's seconds of one notebook for two tiers.

    The seconds are the least, which a busy moment does not change; the processor's are means.
    All of it happens on one processor, as in the workers of a large class.
    """
    environment = StudentEnvironment.find(COURSE.root)
    tiers = dict.fromkeys((best_tier(), "process"))
    templates = {tier: Template(Limits(), tier, environment) for tier in tiers}
    taken: dict[str, list[float]] = {tier: [] for tier in tiers}
    worked: dict[str, list[float]] = {tier: [] for tier in tiers}
    usable = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(usable)})
    try:
        for number in range(rounds + 1):
            for tier, template in templates.items():
                job = job_for(COURSE, assignment, "a", assignment.notebook.read_bytes(), tier=tier)
                start, cpu = time.perf_counter(), _processor(template)
                with patch.object(grade, "_template", return_value=template):
                    graded = grade_submission(job)
                assert graded.points == graded.possible, f"{assignment.name}: not full marks"
                if number:  # the first one starts the template
                    taken[tier].append(time.perf_counter() - start)
                    worked[tier].append(_processor(template) - cpu)
    finally:
        os.sched_setaffinity(0, usable)
        for template in templates.values():
            template.close()
    return {tier: (min(taken[tier]), statistics.mean(worked[tier])) for tier in tiers}


def _processor(template: Template) -> float:
    """The processor's seconds of this process, of a template and of all its forks so far."""
    processes = template._processes
    interpreter = processes._interpreter if isinstance(processes, Forks) else None
    if not isinstance(interpreter, Interpreter):
        return 0.0
    fields = Path(f"/proc/{interpreter.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return time.process_time() + sum(map(int, fields[11:15])) / _TICK
