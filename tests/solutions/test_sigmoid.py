"""The sigmoid, its derivative and its backward pass against independent oracles."""

import math
import warnings

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import expit

from solutions.sigmoid import basic_sigmoid, sigmoid, sigmoid_backward, sigmoid_derivative

pytestmark = pytest.mark.filterwarnings("error")

ARRAY_FUNCTIONS = [sigmoid, sigmoid_derivative]
POINTS = [-700.0, -40.0, -5.5, -1e-9, 0.0, 0.3, 2.0, 17.0, 36.7, 40.0, 700.0]


@pytest.mark.parametrize(
    ("x", "printed"),
    [(3, 0.9525741268224334), (5, 0.9933071490757153)],
    ids=["at 3", "at 5"],
)
def test_basic_sigmoid_gives_the_numbers_of_the_articles(x, printed):
    """The articles' values for one number come out to the last digit."""
    assert basic_sigmoid(x) == printed


@pytest.mark.parametrize(
    ("x", "printed"),
    [
        ([1, 2, 3], [0.73105858, 0.88079708, 0.95257413]),
        ([2, 3, 4], [0.88079708, 0.95257413, 0.98201379]),
        ([0.1, 0.4, 0.7, 1], [0.52497919, 0.59868766, 0.66818777, 0.73105858]),
        (
            [[1, 2, 3], [4, 5, 6]],
            [[0.73105858, 0.88079708, 0.95257413], [0.98201379, 0.99330715, 0.99752738]],
        ),
    ],
    ids=["three", "from two", "tenths", "table"],
)
def test_sigmoid_gives_the_numbers_of_the_articles(x, printed):
    """The articles' tables come out to all printed digits."""
    assert_allclose(sigmoid(x), printed, rtol=0, atol=5e-9)


@pytest.mark.parametrize(
    ("x", "printed"),
    [
        ([1, 2, 3], [0.19661193, 0.10499359, 0.04517666]),
        ([2, 3, 4], [0.10499359, 0.04517666, 0.01766271]),
        ([0.1, 0.4, 0.7, 1], [0.24937604, 0.24026075, 0.22171287, 0.19661193]),
    ],
    ids=["three", "from two", "tenths"],
)
def test_sigmoid_derivative_gives_the_numbers_of_the_articles(x, printed):
    """The articles' gradients come out to all printed digits."""
    assert_allclose(sigmoid_derivative(x), printed, rtol=0, atol=5e-9)


@pytest.mark.parametrize("x", POINTS)
def test_all_three_keep_full_precision_everywhere(x):
    """Against 50 digits, nothing is lost near 0, near 1 or in the tails."""
    with mpmath.workdps(400):  # 1 - s needs them at 700
        s = 1 / (1 + mpmath.exp(-mpmath.mpf(x)))
        expected, slope = float(s), float(s * (1 - s))
    assert_allclose(basic_sigmoid(x), expected, rtol=4e-16, atol=0)
    assert_allclose(sigmoid(x), expected, rtol=4e-16, atol=0)
    assert_allclose(sigmoid_derivative(x), slope, rtol=1e-15, atol=0)


def test_sigmoid_agrees_with_scipy():
    """On a thousand points the values are scipy.special.expit's."""
    x = np.linspace(-708, 708, 1001)  # below, scipy rounds to 0 what we still tell apart
    assert_allclose(sigmoid(x), expit(x), rtol=1e-15, atol=0)


def test_sigmoid_and_its_mirror_image_add_up_to_one():
    """s(-x) = 1 - s(x)."""
    x = np.random.default_rng(0).normal(size=(4, 5))
    assert_allclose(sigmoid(x) + sigmoid(-x), 1.0, rtol=1e-15)


def test_sigmoid_derivative_agrees_with_central_differences():
    """The slope is what two neighbouring points say it is."""
    x, h = np.linspace(-6, 6, 25), 1e-5
    measured = (sigmoid(x + h) - sigmoid(x - h)) / (2 * h)
    assert_allclose(sigmoid_derivative(x), measured, rtol=0, atol=1e-10)


def test_the_steepest_slope_is_a_quarter_at_zero():
    """The maximum 0.25 lies at 0, exactly."""
    x = np.linspace(-5, 5, 101)
    slopes = sigmoid_derivative(x)
    assert slopes.max() == 0.25
    assert x[slopes.argmax()] == pytest.approx(0, abs=1e-12)


def test_sigmoid_backward_agrees_with_central_differences_of_a_loss():
    """The chain rule gives the gradient of sum(weights * sigmoid(x)) with respect to x."""
    rng = np.random.default_rng(1)
    x, weights = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    h = 1e-5
    measured = (weights * sigmoid(x + h) - weights * sigmoid(x - h)) / (2 * h)
    assert_allclose(sigmoid_backward(weights, sigmoid(x)), measured, rtol=0, atol=1e-10)


def test_sigmoid_backward_worked_by_hand():
    """3 times 0.9 times 0.1 is 0.27."""
    assert_allclose(sigmoid_backward([3.0], [0.9]), [0.27], rtol=1e-15)


