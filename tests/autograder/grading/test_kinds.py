"""Answers of the kinds that the standard library and NumPy have get what nbgrader gives them."""

from typing import NamedTuple

import pytest

from autograder.course.unprotected import unprotected_claims
from tests.autograder.grading.conftest import (
    answer,
    as_bytes,
    claim,
    handed_in,
    messages,
    notebook,
    points,
)

GIVEN = """
import array, datetime, itertools, types
import numpy as np
from collections import *
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, IntEnum, IntFlag
from fractions import Fraction
class Loud(str):
    def shout(self): return self.upper()
class Half(float):
    def half(self): return self / 2
class Colour(IntEnum):
    RED = 1
    BLUE = 2
class Letter(str, Enum):
    A = 'ab'
Point = namedtuple('Point', 'x y')
class Far(Point):
    def norm(self): return 3
class Row(list):
    def first(self): return self[0]
class Table(dict):
    def __missing__(self, key): return 0
class Counts(Counter):
    pass
class Few(set):
    def two(self): return 2
"""


class Kind(NamedTuple):
    """A check, the answers that are right as they are equal, and those that are wrong."""

    check: str
    right: list[str]
    wrong: list[str]


KINDS = {
    "dict": Kind(
        "assert f() == {'a': 2, 'b': 1} and f()['a'] == 2",
        [
            "dict(a=2, b=1)",
            "Counter('aab')",
            "Counter('aabb') - Counter('b')",
            "OrderedDict(b=1, a=2)",
            "ChainMap({'a': 2}, {'b': 1})",
            "Table(a=2, b=1)",
            "types.MappingProxyType({'a': 2, 'b': 1})",
            "UserDict(a=2, b=1)",
            "Counts('aab')",
        ],
        ["Counter('ab')", "Table(a=2)", "UserDict(a=1, b=1)"],
    ),
    "missing": Kind(
        "d = f()\nd['x'] += 1\nassert d['x'] == 1 and d['y'] == 0",
        ["defaultdict(int)", "defaultdict(lambda: 0)", "Counter()"],
        ["defaultdict(lambda: 1)", "{}"],
    ),
    "nested": Kind(
        "d = f()\nd['x']['y'].append(1)\nassert d == {'x': {'y': [1]}}",
        ["defaultdict(lambda: defaultdict(list))", "{'x': {'y': []}}"],
        ["defaultdict(dict)", "defaultdict(lambda: defaultdict(lambda: [0]))"],
    ),
    "order": Kind(
        "assert f() == OrderedDict([('a', 1), ('b', 2)]) and list(f()) == ['a', 'b']",
        ["OrderedDict(a=1, b=2)", "dict(a=1, b=2)"],
        ["OrderedDict(b=2, a=1)", "dict(b=2, a=1)"],
    ),
    "set": Kind(
        "assert f() == {1, 2} and f() - {1} == {2}",
        ["{1, 2}", "frozenset((1, 2))", "OrderedDict({1: 0, 2: 0}).keys()", "Few((1, 2))"],
        ["{1: 0}.keys()", "Few((1, 3))"],
    ),
    "half": Kind(
        "assert f() == 0.5 and f() * 2 == 1 and abs(f() - 0.5) < 1 and round(float(f()), 1) == 0.5",
        ["0.5", "Fraction(1, 2)", "np.float32(0.5)", "Half(0.5)"],
        ["Fraction(1, 3)", "Decimal('0.6')", "Half(1)"],
    ),
    "whole": Kind(
        "assert f() == 2 and f() + 1 == 3 and isinstance(f(), int) and [0, 1, 5][f()] == 5",
        ["2", "Colour.BLUE", "True + True", "IntFlag('F', 'A B').B"],
        ["Colour.RED", "2.0"],
    ),
    "text": Kind(
        "assert f() == 'ab' and ''.join([f(), 'c']) == 'abc' and f().upper() == 'AB'",
        ["'ab'", "Loud('ab')", "np.str_('ab')", "Letter.A"],
        ["Loud('ac')", "b'ab'"],
    ),
    "pair": Kind(
        "a, b = f()\nassert f() == (1, 2) and f()[0] == a and sum(f()) == 3",
        ["(1, 2)", "Point(1, 2)", "Far(1, 2)"],
        ["Point(2, 1)", "[1, 2]", "Far(1, 3)"],
    ),
    "point": Kind(
        "assert f().x == 1 and f()._asdict() == {'x': 1, 'y': 2} and f() == (1, 2)",
        ["Point(1, 2)", "Far(1, 2)"],
        ["Point(1, 3)", "(1, 2)"],
    ),
    "list": Kind(
        "assert list(f()) == [1, 2] and sum(f()) == 3 and f()[0] == 1 and len(f()) == 2",
        [
            "[1, 2]",
            "array.array('i', [1, 2])",
            "range(1, 3)",
            "UserList([1, 2])",
            "Row([1, 2])",
            "deque([0, 1, 2], maxlen=2)",
        ],
        ["Row([2, 1])", "deque([1, 2, 3])"],
    ),
    "bytes": Kind(
        "assert f() == b'ab' and f()[0] == 97",
        ["b'ab'", "bytearray(b'ab')", "np.bytes_(b'ab')"],
        ["bytearray(b'ac')", "'ab'"],
    ),
    "array": Kind(
        "assert np.allclose(f(), [1, 4])\nnp.testing.assert_array_equal(f(), [1, 4])",
        ["[1, 4]", "np.ma.array([1, 4])", "deque([1, 4])"],
        ["np.ma.array([1, 5])"],
    ),
    "objects": Kind(
        "assert np.array_equal(f(), [1, 4]) and f().sum() == 5",
        ["np.array([1, 4])", "np.array([1, 4], object)", "np.array([Fraction(1), Fraction(4)])"],
        ["np.array([1, None], object)"],
    ),
    "fields": Kind(
        "assert f()['n'].sum() == 3 and f().dtype.names == ('n', 'x') and (f()['x'] == 0.5).all()",
        [
            "np.array([(1, 0.5), (2, 0.5)], [('n', int), ('x', float)])",
            "np.rec.array([(1, 0.5), (2, 0.5)], [('n', int), ('x', float)])",
        ],
        ["np.array([(1, 0.5), (2, 1.5)], [('n', int), ('x', float)])"],
    ),
    "day": Kind(
        "assert f() == datetime.date(2026, 1, 2) and f().year == 2026\n"
        "assert f() - datetime.date(2026, 1, 1) == datetime.timedelta(1)",
        ["datetime.date(2026, 1, 2)", "datetime.datetime(2026, 1, 2, 5).date()"],
        ["datetime.date(2026, 1, 3)", "datetime.datetime(2026, 1, 2)"],
    ),
    "days": Kind(
        "assert (np.diff(f()) == np.timedelta64(2, 'D')).all()\n"
        "assert f()[0] == np.datetime64('2026-01-01')",
        [
            "np.array(['2026-01-01', '2026-01-03'], 'M8[D]')",
            "np.array(['2026-01-01', '2026-01-03'], 'M8[ns]')",
        ],
        ["np.array(['2026-01-01', '2026-01-04'], 'M8[D]')"],
    ),
    "complex": Kind("assert f() == 1 + 2j", ["1 + 2j", "np.complex64(1 + 2j)"], ["1 - 2j"]),
    "none": Kind("assert f() == [None, 1]", ["[None, 1]", "Row([None, 1])"], ["[0, 1]"]),
    "lazy": Kind(
        "assert list(f()) == [1, 4]",
        ["[1, 4]", "map(int, '14')", "itertools.chain([1], [4])", "reversed([4, 1])"],
        ["map(int, '15')"],
    ),
}


