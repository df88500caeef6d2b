"""Which claims the examiner cannot run apart, decided from the course's own notebook alone.

Such a claim runs in the student process, where the student's code could fool it: its verdict is
marked as unprotected. Nothing that a student hands in has a part in this decision.
"""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from autograder.checking.code import (
    as_python,
    is_literal,
    names_of,
    parse,
    statements,
    tree_of,
    without_timing,
)
from autograder.checking.scopes import free_names
from autograder.course.beside import belongs_to_students, module_names
from autograder.notebook.cells import Cell, read_cells
from autograder.notebook.regions import without_regions

_NOTEBOOKS_OWN = frozenset(("get_ipython", "In", "Out", "display"))
_NAMESPACE = frozenset(("globals", "locals", "vars", "dir"))  # called without an argument
# modules that look at, or change, the process in which they run
_OF_THE_PROCESS = {
    name: "looks into the process that it runs in"
    for name in ("__main__", "IPython", "gc", "importlib", "inspect", "mock", "unittest.mock")
}
_OF_THE_PROCESS |= {"matplotlib": "looks at figures"}
# functions of pyplot that draw; what they return is not looked at
_DRAWING = {
    *("plot", "scatter", "bar", "barh", "hist", "stem", "imshow", "errorbar", "fill_between"),
    *("loglog", "semilogx", "semilogy", "axhline", "axvline", "text", "colorbar", "legend"),
    *("title", "suptitle", "xlabel", "ylabel", "grid", "axis", "xlim", "ylim", "xticks", "yticks"),
    *("figure", "subplot", "tight_layout", "show", "close"),
}
# modules of these names are there already
_TAKEN = sys.stdlib_module_names | {"autograder", "checking", "matplotlib", "numpy", "solutions"}
_KNOWN_SPECIAL = frozenset(("__name__", "__doc__", "__class__", "__len__", "__version__"))


def unprotected_claims(source: bytes, beside: Mapping[str, bytes] | None = None) -> dict[str, str]:
    """Return the claims that must run in the student process, each with the reason.

    Parameters
    ----------
    source : bytes
        The source notebook.
    beside : mapping
        The files that are released with it; the grader imports the modules that only claims use.
    """
    return dict(_decided(source, _code(beside or {})).claims)


def repeated_claims(source: bytes, beside: Mapping[str, bytes] | None = None) -> frozenset[str]:
    """Return the claims that define what the student process needs later on.

    They are judged apart, and then the part of them that students see runs there too.
    """
    return _decided(source, _code(beside or {})).repeated


def hosted_modules(source: bytes, beside: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of the released modules that claims import in the grader's own process."""
    unfit = dict(_decided(source, _code(beside)).modules)
    return {f"{name}.py": beside[f"{name}.py"] for name, reason in unfit.items() if not reason}


class _Decided(NamedTuple):
    """What runs where in one notebook, and why; pairs, because it is remembered."""

    claims: tuple[tuple[str, str], ...]  # those that run in the student process
    repeated: frozenset[str]  # those whose visible part runs there too, without a verdict
    modules: tuple[tuple[str, str], ...]  # those beside it: no reason if the grader has them too


def _code(beside: Mapping[str, bytes]) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, content) for name, content in beside.items() if name.endswith(".py"))


@functools.lru_cache(maxsize=32)
def _decided(source: bytes, beside: tuple[tuple[str, bytes], ...]) -> _Decided:
    cells = [cell for cell in read_cells(source, where="the source") if cell.kind == "code"]
    claims = [cell for cell in cells if cell.is_claim]
    imported = _imports(cells)
    modules = _modules(cells, dict(beside))
    found = {}
    for claim in claims:
        if reason := _reason(claim, imported, modules):
            found[claim.id] = reason
    found, repeated = _with_what_they_need(cells, claims, found)
    return _Decided(tuple(found.items()), frozenset(repeated), tuple(modules.items()))


