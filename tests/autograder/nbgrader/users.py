"""Real Unix users at one exchange: nbgrader's commands, its panels and ours, run as each of them.

One process of root's imports nbgrader once and has a name for each user in an `/etc/passwd` of its
own, in a mount namespace that ends with it: nothing of this machine changes. Each command is run in
a fork of it that has become the user.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.sandbox.inside import kernel
from tests import become
from tests.users import ROOT, closed_to_others

_FIRST = 61_001  # numbers that no account has


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed."""

    code: int
    said: str


class Users:
    """Users of one machine; each has a home."""

    def __init__(self, names: Sequence[str], folder: Path) -> None:
        self.folder = folder
        self.numbers = {name: _FIRST + at for at, name in enumerate(names)}
        lines = [
            f"{name}:x:{number}:{number}::{self.home(name)}:/bin/sh\n"
            for name, number in self.numbers.items()
        ]
        accounts = folder / "passwd"
        accounts.write_text(Path("/etc/passwd").read_text(encoding="utf-8") + "".join(lines))
        accounts.chmod(0o644)
        for name, number in self.numbers.items():
            self.home(name).mkdir()
            os.chown(self.home(name), number, number)
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(accounts)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ
            | {
                "PYTHONPATH": str(ROOT),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            },
        )
        self.trouble = self._answer()["trouble"]

    def home(self, name: str) -> Path:
        return self.folder / name

    def run(self, user: str, *command: str, place: Path | None = None, **variables: str) -> Ran:
        """Run a command as a user: `nbgrader`, `autograder`, `panel`, `formgrader` or `python`."""
        assert self._process.stdin is not None
        asked = {
            "number": self.numbers[user],
            "place": str(place or self.home(user)),
            "command": command,
            "variables": {"HOME": str(self.home(user)), **variables},
        }
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        return Ran(**self._answer())

    def done(self, user: str, *command: str, place: Path | None = None, **variables: str) -> str:
        """Run a command that must succeed; return what it printed."""
        ran = self.run(user, *command, place=place, **variables)
        assert ran.code == 0, f"{user}: {' '.join(command)}\n{ran.said}"
        return ran.said

    def close(self) -> None:
        self._process.communicate(timeout=60)

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


def _main(accounts: str) -> None:
    """Answer each line of standard input, a command as JSON, with how it ended."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        become.have_own_mounts()
        _show_accounts(accounts)
        become.show(closed_to_others())
        trouble = ""
    except OSError as error:
        trouble = str(error)
    print(json.dumps({"trouble": trouble}), file=answers, flush=True)
    if not trouble:
        # what every command would import: two seconds, once
        import nbgrader.apps.api
        import nbgrader.apps.nbgraderapp
        import nbgrader.server_extensions.assignment_list.handlers  # noqa: F401

        import autograder.cli  # noqa: F401
    for line in sys.stdin:
        asked = json.loads(line)
        _show_accounts(accounts)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _run(asked, writer)
        os.close(writer)
        with os.fdopen(reader, "rb") as output:
            said = output.read().decode("utf-8", "replace")
        _, status = os.waitpid(child, 0)
        answer = {"code": os.waitstatus_to_exitcode(status), "said": said}
        print(json.dumps(answer), file=answers, flush=True)


def _show_accounts(accounts: str) -> None:
    """Have our users among the accounts, if they are not there any more.

    Whoever adds an account to the machine puts another file in the place of ours.
    """
    if not Path("/etc/passwd").samefile(accounts):
        become.lay_over(accounts, "/etc/passwd")


def _run(asked: dict[str, Any], output: int) -> None:
    """Become the user, run the command, end this process."""
    code = 1
    try:
        for stream in (1, 2):
            os.dup2(output, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.close(output)
        become.become(asked["number"], asked["number"], (), 0o077)
        kernel.hide_memory(False)  # of what root has started: else /proc/self would be root's
        os.environ.update(asked["variables"])
        os.chdir(asked["place"])
        what, *arguments = asked["command"]
        code = _COMMANDS[what](*arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _nbgrader(*arguments: str) -> int:
    from nbgrader.apps.nbgraderapp import NbGraderApp

    NbGraderApp.launch_instance(list(arguments))
    return 0


def _autograder(*arguments: str) -> int:
    from autograder.cli import main

    sys.argv = ["autograder", *arguments]
    main()
    return 0


def _panel(action: str, course: str, assignment: str) -> int:
    """Do what a button of the student's Assignment List does."""
    from nbgrader.server_extensions.assignment_list.handlers import AssignmentList

    panel = AssignmentList()
    panel.root_dir = os.getcwd()
    listed = panel.list_assignments(course_id=course)
    assert listed["success"], listed
    result = getattr(panel, action)(course, assignment)
    print(result.get("value", ""))
    return int(not result["success"])


def _formgrader(course: str, action: str, assignment: str, *students: str) -> int:
    """Do what a button of formgrader does, for each of the students if there are some."""
    from nbgrader.apps import NbGrader
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    app = NbGrader()
    app.load_config_file()
    app.config.CourseDirectory.course_id = course
    api = NbGraderAPI(CourseDirectory(config=app.config), config=app.config)
    results = [getattr(api, action)(assignment, *whom) for whom in [(s,) for s in students] or [()]]
    for result in results:
        print(result.get("error", ""), result.get("log", ""))
    return int(not all(result["success"] for result in results))


def _python(text: str, *arguments: str) -> int:
    exec(text, {"arguments": arguments})
    return 0


_COMMANDS = {
    "nbgrader": _nbgrader,
    "autograder": _autograder,
    "panel": _panel,
    "formgrader": _formgrader,
    "python": _python,
}

if __name__ == "__main__":
    _main(*sys.argv[1:])
