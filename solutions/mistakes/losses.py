"""Wrong versions of the functions in solutions.losses."""

import numpy as np

_PAIRS = [
    (np.array([0.5, -1.5, 2.0]), np.array([1.0, 0.25, -1.25])),
    (np.array([2.25, 0.75, -0.5, 1.0]), np.array([0.5, 1.5, -2.0, 1.3])),
    (np.array([1.1, -0.4, 0.3, 2.6, -3.0]), np.array([-0.7, 0.2, 0.9, 1.5, -1.0])),
    (np.array([0.25, 1.75]), np.array([1.5, -0.75])),
    (
        np.array([[0.5, 2.0, -1.0], [1.5, 0.25, 3.0]]),
        np.array([[1.0, -0.5, 0.75], [2.0, 1.75, -1.0]]),
    ),
    ([3, 1, -2], [1, 4, 0]),
    (np.array([0.5, 2.0]), np.array([[0.25], [1.5]])),
    (np.array([0.5, 2.0, 1.0]), np.array([[1.5]])),
]

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "l1": _PAIRS,
    "l2": _PAIRS,
    "one_hot": [
        (np.array([1, 0, 1, 0, 0, 2]), 4),
        (np.array([2, 0, 3, 1]), 5),
        (np.array([0, 2]), 4),
        (np.array([1, 1, 2, 0, 2]), 3),
        ([2, 1], 3),
    ],
    "binary_cross_entropy": [
        (np.array([0.5, -1.5, 2.0]), np.array([1.0, 0.0, 0.0])),
        (np.array([2.25, 0.75, -0.5, 1.2]), np.array([0.0, 1.0, 1.0, 1.0])),
        (np.array([-0.25, 1.75]), np.array([0.0, 1.0])),
        (np.array([0.3, -2.2, 1.4, 0.9, -0.6]), np.array([1.0, 1.0, 0.0, 1.0, 0.0])),
        ([2, -1], [1, 1]),
        (np.array([900.0, -50.0, 1.0]), np.array([0.0, 1.0, 1.0])),
        (np.array([800.0, -800.0]), np.array([1.0, 0.0])),
        (np.array([-900.0]), np.array([0.0])),
    ],
    "softmax_cross_entropy": [
        (np.array([[0.5, -1.25, 2.0], [1.75, 0.3, -0.6]]), np.array([2, 1])),
        (np.array([[0.7, -0.2], [-1.3, 0.6], [2.2, 1.4]]), np.array([0, 1, 1])),
        (np.array([[1.2, 0.4, -0.9, 2.1], [0.3, 1.8, 0.6, -1.1]]), np.array([3, 0])),
        (np.array([[1.0, -0.5], [0.2, 1.3]]), np.array([1, 0])),
        (np.array([[0.1, 0.9, -1.4]]), np.array([0])),
        (
            np.array([[0.3, -0.8, 1.1], [2.4, 0.2, 0.5], [-0.7, 1.6, 0.9], [1.0, 0.0, -1.0]]),
            np.array([1, 1, 2, 0]),
        ),
        ([[2, 0], [1, 3]], [0, 0]),
        (np.array([[1000.0, 1.0], [0.5, 0.25]]), np.array([0, 0])),
        (np.array([[1000.0, 1.0]]), np.array([1])),
        (np.array([[0.0, 120.0]]), np.array([0])),
    ],
    "accuracy": [
        (np.array([[0.1, 0.9, 0.3], [0.8, 0.2, 0.4], [0.3, 0.1, 0.7]]), np.array([1, 0, 0])),
        (np.array([[2.5, -0.5], [0.25, 1.5], [1.0, 0.75], [0.5, 3.0]]), np.array([0, 1, 1, 1])),
        (
            np.array([[0.1, 0.9, 0.3, -1.0], [1.8, 0.2, 0.4, 0.5], [0.3, 0.1, 0.2, 0.7]]),
            np.array([1, 0, 3]),
        ),
        (np.array([[0.2, 1.1, -0.4], [0.9, 0.3, 0.6]]), np.array([2, 0])),
        (np.array([[0.3, 0.6], [0.9, 0.4], [0.1, 0.2], [0.7, 0.5], [0.6, 0.8]]), [1, 0, 0, 0, 0]),
        ([[0.1, 0.9], [0.8, 0.2]], [1, 0]),
    ],
}


