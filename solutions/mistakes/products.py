"""Wrong versions of the functions in solutions.products."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "loop_dot": [
        (np.array([-0.7, -1.0, -0.2, 1.0]), np.array([-1.4, 0.8, 1.8, 1.2])),
        (np.array([0.7, 1.0, 0.2, -1.0]), np.array([1.4, -0.8, -1.8, -1.2])),
        (np.array([1.3, 1.0, 1.8, 3.0]), np.array([0.6, 2.8, 3.8, 3.2])),
        (np.array([1.0, -0.7, -1.0, -0.2]), np.array([1.2, -1.4, 0.8, 1.8])),
        (np.array([1.6, 3.2, 2.8, 0.0]), np.array([1.6, 3.2, 2.8, 0.0])),
    ],
    "loop_outer": [
        (np.array([0.608, -0.469]), np.array([-2.2, -0.9, -0.8])),
        (np.array([-0.608, 0.469]), np.array([2.2, 0.9, 0.8])),
        (np.array([2.608, 1.5310000000000001]), np.array([-0.2, 1.1, 1.2])),
        (np.array([0.608, -0.469]), np.array([-0.8, -0.9, -2.2])),
        (np.array([2.5, -1.875]), np.array([2.2, -3.1, -2.5])),
    ],
    "loop_multiply": [
        (np.array([-0.7, -1.0, -0.2, 1.0]), np.array([-1.4, 0.8, 1.8, 1.2])),
        (np.array([0.7, 1.0, 0.2, -1.0]), np.array([1.4, -0.8, -1.8, -1.2])),
        (np.array([1.3, 1.0, 1.8, 3.0]), np.array([0.6, 2.8, 3.8, 3.2])),
        (np.array([1.0, -0.7, -1.0, -0.2]), np.array([1.2, -1.4, 0.8, 1.8])),
        (np.array([1.6, 3.2, 2.8, 0.0]), np.array([1.6, 3.2, 2.8, 0.0])),
    ],
    "loop_matrix_vector": [
        (np.array([[-0.5, 0.7, 0.3], [-1.4, -1.1, 1.4]]), np.array([-2.2, -0.9, -0.8])),
        (np.array([[0.5, -0.7, -0.3], [1.4, 1.1, -1.4]]), np.array([2.2, 0.9, 0.8])),
        (np.array([[1.5, 2.7, 2.3], [0.6, 0.9, 3.4]]), np.array([-0.2, 1.1, 1.2])),
        (np.array([[0.3, -1.4, -0.5], [1.4, -1.1, 0.7]]), np.array([-0.8, -0.9, -2.2])),
        (np.array([[-0.5, 0.2, 0.1], [-1.2, 3.2, -1.0]]), np.array([2.2, -3.1, -2.5])),
    ],
    "matrix_product": [
        (np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]])),
        (
            np.array([[-0.5, 0.7, 0.3], [-1.4, -1.1, 1.4]]),
            np.array([[-0.3, 0.3, -0.1, 0.5], [-0.4, -0.2, 1.3, 0.6], [-0.5, -0.9, -0.5, -0.5]]),
        ),
        (
            np.array([[0.5, -0.7, -0.3], [1.4, 1.1, -1.4]]),
            np.array([[0.3, -0.3, 0.1, -0.5], [0.4, 0.2, -1.3, -0.6], [0.5, 0.9, 0.5, 0.5]]),
        ),
        (
            np.array([[1.5, 2.7, 2.3], [0.6, 0.9, 3.4]]),
            np.array([[1.7, 2.3, 1.9, 2.5], [1.6, 1.8, 3.3, 2.6], [1.5, 1.1, 1.5, 1.5]]),
        ),
        (
            np.array([[0.3, -1.4, -0.5], [1.4, -1.1, 0.7]]),
            np.array([[-0.4, 0.3, -0.5, -0.9], [1.3, -0.2, 0.6, -0.3], [0.5, -0.1, -0.5, -0.5]]),
        ),
        (
            [[1.2, 0.5, 0.6], [-1.0, 0.3, 0.8], [1.3, -0.6, 1.3]],
            [[2.0, 3.0, 0.6], [1.1, 3.4, 0.2], [1.4, 1.0, 1.0]],
        ),
    ],
    "outer_product": [
        (np.array([-2.2, -0.9, -0.8]), np.array([2.5, -0.0, 0.7])),
        (np.array([2.2, 0.9, 0.8]), np.array([-2.5, 0.0, -0.7])),
        (np.array([-0.2, 1.1, 1.2]), np.array([4.5, 2.0, 2.7])),
        (np.array([-0.8, -0.9, -2.2]), np.array([0.7, -0.0, 2.5])),
        (np.array([2.2, -3.1, -2.5]), np.array([2.2, -3.1, -2.5])),
    ],
    "elementwise_product": [
        (np.array([[-0.5, 0.7, 0.3], [-1.4, -1.1, 1.4]]), np.array([-2.2, -0.9, -0.8])),
        (
            np.array([[-0.5, 0.7, 0.3], [-1.4, -1.1, 1.4]]),
            np.array([[-0.9, -1.9], [-1.1, -0.7], [1.1, 0.1]]),
        ),
        (
            np.array([[1.2, 0.5, 0.6], [-1.0, 0.3, 0.8], [1.3, -0.6, 1.3]]),
            np.array([[2.0, 3.0, 0.6], [1.1, 3.4, 0.2], [1.4, 1.0, 1.0]]),
        ),
        (
            np.array([[-1.2, -0.5, -0.6], [1.0, -0.3, -0.8], [-1.3, 0.6, -1.3]]),
            np.array([[-2.0, -3.0, -0.6], [-1.1, -3.4, -0.2], [-1.4, -1.0, -1.0]]),
        ),
        (
            np.array([[3.2, 2.5, 2.6], [1.0, 2.3, 2.8], [3.3, 1.4, 3.3]]),
            np.array([[4.0, 5.0, 2.6], [3.1, 5.4, 2.2], [3.4, 3.0, 3.0]]),
        ),
        ([1, 2], [3, 4]),
    ],
}


def loop_dot__overwrites(a, b):
    """Overwritten, not added up.

    Each turn of your loop replaces the total, so that only the last product is left. Add each
    product to what is there already.
    """
    total = 0
    for i in range(len(a)):
        total = a[i] * b[i]
    return total


def loop_dot__returns_early(a, b):
    """Returned from inside the loop.

    Your function returns during the first turn of its loop. Look at how far the `return` is
    indented.
    """
    total = 0
    for i in range(len(a)):
        total += a[i] * b[i]
        return total
    return total


def loop_dot__skips_first(a, b):
    """The first element is left out.

    Your loop begins with the second element. Indices begin at 0.
    """
    total = 0
    for i in range(1, len(a)):
        total += a[i] * b[i]
    return total


def loop_dot__skips_last(a, b):
    """The last element is left out.

    Your loop ends one element too early: `range(n)` already stops before n.
    """
    total = 0
    for i in range(len(a) - 1):
        total += a[i] * b[i]
    return total


def loop_dot__sum_of_sums(a, b):
    """Added where a product is asked for.

    Your loop adds the two elements. The dot product adds up their products.
    """
    total = 0
    for i in range(len(a)):
        total += a[i] + b[i]
    return total


def loop_dot__starts_at_one(a, b):
    """The total begins at 1.

    Your result is 1 too large: a sum begins at 0, only a product begins at 1.
    """
    total = 1
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


def loop_outer__swapped(u, v):
    """Rows and columns changed places.

    Your table has a row for each element of `v`. The rows follow the first vector, `u`; with two
    vectors of different lengths you can see it from the shape.
    """
    table = np.zeros((len(v), len(u)))
    for i in range(len(v)):
        for j in range(len(u)):
            table[i, j] = v[i] * u[j]
    return table


def loop_outer__sums(u, v):
    """Added where a product is asked for.

    Each entry of your table is a sum. It should be the product of an element of `u` and one of `v`.
    """
    table = np.zeros((len(u), len(v)))
    for i in range(len(u)):
        for j in range(len(v)):
            table[i, j] = u[i] + v[j]
    return table


def loop_outer__square(u, v):
    """A square table.

    You use one length for both axes. The two vectors may have different lengths: each gives the
    size of one axis.
    """
    table = np.zeros((len(u), len(u)))
    for i in range(len(u)):
        for j in range(len(u)):
            table[i, j] = u[i] * v[j]
    return table


def loop_outer__ints(u, v):
    """Fractions cut off by an array of ints.

    Your table was made for whole numbers, so each product loses its fraction when it is stored.
    Look at the dtype of the array that you fill.
    """
    table = np.zeros((len(u), len(v)), dtype=int)
    for i in range(len(u)):
        for j in range(len(v)):
            table[i, j] = u[i] * v[j]
    return table


def loop_multiply__one_for_i(a, b):
    """The digit 1 for the letter i.

    Every product uses the second element of the first vector: an index is a fixed 1 where the
    loop's own variable should stand.
    """
    products = np.zeros(len(a))
    for i in range(len(a)):
        products[i] = a[1] * b[i]
    return products


def loop_multiply__summed(a, b):
    """Added up to one number.

    Your result is a single number, which is the dot product. Here each product keeps its own place.
    """
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


def loop_multiply__skips_last(a, b):
    """The last element is left out.

    The last entry of your result is still 0: `range(n)` already stops before n.
    """
    products = np.zeros(len(a))
    for i in range(len(a) - 1):
        products[i] = a[i] * b[i]
    return products


def loop_multiply__ints(a, b):
    """Fractions cut off by an array of ints.

    The array that you fill holds whole numbers, so each product loses its fraction. Look at the
    dtype with which it is made.
    """
    products = np.zeros(len(a), dtype=int)
    for i in range(len(a)):
        products[i] = a[i] * b[i]
    return products


def loop_matrix_vector__overwrites(W, x):
    """Overwritten, not added up.

    The inner loop replaces the entry each time, so only the last column counts. Add each product to
    what is there already.
    """
    result = np.zeros(W.shape[0])
    for i in range(W.shape[0]):
        for j in range(len(x)):
            result[i] = W[i, j] * x[j]
    return result


def loop_matrix_vector__ints(W, x):
    """Fractions cut off by an array of ints.

    The array in which you add up holds whole numbers and drops every fraction. Look at the dtype
    with which it is made.
    """
    result = np.zeros(W.shape[0], dtype=int)
    for i in range(W.shape[0]):
        for j in range(len(x)):
            result[i] += int(W[i, j] * x[j])
    return result


def loop_matrix_vector__by_columns(W, x):
    """The vector times the matrix.

    Your result has an entry for each column of `W`. The matrix times a vector has one for each row:
    look at which index runs in which loop.
    """
    result = np.zeros(W.shape[1])
    for j in range(W.shape[1]):
        for i in range(W.shape[0]):
            result[j] += W[i, j] * x[i]
    return result


def loop_matrix_vector__first_row(W, x):
    """Always the same row.

    Every entry of your result is the first row times the vector. The row has to change with the
    outer loop.
    """
    result = np.zeros(W.shape[0])
    for i in range(W.shape[0]):
        for j in range(len(x)):
            result[i] += W[0, j] * x[j]
    return result


def loop_matrix_vector__running_total(W, x):
    """The total is not set back.

    Each entry also contains the rows before it: the total has to begin at 0 again for every row.
    """
    result = np.zeros(W.shape[0])
    total = 0.0
    for i in range(W.shape[0]):
        for j in range(len(x)):
            total += W[i, j] * x[j]
        result[i] = total
    return result


def matrix_product__elementwise(A, B):
    """The elementwise product in place of the matrix product.

    `*` multiplies the elements in the same place. The matrix product multiplies rows by columns and
    adds up: look for its own operator.
    """
    return np.asarray(A) * np.asarray(B)


def matrix_product__outer(A, B):
    """The outer product in place of the matrix product.

    `np.outer` flattens both matrices and multiplies every number by every number. The matrix
    product multiplies rows by columns and adds up.
    """
    return np.outer(A, B)


def matrix_product__other_way_round(A, B):
    """Multiplied the other way round.

    The order matters for matrices: your function puts `B` on the left. The shapes tell: rows of
    `A`, columns of `B`.
    """
    return np.asarray(B) @ np.asarray(A)


def matrix_product__transposed(A, B):
    """The second matrix is transposed.

    Your function multiplies rows by rows. The second matrix takes part with its columns, as it is.
    """
    return np.asarray(A) @ np.asarray(B).T


def matrix_product__summed(A, B):
    """Added up to one number.

    `vdot` and the sum of all products flatten both matrices. The matrix product is a matrix: one
    sum for each row of `A` and column of `B`.
    """
    return np.vdot(A, B)


def matrix_product__no_lists(A, B):
    """Lists are not turned into arrays.

    Python's lists know no `@`. Make arrays of `A` and `B` first.
    """
    return A @ B


def elementwise_product__matrix_product(A, B):
    """The matrix product in place of the elementwise one.

    `np.dot` and `@` multiply rows by columns. Here only the elements in the same place meet.
    """
    return np.dot(A, B)


def elementwise_product__reshaped(A, B):
    """Forced into the same shape.

    A reshape makes the shapes equal, but it pairs numbers that have nothing to do with each other.
    Where the shapes differ, raise the error that the docstring names.
    """
    return np.multiply(A, np.reshape(B, np.shape(A)))


def elementwise_product__broadcasts(A, B):
    """Different shapes are broadcast.

    NumPy stretches a smaller array where it can, so that some different shapes pass without a word.
    The docstring asks for an error whenever the shapes differ: compare them first.
    """
    return np.multiply(A, B)


def elementwise_product__no_lists(A, B):
    """Lists are not turned into arrays.

    Python cannot multiply a list by a list. Make arrays of `A` and `B` first.
    """
    if np.shape(A) != np.shape(B):
        raise ValueError("shapes differ")
    return A * B


def elementwise_product__sizes(A, B):
    """As elementwise_product__reshaped, with the sizes compared first."""
    if np.size(A) != np.size(B):
        raise ValueError("sizes differ")
    return np.multiply(A, np.reshape(B, np.shape(A)))


def outer_product__elementwise(u, v):
    """Multiplied place by place.

    Two vectors with one axis multiply place by place. For a table, one of them has to become a
    column first.
    """
    return np.asarray(u) * np.asarray(v)


def outer_product__dot(u, v):
    """The dot product in place of the outer one.

    Transposing a vector with one axis changes nothing, so this adds up to one number. A column has
    two axes: give `u` a second one.
    """
    return np.asarray(u).T @ np.asarray(v)


def outer_product__swapped(u, v):
    """Rows and columns changed places.

    Your table has a row for each element of `v`. The rows follow the first vector, `u`: look at
    which of the two became a column.
    """
    return np.reshape(v, (-1, 1)) * np.asarray(u)


def outer_product__sums(u, v):
    """Added where a product is asked for.

    The shape is right, but each entry is a sum. It should be a product.
    """
    return np.reshape(u, (-1, 1)) + np.asarray(v)
