"""Wrong versions of the functions in solutions.arrays."""

import numpy as np

TABLE = np.array([[2.5, -1.0, 0.25], [-3.5, 4.0, 1.5]])  # (2, 3)
WIDE = np.array([[0.5, 3.0, -2.0, 7.5], [4.0, -6.5, 1.0, 2.0]])  # (2, 4)
TALL = np.array([[8.0, 0.5], [-1.0, 3.5], [2.0, -4.5]])  # (3, 2)
LONG = np.array([[3.5, -1.0, 2.0, 9.0, 0.5, -4.0], [6.0, 1.5, -7.5, 8.0, 2.5, -0.5]])  # (2, 6)
STACK = np.array([[[1.5, -2.0], [0.5, 4.0], [3.0, -1.0]], [[7.0, 2.5], [-6.0, 5.0], [8.5, -3.5]]])
VECTOR = np.array([3.5, -1.0, 2.0])

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "make_arrays": [()],
    "as_floats": [
        TABLE,
        TALL,
        np.array([[-0.75, 2.0]]),
        np.array([[3, -1, 2], [5, 0, 4]]),
        [4, -2, 1],
        [[1, 2], [3, 4]],
        [1.5, -0.5],
        3,
        np.array([7, 200], dtype="uint8"),
    ],
    "describe": [
        TABLE,
        WIDE,
        TALL,
        np.array([[-2.5], [-0.5], [-4.0]]),
        np.array([5.5, -2.0, 3.0]),
        STACK,
        np.array([[4, -3, 9], [7, 2, 1]]),
        [6, 2, -1, 3],
        [[1.5, 2.5, -4.0], [0.0, 3.0, 1.0]],
    ],
    "to_shape": [
        (TABLE, 3, 2),
        (LONG, 3, 4),
        (WIDE, 4, 2),
        (TALL, 1, 6),
        (LONG, 4, 3),
        (np.array([3.5, -1.0, 2.0, 9.0, 0.5, -4.0]), 2, 3),
        (STACK, 2, 6),
        ([4, 1, 3, 2, 6, 5], 3, 2),
        (np.array([3.5, -1.0, 2.0, 9.0, 0.5, -4.0, 6.0]), 3, 2),
        (np.array([3.5, -1.0, 2.0]), 1, 5),
    ],
    "flatten_copy": [
        TABLE,
        WIDE,
        TALL,
        np.array([[9.0, -2.5, 4.0, 1.0, 0.5]]),
        VECTOR,
        STACK,
        [[4, 1, 3], [2, 6, 5]],
    ],
    "as_column": [
        VECTOR,
        np.array([0.5, 3.0, -2.0, 7.5]),
        np.array([-4.0, 1.5]),
        np.array([6.5]),
        np.array([4, -1, 3, 2, 5]),
    ],
    "as_row": [
        VECTOR,
        np.array([0.5, 3.0, -2.0, 7.5]),
        np.array([-4.0, 1.5]),
        np.array([6.5]),
        np.array([4, -1, 3, 2, 5]),
    ],
}


def make_arrays__flat_matrix():
    """The matrix is a vector.

    Your `matrix` has one axis. A matrix is made from a list of lists, one inner list for each row.
    """
    return (
        np.array([1, 2, 3]),
        np.array([1, 2, 3, 4, 5, 6]),
        np.zeros((2, 2)),
        np.arange(0, 11, 2),
        np.linspace(0, 1, 5),
    )


def make_arrays__evens_without_ten():
    """The end of arange is not included.

    Your `evens` stop before 10. If `arange` makes them: it never includes its end, so the end has
    to lie beyond the last number that you want.
    """
    return (
        np.array([1, 2, 3]),
        np.array([[1, 2, 3], [4, 5, 6]]),
        np.zeros((2, 2)),
        np.arange(0, 10, 2),
        np.linspace(0, 1, 5),
    )


