"""The right answers, the hidden checks and other people's files are not to be had."""

from __future__ import annotations

from .attack import Attack, attack, attacks

ALL = ("sigmoid", "sigmoid_derivative", "sigmoid_backward", "basic_sigmoid")
STOLEN = {
    "basic-sigmoid": "basic_sigmoid = find('basic_sigmoid')",
    "sigmoid": "sigmoid = find('sigmoid')",
    "sigmoid-derivative": "sigmoid_derivative = find('sigmoid_derivative')",
    "sigmoid-backward": "sigmoid_backward = find('sigmoid_backward')",
}


def reading(*paths: str) -> str:
    """A cell that shows what it can read of some paths."""
    return f"""
for path in {list(paths)!r}:
    say(path[-30:], tried(lambda: open(path, "rb").read()))
    say(path[-30:], tried(lambda: os.listdir(os.path.dirname(path))))
"""


@attacks(
    solutions=Attack(
        extra="import importlib\ndef find(name):\n"
        "    return getattr(importlib.import_module('solutions.sigmoid'), name)",
        answers=STOLEN,
    ),
    by_path=Attack(
        extra="sys.path.insert(0, '<<course>>')\ndef find(name):\n"
        "    import solutions.sigmoid\n    return getattr(solutions.sigmoid, name)",
        answers=STOLEN,
    ),
    memory=Attack(
        extra="""
import gc, types
def find(name):
    found = [f for f in gc.get_objects() if isinstance(f, types.FunctionType)
             and f.__name__ == name and "solutions" in str(f.__module__)]
    return found[0]
""",
        answers=STOLEN,
    ),
    frames=Attack(
        extra="""
def find(name):
    def stolen(*args):
        frame = sys._getframe()
        while frame:
            for names in (frame.f_locals, frame.f_globals):
                for value in list(names.values()):
                    if "solutions" in str(getattr(value, "__module__", "")):
                        return value(*args)
            frame = frame.f_back
        raise LookupError("nothing")
    return stolen
""",
        answers=STOLEN,
    ),
)
def test_cannot_use_the_reference(seen):
    """Neither import, path, memory nor the callers' frames lead to the right functions."""
    assert seen.points == 0


@attack(
    extra="""
for name in ("autograder", "autograder.checks", "autograder.grading", "solutions",
             "solutions.mistakes.sigmoid", "nbgrader", "sqlalchemy"):
    say(name, tried(__import__, name))
say(sorted(name for name in sys.modules if "autograder" in name or "solutions" in name))
"""
)
def test_cannot_import_the_grader(seen):
    """What grades is not installed where student code runs."""
    assert seen.shown.count("REFUSED ModuleNotFoundError") == 7
    assert "FOUND []" in seen.shown


@attack(
    extra=reading(
        "<<course>>/notebooks/04-sigmoid/sigmoid.ipynb",
        "<<course>>/solutions/sigmoid.py",
        "<<course>>/solutions/mistakes/sigmoid.py",
        "<<course>>/autograder/checks/__init__.py",
    )
)
def test_cannot_read_the_course(seen):
    """Source notebooks, solutions and the grader cannot be read from disk."""
    assert seen.shown.count("REFUSED") == 8


@attack(
    extra=reading("<<classroom>>/gradebook.db", "<<classroom>>/limits.toml")
    + """
import sqlite3
def change():
    with sqlite3.connect("<<classroom>>/gradebook.db") as book:
        return book.execute("update grade set manual_score = 100").rowcount
say(tried(change))
"""
)
def test_cannot_read_the_gradebook(seen):
    """The marks of the class are neither read nor changed."""
    assert seen.shown.count("REFUSED") == 5


@attack(extra=reading("<<classroom>>/submitted/000/04-sigmoid/sigmoid.ipynb"))
def test_cannot_read_another_submission(seen):
    """Nobody sees what others handed in."""
    assert seen.shown.count("REFUSED") == 2


@attack(
    extra="""
say(sorted(os.environ.items()))
for name in ("self", "1", str(os.getppid()), *[n for n in tried(os.listdir, "/proc").split("'")
                                               if n.isdigit()][:200]):
    for what in ("environ", "cmdline", "maps", "status"):
        say(tried(lambda: open(f"/proc/{name}/{what}", "rb").read()))
"""
)
def test_cannot_read_the_environment(seen):
    """Environment variables of the grader are gone, also from /proc."""
    assert "FOUND" in seen.shown
    assert "AUTOGRADER" not in seen.shown


@attack(
    extra=reading("<<home>>/secret.txt", "<<tmp>>/secret.txt", "/root/.bashrc", "/etc/shadow")
    + "say(tried(os.listdir, os.path.expanduser('~/..')))\n"
)
def test_cannot_read_home_or_temporary_files(seen):
    """Files of whoever grades, also those that everybody may read, are not there."""
    assert seen.shown.count("FOUND") == 9
    assert "DONE b" not in seen.shown, "the content of a file"


@attack(
    extra="""
found = []
for folder, _, names in os.walk("/", onerror=None):
    if not folder.startswith(("/proc", "/sys")):
        found += [os.path.join(folder, n) for n in names
                  if n.endswith((".ipynb", ".db")) or "sigmoid" in n or "secret" in n]
say(found)
"""
)
def test_cannot_find_it_anywhere(seen):
    """A search of the whole file system gives no notebook, gradebook, solution or secret."""
    names = seen.shown.split("FOUND ")[1]
    assert "solutions" not in names
    assert "gradebook" not in names
    assert "04-sigmoid" not in names and "submitted" not in names
    assert "sigmoid.ipynb" not in names and "secret.txt" not in names


@attack(
    extra="""
import gc
seen_by_me = []
def look():
    words = ("agrees", "reference", "HIDDEN", "expected", "basic-sigmoid-values")
    for thing in gc.get_objects():
        if isinstance(thing, dict) and thing is not globals():
            for key, value in list(thing.items()):
                if isinstance(value, str) and any(w in value for w in words) and key != "source":
                    if "seen_by_me" not in value:
                        seen_by_me.append((key, value[:80]))
    return seen_by_me
""",
    answers={"sigmoid": "def sigmoid(x):\n    raise ValueError(str(look())[:2000])"},
)
def test_cannot_see_the_checks_from_within_a_call(seen):
    """While a claim calls, nothing of its text is in the student's process."""
    assert "ValueError" in seen.message("sigmoid-values"), "it did look"
    assert "from autograder" not in seen.message("sigmoid-values")
    assert "agrees(" not in seen.message("sigmoid-values")
    assert seen.points == 0


@attack(
    extra="""
say(tried(lambda: get_ipython().user_ns["In"]))
say(tried(lambda: list(get_ipython().history_manager.get_range(0))))
for where in ("__main__", "inside.server", "autograder.sandbox.inside.server"):
    say(where, sorted(vars(sys.modules[where])) if where in sys.modules else "none")
"""
)
def test_history_holds_no_hidden_check(seen):
    """What IPython remembers are the student's own cells."""
    assert seen.shown.count("FOUND __main__ ") == 1
    assert "BEGIN HIDDEN" not in seen.shown
