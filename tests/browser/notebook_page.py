"""What a person does with a notebook in JupyterLab: find a cell, write, run, have it checked."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

_NUMBER = re.compile(r"\[\d+\]:")


def open_notebook(page: Page, address: str, path: str) -> None:
    """Open a notebook in JupyterLab and wait until its kernel can be used."""
    page.goto(f"{address}/lab/tree/{path}?reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    expect(page.get_by_title("Python 3 (ipykernel)", exact=False)).to_be_visible()
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']")).to_be_visible()


def cell(page: Page, text: str) -> Locator:
    """Return the first cell with this text, scrolled to."""
    found = page.locator(".jp-Notebook .jp-Cell").filter(has_text=text).first
    found.scroll_into_view_if_needed()
    return found


def write(found: Locator, text: str) -> None:
    """Replace what stands in a code cell, without the editor's own brackets and indents."""
    editor = found.locator(".cm-content")
    editor.click()
    editor.press("Control+a")
    found.page.keyboard.insert_text(text)


def run(found: Locator, patience: float | None = None) -> Locator:
    """Run a code cell to its end, which comes within so many milliseconds; return what is below."""
    before = found.locator(".jp-InputPrompt").inner_text()
    found.locator(".cm-content").click()
    found.page.keyboard.press("Control+Enter")
    prompt = found.locator(".jp-InputPrompt")
    expect(prompt).not_to_have_text(before, timeout=patience)
    expect(prompt).to_have_text(_NUMBER, timeout=patience)
    return found.locator(".jp-OutputArea-output")


def run_all(page: Page) -> None:
    """Run all cells, as the menu does, and wait for the last one."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()
    last = page.locator(".jp-Notebook .jp-CodeCell").last.locator(".jp-InputPrompt")
    expect(last).to_have_text(_NUMBER)


def check_button(page: Page) -> Locator:
    """Return the button "Check my work" in the notebook's toolbar."""
    return page.locator(".jp-Toolbar").get_by_role("button", name="Check my work")


def note(page: Page, name: str) -> Locator:
    """Return the note of one claim."""
    return page.locator(f"[data-check-work='{name}']")


def check(page: Page) -> None:
    """Press "Check my work" and wait for the answer."""
    check_button(page).click()
    expect(page.locator(".check-work-bar [role=status]")).to_contain_text("Checked.")
