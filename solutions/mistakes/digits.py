"""Wrong versions of the functions in solutions.digits."""

import numpy as np

_IMAGES = np.array(
    [[0, 4, 12], [8, 1, 3], [2, 6, 10], [5, 0, 9], [14, 7, 1], [3, 3, 11], [6, 13, 2]], dtype=float
)
_LABELS = np.array([3, 1, 4, 1, 5, 9, 2])
_MORE = np.array(
    [[1, 8], [15, 4], [7, 3], [2, 2], [9, 6], [0, 5], [12, 10], [4, 11], [6, 1], [3, 14], [10, 7]],
    dtype=float,
)
_EXAMPLES = np.array(
    [[0.4, -1.1], [1.3, 0.2], [-0.7, 0.9], [0.1, 1.6], [-1.2, -0.5], [0.8, 0.3], [1.1, -0.6]]
)
_CLASSES = np.array([0, 1, 1, 0, 1, 0, 0])
_START = {
    "W1": np.array([[0.8, -0.5, 0.3], [-1.1, 0.9, 0.6]]),
    "b1": np.array([0.2, 0.1, -0.3]),
    "W2": np.array([[1.3, -0.7], [0.4, 0.9], [-0.6, 0.5]]),
    "b2": np.array([0.15, -0.35]),
}

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "prepare": [
        (_IMAGES, _LABELS.astype(float), 5),
        (_MORE, np.arange(11.0) / 2, 1),
        (_IMAGES[:6], _LABELS[:6].astype(float), 2),
        ([[16, 0], [8, 2], [1, 4], [0, 0], [2, 12]], [0, 1, 2, 3, 4], 7),
    ],
    "initialize": [(1, 3), (2, 5)],
    "fit": [
        (_EXAMPLES, _CLASSES, _START, 0.5, 3, 2, 4),
        (_EXAMPLES[:4], _CLASSES[:4], _START, 0.25, 2, 3, 1),
        (_EXAMPLES[:5], _CLASSES[:5], _START, 1.0, 5, 1, 0),
        (_EXAMPLES[:6], _CLASSES[:6], _START, 0.1, 4, 2, 8),
    ],
    "predict": [
        (_START, _EXAMPLES),
        (_START, _EXAMPLES[4:6]),
        ({**_START, "W2": np.array([[0.3, 1.1, -0.4]] * 3).T, "b2": np.ones(3)}, _EXAMPLES[:3]),
    ],
    "confusion": [
        (np.array([3, 3, 3, 8, 8, 1]), np.array([3, 3, 8, 8, 8, 7])),
        (np.array([0, 9, 9, 2]), np.array([0, 4, 4, 2])),
        ([5, 6], [5, 5]),
    ],
    "hardest": [
        (_START, _EXAMPLES, _CLASSES, 3),
        (_START, _EXAMPLES[1:], _CLASSES[1:], 2),
        (_START, _EXAMPLES[:5], 1 - _CLASSES[:5], 4),
        (_START, _EXAMPLES[:6], _CLASSES[:6], 1),
    ],
}


def _affine(X, W, b):
    return np.asarray(X, dtype=float) @ np.asarray(W, dtype=float) + np.asarray(b, dtype=float)


def _cross_entropy(scores, y):
    rows = np.arange(len(scores))
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    logs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    gradient = np.exp(logs)
    gradient[rows, y] -= 1
    return float(-np.mean(logs[rows, y])), gradient / len(scores)


def _split(X, y, order):
    fifth = len(X) // 5
    test, train = order[:fifth], order[fifth:]
    return X[train], y[train], X[test], y[test]


def _in_order(X, seed):
    return np.random.default_rng(seed).permutation(len(X))


def _scores(parameters, X):
    hidden = np.maximum(_affine(X, parameters["W1"], parameters["b1"]), 0)
    return hidden, _affine(hidden, parameters["W2"], parameters["b2"])


def _loss_and_gradients(X, y, parameters):
    hidden, scores = _scores(parameters, X)
    loss, d = _cross_entropy(scores, y)
    dZ = (d @ np.asarray(parameters["W2"]).T) * (hidden > 0)
    return loss, {
        "W1": X.T @ dZ,
        "b1": dZ.sum(axis=0),
        "W2": hidden.T @ d,
        "b2": d.sum(axis=0),
    }