def make_arrays__flat_zeros():
    """Two zeros, not a table of zeros.

    Your `zeros` have one axis of length 2. The shape of a table is a tuple of two numbers, given to
    `np.zeros` as one argument.
    """
    return (
        np.array([1, 2, 3]),
        np.array([[1, 2, 3], [4, 5, 6]]),
        np.zeros(2),
        np.arange(0, 11, 2),
        np.linspace(0, 1, 5),
    )


def make_arrays__zeros_of_two_arguments():
    """The shape of the zeros given as two arguments.

    `np.zeros` takes the shape as one argument, a tuple of two numbers; a second argument is the
    dtype, and 2 is none.

    Seen: calls np.zeros
    """
    return (
        np.array([1, 2, 3]),
        np.array([[1, 2, 3], [4, 5, 6]]),
        np.zeros(2, 2),
        np.arange(0, 11, 2),
        np.linspace(0, 1, 5),
    )


def make_arrays__steps_of_a_fifth():
    """Steps of a fifth, without the right end.

    Your `steps` go on by 0.2 and end at 0.8. Both ends belong to the five numbers, 0 and 1: look
    for the function that takes how many numbers you want, and includes both ends.
    """
    return (
        np.array([1, 2, 3]),
        np.array([[1, 2, 3], [4, 5, 6]]),
        np.zeros((2, 2)),
        np.arange(0, 11, 2),
        np.arange(0, 1, 0.2),
    )


def make_arrays__steps_without_one():
    """Four steps, without the right end.

    Your `steps` are four numbers and end at 0.75. Both ends belong to the five numbers, 0 and 1:
    look for the function that takes how many numbers you want, and includes both ends.
    """
    return (
        np.array([1, 2, 3]),
        np.array([[1, 2, 3], [4, 5, 6]]),
        np.zeros((2, 2)),
        np.arange(0, 11, 2),
        np.arange(0, 1, 0.25),
    )


def make_arrays__counted_from_zero():
    """The vector begins with 0.

    Your `vector` holds 0, 1, 2 in place of 1, 2, 3. `arange` begins with 0 unless you say where.
    """
    return (
        np.arange(3),
        np.array([[1, 2, 3], [4, 5, 6]]),
        np.zeros((2, 2)),
        np.arange(0, 11, 2),
        np.linspace(0, 1, 5),
    )


def as_floats__dtype_left_to_numpy(x):
    """Whole numbers stay integers.

    Your result has the dtype that NumPy chose for the numbers that came in: whole numbers are
    integers in it. Say which dtype you want.
    """
    return np.asarray(x)


def as_floats__integers(x):
    """The fractions are gone.

    Your result holds integers, and they have no place for a fraction: 0.5 came out as 0. The dtype
    of numbers with fractions is another one.
    """
    return np.asarray(x, dtype=int)


def as_floats__float32(x):
    """Floats of half the size.

    Your floats have the dtype float32, which keeps about 7 digits. The docstring asks for float64,
    which keeps about 16; `float` stands for it.
    """
    return np.array(x, dtype=np.float32)


def as_floats__one_number(x):
    """Python's float on many numbers.

    Python's own `float` makes one number of one number, and stops when it gets several. Ask NumPy
    for an array, and for its dtype.

    Seen: calls float, raises
    """
    return float(x)


def as_floats__list(x):
    """A list in place of an array.

    Your numbers are floats, but they come in a list. The docstring promises an array, of the shape
    of what came in.

    Seen: gives-list
    """
    return [float(value) for value in x]


def as_floats__no_lists(x):
    """Lists are not turned into arrays.

    A list has no `astype`. Ask NumPy for an array of `x`, and for its dtype.

    Seen: raises
    """
    return x.astype(float)


def describe__length_for_size(a):
    """The length taken for the size.

    Your size counts along the first axis only, as `len` does: those are the rows of a table. The
    size is the number of all elements: look for the attribute of the array that counts them.
    """
    a = np.asarray(a)
    return {
        "shape": a.shape,
        "ndim": a.ndim,
        "size": len(a),
        "dtype": str(a.dtype),
        "min": a.min().item(),
        "max": a.max().item(),
    }