def _modules(cells: list[Cell], beside: Mapping[str, bytes]) -> dict[str, str]:
    """The modules beside the notebook, and why the grader cannot have one, if it cannot."""
    found = {name: "lies beside the notebook" for name in module_names(beside)}
    trees = {}
    for name in found:
        tree = tree_of(beside.get(f"{name}.py", b"").decode("utf-8", "replace"))
        if f"{name}.py" not in beside or name in _TAKEN or tree is None:
            continue
        if belongs_to_students(name, tree, cells, found):
            found[name] = "students use too"
        else:
            trees[name] = tree
    found |= dict.fromkeys(trees, "")
    while unfit := {
        name: why
        for name, tree in trees.items()
        if not found[name] and (why := next(_reasons(tree, _imported(tree.body), found), ""))
    }:
        found |= unfit
    return found


def _reason(claim: Cell, imported: dict[str, str], modules: Mapping[str, str]) -> str:
    for text in (claim.source, without_timing(claim.source)):
        try:
            return next(_reasons(parse(text), imported, modules), "")
        except SyntaxError:
            continue
    return "is written in IPython's own syntax" if _is_ipython(claim.source) else ""


def _reasons(
    tree: ast.Module, imported: dict[str, str], modules: Mapping[str, str]
) -> Iterator[str]:
    """Yield what in a claim needs the student's own process."""
    free = free_names(tree.body)
    drawn = _only_drawn(tree, imported)
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    if alias.asname in drawn:
                        continue
                    yield from _of_module(alias.name, modules)
            case ast.ImportFrom(module=str(module), names=names):
                for alias in names:
                    yield from _of_module(f"{module}.{alias.name}", modules)
            case ast.Name(id=name) if name in _NOTEBOOKS_OWN & free:
                yield f"uses the notebook's own `{name}`"
            case ast.Name(id=name) if name in imported and name in free and name not in drawn:
                yield from _of_module(imported[name], modules)
            case ast.Call(func=ast.Name(id=name), args=[], keywords=[]) if name in _NAMESPACE:
                yield f"looks into the student's names with `{name}()`"
            case ast.Attribute(value=ast.Name(id="sys"), attr="modules" | "_getframe"):
                yield "looks into the process that it runs in"
            case ast.Attribute(value=of, attr=special) if (
                special.startswith("__") and special not in _KNOWN_SPECIAL
            ):
                if not (isinstance(of, ast.Name) and of.id in imported):
                    yield f"looks at `{ast.unparse(node)}`"
            case ast.Await() | ast.AsyncFor() | ast.AsyncWith():
                yield "waits for asynchronous code"


def _only_drawn(tree: ast.Module, imported: Mapping[str, str]) -> set[str]:
    """The names of matplotlib by which nothing but drawing is done, or a class named.

    Both can be done anywhere: nobody looks at what is drawn here, and a class is the same there.
    """
    names = {name for name, module in imported.items() if module.split(".")[0] == "matplotlib"}
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in names]
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    harmless = set()
    for node in ast.walk(tree):
        match node:
            case (
                ast.Expr(value=ast.Call(func=ast.Attribute() as function))
                | ast.Assign(
                    targets=[ast.Name(id="_")],
                    value=ast.Call(func=ast.Attribute() as function),
                )
            ) if function.attr in _DRAWING:
                harmless.add(function.value)
            case ast.Attribute(attr=attr, ctx=ast.Load()) if (
                attr[:1].isupper() and id(node) not in called
            ):
                harmless.add(_root(node))
            case ast.Name(id=name, ctx=ast.Load()) if (
                name[:1].isupper() and name in names and id(node) not in called
            ):
                harmless.add(node)
    return names - {node.id for node in uses if node not in harmless}


