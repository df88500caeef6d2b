"""Wrong versions of the functions in solutions.softmax_gradient."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "softmax_jacobian": [
        np.array([0.2, 0.3, 0.5]),
        np.array([0.1, 0.65, 0.05, 0.2]),
        np.array([0.85, 0.15]),
        np.array([0.45, 0.35, 0.2]),
    ],
    "jacobian_batch": [
        np.array([[0.2, 0.3, 0.5], [0.6, 0.15, 0.25]]),
        np.array([[0.1, 0.9], [0.45, 0.55], [0.8, 0.2]]),
        np.array([[0.7, 0.3], [0.35, 0.65]]),
        np.array([[0.1, 0.65, 0.05, 0.2]]),
    ],
    "softmax_backward": [
        (
            np.array([[0.5, -1.25, 2.0], [1.1, 0.3, -0.6]]),
            np.array([[0.2, 0.3, 0.5], [0.6, 0.1, 0.3]]),
        ),
        (
            np.array([[1.4, -0.2], [0.1, 2.3], [-1.7, 0.6]]),
            np.array([[0.1, 0.9], [0.4, 0.6], [0.8, 0.2]]),
        ),
        (np.array([[0.3, -0.7], [1.9, 0.4]]), np.array([[0.7, 0.3], [0.35, 0.65]])),
        (np.array([0.7, -0.2, 1.1]), np.array([0.45, 0.35, 0.2])),
        ([1.0, 0.0, -2.0], [0.25, 0.25, 0.5]),
    ],
}


def _softmax(x):
    powers = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _jacobians(P):
    P = np.asarray(P, dtype=float)
    return P[..., :, None] * (np.eye(P.shape[-1]) - P[..., None, :])


def softmax_jacobian__diagonal_only(p):
    """Only the diagonal, as a vector.

    Yours is p (1 - p), one number for each class: how each probability answers to its own logit.
    But it answers to all the other logits too, so there are n times n slopes.
    """
    p = np.asarray(p, dtype=float)
    return p * (1 - p)


def softmax_jacobian__diagonal_table(p):
    """Only the diagonal.

    Your table has the right diagonal, but 0 everywhere else. When one logit grows, all the other
    probabilities shrink: their slopes are not 0.
    """
    p = np.asarray(p, dtype=float)
    return np.diag(p * (1 - p))


def softmax_jacobian__other_sign(p):
    """The other sign.

    Your table is right but for its sign. A probability grows with its own logit, so the diagonal is
    above 0.
    """
    return -_jacobians(p)


def softmax_jacobian__no_diagonal(p):
    """The products only.

    Yours is minus the product of each pair of probabilities, on the diagonal too. There, p itself
    has to be added.
    """
    p = np.asarray(p, dtype=float)
    return -np.outer(p, p)


def softmax_jacobian__products_of_pairs(p):
    """The products with a plus.

    Yours is the product of each pair of probabilities. The slopes beside the diagonal are below 0,
    and on the diagonal p has to come in as well.
    """
    p = np.asarray(p, dtype=float)
    return np.outer(p, p)


def softmax_jacobian__plus(p):
    """Plus for minus.

    Beside the diagonal your slopes are above 0. When one logit grows, the other probabilities
    shrink: their slopes are below 0.
    """
    p = np.asarray(p, dtype=float)
    return np.diag(p) + np.outer(p, p)


def softmax_jacobian__ones_on_the_diagonal(p):
    """1 in place of p on the diagonal.

    Your diagonal is 1 - p^2, as with 1 in place of p for the first part. The diagonal table holds
    the probabilities themselves.
    """
    p = np.asarray(p, dtype=float)
    return np.eye(len(p)) - np.outer(p, p)


def softmax_jacobian__squares(p):
    """Squares of single probabilities.

    Beside the diagonal, yours is minus the square of the column's probability. It should be
    minus the product of the row's and the column's: which product of two vectors gives a table?
    """
    p = np.asarray(p, dtype=float)
    return np.diag(p) - p * p


def softmax_jacobian__dot(p):
    """One number in place of the products.

    From every entry the same number is subtracted, the sum of all p^2. It should be
    another product for each entry: which product of two vectors gives a table?
    """
    p = np.asarray(p, dtype=float)
    return np.diag(p) - np.dot(p, p)


def softmax_jacobian__softmax_again(p):
    """Softmax applied once more.

    Yours is the Jacobian for the softmax of `p`. What comes in are the probabilities already.
    """
    return _jacobians(_softmax(np.asarray(p, dtype=float)))


def jacobian_batch__diagonals_only(P):
    """Only the diagonals.

    Yours is P (1 - P), with the shape of `P`: the diagonals of the Jacobians. For each row there
    should be a whole table.
    """
    P = np.asarray(P, dtype=float)
    return P * (1 - P)


def jacobian_batch__diagonal_tables(P):
    """0 beside the diagonals.

    Your tables have the right diagonals, but 0 everywhere else. There, minus the product of two
    probabilities is missing.
    """
    P = np.asarray(P, dtype=float)
    return np.eye(P.shape[-1]) * (P * (1 - P))[:, None, :]


def jacobian_batch__other_sign(P):
    """The other sign.

    Your tables are right but for their sign. A probability grows with its own logit, so the
    diagonals are above 0.
    """
    return -_jacobians(P)


def jacobian_batch__products_only(P):
    """The products only.

    Yours are the products of the probabilities of each row, without the part that stands only on
    the diagonal.
    """
    P = np.asarray(P, dtype=float)
    return -P[:, :, None] * P[:, None, :]


def jacobian_batch__ones_on_the_diagonal(P):
    """1 in place of p on the diagonal.

    Your diagonals are 1 - p^2, as if ones stood there in place of the probabilities. The ones are
    multiplied by them too.
    """
    P = np.asarray(P, dtype=float)
    return np.eye(P.shape[-1]) - P[:, :, None] * P[:, None, :]


def jacobian_batch__added_up(P):
    """All rows added up.

    Yours is one table, the sum of the tables of all rows. Each row should keep its own.
    """
    return np.sum(_jacobians(P), axis=0)


def jacobian_batch__one_long_vector(P):
    """All rows as one vector.

    Yours is one large table for all numbers of `P` together. Rows have nothing to do with each
    other: a small table for each is enough.
    """
    return _jacobians(np.ravel(P))


def softmax_backward__diagonal_only(upstream, p):
    """Only the diagonal.

    Yours is the upstream gradient times p (1 - p), the diagonal of the Jacobian. Each logit moves
    all probabilities, so all upstream numbers of a row take part in each result.
    """
    upstream, p = np.asarray(upstream, dtype=float), np.asarray(p, dtype=float)
    return upstream * p * (1 - p)


def softmax_backward__whole_table(upstream, p):
    """One sum for the whole table.

    A vector is right, but in a table the rows get mixed: one sum over all of it is subtracted.
    Each row has a sum of its own.
    """
    upstream, p = np.asarray(upstream, dtype=float), np.asarray(p, dtype=float)
    return p * (upstream - np.sum(upstream * p))


def softmax_backward__axis_lost(upstream, p):
    """The sums lost their axis.

    A vector is right. For a square table, row j's sum is subtracted from column j, and other tables
    do not fit at all: keep the sums as a column.
    """
    upstream, p = np.asarray(upstream, dtype=float), np.asarray(p, dtype=float)
    return p * (upstream - np.sum(upstream * p, axis=-1))


def softmax_backward__axis_zero(upstream, p):
    """Sums of columns.

    In a table, yours subtracts sums over the rows, one for each column. Each row has a sum of its
    own, along the last axis.
    """
    upstream, p = np.asarray(upstream, dtype=float), np.asarray(p, dtype=float)
    return p * (upstream - np.sum(upstream * p, axis=0, keepdims=True))


def softmax_backward__nothing_subtracted(upstream, p):
    """Nothing subtracted.

    Yours is the upstream gradient times p. Before that, its average, weighted by p, has to be
    subtracted.
    """
    return np.asarray(upstream, dtype=float) * np.asarray(p, dtype=float)


def softmax_backward__plain_sum(upstream, p):
    """A sum without weights.

    Yours subtracts the plain sum of the upstream gradient. In the sum, each number has its
    probability as a weight.
    """
    upstream, p = np.asarray(upstream, dtype=float), np.asarray(p, dtype=float)
    return p * (upstream - np.sum(upstream, axis=-1, keepdims=True))


def softmax_backward__plain_mean(upstream, p):
    """A mean without weights.

    Yours subtracts the plain mean of the upstream gradient. In the average, each number has its
    probability as a weight.
    """
    upstream, p = np.asarray(upstream, dtype=float), np.asarray(p, dtype=float)
    return p * (upstream - np.mean(upstream, axis=-1, keepdims=True))


def softmax_backward__not_weighted_at_the_end(upstream, p):
    """The last factor is missing.

    Yours is the upstream gradient less its weighted average. What is left has still to be
    multiplied by p.
    """
    upstream, p = np.asarray(upstream, dtype=float), np.asarray(p, dtype=float)
    return upstream - np.sum(upstream * p, axis=-1, keepdims=True)


def softmax_backward__bracket(upstream, p):
    """A bracket is missing.

    Yours subtracts the weighted average after the multiplication by p. It has to be subtracted from
    the upstream gradient first: where do the brackets stand?
    """
    upstream, p = np.asarray(upstream, dtype=float), np.asarray(p, dtype=float)
    return p * upstream - np.sum(upstream * p, axis=-1, keepdims=True)


def softmax_backward__other_sign(upstream, p):
    """The other sign.

    Your numbers are right but for their sign. From what is the average subtracted?
    """
    upstream, p = np.asarray(upstream, dtype=float), np.asarray(p, dtype=float)
    return p * (np.sum(upstream * p, axis=-1, keepdims=True) - upstream)


def softmax_backward__added(upstream, p):
    """Plus for minus.

    Yours adds the weighted average. It has to be subtracted: equal upstream numbers should give 0.
    """
    upstream, p = np.asarray(upstream, dtype=float), np.asarray(p, dtype=float)
    return p * (upstream + np.sum(upstream * p, axis=-1, keepdims=True))


def softmax_backward__swapped(upstream, p):
    """The two arguments are swapped.

    Yours is what comes out when the upstream gradient and the probabilities change places. Only p
    is a weight, and it is the factor in front.
    """
    upstream, p = np.asarray(upstream, dtype=float), np.asarray(p, dtype=float)
    return upstream * (p - np.sum(upstream * p, axis=-1, keepdims=True))