def describe__rows_times_columns(a):
    """The size taken as rows times columns.

    Your size is the product of the first two lengths. That is right for a table, but an array with
    one axis has no second length, and one with three has one more. Look for the attribute that
    counts the elements whatever the shape.
    """
    a = np.asarray(a)
    return {
        "shape": a.shape,
        "ndim": a.ndim,
        "size": a.shape[0] * a.shape[1],
        "dtype": str(a.dtype),
        "min": a.min().item(),
        "max": a.max().item(),
    }


def describe__python_min_and_max(a):
    """Python's min and max on an array.

    Python's own `min` and `max` compare whole rows, and a comparison of rows is neither true nor
    false. The array has methods of its own for its smallest and largest element.

    Seen: calls min, raises
    """
    a = np.asarray(a)
    return {
        "shape": a.shape,
        "ndim": a.ndim,
        "size": a.size,
        "dtype": str(a.dtype),
        "min": np.asarray(min(a)).item(),
        "max": np.asarray(max(a)).item(),
    }


def describe__type_for_dtype(a):
    """The class taken for the dtype.

    Your "dtype" names the class of the array, and that is `ndarray` for all of them. What kind of
    numbers it holds is another question: look for the attribute that tells.
    """
    a = np.asarray(a)
    return {
        "shape": a.shape,
        "ndim": a.ndim,
        "size": a.size,
        "dtype": str(type(a)),
        "min": a.min().item(),
        "max": a.max().item(),
    }


def describe__type_name_for_dtype(a):
    """As describe__type_for_dtype, by its name alone."""
    a = np.asarray(a)
    return {
        "shape": a.shape,
        "ndim": a.ndim,
        "size": a.size,
        "dtype": type(a).__name__,
        "min": a.min().item(),
        "max": a.max().item(),
    }


def describe__places(a):
    """Places in place of values.

    Your "min" and "max" tell where the least and the largest element stand, counted in reading
    order from 0. Asked for are the elements themselves.
    """
    a = np.asarray(a)
    return {
        "shape": a.shape,
        "ndim": a.ndim,
        "size": a.size,
        "dtype": str(a.dtype),
        "min": a.argmin().item(),
        "max": a.argmax().item(),
    }


def describe__bytes(a):
    """Bytes in place of elements.

    Your size is how many bytes the elements take, eight for each of these numbers. The size is how
    many elements there are.
    """
    a = np.asarray(a)
    return {
        "shape": a.shape,
        "ndim": a.ndim,
        "size": a.nbytes,
        "dtype": str(a.dtype),
        "min": a.min().item(),
        "max": a.max().item(),
    }


def describe__whole_min_and_max(a):
    """The fractions of min and max are cut off.

    Your "min" and "max" are whole numbers where the least and the largest element are not. A
    conversion to `int` cuts fractions off.
    """
    a = np.asarray(a)
    return {
        "shape": a.shape,
        "ndim": a.ndim,
        "size": a.size,
        "dtype": str(a.dtype),
        "min": int(a.min()),
        "max": int(a.max()),
    }


def describe__dtype_object(a):
    """A dtype where its name is asked for.

    The value under "dtype" should be a text. Your dict holds the dtype object itself: turn it into
    its name.
    """
    a = np.asarray(a)
    return {
        "shape": a.shape,
        "ndim": a.ndim,
        "size": a.size,
        "dtype": a.dtype,
        "min": a.min().item(),
        "max": a.max().item(),
    }


def describe__no_lists(a):
    """Lists are not turned into arrays.

    A list has neither shape nor dtype. Make an array of the argument `a` first, and ask that for
    everything.

    Seen: raises
    """
    return {
        "shape": a.shape,
        "ndim": a.ndim,
        "size": a.size,
        "dtype": str(a.dtype),
        "min": a.min().item(),
        "max": a.max().item(),
    }


def to_shape__transposed(a, rows, columns):
    """Transposing taken for reshaping.

    Your result is `a` with its axes swapped: its columns have become rows. A reshape keeps the
    reading order instead, row after row, from left to right.
    """
    return np.asarray(a).T


