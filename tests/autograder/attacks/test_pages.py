# ruff: noqa: E501 - what is handed in stands on one line where that is clearer
"""What a student wrote reaches browsers and terminals as text only."""

from __future__ import annotations

import json
import re

from .attack import Attack, attack, attacks

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)>"
ACTIVE = re.compile(r"<script>alert|<img src=x|<svg/onload|=.javascript:alert|<iframe", re.I)


@attacks(
    html=Attack(extra=f"from IPython.display import HTML\ndisplay(HTML({EVIL!r}))"),
    script=Attack(extra="from IPython.display import Javascript\ndisplay(Javascript('alert(1)'))"),
    svg=Attack(
        extra="from IPython.display import SVG\n"
        "display({'image/svg+xml': '<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>'},"
        " raw=True)"
    ),
    markdown=Attack(
        extra=f"display({{'text/markdown': '[x](javascript:alert(1))' + {EVIL!r}}}, raw=True)"
    ),
    latex=Attack(extra="display({'text/latex': r'$\\href{javascript:alert(1)}{x}$'}, raw=True)"),
    png=Attack(extra=f"display({{'image/png': '\">' + {EVIL!r}}}, raw=True)"),
    mime=Attack(extra=f"display({{'text/html;' + {EVIL!r}: 'x', {EVIL!r}: {EVIL!r}}}, raw=True)"),
    stream=Attack(extra=f"print({EVIL!r})\nprint('\\x1b]8;;javascript:alert(1)\\x07x\\x1b]8;;\\x07')"),
    error=Attack(
        extra=f"raise type({EVIL!r}, (Exception,), {{}})({EVIL!r})",
        answers={"sigmoid": f"def sigmoid(x):\n    raise ValueError({EVIL!r})"},
    ),
    values=Attack(
        answers={
            "list-prediction": f"list_prediction = {EVIL!r}",
            "steepest-at": f"steepest_at = {EVIL!r}",
            "sigmoid": f"def sigmoid(x):\n    return np.array([{EVIL!r}] * 3)",
            "basic-sigmoid": f"class f:\n    __name__ = {EVIL!r}\nbasic_sigmoid = f",
        }
    ),
    source=Attack(extra=f"# {EVIL}", answers={"sigmoid": f"def sigmoid(x):\n    '''{EVIL}'''"}),
    frames=Attack(extra="from IPython.display import IFrame\ndisplay(IFrame('javascript:alert(1)', 9, 9))"),
)  # fmt: skip
def test_nothing_active_is_on_a_page(seen):
    """HTML, scripts, SVG, Markdown, formulas, pictures and errors are escaped or stripped."""
    assert not ACTIVE.search(seen.feedback)
    assert "Content-Security-Policy" in seen.feedback
    assert "Content-Security-Policy" in seen.report
    assert not ACTIVE.search(seen.report)


@attack(answers={"sigmoid": f"def sigmoid(x):\n    raise ValueError({EVIL!r})"})
def test_the_report_quotes_students_as_text(seen):
    """The instructor reads what was written, and nothing of it is active."""
    assert "&lt;script&gt;alert(1)" in seen.report
    assert not ACTIVE.search(seen.report)


@attacks(
    html=Attack(extra=f"from IPython.display import HTML\ndisplay(HTML({EVIL!r}))"),
    script=Attack(extra="from IPython.display import Javascript\ndisplay(Javascript('alert(1)'))"),
    svg=Attack(
        extra="display({'image/svg+xml': '<svg onload=\"alert(1)\"/>'}, raw=True)",
    ),
    markdown=Attack(extra=f"display({{'text/markdown': {EVIL!r}}}, raw=True)"),
    latex=Attack(extra=f"display({{'text/latex': {EVIL!r}}}, raw=True)"),
    widget=Attack(
        extra="display({'application/vnd.jupyter.widget-view+json': {'model_id': 'x'}}, raw=True)"
    ),
)
def test_nothing_active_is_in_the_graded_notebook(seen):
    """Formgrader and JupyterLab, which show outputs as they are, get harmless ones."""
    for line in seen.shown.splitlines():
        for output in json.loads(line) if line.startswith("[") else []:
            data = output.get("data", {})
            assert "application/javascript" not in data
            assert not ACTIVE.search(json.dumps([v for k, v in data.items() if k != "text/plain"]))


@attack(
    extra="""
escape = "\\x1b]0;evil\\x07\\x1b[2J\\x1b[31m\\u202e\\x9b31m"
print(escape)
raise type("E" + escape, (Exception,), {})(escape)
""",
    answers={"sigmoid": 'def sigmoid(x):\n    raise ValueError("\\x1b]0;evil\\x07\\x1b[2J")'},
)
def test_no_control_characters_reach_a_terminal(seen):
    """Neither the command nor the pages pass escape sequences on."""
    assert "\x1b" not in seen.said
    for page in (seen.feedback, seen.report):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", page)