def _work(pick):
    return GIVEN + "".join(
        f"def f_{name}():\n    return {pick(kind)}\n" for name, kind in KINDS.items()
    )


SOURCE = notebook(
    answer("work", f"### BEGIN SOLUTION\n{_work(lambda kind: kind.right[0])}\n### END SOLUTION"),
    *(
        claim(
            name,
            f"import datetime\nimport numpy as np\nfrom collections import OrderedDict\n{text}",
        )
        for name, text in (
            (name, kind.check.replace("f()", f"f_{name}()")) for name, kind in KINDS.items()
        )
    ),
)


@pytest.mark.parametrize("at", range(max(len(kind.right) for kind in KINDS.values())))
def test_an_answer_that_is_equal_is_right_whatever_its_kind(grade, at):
    """Apart from the student's code: none of these checks needs to run unprotected."""
    work = _work(lambda kind: kind.right[min(at, len(kind.right) - 1)])

    assert unprotected_claims(as_bytes(SOURCE)) == {}
    graded = grade(handed_in({"work": work}, SOURCE), SOURCE, own_classes_wait=True)
    assert points(graded) == dict.fromkeys(KINDS, 1), messages(graded)


@pytest.mark.parametrize("at", range(max(len(kind.wrong) for kind in KINDS.values())))
def test_an_answer_that_is_unequal_gets_nothing_whatever_its_kind(grade, at):
    """An object of a class of the student's own may wait for a person."""
    work = _work(lambda kind: kind.wrong[min(at, len(kind.wrong) - 1)])

    graded = grade(handed_in({"work": work}, SOURCE), SOURCE, own_classes_wait=True)
    assert not any(points(graded).values()), points(graded)