def to_shape__resized(a, rows, columns):
    """Numbers are dropped or repeated.

    Where the number of elements does not fit the shape, your function drops or repeats some without
    a word. The docstring promises a ValueError: look for the function that refuses.
    """
    return np.resize(a, (rows, columns))


def to_shape__swapped(a, rows, columns):
    """Rows and columns changed places.

    Your result has as many rows as there should be columns. In a shape the rows come first.
    """
    return np.reshape(a, (columns, rows))


def to_shape__down_the_columns(a, rows, columns):
    """Read and filled down the columns.

    The shape is right, but `a` was read down its columns and the result filled down its columns:
    that is what `order="F"` means. Reading order goes along the rows.
    """
    return np.reshape(a, (rows, columns), order="F")


def to_shape__filled_down_the_columns(a, rows, columns):
    """Filled down the columns.

    The shape is right, but the elements run down the columns of your result. In reading order they
    run along its rows.
    """
    return np.reshape(a, (columns, rows)).T


def to_shape__read_down_the_columns(a, rows, columns):
    """Read down the columns.

    The shape is right, but your function reads `a` down its columns, the first one first. Reading
    order goes along the rows: a transpose, or `order="F"`, gives up that order.
    """
    return np.reshape(np.asarray(a).T, (rows, columns))


def to_shape__in_place(a, rows, columns):
    """The shape of the argument itself is changed.

    Your function changes the shape of the array that it was given, which belongs to whoever called
    it. Return a result of the new shape and leave the argument as it is.

    Seen: changes-argument
    """
    if isinstance(a, np.ndarray):
        a.shape = (rows, columns)
        return a
    return np.reshape(a, (rows, columns))


def to_shape__no_lists(a, rows, columns):
    """Lists are not turned into arrays.

    A list has no `reshape`. Make an array of `a` first, or use NumPy's function of that name.

    Seen: raises
    """
    return a.reshape(rows, columns)


def flatten_copy__view(a):
    """A view where a copy is promised.

    Your result looks at the memory of `a`, so writing into it would change the original as well.
    Compare the two methods of this notebook that flatten: one of them always copies.

    Seen: gives-view
    """
    return np.asarray(a).ravel()


def flatten_copy__down_the_columns(a):
    """Flattened down the columns.

    The elements come column after column, as they do with `order="F"` or after a transpose. Reading
    order goes along the rows.
    """
    return np.asarray(a).flatten(order="F")


def flatten_copy__one_level(a):
    """Only the first axis is opened.

    Your function opens one level only: of three axes, two are left. Flattening should leave a
    single axis whatever the shape was.
    """
    return np.concatenate(list(np.atleast_2d(a)))


def flatten_copy__one_level_side_by_side(a):
    """As flatten_copy__one_level, with hstack."""
    return np.hstack(list(np.atleast_2d(a)))


def flatten_copy__not_flat(a):
    """A copy with the axes of the original.

    Your result has the shape of `a`. It should have one axis, with all elements along it.
    """
    return np.array(a)


def flatten_copy__no_lists(a):
    """Lists are not turned into arrays.

    A list has no `flatten`. Make an array of `a` first.

    Seen: raises
    """
    return a.flatten()


def as_column__row(v):
    """A row where a column is asked for.

    Your result has one row. A column has as many rows as there are elements, and one column: in the
    shape the rows come first.
    """
    return np.reshape(v, (1, -1))


def as_column__still_a_vector(v):
    """A vector where a column is asked for.

    Your result has one axis. A column has two, and the second has length 1. `.T` makes none: with
    one axis there is nothing to swap.
    """
    return np.asarray(v)


def as_row__column(v):
    """A column where a row is asked for.

    Your result has one column. A row has a first axis of length 1, and all elements along the
    second.
    """
    return np.reshape(v, (-1, 1))


def as_row__still_a_vector(v):
    """A vector where a row is asked for.

    Your result has one axis. A row has two axes, of which the first has length 1.
    """
    return np.asarray(v)
