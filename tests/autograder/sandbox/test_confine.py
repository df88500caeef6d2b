"""What is promised of a confined process: what it cannot reach, and what it still can."""

import os
import socket
import sys
import tempfile
from pathlib import Path

import pytest

from autograder import errors
from autograder.sandbox.limits import Limits
from tests.autograder.sandbox.confined import ROOT, at, confined, student_environment

confining = at("full", "landlock")


@pytest.fixture
def secret(tmp_path_factory):
    """A file beside the scratch directories that every user may read."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        path = Path(folder) / "secret.txt"
        path.write_text("the solution")
        path.chmod(0o644)
        yield path


@at()
def test_honest_code_has_python_numpy_and_a_place_to_write(tier):
    """Modules that were not imported before, NumPy and files in the directory all work."""
    code = """
import colorsys, sqlite3, numpy as np
np.save("a.npy", np.arange(3)); os.mkdir("d"); os.rename("a.npy", "d/b.npy")
import tempfile; tempfile.TemporaryFile().close()
t = threading.Thread(target=say, args=(int(np.load("d/b.npy").sum()),)); t.start(); t.join()
say(sqlite3.connect(":memory:").execute("select 1 + 1").fetchone()[0])
pid = os.fork()
if pid == 0:
    os._exit(5)
say(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
a, b = socket.socketpair(); a.send(b"x"); say(b.recv(1).decode())
"""
    assert confined(tier, code).said == [3, 2, 5, "x"]


@at()
def test_it_starts_in_an_empty_directory_of_its_own(tier):
    """The working directory is the home directory, empty, and nobody else's."""
    code = """
say([os.listdir(), os.getcwd() == os.environ["HOME"], os.stat(".").st_mode & 0o777])
say(os.stat(".").st_uid == os.getuid())
"""
    assert confined(tier, code).said == [[[], True, 0o700], True]


@at()
def test_it_has_no_environment_variable_of_ours(tier):
    """Neither os.environ nor a copy made before shows more than the fixed set."""
    code = "say(sorted(os.environ)); say(os.environ.get('SECRET', 'none'))"

    names, secret = confined(tier, code).said

    assert secret == "none"
    assert set(names) <= {
        *("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR", "USER", "PATH", "LANG"),
        *("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "JOBLIB_MULTIPROCESSING"),
        *("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"),
    }


@at()
def test_it_has_no_open_file_but_its_wire(tier):
    """Descriptors that the template had are closed; standard input is empty."""
    code = """
known = {0, 1, 2, wire}
def is_open(number):
    try: os.fstat(number)
    except OSError: return False
    return True
say([n for n in range(200) if is_open(n) and n not in known]); say(os.read(0, 10).decode())
"""
    assert confined(tier, code).said == [[], ""]


@confining
@pytest.mark.parametrize(
    "path",
    ["/etc/shadow", "/etc/hostname", "/proc/1/environ", "/dev/kmsg", "/dev/tty", "/bin/sh"]
    + [str(ROOT / name) for name in ("pyproject.toml", "solutions/__init__.py", ".git/HEAD")]
    + [errors.__file__, sys.executable],
)
def test_it_cannot_read_the_file(tier, path):
    """Nothing of this machine, this repository or the grader can be opened."""
    assert confined(tier, f"say(refused(open, {path!r}))").answer in (
        *("FileNotFoundError", "PermissionError", "NotADirectoryError"),
    )


@confining
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/etc", "/var", "/usr", "/sys", "/dev/shm", "/home", "/home/..", "/proc/1/root"),
        *(str(ROOT), str(ROOT.parent), str(ROOT / "notebooks"), str(Path.home())),
    ],
)
def test_it_sees_no_more_of_a_directory_than_it_may_read(tier, path):
    """A directory is closed, or holds nothing but what leads to the interpreter's library."""
    readable = student_environment().readable
    paths = [
        *readable.paths,
        *readable.links,
        "/etc/passwd",
        "/home/student",
        "/tmp",
        "/proc",
        "/dev",
    ]
    inside = Path(path.replace("/home/..", "/").replace("/proc/1/root", "/"))
    leading = {Path(p).relative_to(inside).parts[0] for p in paths if inside in Path(p).parents}

    seen = confined(
        tier, f"say(os.listdir({path!r}) if refused(os.listdir, {path!r}) == 'done' else [])"
    )

    assert set(seen.answer) <= leading


@confining
def test_it_cannot_read_others_temporary_files(tier, secret):
    """What other programs keep in /tmp is not there or refused, though all may read it."""
    code = f"""
say(refused(lambda: open({str(secret)!r}).read())); say(refused(os.listdir, {str(secret.parent)!r}))
"""
    assert "done" not in confined(tier, code).said


@confining
def test_it_cannot_change_what_it_can_read(tier):
    """The interpreter's own library stays as it is: no write, no delete, no new file."""
    code = """
import numpy
path = numpy.__file__; folder = os.path.dirname(path)
say([refused(open, path, "a"), refused(os.unlink, path), refused(os.mkdir, folder + "/x"),
     refused(os.symlink, "/etc", folder + "/y"), refused(os.chmod, path, 0o777),
     refused(os.utime, path), refused(os.rename, path, "mine"), refused(os.truncate, path, 0)])
"""
    assert set(confined(tier, code).answer) <= {"PermissionError", "OSError"}


