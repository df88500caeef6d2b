"""Wrong versions of the functions in solutions.backprop."""

import numpy as np

_X = np.array([[0.5, -1.25, 2.0], [1.5, 0.75, -0.6]])
_W = np.array([[0.3, -0.7], [1.1, 0.4], [-0.9, 1.6]])
_B = np.array([0.25, -1.5])
_SQUARE = np.array([[1.2, -0.4], [0.7, 2.1]])
_SMALL = {
    "W1": np.array([[0.8, -0.5, 0.3], [-1.1, 0.9, 0.6]]),
    "b1": np.array([0.2, 0.1, -0.3]),
    "W2": np.array([[1.3, -0.7], [0.4, 0.9], [-0.6, 0.5]]),
    "b2": np.array([0.15, -0.35]),
}
_WIDE = {
    "W1": np.array([[0.4, -0.9, 1.1, 0.2], [0.7, 0.3, -0.8, -0.5], [-0.2, 1.4, 0.6, 0.9]]),
    "b1": np.array([0.3, -0.2, 0.5, 0.1]),
    "W2": np.array([[0.9, -0.4, 0.2], [-0.6, 1.2, 0.8], [0.5, 0.7, -1.3], [1.1, -0.9, 0.4]]),
    "b2": np.array([-0.25, 0.45, 0.6]),
}
_SAME = {
    "W1": _SQUARE,
    "b1": np.array([0.4, -0.1]),
    "W2": _SQUARE.T - 1,
    "b2": np.array([-0.2, 0.7]),
}
_PAIRS = np.array([[1.4, -0.3], [-0.6, 0.8], [0.2, 1.7], [-1.1, -0.9]])

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "affine_forward": [
        (_X, _W, _B),
        (_PAIRS, _SQUARE, _B),
        (_SQUARE.T, np.array([[0.6, -1.3], [-0.2, 0.9]]), np.array([2.0, 0.5])),
        (np.array([[2.0, -0.5]]), np.array([[1.5], [0.4]]), np.array([-3.0])),
        ([[1, 2]], [[1, 0], [3, -1]], [10, 20]),
    ],
    "affine_backward": [
        (np.array([[0.6, -1.4], [2.2, 0.3]]), (_X, _W)),
        (np.array([[0.4, 1.3], [-0.8, 0.9], [1.6, -0.2], [0.7, 0.5]]), (_PAIRS, _SQUARE)),
        (np.array([[0.6, -1.4], [2.2, 0.3]]), (_SQUARE, np.array([[0.6, -1.3], [-0.2, 0.9]]))),
        (np.array([[1.5, -0.7]]), (np.array([[0.3, 2.0, -1.1]]), _W)),
        ([[1, 2], [0, -1], [2, 1]], ([[1, 2], [3, 4], [0, 1]], [[2, 0], [1, 1]])),
    ],
    "unbroadcast": [
        (np.array([[0.5, -1.5, 2.25], [1.0, 0.75, -0.5]]), (3,)),
        (np.array([[0.3, 1.2], [-0.7, 0.9], [1.6, -0.4]]), (3, 1)),
        (np.array([[0.3, 1.2], [-0.7, 0.9], [1.6, -0.4]]), (1, 2)),
        (np.array([[0.5, -1.5], [1.0, 0.75]]), (2, 2)),
        (np.array([[0.5, -1.5], [1.0, 0.75]]), ()),
        (np.arange(1.0, 13.0).reshape(2, 3, 2) / 4, (3, 1)),
        ([[1, 2], [3, 5]], (2,)),
    ],
    "network_forward": [
        (_PAIRS, _SMALL),
        (np.array([[0.9, -0.4, 1.3], [-1.2, 0.5, 0.8]]), _WIDE),
        (np.array([[-0.7, 0.6]]), _SMALL),
        (_PAIRS, _SAME),
    ],
    "network_loss_and_gradients": [
        (_PAIRS, np.array([0, 1, 1, 0]), _SMALL),
        (np.array([[0.9, -0.4, 1.3], [-1.2, 0.5, 0.8]]), np.array([2, 0]), _WIDE),
        (np.array([[-0.7, 0.6]]), np.array([1]), _SMALL),
    ],
}


