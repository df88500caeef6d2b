"""Other processes are out of sight, and all of a notebook's own end with it."""

from __future__ import annotations

from .attack import Attack, attack, attacks

C = """
import ctypes, signal, subprocess, threading, time
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    ctypes.set_errno(0)
    return libc.syscall(number, *arguments), ctypes.get_errno()
def named():
    libc.prctl(15, b"<<mark>>", 0, 0, 0)
"""


@attacks(
    parent=Attack(
        base="right",
        last=C + "for number in (9, 15, 19):\n    tried(os.kill, os.getppid(), number)",
        extra="",
    ),
    all=Attack(base="right", last=C + "tried(os.kill, -1, 9)"),
    low=Attack(
        base="right",
        last=C + "for n in range(2, 40_000):\n    n == os.getpid() or tried(os.kill, n, 9)",
    ),
    group=Attack(base="right", last=C + "tried(os.killpg, 0, 9)"),
    stop=Attack(base="right", last=C + "tried(os.kill, os.getpid(), signal.SIGSTOP)"),
    queue=Attack(
        base="right", last=C + "[call(n, os.getppid(), 9, 0, 0) for n in (62, 129, 200, 424)]"
    ),
)
def test_cannot_signal_others(seen):
    """Signals end at most the student's own processes; the next student notices nothing."""
    assert seen.points == sum(test["max_score"] for test in seen.page["tests"])


@attack(
    extra=C
    + """
for who in {os.getppid(), 1, os.getpid() - 1} - {0, os.getpid()} or {2}:
    for what in ("mem", "environ", "fd", "root", "cwd", "maps", "task"):
        path = f"/proc/{who}/{what}"
        say(tried(os.listdir if what in ("fd", "task") else open, path)[:300])
    say(call(101, 16, who, 0, 0), call(310, who, 0, 0, 0, 0, 0))
"""
)
def test_cannot_look_into_other_processes(seen):
    """Memory, environment and files of parents are closed; ptrace is refused."""
    assert "DONE" not in seen.shown
    assert seen.shown.count("FOUND (-1, 1) (-1, 1)") == seen.shown.count("FOUND (") > 0


LINGER = """
def linger():
    named()
    for number in range(1, 60):
        try:
            signal.signal(number, signal.SIG_IGN)
        except Exception:
            pass
    libc.prctl(1, 0, 0, 0, 0)
    tried(os.setsid), tried(os.setpgid, 0, 0), tried(os.setpgrp)
    time.sleep(1000)
"""


@attacks(
    daemon=Attack(
        extra=C + LINGER + "if os.fork() == 0:\n    if os.fork() == 0:\n        linger()\n"
        "    os._exit(0)\nnamed()"
    ),
    many=Attack(extra=C + LINGER + "for _ in range(5):\n    if os.fork() == 0:\n        linger()"),
    thread=Attack(
        extra=C + LINGER + "threading.Thread(target=linger).start()\n"
        "threading.Thread(target=linger, daemon=True).start()"
    ),
    in_a_call=Attack(
        extra=C + LINGER,
        answers={
            "sigmoid": "def sigmoid(x):\n    if os.fork() == 0:\n        linger()\n    return x"
        },
    ),
    at_exit=Attack(
        extra=C + LINGER + "import atexit\natexit.register(linger)\n"
        "signal.signal(signal.SIGTERM, lambda *_: linger())"
    ),
    stopped=Attack(
        extra=C + LINGER + "child = os.fork()\nif child == 0:\n    linger()\n"
        "time.sleep(0.1)\nos.kill(child, signal.SIGSTOP)"
    ),
    bomb=Attack(
        extra=C + LINGER + "named()\nwhile True:\n    try:\n        os.fork()\n"
        "    except OSError:\n        pass"
    ),
    forks=Attack(
        extra=C + LINGER + "for _ in range(200):\n    if os.fork() == 0:\n        linger()"
    ),
)
def test_nothing_survives_the_notebook(seen, classes):
    """Daemons, threads, children of calls, fork bombs and exit handlers are gone afterwards."""
    assert seen.points == 0
    assert classes.graded(seen.tier, "04-sigmoid").left["processes"] == []


@attack(
    extra=C
    + """
say("exec", tried(subprocess.run, ["/bin/true"]), tried(os.execv, sys.executable, ["python"]))
say("memfd", call(319, b"x", 0), call(322, -1, b"", 0, 0, 0x1000))
say("uring", call(425, 8, 0), call(426, 0, 0, 0, 0, 0), call(250, 0, 0), call(321, 0, 0, 0))
say("names", call(272, 0x10000000), call(165, b"a", b"b", 0, 0, 0), call(161, b"/"))
say("groups", call(112), call(109, 0, 0), call(141, 0, 1, -20), call(157, 1, 0, 0, 0))
say("memory", call(29, 0, 4096, 0o1600), call(68, 0, 0o1600), call(135, 0x40000), call(323, 0))
say("clock", call(227, 0, 0), call(169, 0, 0, 0, 0), call(175, 0, 0, 0), call(248, 0, 0, 0, 0, 0))
"""
)
def test_cannot_use_dangerous_system_calls(seen):
    """No program is started, no namespace, key, ring, shared memory or tracing is had."""
    calls = seen.shown.split("FOUND memfd")[1]
    assert "(0, 0)" not in calls, calls
    assert "DONE" not in seen.shown
    assert calls.count("(-1, ") == 21


