"""How long "Check my work" takes: `python -m benchmarks.check_work [rounds]`.

In turn: `autograder try` on a solved notebook; the same notebook asked of a grader that has not
been started; and once more of that grader, which waits. Prints the least of each, and says whether
the first answer takes at most 1.5 times as long as `try`, and the second at most half a second.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.check_work.local import LocalGrader
from benchmarks.classes import COURSE
from benchmarks.coach import right_notebook

COLD = 1.5  # times `autograder try`
WARM = 0.5  # seconds
LOOK = 0.08  # seconds between two looks, as JupyterLab takes them
ASSIGNMENTS = ("04-sigmoid", "09-softmax")


def main(rounds: int) -> int:
    """Measure, print, and return 0 if both promises are kept."""
    kept = True
    for assignment in COURSE.select(ASSIGNMENTS):
        content = right_notebook(assignment)
        with TemporaryDirectory(prefix="benchmark-") as folder:
            path = Path(folder, assignment.notebook.name)
            path.write_bytes(content)
            found = [asyncio.run(_round(path, content)) for _ in range(rounds)]
        tried, cold, warm = (min(column) for column in zip(*found, strict=True))
        print(
            f"{assignment.name}: try {tried:.2f} s, first answer {cold:.2f} s "
            f"({cold / tried:.2f} times), next answer {warm:.2f} s"
        )
        kept = kept and cold <= COLD * tried and warm <= WARM
    print(f"Allowed: {COLD:g} times, {WARM:g} s. {'Kept.' if kept else 'NOT KEPT.'}")
    return int(not kept)


async def _round(path: Path, content: bytes) -> tuple[float, float, float]:
    """Return the seconds that `try`, a first and a second answer take."""
    grader = LocalGrader(COURSE)
    try:
        return (
            await _timed(lambda: _try(path)),
            await _timed(lambda: _answer(grader, path.name, content)),
            await _timed(lambda: _answer(grader, path.name, content)),
        )
    finally:
        await grader.close()


async def _timed(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    coming = what()
    assert asyncio.iscoroutine(coming)
    await coming
    return time.perf_counter() - start


async def _try(path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "autograder", "try", str(path), "--unconfined"],
        cwd=COURSE.root,
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await process.wait() == 0


async def _answer(grader: LocalGrader, name: str, content: bytes) -> None:
    number = await grader.ask(name, content, accepted=True)
    while (state := await grader.state(number))["state"] not in ("done", "failed"):
        await asyncio.sleep(LOOK)
    assert state["state"] == "done", state


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
