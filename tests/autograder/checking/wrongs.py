"""A function to be right or wrong about, and what a failing check says of it."""

import numpy as np
import pytest

from autograder.checks import Disagreement, agrees


def double(x):
    """Return twice `x`, kept in a module without known mistakes."""
    return np.asarray(x) * 2.0


def said(check, *args, **kwargs):
    """The message of a check that must fail."""
    with pytest.raises(Disagreement) as raised:
        check(*args, **kwargs)
    assert str(raised.value) == raised.value.message
    return raised.value.message


def wrong(student, on=([1.0, 2.0, 3.0],), reference=double, **kwargs):
    """The message for a wrong version."""
    return said(agrees, student, reference, on, **kwargs)
