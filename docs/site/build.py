"""Build the site: `make site`. It is written to `_site/`, and its pages open from the disk.

What Sphinx reads is put together in a folder laid out as this repository is, so that links hold:
the guides, and each notebook as students get it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from sphinx.cmd.build import build_main

from autograder.course.course import Assignment, Course
from autograder.course.release import convert_checked
from docs.site.leaks import find_leaks
from docs.site.lite import build_lite
from docs.site.notebook_pages import linked, page_of

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
# what axe misses in the theme's pages
FOR_EVERYBODY = {
    '<p class="caption" role="heading">': '<p class="caption">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="The site">',
    '<aside class="toc-drawer': '<aside aria-label="This page" class="toc-drawer',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    "<pre>": '<pre tabindex="0">',  # what is wide scrolls by keys, too
    '<th class="head"><p></p></th>': '<td class="head"></td>',
    '<div id="search-results">': '<h1>Search</h1><div id="search-results">',
}
GUIDES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE")


def main() -> None:
    """Build the site where the option says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--to", type=Path, default=ROOT / "_site", metavar="FOLDER")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="site-") as workshop:
        build(Course.find(ROOT), options.to, Path(workshop))
    print(f"{options.to}: open index.html")


def build(course: Course, target: Path, workshop: Path) -> None:
    """Write the site to `target`, which is emptied first; an empty folder is the workshop."""
    shutil.rmtree(target, ignore_errors=True)
    source = workshop / "source"
    stage(course, source, workshop / "released")
    if build_main(
        ["-q", "-W", "--keep-going", "-j", "auto", "-c", str(HERE), str(source), str(target)]
    ):
        sys.exit("Sphinx could not build the site.")
    for left in (".doctrees", "_sources", ".buildinfo", "objects.inv"):
        path = target / left
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for path in target.rglob("*.html"):
        text = path.read_text("utf-8")
        for missed, better in FOR_EVERYBODY.items():
            text = text.replace(missed, better)
        path.write_text(text, "utf-8")
    (workshop / "lite").mkdir()
    build_lite(course, workshop / "released", target / "lite", workshop / "lite")
    if leaks := find_leaks(course.assignments, target):
        shutil.rmtree(target)
        sys.exit("\n".join(["The site would tell secrets:", *leaks]))


def stage(course: Course, source: Path, released: Path) -> None:
    """Lay out what Sphinx reads, and release each notebook beside it."""
    leave = shutil.ignore_patterns("site", "pictures.py", "__pycache__")
    shutil.copytree(course.root / "docs", source / "docs", ignore=leave)
    for path in (source / "docs").glob("*.md"):
        _copy(path, path)
    for path in (*HERE.glob("*.md"), *(course.root / name for name in GUIDES)):
        _copy(path, source / path.name)
    listed = [
        f"{one.name.replace('-', ' ', 1)} <notebooks/{one.name}/{one.stem}>"
        for one in course.assignments
    ]
    front = source / "index.md"
    _write(front, front.read_text("utf-8").replace("(each notebook)", "\n".join(listed)))
    notebooks = source / "notebooks"
    for page in course.pages:
        text = page_of(page.read_bytes(), page.read_bytes(), page.name, notebooks / page.stem)
        _write(notebooks / f"{page.stem}.md", text)
    for assignment in course.assignments:
        folder = convert_checked(course, assignment, released)
        content = (folder / assignment.notebook.name).read_bytes()
        place = notebooks / assignment.name
        place.mkdir()
        where = f"{assignment.name}/{assignment.notebook.name}"
        text = page_of(assignment.content, content, where, place / "pictures")
        shutil.make_archive(str(place / assignment.name), "zip", released, assignment.name)
        _write(place / f"{assignment.stem}.md", _with_links(text, assignment))


def _copy(path: Path, to: Path) -> None:
    _write(to, linked(path.read_text("utf-8")))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _with_links(text: str, assignment: Assignment) -> str:
    """Return a notebook's page with what can be done with it below its heading."""
    heading, _, rest = text.partition("\n")
    path = f"{assignment.name}/{assignment.notebook.name}"
    opened = f'<a class="try" href="../../lite/lab/index.html?path={path}">Open in the browser</a>'
    return f"{heading}\n\n{opened} · [Download]({assignment.name}.zip)\n{rest}"


if __name__ == "__main__":
    main()
