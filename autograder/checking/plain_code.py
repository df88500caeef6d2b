"""Whether a function's text says all that the function does, and that text by itself.

Understood is a name that gets its value at the margin of a cell (a `def`, an import, an assignment;
the last one counts), whose code uses names that are understood, the safe built-ins and modules that
are named where they are used. Everything else is told, not guessed at.
"""

from __future__ import annotations

import ast
import builtins
import functools
import importlib
import importlib.util
import sys
import types
import warnings
from collections.abc import Iterable, Iterator

from .code import parse, statements
from .code_text import Definition, NotebookText, Reached
from .scopes import AMBIGUOUS, free_names, imports

_PURE: tuple[str, ...] = (
    "math",
    "cmath",
    "functools",
    "itertools",
    "operator",
    "collections",
    "statistics",
)
_PURE += ("fractions", "decimal", "numbers", "random", "time", "typing", "warnings", "numpy")
_KNOWN = frozenset((*_PURE, "scipy", "matplotlib", "IPython", "sys"))
_NUMPYS = frozenset(("numpy.char", "numpy.emath", "numpy.exceptions", "numpy.fft", "numpy.linalg"))
_NUMPYS |= {"numpy.lib.stride_tricks", "numpy.ma", "numpy.polynomial", "numpy.random"}
_NUMPYS |= {"numpy", "numpy.lib", "numpy.testing", "numpy.typing", "numpy.strings", "numpy.dtypes"}
# what finds something by a name in quotes, or runs text
_BY_TEXT = frozenset(("operator.attrgetter", "operator.methodcaller", "typing.get_type_hints"))
_BY_TEXT |= {"typing.ForwardRef", "numpy.load", "numpy.test"}
_BY_TEXT |= {"functools.singledispatch", "functools.singledispatchmethod"}  # by annotations
_BUILTINS = frozenset(
    ("getattr", "setattr", "delattr", "vars", "globals", "locals", "exec", "eval")
)
_BUILTINS |= {"compile", "open", "breakpoint", "__import__", "__builtins__", "__loader__"}
_BUILTINS |= {"exit", "quit", "help", "display", "In", "Out", "_ih", "_oh", "_dh"}  # IPython's
_FRAMES = frozenset(("gi_frame", "cr_frame", "ag_frame", "tb_frame", "f_back", "f_globals"))
_FRAMES |= {"f_locals", "f_builtins", "f_code", "gi_code", "cr_code", "ag_code"}
_FRAMES |= {"ctypes", "_ctypes", "cffi"}  # an array and a generator lead to all of memory
_SPECIAL = frozenset(("__name__", "__doc__", "__len__", "__class__", "__version__"))
_LARGE = ("matplotlib", "scipy", "IPython")  # whose parts hold the modules that they import
_HELD = frozenset(("np", "numpy", "mpl", "matplotlib", "cbook", "mlab", "pylab"))
_HELD |= sys.stdlib_module_names
_OF_SYS = ("sys.float_info", "sys.maxsize")


def hidden_in(text: NotebookText, reached: Reached) -> list[str]:
    """Return what keeps the text of a function from saying all that it does; sorted words."""
    found = set(_definitions_hidden(text, reached))
    for name in reached.names:
        found |= set(_member_hidden(name))
    roots = {name.split(".")[0] for name in reached.names}
    found |= {root for root in roots & _BUILTINS if not text.defines(root)}
    found |= {shown(name) for name in reached.values if is_module(name) and not _own(text, name)}
    found |= set(_read_too_early(text, reached))
    for node, _ in reached.nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {dotted for _, dotted in imports(node) if not _is_known(dotted)}
            found |= {dotted for name, dotted in imports(node) if name == "*"}
    return sorted(found)


def plain_source(
    text: NotebookText, names: Iterable[str]
) -> tuple[list[str], dict[str, list[str]]]:
    """Return the code that gives names their values, as far as it is plain.

    Parameters
    ----------
    text : NotebookText
        What the notebook says.
    names : iterable of str
        Those that the notebook does not define are left out.

    Returns
    -------
    parts : list of str
        All definitions that the plain ones of the names reach, and nothing else, in order.
    hidden : dict of str to list of str
        What keeps the others from being plain, by name.
    """
    parts: dict[tuple[int, str], str] = {}
    hidden: dict[str, list[str]] = {}
    for name in filter(text.defines, names):
        reached = text.reached_from(name)
        if found := hidden_in(text, reached):
            hidden[name] = found
            continue
        for (own, _), definition in reached.definitions.items():
            parts[definition.position, own] = _code_of(own, definition) or ""
    ordered = [parts[key] for key in sorted(parts, key=lambda key: key[0])]
    free = free_names(statements("\n".join(ordered)))
    lines = [
        f"from {module} import {name}"  # not `*`: the notebook's own names come from nowhere else
        for module in text.starred
        for name in sorted(free)
        if _is_known(module) and not text.defines(name)
    ]
    return [part for part in dict.fromkeys([*lines, *ordered]) if part], hidden


@functools.lru_cache(maxsize=1_000)
def is_module(dotted: str) -> bool:
    """Return whether a name, written out, is a module's; of large ones only if they are loaded."""
    root, *rest = dotted.split(".")
    if root in _PURE and root not in sys.modules:
        importlib.import_module(root)
    value: object = sys.modules.get(root)
    for part in rest:
        if not isinstance(value, types.ModuleType):
            return False
        members = vars(value)
        if part not in members and root in _PURE and part.isidentifier():
            if _is_part(dotted):
                return True
            value = _given(value, part)
            continue
        value = members.get(part)
    return isinstance(value, types.ModuleType)


