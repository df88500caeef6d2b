"""JupyterLab and nbgrader, started here, are set up for learners and instructors."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from traitlets.config import PyFileConfigLoader

from autograder.course.course import Course
from autograder.course.lab import SETTINGS, lab_environment

ROOT = Course.find(Path(__file__).parent).root


def test_learners_see_validate_and_no_instructor_panel():
    """The panels for instructors and the news are off, Validate and Assignment List are not."""
    page = json.loads((SETTINGS / "labconfig/page_config.json").read_text())
    server = json.loads((SETTINGS / "jupyter_server_config.json").read_text())

    off = [name for name, value in page["disabledExtensions"].items() if value]
    assert {"@jupyter/nbgrader:formgrader", "@jupyter/nbgrader:create-assignment"} < set(off)
    assert not [name for name in off if "validate" in name or "assignment-list" in name]
    assert server["LabApp"]["news_url"] is None
    extensions = server["ServerApp"]["jpserver_extensions"]
    assert extensions["nbgrader.server_extensions.formgrader"] is False


def test_the_learners_settings_come_first_and_the_users_own_stay(monkeypatch):
    """JupyterLab reads ours before the user's, for this run only."""
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/somebodys/own")
    monkeypatch.delenv("JUPYTER_PATH", raising=False)

    variables = lab_environment()

    path = variables["JUPYTER_CONFIG_PATH"]
    assert path.split(os.pathsep) == [str(SETTINGS), "/somebodys/own"]
    assert variables["JUPYTER_PATH"] == str(SETTINGS)
    assert os.environ["JUPYTER_CONFIG_PATH"] == "/somebodys/own"


def test_the_button_s_two_halves_are_among_the_settings():
    """The server's half is switched on; each file that the browser's half loads is there."""
    server = json.loads((SETTINGS / "jupyter_server_config.d/autograder.json").read_text())
    assert server["ServerApp"]["jpserver_extensions"] == {"autograder.check_work": True}

    [folder] = (SETTINGS / "labextensions").iterdir()
    package = json.loads((folder / "package.json").read_text())
    assert package["name"] == folder.name
    assert (folder / package["jupyterlab"]["_build"]["load"]).is_file()
    static = {path.name: path.read_text() for path in (folder / "static").iterdir()}
    wanted = {name for text in static.values() for name in re.findall(r'"\./(\w+\.js)"', text)}
    assert wanted < set(static)


@pytest.mark.parametrize("chosen", [None, "another"])
def test_nbgrader_finds_notebooks_and_classroom(chosen, tmp_path, monkeypatch):
    """From the repository root, nbgrader works on classroom/ or on what the variable names."""
    monkeypatch.delenv("AUTOGRADER_CLASSROOM", raising=False)
    place = ROOT / "classroom"
    if chosen:
        place = tmp_path / chosen
        monkeypatch.setenv("AUTOGRADER_CLASSROOM", str(place))

    directory = PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config().CourseDirectory

    assert directory.source_directory == "notebooks"
    assert directory.db_url == f"sqlite:///{place / 'gradebook.db'}"
    for step in ("release", "submitted", "autograded", "feedback"):
        assert Path(directory.root, directory[f"{step}_directory"]) == place / step
