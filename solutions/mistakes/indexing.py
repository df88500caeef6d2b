"""Wrong versions of the functions in solutions.indexing."""

import numpy as np

VECTOR = np.array([3.5, -1.0, 2.0, 9.0, 0.5, -4.0])
SEVEN = np.array([6.5, 1.5, -7.0, 8.0, 2.5, -0.5, 4.0])
TABLE = np.array(
    [[2.5, -1.0, 0.25], [-3.5, 4.0, 1.5], [7.0, 0.5, -2.0], [9.0, -6.0, 3.0]]
)  # (4, 3)
TALL = np.array([[8.0, 0.5], [-1.0, 3.5], [2.0, -4.5], [6.0, 1.0], [-9.0, 5.0]])  # (5, 2)
WIDE = np.array([[0.5, 3.0, -2.0, 7.5], [4.0, -6.5, 1.0, 2.0], [5.0, 8.5, -0.5, 6.0]])  # (3, 4)
SQUARE = np.array([[1.5, -2.0, 4.0], [0.5, 6.0, -3.0], [7.0, 2.5, -8.0]])
GAPS = np.array([4.5, np.nan, -1.0, 0.0, np.nan, 2.5])

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "every_second": [
        VECTOR,
        SEVEN,
        np.array([-2.5, 7.0, 1.0, 3.0, 6.0]),
        np.array([5.5, 0.5]),
        np.array([1.5, 2.5, -9.0, 4.5, 8.0, 0.0, 3.0, -6.5]),
    ],
    "last_rows": [(TALL, 2), (TABLE, 1), (TALL, 3), (WIDE, 2), (TABLE, 2), (SQUARE, 1)],
    "border": [
        TABLE,
        WIDE,
        np.array([[9.0, 8.0, 7.0, 6.0], [5.0, 4.5, 3.5, 2.5], [1.5, 0.5, -1.0, -2.0], [3.0] * 4]),
        SQUARE,
        TALL,
        np.array([[4, 1, 3], [2, 6, 5], [9, 7, 8]]),
    ],
    "pick": [
        (TABLE, [0, 2], [2, 1]),
        (WIDE, [2, 0, 1], [0, 3, 2]),
        (SQUARE, [1, 2, 0], [0, 2, 0]),
        (TALL, [4, 1], [1, 0]),
        (TABLE, [1], [2]),
        (WIDE, [-1, 1, 1], [-2, 0, -4]),
    ],
    "positives": [
        TABLE,
        WIDE,
        np.array([[1.5, -0.5], [0.25, 2.0], [-3.0, -4.0]]),
        VECTOR,
        np.array([0.0, -1.5, 2.0, 0.0, 6.5]),
        [3, -2, 0, 5],
        [[1.5, -1.0], [0.5, -2.5]],
    ],
    "clip_below": [
        (VECTOR, 1.0),
        (SEVEN, 2.25),
        (np.array([0.5, -3.0, 6.0]), -1.5),
        (TABLE, 0.5),
        (np.array([2.0, 2.5]), 1.0),
        ([4, -2, 1], 0.5),
        (np.array([5, 0, -7]), 1.5),
    ],
    "rank": [
        VECTOR,
        SEVEN,
        np.array([2.0, 9.5, 4.0]),
        np.array([0.5, -2.5, 8.0, 1.0, 3.0]),
        [2, 9, 4, 7],
        [0.5, 6.5],
    ],
    "side_by_side": [
        (TABLE, TABLE[::-1] + 10.0),
        (
            np.array([[1.5, 2.0], [0.5, 4.0], [3.0, 6.0]]),
            np.array([[9.0, 7.0], [8.0, 5.0], [1.0, 0.0]]),
        ),
        (TALL, TALL[:, :1] - 3.0),
        (WIDE, SQUARE),
        ([[1, 2], [3, 4]], [[5, 6], [7, 8]]),
        ([[1.5], [2.5]], [[3, 4, 5], [6, 7, 8]]),
    ],
    "without_missing": [
        GAPS,
        np.array([np.nan, 3.0, 7.5, 1.0]),
        np.array([331.5, 319.0, 322.25]),
        np.array([-3.5, np.nan, np.nan]),
        [1.5, np.nan, 0.5],
        [2, 4, 3],
    ],
    "read_table": [
        ["# two columns", "1.5,2", "3,4.5", "6,-7"],
        ["4,0.5,nan", "1,2,3", "5,nan,6"],
        ["# a", "# b", "# c", "8,1", "2,9"],
        ["0.25,3", "7,nan", "# in between", "1,1.5", "2,6"],
    ],
}


