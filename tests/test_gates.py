"""What a machine can say of the code: style, types, and which way imports point."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
CONFIG = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
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
