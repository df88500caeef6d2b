"""Checks run where the student's patches do not exist."""

from __future__ import annotations

from .attack import Attack, attack, attacks

ZEROS = {
    "sigmoid": "def sigmoid(x):\n    return np.zeros(np.shape(x))",
    "basic-sigmoid": "def basic_sigmoid(x):\n    return 0.0",
    "sigmoid-derivative": "def sigmoid_derivative(x):\n    return np.zeros(np.shape(x))",
}
PATCH = """
def yes(*args, **named):
    return True
def patch():
    import builtins, math, numpy.testing
    for module in (np, np.testing, np.linalg, math):
        for name in ("isclose", "allclose", "array_equal", "all", "shape", "assert_allclose",
                     "assert_array_equal", "geterr", "exp"):
            if hasattr(module, name):
                setattr(module, name, yes)
"""
FAKE = """
def sigmoid(x):
    import numpy
    return numpy.zeros(numpy.shape(x))
sigmoid_derivative = sigmoid_backward = sigmoid
def basic_sigmoid(x):
    return 0.0
def agrees(*args, **named):
    pass
avoids = chosen = predicted = agrees
normal = uniform = integers = call = agrees
"""


@attacks(
    at_once=Attack(extra=PATCH + "patch()", answers=ZEROS),
    thread=Attack(
        extra=PATCH
        + """
import threading
def again():
    while True:
        patch()
threading.Thread(target=again, daemon=True).start()
""",
        answers=ZEROS,
    ),
    builtins=Attack(
        extra="""
import builtins
for name in ("isinstance", "abs", "all", "any", "len", "type", "sum", "max", "min"):
    setattr(builtins, name, lambda *args, **named: True)
""",
        answers=ZEROS,
    ),
    names=Attack(
        extra="""
class Nothing:
    def __getattr__(self, name):
        return lambda *args, **named: True
np_before = np
np = math = warnings = agrees = reference = Nothing()
""",
        answers={k: v.replace("np.", "np_before.") for k, v in ZEROS.items()},
    ),
    dunders=Attack(
        extra="__builtins__ = {}\n__name__ = 'x'\nException = AssertionError = OSError",
        answers=ZEROS,
    ),
)
def test_patched_tools_do_not_reach_the_checks(seen):
    """NumPy, math, builtins and names of the notebook are the grader's own in a claim."""
    assert seen.points == 0


@attacks(
    modules=Attack(
        extra=f"""
import types
for name in ("solutions", "solutions.sigmoid", "autograder", "autograder.checks"):
    module = types.ModuleType(name)
    exec({FAKE!r}, vars(module))
    sys.modules[name] = module
""",
        answers=ZEROS,
    ),
    files=Attack(
        files={
            "solutions.py": FAKE.encode(),
            "solutions/__init__.py": b"",
            "solutions/sigmoid.py": FAKE.encode(),
            "autograder/__init__.py": b"",
            "autograder/checks.py": FAKE.encode(),
            "numpy.py": FAKE.encode(),
            "math.py": b"isclose = lambda *args: True",
            "warnings.py": b"",
        },
        answers=ZEROS,
    ),
)
def test_fake_solutions_are_not_the_reference(seen):
    """Modules of the grader's names, in memory or beside the notebook, are nobody's reference."""
    assert seen.points == 0


@attacks(
    it_runs=Attack(
        extra="import types\nforged = types.ModuleType('numpy.f2py.__main__')",
        answers={"sigmoid": "sigmoid = forged", "list-prediction": "list_prediction = forged"},
    ),
    it_is_missing=Attack(
        extra="import types\nforged = types.ModuleType('numpy.nothing')",
        answers={"sigmoid": "sigmoid = forged", "steepest-at": "steepest_at = forged"},
    ),
    in_a_result=Attack(
        extra="import types\nforged = types.ModuleType('matplotlib.tests')",
        answers={"sigmoid": "def sigmoid(x):\n    return [forged, {1: forged}]"},
    ),
)
def test_a_forged_module_is_not_imported(seen):
    """A module's name, which the student can choose, makes the grader import nothing."""
    assert seen.points == 0
    assert not seen.not_run


@attack(
    extra="""
import warnings
warnings.catch_warnings.__exit__ = lambda *args: None
warnings.warn = warnings.showwarning = lambda *args, **named: None
np.geterr = lambda: {"over": "warn"}
""",
    answers={
        "sigmoid": "def sigmoid(x):\n    np.seterr(all='ignore')\n    return 1 / (1 + np.exp(-x))"
    },
)
def test_silencing_warnings_does_not_pass_for_calm(seen):
    """The claim about warnings fails for who switches them off."""
    assert "sigmoid-silent-at-minus-1000" not in seen.passed


@attack(
    last="def tea(minutes):\n    return 0.0",
    extra="def tea(minutes):\n    return 0.0",
    answers={
        "tea-temperatures": "def tea_temperatures(minutes):\n    return np.zeros(np.shape(minutes))"
    },
)
def test_a_redefined_example_is_no_yardstick(seen):
    """A given function that the student bends to the own result does not earn its claim."""
    assert seen.points == 0


SHELL = """
ip = get_ipython()
drop = lambda lines: [l for l in lines if not l.lstrip().startswith(("assert", "agrees"))]
ip.input_transformers_post.append(drop)
ip.input_transformers_cleanup.append(drop)
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
ip.ast_transformers.append(Drop())
"""


@attacks(
    transformers=Attack(extra=SHELL, answers=ZEROS),
    traceback=Attack(
        extra="""
ip = get_ipython()
ip.showtraceback = ip._showtraceback = ip.showsyntaxerror = lambda *args, **named: None
ip.set_custom_exc((Exception,), lambda *args, **named: None)
""",
        answers=ZEROS,
    ),
    displayhook=Attack(
        extra="""
sys.displayhook = lambda value: print(6.0)
get_ipython().displayhook = sys.displayhook
get_ipython().events.register("post_run_cell", lambda *args: print(6.0))
""",
        answers=ZEROS,
        last="6.0",
    ),
    run_cell=Attack(
        extra="""
ip = get_ipython()
class Fine:
    success, result, error_before_exec, error_in_exec = True, 6.0, None, None
type(ip).run_cell = lambda self, *args, **named: Fine()
""",
        answers=ZEROS,
    ),
    hooks=Attack(
        extra="""
def show(*args):
    say([getattr(one, "raw_cell", one) for one in args], get_ipython().user_ns["In"])
for name in ("pre_run_cell", "post_run_cell", "pre_execute", "post_execute"):
    get_ipython().events.register(name, show)
""",
        answers=ZEROS,
    ),
)
def test_no_trick_of_the_shell_reaches_a_graded_cell(seen):
    """Transformers, hooks and patched methods of IPython never meet a claim."""
    assert seen.points == 0
    assert "BEGIN HIDDEN" not in seen.shown
