"""What a claim holds in place of a student's function, class or object."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from autograder.checking.code_text import parameters_in

if TYPE_CHECKING:
    from autograder.checking.observation import Observation
    from autograder.grading.claims.link import Link
    from autograder.sandbox.replies import Remote


class Refusal(TypeError):
    """A claim would have handed the other operand, maybe the expected value, to the student."""


class StandIn:
    """A student's function: calls go over the wire, so do attributes.

    Nothing of the student's is ever executed here. Operators, comparison, truth and conversion to
    an array are refused: the student's process would get the other operand.
    """

    def __init__(self, link: Link, remote: Remote, name: str = "") -> None:
        put = object.__setattr__
        put(self, "_link_", link)
        put(self, "_remote_", remote)
        put(self, "__name__", name or remote.name)
        put(self, "__qualname__", name or remote.name)
        put(self, "__doc__", remote.doc)
        put(self, "type_name", remote.type_name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._link_.call(self, args, kwargs)

    def _observe_(self, args: tuple, kwargs: dict) -> Observation:
        return self._link_.observe(self, args, kwargs)

    def _observe_all_(self, cases: list[tuple[tuple, dict]]) -> Iterator[Observation]:
        return self._link_.observe_all(self, cases)

    def _quietly_(self, args: tuple, kwargs: dict) -> Observation:
        """Observe a call that no claim asked for."""
        return self._link_.look(self, args, kwargs)

    def _put_(self, value: Any) -> Remote:
        """Send an argument ahead of a timed call."""
        return self._link_.put(value)

    def _time_(self, args: list, kwargs: dict) -> tuple[float, Remote]:
        """Call with what was sent ahead: the seconds, and where the result is."""
        return self._link_.time(self, args, kwargs)

    def _fetch_(self, kept: Remote) -> Any:
        """Return the result of a timed call."""
        return self._link_.fetch(kept)

    def _parameters_(self) -> list[str]:
        """The names of the function's parameters, as its text has them."""
        return parameters_in(self._link_.texts, self.__name__)

    def _source_(self) -> list[str]:
        """The text of the student's code cells so far, for checks that read it."""
        return self._link_.texts

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or (name.startswith("_") and name.endswith("_")):
            raise AttributeError(f"{self.__name__} has no attribute {name} that a check can use")
        return self._link_.attribute(self._remote_, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._link_.set_attribute(self._remote_, name, value)

    def __delattr__(self, name: str) -> None:
        raise Refusal(f"a check cannot delete {self.__name__}.{name}")

    def __repr__(self) -> str:
        return f"<your {self.__name__}>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    __hash__ = object.__hash__

    def __copy__(self) -> StandIn:
        return self

    def __deepcopy__(self, memo: dict) -> StandIn:
        return self

    def __reduce__(self) -> tuple:
        raise Refusal(
            f"{self.__name__} stays in the student process and cannot be copied out of it"
        )


class ObjectStandIn(StandIn):
    """A student's object: attributes, methods, items, length and iteration."""

    def __len__(self) -> int:
        length = self._special("__len__")
        if type(length) is not int or length < 0:
            raise TypeError(f"the length of your {self.type_name} is no whole number: {length!r}")
        return length

    def __getitem__(self, key: Any) -> Any:
        return self._special("__getitem__", key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._special("__setitem__", key, value)

    def __iter__(self) -> Iterator:
        iterator = self._special("__iter__")
        if isinstance(iterator, ObjectStandIn):
            while (step := iterator._next()) is not None:
                yield step[0]
        else:
            yield from iterator

    def __next__(self) -> Any:
        if (step := self._next()) is None:
            raise StopIteration
        return step[0]

    def _next(self) -> tuple[Any] | None:
        observed = self._link_.attribute(self._remote_, "__next__")._observe_((), {})
        if observed.error is None:
            return (observed.value,)
        if observed.error.student_error.name == "StopIteration":
            return None
        raise observed.error

    def _special(self, name: str, *args: Any) -> Any:
        try:
            method = self._link_.attribute(self._remote_, name)
        except AttributeError:
            raise TypeError(f"your {self.type_name} has no {name}") from None
        return method(*args)


class ClassStandIn(StandIn):
    """A student's class: calling it makes an object in the student process."""

    def __instancecheck__(self, instance: Any) -> bool:
        if not isinstance(instance, StandIn):
            return False
        return bool(self._link_.attribute(self._remote_, "__instancecheck__")(instance) is True)


def stand_in_for(link: Link, remote: Remote, name: str = "") -> StandIn:
    """Return the stand-in that fits what stays in the student process."""
    kinds = {"function": StandIn, "class": ClassStandIn}
    return kinds.get(remote.kind, ObjectStandIn)(link, remote, name)


def _refused(operation: str) -> Callable:
    def refuse(self: StandIn, *args: Any, **kwargs: Any) -> Any:
        if type(self) is StandIn:
            raise Refusal(
                f"{self.__name__} is a function where the check needs a value: "
                "did you forget to call it, or to return its result?"
            )
        raise Refusal(
            f"the check got an object of your class {self.type_name} where it needs a number, an "
            f"array or another plain value ({operation}): return plain NumPy or Python values"
        )

    return refuse


_WORDS = {
    "comparison": "eq ne lt le gt ge",
    "truth value": "bool",
    "conversion": "array float int complex index array_ufunc array_function",
    "arithmetic": "add radd iadd sub rsub isub mul rmul imul truediv rtruediv itruediv floordiv "
    "rfloordiv mod rmod divmod rdivmod pow rpow matmul rmatmul neg pos abs invert and rand or ror "
    "xor rxor lshift rlshift rshift rrshift round trunc floor ceil",
}
for _operation, _names in _WORDS.items():
    for _name in _names.split():
        setattr(StandIn, f"__{_name}__", _refused(_operation))
