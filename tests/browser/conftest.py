"""A page of a real browser; where there is no browser, these tests are skipped and say why."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest

from tests.browser.jupyter import NAMES, chromium, find_chromium, page_of


@pytest.fixture(scope="module")
def browser() -> Iterator:
    """Chromium for one module: its event loop must be gone when other tests want one."""
    if find_chromium() is None:
        pytest.skip(
            f"no browser on PATH (looked for {', '.join(NAMES)}). "
            "On Debian and Ubuntu: sudo apt install chromium"
        )
    if importlib.util.find_spec("playwright") is None:
        pytest.skip("no Playwright. Install it: pip install -e '.[test]'")
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser, tmp_path) -> Iterator:
    """A page of 1280 by 800 that nobody has used before."""
    with page_of(browser) as page:
        yield page
        page.screenshot(path=tmp_path / "last.png")  # for whoever looks why a test failed