def test_a_class_of_ones_own_is_judged_by_its_data_only(grade):
    """What its methods say of equality counts for nothing."""
    forged = (
        "class Two(int):\n    __eq__ = __ge__ = lambda self, other: True\n    __hash__ = None\n"
    )
    work = _work(lambda kind: "Two(7)").replace("def f_", f"{forged}def f_", 1)

    graded = grade(handed_in({"work": work}, SOURCE), SOURCE, own_classes_wait=True)
    assert not any(points(graded).values()), points(graded)


FRAMES = {
    "frame": Kind(
        "pd.testing.assert_frame_equal(f(), pd.DataFrame({'a': [1, 2]}))",
        [
            "pd.DataFrame({'a': [1, 2]})",
            "Mine({'a': [1, 2]})",
            "pd.DataFrame([[1], [2]]).set_axis(['a'], axis=1)",
        ],
        ["Mine({'a': [1, 3]})", "pd.DataFrame({'b': [1, 2]})"],
    ),
    "category": Kind(
        "assert list(f()) == ['a', 'b'] and (f() == 'a').sum() == 1",
        [
            "pd.Series(['a', 'b'])",
            "pd.Series(['a', 'b'], dtype='category')",
            "pd.Categorical(['a', 'b'])",
        ],
        ["pd.Series(['a', 'a'], dtype='category')"],
    ),
    "numbers": Kind(
        "assert np.allclose(f(), [1, 2]) and f().sum() == 3",
        ["pd.Series([1, 2])", "pd.Series([1, 2], dtype='Int64')", "pd.Index([1, 2]).to_series()"],
        ["pd.Series([1, 3], dtype='Int64')"],
    ),
    "levels": Kind(
        "assert f()['x', 2] == 2 and np.allclose(f(), [1, 2])",
        [
            f"pd.Series([1, 2], index=pd.MultiIndex.from_{made})"
            for made in (
                "tuples([('x', 1), ('x', 2)])",
                "product([['x'], [1, 2]])",
                "arrays([['x'] * 2, [1, 2]])",
            )
        ],
        ["pd.Series([1, 3], index=pd.MultiIndex.from_tuples([('x', 1), ('x', 2)]))"],
    ),
    "missing": Kind(
        "assert pd.isna(f())",
        ["pd.NA", "None", "pd.NaT", "np.nan"],
        ["0", "pd.Timestamp(2026, 1, 1)"],
    ),
}


def test_answers_of_pandas_own_kinds_are_right_if_they_are_equal(grade):
    """Categories, levels, missing entries, a subclass of DataFrame."""
    pytest.importorskip("pandas")
    imports = "import numpy as np\nimport pandas as pd\n"
    right = [
        (f"{name}_{at}", kind.check, one)
        for name, kind in FRAMES.items()
        for at, one in enumerate(kind.right)
    ]
    wrong = [
        (f"{name}_no_{at}", kind.check, one)
        for name, kind in FRAMES.items()
        for at, one in enumerate(kind.wrong)
    ]
    work = f"{imports}class Mine(pd.DataFrame):\n    pass\n" + "".join(
        f"def f_{name}():\n    return {one}\n" for name, _, one in right + wrong
    )
    source = notebook(
        answer("work", f"### BEGIN SOLUTION\n{work}\n### END SOLUTION"),
        *(
            claim(name, imports + text.replace("f()", f"f_{name}()"))
            for name, text, _ in right + wrong
        ),
    )

    graded = grade(handed_in({"work": work}, source), source, own_classes_wait=True)

    given = points(graded)
    assert {name: given[name] for name, *_ in right} == {name: 1 for name, *_ in right}, messages(
        graded
    )
    assert not any(given[name] for name, *_ in wrong)