@attack(
    extra=C
    + """
import socket
def ask(family, kind, address):
    one = socket.socket(family, kind)
    one.settimeout(0.2)
    one.connect(address)
    return one
for port in (22, 80, 5432, 8888):
    say(tried(ask, socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", port)))
say(tried(ask, socket.AF_INET6, socket.SOCK_DGRAM, ("::1", 53)))
say(tried(ask, socket.AF_UNIX, socket.SOCK_STREAM, "\\0autograder-student-user-60600"))
say(tried(ask, socket.AF_UNIX, socket.SOCK_DGRAM, "/dev/log"))
say(tried(ask, socket.AF_NETLINK, socket.SOCK_RAW, (0, 0)))
say(tried(socket.socketpair, socket.AF_UNIX, socket.SOCK_DGRAM))
say(tried(socket.create_server, ("", 0)), tried(socket.getaddrinfo, "example.org", 80))
for path in ("<<home>>", "<<tmp>>"):
    say(tried(open, path + "/.local/share/jupyter/runtime/kernel-1.json"))
"""
)
def test_cannot_use_the_network(seen):
    """No socket of any kind, and no connection file of a kernel, is to be had."""
    assert seen.shown.count("REFUSED") == 13
    assert "DONE" not in seen.shown


@attack(
    extra="""
import os, socket
def ask(folder):
    one = socket.socket(socket.AF_UNIX)
    one.settimeout(0.2)
    one.connect(folder + "/.s.PGSQL.5432")
    return one
for folder in ("<<tmp>>", "/tmp", "/run/postgresql", "/var/run/postgresql"):
    say(tried(ask, folder))
for folder, name in (("<<classroom>>", "nbgrader_config.py"), ("<<course>>", "nbgrader_config.py"),
                     ("<<home>>", ".pgpass")):
    say(tried(open, folder + "/" + name))
say([name for name in os.environ if name.startswith("PG")])
"""
)
def test_cannot_reach_the_database_of_the_gradebook(seen):
    """Not its socket, not the file with its password, not the variables of whoever grades."""
    assert seen.shown.count("REFUSED") == 7
    assert "DONE" not in seen.shown
    assert "[]" in seen.shown and "PGPASSWORD" not in seen.shown


PLACES = ("<<course>>/evil.py", "<<classroom>>/evil", "<<home>>/evil", "<<tmp>>/evil", "/dev/shm/x")


@attack(
    extra=f"""
import site, tempfile
places = {list(PLACES)!r} + [p + "/evil.pth" for p in sys.path if "site-packages" in p]
places += [np.__file__, os.__file__, sys.executable, "/etc/passwd", "/var/tmp/x", "/usr/lib/x.so"]
for path in places:
    say(path[-20:], tried(open, path, "a"), tried(os.remove, path), tried(os.chmod, path, 0o777))
"""
)
def test_cannot_write_outside_of_its_directory(seen):
    """Neither packages nor the class's, the grader's or the system's files can be written."""
    assert "DONE" not in seen.shown
    assert seen.shown.count("REFUSED") == 3 * seen.shown.count("FOUND")
    assert seen.shown.count("FOUND") >= len(PLACES) + 6
    assert not (seen.classroom / "evil").exists()


@attack(
    base="right",
    extra="""
home = os.path.expanduser("~")
evil = "import builtins, os\\nbuiltins.evil = True\\nos._exit(0)\\n"
names = ["sitecustomize.py", "usercustomize.py", "evil.pth", "numpy.py", "pictures.py",
         "inside/server.py", ".ipython/profile_default/startup/00.py", "matplotlibrc",
         ".ipython/profile_default/ipython_config.py", ".matplotlib/matplotlibrc", ".pythonrc",
         ".local/lib/python3.11/site-packages/usercustomize.py", ".jupyter/kernel.json"]
for folder in (home, "."):
    for name in names:
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(evil)
say("all written")
os.environ.update(PYTHONSTARTUP=home + "/.pythonrc", PYTHONPATH=home, LD_PRELOAD=home + "/x.so",
                  PYTHONHOME=home, AUTOGRADER_STUDENT_PYTHON=home, MPLBACKEND="module://evil")
""",
    last="import os\nos._exit(0)",
)
def test_start_up_files_change_no_later_interpreter(seen):
    """Start-up files and variables are this notebook's own and end with it."""
    assert "FOUND all written" in seen.shown
    assert seen.points == sum(test["max_score"] for test in seen.page["tests"])


@attack(
    extra="""
path = os.path.expanduser("~/mine")
say("before", os.path.exists(path), sorted(os.listdir(".")))
open(path, "w").write("x")
open("pictures.py", "w").write("1 / 0")
np.evil = True
""",
    tiers=("full", "landlock"),
)
def test_files_are_gone_afterwards(seen, classes):
    """The scratch directory is new for each notebook, and nothing is left of it."""
    assert "before False" in seen.shown
    assert classes.graded(seen.tier, "04-sigmoid").left["left"] == [".local", "secret.txt"]
