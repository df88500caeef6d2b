"""The course as `pip install numpy-course` gives it: from the wheel, without a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# nothing leads to this checkout or its students' Python; JupyterLab's own files lie in this one's
VARIABLES = {
    "PYTHONPATH": "",
    "AUTOGRADER_STUDENT_PYTHON": "",
    "AUTOGRADER_CLASSROOM": "",
    "JUPYTER_CONFIG_PATH": f"{sys.prefix}/etc/jupyter",
    "JUPYTER_PATH": f"{sys.prefix}/share/jupyter",
    "JUPYTERLAB_DIR": f"{sys.prefix}/share/jupyter/lab",
}


def build(folder: Path) -> tuple[Path, Path]:
    """Build the package as a release is built; return the sdist, and the wheel made from it."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return sdist, wheel


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the wheel in it, and an empty directory to work in."""

    environment: Path
    home: Path

    @classmethod
    def from_wheel(cls, wheel: Path, folder: Path) -> Installed:
        """Install the wheel beside the packages of the environment that runs the tests.

        pip is told of no index: it fails if one of the packages is missing that the wheel asks for,
        or is not in its range.
        """
        installed = cls(folder / "environment", folder / "home")
        installed.home.mkdir()
        venv.create(installed.environment, symlinks=os.name != "nt")
        beside = sysconfig.get_path("purelib")
        (installed.library / "beside.pth").write_text(f"{beside}\n", encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "--python", str(installed.program("python"))]
        command = [*pip, "install", "--quiet", "--no-index", str(wheel)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return installed

    @property
    def library(self) -> Path:
        """Its site-packages."""
        variables = {"base": str(self.environment), "platbase": str(self.environment)}
        return Path(sysconfig.get_path("purelib", "venv", vars=variables))

    @property
    def course(self) -> Path:
        """The folder with the notebooks and the solutions."""
        return self.library / "numpy_course"

    def program(self, name: str) -> Path:
        """Return the path of a command in it."""
        variables = {"base": str(self.environment), "platbase": str(self.environment)}
        return Path(sysconfig.get_path("scripts", "venv", vars=variables)) / name

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run `autograder` in the directory that was empty."""
        return subprocess.run(
            [str(self.program("autograder")), *map(str, arguments)],
            cwd=self.home,
            env={**os.environ, **VARIABLES},
            capture_output=True,
            text=True,
            check=False,
        )
