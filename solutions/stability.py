"""Functions that keep their digits: where floats end, and formulas that stay inside."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray


def machine_epsilon(dtype: str) -> float:
    """Return the gap between 1 and the next larger number of a float type.

    Parameters
    ----------
    dtype : str
        "float64", "float32" or "float16".

    Returns
    -------
    float
        A power of 2: half of it, added to 1, is lost.

    References
    ----------
    D. Goldberg, "What every computer scientist should know about floating-point arithmetic",
    ACM Computing Surveys 23, 1991, theorem 2. https://doi.org/10.1145/103162.103163

    Examples
    --------
    >>> machine_epsilon("float64")
    2.220446049250313e-16
    """
    one = np.dtype(dtype).type(1)
    gap = one
    while one + gap / 2 > one:
        gap = gap / 2
    return float(gap)


def exp_limit(dtype: str) -> float:
    """Return the largest x for which e^x still fits into a float type.

    Parameters
    ----------
    dtype : str
        "float64", "float32" or "float16".

    Returns
    -------
    float
        The logarithm of the type's largest number, computed in float64: in float16 the logarithm
        itself would be rounded up, to an x that is too large.

    References
    ----------
    Largest numbers: IEEE Standard for Floating-Point Arithmetic, IEEE 754-2019, section 3.3.

    Examples
    --------
    >>> round(exp_limit("float64"), 2), round(exp_limit("float16"), 2)
    (709.78, 11.09)
    """
    largest = float(np.finfo(dtype).max)
    return float(np.log(largest))


def stable_tanh(x: ArrayLike) -> NDArray[np.floating]:
    """Return tanh of every entry, with all its digits near 0 and far out.

    With m = e^(-2|x|) - 1, computed by `np.expm1`, tanh(|x|) = -m / (m + 2).

    Parameters
    ----------
    x : (...) array_like of real
        Any shape: a number, a list, an array. It is not modified.

    Returns
    -------
    (...) ndarray of float
        A new array of the same shape, from -1 to 1; right to a few units of the last digit,
        and without a warning for any finite input.

    References
    ----------
    NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov/4.28, eq. 4.28.3;
    expm1: W. Kahan's, see N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2002,
    section 1.14.1. https://doi.org/10.1137/1.9780898718027

    Examples
    --------
    >>> stable_tanh([3, 0, -1000])
    array([ 0.99505475,  0.        , -1.        ])
    >>> stable_tanh([1e-17])
    array([1.e-17])
    """
    x = np.asarray(x, dtype=float)
    below_one = np.expm1(-2 * np.abs(x))  # e^(-2|x|) - 1, from -1 to 0
    return np.sign(x) * -below_one / (below_one + 2)


def logsumexp(
    x: ArrayLike, axis: int = -1, keepdims: Literal[True, False] = False
) -> NDArray[np.floating]:
    """Return the logarithm of the sum of the powers e^x along an axis.

    Parameters
    ----------
    x : (..., n) array_like of real
        A vector, a table or a stack; n >= 1. It is not modified.
    axis : int
        Along which axis to add.
    keepdims : bool
        Whether that axis stays, with length 1.

    Returns
    -------
    ndarray of float
        Shape of `x` without that axis, or with length 1 there. No warning for entries whose
        differences are finite.

    References
    ----------
    P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the log-sum-exp and softmax
    functions", IMA Journal of Numerical Analysis 41, 2021, eq. 1.3.
    https://doi.org/10.1093/imanum/draa038

    Examples
    --------
    >>> logsumexp([[1000, 1000], [0, 0]])
    array([1.00069315e+03, 6.93147181e-01])
    """
    x = np.asarray(x, dtype=float)
    largest = np.max(x, axis=axis, keepdims=True)  # lines up with x
    total = np.sum(np.exp(x - largest), axis=axis, keepdims=keepdims)  # 1 or more
    return np.max(x, axis=axis, keepdims=keepdims) + np.log(total)


def log_softmax(x: ArrayLike) -> NDArray[np.floating]:
    """Return the logarithm of the softmax along the last axis.

    Parameters
    ----------
    x : (..., n) array_like of real
        Logits: a vector, a table with one example in each row, or a stack. It is not modified.

    Returns
    -------
    (..., n) ndarray of float
        A new array of the same shape, with numbers of at most 0; finite where a probability
        itself would be 0. No warning for entries whose differences are finite.

    References
    ----------
    P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the log-sum-exp and softmax
    functions", IMA Journal of Numerical Analysis 41, 2021. https://doi.org/10.1093/imanum/draa038

    Examples
    --------
    >>> log_softmax([1000, 1])
    array([   0., -999.])
    """
    x = np.asarray(x, dtype=float)
    return x - logsumexp(x, axis=-1, keepdims=True)


def log1p_exp(x: ArrayLike) -> NDArray[np.floating]:
    """Return log(1 + e^x) of every entry, also called softplus.

    log(1 + e^x) = max(x, 0) + log(1 + e^(-|x|)): the power is never above 1.

    Parameters
    ----------
    x : (...) array_like of real
        Any shape: a number, a list, an array. It is not modified.

    Returns
    -------
    (...) ndarray of float
        A new array of the same shape, with positive numbers that keep their digits, down to
        e^x itself; no warning for any finite input.

    References
    ----------
    M. Mächler, "Accurately computing log(1 - exp(-|a|))", vignette of the R package Rmpfr, 2012,
    eq. 10. Softplus: C. Dugas et al., "Incorporating second-order functional knowledge for better
    option pricing", NIPS 2000.

    Examples
    --------
    >>> log1p_exp([0, 1000])
    array([6.93147181e-01, 1.00000000e+03])
    """
    x = np.asarray(x, dtype=float)
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