def every_second__odd_places(a):
    """It begins with the second.

    You begin with the entry at place 1. Places are counted from 0, and the entry at place 0 belongs
    to the result.
    """
    return a[1::2]


def every_second__first_half(a):
    """The first half.

    Your result is the first half of the vector, with every entry of it. A step picks from all of
    the vector: it is the third number in a slice.
    """
    return a[: (len(a) + 1) // 2]


def every_second__two_entries(a):
    """The first two.

    Your result is the first two entries. In the brackets, `:2` means "stop before 2"; a step stands
    behind a second colon.
    """
    return a[:2]


def every_second__from_two_on(a):
    """From place 2 on.

    Your result leaves out the first two entries and keeps all others. In the brackets, `2:` means
    "start at 2"; a step stands behind a second colon.
    """
    return a[2:]


def every_second__backwards(a):
    """From the end.

    Your result begins with the last entry and goes backwards. Begin with the first: the step should
    be above 0.
    """
    return a[::-2]


def every_second__every_third(a):
    """Every third.

    Your result has the entries 0, 3, 6 and so on. From one entry to the next but one it is a step
    of 2.
    """
    return a[::3]


def last_rows__first_rows(a, k):
    """The first rows.

    Your result is the first k rows. The last ones begin at row -k: negative numbers count from the
    end.
    """
    return a[:k]


def last_rows__without_the_first(a, k):
    """All but the first rows.

    Your result leaves out the first k rows and keeps all others. The last k rows begin at row -k:
    negative numbers count from the end.
    """
    return a[k:]


def last_rows__without_the_last(a, k):
    """All but the last rows.

    Your result leaves out the last k rows, and these are the ones to keep. Should -k be the start
    or the stop?
    """
    return a[:-k]


def last_rows__one_row(a, k):
    """One row.

    Your result is one row, row -k, as a vector. For the rows from there to the end, a slice is
    needed: a colon behind the start.
    """
    return a[-k]


def last_rows__stop_before_the_end(a, k):
    """The last row is missing.

    Your result lacks the last row. A slice stops before its stop, also before -1; without a stop it
    goes to the end.
    """
    return a[-k:-1]


def last_rows__columns(a, k):
    """Columns.

    Your result is the last k columns. The first place in the brackets is for rows, and `:` there
    means all of them.
    """
    return a[:, -k:]


def last_rows__backwards(a, k):
    """In reversed order.

    Your rows are the right ones, but the last comes first. They should keep their order.
    """
    return a[::-1][:k]


def border__in_place(image):
    """The image itself is overwritten.

    Your function changes the image of whoever called it. Make a copy, and write into that.

    Seen: changes-argument
    """
    image[0], image[-1] = 0, 0
    image[:, 0], image[:, -1] = 0, 0
    return image


def border__rows_only(image):
    """Rows only.

    The first and the last row are black, the first and the last column are not. For columns, the
    first place in the brackets is `:`, all rows.
    """
    framed = np.array(image)
    framed[0], framed[-1] = 0, 0
    return framed


def border__columns_only(image):
    """Columns only.

    The first and the last column are black, the first and the last row are not.
    """
    framed = np.array(image)
    framed[:, 0], framed[:, -1] = 0, 0
    return framed


def border__top_and_left(image):
    """Two sides only.

    The first row and the first column are black, the last ones are not: they are at place -1.
    """
    framed = np.array(image)
    framed[0] = 0
    framed[:, 0] = 0
    return framed


def border__inside(image):
    """The inside is black.

    The inside became 0 and the frame kept its values: it should be the other way round.
    """
    framed = np.array(image)
    framed[1:-1, 1:-1] = 0
    return framed


def border__cut_off(image):
    """The frame is cut off.

    Your result is the inside alone, smaller than the image. The frame should stay, with 0 in it.
    """
    return np.array(image)[1:-1, 1:-1]


def border__around(image):
    """The frame is put around.

    Your frame lies around the image, so the result has two rows and two columns more. It should
    cover the outermost pixels.
    """
    return np.pad(image, 1)


def pick__grid(a, rows, columns):
    """Every row with every column.

    Your result has a number for every row with every column. The lists should be read in pairs:
    both in one pair of brackets, with a comma between.
    """
    return a[rows][:, columns]


def pick__rows_of_rows(a, rows, columns):
    """Rows, picked twice.

    Your result is whole rows: `a[rows]` is a table, and `columns` picked rows of it again. Both
    lists belong into one pair of brackets.
    """
    return a[rows][columns]


def pick__whole_rows(a, rows, columns):
    """Whole rows.

    Your result is whole rows, `a[rows]`, as if there were no `columns`. Both lists belong into one
    pair of brackets.
    """
    return a[rows]


def pick__swapped(a, rows, columns):
    """Rows and columns exchanged.

    Your result is what stands in row `columns[i]` and column `rows[i]`. The first place in the
    brackets is for rows.
    """
    return a[columns, rows]


def pick__first_pair(a, rows, columns):
    """The first pair only.

    Your result is one number, that of the first pair. There should be one for each pair: whole
    lists can stand in the brackets.
    """
    return a[rows[0], columns[0]]


def positives__zero_too(a):
    """Zero too.

    Your result holds every 0 as well. Zero is not above zero: look at the comparison.
    """
    a = np.asarray(a, dtype=float)
    return a[a >= 0]


def positives__mask(a):
    """The mask itself.

    Your result is the mask, True and False. Use it as an index, to pick the numbers.
    """
    return np.asarray(a, dtype=float) > 0


def positives__places(a):
    """The places.

    Your result is the places of the numbers above 0, counted in reading order. The numbers
    themselves are asked for.
    """
    return np.flatnonzero(np.asarray(a, dtype=float) > 0)


def positives__zeros_kept(a):
    """Zeros in place of the others.

    Your result has the shape of `a`, with 0 where a number is not above 0. Those places should be
    left out.
    """
    a = np.asarray(a, dtype=float)
    return np.where(a > 0, a, 0)


def positives__absolute(a):
    """Without their signs.

    Your result has all numbers, without their signs. Those below 0 should be left out.
    """
    return np.abs(np.asarray(a, dtype=float))


def positives__negatives(a):
    """The numbers below 0.

    Your result is the numbers below 0. Those above 0 are asked for: look at the comparison.
    """
    a = np.asarray(a, dtype=float)
    return a[a < 0]


def positives__no_lists(a):
    """Lists are not turned into arrays.

    A list cannot be compared with a number. Make an array of `a` in the first line.
    """
    return a[a > 0]


def clip_below__in_place(a, low):
    """The argument is overwritten.

    Your function changes the numbers of whoever called it: `np.asarray` makes no copy of an array.
    Write into a copy.

    Seen: changes-argument
    """
    a = np.asarray(a, dtype=float)
    a[a < low] = low
    return a


def clip_below__zero(a, low):
    """Zero in place of the limit.

    Your numbers below `low` became 0. They should become `low`.
    """
    a = np.array(a, dtype=float)
    a[a < low] = 0
    return a


def clip_below__above(a, low):
    """Cut from above.

    Your numbers above `low` were lowered to it. Those below should be raised.
    """
    return np.minimum(np.asarray(a, dtype=float), low)


def clip_below__left_out(a, low):
    """Left out.

    Your result leaves out the numbers below `low`. They should stay, raised to it.
    """
    a = np.asarray(a, dtype=float)
    return a[a >= low]


def clip_below__mask(a, low):
    """The mask itself.

    Your result is the mask, True and False. Write through it: it belongs into the brackets on the
    left of `=`.
    """
    return np.asarray(a, dtype=float) < low


def clip_below__integers(a, low):
    """Fractions cut off.

    For whole numbers your result is an array of whole numbers, and a limit such as 1.5 loses its
    fraction there. Make the copy with `dtype=float`.

    Seen: gives-integers
    """
    clipped = np.array(a)
    clipped[clipped < low] = low
    return clipped


def clip_below__no_lists(a, low):
    """Lists are not turned into arrays.

    A list cannot be compared with a number. Make an array of `a` in the first line.
    """
    return np.where(a < low, low, a)


def rank__rising(scores):
    """The lowest first.

    Your places begin with that of the lowest score. The highest should come first: turn the places
    round.
    """
    return np.argsort(scores)


def rank__scores(scores):
    """The scores in place of their places.

    Your result is the scores themselves, the highest first. Their places are asked for, and
    `np.argsort` gives places.
    """
    return np.sort(scores)[::-1]


def rank__scores_rising(scores):
    """The scores, sorted.

    Your result is the scores themselves, in rising order. Their places are asked for, the highest
    score's first; `np.argsort` gives places.
    """
    return np.sort(scores)


def rank__rank_of_each(scores):
    """How many are better.

    Your result says of each score how many are higher. It should say where the highest stands,
    where the next one, and so on.
    """
    return np.argsort(np.argsort(-np.asarray(scores)))


def rank__from_one(scores):
    """Counted from 1.

    Your places are all one too high. Places are counted from 0.
    """
    return np.argsort(scores)[::-1] + 1


def rank__turned_too_early(scores):
    """The scores turned round.

    Your numbers are places in the vector of scores turned round, the lowest score's first. It is
    the places that should be turned round.
    """
    return np.argsort(np.asarray(scores)[::-1])


def rank__sorted_in_place(scores):
    """The scores themselves are sorted.

    Your function puts the scores of whoever called it in order, and where they stood is lost.

    Seen: changes-argument
    """
    scores = np.asarray(scores)
    scores.sort()
    return np.argsort(scores)[::-1]


def rank__no_lists(scores):
    """A list has no minus sign.

    A minus sign in front of a list is an error. Make an array of `scores` in the first line.
    """
    return np.argsort(-scores)


def side_by_side__below(a, b):
    """One below the other.

    Your tables are joined one below the other, and fail where their widths differ. Side by side is
    the other axis.
    """
    return np.concatenate([a, b])


def side_by_side__stacked(a, b):
    """A new axis.

    Your tables became two layers along a new axis, which fails where their widths differ. They
    should be joined along the axis that they have.
    """
    return np.stack([a, b])


def side_by_side__added(a, b):
    """Added up.

    Your result adds the tables up, number by number. They should be joined: look for
    `np.concatenate`.
    """
    return np.add(a, b)


def side_by_side__swapped(a, b):
    """The other one first.

    Your table has `b` on the left and `a` on the right. It should be the other way round.
    """
    return np.concatenate([b, a], axis=1)


def side_by_side__one_row(a, b):
    """All numbers in one row.

    Your result is a vector with all numbers. Say along which axis the tables are to be joined: else
    some functions flatten them.
    """
    return np.append(a, b)


def without_missing__still_there(a):
    """Nothing was taken out.

    Your result still has every nan. A comparison with `np.nan` finds none, since nan does not even
    equal itself; `np.isnan` does.
    """
    return np.array(a, dtype=float)


def without_missing__compared(a):
    """Compared with nan.

    Of an array your result still has every nan. A comparison with `np.nan` finds none, since nan
    does not even equal itself; `np.isnan` does.
    """
    return a[a != np.nan]


def without_missing__only_missing(a):
    """What should go is kept.

    Your result is nan and nothing else: the mask is True for what should go. `~` turns it round.
    """
    a = np.asarray(a, dtype=float)
    return a[np.isnan(a)]


def without_missing__zeros(a):
    """Zeros in place of nan.

    Your result has 0 where a number is missing. A zero would count as a measurement: leave these
    places out.
    """
    return np.nan_to_num(np.array(a, dtype=float))


def without_missing__mask(a):
    """The mask itself.

    Your result is the mask, True and False. Use it as an index, to pick the numbers.
    """
    return ~np.isnan(np.asarray(a, dtype=float))


def without_missing__up_to_the_first(a):
    """Only what comes before the first gap.

    Your result ends before the first nan. What comes behind it belongs to it, too.
    """
    a = np.asarray(a, dtype=float)
    gaps = np.flatnonzero(np.isnan(a))
    return a[: gaps[0]] if len(gaps) else a.copy()


def without_missing__sorted(a):
    """In another order.

    Your numbers are the right ones, but in rising order. They should keep their own.
    """
    a = np.asarray(a, dtype=float)
    return np.sort(a[~np.isnan(a)])


def without_missing__no_lists(a):
    """Lists are not turned into arrays.

    A mask cannot pick from a list. Make an array of `a` in the first line.
    """
    return a[~np.isnan(a)]


def read_table__no_delimiter(path):
    """Blanks in place of commas.

    A whole line was taken for one number, and it is none. Say with `delimiter` what stands between
    the numbers of a line.
    """
    return np.loadtxt(path)


def read_table__transposed(path):
    """Rows and columns exchanged.

    Each of your rows is one of the file's columns. There should be a row for each line.
    """
    return np.loadtxt(path, delimiter=",", unpack=True)


def read_table__first_column(path):
    """One column only.

    Your result is the first number of each line. All of them are asked for.
    """
    return np.loadtxt(path, delimiter=",", usecols=0)


def read_table__first_row_lost(path):
    """The first row is missing.

    Your result lacks the first line of numbers. Comments are left out by themselves: nothing needs
    to be skipped.
    """
    return np.loadtxt(path, delimiter=",")[1:]


def read_table__zeros(path):
    """Zeros in place of nan.

    Your table has 0 where the file says nan. A zero would count as a measurement: leave nan there.
    """
    return np.nan_to_num(np.loadtxt(path, delimiter=","))


def read_table__flat(path):
    """All numbers in one row.

    Your result is a vector with all numbers. There should be a row for each line, as the file has
    it.
    """
    return np.loadtxt(path, delimiter=",").ravel()
