"""JupyterLab as a learner needs it: Validate and Assignment List, no instructor panels, no news."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from autograder.errors import UsageError

SETTINGS = Path(__file__).parent / "jupyter"


def open_lab(workbook: Path, *options: str) -> int:
    """Run JupyterLab on a workbook until the learner ends it; return its exit code.

    The settings hold for this one run: nothing of the user's own is changed.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise UsageError(
            f"{sys.executable} has no JupyterLab. Run `{sys.executable} -m pip install jupyterlab`."
        )
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={workbook}", *options]
    command += _terminal()
    if getattr(os, "geteuid", lambda: 1)() == 0:
        command.append("--allow-root")  # root is the only user in many containers
    try:
        return subprocess.run(command, env=lab_environment(), check=False).returncode
    except KeyboardInterrupt:
        return 0


def _terminal() -> list[str]:
    """Return the option by which a terminal in JupyterLab finds `autograder`.

    A login shell, which JupyterLab starts if nobody watches its own output, sets PATH anew.
    """
    shell = os.environ.get("SHELL") or shutil.which("sh")
    return [f"--ServerApp.terminado_settings=shell_command={shell}"] if os.name != "nt" else []


def lab_environment() -> dict[str, str]:
    """Return the environment variables with which JupyterLab finds the learner's settings."""
    names = ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH")  # the second leads to `labextensions`
    found = {name: _before(os.environ.get(name)) for name in names}
    # Validate starts `nbgrader` code in the server, and kernels by name: both are beside python
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {**os.environ, **found, "PATH": programs}


def _before(own: str | None) -> str:
    """Return a list of paths that has ours before the user's own."""
    return os.pathsep.join([str(SETTINGS), *([own] if own else [])])