def _train(X, y, parameters, rate, batch, epochs, orders, kept=np.mean, last=True):
    """Training as it should be, but for the orders, the loss that is kept, and the last batch."""
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    now = {name: np.array(start, dtype=float) for name, start in parameters.items()}
    losses = []
    for _ in range(epochs):
        order, of_batches = next(orders), []
        for start in range(0, len(X) if last else len(X) - batch + 1, batch):
            rows = order[start : start + batch]
            loss, gradients = _loss_and_gradients(X[rows], y[rows], now)
            now = {name: now[name] - rate * gradients[name] for name in now}
            of_batches.append(loss)
        losses.append(kept(of_batches))
    return now, np.array(losses)


def _orders(X, seed):
    rng = np.random.default_rng(seed)
    while True:
        yield rng.permutation(len(X))


def _probabilities(parameters, X):
    powers = np.exp(_scores(parameters, X)[1])
    return powers / powers.sum(axis=1, keepdims=True)


def prepare__not_divided(X, y, seed):
    """The pixels are not divided.

    Your pixels are as large as they came. Divided by 16 they go from 0 to 1.
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    return _split(X, y, _in_order(X, seed))


def prepare__divided_by_the_largest(X, y, seed):
    """Divided by the largest pixel.

    Your pixels are divided by the largest one that came, which need not be 16. Divide by 16, so
    that an image becomes the same whatever others come with it.
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    return _split(X / X.max(), y, _in_order(X, seed))