def _root(node: ast.expr) -> ast.expr:
    """What stands in front of the first dot."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node


def _of_module(name: str, modules: Mapping[str, str]) -> Iterator[str]:
    first = name.split(".")[0]
    if reason := modules.get(first):
        yield f"imports `{first}`, which {reason}"
    for module, reason in _OF_THE_PROCESS.items():
        if f"{name}.".startswith(f"{module}."):
            yield f"{reason}, with `{module}`"


def _with_what_they_need(
    cells: list[Cell], claims: list[Cell], found: dict[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Add the claims that need what an unprotected one makes.

    Returns
    -------
    the claims that run in the student process, and those whose part that students see runs there
    as well, because an unprotected claim or the student's side uses what it defines.
    """
    bound = {cell.id: names_of(_statements(cell)) for cell in cells}
    others = set().union(*(bound[cell.id] for cell in cells if not cell.is_claim))
    own = {claim.id: bound[claim.id] - others for claim in claims if bound[claim.id] - others}
    used = {
        cell.id: free_names(_statements(cell)) - (bound[cell.id] if cell.is_claim else set())
        for cell in cells
    }
    shown = {claim.id: names_of(_parsed(without_regions(claim.source))) for claim in claims}
    position = {cell.id: number for number, cell in enumerate(cells)}
    at = {cell.id: cell for cell in cells}
    while True:
        inside = [cell.id for cell in cells if not cell.is_claim or cell.id in found]
        wanted = {
            claim: (min(needed), cell)
            for claim, names in own.items()
            if claim not in found
            for cell in inside
            if position[cell] > position[claim] and (needed := names & used[cell])
        }
        added = {
            claim: f"defines `{name}` in hidden lines, which {cell} uses"
            for claim, (name, cell) in wanted.items()
            if name not in shown[claim]
        }
        made = {
            claim: own.get(claim, set()) & _made_there(_statements(at[claim])) for claim in found
        }
        added |= {
            claim.id: f"uses `{min(names & used[claim.id])}`, which {inner} defines"
            for inner, names in made.items()
            for claim in claims
            if claim.id not in found
            and position[claim.id] > position[inner]
            and names & used[claim.id]
        }
        if not added:
            return {claim.id: found[claim.id] for claim in claims if claim.id in found}, [*wanted]
        found |= added


def _made_there(body: list[ast.stmt]) -> set[str]:
    """The names whose values the grader cannot have from the text: neither imports nor functions.

    Nor literals; all these it carries out itself.
    """
    return names_of(
        statement
        for statement in body
        if not isinstance(statement, (ast.Import, ast.ImportFrom, ast.FunctionDef))
        and not (isinstance(statement, ast.Assign) and is_literal(statement.value))
    )


def _imports(cells: list[Cell]) -> dict[str, str]:
    """Return the module or member behind each name that some cell imports."""
    return _imported(statement for cell in cells for statement in _statements(cell))


def _imported(body: Iterable[ast.stmt]) -> dict[str, str]:
    found: dict[str, str] = {}
    for statement in body:
        match statement:
            case ast.Import(names=names):
                found |= {a.asname or a.name.split(".")[0]: a.name for a in names}
            case ast.ImportFrom(module=str(module), names=names):
                found |= {a.asname or a.name: f"{module}.{a.name}" for a in names}
    return found


def _statements(cell: Cell) -> list[ast.stmt]:
    return _parsed(cell.source)


@functools.lru_cache(maxsize=256)
def _parsed(source: str) -> list[ast.stmt]:
    return statements(_as_python(source))


def _as_python(source: str) -> str:
    """Return the cell as Python; IPython, slow to import, is asked only if all else fails."""
    changed = as_python(source)
    if tree_of(changed) is not None:
        return changed
    from IPython.core.inputtransformer2 import TransformerManager

    changed = TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]
    return str(changed)


def _is_ipython(source: str) -> bool:
    changed = _as_python(source)
    try:
        compile(changed, "claim", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False  # a mistake in the material: nobody can run it
    return changed.rstrip("\n") != source.rstrip("\n")
