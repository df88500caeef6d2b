"""Series and DataFrames over the wire, as plain data, where the grader has pandas."""

import dataclasses

import numpy as np
import pytest

from autograder.sandbox.budget import bounds_of
from autograder.sandbox.inside.values import Decoder, Encoder
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.limits import Limits

BOUNDS = dataclasses.replace(bounds_of(Limits()), frames=True)


def there_and_back(value):
    encoder = Encoder(BOUNDS, lambda value: ["handle", type(value).__name__])
    node = encoder.encode(value)
    buffers = [memoryview(bytes(buffer)) for buffer in encoder.buffers]
    return Decoder(BOUNDS, buffers, lambda node: node).decode(node)


def test_series_and_frames_arrive_as_they_were_sent():
    """Numbers, texts, missing entries, times, names and every plain index."""
    pd = pytest.importorskip("pandas")
    days = pd.to_datetime(["2026-01-02", "2026-03-04"])
    for series in (
        pd.Series([1.0, np.nan], name="x"),
        pd.Series([1, 2], index=["r", "s"], dtype="int8"),
        pd.Series([True, False], index=[3, 1]),
        pd.Series(["a", None, "b"], name=2),
        pd.Series(["a", 1, 2.5], dtype=object),
        pd.Series(["a", None], dtype="string"),
        pd.Series(days),
        pd.Series([1, 2], index=days),
        pd.Series([], dtype=float),
        pd.Series(["a", None, "b"], dtype="category"),
        pd.Series(pd.Categorical([2, 1], [2, 1], ordered=True)),
        pd.Series([1, None], dtype="Int64"),
        pd.Series([True, None], dtype="boolean"),
        pd.Series([1, 2], index=pd.MultiIndex.from_tuples([(1, "x"), (2, "y")], names=["n", "k"])),
        pd.Series([1] * 3, index=pd.Categorical([1, 2, 3])),
    ):
        pd.testing.assert_series_equal(there_and_back(series), series)
    for frame in (
        pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}, index=["r", "t"]),
        pd.DataFrame(np.eye(2)),
        pd.DataFrame([[1, 2.5], [3, 4.5]], columns=["same", "same"]),
        pd.DataFrame({"day": days, "n": [1, 2]}).rename_axis("row"),
        pd.DataFrame(),
        pd.DataFrame({"k": ["x", "y"], "v": [1.0, 2]}).groupby("k").agg(["sum", "mean"]),
    ):
        pd.testing.assert_frame_equal(there_and_back(frame), frame)
    for index in (pd.Index(["a"], name="n"), pd.RangeIndex(3), days):
        pd.testing.assert_index_equal(there_and_back(index), index)
    for one in (pd.Timestamp("2026-01-02 03:04:05.000000006"), pd.Timedelta("2D"), pd.NA, pd.NaT):
        assert repr(there_and_back(one)) == repr(one)


def test_what_is_not_plain_in_pandas_stays_where_it_is():
    """Objects of a class, intervals, time zones; a subclass says what it holds."""
    pd = pytest.importorskip("pandas")

    class Own(pd.Series):
        pass

    for value in (
        pd.Series([[1]]),
        pd.DataFrame({"a": [object()]}),
        pd.cut(pd.Series([1]), [0, 2]),
        pd.Series(pd.to_datetime(["2026-01-02"]).tz_localize("UTC")),
    ):
        assert there_and_back(value)[0] == "handle"
    tag, referred, node = Encoder(BOUNDS, lambda value: ["handle", 1]).encode(Own(["a"]))
    assert (tag, referred) == ("alike", ["handle", 1])
    pd.testing.assert_series_equal(Decoder(BOUNDS).decode(node), pd.Series(["a"]))


@pytest.mark.parametrize(
    "node",
    [
        ["Series", ["list", "|O", ["list", ["list"]]], ["list", "range", 0, 1, 1, None], None],
        ["Series", ["list", "|O", ["list", 1]], ["list", "range", 0, 9, 1, None], None],
        ["Series", ["list", "category", ["list", 1]], ["list", "range", 0, 1, 1, None], None],
        ["Series", ["list", "<f8", ["list", 1.0]], ["list", "range", 0, 1, 1, None], None],
        ["Series", ["list", "|O", ["list", 1]], ["list", "eval", "x", "y", None], None],
        ["DataFrame", ["list"], ["list"], ["list"]],
        [
            "DataFrame",
            ["list"],
            ["list", "range", 0, 10**12, 1, None],
            ["list", "range", 0, 0, 1, None],
        ],
        ["DataFrame", 1, 2],
        ["Index", ["list", "multi", ["list"], ["list"]]],
        ["Index", ["list", "multi", ["list", ["list", "|O", ["list", 1]]], ["list", ["list"]]]],
        ["Index", ["list", "eval", "|O", ["list", 1], None]],
        ["Index", ["list", "index", "category", ["list", "|O", ["list", 1]], 3, True, None]],
        ["Index", ["list", "index", "Int64", ["list", "a"], None]],
        ["Timestamp", "now"],
        ["Timestamp", 1],
        ["Timedelta", "1 day"],
        ["NA", 1],
    ],
)
def test_a_forged_frame_is_refused(node):
    """It names no code, and its parts have to fit one another."""
    pytest.importorskip("pandas")
    with pytest.raises(WireError):
        Decoder(BOUNDS, [], lambda node: node).decode(node)