def _affine(X, W, b):
    return np.asarray(X, dtype=float) @ np.asarray(W, dtype=float) + np.asarray(b, dtype=float)


def _arrays(cache):
    X, W = cache
    return np.asarray(X, dtype=float), np.asarray(W, dtype=float)


def _cross_entropy(scores, y):
    rows = np.arange(len(scores))
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    logs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    gradient = np.exp(logs)
    gradient[rows, y] -= 1
    return float(-np.mean(logs[rows, y])), gradient / len(scores)


def _way_back(X, y, parameters, slope, divide=1):
    """The loss and the gradients, with `slope(dhidden, hidden)` as the way through relu."""
    X = np.asarray(X, dtype=float)
    hidden = np.maximum(_affine(X, parameters["W1"], parameters["b1"]), 0)
    loss, dscores = _cross_entropy(_affine(hidden, parameters["W2"], parameters["b2"]), y)
    dscores = dscores / divide
    dZ = slope(dscores @ np.asarray(parameters["W2"]).T, hidden)
    return loss, {
        "W1": X.T @ dZ,
        "b1": dZ.sum(axis=0),
        "W2": hidden.T @ dscores,
        "b2": dscores.sum(axis=0),
    }


def affine_forward__no_bias(X, W, b):
    """The bias is missing.

    Your Z is X @ W. The biases `b` are added to each of its rows.
    """
    X, W = _arrays((X, W))
    return X @ W, (X, W)


def affine_forward__weights_first(X, W, b):
    """W @ X in place of X @ W.

    For square tables your Z is W @ X + b, other tables do not fit. Each row of X is an example, so
    X comes first: (m, n) @ (n, k) is (m, k).
    """
    X, W = _arrays((X, W))
    return W @ X + np.asarray(b, dtype=float), (X, W)


def affine_forward__entry_by_entry(X, W, b):
    """X * W in place of X @ W.

    For tables of one shape your Z is X * W + b, entry by entry; others do not fit. A layer needs
    the matrix product.
    """
    X, W = _arrays((X, W))
    return X * W + np.asarray(b, dtype=float), (X, W)


def affine_forward__bias_for_each_row(X, W, b):
    """One bias for each row.

    In your result the first bias is added to the whole first row, the second to the second; where
    the numbers of rows and biases differ, it does not fit. Each unit has its bias: one for each
    column.
    """
    X, W = _arrays((X, W))
    return X @ W + np.asarray(b, dtype=float)[:, np.newaxis], (X, W)


def affine_forward__transposed_weights(X, W, b):
    """W is transposed.

    For square weights your Z is X @ W.T + b, other weights do not fit. W has one column for each
    unit, so X @ W is right as it is.
    """
    X, W = _arrays((X, W))
    return X @ W.T + np.asarray(b, dtype=float), (X, W)


def affine_forward__no_cache(X, W, b):
    """Z alone.

    Your function returns Z alone. The way back needs X and W: return two things, Z and the pair
    (X, W).
    """
    return _affine(X, W, b)


def affine_forward__three_in_the_cache(X, W, b):
    """Three things in the cache.

    Your Z is right, but your cache has three parts. The docstring asks for X and W: the way back
    does not need the biases.
    """
    X, W = _arrays((X, W))
    return X @ W + np.asarray(b, dtype=float), (X, W, np.asarray(b, dtype=float))


def affine_forward__cache_turned_round(X, W, b):
    """W before X in the cache.

    Your Z is right, but your cache holds W first and then X. affine_backward expects X first.
    """
    X, W = _arrays((X, W))
    return X @ W + np.asarray(b, dtype=float), (W, X)


