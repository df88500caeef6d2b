"""The small course that is done things to, and a classroom with nothing in it."""

import pytest

from tests.autograder.course.conftest import course
from tests.autograder.platforms.downloads import make_classroom

__all__ = ["course"]


@pytest.fixture
def classroom(tmp_path):
    return make_classroom(tmp_path / "classroom")
