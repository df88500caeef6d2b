"""Take the pictures of README.md and the guides: `make pictures`.

Everything on them is made for the occasion: a made-up class in a temporary classroom, a solved
notebook in a temporary workbook.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.course.course import Course  # noqa: E402
from tests.browser.course_copy import LAB  # noqa: E402
from tests.browser.jupyter import chromium, find_chromium, jupyter, page_of  # noqa: E402
from tests.browser.notebook_page import cell, open_notebook, run_all, write  # noqa: E402
from tests.solved import solve  # noqa: E402

IMAGES = Path(__file__).parent / "images"
WRONG = """def sigmoid_derivative(x):
    return x * (1 - x)"""
COLOURS = 128  # of a palette: text stays sharp, and a picture has 50 kB


def main() -> None:
    """Make a class and a workbook, open them in a browser, keep what is seen."""
    if find_chromium() is None:
        sys.exit("No Chromium on PATH. Install it (Debian: sudo apt install chromium).")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as temporary, chromium() as browser:
        here = Path(temporary)
        classroom, workbook = here / "classroom", here / "workbook"
        solve(Course.find(ROOT), workbook, "04-sigmoid")
        demo = [sys.executable, "-m", "autograder", "demo", "--classroom", str(classroom)]
        subprocess.run([*demo, "09-softmax"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        with page_of(browser) as page:
            page.goto((classroom / "feedback/rosa/09-softmax/softmax.html").as_uri())
            keep(page, "feedback")
            page.emulate_media(color_scheme="dark")
            keep(page, "feedback-dark")
            page.emulate_media(color_scheme="light")
            page.goto((classroom / "report/09-softmax.html").as_uri())
            keep(page, "report")
        command = [sys.executable, "-m", "autograder", "start", "04-sigmoid", "--lab"]
        command += ["--workbook", str(workbook)]
        choose_dark(here / "by-night")
        with jupyter(command, ROOT, here / "by-night") as lab, page_of(browser) as page:
            take_notebook(page, lab, "notebook-dark")
        with jupyter(command, ROOT, here / "learner") as lab:
            with page_of(browser) as page:
                take_notebook(page, lab, "notebook")
            with page_of(browser) as page:
                take_check(page, lab)
        own = {"AUTOGRADER_CLASSROOM": str(classroom)}
        with jupyter(LAB, ROOT, here / "instructor", **own) as lab, page_of(browser) as page:
            page.goto(f"{lab}/formgrader/manage_submissions/09-softmax")
            page.locator("tr").filter(has_text="Amato, Rosa").locator(".score").wait_for()
            keep(page, "formgrader")


def choose_dark(state: Path) -> None:
    """Set JupyterLab to its dark theme, for a server whose settings lie there."""
    folder = state / "lab/user-settings/@jupyterlab/apputils-extension"
    folder.mkdir(parents=True)
    (folder / "themes.jupyterlab-settings").write_text('{"theme": "JupyterLab Dark"}')


def take_notebook(page, lab: str, name: str) -> None:
    """Keep an open hint below a figure."""
    open_notebook(page, lab, "04-sigmoid/sigmoid.ipynb")
    page.get_by_title(re.compile("File Browser")).first.click()  # closes it: more room
    run_all(page)
    exercise = cell(page, "Exercise 3: sigmoid_derivative").locator(".jp-RenderedMarkdown")
    exercise.get_by_text("Hint 1: the idea").click()
    figure = page.locator(".jp-OutputArea-output img").last
    figure.evaluate("image => image.scrollIntoView({block: 'start'})")
    keep(page, name)


def take_check(page, lab: str) -> None:
    """Keep what "Check my work" says of a known mistake."""
    open_notebook(page, lab, "04-sigmoid/sigmoid.ipynb")
    page.get_by_title(re.compile("File Browser")).first.click()
    write(cell(page, "def sigmoid_derivative"), WRONG)
    page.keyboard.press("Alt+Shift+Enter")
    page.get_by_role("button", name="Next:").click()
    page.locator(".check-work-note:focus").wait_for()
    keep(page, "check")


def keep(page, name: str) -> None:
    """Write what the page shows to `docs/images/`, with few colours, so that it is small."""
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    path = IMAGES / f"{name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
