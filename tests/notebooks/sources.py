"""The course held to its five sources: what they teach, show and get wrong, and where it is here.

One row is one thing in an article: (what it is, where it is here, what is computed, what the
article prints). "Where" names notebook, cell and some words that stand in it, in its text or in
its stored output; or says why it is not in this part of the course. What is computed is an
expression over `solutions` (each module by its name) and NumPy; it has to give the printed numbers
to the digits printed. The fifth article is the fourth in another print: same code, same errors.
"""

BEGINNERS = "A beginner's guide to NumPy with Sigmoid, ReLu and Softmax activation functions"
COMMON = "Common Activation Functions"
CALCULATING = "Calculating Sigmoid using numpy"
GROUND_UP = "Activation functions from the ground up"
REPRINT = "Activation functions from the ground up, with code fences"

LATER = "a later part: "  # softmax's gradient
FORM = "form only: "  # a slip of typing or extraction; there is nothing to learn from it

M = "np.array([[1, 2, 3], [4, 5, 6]])"
N = "np.array([[6, 7, 8], [8, 9, 10]])"
S1, S2 = "[[1, 2, 3], [4, 5, 6]]", "[[2, 2], [3, 3], [4, 4]]"
X1 = "[9, 2, 5, 0, 0, 7, 5, 0, 0, 0, 9, 2, 5, 0, 0]"
X2 = "[9, 2, 2, 9, 0, 9, 2, 5, 0, 0, 9, 2, 5, 0, 0]"
IMAGE = """np.array([
    0.67826139, 0.29380381, 0.90714982, 0.52835647, 0.4215251, 0.45017551, 0.92814219, 0.96677647,
    0.85304703, 0.52351845, 0.19981397, 0.27417313, 0.60659855, 0.00533165, 0.10820313, 0.49978937,
    0.34144279, 0.94630077]).reshape(3, 3, 2)"""

