# ruff: noqa: E501 - what is handed in stands on one line where that is clearer
"""Files as strangers send them: named and skipped or cleaned, nothing of anybody else lost."""

from __future__ import annotations

import os
from pathlib import Path

from .attack import Attack, attack, attacks


def linked(target: str):
    """Put a link in the place of the notebook."""

    def place(folder: Path) -> None:
        path = folder / "sigmoid.ipynb"
        path.unlink()
        path.symlink_to(target.replace("<<classroom>>", str(folder.parents[2])))

    return place


def folder_linked(folder: Path) -> None:
    """Put a link to somebody else's folder in the place of the own."""
    moved = folder.with_name("moved")
    folder.rename(moved)
    folder.symlink_to(folder.parents[1] / "000" / folder.name)


def pipe(folder: Path) -> None:
    (folder / "sigmoid.ipynb").unlink()
    os.mkfifo(folder / "sigmoid.ipynb")


def two(folder: Path) -> None:
    content = (folder / "sigmoid.ipynb").read_bytes()
    (folder / "sigmoid.ipynb").unlink()
    for name in ("one.ipynb", "two.ipynb"):
        (folder / name).write_bytes(content)


def directory(folder: Path) -> None:
    (folder / "sigmoid.ipynb").unlink()
    (folder / "sigmoid.ipynb").mkdir()


@attacks(
    other=Attack(base="right", place=linked("<<classroom>>/submitted/000/04-sigmoid/sigmoid.ipynb")),
    system=Attack(base="right", place=linked("/etc/passwd")),
    endless=Attack(base="right", place=linked("/dev/zero")),
    loop=Attack(base="right", place=linked("sigmoid.ipynb")),
    folder=Attack(base="right", place=folder_linked),
    pipe=Attack(base="right", place=pipe),
    directory=Attack(base="right", place=directory),
    two=Attack(base="right", place=two),
)  # fmt: skip
def test_links_pipes_and_doubles_are_refused(seen):
    """A notebook that is a link, a pipe, a folder or there twice is not graded, and told why."""
    assert seen.points is None
    assert seen.reason


def links_beside(folder: Path) -> None:
    for name, target in (
        ("secret.txt", "../../../../home/secret.txt"),
        ("gradebook.db", "../../../gradebook.db"),
        ("solutions", "/"),
        ("zero", "/dev/zero"),
    ):
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe")


@attack(
    base="right",
    place=links_beside,
    extra="""
say("all", sorted(os.listdir(".")))
for name in sorted(os.listdir(".")):
    if name not in ("checking", "pictures.py", "style.py", "__pycache__"):
        say(name, tried(lambda: open(name, "rb").read(100)))
""",
)
def test_links_beside_the_notebook_are_not_followed(seen):
    """Nothing that a link points to comes into the student's directory."""
    assert seen.points == sum(test["max_score"] for test in seen.page["tests"])
    assert "FOUND all ['" in seen.shown
    assert seen.shown.count("FOUND") == 1


@attacks(
    module=Attack(base="right", files={"pictures.py": b"1 / 0"}),
    names=Attack(base="right", files={"a:b.txt": b"", "a\\b": b"", "c'\";$(x)\n<b>.txt": b""}),
    bytes=Attack(
        base="right",
        place=lambda folder: (Path(os.fsdecode(bytes(folder) + b"/\xff\xfe.txt")).write_bytes(b"x"), None)[1],
    ),
    many=Attack(base="right", files={f"f{n}": b"x" for n in range(250)}),
    big=Attack(base="right", files={"a.bin": bytes(2_900_000), "b.bin": bytes(2_900_000)}),
    deep=Attack(base="right", files={"/".join(["d" * 50] * 40) + "/x": b"x"}),
)  # fmt: skip
def test_odd_files_beside_the_notebook_harm_nothing(seen):
    """Odd names, many, large and deep files, and copies of released ones."""
    assert seen.points == sum(test["max_score"] for test in seen.page["tests"])


@attack(base="right", files={"pictures.py/x": b"", "pictures/__init__.py": b"1 / 0"})
def test_a_folder_in_the_place_of_a_released_file_is_left_out(seen):
    """What was released lies there; a package of the same name is the student's own mistake."""
    assert not seen.not_run
    assert seen.passed >= {"basic-sigmoid-values", "sigmoid-values"}
