"""Wrong versions of the functions in solutions.products."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "loop_dot": [
        (np.array([2.0, -1.0, 0.5, 4.0]), np.array([3.0, 0.25, -2.0, 1.5])),
        (np.array([0.7, 1.0, -0.2]), np.array([1.4, -0.8, -1.8])),
        (np.array([1.5, 2.0, 3.0, 5.0, 7.0]), np.array([0.5, -2.5, 3.25, 0.75, 1.0])),
        (np.array([-0.5, 3.0]), np.array([1.5, 2.5])),
        ([1, 2, 4], [3, 5, 9]),
    ],
    "loop_outer": [
        (np.array([0.5, -1.5]), np.array([-2.25, 0.75, 3.5])),
        (np.array([1.5, 2.5, -0.5]), np.array([4.25, 0.75])),
        (np.array([2.0, 3.5, 0.25, -1.0]), np.array([1.75, -2.5, 0.5])),
        (np.array([2.5, -1.5]), np.array([0.5, -3.5])),
        ([1, 2], [3, 5, 7]),
    ],
    "loop_multiply": [
        (np.array([2.0, -1.5, 0.5, 4.0]), np.array([3.25, 0.25, -2.0, 1.5])),
        (np.array([0.75, 1.5, -0.25]), np.array([1.5, -0.75, -1.75])),
        (np.array([1.5, 2.5, 3.5, 5.0, 7.0]), np.array([0.5, -2.5, 3.25, 0.75, 1.25])),
        (np.array([-0.5, 3.0]), np.array([1.5, 2.25])),
        ([1, 2, 4], [3, 5, 9]),
    ],
    "loop_matrix_vector": [
        (np.array([[0.5, -1.5, 2.25], [3.5, 1.0, -0.75]]), np.array([2.0, -0.5, 1.5])),
        (np.array([[1.5, 2.5], [0.5, -1.25], [4.0, 3.0]]), np.array([-0.5, 1.75])),
        (np.array([[1.5, 2.5], [0.5, -1.25]]), np.array([1.5, -2.5])),
        (
            np.array([[2.0, 0.5, 1.0], [-1.5, 3.0, 0.25], [4.5, -2.0, 1.75]]),
            np.array([1.5, 0.5, -2.25]),
        ),
        (np.array([[1, 2], [3, 5]]), [7, 9]),
    ],
    "matrix_product": [
        (
            np.array([[0.5, -1.5, 2.0], [3.0, 1.0, -0.5]]),
            np.array([[2.0, 0.5], [-1.0, 3.5], [1.5, 4.0]]),
        ),
        (np.array([[1.0, 2.5]]), np.array([[3.0], [-4.5]])),
        (np.array([[1.5, 2.0], [-0.5, 3.0]]), np.array([[0.5, -1.0], [2.0, 4.5]])),
        (
            np.array([[2.0, 0.5, 1.0], [-1.5, 3.0, 0.25], [4.5, -2.0, 1.75]]),
            np.array([[1.0, 2.5, -3.0], [0.5, 0.75, 2.0], [-1.0, 4.0, 1.5]]),
        ),
        ([[1, 2], [3, 5]], [[7, 0], [1, 4]]),
    ],
    "outer_product": [
        (np.array([0.5, -1.5]), np.array([-2.25, 0.75, 3.5])),
        (np.array([1.5, 2.5, -0.5]), np.array([4.25, 0.75])),
        (np.array([2.0, 3.5, 0.25]), np.array([1.75, -2.5, 0.5])),
        (np.array([2.5, -1.5]), np.array([0.5, -3.5])),
    ],
    "elementwise_product": [
        (
            np.array([[0.5, -1.5, 2.0], [3.0, 1.0, -0.5]]),
            np.array([[2.0, 4.5, 0.5], [1.5, 3.5, 7.0]]),
        ),
        (np.array([[1.5, 2.0], [-0.5, 3.0]]), np.array([[0.5, -1.0], [2.0, 4.5]])),
        (np.array([[2.0, 0.25], [1.0, -1.5]]), np.array([[3.0, 5.0], [-2.5, 0.75]])),
        (np.array([1.5, 2.0, -0.5]), np.array([0.5, 4.0, 3.0])),
        (np.array([[0.5, -1.5, 2.0], [3.0, 1.0, -0.5]]), np.array([2.0, 4.5, 0.5])),
        (
            np.array([[0.5, -1.5, 2.0], [3.0, 1.0, -0.5]]),
            np.array([[2.0, 4.5], [0.5, 1.5], [1.0, 2.0]]),
        ),
        ([1, 2], [3, 4]),
    ],
}


def loop_dot__overwrites(a, b):
    """Overwritten, not added up.

    Your result is the last product alone. Add each product to the total of those before it.
    """
    total = 0
    for i in range(len(a)):
        total = a[i] * b[i]
    return total


def loop_dot__returns_early(a, b):
    """Returned from inside the loop.

    Your result is the first product alone. Where does your function return: after the first
    product, or after all of them? Look at how far the `return` is indented.
    """
    total = 0
    for i in range(len(a)):
        total += a[i] * b[i]
        return total
    return total


def loop_dot__skips_first(a, b):
    """The first element is left out.

    The first product is missing from your sum. Indices begin at 0.
    """
    total = 0
    for i in range(1, len(a)):
        total += a[i] * b[i]
    return total


def loop_dot__skips_last(a, b):
    """The last element is left out.

    The last product is missing from your sum. `range(n)` already stops before n.
    """
    total = 0
    for i in range(len(a) - 1):
        total += a[i] * b[i]
    return total


def loop_dot__sum_of_sums(a, b):
    """Added where a product is asked for.

    Your result is the sum of all elements of both vectors. The dot product adds up the products of
    elements in the same place.
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

    Your table is as wide as it is high. The two vectors may have different lengths: each gives the
    size of one axis.
    """
    table = np.zeros((len(u), len(u)))
    for i in range(len(u)):
        for j in range(len(u)):
            table[i, j] = u[i] * v[j]
    return table


def loop_outer__ints(u, v):
    """Fractions cut off by an array of ints.

    Your table is made of whole numbers, and each product has lost its fraction. Look at the dtype
    of the array that you fill.

    Seen: gives-integers
    """
    table = np.zeros((len(u), len(v)), dtype=int)
    for i in range(len(u)):
        for j in range(len(v)):
            table[i, j] = u[i] * v[j]
    return table


def loop_multiply__one_for_i(a, b):
    """The digit 1 for the letter i.

    Every product is one with the second element of the first vector, `a[1]`. Is there a digit 1
    where the letter i is meant?
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

    Your result is made of whole numbers, and each product has lost its fraction. Look at the dtype
    of the array that you fill.

    Seen: gives-integers
    """
    products = np.zeros(len(a), dtype=int)
    for i in range(len(a)):
        products[i] = a[i] * b[i]
    return products


def loop_matrix_vector__overwrites(W, x):
    """Overwritten, not added up.

    Only the last column counts in your result. Add each product to those before it.
    """
    result = np.zeros(W.shape[0])
    for i in range(W.shape[0]):
        for j in range(len(x)):
            result[i] = W[i, j] * x[j]
    return result


def loop_matrix_vector__ints(W, x):
    """Fractions cut off by an array of ints.

    Your result is made of whole numbers, and each product has lost its fraction. Look at the dtype
    of the array in which you add up.

    Seen: gives-integers
    """
    result = np.zeros(W.shape[0], dtype=int)
    for i in range(W.shape[0]):
        for j in range(len(x)):
            result[i] += int(W[i, j] * x[j])
    return result


def loop_matrix_vector__by_columns(W, x):
    """The vector times the matrix.

    Your result is the vector times the matrix, with an entry for each column of `W`. The matrix
    times the vector has one for each row: which index counts what?
    """
    result = np.zeros(W.shape[1])
    for j in range(W.shape[1]):
        for i in range(W.shape[0]):
            result[j] += W[i, j] * x[i]
    return result


def loop_matrix_vector__first_row(W, x):
    """Always the same row.

    Every entry of your result is the first row times the vector. Each entry belongs to a row of
    its own.
    """
    result = np.zeros(W.shape[0])
    for i in range(W.shape[0]):
        for j in range(len(x)):
            result[i] += W[0, j] * x[j]
    return result


def loop_matrix_vector__running_total(W, x):
    """The total is not set back.

    Each entry of your result also contains those of the rows before it. The total has to begin at 0
    again for every row.
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

    Your result multiplies the elements in the same place, as `*` does. The matrix product
    multiplies rows by columns and adds up: it has an operator of its own.
    """
    return np.asarray(A) * np.asarray(B)


def matrix_product__outer(A, B):
    """The outer product in place of the matrix product.

    Your result multiplies every number by every number, as `np.outer` does, which flattens both.
    The matrix product multiplies rows by columns and adds up.
    """
    return np.outer(A, B)


def matrix_product__other_way_round(A, B):
    """Multiplied the other way round.

    Your result is the product with `B` on the left. The order matters for matrices: the rows come
    from `A`, the columns from `B`.
    """
    return np.asarray(B) @ np.asarray(A)


def matrix_product__transposed(A, B):
    """The second matrix is transposed.

    Your result multiplies rows by rows. The second matrix takes part with its columns, as it is.
    """
    return np.asarray(A) @ np.asarray(B).T


def matrix_product__summed(A, B):
    """Added up to one number.

    Your result is one number, the sum of all products of elements in the same place. The matrix
    product is a matrix: one sum for each row of `A` and column of `B`.
    """
    return np.vdot(A, B)


def matrix_product__no_lists(A, B):
    """Lists are not turned into arrays.

    For arrays all is well, but lists end in an error: they know no `@`. Make arrays of `A` and `B`
    first.
    """
    return A @ B


def elementwise_product__matrix_product(A, B):
    """The matrix product in place of the elementwise one.

    Your result multiplies rows by columns, as `np.dot` and `@` do. Here only the elements in the
    same place meet.
    """
    return np.dot(A, B)


def elementwise_product__reshaped(A, B):
    """Forced into the same shape.

    Arrays of different shapes, but of as many elements, are multiplied by your function as if they
    had one shape. Where the shapes differ, raise the error that the docstring names.
    """
    return np.multiply(A, np.reshape(B, np.shape(A)))


def elementwise_product__broadcasts(A, B):
    """Different shapes are broadcast.

    Shapes that differ, but that NumPy can stretch to fit, pass without an error. The docstring asks
    for one whenever the shapes differ: compare them first.
    """
    return np.multiply(A, B)


def elementwise_product__no_lists(A, B):
    """Lists are not turned into arrays.

    For arrays all is well, but lists end in an error: Python cannot multiply a list by a list. Make
    arrays of `A` and `B` first.
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

    Your result multiplies the elements in the same place, as two vectors with one axis do. For a
    table, one of them has to become a column first.
    """
    return np.asarray(u) * np.asarray(v)


def outer_product__dot(u, v):
    """The dot product in place of the outer one.

    Your result is one number, the dot product. A table needs a column, which has two axes, and
    transposing a vector with one axis changes nothing: give `u` a second axis.
    """
    return np.asarray(u).T @ np.asarray(v)


def outer_product__swapped(u, v):
    """Rows and columns changed places.

    Your table has a row for each element of `v`. The rows follow the first vector, `u`: which of
    the two became a column?
    """
    return np.reshape(v, (-1, 1)) * np.asarray(u)


def outer_product__sums(u, v):
    """Added where a product is asked for.

    The shape is right, but each entry is a sum. It should be a product.
    """
    return np.reshape(u, (-1, 1)) + np.asarray(v)