# ruff: noqa: E501
# fmt: off
EXAMPLES = [
    (BEGINNERS, "dot of two vectors", "products exercise-loop-dot dot product", "products.loop_dot([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])", "130"),
    (BEGINNERS, "shape", "arrays describe-look (2, 3)", f"arrays.describe({M})['shape']", "2 3"),
    (BEGINNERS, "size", "arrays describe-look 'size': 6", f"arrays.describe({M})['size']", "6"),
    (BEGINNERS, "min and max", "arrays describe-look 'max': 6", f"[arrays.describe({M})[k] for k in ('min', 'max')]", "1 6"),
    (BEGINNERS, "add", "arithmetic add-subtract-multiply-look [12 14 16]", f"arithmetic.add({M}, {N})", "7 9 11 12 14 16"),
    (BEGINNERS, "subtract", "arithmetic add-subtract-multiply-look -5 -5 -5", f"arithmetic.subtract({M}, {N})", "-5 -5 -5 -4 -4 -4"),
    (BEGINNERS, "multiply", "arithmetic add-subtract-multiply-look 32 45 60", f"arithmetic.multiply({M}, {N})", "6 14 24 32 45 60"),
    (BEGINNERS, "dot of two matrices", "products matrix-product-look 118 133", f"products.matrix_product({M}, [[6, 7], [8, 9], [9, 10]])", "49 55 118 133"),
    (BEGINNERS, "exp of a matrix", "arithmetic exp-all-look 403.42879349", f"arithmetic.exp_all({M})", "2.71828183 7.3890561 20.08553692 54.59815003 148.4131591 403.42879349"),
    (BEGINNERS, "mean, variance, deviation", "arithmetic stats-look 2.9166666666666665, 1.707825127659933", f"arithmetic.stats({M})", "3.5 2.9166666666666665 1.707825127659933"),
    (BEGINNERS, "reshape", "arrays exercise-to-shape to_shape", f"arrays.to_shape({M}, 3, 2).shape", "3 2"),
    (BEGINNERS, "flatten", "arrays exercise-flatten flatten_copy", f"arrays.flatten_copy({M})", "1 2 3 4 5 6"),
    (BEGINNERS, "sigmoid of a matrix", "sigmoid sigmoid-look 0.73105858, 0.88079708, 0.95257413", f"sigmoid.sigmoid({M})", ".73105858 .88079708 .95257413 .98201379 .99330715 .99752738"),
    (BEGINNERS, "relu of a matrix", "relu exercise-relu relu", f"relu.relu({M})", "1 2 3 4 5 6"),
    (BEGINNERS, "softmax of the whole matrix, as printed", "softmax softmax-as-printed 0.63369132", f"softmax.softmax_vector({M}.ravel())", ".00426978 .01160646 .03154963 .08576079 .23312201 .63369132"),
    (COMMON, "sigmoid(3)", "sigmoid basic-sigmoid-look 0.9525741268224334", "sigmoid.basic_sigmoid(3)", "0.952574126822"),
    (COMMON, "sigmoid of 2, 3, 4", "sigmoid exercise-sigmoid sigmoid", "sigmoid.sigmoid([2, 3, 4])", ".88079708 .95257413 .98201379"),
    (COMMON, "sigmoid_derivative(3)", "sigmoid sigmoid-derivative-look 0.04517666", "sigmoid.sigmoid_derivative(3)", "0.0451766597309"),
    (COMMON, "sigmoid_derivative of 2, 3, 4", "sigmoid exercise-derivative sigmoid_derivative", "sigmoid.sigmoid_derivative([2, 3, 4])", ".10499359 .04517666 .01766271"),
    (COMMON, "tanh(3)", "tanh tanh-look 0.99505475", "tanh.tanh(3)", "0.995054753687"),
    (COMMON, "tanh of 2, 3, 4", "tanh tanh-values 0.96402758, 0.99505475, 0.9993293", "tanh.tanh([2, 3, 4])", ".96402758 .99505475 .9993293"),
    (COMMON, "tanh_derivative(3)", "tanh tanh-derivative-look 0.00986604", "tanh.tanh_derivative(3)", "0.00986603716544"),
    (COMMON, "tanh_derivative of 2, 3, 4", "tanh tanh-derivative-values 0.07065082, 0.00986604, 0.00134095", "tanh.tanh_derivative([2, 3, 4])", ".07065082 .00986604 .00134095"),
    (COMMON, "relu(-1)", "relu relu-takes-lists-and-leaves-its-input check(relu, -1.5, gives=0.0)", "relu.relu(-1)", "0"),
    (COMMON, "relu of 2, -3, 1", "relu relu-look [2, 0, 1]", "relu.relu([2, -3, 1])", "2 0 1"),
    (COMMON, "image2vector: shape", "images image2vector-look (18, 1)", f"images.image2vector({IMAGE}).shape", "18 1"),
    (COMMON, "image2vector: order", "images image2vector-look 0.94630077", f"images.image2vector({IMAGE})[[0, 1, -1]]", "0.67826139 0.29380381 0.94630077"),
    (COMMON, "lengths of the formula's rows", "rows row-norms-look 7.48331477", "rows.row_norms([[0, 3, 4], [2, 6, 4]])", "5 7.48331477"),
    (COMMON, "lengths of the code's rows", "rows row-norms-look 7.28010989", "rows.row_norms([[0, 3, 4], [1, 6, 4]])", "5 7.28010989"),
    (COMMON, "the code's rows, normalised", "rows normalize-rows-look 0.13736056, 0.82416338, 0.54944226", "rows.normalize_rows([[0, 3, 4], [1, 6, 4]])[1]", ".13736056 .82416338 .54944226"),
    (COMMON, "softmax, first row", "softmax softmax-look 0.980898", "softmax.softmax([[9, 2, 5, 0, 0], [7, 5, 0, 0, 0]])[0]", "9.80897665e-01 8.94462891e-04 1.79657674e-02 1.21052389e-04 1.21052389e-04"),
    (COMMON, "softmax, second row", "softmax softmax-look 0.87868", "softmax.softmax([[9, 2, 5, 0, 0], [7, 5, 0, 0, 0]])[1]", "8.78679856e-01 1.18916387e-01 8.01252314e-04 8.01252314e-04 8.01252314e-04"),
    (COMMON, "softmax, sums of the powers", "softmax exercise-softmax-vector sum", "np.exp([[9, 2, 5, 0, 0], [7, 5, 0, 0, 0]]).sum(axis=1)", "8260.88614278 1248.04631753"),
    (COMMON, "dot", "products matrix-product-look [47 47]", f"products.matrix_product({S1}, {S2})", "20 20 47 47"),
    (COMMON, "outer, the three rows shown", "products outer-flattens three of the six rows", f"products.outer_product(np.ravel({S1}), np.ravel({S2}))[:3]", "2 2 3 3 4 4 4 4 6 6 8 8 6 6 9 9 12 12"),
    (COMMON, "outer, the three rows left out", "products shapes-shown (6, 6)", f"products.outer_product(np.ravel({S1}), np.ravel({S2}))[3:]", "8 8 12 12 16 16 10 10 15 15 20 20 12 12 18 18 24 24"),
    (CALCULATING, "basic_sigmoid(5)", "sigmoid basic-sigmoid-look 0.9933071490757153", "sigmoid.basic_sigmoid(5)", "0.9933071490757153"),
    (CALCULATING, "exp of 1, 2, 3", "sigmoid numpy-exp 20.08553692", "arithmetic.exp_all([1, 2, 3])", "2.71828183 7.3890561 20.08553692"),
    (CALCULATING, "sigmoid of 1, 2, 3", "sigmoid sigmoid-look 0.95257413", "sigmoid.sigmoid([1, 2, 3])", ".73105858 .88079708 .95257413"),
    (CALCULATING, "its gradient", "sigmoid sigmoid-derivative-look 0.19661193, 0.10499359, 0.04517666", "sigmoid.sigmoid_derivative([1, 2, 3])", ".19661193 .10499359 .04517666"),
    (CALCULATING, "image2vector of the mistyped image", "images as-it-was-typed 0.94636077", f"images.image2vector(np.where({IMAGE} == 0.94630077, 0.94636077, {IMAGE}))[-1]", "0.94636077"),
    (CALCULATING, "rows normalised", "rows exercise-normalize-rows normalize_rows", "rows.normalize_rows([[0, 1000, 4], [2, 6, 4]])", "0 .999992 .00399997 .26726124 .80178373 .53452248"),
    (CALCULATING, "softmax of two rows", "softmax softmax-values-of-a-table 0.01165623, 0.03168492, 0.08612854, 0.23412166, 0.63640865", "softmax.softmax([[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]])", ".01165623 .03168492 .08612854 .23412166 .63640865 .01165623 .03168492 .08612854 .23412166 .63640865"),
    (CALCULATING, "dot of x1 and x2", "products both-slips-mended dot 278", f"products.loop_dot({X1}, {X2})", "278"),
    (CALCULATING, "elementwise, as slipped", "products both-slips-mended [18  4  4 18", f"{X1}[1] * np.array({X2})", "18 4 4 18 0 18 4 10 0 0 18 4 10 0 0"),
    (CALCULATING, "elementwise, as meant", "products both-slips-mended [81  4 10", f"products.loop_multiply({X1}, {X2})", "81 4 10 0 0 63 10 0 0 0 81 4 25 0 0"),
    (GROUND_UP, "ReLU", "relu relu-look 0.1, 0. , 0.7, 1.", "relu.relu([0.1, -0.4, 0.7, 1])", "0.1 0 0.7 1"),
    (GROUND_UP, "gradient of ReLU", "relu relu-class-is-called-like-a-function ReLU().gradient(x)", "relu.relu_derivative([0.1, -0.4, 0.7, 1])", "1 0 1 1"),
    (GROUND_UP, "Sigmoid", "sigmoid exercise-sigmoid sigmoid", "sigmoid.sigmoid([0.1, 0.4, 0.7, 1])", ".52497919 .59868766 .66818777 .73105858"),
    (GROUND_UP, "gradient of Sigmoid", "sigmoid exercise-derivative sigmoid_derivative", "sigmoid.sigmoid_derivative([0.1, 0.4, 0.7, 1])", ".24937604 .24026075 .22171287 .19661193"),
    (GROUND_UP, "leaky ReLU at -10", "relu leaky-relu-look -1.", "relu.leaky_relu(-10, 0.1)", "-1"),
]