@confining
def test_it_cannot_read_the_packages_of_the_grader(tier):
    """The interpreter's own site-packages may hold the solutions; only the venv's is shown."""
    code = """
folder = os.path.join(os.path.dirname(os.__file__), "site-packages")
say(os.listdir(folder) if refused(os.listdir, folder) == "done" else [])
"""
    assert confined(tier, code).answer == []


@confining
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET"])
def test_it_cannot_open_a_socket(tier, family):
    """No socket of any family, not even to this machine itself."""
    code = f"say(refused(socket.socket, socket.{family}, socket.SOCK_DGRAM))"

    assert confined(tier, code).answer == "PermissionError"


@confining
def test_it_cannot_reach_a_server_through_a_pair_of_sockets(tier):
    """A pair of datagram sockets could be connected elsewhere: there are none."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(f"\0of the tests {os.getpid()}")
        server.setblocking(False)
        code = f"""
name = chr(0) + "of the tests {os.getpid()}"
say(refused(socket.socketpair, socket.AF_UNIX, socket.SOCK_DGRAM))
a, b = socket.socketpair()
say([refused(a.connect, name), refused(a.sendto, b"x", name), refused(a.bind, name + "2")])
"""
        pair, attempts = confined(tier, code).said

        assert pair == "PermissionError"
        assert attempts[0] == attempts[2] == "PermissionError"
        with pytest.raises(BlockingIOError):
            server.recv(1)


@confining
def test_it_cannot_signal_or_trace_the_grader(tier):
    """Neither signal 0 nor ptrace nor reading its memory reaches the process that runs this."""
    pid = os.getpid()
    code = f"""
ptrace = ctypes.CDLL(None, use_errno=True).ptrace
say([refused(os.kill, {pid}, 0), refused(os.kill, {pid}, signal.SIGTERM),
     refused(os.kill, os.getppid() or {pid}, 0), refused(os.killpg, {os.getpgrp()}, 0),
     refused(lambda: open("/proc/{pid}/mem", "rb")),
     "no" if ptrace(16, {pid}, 0, 0) else "done"])
"""
    answers = confined(tier, code).answer

    assert "done" not in answers


@confining
def test_it_cannot_change_limits_or_priorities_of_others(tier):
    """The grader's own limits, processors and priority are not to be had by its number."""
    pid = os.getpid()
    code = f"""
import resource
say([refused(resource.prlimit, {pid}, resource.RLIMIT_CPU, (1, 1)),
     refused(os.sched_setaffinity, {pid}, {{0}}), refused(os.setpriority, os.PRIO_USER, 0, 19)])
"""
    assert "done" not in confined(tier, code).answer


@at("full")
def test_it_sees_no_other_process(tier):
    """/proc, if there is one, shows this notebook's processes only."""
    code = """
say(sorted(n for n in os.listdir("/proc") if n.isdigit())); say(os.getpid())
"""
    seen, own = confined(tier, code).said

    assert own == 1
    assert seen in ([], ["1"])


@confining
@pytest.mark.parametrize(
    "attempt",
    [
        "os.execv, '/bin/true', ['true']",
        "os.setsid",
        "os.setpgid, 0, 0",
        "os.chroot, '.'",
        "os.unshare, 0x10000000" if hasattr(os, "unshare") else "os.chroot, '/'",
        "os.memfd_create, 'x'",
        "os.mkfifo, '/x'",
        "os.mknod, 'x', 0o20600, os.makedev(1, 1)",
        "os.setuid, 0",
        "os.sethostname, 'x'" if hasattr(os, "sethostname") else "socket.sethostname, 'x'",
        "time.clock_settime, time.CLOCK_REALTIME, 0.0",
    ],
)
def test_it_cannot(tier, attempt):
    """Programs, sessions, namespaces, devices, other users and the clock are out of reach."""
    assert confined(tier, f"say(refused({attempt}))").answer != "done"


@at()
def test_it_has_no_privilege_and_cannot_get_one(tier):
    """Not root, no capability that could do harm, no setuid program, memory not to be read."""
    code = """
libc = ctypes.CDLL(None)
say([os.getuid() != 0, os.getgroups(), libc.prctl(39, 0, 0, 0, 0), libc.prctl(3, 0, 0, 0, 0)])
"""
    own_user, groups, no_new_privileges, dumpable = confined(tier, code).answer

    assert own_user or os.geteuid() != 0
    assert groups == [] or os.geteuid() != 0
    assert (no_new_privileges, dumpable) == (1, 0)


@confining
def test_code_never_runs_if_a_part_of_the_plan_fails(tier):
    """A limit that the system refuses ends the process before the code begins."""
    limits = Limits()
    object.__setattr__(limits, "memory", 1 << 70)

    outcome = confined(tier, "say('ran')", limits)

    assert "OverflowError" in outcome.answer
    assert outcome.code == 99