def test_sigmoid_backward_refuses_shapes_that_do_not_fit():
    """Two gradients cannot belong to three outputs."""
    with pytest.raises(ValueError, match="shapes"):
        sigmoid_backward([1.0, 2.0], [0.5, 0.5, 0.5])


@pytest.mark.parametrize("x", [-1000, 1000, -1e5, 1e308, -1e308])
def test_numbers_of_any_size_are_right_and_silent(x):
    """Far out there is 0 or 1, slope 0, and no warning."""
    expected = float(x > 0)
    assert basic_sigmoid(x) == expected
    assert sigmoid(x) == expected
    assert sigmoid(np.array([x], dtype=float)) == [expected]
    assert sigmoid_derivative(float(x)) == 0


def test_float32_overflows_nowhere():
    """float32 has its own, nearer limit of 88.7, which is no limit here."""
    x = np.array([-1e30, -100, 100, 1e30], dtype=np.float32)
    assert_allclose(sigmoid(x), expit(x.astype(float)), rtol=1e-15, atol=0)


def test_errors_of_numpy_are_not_switched_off():
    """The functions leave NumPy's error settings as they were."""
    before = np.geterr()
    sigmoid([-1000.0])
    sigmoid_derivative([-1000.0])
    assert np.geterr() == before
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        sigmoid([-1e4, 1e4])


@pytest.mark.parametrize("x", [3, 3.0, np.float64(3), np.int32(3), True], ids=repr)
def test_basic_sigmoid_gives_a_python_float(x):
    """Whatever number comes in, a plain float goes out."""
    assert type(basic_sigmoid(x)) is float


@pytest.mark.parametrize("wrong", [[1, 2, 3], "3", None, np.array([1.0, 2.0])], ids=repr)
def test_basic_sigmoid_refuses_what_is_not_one_number(wrong):
    """Lists, text, None and arrays are no numbers."""
    with pytest.raises((TypeError, ValueError)):
        basic_sigmoid(wrong)


def test_basic_sigmoid_passes_infinity_and_nan_on():
    """The limits are reached, and nan stays nan."""
    assert basic_sigmoid(math.inf) == 1
    assert basic_sigmoid(-math.inf) == 0
    assert math.isnan(basic_sigmoid(math.nan))


@pytest.mark.parametrize("function", ARRAY_FUNCTIONS)
@pytest.mark.parametrize("shape", [(0,), (3,), (2, 3), (2, 1, 4)], ids=str)
def test_the_shape_is_kept(function, shape):
    """Any number of axes, also none of their entries."""
    assert function(np.ones(shape)).shape == shape


@pytest.mark.parametrize("function", ARRAY_FUNCTIONS)
@pytest.mark.parametrize("x", [2, 2.0, np.float64(2), np.array(2.0), True], ids=repr)
def test_one_number_gives_one_number(function, x):
    """No axis is added."""
    assert np.shape(function(x)) == ()


def test_sigmoid_backward_of_two_numbers_is_one_number():
    """No axis is added."""
    assert np.shape(sigmoid_backward(2, 0.5)) == ()


@pytest.mark.parametrize("function", ARRAY_FUNCTIONS)
@pytest.mark.parametrize("given", ["float16", "float32", "float64", "int64", "uint8", "bool"])
def test_float64_comes_out_of_every_dtype(function, given):
    """Whole numbers lose no fraction, and few digits become no fewer."""
    ones = np.ones(3, dtype=given)
    assert function(ones).dtype == np.float64
    assert sigmoid_backward(ones, ones).dtype == np.float64


@pytest.mark.parametrize("function", ARRAY_FUNCTIONS)
def test_lists_and_tuples_are_taken_and_nothing_is_modified(function):
    """A list gives what its array gives; the caller's array is as it was, and not shared."""
    mine = np.array([-1.0, 0.0, 2.0])
    kept = mine.copy()
    result = function(mine)
    assert_array_equal(mine, kept)
    assert not np.shares_memory(result, mine)
    assert_array_equal(function([-1, 0, 2]), result)
    assert_array_equal(function((-1, 0, 2)), result)


def test_sigmoid_backward_modifies_neither_argument():
    """Both arrays are as they were, and neither is shared."""
    upstream, s = np.array([1.0, -2.0]), np.array([0.25, 0.5])
    result = sigmoid_backward(upstream, s)
    assert_array_equal(upstream, [1.0, -2.0])
    assert_array_equal(s, [0.25, 0.5])
    assert not np.shares_memory(result, upstream)
    assert not np.shares_memory(result, s)


@pytest.mark.parametrize("function", ARRAY_FUNCTIONS)
@pytest.mark.parametrize("wrong", ["text", ["a", "b"]], ids=repr)
def test_text_is_refused(function, wrong):
    """It stands for no number."""
    with pytest.raises(ValueError, match="could not convert"):
        function(wrong)


def test_nan_stays_nan_without_a_warning():
    """A missing value is passed on."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(sigmoid([np.nan])).all()