FUNCTIONS = [
    (BEGINNERS, "sigmoid", "sigmoid sigmoid def sigmoid"),
    (BEGINNERS, "relu", "relu relu def relu"),
    (BEGINNERS, "softmax", "softmax softmax def softmax"),
    (BEGINNERS, "array, shape, size, min, max", "arrays describe def describe"),
    (BEGINNERS, "add, subtract, multiply", "arithmetic add-subtract-multiply def multiply"),
    (BEGINNERS, "dot", "products matrix-product def matrix_product"),
    (BEGINNERS, "exp", "arithmetic exp-all def exp_all"),
    (BEGINNERS, "var, mean, std", "arithmetic stats def stats"),
    (BEGINNERS, "reshape", "arrays to-shape def to_shape"),
    (BEGINNERS, "flatten", "arrays flatten-copy def flatten_copy"),
    (BEGINNERS, "time.process_time", "vectorization clock time.perf_counter"),
    (COMMON, "sigmoid_derivative", "sigmoid sigmoid-derivative def sigmoid_derivative"),
    (COMMON, "tanh", "tanh tanh def tanh"),
    (COMMON, "tanh_derivative", "tanh tanh-derivative def tanh_derivative"),
    (COMMON, "relu", "relu relu def relu"),
    (COMMON, "image2vector", "images image2vector def image2vector"),
    (COMMON, "normalizeRows", "rows normalize-rows def normalize_rows"),
    (COMMON, "softmax", "softmax softmax def softmax"),
    (COMMON, "outer", "products outer-product def outer_product"),
    (COMMON, "multiply, announced only", "products elementwise-product def elementwise_product"),
    (CALCULATING, "basic_sigmoid", "sigmoid basic-sigmoid def basic_sigmoid"),
    (CALCULATING, "sigmoid_grad, asked for only", "sigmoid sigmoid-derivative def sigmoid_derivative"),
    (CALCULATING, "loop for dot", "products loop-dot def loop_dot"),
    (CALCULATING, "loop for outer", "products loop-outer def loop_outer"),
    (CALCULATING, "loop for elementwise", "products loop-multiply def loop_multiply"),
    (CALCULATING, "loop for general dot", "products loop-matrix-vector def loop_matrix_vector"),
    (CALCULATING, "loops against NumPy", "vectorization four-products def matrix_vector"),
    (GROUND_UP, "class ReLU", "relu relu-classes class ReLU"),
    (GROUND_UP, "class LeakyReLU", "relu relu-classes class LeakyReLU"),
    (GROUND_UP, "class Sigmoid", "sigmoid sigmoid def sigmoid"),
    (GROUND_UP, "class TanH", "tanh tanh-from-sigmoid-is-tanh tanh_from_sigmoid"),
    (GROUND_UP, "class Softmax, by the maximum", "softmax large-logits 1000"),
    (GROUND_UP, "Softmax.gradient", LATER + "the gradient of softmax"),
    (REPRINT, "the same classes", "relu relu-classes class LeakyReLU"),
]