def _two(prediction, target):
    prediction, target = np.asarray(prediction, dtype=float), np.asarray(target, dtype=float)
    if prediction.shape != target.shape:
        raise ValueError("shapes")
    return prediction, target


def _sigmoid(z):
    power = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, power) / (1.0 + power)


def _log_softmax(z):
    shifted = z - np.max(z, axis=1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))


def l1__signed(prediction, target):
    """Differences that cancel.

    Your result is the sum of prediction minus target, in which one that is too high and one that is
    too low cancel. The size of each difference counts: take absolute values before you add.
    """
    prediction, target = _two(prediction, target)
    return float(np.sum(prediction - target))


def l1__signed_the_other_way(prediction, target):
    """Differences that cancel.

    Your result is the sum of target minus prediction, in which one that is too high and one that is
    too low cancel. The size of each difference counts: take absolute values before you add.
    """
    prediction, target = _two(prediction, target)
    return float(np.sum(target - prediction))


def l1__absolute_of_the_sum(prediction, target):
    """The absolute value comes too late.

    Your result is the absolute value of the sum of the differences. Before that they have cancelled
    one another: the absolute values come first, then the sum.
    """
    prediction, target = _two(prediction, target)
    return float(np.abs(np.sum(prediction - target)))


def l1__mean(prediction, target):
    """The mean in place of the sum.

    Your result is the mean of the absolute differences. The L1 loss of this notebook is their sum.
    """
    prediction, target = _two(prediction, target)
    return float(np.mean(np.abs(prediction - target)))


def l1__squares(prediction, target):
    """The L2 loss.

    Your result is the sum of the squared differences, which is the L2 loss. L1 adds up absolute
    values.
    """
    prediction, target = _two(prediction, target)
    return float(np.sum((prediction - target) ** 2))


def l1__largest(prediction, target):
    """The largest difference.

    Your result is the largest of the absolute differences. The L1 loss adds up all of them.
    """
    prediction, target = _two(prediction, target)
    return float(np.max(np.abs(prediction - target)))


def l1__not_added(prediction, target):
    """Not added up.

    Your result has an absolute difference for each pair. The loss is one number: their sum.
    """
    prediction, target = _two(prediction, target)
    return np.abs(prediction - target)


def l1__each_column(prediction, target):
    """Each column by itself.

    Your result is right for vectors. For a table it has a sum for each column, where one number for
    the whole table is asked for.
    """
    prediction, target = _two(prediction, target)
    sums = np.sum(np.abs(prediction - target), axis=0)
    return sums if sums.ndim else float(sums)


def l1__table(prediction, target):
    """Shapes that differ are taken.

    Arrays whose shapes differ should raise ValueError. NumPy stretches some of them instead, and
    your result adds up pairs that do not belong together. Compare the shapes first.
    """
    difference = np.asarray(prediction, dtype=float) - np.asarray(target, dtype=float)
    return float(np.sum(np.abs(difference)))


def l2__root(prediction, target):
    """The root of the sum.

    Your result is the square root of the sum of squares, the length of the difference. The L2 loss
    of this notebook is the sum itself.
    """
    prediction, target = _two(prediction, target)
    return float(np.sqrt(np.sum((prediction - target) ** 2)))


def l2__mean(prediction, target):
    """The mean in place of the sum.

    Your result is the mean of the squared differences. The L2 loss of this notebook is their sum.
    """
    prediction, target = _two(prediction, target)
    return float(np.mean((prediction - target) ** 2))


def l2__half(prediction, target):
    """Half of it.

    Your result is half the sum of the squared differences. Some books write it so, to have no 2 in
    the gradient; here the sum itself is asked for.
    """
    prediction, target = _two(prediction, target)
    return float(np.sum((prediction - target) ** 2) / 2)


def l2__absolute(prediction, target):
    """The L1 loss.

    Your result is the sum of the absolute differences, which is the L1 loss. L2 adds up squares.
    """
    prediction, target = _two(prediction, target)
    return float(np.sum(np.abs(prediction - target)))


def l2__square_of_the_sum(prediction, target):
    """The square of the sum.

    Your result is the square of the sum of the absolute differences. Each difference is to be
    squared by itself: first the squares, then the sum.
    """
    prediction, target = _two(prediction, target)
    return float(np.sum(np.abs(prediction - target)) ** 2)


