"""Wrong versions of the functions in solutions.arrays."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "make_arrays": [
        (),
    ],
    "describe": [
        np.array([[0.0, 1.0], [3.0, 4.0]]),
        np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]),
        np.array([[-0.0, -1.0, -2.0], [-3.0, -4.0, -5.0]]),
        np.array([[2.0, 3.0, 4.0], [5.0, 6.0, 7.0]]),
        np.array([[2.0, 3.0, 0.0], [5.0, 4.0, 1.0]]),
        [1, 2],
    ],
    "to_shape": [
        (np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]), 3, 2),
        (np.array([[-0.0, -1.0, -2.0], [-3.0, -4.0, -5.0]]), 3, 2),
        (np.array([[2.0, 3.0, 4.0], [5.0, 6.0, 7.0]]), 3, 2),
        (np.array([[2.0, 3.0, 0.0], [5.0, 4.0, 1.0]]), 3, 2),
        (np.array([[-0.5, 0.2, 0.1], [-1.2, 3.2, -1.0]]), 3, 2),
    ],
    "flatten_copy": [
        np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]),
        np.array([[-0.0, -1.0, -2.0], [-3.0, -4.0, -5.0]]),
        np.array([[2.0, 3.0, 4.0], [5.0, 6.0, 7.0]]),
        np.array([[2.0, 3.0, 0.0], [5.0, 4.0, 1.0]]),
        np.array([[[-0.42, 0.15], [-0.15, -1.33]], [[-1.19, -0.37], [-1.48, -0.23]]]),
    ],
    "as_column": [
        np.array([1.0, 2.0, 3.0]),
        np.array([-0.67, -0.97, -0.25, 1.0]),
        np.array([0.67, 0.97, 0.25, -1.0]),
        np.array([1.33, 1.03, 1.75, 3.0]),
        np.array([1.0, -0.67, -0.97, -0.25]),
    ],
    "as_row": [
        np.array([1.0, 2.0, 3.0]),
        np.array([-0.67, -0.97, -0.25, 1.0]),
        np.array([0.67, 0.97, 0.25, -1.0]),
        np.array([1.33, 1.03, 1.75, 3.0]),
        np.array([1.0, -0.67, -0.97, -0.25]),
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

    Your `evens` stop before 10: `arange` never includes its end, so the end has to lie beyond the
    last number that you want.
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
    `zeros` as one argument.
    """
    return (
        np.array([1, 2, 3]),
        np.array([[1, 2, 3], [4, 5, 6]]),
        np.zeros(2),
        np.arange(0, 11, 2),
        np.linspace(0, 1, 5),
    )


def make_arrays__steps_of_a_fifth():
    """Five steps without the right end.

    Your `steps` do not reach 1 at equal distances of a quarter. Both ends belong to the five
    numbers: compare what the third argument of `linspace` and of `arange` mean.
    """
    return (
        np.array([1, 2, 3]),
        np.array([[1, 2, 3], [4, 5, 6]]),
        np.zeros((2, 2)),
        np.arange(0, 11, 2),
        np.arange(0, 1, 0.2),
    )


def describe__length_for_size(a):
    """The length taken for the size.

    `len(a)` counts only along the first axis, which is the rows of a matrix. The size is the number
    of all elements: look for the attribute of the array that counts them.
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

    Rows times columns is the size of a matrix, but not of an array with one axis or three. The
    array knows its number of elements whatever its shape: look for that attribute.
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

    The type of an array is always `ndarray`; what its numbers are is another question. Look for the
    attribute that tells the type of the elements.
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

    Your result has its axes swapped, so the elements follow each other down the columns. A reshape
    keeps the reading order: row after row, from left to right.
    """
    return np.asarray(a).T.copy()


def to_shape__resized(a, rows, columns):
    """Resizing taken for reshaping.

    `resize` repeats or drops elements without a word when the sizes do not match. `reshape` refuses
    that with an error, which is what you want here.
    """
    return np.resize(a, (rows, columns))


def to_shape__swapped(a, rows, columns):
    """Rows and columns changed places.

    Your result has as many rows as there should be columns. In a shape the rows come first.
    """
    return np.reshape(a, (columns, rows))


def to_shape__down_the_columns(a, rows, columns):
    """Filled down the columns.

    The shape is right, but the elements were laid down column by column. The reading order goes
    along the rows: look at what `order` you ask for.
    """
    return np.reshape(a, (rows, columns), order="F")


def to_shape__in_place(a, rows, columns):
    """The shape of the argument itself is changed.

    Assigning to `a.shape` changes the array of whoever called your function. Return a result of the
    new shape and leave the argument as it is.
    """
    if isinstance(a, np.ndarray):
        a.shape = (rows, columns)
        return a
    return np.reshape(a, (rows, columns))


def flatten_copy__view(a):
    """A view where a copy is promised.

    Your result looks at the memory of `a`, so writing into it would change the original as well.
    Compare the two functions of this notebook that flatten: one of them always copies.
    """
    return np.asarray(a).ravel()


def flatten_copy__as_reshape(a):
    """As flatten_copy__view, with reshape."""
    return np.asarray(a).reshape(-1)


def flatten_copy__down_the_columns(a):
    """Flattened down the columns.

    The elements come column after column. NumPy's own order goes along the rows: look at what
    `order` you ask for.
    """
    return np.asarray(a).flatten(order="F")


def flatten_copy__one_level(a):
    """Only the first axis is opened.

    Joining the rows opens one level only: an array with three axes keeps two. Flattening should
    leave a single axis whatever the shape was.
    """
    return np.concatenate(list(np.atleast_2d(a)))


def as_column__row(v):
    """A row where a column is asked for.

    Your result has one row. A column has as many rows as there are elements, and one column: in the
    shape the rows come first.
    """
    return np.reshape(v, (1, -1))


def as_column__transposed_vector(v):
    """A vector transposed.

    Transposing an array with one axis changes nothing: there is no second axis to swap with. A
    column has two axes, and the second has length 1.
    """
    return np.asarray(v).T.copy()


def as_row__column(v):
    """A column where a row is asked for.

    Your result has one column. A row has a first axis of length 1, and all elements along the
    second.
    """
    return np.reshape(v, (-1, 1))


def as_row__still_a_vector(v):
    """A vector where a row is asked for.

    Your result has one axis. A row is a matrix: two axes, of which the first has length 1.
    """
    return np.array(v).ravel()