def affine_forward__relu(X, W, b):
    """A relu too many.

    In your Z all numbers below 0 have become 0. An affine layer is X @ W + b and nothing more: relu
    is the next layer.
    """
    X, W = _arrays((X, W))
    return np.maximum(X @ W + np.asarray(b, dtype=float), 0), (X, W)


def affine_backward__db_for_each_example(dZ, cache):
    """db has a row for each example.

    Your db is dZ itself, one row for each example. All examples share one b: db is the sum over
    the rows.
    """
    X, W = _arrays(cache)
    dZ = np.array(dZ, dtype=float)
    return dZ @ W.T, X.T @ dZ, dZ


def affine_backward__db_is_one_number(dZ, cache):
    """db is one number.

    Your db is the sum of all of dZ. b has one entry for each unit: sum over the examples only,
    from row to row.
    """
    X, W = _arrays(cache)
    dZ = np.asarray(dZ, dtype=float)
    return dZ @ W.T, X.T @ dZ, dZ.sum()


def affine_backward__db_along_the_rows(dZ, cache):
    """db has one number for each example.

    Your db is the sum along each row of dZ: one number for each example. b has one for each unit,
    so sum from row to row.
    """
    X, W = _arrays(cache)
    dZ = np.asarray(dZ, dtype=float)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=1)


def affine_backward__db_is_the_mean(dZ, cache):
    """db is the mean.

    Your db is the mean over the examples. It is their sum: that the loss is a mean stands in dZ
    already.
    """
    X, W = _arrays(cache)
    dZ = np.asarray(dZ, dtype=float)
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


def affine_backward__db_is_a_table(dZ, cache):
    """db is a table of one row.

    The numbers of your db are right, but it is a table of one row. b is a vector (k,), so its
    gradient is one too.
    """
    X, W = _arrays(cache)
    dZ = np.asarray(dZ, dtype=float)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


def affine_backward__dW_is_transposed(dZ, cache):
    """dW is transposed.

    Your dW is dZ.T @ X, the transpose of the right one. It has to have the shape of W: (n, m) @
    (m, k).
    """
    X, W = _arrays(cache)
    dZ = np.asarray(dZ, dtype=float)
    return dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)


def affine_backward__dW_without_transpose(dZ, cache):
    """X @ dZ.

    Where the shapes fit at all, your dW is X @ dZ. It has to have the shape of W, (n, k): let the
    shapes tell where the transpose goes.
    """
    X, W = _arrays(cache)
    dZ = np.asarray(dZ, dtype=float)
    return dZ @ W.T, X @ dZ, dZ.sum(axis=0)


def affine_backward__dX_without_transpose(dZ, cache):
    """dZ @ W.

    Where the shapes fit at all, your dX is dZ @ W. It has to have the shape of X, (m, n): let the
    shapes tell where the transpose goes.
    """
    X, W = _arrays(cache)
    dZ = np.asarray(dZ, dtype=float)
    return dZ @ W, X.T @ dZ, dZ.sum(axis=0)


def affine_backward__divided_by_the_examples(dZ, cache):
    """Divided by the number of examples.

    Your dW and db are divided by the number of examples. That the loss is a mean stands in dZ
    already: divided again, the step is too short.
    """
    X, W = _arrays(cache)
    dZ = np.asarray(dZ, dtype=float)
    return dZ @ W.T, X.T @ dZ / len(X), dZ.sum(axis=0) / len(X)


def affine_backward__other_order(dZ, cache):
    """Another order.

    Your three gradients are right, but in the order dW, db, dX. The docstring asks for dX, dW, db.
    """
    X, W = _arrays(cache)
    dZ = np.asarray(dZ, dtype=float)
    return X.T @ dZ, dZ.sum(axis=0), dZ @ W.T