def l2__not_added(prediction, target):
    """Not added up.

    Your result has a squared difference for each pair. The loss is one number: their sum.
    """
    prediction, target = _two(prediction, target)
    return (prediction - target) ** 2


def l2__each_column(prediction, target):
    """Each column by itself.

    Your result is right for vectors. For a table it has a sum for each column, where one number for
    the whole table is asked for.
    """
    prediction, target = _two(prediction, target)
    sums = np.sum((prediction - target) ** 2, axis=0)
    return sums if sums.ndim else float(sums)


def l2__table(prediction, target):
    """Shapes that differ are taken.

    Arrays whose shapes differ should raise ValueError. NumPy stretches some of them instead, and
    your result adds up pairs that do not belong together. Compare the shapes first.
    """
    difference = np.asarray(prediction, dtype=float) - np.asarray(target, dtype=float)
    return float(np.sum(difference**2))


def one_hot__from_one(y, k):
    """Labels counted from 1.

    Your 1 stands one column too far left, and for label 0 in the last column. Labels count from 0,
    as columns do.
    """
    y = np.asarray(y)
    table = np.zeros((len(y), k))
    table[np.arange(len(y)), y - 1] = 1.0
    return table


def one_hot__transposed(y, k):
    """Rows and columns exchanged.

    Your table has a row for each class and a column for each label. It is the other way round that
    is asked for: a row for each label.
    """
    y = np.asarray(y)
    table = np.zeros((k, len(y)))
    table[y, np.arange(len(y))] = 1.0
    return table


def one_hot__whole_columns(y, k):
    """A 1 in every row of a column.

    Your rows are all alike: every row has a 1 for each label that occurs anywhere. Row and column
    have to be paired, each row with its own label.
    """
    table = np.zeros((len(y), k))
    table[:, np.asarray(y)] = 1.0
    return table


def one_hot__largest_label(y, k):
    """As many columns as the largest label needs.

    Your table has columns up to the largest label that occurs. It should have `k` of them, also
    when no label is k - 1.
    """
    y = np.asarray(y)
    return np.eye(int(np.max(y)) + 1)[y]


def one_hot__labels(y, k):
    """The label in place of the 1.

    Your number in each row is the label itself, so that label 0 leaves a row of zeros. Whatever the
    label is, a 1 goes into its column.
    """
    y = np.asarray(y)
    table = np.zeros((len(y), k))
    table[np.arange(len(y)), y] = y
    return table


def binary_cross_entropy__sum(z, y):
    """The sum in place of the mean.

    Your result is the sum over the examples. The mean is asked for, so that a batch of 10 and one
    of 1000 can be compared.
    """
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    return float(np.sum(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


def binary_cross_entropy__sign(z, y):
    """The sign.

    Your result is the mean of the logarithms, which are negative. A loss is small where the answer
    is good: there is a minus sign before the mean.
    """
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    return -float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


def binary_cross_entropy__exchanged(z, y):
    """Yes and no exchanged.

    Your result is the loss for the opposite answers: what is large for 1 should be large for 0.
    Look at where `y` stands, and where 1 - y.
    """
    z, y = np.asarray(z, dtype=float), 1 - np.asarray(y, dtype=float)
    return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


def binary_cross_entropy__only_yes(z, y):
    """Only the examples with answer 1.

    In your result the examples whose right answer is 0 cost nothing. They have a loss too: minus
    the logarithm of 1 - p.
    """
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    return float(np.mean(y * np.logaddexp(0, -z)))


def binary_cross_entropy__each(z, y):
    """Not averaged.

    Your result has a loss for each example. One number is asked for: their mean.
    """
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    return np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))


def binary_cross_entropy__logarithm_of_zero(z, y):
    """The logarithm of 0.

    Your ordinary values are right. Far out the probability is exactly 0 or 1 to a computer, its
    logarithm minus infinity, and 0 times that is nan. Calculate with the logits instead.
    """
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    p = _sigmoid(z)
    return float(np.mean(-(y * np.log(p) + (1 - y) * np.log(1 - p))))


