"""What is promised of the filter of system calls."""

import errno
import platform
import struct

import pytest

from autograder.sandbox.inside import seccomp
from tests.autograder.sandbox.confined import at, confined

MACHINES = pytest.mark.parametrize("machine", [0, 1], ids=["x86_64", "aarch64"])
ALLOW, KILL = 0x7FFF0000, 0x80000000
EPERM, ENOSYS = 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS


def verdict(code, machine, number, *arguments, architecture=None):
    """What the kernel would do with a call: the filter, interpreted."""
    data = struct.pack(
        "<IIQ6Q",
        number,
        seccomp._MACHINES[machine] if architecture is None else architecture,
        0,
        *(argument & (1 << 64) - 1 for argument in (*arguments, *[0] * 6)[:6]),
    )
    value = at_ = 0
    while True:
        what, true, false, k = struct.unpack_from("<HBBI", code, 8 * at_)
        at_ += 1
        if what == 0x20:
            (value,) = struct.unpack_from("<I", data, k)
        elif what == 0x54:
            value &= k
        elif what == 0x06:
            return k
        else:
            holds = {0x15: value == k, 0x45: bool(value & k), 0x35: value >= k}[what]
            at_ += true if holds else false


@MACHINES
@pytest.mark.parametrize("table", ["_REFUSED", "_SIGNALS", "_ATTRIBUTES"])
def test_every_named_call_is_refused(machine, table):
    """Each number of the table ends with EPERM, whatever its arguments."""
    code = seccomp.program(machine, signals=False, attributes=False)

    for name, numbers in getattr(seccomp, table).items():
        if numbers[machine] is not None:
            assert verdict(code, machine, numbers[machine]) == EPERM, name


@MACHINES
def test_signals_and_attributes_are_refused_only_on_request(machine):
    """Where namespaces keep others apart, kill and chmod work as usual."""
    code = seccomp.program(machine)

    for numbers in [*seccomp._SIGNALS.values(), *seccomp._ATTRIBUTES.values()]:
        if numbers[machine] is not None:
            assert verdict(code, machine, numbers[machine]) == ALLOW


@MACHINES
def test_only_pairs_of_local_streams_are_sockets(machine):
    """socketpair works for AF_UNIX streams, with any flags, and for nothing else."""
    code = seccomp.program(machine)
    number = (53, 199)[machine]

    assert verdict(code, machine, number, 1, 1 | 0x80000) == ALLOW
    assert verdict(code, machine, number, 1, 2) == EPERM
    assert verdict(code, machine, number, 2, 1) == EPERM


@MACHINES
def test_threads_and_forks_are_allowed_but_no_namespaces(machine):
    """clone works unless it asks for a namespace; clone3 seems not to exist."""
    code = seccomp.program(machine)
    clone = (56, 220)[machine]

    assert verdict(code, machine, clone, 0x003D0F00) == ALLOW  # a thread
    assert verdict(code, machine, clone, 0x01200011) == ALLOW  # a fork
    assert verdict(code, machine, clone, 0x10000011) == EPERM  # with a user namespace
    assert verdict(code, machine, 435) == ENOSYS


@MACHINES
def test_limits_can_be_asked_of_oneself_only(machine):
    """prlimit with another process's number is refused."""
    code = seccomp.program(machine)
    number = (302, 261)[machine]

    assert verdict(code, machine, number, 0, 7) == ALLOW
    assert verdict(code, machine, number, 1234, 7) == EPERM


@MACHINES
def test_calls_of_another_machine_end_the_process(machine):
    """32-bit calls have other numbers, so none is let through."""
    assert verdict(seccomp.program(machine), machine, 1, architecture=0x40000003) == KILL


def test_calls_of_the_x32_kind_end_the_process():
    """On x86_64 the same calls have a second set of numbers."""
    assert verdict(seccomp.program(0), 0, 0x40000000 | 41) == KILL


@at("full", "landlock")
@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="no numbers for it")
def test_the_kernel_agrees(tier):
    """Every refused call, really made, fails with EPERM."""
    machine = {"x86_64": 0, "aarch64": 1}[platform.machine()]
    numbers = {name: n[machine] for name, n in seccomp._REFUSED.items() if n[machine] is not None}
    code = f"""
syscall = ctypes.CDLL(None, use_errno=True).syscall
wrong = []
for name, number in {numbers!r}.items():
    ctypes.set_errno(0)
    if syscall(number, -1, -1, -1, -1, -1, -1) != -1 or ctypes.get_errno() != errno.EPERM:
        wrong.append(name)
say(wrong)
"""
    assert confined(tier, code).answer == []
