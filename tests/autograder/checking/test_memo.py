"""References and known mistakes are asked once; nothing else is remembered."""

from __future__ import annotations

import sys
import types

import numpy as np
import pytest

from autograder.checking.observation import remembered


@pytest.fixture
def counted(monkeypatch):
    """A function of an imported module, and the calls that reached it."""
    calls = []
    module = types.ModuleType("counted_module")
    module.__spec__ = types.SimpleNamespace(name="counted_module")

    def double(x, calls=calls):
        calls.append(x)
        return np.asarray(x) * 2.0

    double.__module__ = "counted_module"
    module.double = double
    monkeypatch.setitem(sys.modules, "counted_module", module)
    return double, calls


def test_the_same_call_is_asked_once(counted):
    """Equal arguments, whatever object they are."""
    double, calls = counted
    values = [remembered(double, (np.arange(3.0),), {}).value for _ in range(3)]
    assert len(calls) == 1
    assert all(value.tolist() == [0, 2, 4] for value in values)


@pytest.mark.parametrize(
    "other",
    [np.arange(3), np.arange(3.0)[:, np.newaxis], [0.0, 1.0, 2.0], np.array([0.0, 1.0, -2.0])],
)
def test_another_type_shape_or_value_is_another_call(counted, other):
    """What a reference makes of them differs."""
    double, calls = counted
    remembered(double, (np.arange(3.0),), {})
    remembered(double, (other,), {})
    assert len(calls) == 2


def test_the_sign_of_zero_and_true_are_values_of_their_own(counted):
    """0 == -0.0 == False, but not to a function."""
    double, calls = counted
    for value in (0, 0.0, -0.0, False):
        remembered(double, (value,), {})
    assert len(calls) == 4


def test_a_function_that_no_module_has_is_asked_each_time():
    """A claim's own function, and a student's in a plain kernel."""
    calls = []

    def double(x):
        calls.append(x)

    for name in (__name__, "__main__", None):
        double.__module__ = name
        remembered(double, (1,), {})
        remembered(double, (1,), {})
    assert len(calls) == 6


def test_functions_as_arguments_are_not_remembered(counted):
    """Two lambdas may be the same text and differ."""
    double, calls = counted
    for function in (lambda: 1, lambda: 2):
        assert remembered(double, (), {"x": function}).error is not None
    assert len(calls) == 2