def binary_cross_entropy__overflow(z, y):
    """As binary_cross_entropy__logarithm_of_zero, with the sigmoid that overflows."""
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    p = 1 / (1 + np.exp(-z))
    return float(np.mean(-(y * np.log(p) + (1 - y) * np.log(1 - p))))


def binary_cross_entropy__clipped(z, y):
    """A lid on the loss.

    Your loss stops growing: from some logit on a worse answer costs no more, where the loss should
    grow with the logit. Calculate with the logits, and nothing has to be kept away from 0.
    """
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    p = np.clip(_sigmoid(z), 1e-15, 1 - 1e-15)
    return float(np.mean(-(y * np.log(p) + (1 - y) * np.log(1 - p))))


def softmax_cross_entropy__whole_columns(z, y):
    """One taken away from whole columns.

    Your loss is right. In your gradient, 1 is taken away in every row for each label that occurs
    anywhere. Pair the rows with the labels: `np.arange(n)` beside `y` in the brackets.
    """
    z = np.asarray(z, dtype=float)
    log_p, n = _log_softmax(z), len(z)
    gradient = np.exp(log_p)
    gradient[:, y] -= 1
    return float(-np.mean(log_p[np.arange(n), y])), gradient / n


def softmax_cross_entropy__gradient_of_the_sum(z, y):
    """The gradient is not divided by n.

    Your loss is right, your gradient is n times too large: it is that of the sum over the n
    examples. The loss is their mean.
    """
    z = np.asarray(z, dtype=float)
    log_p, n = _log_softmax(z), len(z)
    gradient = np.exp(log_p)
    gradient[np.arange(n), y] -= 1
    return float(-np.mean(log_p[np.arange(n), y])), gradient


def softmax_cross_entropy__sum(z, y):
    """Sums in place of means.

    Your loss and your gradient are both n times too large: they are those of the sum over the n
    examples. Take the mean of the losses, and divide the gradient by n.
    """
    z = np.asarray(z, dtype=float)
    log_p, n = _log_softmax(z), len(z)
    gradient = np.exp(log_p)
    gradient[np.arange(n), y] -= 1
    return float(-np.sum(log_p[np.arange(n), y])), gradient


def softmax_cross_entropy__probabilities(z, y):
    """The gradient is only the probabilities.

    Your loss is right. Your gradient is the probabilities, divided by n: the 1 of the right class
    is not taken away yet, so no logit is told to rise.
    """
    z = np.asarray(z, dtype=float)
    log_p, n = _log_softmax(z), len(z)
    return float(-np.mean(log_p[np.arange(n), y])), np.exp(log_p) / n


def softmax_cross_entropy__downhill(z, y):
    """The sign of the gradient.

    Your loss is right, your gradient points the other way: raising the logit of the right class
    lowers the loss, so its entry is negative.
    """
    z = np.asarray(z, dtype=float)
    log_p, n = _log_softmax(z), len(z)
    gradient = -np.exp(log_p)
    gradient[np.arange(n), y] += 1
    return float(-np.mean(log_p[np.arange(n), y])), gradient / n


def softmax_cross_entropy__sign(z, y):
    """The sign of the loss.

    Your gradient is right, your loss is negative: a logarithm of a probability is. The loss has a
    minus sign before it.
    """
    z = np.asarray(z, dtype=float)
    log_p, n = _log_softmax(z), len(z)
    gradient = np.exp(log_p)
    gradient[np.arange(n), y] -= 1
    return float(np.mean(log_p[np.arange(n), y])), gradient / n


def softmax_cross_entropy__loss_alone(z, y):
    """The gradient is not returned.

    Your loss is right, but it comes alone. Two results are asked for: the loss and the gradient.
    """
    z = np.asarray(z, dtype=float)
    return float(-np.mean(_log_softmax(z)[np.arange(len(z)), y]))


def softmax_cross_entropy__all_entries(z, y):
    """The mean over all logits.

    Your loss and your gradient are too small, both by the number of classes: you divide by how many
    logits there are. The mean is over the examples, the rows.
    """
    z = np.asarray(z, dtype=float)
    log_p, n = _log_softmax(z), len(z)
    gradient = np.exp(log_p)
    gradient[np.arange(n), y] -= 1
    return float(-np.sum(log_p[np.arange(n), y]) / z.size), gradient / z.size


