"""Cells come out of the quick transformer as they come out of IPython's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from autograder.course.course import Course
from autograder.sandbox.inside.transformer import _MAY_BE_CHANGED, Transformer

CELLS = [
    "",
    "x = 1",
    "x = 1\n",
    "\n\nx = 1",
    "    x = 1\n    y = 2",
    "x = '''\n   \n'''",
    "def f():\n    ...\n",
    "x = 1\n...\n",
    "x = 1\n... y = 2\n",
    ">>> x = 1\n... y\n",
    "def f():\n    '''\n    >>> f()\n    '''",
    "In [1]: x = 1",
    "In [1]: def f():\n   ...:     pass",
    "%matplotlib inline\nx = 1",
    "%%time\nx = 1",
    "x = %pwd",
    "x = \\\n  %pwd",
    "x = !ls",
    "!ls",
    "if x:\n    %pwd\n    !ls\n    ?x",
    "np.exp?",
    "np.exp??  ",
    "?np.exp",
    "# is it?\nx = 1",
    "/f 1, 2",
    ",f 1 2",
    ";f 1 2",
    "x != 1",
    "x %= 3",
    "x = (5\n% 3)",
    "print('%d' % 3)",
    "x = 1;",
    "f(",
    "'unterminated",
    "x = 1\x0cy = 2",
    "x = 1\r\ny = 2",
    "x = 1\u2028%pwd",
    "\tx = 1",
    "é = 1",
]


@pytest.mark.filterwarnings("ignore:.make_tokens_by_line:UserWarning")  # of an end of line
@pytest.mark.parametrize("cell", CELLS)
def test_known_cells_come_out_as_ipython_gives_them(cell):
    """Plain Python as it is, IPython's own syntax as calls."""
    assert Transformer().transform_cell(cell) == TransformerManager().transform_cell(cell)


PIECES = [
    "x",
    "1",
    "=",
    "%",
    "!",
    "?",
    "/",
    ",",
    ";",
    "(",
    ")",
    "'",
    '"""',
    "#",
    "\\",
    "...",
    ">>>",
]
SPACES = [" ", "    ", "\t", "\n", "\n\n", "In [1]: "]


@given(st.lists(st.sampled_from(PIECES + SPACES), max_size=12).map("".join))
def test_all_cells_come_out_as_ipython_gives_them(cell):
    """However strange; what IPython refuses, Python refuses."""
    try:
        wanted = TransformerManager().transform_cell(cell)
    except SyntaxError:
        with pytest.raises(SyntaxError):
            compile(Transformer().transform_cell(cell), "cell", "exec")
    else:
        assert Transformer().transform_cell(cell) == wanted


def test_most_cells_of_the_course_are_plain():
    """Else there would be no point in it."""
    sources = [c.source for a in Course.find().assignments for c in a.cells if c.kind == "code"]
    plain = [source for source in sources if not _MAY_BE_CHANGED.search(source)]
    assert len(plain) > 0.6 * len(sources)


def test_transformers_of_the_students_own_are_used():
    """IPython lets everybody add some."""
    transformer = Transformer()
    transformer.line_transforms.append(lambda lines: [line.replace("1", "2") for line in lines])
    assert transformer.transform_cell("x = 1") == "x = 2\n"