def _is_part(dotted: str) -> bool:
    """Whether a package that is loaded has a module of this name, which need not be."""
    try:
        return importlib.util.find_spec(dotted) is not None
    except (ImportError, AttributeError, ValueError):
        return False


def _given(module: types.ModuleType, name: str) -> object:
    """What a module gives for a name that it makes when asked, `np.lib.math` say."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return getattr(module, name, None)
    except Exception:
        return None


def _read_too_early(text: NotebookText, reached: Reached) -> Iterator[str]:
    """Names that stood for something else, of a module or built in, when a line was carried out."""
    for (name, at), definition in reached.definitions.items():
        for used in filter(text.defines, sorted(_names_at_once(definition))):
            if used == name and (at == 0 or text.starred):
                yield used
            behind = [used, *(other for other, _ in text.reached_from(used).definitions)]
            for other in behind:
                late = text.last(other).position > definition.position
                if late and (text.starred or hasattr(builtins, other)):
                    yield other


def _names_at_once(definition: Definition) -> set[str]:
    """The names that a definition reads when it is carried out, not when it is called."""
    what = definition.what
    if not isinstance(what, ast.AST):
        return set()
    inside: list[ast.AST] = [what]
    if isinstance(what, ast.ClassDef):
        inside = [*what.bases, *what.keywords, *what.decorator_list, *what.body]
    names = set()
    while inside:
        node = inside.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            inside += [*node.args.defaults, *filter(None, node.args.kw_defaults)]
            inside += getattr(node, "decorator_list", ())
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Lambda):
            inside.append(node.func.body)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names.add(node.id)
        inside += ast.iter_child_nodes(node)
    return names


def shown(dotted: str) -> str:
    """Return a name as it is usually written."""
    if dotted == "numpy" or dotted.startswith("numpy."):
        return "np" + dotted[5:]
    return dotted.removeprefix("?")


def _definitions_hidden(text: NotebookText, reached: Reached) -> Iterator[str]:
    for (name, _), definition in reached.definitions.items():
        if isinstance(definition.what, str) and not _is_known(definition.what):
            yield definition.what.split(".")[0] or definition.what
        good = definition.plain and text.last(name).plain and _code_of(name, definition) is not None
        if not good or name in text.global_names or text.is_changed(name):
            yield name


def _member_hidden(dotted: str) -> Iterator[str]:
    """What of a name, written out, is no plain use of a module or an attribute."""
    root, *rest = dotted.split(".")
    if dotted in _BY_TEXT or root == AMBIGUOUS:
        yield shown(dotted)
    if dotted.startswith("numpy.testing.") and not rest[1].startswith("assert_"):
        yield shown(dotted)  # some of these run text
    if root in _LARGE and not _HELD.isdisjoint(rest):
        yield dotted
    for at, part in enumerate(rest, 1):
        special = part.startswith("__") and part.endswith("__") and part not in _SPECIAL
        of_module = root in _KNOWN and part.startswith("_") and part not in _SPECIAL
        whole = ".".join([root, *rest[:at]])
        inner = root in _PURE and is_module(whole) and whole not in _NUMPYS
        if special or part in _FRAMES or of_module or (inner and whole != "collections.abc"):
            yield shown(whole)
    if root == "sys" and not dotted.startswith(_OF_SYS) and rest:
        yield dotted


def _own(text: NotebookText, name: str) -> bool:
    """True for a name that the notebook gives to something else than a module."""
    return text.defines(name) and not isinstance(text.last(name).what, str)


def _is_known(dotted: str) -> bool:
    return dotted.split(".")[0] in _KNOWN


def _code_of(name: str, definition: Definition) -> str | None:
    """The code that gives one name this value and does nothing that was not read."""
    what, statement = definition.what, definition.statement
    if isinstance(what, str):
        if isinstance(statement, ast.Import):
            return (
                f"import {what} as {name}" if name != what.split(".")[0] else _imported(statement)
            )
        module, _, member = what.rpartition(".")
        return f"from {module} import {member} as {name}"
    if isinstance(what, ast.stmt):
        return _written(what, definition.cell)
    if not isinstance(what, ast.expr):
        return None
    if isinstance(statement, ast.Assign) and what is statement.value:
        targets = [node for target in statement.targets for node in ast.walk(target)]
        allowed = (ast.Name, ast.Tuple, ast.List, ast.expr_context)
        if not all(isinstance(node, allowed) for node in targets):
            return None
        return _written(statement, definition.cell)
    return f"{name} = {ast.unparse(what)}"


def _imported(statement: ast.Import) -> str:
    """`import a.b`, which binds `a`: once for all that bind the same."""
    names = [one.name for one in statement.names if one.asname in (None, one.name)]
    names = [name for name in names if _is_known(name)]
    return "\n".join(f"import {name}" for name in names)


@functools.lru_cache(maxsize=500)
def _written(statement: ast.stmt, cell: str) -> str:
    """A statement as it was typed, if that is what was read."""
    first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", ()))])
    typed = "\n".join(cell.split("\n")[first - 1 : statement.end_lineno])
    try:
        same = ast.dump(parse(typed)) == ast.dump(ast.Module([statement], []))
    except SyntaxError:
        same = False
    return typed if same else ast.unparse(statement)