def unbroadcast__first_axes_only(gradient, shape):
    """Axes of length 1 are not added up.

    The axes that broadcasting put in front are added up. But an axis that had length 1 was
    repeated as well: add up along it, and keep it.
    """
    gradient = np.asarray(gradient, dtype=float)
    return gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))


def unbroadcast__ones_only(gradient, shape):
    """The new axes are not added up.

    Axes of length 1 are added up. But where `shape` has fewer axes than the gradient, your result
    still has those that broadcasting put in front: add up along them, too.
    """
    gradient = np.asarray(gradient, dtype=float)
    new = gradient.ndim - len(shape)
    ones = tuple(new + axis for axis, length in enumerate(shape) if length == 1)
    return gradient.sum(axis=ones, keepdims=True)


def unbroadcast__axes_lost(gradient, shape):
    """The axes of length 1 are lost.

    Your numbers are right, but the axes of length 1 are lost. keepdims=True keeps them when they
    are added up.
    """
    gradient = np.asarray(gradient, dtype=float)
    new = gradient.ndim - len(shape)
    ones = tuple(new + axis for axis, length in enumerate(shape) if length == 1)
    return gradient.sum(axis=(*range(new), *ones))


def unbroadcast__unchanged(gradient, shape):
    """Nothing is added up.

    Your function returns the gradient as it came. What broadcasting repeated has to be added up,
    so that the result has the shape asked for.
    """
    return np.array(gradient, dtype=float)


def unbroadcast__mean(gradient, shape):
    """The mean in place of the sum.

    Your result is the mean over what was repeated. Each copy adds its part to the loss, so the
    parts are added up.
    """
    gradient = np.asarray(gradient, dtype=float)
    gradient = gradient.mean(axis=tuple(range(gradient.ndim - len(shape))))
    ones = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return gradient.mean(axis=ones, keepdims=True)


def unbroadcast__first_copy(gradient, shape):
    """Only the first copy.

    Your result is the part of the first copy. Each copy adds its part to the loss: add up all of
    them.
    """
    gradient = np.asarray(gradient, dtype=float)
    gradient = gradient[(0,) * (gradient.ndim - len(shape))]
    return gradient[tuple(slice(0, 1) if length == 1 else slice(None) for length in shape)].copy()


def unbroadcast__everything(gradient, shape):
    """One sum of all.

    Every entry of your result is the sum of the whole gradient. Only what broadcasting repeated is
    added up.
    """
    return np.full(shape, np.sum(np.asarray(gradient, dtype=float)))


def network_forward__no_relu(X, parameters):
    """No relu between the layers.

    Your hidden layer has numbers below 0: it is X @ W1 + b1, without relu. Two affine layers with
    nothing between them are no more than one.
    """
    hidden = _affine(X, parameters["W1"], parameters["b1"])
    return hidden, _affine(hidden, parameters["W2"], parameters["b2"])


def network_forward__relu_on_scores(X, parameters):
    """A relu on the scores too.

    Your hidden layer is right, but scores below 0 have become 0. Scores may be any numbers: no relu
    after the last layer.
    """
    hidden = np.maximum(_affine(X, parameters["W1"], parameters["b1"]), 0)
    return hidden, np.maximum(_affine(hidden, parameters["W2"], parameters["b2"]), 0)


def network_forward__softmax(X, parameters):
    """Probabilities in place of scores.

    Your hidden layer is right, but where the scores should be stands their softmax. The loss takes
    the scores as they are, and does the softmax itself.
    """
    hidden = np.maximum(_affine(X, parameters["W1"], parameters["b1"]), 0)
    powers = np.exp(_affine(hidden, parameters["W2"], parameters["b2"]))
    return hidden, powers / powers.sum(axis=1, keepdims=True)


def network_forward__before_relu(X, parameters):
    """The hidden layer before relu.

    Your scores are right, but what you return as the hidden layer has numbers below 0: it is the
    layer before relu.
    """
    hidden = _affine(X, parameters["W1"], parameters["b1"])
    return hidden, _affine(np.maximum(hidden, 0), parameters["W2"], parameters["b2"])


