"""`build` writes solution regions and outputs, and a second call finds nothing to do."""

from __future__ import annotations

import json

import pytest

from autograder.course.build import build
from autograder.course.course import Course
from autograder.errors import MaterialError

from .conftest import code, text, twice_cells, write_notebook


def rebuilt(course: Course) -> dict:
    build(course, course.assignments[0])
    return json.loads(course.assignments[0].notebook.read_text())


def by_id(notebook: dict) -> dict[str, dict]:
    return {cell["id"]: cell for cell in notebook["cells"]}


def test_the_region_is_the_reference_after_its_docstring(course):
    """Comments come along; the docstring of the exercise stays its own."""
    source = "".join(by_id(rebuilt(course))["write-twice"]["source"])

    assert source.split("\n") == [
        "def twice(x):",
        '    """Two times x."""',
        "    ### BEGIN SOLUTION",
        "    # a float array, so that integers and lists work",
        "    x = np.asarray(x) * 1.0",
        "    return 2 * x",
        "    ### END SOLUTION",
    ]


def test_outputs_are_stored(course):
    """The cell's printed text is in the file, with its execution count."""
    look = by_id(rebuilt(course))["look"]

    assert look["outputs"] == [
        {"name": "stdout", "output_type": "stream", "text": ["shown 42.0\n"]}
    ]
    assert look["execution_count"] == 4


def test_a_second_build_changes_no_byte(course):
    """Building is idempotent, with figures, addresses, errors, warnings and widgets in it too."""
    noisy = [
        code("inline", "%matplotlib inline\nimport matplotlib.pyplot as plt\nimport warnings"),
        code("figure", "plt.plot([1, 2])"),
        code("address", "object()"),
        code("error", "1 / 0", "raises-exception"),
        code("warning", "warnings.warn('careful')"),
        code("widget", "from ipywidgets import interact\ninteract(lambda x: x, x=(0, 5));"),
        code("clock", "import time\ntime.perf_counter()", "timing"),
    ]
    write_notebook(course.assignments[0].notebook, noisy)
    first = build(course, course.assignments[0])
    content = course.assignments[0].notebook.read_bytes()

    second = build(course, course.assignments[0])

    assert [path.name for path in first] == ["twice.ipynb"]
    assert second == []
    assert course.assignments[0].notebook.read_bytes() == content
    for noise in (b"at 0x7", b"ipykernel_", b"site-packages", b"model_id", b"iopub", b"Software"):
        assert noise not in content


def test_a_failing_cell_is_named_and_nothing_is_written(course):
    """The message has the notebook, the cell and the exception."""
    write_notebook(course.assignments[0].notebook, [code("broken", "undefined_name")])
    before = course.assignments[0].notebook.read_bytes()

    with pytest.raises(MaterialError, match=r"01-twice/twice.ipynb, cell broken: NameError"):
        build(course, course.assignments[0])

    assert course.assignments[0].notebook.read_bytes() == before


def test_a_region_that_the_notebook_owns_stays(course):
    """A region beside given lines is the author's, whatever stands in solutions."""
    faded = (
        "def twice(x):\n    y = 1 * x\n    ### BEGIN SOLUTION\n    y = y + x\n"
        "    ### END SOLUTION\n    return y"
    )
    write_notebook(course.assignments[0].notebook, [code("faded", faded, solution=True)])

    assert "".join(by_id(rebuilt(course))["faded"]["source"]) == faded


def test_a_stem_with_a_hyphen_has_a_module_with_an_underscore(course):
    """The regions of 02-twice-more come from solutions/twice_more.py."""
    first = course.assignments[0]
    notebook = course.root / "notebooks/02-twice-more/twice-more.ipynb"
    write_notebook(notebook, twice_cells())
    (course.root / "solutions/twice.py").rename(course.root / "solutions/twice_more.py")
    first.notebook.unlink()

    (assignment,) = course.select(["twice-more"])

    assert assignment.module == "twice_more"
    assert "return 2 * x" in "".join(by_id(rebuilt(course))["write-twice"]["source"])


def test_shared_modules_are_copied_beside_the_notebooks_that_import_them(course):
    """A notebook that imports `style` gets a copy of notebooks/style.py, others do not."""
    (course.root / "notebooks/style.py").write_text("COLOUR = 'navy'\n")
    write_notebook(
        course.root / "notebooks/02-picture/picture.ipynb",
        [code("draw", "from style import COLOUR\nCOLOUR")],
    )
    twice, picture = course.assignments

    build(course, twice)
    changed = build(course, picture)

    assert [path.name for path in changed] == ["style.py", "picture.ipynb"]
    assert not (twice.folder / "style.py").exists()
    assert build(course, picture) == []


def test_an_invalid_notebook_is_named(course):
    """A file that is no notebook gives one sentence."""
    course.assignments[0].notebook.write_text("{")

    with pytest.raises(MaterialError, match=r"01-twice/twice.ipynb: not a notebook"):
        build(course, course.assignments[0])


def test_text_cells_are_left_alone(course):
    """Markdown is the author's."""
    cells = [text("title", "# A  title \n\n* with   spaces"), code("one", "1")]
    write_notebook(course.assignments[0].notebook, cells)

    assert "".join(rebuilt(course)["cells"][0]["source"]) == cells[0]["source"]