ERRORS = [
    (BEGINNERS, "the result is not kept, another name is printed", "products explain would have told"),
    (BEGINNERS, "%time inside the timed loop", "vectorization spot-the-bug %time"),
    (BEGINNERS, "np.dot is fed lists", "vectorization faster-on-lists-seen turning them into arrays"),
    (BEGINNERS, "sigmoid from -1 to 1", "sigmoid spot-the-bug range of -1 to 1"),
    (BEGINNERS, "softmax of the whole matrix", "softmax softmax-as-printed [0.04742587 0.95257413]"),
    (BEGINNERS, "a slope that may be below 0", "sigmoid spot-the-bug non-positive"),
    (BEGINNERS, "sigmoid warns", "sigmoid stay-calm infinity and a warning"),
    (BEGINNERS, "softmax overflows", "softmax large-logits share of infinity"),
    (BEGINNERS, "np.exp called the matrix exponential", "arithmetic spot-the-bug matrix exponential"),
    (BEGINNERS, "type() called the array type", "arrays spot-the-bug print array type"),
    (BEGINNERS, "relu tried on positive numbers only", "relu relu-values np.array([2.0, -3.0, 1.0])"),
    (BEGINNERS, "lost backslash, curly quotes, glued lines", FORM + "the extraction"),
    (BEGINNERS, "population or sample is not said", "arithmetic one-number divide by n - 1"),
    (COMMON, "three channels, width first", "images explain (width, height, 3)"),
    (COMMON, "sqrt 56 and sqrt 53 mixed", "rows spot-the-bug 7.28010989"),
    (COMMON, "tanh is nan from 710", "tanh edge-shown nan"),
    (COMMON, "tanh loses digits near 0", "tanh cure keeps no digit"),
    (COMMON, "1 - tanh^2 vanishes early", "tanh come-back rounds to 1"),
    (COMMON, "s (1 - s) vanishes early", "sigmoid cancellation loses everything"),
    (COMMON, "tanh_derivative is nan at 800", "tanh spot-the-bug becomes 800"),
    (COMMON, "softmax fails on a vector", "softmax spot-the-bug-choices axis=1, keepdims=True"),
    (COMMON, "softmax overflows", "softmax softmax-survives-1000 1001.0"),
    (COMMON, "relu gives a 0-d array", "relu relu-takes-lists-and-leaves-its-input check(relu, -1.5, gives=0.0)"),
    (COMMON, "relu fails on a list", "relu relu-takes-lists-and-leaves-its-input check(relu, [2, -3]"),
    (COMMON, "outer flattens, and is cut off", "products outer-flattens three of the six rows"),
    (COMMON, "multiply of (2, 3) and (3, 2)", "products shapes-shown (2, 3) * (3, 2)  error"),
    (COMMON, "prints left in functions", FORM + "the grader advises against printing inside"),
    (COMMON, "a row of zeros gives nan", "rows exercise-normalize-rows a row of zeros stays zero"),
    (COMMON, "no gradient for ReLU", "relu relu-derivative def relu_derivative"),
    (COMMON, "no gradient for softmax", LATER + "the gradient of softmax"),
    (COMMON, "rows normalised for faster training", "rows rows-or-columns converge faster"),
    (COMMON, "vectors for training speed", "images explain To improve training speed"),
    (CALCULATING, "three mistyped pixels", "images as-it-was-typed 0.68659855"),
    (CALCULATING, "x1[1] for x1[i]", "products spot-the-bug x1[1]"),
    (CALCULATING, "outer printed for mul", "products spot-the-bug str(outer)"),
    (CALCULATING, "dot is overwritten, never printed", "vectorization four-products def matrix_vector"),
    (CALCULATING, "lists, one run, 15 entries", "vectorization predict-lists 15 entries"),
    (CALCULATING, "axis=True", "rows spot-the-bug axis=True"),
    (CALCULATING, "one name for two functions", "sigmoid exercise-sigmoid Exercise 2: `sigmoid`"),
    (CALCULATING, "a dot for a comma in a comment", FORM + "a comment"),
    (CALCULATING, "softmax fails on a vector", "softmax exercise-softmax a vector has no axis 1"),
    (CALCULATING, "cells run out of order", "sigmoid title from top to bottom"),
    (CALCULATING, "math.exp on an array", "sigmoid list-prediction-shown TypeError"),
    (CALCULATING, "math.exp(1000)", "sigmoid far-out-with-math OverflowError"),
    (GROUND_UP, "the gradient of softmax is only the diagonal", LATER + "the gradient of softmax"),
    (GROUND_UP, "slope 1 at 0", "relu slope-of-relu take 0"),
    (GROUND_UP, "a slope at any two points", "sigmoid predict-the-steepest-point at that one point"),
    (GROUND_UP, "puts -alpha", "relu spot-the-bug -alpha where X < 0"),
    (GROUND_UP, "alpha 0.2 in code, 0.01 in words", "relu leaky-relu-class-remembers-alpha LeakyReLU()(x)"),
    (GROUND_UP, "softmax called a loss", "losses two-losses-described Softmax is no loss"),
    (GROUND_UP, "array(...) shown for print", FORM + "a comment"),
    (GROUND_UP, "sigmoid and tanh warn far out", "sigmoid sigmoid-silent-at-minus-1000 no warning"),
    (GROUND_UP, "tanh from the sigmoid loses digits near 0", "tanh three-formulas-compared 2 / (1 + exp(-2x)) - 1"),
    (GROUND_UP, "a gradient of integers", "relu relu-derivative-gives-floats gives floats"),
    (GROUND_UP, "the gradient computes everything again", "sigmoid exercise-backward-task already there"),
    (GROUND_UP, "tanh as the output for two classes", "tanh explain between two classes"),
    (REPRINT, "the same errors", "relu spot-the-bug from the ground up"),
]
