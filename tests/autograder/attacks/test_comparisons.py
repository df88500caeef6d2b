"""Only plain values leave the student's process: no result can decide how it is compared."""

from __future__ import annotations

from .attack import Attack, attack, attacks

EVERYWHERE = {
    "sigmoid": "def sigmoid(x):\n    return made(x)",
    "sigmoid-derivative": "def sigmoid_derivative(x):\n    return made(x)",
    "sigmoid-backward": "def sigmoid_backward(upstream, s):\n    return made(s)",
    "basic-sigmoid": "def basic_sigmoid(x):\n    return made(x)",
    "tea-temperatures": "def tea_temperatures(minutes):\n    return made(minutes)",
}
AGREEABLE = """
def agree(self, *others, **named):
    return True
NAMES = "eq ne lt le gt ge bool contains".split()
MORE = "add radd sub rsub mul rmul truediv rtruediv neg abs pow matmul getitem round".split()
"""


def made(source: str, **more: object) -> Attack:
    """An attack in which `made` gives all results."""
    return Attack(extra=AGREEABLE + source, answers=EVERYWHERE, **more)


@attacks(
    functions=made("""
class Agreeable(np.ndarray):
    def __array_function__(self, function, types, args, kwargs):
        return True
    def __array_ufunc__(self, ufunc, method, *inputs, **named):
        return True
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __ne__ = agree
def made(x):
    return np.zeros(np.shape(x)).view(Agreeable)
"""),
    callers=made("""
class Spy:
    shape = (3,)
    def __array__(self, *args, **named):
        frame = sys._getframe()
        while frame:
            for name in ("expected", "right", "b", "desired"):
                if name in frame.f_locals:
                    return np.asarray(frame.f_locals[name])
            frame = frame.f_back
        return np.zeros(3)
def made(x):
    return Spy()
"""),
    operators=made("""
Agreeable = type("Agreeable", (), {f"__{n}__": agree for n in NAMES}
                 | {f"__{n}__": lambda self, *others: self for n in MORE}
                 | {"__hash__": lambda self: 0, "__float__": lambda self: 0.5})
def made(x):
    return Agreeable()
"""),
    floats=made("""
Agreeable = type("float", (float,), {f"__{n}__": agree for n in NAMES[:-2]}
                 | {f"__{n}__": lambda self, *others: self for n in MORE}
                 | {"__hash__": float.__hash__, "__class__": float})
def made(x):
    return Agreeable(0.5)
"""),
    objects=made("""
Agreeable = type("Agreeable", (), {f"__{n}__": agree for n in NAMES}
                 | {f"__{n}__": lambda self, *others: self for n in MORE})
def made(x):
    found = np.empty(np.shape(x), dtype=object)
    found[...] = Agreeable()
    return found
"""),
    masked=made("""
def made(x):
    return np.ma.masked_all(np.shape(x))
"""),
    records=made("""
def made(x):
    return np.zeros(np.shape(x), dtype=[("value", float)]).view(np.recarray)
"""),
    metadata=made("""
def made(x):
    return np.zeros(np.shape(x), dtype=np.dtype("f8", metadata={"agree": True}))
"""),
    class_of=made("""
class Liar:
    @property
    def __class__(self):
        return np.ndarray
    dtype, shape, ndim, size = np.dtype(float), (3,), 1, 3
    __array_interface__ = {"shape": (3,), "typestr": "<f8", "data": (0, True), "version": 3}
def made(x):
    return Liar()
"""),
    lists=made("""
class Agreeable(list):
    __eq__ = __lt__ = __gt__ = agree
    __len__ = lambda self: 3
    __iter__ = lambda self: iter([0.5] * 3)
def made(x):
    return Agreeable()
"""),
    nan=made("def made(x):\n    return np.full(np.shape(x), np.nan)[()]"),
    functions_of_ours=made("def made(x):\n    return np.allclose"),
    generators=made("def made(x):\n    yield from [0.5] * 3"),
    enormous=made("def made(x):\n    return 10 ** 9000"),
    keys=made("def made(x):\n    return {1.0: x, True: x, (1, (2,)): [], float('nan'): {}}"),
)
def test_no_result_agrees_with_everything(seen):
    """Subclasses, operators, object arrays, NaN and odd types earn nothing."""
    assert seen.points == 0, seen.passed
    assert not seen.not_run


@attack(
    extra=AGREEABLE
    + """
class Letter(str):
    __eq__ = agree
    __hash__ = str.__hash__
    strip = lower = lambda self, *args: self
    __contains__ = agree
letter = Letter("z")
""",
    answers={
        "list-prediction": "list_prediction = letter",
        "far-out-prediction": "far_out_prediction = [letter]",
        "two-wrong-sentences": "range_answer = slope_answer = {'c', 'a', 'b'}",
        "slow-first-layers": "slow_because = np.array(['a', 'b', 'c', 'd'])",
        "steepest-at": "class Zero(int):\n    __eq__ = agree\nsteepest_at = Zero(3)",
    },
)
def test_no_answer_is_every_letter(seen):
    """A letter that equals all letters, and all letters at once, are no choice."""
    assert seen.points == 0


@attacks(
    false=Attack(answers={"steepest-at": "steepest_at = False"}),
    nan=Attack(answers={"steepest-at": "steepest_at = float('nan')"}),
    two=Attack(answers={"steepest-at": "steepest_at = [0, 0]"}),
    complex=Attack(answers={"steepest-at": "steepest_at = 0j"}),
)
def test_no_prediction_is_every_number(seen):
    """False, NaN, a list and a complex number are not the number 0 that was asked for."""
    assert seen.points == 0


@attack(
    extra="""
def crude(x):
    x = np.asarray(x) * 1.0
    return np.tanh(x / 2 * 1.004) / 2 + 0.5
""",
    answers={
        "sigmoid": """
def sigmoid(x):
    x = np.asarray(x)
    if x.shape == (3,) and x[0] == 1 or x.shape == (3, 2):
        return 1 / (1 + np.exp(-x))
    return crude(x).astype("float16")
"""
    },
)
def test_coarse_numbers_do_not_widen_the_tolerance(seen):
    """A result in float16 is compared as closely as the reference's own dtype allows."""
    assert "sigmoid-values" not in seen.passed
    assert seen.points == 0


@attack(
    answers={
        "sigmoid": """
class Lazy:
    def __init__(self, x):
        self.x = x
    def __call__(self, *args):
        return self
    def __getattr__(self, name):
        return self
    def __float__(self):
        return 0.5
sigmoid = Lazy(0)
""",
        "basic-sigmoid": "basic_sigmoid = type('basic_sigmoid', (float,), {})",
    }
)
def test_objects_whose_methods_act_earn_nothing(seen):
    """What stays in the student's process is a stand-in with which a claim can do nothing."""
    assert seen.points == 0
