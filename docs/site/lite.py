"""The course in the browser: JupyterLite with the released notebooks in it.

Python itself, NumPy and matplotlib come from Pyodide's own address when a notebook is opened;
everything else lies in the site.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from autograder.course.checking_files import package_files
from autograder.course.course import Course

PYODIDE = "https://cdn.jsdelivr.net/pyodide/v0.27.7/full/"
_EXTENSIONS = ("@jupyterlite/pyodide-kernel-extension", "@jupyter-widgets/jupyterlab-manager")
_FROM_KERNEL = "../../../.."  # JupyterLite's folder, from where the kernel's own script lies


def build_lite(course: Course, released: Path, target: Path, workshop: Path) -> None:
    """Write JupyterLite to `target`, its notebooks laid out as `autograder start` does.

    Parameters
    ----------
    course : Course
        Its pages, the map and the katas, stand above the notebooks.
    released : Path
        A folder for each assignment, as students get it.
    target, workshop : Path
        Where to write, and a new folder in which to work.
    """
    contents = workshop / "contents"
    shutil.copytree(released, contents)
    for page in course.pages:
        shutil.copy(page, contents)
    for name, content in package_files().items():
        (contents / name).parent.mkdir(exist_ok=True)
        (contents / name).write_bytes(content)
    (workshop / "pypi").mkdir()
    _write_wheel("comm", workshop / "pypi")  # the kernel needs it, and Pyodide has none
    widgets = _write_wheel("ipywidgets", workshop / "pypi")
    for name, settings in _settings(widgets.name).items():
        (workshop / name).write_text(json.dumps(settings, indent=2), "utf-8")
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--output-dir", str(target)]
    done = subprocess.run(
        command,
        cwd=workshop,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"JupyterLite could not be built.\n{done.stdout}\n{done.stderr}")


def _settings(widgets: str) -> dict[str, object]:
    """Return the files by which JupyterLite is told what to build, and how it shall run."""
    kernel = {
        "pyodideUrl": f"{PYODIDE}pyodide.js",
        # a notebook imports matplotlib within `pictures`, where the kernel does not look
        "loadPyodideOptions": {"packages": ["matplotlib", f"{_FROM_KERNEL}/pypi/{widgets}"]},
        "disablePyPIFallback": True,
    }
    extensions = Path(sys.prefix) / "share/jupyter/labextensions"
    return {
        "jupyter-lite.json": {
            "jupyter-lite-schema-version": 0,
            "jupyter-config-data": {
                "appName": "NumPy course",
                "litePluginSettings": {f"{_EXTENSIONS[0]}:kernel": kernel},
            },
        },
        "jupyter_lite_config.json": {
            "LiteBuildConfig": {
                "contents": ["contents"],
                "apps": ["lab"],
                "ignore_sys_prefix": ["federated_extensions"],  # nbgrader's panels need a server
                "federated_extensions": [str(extensions / name) for name in _EXTENSIONS],
                "no_sourcemaps": True,
                "no_unused_shared_packages": True,
            }
        },
        "overrides.json": {
            "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
            # all cells are in the page: a browser finds words in them, and nothing jumps
            "@jupyterlab/notebook-extension:tracker": {"windowingMode": "defer"},
        },
    }


def _write_wheel(package: str, folder: Path) -> Path:
    """Write an installed package, one of Python alone, as a wheel that the kernel can load."""
    installed = importlib.metadata.distribution(package)
    wheel = folder / f"{package}-{installed.version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in installed.files or ():
            if ".." not in file.parts and file.suffix != ".pyc":
                archive.write(file.locate(), file.as_posix())
    return wheel