def network_forward__scores_only(X, parameters):
    """The scores alone.

    Your function returns the scores alone. The way back needs the hidden layer: return it first,
    then the scores.
    """
    hidden = np.maximum(_affine(X, parameters["W1"], parameters["b1"]), 0)
    return _affine(hidden, parameters["W2"], parameters["b2"])


def network_forward__scores_first(X, parameters):
    """The scores first.

    Both results are right, but the scores come first in yours. The docstring asks for the hidden
    layer first.
    """
    hidden = np.maximum(_affine(X, parameters["W1"], parameters["b1"]), 0)
    return _affine(hidden, parameters["W2"], parameters["b2"]), hidden


def network_forward__no_biases(X, parameters):
    """Without the biases.

    Your numbers are those of a network without biases. Each affine layer adds its own: b1 and b2.
    """
    hidden = np.maximum(_affine(X, parameters["W1"], 0), 0)
    return hidden, _affine(hidden, parameters["W2"], 0)


def network_loss_and_gradients__relu_left_out(X, y, parameters):
    """The gradient passes every unit.

    The loss is right, but the gradient by the hidden layer goes on to W1 and b1 unchanged. A unit
    that was off lets nothing through: relu_backward stands between the two layers.
    """
    return _way_back(X, y, parameters, lambda dhidden, hidden: dhidden)


def network_loss_and_gradients__relu_of_the_gradient(X, y, parameters):
    """relu of the gradient.

    The loss is right, but on the way to W1 and b1 the gradient has lost its negative numbers.
    Which units were off is seen from the hidden layer, not from the gradient.
    """
    return _way_back(X, y, parameters, lambda dhidden, hidden: np.maximum(dhidden, 0))


def network_loss_and_gradients__divided_twice(X, y, parameters):
    """Divided by the number of examples twice.

    The loss is right; all your gradients are too small, by the number of examples. What
    softmax_cross_entropy returns is that of the mean already.
    """
    return _way_back(X, y, parameters, lambda d, hidden: d * (hidden > 0), divide=len(X))


def network_loss_and_gradients__not_the_mean(X, y, parameters):
    """The sum over the examples.

    The loss is right; all your gradients are too large, by the number of examples. The loss is
    the mean over the examples, so theirs are as well.
    """
    return _way_back(X, y, parameters, lambda d, hidden: d * (hidden > 0), divide=1 / len(X))


def network_loss_and_gradients__opposite_sign(X, y, parameters):
    """The opposite sign.

    The loss is right, but all your gradients have the opposite sign. The minus belongs to the step
    downhill, not to the gradient.
    """
    return _way_back(X, y, parameters, lambda d, hidden: d * (hidden > 0), divide=-1)


def network_loss_and_gradients__softmax_twice(X, y, parameters):
    """A softmax too many.

    Your loss is that of the probabilities, put through softmax once more. softmax_cross_entropy
    takes the scores as they are.
    """
    X = np.asarray(X, dtype=float)
    hidden = np.maximum(_affine(X, parameters["W1"], parameters["b1"]), 0)
    powers = np.exp(_affine(hidden, parameters["W2"], parameters["b2"]))
    loss, d = _cross_entropy(powers / powers.sum(axis=1, keepdims=True), y)
    dZ = (d @ np.asarray(parameters["W2"]).T) * (hidden > 0)
    return loss, {
        "W1": X.T @ dZ,
        "b1": dZ.sum(axis=0),
        "W2": hidden.T @ d,
        "b2": d.sum(axis=0),
    }


def network_loss_and_gradients__gradients_only(X, y, parameters):
    """The gradients alone.

    Your function returns the gradients alone. The loss comes first, then the dict of gradients.
    """
    return _way_back(X, y, parameters, lambda d, hidden: d * (hidden > 0))[1]
