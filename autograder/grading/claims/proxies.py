"""What a claim holds in place of a student's function, class or object, and how it asks for more.

A claim runs in the grader; the student's work stays in the student process. A `Proxy` stands for
what lies there, and a `Link` carries calls, values, errors, warnings and printed text.
"""

from __future__ import annotations

import builtins
import functools
import importlib
import sys
import types
import warnings
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Any, NoReturn

import numpy as np

from autograder.checking.code_text import parameters_in
from autograder.checking.observation import Observation
from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import NotAnswered, Remote, Reply
from autograder.sandbox.requests import Requests

# a student's name for one of these means the module itself: nobody can have patched it here
# (by exact name: a forged one, numpy.f2py.__main__ say, would run when it is imported)
_MODULES = frozenset(
    ("numpy", "numpy.linalg", "numpy.random", "matplotlib", "matplotlib.pyplot")
) | frozenset(("collections", "functools", "itertools", "math", "random", "time"))
_AT_ONCE = 32  # calls in one message
_SMALL = 2_000  # numbers: calls with more have a message of their own
PRINTED = Limits().printed_characters  # of all that a claim's calls print, for the teacher
_CALLBACKS = (types.FunctionType, types.MethodType, functools.partial)
_PUBLIC = ("numpy", "numpy.linalg", "math", "operator")  # the student process has its own
# whose objects are known by their class: what is drawn. A claim never compares such a one; but a
# container of its own would ask one that only says to be a Counter, and believe it
_DRAWN_BY = frozenset(("matplotlib", "seaborn"))
_Case = tuple[tuple[Any, ...], dict[str, Any]]  # args and kwargs of a call