def prepare__divided_by_255(X, y, seed):
    """Divided by 255.

    Your pixels are divided by 255. Those of photographs go up to 255, these up to 16.
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    return _split(X / 255, y, _in_order(X, seed))


def prepare__not_shuffled(X, y, seed):
    """Not shuffled.

    Your images come in the order in which they were given. Take them in the order of
    `np.random.default_rng(seed).permutation(m)`.
    """
    X, y = np.asarray(X, dtype=float) / 16, np.asarray(y)
    return _split(X, y, np.arange(len(X)))


def prepare__two_orders(X, y, seed):
    """Images and labels in two orders.

    Your images and labels come in two different orders, so they do not belong together any more.
    Make one order and use it for both.
    """
    X, y = np.asarray(X, dtype=float) / 16, np.asarray(y)
    rng = np.random.default_rng(seed)
    X_train, _, X_test, _ = _split(X, y, rng.permutation(len(X)))
    _, y_train, _, y_test = _split(X, y, rng.permutation(len(X)))
    return X_train, y_train, X_test, y_test


def prepare__labels_left_behind(X, y, seed):
    """The labels are not shuffled.

    Your images are shuffled, your labels are not: they do not belong together any more. Use one
    order for both.
    """
    X, y = np.asarray(X, dtype=float) / 16, np.asarray(y)
    X_train, _, X_test, _ = _split(X, y, _in_order(X, seed))
    _, y_train, _, y_test = _split(X, y, np.arange(len(X)))
    return X_train, y_train, X_test, y_test


def prepare__test_images_in_training(X, y, seed):
    """The test images are trained on.

    Your training set holds all images, also those of the test. A network is to be tested on
    images that it has never seen.
    """
    X, y = np.asarray(X, dtype=float) / 16, np.asarray(y)
    order = _in_order(X, seed)
    test = order[: len(X) // 5]
    return X[order], y[order], X[test], y[test]


def prepare__sets_exchanged(X, y, seed):
    """One fifth to train on.

    Your training set has one fifth of the images, and the test the rest. It is the other way
    round: the test comes last in what is returned.
    """
    X, y = np.asarray(X, dtype=float) / 16, np.asarray(y)
    X_train, y_train, X_test, y_test = _split(X, y, _in_order(X, seed))
    return X_test, y_test, X_train, y_train


def prepare__last_fifth(X, y, seed):
    """The last fifth for the test.

    Your test set is the last fifth of the order. That would do as well, but here the first fifth
    is asked for, so that all get the same images.
    """
    X, y = np.asarray(X, dtype=float) / 16, np.asarray(y)
    order, fifth = _in_order(X, seed), len(X) // 5
    test, train = order[len(X) - fifth :], order[: len(X) - fifth]
    return X[train], y[train], X[test], y[test]


def prepare__images_first(X, y, seed):
    """Another order of results.

    Your four arrays are right, but in another order. The docstring asks for the two of training
    first: X_train, y_train, X_test, y_test.
    """
    X, y = np.asarray(X, dtype=float) / 16, np.asarray(y)
    X_train, y_train, X_test, y_test = _split(X, y, _in_order(X, seed))
    return X_train, X_test, y_train, y_test


def initialize__zeros(hidden, seed):
    """All zeros.

    All your weights are 0. Then all hidden units are alike and stay so, and nothing is learned.
    """
    return {
        "W1": np.zeros((64, hidden)),
        "b1": np.zeros(hidden),
        "W2": np.zeros((hidden, 10)),
        "b2": np.zeros(10),
    }


def initialize__standard_deviation_one(hidden, seed):
    """A standard deviation of 1.

    Your weights have a standard deviation of 1. They are to be multiplied by the square root of 2
    over the number of inputs: 64 for W1, hidden for W2.
    """
    rng = np.random.default_rng(seed)
    W1, W2 = rng.normal(size=(64, hidden)), rng.normal(size=(hidden, 10))
    return {"W1": W1, "b1": np.zeros(hidden), "W2": W2, "b2": np.zeros(10)}


def initialize__variance(hidden, seed):
    """Without the square root.

    Your weights are multiplied by 2 over the number of inputs. That is the variance; the standard
    deviation is its square root.
    """
    rng = np.random.default_rng(seed)
    W1, W2 = rng.normal(size=(64, hidden)) * 2 / 64, rng.normal(size=(hidden, 10)) * 2 / hidden
    return {"W1": W1, "b1": np.zeros(hidden), "W2": W2, "b2": np.zeros(10)}


def initialize__one_scale(hidden, seed):
    """One scale for both layers.

    Your W1 is right, but W2 is multiplied by the square root of 2 / 64 as well. Its inputs are the
    hidden units: 2 / hidden.
    """
    rng = np.random.default_rng(seed)
    W1 = rng.normal(size=(64, hidden)) * np.sqrt(2 / 64)
    W2 = rng.normal(size=(hidden, 10)) * np.sqrt(2 / 64)
    return {"W1": W1, "b1": np.zeros(hidden), "W2": W2, "b2": np.zeros(10)}


def initialize__same_numbers_twice(hidden, seed):
    """The same numbers in both layers.

    Your W2 begins with the same random numbers as W1, as from a second generator of the same seed.
    One generator draws W1 and goes on to W2.
    """
    W1 = np.random.default_rng(seed).normal(size=(64, hidden)) * np.sqrt(2 / 64)
    W2 = np.random.default_rng(seed).normal(size=(hidden, 10)) * np.sqrt(2 / hidden)
    return {"W1": W1, "b1": np.zeros(hidden), "W2": W2, "b2": np.zeros(10)}


def fit__uphill(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    """Uphill.

    Your steps go along the gradient, so the loss grows. The gradient points uphill: subtract it.
    """
    return _train(X, y, parameters, -rate, batch, epochs, _orders(X, seed))


def fit__not_shuffled(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    """The order as it came.

    Your batches are cut from the examples in the order in which they came. Each epoch has an order
    of its own: `permutation(m)` of one generator.
    """
    orders = iter([np.arange(len(X))] * epochs)
    return _train(X, y, parameters, rate, batch, epochs, orders)


def fit__one_order(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    """One order for all epochs.

    Your first epoch is right, and the next ones have the same order again. Make the generator once,
    and let it draw a new order in each epoch.
    """
    orders = iter([_in_order(X, seed)] * epochs)
    return _train(X, y, parameters, rate, batch, epochs, orders)


def fit__last_batch_left_out(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    """The last batch is left out.

    Where the examples do not fill the last batch, yours leaves them out in that epoch. The last
    batch may be smaller.
    """
    return _train(X, y, parameters, rate, batch, epochs, _orders(X, seed), last=False)


def fit__all_at_once(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    """One step for each epoch.

    Yours takes one step in each epoch, with all examples. Cut them into batches and take a step
    for each.
    """
    return _train(X, y, parameters, rate, len(X), epochs, _orders(X, seed))


def fit__loss_of_the_last_batch(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    """The loss of the last batch.

    Your parameters are right, but each loss is that of the epoch's last batch. Keep all of an
    epoch, and take their mean.
    """
    orders = _orders(X, seed)
    return _train(X, y, parameters, rate, batch, epochs, orders, kept=lambda all: all[-1])


def fit__sum_of_losses(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    """The sum of the losses.

    Your parameters are right, but each loss is the sum of the epoch's batches. Take their mean, so
    that the number of batches does not matter.
    """
    return _train(X, y, parameters, rate, batch, epochs, _orders(X, seed), kept=np.sum)


def fit__never_moved(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    """Nothing is learned.

    Your parameters are those that training began with. Look at which name gets the new arrays, and
    which one is used and returned.
    """
    return _train(X, y, parameters, 0.0, batch, epochs, _orders(X, seed))


def fit__parameters_only(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    """The parameters alone.

    Your function returns the parameters alone. The losses come with them: return two things.
    """
    return _train(X, y, parameters, rate, batch, epochs, _orders(X, seed))[0]


def fit__in_place(X, y, parameters, rate=0.5, batch=32, epochs=30, seed=0):
    """The start is overwritten.

    Your training changes the arrays that it was given, so nobody can start from them again. Begin
    with copies.

    Seen: changes-argument
    """
    now, losses = _train(X, y, parameters, rate, batch, epochs, _orders(X, seed))
    for name, array in parameters.items():
        array[...] = now[name]
    return parameters, losses


def predict__scores(parameters, X):
    """The scores themselves.

    Your function returns the scores. Of each row, the place of the largest one is the class.
    """
    return _scores(parameters, X)[1]


def predict__largest_score(parameters, X):
    """The largest score.

    Your numbers are the largest scores. It is their place that is asked for: argmax, not max.
    """
    return _scores(parameters, X)[1].max(axis=1)


def predict__one_for_all(parameters, X):
    """One number for all.

    Your function returns one number for all examples. Each row has a largest score of its own:
    which axis runs along a row?
    """
    return np.argmax(_scores(parameters, X)[1])


def predict__down_the_columns(parameters, X):
    """For each class an example.

    Your function says for each class which example has its highest score. It is asked the other
    way round: for each example, which class.
    """
    return np.argmax(_scores(parameters, X)[1], axis=0)


def predict__hidden_unit(parameters, X):
    """The hidden layer.

    Your function says which hidden unit is largest. The classes stand in the scores, the second
    thing that network_forward returns.
    """
    return np.argmax(_scores(parameters, X)[0], axis=1)


def confusion__counted_once(y, predicted):
    """What comes twice is counted once.

    Each pair is counted once in your table, however often it comes. `table[rows, columns] += 1`
    adds 1 to each place, not 1 for each pair; `np.add.at` adds up.
    """
    table = np.zeros((10, 10), dtype=int)
    table[np.asarray(y), np.asarray(predicted)] = 1
    return table


def confusion__transposed(y, predicted):
    """Rows and columns exchanged.

    Your table is transposed: its rows are what was read, its columns what is right.
    """
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (np.asarray(predicted), np.asarray(y)), 1)
    return table


def confusion__cut_to_size(y, predicted):
    """The table is too small.

    Your table ends at the largest digit that came. It has 10 rows and 10 columns, whatever comes.
    """
    y, predicted = np.asarray(y), np.asarray(predicted)
    size = max(y.max(), predicted.max()) + 1
    table = np.zeros((size, size), dtype=int)
    np.add.at(table, (y, predicted), 1)
    return table


def confusion__errors_only(y, predicted):
    """The right ones are missing.

    Your table counts what was read wrongly, and 0 on the diagonal. What was read rightly is
    counted, too.
    """
    y, predicted = np.asarray(y), np.asarray(predicted)
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (y[y != predicted], predicted[y != predicted]), 1)
    return table


def hardest__easiest(parameters, X, y, count):
    """The easiest.

    Your rows are those whose right class is most probable. Sort the other way: the least probable
    first.
    """
    p = _probabilities(parameters, X)[np.arange(len(y)), np.asarray(y)]
    return np.argsort(-p)[:count]


def hardest__least_sure(parameters, X, y, count):
    """The least sure.

    Your rows are those whose *highest* probability is lowest. A network may be sure and wrong: look
    at the probability of the right class.
    """
    return np.argsort(_probabilities(parameters, X).max(axis=1))[:count]


def hardest__probabilities(parameters, X, y, count):
    """The probabilities.

    Your numbers are the lowest probabilities. It is asked in which rows they stand: argsort, not
    sort.
    """
    return np.sort(_probabilities(parameters, X)[np.arange(len(y)), np.asarray(y)])[:count]


def hardest__scores(parameters, X, y, count):
    """The lowest scores.

    Your rows are those with the lowest *score* of the right class. A low score can still be the
    highest of its row: compare the probabilities, after softmax.
    """
    return np.argsort(_scores(parameters, X)[1][np.arange(len(y)), np.asarray(y)])[:count]


def hardest__hardest_last(parameters, X, y, count):
    """The hardest last.

    Your rows are the right ones, but the hardest comes last. The docstring asks for it first.
    """
    p = _probabilities(parameters, X)[np.arange(len(y)), np.asarray(y)]
    return np.argsort(p)[:count][::-1]


def hardest__all(parameters, X, y, count):
    """All rows.

    Your function returns all rows, hardest first. Only the first `count` are asked for.
    """
    p = _probabilities(parameters, X)[np.arange(len(y)), np.asarray(y)]
    return np.argsort(p)