def softmax_cross_entropy__columns(z, y):
    """Softmax down the columns.

    Your probabilities add up to 1 in each column. Each row is one example, so they should do so in
    each row: look at `axis`.
    """
    z = np.asarray(z, dtype=float)
    log_p, n = _log_softmax(z.T).T, len(z)
    gradient = np.exp(log_p)
    gradient[np.arange(n), y] -= 1
    return float(-np.mean(log_p[np.arange(n), y])), gradient / n


def softmax_cross_entropy__logarithm_of_zero(z, y):
    """The logarithm of 0.

    Your ordinary values are right. A probability that is too small for a computer is 0, and its
    logarithm infinite. Get the logarithms from the shifted logits, without the probabilities.
    """
    z = np.asarray(z, dtype=float)
    p, n = np.exp(_log_softmax(z)), len(z)
    loss = float(-np.mean(np.log(p[np.arange(n), y])))
    p[np.arange(n), y] -= 1
    return loss, p / n


def softmax_cross_entropy__zero_times_infinity(z, y):
    """Zero times infinity.

    Your ordinary values are right. With logits of 1000, some logarithm is minus infinity, and 0
    times that is nan, even where the loss is 0. Pick the one logarithm that is needed by its index.
    """
    z = np.asarray(z, dtype=float)
    p, n = np.exp(_log_softmax(z)), len(z)
    picked = np.eye(z.shape[1])[np.asarray(y)]
    return float(-np.sum(picked * np.log(p)) / n), (p - picked) / n


def softmax_cross_entropy__overflow(z, y):
    """The powers overflow.

    Your ordinary values are right. With logits of 1000 the powers are infinite, and infinity by
    infinity is nan. Subtract the largest logit of each row first.
    """
    z = np.asarray(z, dtype=float)
    n = len(z)
    powers = np.exp(z)
    p = powers / np.sum(powers, axis=1, keepdims=True)
    loss = float(-np.mean(np.log(p[np.arange(n), y])))
    p[np.arange(n), y] -= 1
    return loss, p / n


def softmax_cross_entropy__epsilon(z, y):
    """A lid on the loss.

    Your ordinary values are right, but your loss stops growing at about 20.7, as if 1e-9 were added
    before the logarithm. Get the logarithm from the shifted logits, and nothing has to be added.
    """
    z = np.asarray(z, dtype=float)
    p, n = np.exp(_log_softmax(z)), len(z)
    loss = float(-np.mean(np.log(p[np.arange(n), y] + 1e-9)))
    p[np.arange(n), y] -= 1
    return loss, p / n


def accuracy__no_axis(scores, y):
    """One index for the whole table.

    Your result is the share of labels that equal one number: the place of the largest score of the
    whole table. Each row has its own largest score: `axis` says along what to look.
    """
    return float(np.mean(np.argmax(scores) == np.asarray(y)))


def accuracy__columns(scores, y):
    """The largest of each column.

    Your function looks for the largest score of each column, which is an example for each class.
    Classes stand side by side: look along the rows.
    """
    return float(np.mean(np.argmax(scores, axis=0) == np.asarray(y)))


def accuracy__count(scores, y):
    """The number of right answers.

    Your result is how many answers are right. The share is asked for: divide by how many there are.
    """
    return float(np.sum(np.argmax(scores, axis=1) == np.asarray(y)))


def accuracy__percent(scores, y):
    """In percent.

    Your result is a hundred times too large: it is in percent. The share is from 0 to 1.
    """
    return float(100 * np.mean(np.argmax(scores, axis=1) == np.asarray(y)))


def accuracy__errors(scores, y):
    """The share of errors.

    Your result is the share of answers that are not right; the accuracy is the share of those that
    are. Together they are 1.
    """
    return float(np.mean(np.argmax(scores, axis=1) != np.asarray(y)))


def accuracy__smallest(scores, y):
    """The smallest score.

    Your function picks the class with the smallest score of each row. The answer is the class with
    the largest one.
    """
    return float(np.mean(np.argmin(scores, axis=1) == np.asarray(y)))


def accuracy__each(scores, y):
    """Not averaged.

    Your result says for each example whether it is right. One number is asked for: the share.
    """
    return np.argmax(scores, axis=1) == np.asarray(y)