class Link:
    """Asks a copy of the student process for one claim: values, calls, attributes."""

    def __init__(self, process: Requests, texts: Sequence[str] = ()) -> None:
        self.process = process
        # raises if a name cannot be had
        self.require: Callable[[str], None] = lambda name: None
        self.texts = list(texts)  # of the student's code cells so far
        self.printed: list[str] = []
        self.warned: list[str] = []
        self.modified: list[str] = []  # functions that modified an argument
        self.busy = False  # true while a message is on its way
        self.alike = False  # whether plain data stands for an object that holds it
        self.holds_plain = False  # whether there was such an object

    def lookup(self, name: str) -> Any:
        """Return the plain value or the proxy for a name of the student; else NameError."""
        self.require(name)
        with self._asking():
            value = self.process.lookup(name)
        return self.inward(value, name)

    def call(self, handle: Proxy, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Call a student's function for a claim's own line: errors and warnings come through."""
        reply = self._call(handle, args, kwargs)
        if reply.printed:
            print(reply.printed, end="", file=sys.stdout)
        for category, message in reply.warnings:
            warnings.warn(message, _warning(category), stacklevel=3)
        if reply.error is not None:
            raise reply.error.exception()
        return self.inward(reply.value)

    def observe(self, handle: Proxy, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Observation:
        """Call a student's function and tell everything that it did, for a check."""
        return self._observation(self._call(handle, args, kwargs))

    def observe_all(self, handle: Proxy, cases: Sequence[_Case]) -> Iterator[Observation]:
        """Observe one call after the other; small ones that follow one another share a message."""
        ahead: list[Reply] = []
        for at, (args, kwargs) in enumerate(cases):
            if not ahead and _is_small((args, kwargs)):
                ahead = self._ask_all(handle, list(takewhile(_is_small, cases[at : at + _AT_ONCE])))
            reply = ahead.pop(0) if ahead else self._ask(handle, args, kwargs)
            yield self._observation(self._noted(handle, reply))

    def look(self, handle: Proxy, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Observation:
        """Call a student's function for the coach: its warnings then are told to nobody."""
        return self._observation(self._ask(handle, args, kwargs))

    def put(self, value: Any) -> Remote:
        """Keep an argument in the student process, so that a timed call need not send it."""
        with self._asking():
            return self.process.put(self.outward(value))

    def time(
        self, handle: Proxy, args: Sequence[Remote], kwargs: Mapping[str, Remote]
    ) -> tuple[float, Remote]:
        """Return how long a call took, and its result, which stays in the student process."""
        with self._asking():
            reply = self.process.call(handle._remote_, tuple(args), kwargs, keep=True)
        if reply.error is not None:
            raise reply.error.exception()
        return reply.seconds, reply.value

    def fetch(self, handle: Remote) -> Any:
        """Return what a timed call left in the student process."""
        with self._asking():
            return self.inward(self.process.fetch(handle))

    def attribute(self, handle: Remote, name: str) -> Any:
        """Return a student's object's attribute, as plain value or proxy."""
        with self._asking():
            value = self.process.get_attribute(handle, name)
        return self.inward(value, name)

    def set_attribute(self, handle: Remote, name: str, value: Any) -> None:
        """Set an attribute of a student's object."""
        with self._asking():
            self.process.set_attribute(handle, name, self.outward(value))

    def assign(self, name: str, value: Any) -> None:
        """Rebind a name in the student process."""
        with self._asking():
            self.process.assign(name, self.outward(value))

    def delete(self, name: str) -> None:
        """Delete a name in the student process."""
        with self._asking():
            self.process.delete(name)

    def inward(self, value: Any, name: str = "") -> Any:
        """What came over the wire as what a claim sees: proxies for what stays there."""
        if isinstance(value, Remote):
            if value.kind == "module" and value.name in _MODULES:
                return importlib.import_module(value.name)
            self.holds_plain |= bool(value.alike)
            if self.alike and value.alike:
                return self.inward(value.alike[0])
            return proxy_for(self, value, name)
        return _mapped(value, self.inward)

    def outward(self, value: Any) -> Any:
        """What a claim passes as what goes over the wire: handles and watched callbacks."""
        if isinstance(value, Proxy):
            return value._remote_
        if isinstance(value, _CALLBACKS) and getattr(value, "__module__", "") not in _PUBLIC:
            return self._watched(value)
        return _mapped(value, self.outward)

    def _call(self, handle: Proxy, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Reply:
        return self._noted(handle, self._ask(handle, args, kwargs))

    def _noted(self, handle: Proxy, reply: Reply) -> Reply:
        """Remember what a call did beside its result."""
        self.printed.append(reply.printed[:PRINTED])
        self.warned += [f"{category}: {text}" for category, text in reply.warnings]
        if reply.changed and handle._name_:
            self.modified.append(handle._name_)
        return reply

    def _ask(self, handle: Proxy, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Reply:
        sent = tuple(self.outward(value) for value in args)
        named = {key: self.outward(value) for key, value in kwargs.items()}
        with self._asking():
            return self.process.call(handle._remote_, sent, named)

    def _ask_all(self, handle: Proxy, cases: Sequence[_Case]) -> list[Reply]:
        sent = [(self.outward(args), self.outward(kwargs)) for args, kwargs in cases]
        with self._asking():
            return self.process.calls(handle._remote_, sent)

    def _observation(self, reply: Reply) -> Observation:
        return Observation(
            value=self.inward(reply.value),
            error=None if reply.error is None else reply.error.exception(),
            printed=reply.printed,
            warnings=tuple((str(category), str(text)) for category, text in reply.warnings),
            changed=tuple(reply.changed),
            shared=tuple(reply.shared),
            seconds=reply.seconds,
            line=reply.error.line if reply.error else "",
        )

    def _watched(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A callback during which the claim, not the wire, is at work and may be interrupted."""

        def callback(*args: Any, **kwargs: Any) -> Any:
            self.busy = False
            try:
                inner = [self.inward(value) for value in args]
                named = {key: self.inward(value) for key, value in kwargs.items()}
                return self.outward(function(*inner, **named))
            finally:
                self.busy = True

        callback.__name__ = getattr(function, "__name__", "function")
        return callback

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Mark a message that is on its way: it must not be interrupted in the middle."""
        before, self.busy = self.busy, True
        try:
            yield
        finally:
            self.busy = before


class Refusal(TypeError):
    """Sending the other operand to the student process could tell it the expected value."""


class NotPlain(Refusal):
    """An object of the student's own class stands where the claim needs a plain value."""


class Proxy:
    """A student's function: calls go over the wire, so do attributes.

    Nothing of the student's is ever executed here. Operators, comparison, truth and conversion to
    an array are refused: the student's process would get the other operand.
    """

    _link_: Link
    _remote_: Remote
    _name_: str  # by which the notebook knows it; its own is `__name__`
    type_name: str

    def __init__(self, link: Link, remote: Remote, name: str = "") -> None:
        put = object.__setattr__
        put(self, "_link_", link)
        put(self, "_remote_", remote)
        put(self, "_name_", name or remote.name)
        if remote.kind in ("function", "class"):
            put(self, "__name__", remote.name)
        put(self, "__doc__", remote.doc or None)
        put(self, "type_name", remote.type_name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._link_.call(self, args, kwargs)

    def _observe_(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Observation:
        return self._link_.observe(self, args, kwargs)

    def _observe_all_(self, cases: list[_Case]) -> Iterator[Observation]:
        return self._link_.observe_all(self, cases)

    def _quietly_(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Observation:
        """Observe a call that no claim asked for."""
        return self._link_.look(self, args, kwargs)

    def _put_(self, value: Any) -> Remote:
        """Send an argument ahead of a timed call."""
        return self._link_.put(value)

    def _time_(self, args: list[Remote], kwargs: dict[str, Remote]) -> tuple[float, Remote]:
        """Call with what was sent ahead: the seconds, and where the result is."""
        return self._link_.time(self, args, kwargs)

    def _fetch_(self, kept: Remote) -> Any:
        """Return the result of a timed call."""
        return self._link_.fetch(kept)

    def _parameters_(self) -> list[str]:
        """The names of the function's parameters, as its text has them."""
        return parameters_in(self._link_.texts, self._name_)

    def _source_(self) -> list[str]:
        """The text of the student's code cells so far, for checks that read it."""
        return self._link_.texts

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or (name.startswith("_") and name.endswith("_")):
            raise AttributeError(f"{self._name_} has no attribute {name} that a check can use")
        return self._link_.attribute(self._remote_, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._link_.set_attribute(self._remote_, name, value)

    def __delattr__(self, name: str) -> None:
        raise Refusal(f"a check cannot delete {self._name_}.{name}")

    def __repr__(self) -> str:
        return f"<your {self._name_}>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    __hash__ = object.__hash__

    def __copy__(self) -> Proxy:
        return self

    def __deepcopy__(self, memo: object) -> Proxy:
        return self

    def __reduce__(self) -> NoReturn:
        raise Refusal(f"{self._name_} stays in the student process and cannot be copied out of it")


class ObjectProxy(Proxy):
    """A student's object: attributes, methods, items, length and iteration.

    Operators work where the other operand is a student's object too, in the student process:
    nothing of a claim's own goes there. `isinstance` sees the class of what is drawn: an Axes is
    one.
    """

    @property
    def __class__(self) -> type:
        return _drawn_class(self._remote_.classes) or ObjectProxy

    @__class__.setter
    def __class__(self, kind: type) -> NoReturn:
        raise Refusal(f"a check cannot change the class of your {self.type_name}")

    def __repr__(self) -> str:
        return self._text("__repr__")

    def __str__(self) -> str:
        return self._text("__str__")

    __hash__ = object.__hash__

    @property
    def __dict__(self) -> Any:
        return self._link_.attribute(self._remote_, "__dict__")

    @__dict__.setter
    def __dict__(self, names: Any) -> NoReturn:
        raise Refusal(f"a check cannot change all names of your {self.type_name}")

    def __dir__(self) -> Any:
        return self._special("__dir__")

    def _text(self, method: str) -> str:
        """What its class says of it; what only tells where it lies says nothing."""
        try:
            said = self._special(method)
        except NotAnswered:
            raise
        except Exception:
            said = None
        if type(said) is not str or " object at 0x" in said:
            return super().__repr__()
        return said

    def _with(self, name: str, reflected: str, other: ObjectProxy) -> Any:
        """Apply an operator in the student process."""
        for left, method, right in ((self, name, other), (other, reflected, self)):
            try:
                found = self._link_.attribute(left._remote_, method)
            except AttributeError:
                continue
            value = found(right)
            if not isinstance(value, Proxy) or value.type_name != _NO_ANSWER:
                return value
        if name in ("__eq__", "__ne__"):
            same = self._remote_.handle == other._remote_.handle
            return same == (name == "__eq__")
        raise TypeError(
            f"your {self.type_name} and your {other.type_name} have no {name} for each other"
        )

    def __len__(self) -> int:
        length = self._special("__len__")
        if type(length) is not int or length < 0:
            raise TypeError(f"the length of your {self.type_name} is no whole number: {length!r}")
        return length

    def __getitem__(self, key: Any) -> Any:
        return self._special("__getitem__", key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._special("__setitem__", key, value)

    def __iter__(self) -> Iterator[Any]:
        iterator = self._special("__iter__")
        if isinstance(iterator, ObjectProxy):
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


class ClassProxy(Proxy):
    """A student's class: calling it makes an object in the student process."""

    def __instancecheck__(self, instance: Any) -> bool:
        if not isinstance(instance, Proxy):
            return False
        return bool(self._link_.attribute(self._remote_, "__instancecheck__")(instance) is True)


def proxy_for(link: Link, remote: Remote, name: str = "") -> Proxy:
    """Return the proxy that fits what stays in the student process."""
    kinds = {"function": Proxy, "class": ClassProxy}
    return kinds.get(remote.kind, ObjectProxy)(link, remote, name)


def _drawn_class(names: Iterable[str]) -> type | None:
    """Return the first of these classes that draws and is here; a name imports nothing."""
    for name in names:
        module, _, last = name.rpartition(".")
        if module.split(".")[0] in _DRAWN_BY and module in sys.modules:
            found = vars(sys.modules[module]).get(last)
            if isinstance(found, type) and found.__module__ == module:
                return found
    return None


def _is_small(case: _Case) -> bool:
    """True for plain values, and few of them."""
    args, kwargs = case
    values = [*args, *kwargs.values()]
    return not any(map(callable, values)) and sum(map(_count, values)) <= _SMALL


def _count(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, (list, tuple)):
        return sum(map(_count, value)) if len(value) <= _SMALL else len(value)
    return 1


def _warning(name: str) -> type[Warning]:
    kind = getattr(builtins, name, None) or getattr(np.exceptions, name, None)
    if isinstance(kind, type) and issubclass(kind, Warning):
        return kind
    return UserWarning


_DICTS = (Counter, OrderedDict, defaultdict)


def _mapped(value: Any, convert: Callable[[Any], Any]) -> Any:
    """The container with what is in it converted; the very value if nothing had to be."""
    kind = type(value)
    if kind in (list, tuple):
        items = [convert(item) for item in value]
        same = all(one is other for one, other in zip(items, value, strict=True))
        return value if same else kind(items)
    if kind in (dict, *_DICTS):
        named = {key: convert(item) for key, item in value.items()}
        if all(named[key] is value[key] for key in value):
            return value
        changed = value.copy()
        for key, item in named.items():
            changed[key] = item
        return changed
    if kind is deque:
        return deque(map(convert, value), value.maxlen)
    return value


def _refused(operation: str) -> Callable[..., NoReturn]:
    def refuse(self: Proxy, *args: object, **kwargs: object) -> NoReturn:
        if type(self) is Proxy:
            raise Refusal(
                f"{self._name_} is a function where the check needs a value: "
                "did you forget to call it, or to return its result?"
            )
        kind = Refusal if self.type_name in _ITERATORS else NotPlain
        raise kind(
            f"the check got an object of the class {self.type_name} where it needs a number, an "
            f"array or another plain value ({operation}): return plain NumPy or Python values"
        )

    return refuse


def _between(name: str, reflected: str, refuse: Callable[..., Any]) -> Callable[..., Any]:
    def operate(self: Proxy, *others: Any) -> Any:
        if isinstance(self, ObjectProxy) and others and isinstance(others[0], ObjectProxy):
            return self._with(name, reflected, others[0])
        return refuse(self)

    return operate


_ITERATORS = frozenset(("generator", "map", "filter", "zip", "enumerate", "reversed"))
_NO_ANSWER = type(NotImplemented).__name__
_COMPARED = {"eq": "eq", "ne": "ne", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_CALCULATED = (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "and",
    "or",
    "xor",
)
_OPERATORS = _COMPARED | {name: f"r{name}" for name in _CALCULATED}
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
        _method: Callable[..., Any] = _refused(_operation)
        if _name in _OPERATORS:
            _method = _between(f"__{_name}__", f"__{_OPERATORS[_name]}__", _method)
        setattr(Proxy, f"__{_name}__", _method)
