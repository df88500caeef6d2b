"""Claims as the notebooks make them: for each reference function, what is asked of it."""

import numpy as np

from autograder.checks import arange, call, integers, normal, uniform

CURVE = [
    dict(on=[np.array([0.0]), normal(5), uniform(-12, 12, shape=(2, 3)), normal(3, 1, 2)]),
    dict(on=[0, -1.5, [3, -2, 1, 0], [[0.5, -0.5]]]),
    dict(on=[integers(-5, 6, shape=(2, 3)), normal(3)], also=("untouched",)),
    dict(
        on=[
            -1000.0,
            np.array([-1000.0, 0.0, 1000.0]),
            np.array([-40.0, 40.0, 20.0, -50, -120, -600, -708.5]),
            np.array([1e-10]),
        ],
        also=("silent",),
    ),
    dict(on=[np.array([-40.0, 40.0, 36.0, -36.0, -120.0, -600.0, -720])], atol=0.0),
]


def bent(x):
    """A function of which each slope depends on all entries."""
    return np.sum(x**3) + np.prod(x)


def sine_backward(upstream, x):
    """The backward function of np.sin."""
    return upstream * np.cos(x)


def too_flat(upstream, x):
    """A wrong backward function of np.sin."""
    return upstream + 0.1 * x


DISTANCE = [
    dict(on=[call(normal(4), normal(4, mean=0.5)), call(normal(3, 2), normal(3, 2, mean=1.0))]),
    dict(on=[call([2, 5, -1], [3, 1, 1])]),
    dict(on=[call(normal(5), normal(5, 1)), call(normal(3, 2), normal(2))]),
]


def two(*shape):
    """Two arguments of one shape."""
    return call(normal(*shape), normal(*shape, mean=1.0))


NETWORK = {
    "W1": normal(3, 5),
    "b1": normal(5),
    "W2": normal(5, 4),
    "b2": normal(4),
}


def shares(*shape):
    """Numbers above 0 that add up to 1 along the last axis."""
    powers = np.exp(np.random.default_rng(shape[-1]).normal(size=shape))
    return powers / np.sum(powers, axis=-1, keepdims=True)


