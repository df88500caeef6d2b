"""What a machine can say of the code: style, types, and which way imports point."""

from __future__ import annotations

import os
import shlex
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml

from autograder.cli import commands

ROOT = Path(__file__).parents[1]
CONFIG = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
HOOKS = {hook["id"]: hook for repo in CONFIG["repos"] for hook in repo["hooks"]}


@pytest.mark.parametrize("name", HOOKS)
def test_the_code_passes(name):
    """Each gate is the command that `pre-commit` runs; pyproject.toml has its settings."""
    scripts = sysconfig.get_path("scripts")
    variables = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}

    done = subprocess.run(
        HOOKS[name]["entry"].split(), cwd=ROOT, env=variables, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_each_workflow_is_checked():
    """The gate that reads them names every one."""
    named = HOOKS["workflows"]["entry"].split()

    assert [path.relative_to(ROOT).as_posix() for path in WORKFLOWS] == sorted(named[3:])


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_runs_is_there(workflow):
    """Its commands parse, its targets of make are some, and its files exist."""
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    lines = [step["run"] for job in jobs for step in job["steps"] if "run" in step]

    assert lines
    for name, *words in map(shlex.split, lines):
        if name == "autograder":
            command = commands.commands[words[0]]
            command.make_context(words[0], words[1:])
        elif name == "make":
            subprocess.run(["make", "--dry-run", *words], cwd=ROOT, capture_output=True, check=True)
        paths = [word for word in (name, *words) if "/" in word or word == "notebooks"]
        assert all((ROOT / path).exists() for path in paths), paths
