"""Each link has the form that its platform documents, and leads to the students' version."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from click.testing import CliRunner

from autograder.cli import commands
from autograder.course.course import Course
from autograder.course.links import Repository, repository_of
from autograder.course.release import convert_checked
from autograder.errors import UsageError
from autograder.sandbox.environment import StudentEnvironment

COURSE = Course.find(Path(__file__).parent)
(SOFTMAX,) = COURSE.select(["softmax"])
HUB = "https://hub.example.org"


def run(*arguments: str):
    return CliRunner().invoke(commands, ["links", *arguments])


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/some-body/a.course_1",
        "https://github.com/some-body/a.course_1/",
        "https://github.com/some-body/a.course_1.git",
        "git@github.com:some-body/a.course_1.git",
        "ssh://git@github.com/some-body/a.course_1.git",
    ],
)
def test_an_address_is_read_as_a_browser_or_git_writes_it(address):
    """Owner and name are the same in each."""
    found = Repository.at(address)

    assert (found.owner, found.name) == ("some-body", "a.course_1")
    assert found.clone == "https://github.com/some-body/a.course_1.git"


@pytest.mark.parametrize(
    "address",
    [
        "https://gitlab.com/some-body/course",
        "https://github.com/some-body",
        "https://github.com/some-body/course/tree/main",
        "https://github.com.example.org/some-body/course",
        "https://github.com/some-body/cou rse",
        "some-body/course",
        "",
    ],
)
def test_what_is_no_repository_at_github_is_refused(address):
    """The sentence shows the two forms that are."""
    with pytest.raises(UsageError, match=r"Write https://github\.com/OWNER/NAME"):
        Repository.at(address)


@pytest.mark.parametrize("branch", ["", "-x", "a b", "a..b", "a/", "/a", "a.lock", "a~1", "a?b"])
def test_what_git_takes_for_no_branch_is_refused(branch):
    """So no link is printed that can never work."""
    with pytest.raises(UsageError, match="--branch"):
        Repository.at("https://github.com/a/b", branch)


@pytest.mark.parametrize("folder", ["..", "a/../../b", "a\\b"])
def test_a_folder_outside_of_the_repository_is_refused(folder):
    """A path goes down from the root of the branch."""
    with pytest.raises(UsageError, match="--folder"):
        Repository.at("https://github.com/a/b", folder=folder)


def test_colabs_own_example_comes_out():
    """`/github/googlecolab/colabtools/blob/main/notebooks/...`, as its guide writes it."""
    place = Repository.at("https://github.com/googlecolab/colabtools", "main", "notebooks")

    assert place.colab(SOFTMAX) == (
        "https://colab.research.google.com/github/googlecolab/colabtools/blob/main/"
        "notebooks/09-softmax/softmax.ipynb"
    )


def test_binder_reads_owner_name_branch_and_path():
    """BinderHub splits the spec twice, so a branch may have slashes; `labpath` is decoded once."""
    place = Repository.at("https://github.com/a/b", "term/2026", "part one")

    link = urlsplit(place.binder(SOFTMAX))

    assert link.path.removeprefix("/v2/gh/").split("/", 2) == ["a", "b", "term/2026"]
    assert link.query == "labpath=part%20one%2F09-softmax%2Fsoftmax.ipynb"


def test_nbgitpuller_gets_repository_branch_and_the_path_below_its_clone():
    """As its link generator does: the clone's folder is the last part of the address."""
    place = Repository.at("git@github.com:a/b.git", "term & 2026".replace(" ", ""))

    link = urlsplit(place.on_hub(SOFTMAX, f"{HUB}/jupyter/"))

    assert f"{link.scheme}://{link.netloc}{link.path}" == (
        f"{HUB}/jupyter/hub/user-redirect/git-pull"
    )
    assert parse_qs(link.query, strict_parsing=True) == {
        "repo": ["https://github.com/a/b"],
        "branch": ["term&2026"],
        "urlpath": ["lab/tree/b/09-softmax/softmax.ipynb"],
    }
    assert "/" not in link.query


def test_a_name_with_signs_of_its_own_is_encoded():
    """A folder with a question mark or a hash does not end the path."""
    place = Repository.at("https://github.com/a/b", folder="what? #1")

    for link in (place.binder(SOFTMAX), place.colab(SOFTMAX)):
        assert "#" not in link
        assert "what? #1/09-softmax/softmax.ipynb" in unquote(link)


def test_the_first_cell_in_colab_fetches_what_belongs_beside_the_notebook(tmp_path):
    """In an empty directory it makes `checking` importable; run again it does nothing."""
    there = tmp_path / "repository"
    there.mkdir()
    convert_checked(COURSE, SOFTMAX, there)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for words in (["init", "--quiet", "-b", "students"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], cwd=there, check=True)
    cell = Repository.at("https://github.com/a/b").fetching_cell(SOFTMAX)
    here = tmp_path / "content"
    here.mkdir()
    instead = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{there.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/a/b.git",
    }
    look = "import checking, pictures; print(checking.__file__)"
    python = str(StudentEnvironment.find(COURSE.root).python)  # as in Colab: nothing of ours

    done = subprocess.run(
        [python, "-I", "-c", f"{cell}\n{cell}\n{look}"],
        cwd=here,
        env={**os.environ, **instead},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(here / "course/09-softmax/checking/__init__.py")


def test_without_an_address_nothing_is_linked():
    """The project names no repository yet; the sentence says where one would stand."""
    assert repository_of(COURSE) == ""

    done = run("softmax")

    assert done.exit_code == 2
    assert "[project.urls]" in done.output
    assert "https://mybinder.org" not in done.output


def test_the_address_of_the_project_is_the_default(tmp_path, monkeypatch):
    """It stands in pyproject.toml, under `Repository`."""
    (tmp_path / "notebooks").symlink_to(COURSE.root / "notebooks")
    (tmp_path / "solutions").symlink_to(COURSE.root / "solutions")
    urls = '[project.urls]\nRepository = "https://github.com/own/er"\n'
    (tmp_path / "pyproject.toml").write_text(urls, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    done = run()

    assert done.exit_code == 0
    assert "https://mybinder.org/v2/gh/own/er/students?labpath=09-softmax%2F" in done.output
    assert done.output.count("  Colab   ") == len(COURSE.assignments)
    assert "  hub " not in done.output


def test_for_one_assignment_the_cell_is_printed():
    """With a hub's address its link, too."""
    done = run("softmax", "--repository", "https://github.com/a/b", "--hub", HUB)

    assert done.exit_code == 0
    assert (
        f"  hub     {HUB}/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com" in done.output
    )
    assert '"https://github.com/a/b.git"' in done.output
    assert run("softmax", "--repository", "https://github.com/a/b", "--hub", "hub").exit_code == 2