CLAIMS = {
    "sigmoid": CURVE,
    "sigmoid_derivative": CURVE,
    "tanh": CURVE,
    "tanh_derivative": CURVE,
    "tanh_from_sigmoid": CURVE[:2],
    "sigmoid_from_tanh": CURVE[:2],
    "sigmoid_from_softmax": [dict(on=[normal(5), normal(2, 3)]), dict(on=[0.5, [1, -2]])],
    "basic_sigmoid": [
        dict(on=[1, -1, 0.37, -4.25, 5, 12.5, -17.0]),
        dict(on=[2, -3, 0.25], also=("type",)),
        dict(on=[-710, 710, -40.0, -0.5, -720.5, 1e5, -1e5]),
    ],
    "sigmoid_backward": [
        dict(
            on=[
                call(normal(4), uniform(0.1, 0.9, shape=(4,))),
                call(normal(2, 3), uniform(0.1, 0.9, shape=(2, 3))),
            ]
        ),
        dict(on=[call([1.0, 2.0], [0.5, 0.25])]),
        dict(on=[call(normal(4), uniform(0.1, 0.9, shape=(4,)))], also=("untouched",)),
    ],
    "relu": [
        dict(on=[normal(4), normal(2, 3), normal(3, 3)]),
        dict(on=[2.5, -1.5, [1, -2], [[0.5, -0.5, 3.0]]]),
        dict(on=[integers(-5, 6, shape=(2, 3)), normal(3)], also=("untouched",)),
        dict(on=[np.array([-np.inf, 1.0, 2.0])]),
    ],
    "relu_derivative": [
        dict(on=[normal(4), normal(2, 3)]),
        dict(on=[np.array([-1.0, 0.0, 2.0])]),
        dict(on=[2, [1, -2], [[0.5, -0.5, 3.0]]], also=("dtype",)),
        dict(on=[integers(-5, 6, shape=(2, 3)), normal(3)], also=("dtype", "untouched")),
    ],
    "relu_backward": [
        dict(
            on=[
                call(normal(4), np.array([0.0, 1.0, 2.0, 0.0])),
                call(normal(2, 2), np.array([[0.0, 1.0], [0.5, 0.0]])),
            ]
        ),
        dict(on=[call([1.0, -2.0], [0.5, 0.0])]),
        dict(on=[call(normal(4), np.array([0.0, 1.0, 2.0, 0.0]))], also=("untouched",)),
    ],
    "leaky_relu": [
        dict(on=[normal(4), call(normal(2, 3), 0.1), call(normal(5), alpha=0.3)]),
        dict(on=[call(normal(4), 2.0)]),
        dict(on=[normal(4)]),
        dict(on=[-2.5, 1.5, [1, -2]]),
        dict(on=[call(normal(4), 0.3)], also=("untouched",)),
    ],
    "leaky_relu_derivative": [
        dict(on=[normal(4), call(normal(2, 3), 0.1), call(normal(5), alpha=0.3)]),
        dict(on=[np.array([-1.0, 0.0, 2.0])]),
        dict(on=[-2.5, 1.5, [1, -2]]),
    ],
    "softmax_vector": [
        dict(on=[normal(4), normal(7), np.array([1.0, 2.0, 3.0])]),
        dict(on=[[1, 2, 3], [0, 0], integers(-3, 3, shape=(5,)), normal(3)], also=("untouched",)),
    ],
    "softmax": [
        dict(on=[normal(4, 7), normal(2, 3), normal(3, 3)]),
        dict(on=[normal(5), normal(2, 3, 4)]),
        dict(on=[[[1, 2, 3], [0, 0, 1]], integers(-3, 3, shape=(2, 5))]),
        dict(on=[normal(2, 3)], also=("untouched",)),
        dict(
            on=[
                np.array([[1000.0, 1001.0, 0.0], [1.0, 2.0, 3.0]]),
                np.array([[-1000.0, -1001.0], [0.0, 2000.0]]),
                np.array([[-50.0, -50.0]]),
            ],
            also=("silent",),
        ),
    ],
    "softmax_jacobian": [
        dict(on=[shares(3), shares(4), shares(7), np.array([1.0])]),
        dict(on=[[0.1, 0.2, 0.7], [1, 0, 0]], also=("untouched",)),
    ],
    "jacobian_batch": [
        dict(on=[shares(2, 3), shares(4, 4), shares(5, 2), shares(3, 6)]),
        dict(on=[[[0.1, 0.9], [0.3, 0.7]]], also=("untouched",)),
    ],
    "softmax_backward": [
        dict(on=[call(normal(*size), shares(*size)) for size in [(1, 3), (2, 3), (3, 3), (4, 2)]]),
        dict(on=[call(normal(*size), shares(*size)) for size in [(4,), (2, 3, 4), (2, 2, 2)]]),
        dict(on=[call([[1, -1, 2]], [[0.2, 0.3, 0.5]])], also=("untouched",)),
    ],
    "softmax_with_temperature": [
        dict(on=[call(normal(4), 2.0), call(normal(2, 3), 0.5)]),
        dict(on=[call([1, 2, 3], 2.0)]),
        dict(on=[call([1.0, 2.0], 0.0), call([1.0, 2.0], -1.0)]),
    ],
    "l1": DISTANCE,
    "l2": DISTANCE,
    "one_hot": [
        dict(on=[call(np.array([3, 1, 0, 2, 3]), 4), call(np.array([0, 1, 2, 0]), 3)]),
        dict(on=[call([2], 3), call([0, 0, 1], 5)]),
    ],
    "binary_cross_entropy": [
        dict(on=[call(normal(5), integers(0, 2, shape=(5,))), call([2, -1], [0, 0])]),
        dict(on=[call(np.array([900.0, -900.0, 0.0]), np.array([1, 0, 1]))], also=("silent",)),
        dict(on=[call(np.array([-40.0, 750.0]), np.array([1, 0]))], also=("silent",)),
    ],
    "softmax_cross_entropy": [
        dict(on=[call(normal(4, 3), np.array([0, 2, 1, 1])), call(normal(2, 5), [4, 1])]),
        dict(on=[call(np.array([[2000.0, 0.0], [0.5, 0.0]]), np.array([0, 0]))]),
        dict(on=[call(np.array([[2000.0, 0.0]]), np.array([1]))], also=("silent",)),
        dict(on=[call([[1, 0, 2], [0, 3, 1]], [1, 1])], also=("untouched",)),
    ],
    "accuracy": [
        dict(on=[call(normal(8, 3), np.array([0, 1, 2, 0, 1, 2, 0, 1]))]),
        dict(
            on=[
                call([[0, 3, 3], [2, 2, 2], [5, 5, 1], [1, 0, 0]], [2, 0, 0, 0]),
                call([[1, 4], [4, 1]], [1, 1]),
            ]
        ),
    ],
    "numerical_gradient": [
        dict(on=[call(bent, normal(4, mean=2.0)), call(np.linalg.norm, normal(5))], rtol=1e-6),
        dict(on=[call(bent, normal(2, 3, mean=-2.0)), call(np.var, normal(3, 2))], rtol=1e-6),
        dict(
            on=[call(np.linalg.norm, normal(3)), call(np.prod, integers(1, 6, shape=(3,)))],
            also=("untouched",),
            rtol=1e-6,
        ),
        dict(on=[call(np.linalg.norm, normal(4), 0.25), call(np.linalg.norm, normal(2, 2), 0.5)]),
    ],
    "relative_error": [
        dict(
            on=[
                call(uniform(1, 4, shape=(5,)), uniform(1, 3, shape=(5,))),
                call(normal(3, 2), normal(3, 2, mean=1.0)),
            ]
        ),
        dict(on=[call(np.zeros((3, 2)), np.zeros((3, 2)))], also=("silent",)),
    ],
    "check_layer": [
        dict(
            on=[
                call(np.sin, too_flat, (5,), 3),
                call(np.exp, np.subtract, (3, 2), 4),
                call(np.sin, sine_backward, (4,), 5),
            ],
            rtol=1e-5,
            atol=1e-6,
        ),
    ],
    "describe": [
        dict(on=[arange(6, shape=(2, 3)), normal(4, 2)]),
        dict(on=[normal(5), normal(2, 3, 4)]),
        dict(on=[[1, 2], [[1.5, 2.0], [3.0, 4.0]]]),
    ],
    "make_arrays": [dict(on=[call()])],
    "as_floats": [
        dict(on=[normal(2, 3), [3, -1], 4, integers(-9, 9, shape=(2, 3))], also=("dtype",)),
    ],
    "to_shape": [
        dict(on=[call(arange(6, shape=(2, 3)), 3, 2), call(normal(12), 3, 4)]),
        dict(on=[call(normal(7), 2, 3)]),
        dict(on=[call([1, 2, 3, 4], 2, 2)]),
        dict(on=[call(arange(6, shape=(2, 3)), 3, 2)], also=("untouched",)),
    ],
    "flatten_copy": [
        dict(on=[arange(6, shape=(2, 3)), normal(2, 3, 4)]),
        dict(on=[arange(6, shape=(2, 3)), [[1, 2], [3, 4]]], also=("fresh",)),
    ],
    "as_column": [dict(on=[normal(4), [1, 2, 3]])],
    "as_row": [dict(on=[normal(4), [1, 2, 3]])],
    "every_second": [dict(on=[normal(6), normal(7), normal(1)])],
    "last_rows": [dict(on=[call(normal(5, 3), 2), call(normal(4, 2), 1)])],
    "border": [dict(on=[normal(4, 6), normal(6, 3)]), dict(on=[normal(3, 4)], also=("untouched",))],
    "pick": [
        dict(on=[call(normal(3, 4), [0, 2], [3, 0]), call(normal(4, 4), [1, 3, 0], [2, 2, 3])]),
        dict(on=[call(normal(3, 4), [-1, -1, 1], [0, -2, -4])]),
    ],
    "positives": [dict(on=[normal(7), normal(3, 4), integers(-3, 4, shape=(9,)), [1, 0, -1]])],
    "clip_below": [
        dict(on=[call(normal(6), 0.5), call(normal(3, 4), -0.25)]),
        dict(on=[call([5, -2, 0], 0.5), call(normal(4), 0.0)], also=("untouched", "fresh")),
    ],
    "rank": [
        dict(on=[normal(5), normal(8), np.array([3.0, 1.0, 2.0])]),
        dict(on=[[0.5, 0.75, 0.25], normal(6)], also=("untouched",)),
    ],
    "side_by_side": [
        dict(on=[two(3, 2), two(2, 4)]),
        dict(on=[call([[1.5, 2]], [[0.5]]), call(normal(4, 1), normal(4, 3))]),
    ],
    "without_missing": [
        dict(on=[np.array([np.nan, 3.5, 0.0, -2.0, np.nan, 7.25]), normal(5)]),
        dict(on=[[1, 2, np.nan, 4]], also=("untouched",)),
    ],
    "read_table": [dict(on=[["# day, rain", "1, 0.5", "2, nan", "3, 4"]])],
    "add": [
        dict(on=[two(2, 3)]),
        dict(on=[call([[1, 2]], [[3, 4]])]),
        dict(on=[two(2, 3)], also=("untouched",)),
    ],
    "subtract": [
        dict(on=[two(2, 3)]),
        dict(on=[call([[1, 2]], [[3, 4]])]),
        dict(on=[two(2, 3)], also=("untouched",)),
    ],
    "multiply": [
        dict(on=[two(3, 3), two(2, 3)]),
        dict(on=[call([[1, 2]], [[3, 4]])]),
        dict(on=[two(2, 3)], also=("untouched",)),
    ],
    "exp_all": [
        dict(on=[normal(4), normal(2, 3)]),
        dict(on=[[0, 1], 2]),
        dict(on=[normal(2, 2)], also=("untouched",)),
    ],
    "stats": [
        dict(on=[normal(2, 3), normal(5), normal(2, 4, mean=1e8)]),
    ],
    "row_means": [dict(on=[normal(2, 3), normal(4, 2)])],
    "column_means": [dict(on=[normal(2, 3), normal(4, 2)])],
    "variance": [dict(on=[normal(6), normal(2, 3)]), dict(on=[normal(5, mean=1e8)])],
    "brighten": [
        dict(on=[call(integers(0, 256, shape=(3, 4), dtype="uint8"), 60)], also=("dtype",)),
        dict(on=[call(integers(0, 256, shape=(3, 4), dtype="uint8"), -60)]),
        dict(on=[call(integers(0, 256, shape=(3, 4), dtype="uint8"), 60)], also=("untouched",)),
    ],
    "loop_dot": [dict(on=[two(4), two(7)])],
    "loop_outer": [dict(on=[call(normal(2), normal(3)), call(normal(4), normal(2))])],
    "loop_multiply": [dict(on=[two(4), two(6)])],
    "loop_matrix_vector": [dict(on=[call(normal(2, 3), normal(3)), call(normal(3, 3), normal(3))])],
    "matrix_product": [
        dict(on=[call(normal(2, 3), normal(3, 4)), call(normal(3, 3), normal(3, 3, mean=1.0))]),
        dict(on=[call([[1, 2]], [[3], [4]])]),
    ],
    "outer_product": [dict(on=[call(normal(3), normal(3, mean=1.0)), call(normal(2), normal(4))])],
    "elementwise_product": [
        dict(on=[two(3, 3), two(2, 3)]),
        dict(on=[call(normal(2, 3), normal(3))]),
        dict(on=[call(normal(2, 3), normal(3, 2))]),
        dict(on=[call([1, 2], [3, 4])]),
    ],
    "image2vector": [
        dict(
            on=[
                integers(0, 256, shape=(2, 4, 3)),
                integers(0, 256, shape=(4, 3, 2)),
                integers(0, 256, shape=(3, 2, 5)),
            ]
        ),
        dict(on=[normal(3, 3, 2)]),
        dict(on=[normal(2, 5)]),
        dict(on=[[[1, 2], [3, 4]]]),
        dict(on=[normal(2, 4, 3)], also=("untouched",)),
    ],
    "vector2image": [
        dict(on=[call(normal(12, 1), (2, 3, 2))]),
        dict(on=[call(normal(6, 1), (2, 3))]),
    ],
    "images2matrix": [
        dict(on=[normal(2, 3, 2, 1), normal(3, 2, 4, 2)]),
        dict(on=[normal(3, 2, 4)]),
        dict(on=[[[[[1], [2]]], [[[3], [4]]]]]),
    ],
    "to_unit_range": [dict(on=[integers(0, 200, shape=(3, 4), dtype="uint8")])],
    "broadcast_shape": [
        dict(
            on=[
                call((5,), (5, 1)),
                call((2, 1, 4), (3, 1)),
                call((3,), (2, 3)),
                call((4, 3), (4, 3)),
                call((1,), (4, 2)),
                call((4, 1), (4, 3)),
            ]
        ),
        dict(on=[call((2, 3), (3, 2)), call((2,), (3,))]),
    ],
    "row_norms": [
        dict(on=[normal(2, 3), normal(3, 3)]),
        dict(
            on=[[[3, 4]], integers(0, 256, shape=(2, 3), dtype="uint8"), normal(2, 3)],
            also=("untouched",),
        ),
    ],
    "normalize_rows": [
        dict(on=[normal(2, 3), normal(3, 3), normal(4, 2)]),
        dict(on=[np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[1e-9, 1e-9]])]),
        dict(
            on=[[[3, 4], [6, 8]], normal(2, 3), integers(1, 9, shape=(2, 2))], also=("untouched",)
        ),
    ],
    "center_columns": [
        dict(on=[normal(2, 3), normal(4, 4)]),
        dict(on=[[[1, 2], [3, 4]]]),
        dict(on=[normal(2, 3)], also=("untouched",)),
    ],
    "standardize_columns": [
        dict(on=[normal(3, 2), normal(4, 4)]),
        dict(on=[np.array([[1.0, 5.0], [3.0, 5.0]])], also=("silent",)),
        dict(on=[[[1, 2], [3, 7]], normal(3, 2)], also=("untouched",)),
        dict(on=[normal(3, 2, scale=1e-7)]),
    ],
    "dot": [dict(on=[two(5), two(3)])],
    "outer": [dict(on=[call(normal(3), normal(3, mean=1.0)), call(normal(2), normal(4))])],
    "elementwise": [dict(on=[two(5)])],
    "matrix_vector": [dict(on=[call(normal(3, 3), normal(3)), call(normal(2, 3), normal(3))])],
    "count_close": [
        dict(
            on=[
                call(normal(20), normal(20, mean=0.1), 0.5),
                call(normal(9), normal(9, mean=-0.1), 1.0),
                call(np.array([5000.0, 1.0]), np.array([5000.02, 2.0]), 0.005),
            ]
        ),
        dict(on=[call(np.array([1.0, 2.0, 3.0]), np.array([1.5, 3.0, 3.0]), 0.5)]),
    ],
    "pairwise_squared_distances": [
        dict(on=[call(normal(2, 3), normal(4, 3)), call(normal(3, 2), normal(3, 2, mean=1.0))])
    ],
    "moving_average": [dict(on=[call(normal(9), 3), call(normal(8), 2)])],
    "affine_forward": [
        dict(
            on=[
                call(normal(4, 3), normal(3, 2), normal(2)),
                call(normal(3, 3), normal(3, 3, mean=1.0), normal(3)),
            ]
        ),
        dict(on=[call([[2, 1]], [[1], [4]], [3])], also=("untouched",)),
    ],
    "affine_backward": [
        dict(
            on=[
                call(normal(4, 2), (normal(4, 3), normal(3, 2))),
                call(normal(3, 3), (normal(3, 3, mean=1.0), normal(3, 3, mean=2.0))),
            ]
        ),
        dict(on=[call(normal(1, 3), (normal(1, 2), normal(2, 3)))]),
        dict(on=[call(normal(3, 2), (normal(3, 4), normal(4, 2)))], also=("untouched",)),
    ],
    "unbroadcast": [
        dict(on=[call(normal(4, 2), (2,)), call(normal(3, 5), (3, 1)), call(normal(5, 2), (1, 2))]),
        dict(on=[call(normal(2, 3), (2, 3)), call(normal(2, 4, 3), (1, 3))]),
        dict(on=[call(normal(3, 2), (1, 1)), call([[1, 5], [2, 0]], ())]),
    ],
    "network_forward": [
        dict(on=[call(normal(6, 3), NETWORK), call(normal(2, 3, scale=3.0), NETWORK)]),
        dict(on=[call(normal(1, 3), NETWORK)], also=("untouched",)),
    ],
    "network_loss_and_gradients": [
        dict(
            on=[
                call(normal(6, 3), integers(0, 4, shape=(6,)), NETWORK),
                call(normal(4, 3), np.array([3, 0, 2, 2]), NETWORK),
            ]
        ),
        dict(on=[call(normal(1, 3), np.array([1]), NETWORK)]),
    ],
    "machine_epsilon": [dict(on=["float16", "float32", "float64"], atol=1e-20)],
    "exp_limit": [dict(on=["float64", "float32"]), dict(on=["float16"])],
    "stable_tanh": [
        dict(on=[0.7, [1, -2, 0], normal(5), normal(2, 3, scale=2.0)]),
        dict(on=[np.array([2e-12, -5e-15, 4e-18]), -3e-13], atol=0.0),
        dict(
            on=[np.array([380.0, 2.0]), np.array([[-720.0, 1.0], [-0.5, 5000.0]])],
            also=("silent",),
        ),
    ],
    "logsumexp": [
        dict(on=[[2, 0, 1], normal(5), normal(3, 4), normal(3, 3), normal(2, 3, 2)]),
        dict(
            on=[
                call(normal(3, 4), axis=0),
                call(normal(4, 2), axis=0, keepdims=True),
                call(normal(3, 3), keepdims=True),
                call(normal(2, 3, 4), axis=1),
            ]
        ),
        dict(
            on=[
                np.array([800.0, 801.0, -5.0]),
                np.array([-900.0, -902.0]),
                np.array([[3000.0, 2999.0], [0.5, 1.0]]),
                call(np.array([[750.0, 1.0], [750.0, -760.0]]), axis=0),
            ],
            also=("silent",),
        ),
    ],
    "log_softmax": [
        dict(on=[[2, 0, -1], normal(5), normal(3, 4), normal(3, 3), normal(2, 3, 2)]),
        dict(
            on=[
                np.array([0.0, 800.0]),
                np.array([-1500.0, -1501.0, -700.0]),
                np.array([[2000.0, 1999.0], [0.5, 1.0]]),
            ],
            also=("silent",),
        ),
    ],
    "log1p_exp": [
        dict(on=[0.7, [2, -2, 0], normal(5), normal(2, 3, scale=3.0)]),
        dict(on=[np.array([-40.0, -38.5]), np.array([-90.0, 0.5])], atol=0.0),
        dict(
            on=[np.array([750.0, 2.0]), np.array([[-760.0, 1.0], [-0.5, 5000.0]])],
            also=("silent",),
        ),
    ],
    "prepare": [
        dict(
            on=[
                call(integers(0, 17, shape=(12, 3)), integers(0, 10, shape=(12,)), 4),
                call(integers(0, 9, shape=(25, 4)), integers(0, 10, shape=(25,)), 9),
            ]
        ),
        dict(on=[call(normal(7, 2), np.arange(7), 2)], also=("untouched",)),
    ],
    "initialize": [dict(on=[call(4, 11), call(32, 3)])],
    "fit": [
        dict(
            on=[
                call(normal(12, 3), integers(0, 4, shape=(12,)), NETWORK, 0.3, 4, 3, 7),
                call(normal(8, 3), integers(0, 4, shape=(8,)), NETWORK, 0.1, 2, 2, 3),
            ]
        ),
        dict(on=[call(normal(11, 3), integers(0, 4, shape=(11,)), NETWORK, 0.2, 4, 2, 5)]),
        dict(
            on=[call(normal(6, 3), integers(0, 4, shape=(6,)), NETWORK, 0.4, 3, 2, 1)],
            also=("untouched",),
        ),
    ],
    "predict": [dict(on=[call(NETWORK, normal(9, 3)), call(NETWORK, normal(1, 3))])],
    "confusion": [
        dict(on=[call(np.array([0, 9, 4, 7, 2]), np.array([0, 4, 9, 1, 2])), call([5, 1], [3, 8])]),
        dict(on=[call(integers(0, 10, shape=(60,)), integers(0, 10, shape=(60,), dtype="int32"))]),
    ],
    "hardest": [
        dict(
            on=[
                call(NETWORK, normal(9, 3), integers(0, 4, shape=(9,)), 4),
                call(NETWORK, normal(15, 3, scale=2.0), integers(0, 4, shape=(15,)), 6),
            ]
        ),
        dict(on=[call(NETWORK, normal(8, 3), integers(0, 4, shape=(8,)), 1)], also=("untouched",)),
    ],
}
