"""The most that a notebook can take of a class: the slowest ones that we know, beside honest ones.

`python -m benchmarks.worst [SIZE]` grades a class of each and prints how many times longer the
slow one took, with what each kind took alone. Nothing else should run meanwhile.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.course.release import release
from autograder.grading.classes.workers import cores
from benchmarks import classes

ASSIGNMENT = "04-sigmoid"
# what every function of the notebook does
BODIES = {
    "loops for ever": "while True: pass",
    "sleeps": "import time; time.sleep(4.9)",
    "loops, a little at a time": "import time; s = time.time()\n    while time.time() < s + .3: 0",
    "will not be stopped": "\n    while True:\n        try:\n            while True: pass\n"
    "        except BaseException: pass",
    "large arrays": "return np.zeros(7_900_000)",
    "many objects": "return np.array([None] * 99_000, dtype=object)",
    "many small arrays": "return [np.zeros(20)] * 4_000",
    "long lists": "return list(range(99_000))",
    "nested lists": "return [[[0] * 9] * 100] * 100",
    "many keys": "return {i: {i: 1} for i in range(1_900)}",
    "long text": "return 'x' * 7_900_000",
    "large numbers": "return [2 ** 65_000] * 900",
    "prints": "print('x' * 10**8)",
    "warns": "import warnings; [warnings.warn(str(i)) for i in range(100_000)]",
    "ends Python": "import os; os._exit(1)",
    "fills memory": "return np.ones(180_000_000)",
    "fills the disk": "open('x', 'wb').write(b'x' * 63_000_000)",
    "starts processes": "import os\n    for _ in range(20): os.fork()\n    while True: pass",
    "long error": "raise ValueError('x' * 7_000_000)",
}
# a cell of the student's own, so many times
CELLS = {
    "a cell that loops": ("while True: pass", 1),
    "cells that sleep": ("import time; time.sleep(0.9)", 500),
    "cells that loop": ("import time; s = time.time()\nwhile time.time() < s + .5: 0", 500),
    "cells that end Python": ("import os, time; time.sleep(1); os._exit(1)", 50),
    "a cell that will not be stopped": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        9,
    ),
    "cells that show much": ("print('<b>' * 330_000)", 100),
    "cells that show HTML": (
        "from IPython.display import HTML, display\ndisplay(HTML('<a href=x>' * 90_000))",
        100,
    ),
    "much code": ("x = [" + "1 + " * 90 + "1]\n" + "y = lambda: (x, 1)\n" * 900, 25),
    "deep code": ("x = " + "(" * 80 + ")" * 80 + "\nfor a in x: a = [i for i in x]\n" * 100, 99),
    "many figures": ("import matplotlib.pyplot as plt\nfor _ in range(20): plt.figure()", 50),
    "threads": (
        "import threading\ndef f():\n    while True: pass\n"
        "for _ in range(20): threading.Thread(target=f).start()",
        1,
    ),
}
TEXTS = {
    "long Markdown": ("<b a='" * 90_000, 30),
    "links in Markdown": ("[a](" * 50_000, 60),
    "emphasis in Markdown": ("**a_" * 50_000, 60),
}


def slow_papers(released: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the kinds of slow notebooks, made of the released one."""
    for kind, body in BODIES.items():
        notebook = json.loads(released)
        for cell in notebook["cells"]:
            text = "".join(cell["source"])
            names = re.findall(r"^def (\w+)", text, re.MULTILINE)
            if cell["metadata"].get("nbgrader", {}).get("solution") and names:
                functions = [f"def {name}(*a, **k):\n    {body}" for name in names]
                cell["source"] = "import numpy as np\n" + "\n".join(functions)
        yield kind, json.dumps(notebook).encode()
    for kind, (text, number) in (CELLS | TEXTS).items():
        notebook = json.loads(released)
        code: dict[str, Any] = {} if kind in TEXTS else {"execution_count": None, "outputs": []}
        made: dict[str, Any] = {
            "cell_type": "code" if code else "markdown",
            "metadata": {},
            "source": text,
            **code,
        }
        extra = [made | {"id": f"own-{at}"} for at in range(number)]
        notebook["cells"][2:2] = extra
        yield kind, json.dumps(notebook).encode()


def classroom_with(folder: Path, assignment: Assignment, papers: list[bytes]) -> Classroom:
    """Return a classroom in which these were handed in."""
    classroom = Classroom(folder)
    release(classes.COURSE, classroom, assignment)
    for number, content in enumerate(papers):
        place = classroom.submission(f"student-{number:04}", assignment.name)
        place.mkdir(parents=True)
        (place / assignment.notebook.name).write_bytes(content)
    return classroom


def main(size: int) -> None:
    """Grade both classes and print what they took."""
    (assignment,) = classes.COURSE.select([ASSIGNMENT])
    name = assignment.name
    with TemporaryDirectory(prefix="benchmark-") as folder:
        room = Classroom(Path(folder, "release"))
        release(classes.COURSE, room, assignment)
        released = (room.root / "release" / name / assignment.notebook.name).read_bytes()
        kinds = list(islice(cycle(slow_papers(released)), size))
        honest = list(islice(cycle(classes.papers(room, assignment)), size))
        took = {}
        for which, papers in {"honest": honest, "slow": [made for _, made in kinds]}.items():
            room = classroom_with(Path(folder, which), assignment, papers)
            done = classes.grade(assignment, room, cores(), accept=(0, 1))
            took[which] = done.seconds
            print(f"{which}: {done.seconds:.1f} s, {done.cpu:.1f} s of the processors")
        for number, (kind, _) in enumerate(kinds):
            page = json.loads(room.results(f"student-{number:04}", name).read_bytes())
            mine = page["extra_data"]["autograder"]
            told = mine.get("ungraded", "")[:60] or f"{page['score']:g} points"
            print(f"{mine.get('seconds', 0):6.2f} s  {kind}: {told}")
        print(f"{size} slow ones took {took['slow'] / took['honest']:.1f} times as long")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else len(BODIES) + len(CELLS) + len(TEXTS))
