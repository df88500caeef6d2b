"""What the coach makes of a claim that one of the claim's own asserts ended.

A visible assert often speaks before the hidden `agrees` does. The calls that the claim had made
until then are evidence as good as any: the known mistakes are compared with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from autograder.checks import coach, messages
from autograder.checks.agreement import Seen
from autograder.checks.calls import Called
from autograder.checks.compare import Comparison
from autograder.checks.disagreement import Disagreement
from autograder.checks.explain import inherits, recognised
from autograder.checks.memo import remembered

_FACETS = ("array", "dtype", "scalar", "untouched", "silent", "fresh")


@dataclass(frozen=True)
class Looked:
    """What was seen: the functions that do otherwise than the reference, and what to say."""

    wrong: frozenset[str] = frozenset()
    message: str = ""
    mistake: str | None = None


def second_look(
    called: Iterable[Called],
    references: Mapping[str, Callable],
    before: Callable[[], Iterable[Called]] = list,
    speak: bool = True,
) -> Looked:
    """Return which functions are wrong, and the known mistake that explains what one did.

    Values and errors come first; dtypes, warnings and the like only if no function differs in
    those, since the claim can then have failed for nothing else.

    Parameters
    ----------
    called : iterable of Called
        The calls of one failed claim, in order.
    references : mapping
        The references that have known mistakes, by the name of the function.
    before : callable
        Gives the calls of the claims before this one, if they are needed to tell mistakes apart.
    speak : bool
        Whether to look for words as well, or only for what is wrong.
    """
    calls: dict[str, list[Called]] = {}
    for one in called:
        if one.name in references:
            calls.setdefault(one.name, []).append(one)
    if not calls:
        return Looked()
    observed = {name: _compared(of, references[name]) for name, of in calls.items()}
    for compare in (_values, _facets, _tiny):
        wrong = {}
        for name, seen in observed.items():
            comparison = compare(seen)
            again = [_with(comparison, one) for one in seen]
            if any(one.difference for one in again):
                wrong[name] = (again, comparison)
        if wrong:
            if not speak:
                return Looked(frozenset(wrong))
            return _explained(wrong, calls, references, before)
    return Looked()


def _explained(
    wrong: Mapping[str, tuple[list[Seen], Comparison]],
    calls: Mapping[str, list[Called]],
    references: Mapping[str, Callable],
    before: Callable[[], Iterable[Called]],
) -> Looked:
    names = frozenset(wrong)
    for name, (seen, comparison) in wrong.items():
        if any(isinstance(one.got.error, NotImplementedError) for one in seen):
            continue
        student = calls[name][0].student
        if other := inherits(student):
            return Looked(names, f"Where to look: {messages.inherited(other)}")

        def earlier(name: str = name) -> list[Seen]:
            return _compared([one for one in before() if one.name == name], references[name])

        found: Disagreement | None = recognised(
            student, references[name], seen, comparison, earlier
        )
        if found is not None:
            about = f"`{name}`: " if len(calls) > 1 else ""
            return Looked(names, about + found.message, found.mistake)
    return Looked(names)


def _compared(called: Sequence[Called], reference: Callable) -> list[Seen]:
    return [
        Seen(one.args, one.kwargs, remembered(reference, one.args, one.kwargs), one.got, None)
        for one in called
    ]


def _with(comparison: Comparison, seen: Seen) -> Seen:
    difference = comparison.first_difference(seen.got, seen.expected)
    return Seen(seen.args, seen.kwargs, seen.expected, seen.got, difference)


def _values(seen: Sequence[Seen]) -> Comparison:
    return Comparison()


def _facets(seen: Sequence[Seen]) -> Comparison:
    """Demand exactly that in which something differs: a mistake must then show the same."""
    demands = [frozenset({facet}) for facet in _FACETS]
    differ = [
        facet
        for facet in demands
        if any(Comparison(facet).first_difference(one.got, one.expected) for one in seen)
    ]
    return Comparison(frozenset().union(*differ))


def _tiny(seen: Sequence[Seen]) -> Comparison:
    """Numbers next to 0, and exact types."""
    return Comparison(frozenset({"type"}), atol=0.0)


def references_in(modules: Iterable[ModuleType]) -> Iterator[tuple[str, Callable]]:
    """Yield the functions of these modules that have known mistakes, by name."""
    for module in modules:
        for name, function in list(vars(module).items()):
            own = getattr(function, "__module__", "") == module.__name__
            if own and callable(function) and coach.known_mistakes(function):
                yield name, function
