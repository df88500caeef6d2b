"""What `pip install` and `git clone` of the guide would fetch, taken from this machine instead."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
import sysconfig
import tomllib
from pathlib import Path

from tests.hub.machine import ROOT

_HERE = Path(sys.prefix).resolve()
_SITE = Path(sysconfig.get_path("purelib")).resolve()
_COURSE = ("autograder", "docs", "notebooks", "solutions")
_SHARED = (
    *("kernels", "lab", "nbconvert", "labextensions/@jupyter", "labextensions/@jupyter-notebook"),
    *("labextensions/@jupyter-widgets", "labextensions/jupyterlab_pygments"),
)
_PIP = re.compile(r"(?P<venv>\S+)/bin/pip install (?P<what>.*)")


def checkout(target: Path) -> Path:
    """Copy the course as it would be cloned."""
    leave = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in _COURSE:
        shutil.copytree(ROOT / name, target / name, ignore=leave)
    for file in (*ROOT.glob("*.*"), ROOT / "LICENSE"):
        if file.is_file():
            shutil.copy(file, target)
    return target


def stand_in(command: str, course: Path) -> str:
    """Return the command that does without a network what a command of the guide does."""
    if command.startswith("git clone"):
        return f"cp -r {course}/. {command.split()[-1]}"
    command = command.replace("python3 -m venv ", "python3 -m venv --without-pip ")
    installed = _PIP.fullmatch(command)
    return _installed(Path(installed["venv"]), installed["what"]) if installed else command


def _installed(venv: Path, what: str) -> str:
    """Return what puts this machine's packages and a course into a virtual environment."""
    site = venv / _SITE.relative_to(_HERE)
    *options, source = shlex.split(what)
    source = source.partition("[")[0]
    shared = f"{_HERE}/share/jupyter"
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())
    data = wheel["tool"]["hatch"]["build"]["targets"]["wheel"].get("shared-data", {})
    lines = [
        "set -e",
        f"mkdir -p {venv}/share/jupyter/labextensions {venv}/etc/jupyter",
        f"echo {_SITE} > {site}/borrowed.pth",
        f"cp -r {_HERE}/etc/jupyter/jupyter_server_config.d {venv}/etc/jupyter/",
        *(f"ln -s {shared}/{one} {venv}/share/jupyter/{one}" for one in _SHARED),
        *(f"mkdir -p {(venv / there).parent}" for there in data.values()),
        *(f"cp -rT {source}/{here} {venv}/{there}" for here, there in data.items()),
    ]
    if "-e" in options:
        lines.append(f"echo {source} > {site}/course.pth")
    else:
        lines += [
            f"cp -r {source}/autograder {source}/checking.py {site}/",
            f"mkdir {site}/numpy_course",
            f"cp -r {source}/notebooks {source}/solutions {site}/numpy_course/",
        ]
    for program in (*_HERE.glob("bin/jupyter*"), _HERE / "bin/nbgrader", _HERE / "bin/autograder"):
        own = f"{venv}/bin/{program.name}"
        lines.append(f"sed '1s|.*|#!{venv}/bin/python|' {program} > {own}; chmod 755 {own}")
    return "\n".join(lines)
