"""The preloaded interpreter: it has imported everything, and forks for each notebook."""

from __future__ import annotations

import contextlib
import gc
import os
import random
import shutil
import signal
import socket
import sys
from typing import Any, NoReturn

import numpy as np

from .hugepages import collapse
from .reaper import Reaper
from .server import Server
from .shell import Shell
from .wire import CONTROL, Bounds, Channel, Gone

if hasattr(os, "fork"):  # not on Windows
    from . import confine

# What notebooks do first and what then imports more or fills a cache; nothing of it is kept.
_REHEARSAL = (
    "1",
    "%matplotlib inline",
    "print(1)",
    "1/0",
    "import ipywidgets",
    "import numpy.testing, PIL.PngImagePlugin",
    """
import matplotlib.pyplot as plt
figure, axes = plt.subplots(figsize=(1, 1))
axes.plot([1, 2], label="a")
axes.imshow([[1, 2]])
axes.set(title="$x^2$", xticks=[0], yticks=[0])
axes.legend()
plt.show()
""",
)


def serve_forks(control: int, rehearsed: bool) -> NoReturn:
    """Serve the grader's control socket, an inherited descriptor, until it closes.

    The working directory is a temporary one of our own.
    """
    home = os.getcwd()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = socket.socket(fileno=control)
    _serve_control(connection, _shell(rehearsed), home)


def serve_shared(shared: int, rehearsed: bool) -> NoReturn:
    """Fork for each control socket that comes through a shared one; the fork serves it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked = socket.socket(fileno=shared)
    shell = _shell(rehearsed)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for these forks
    try:
        while descriptors := socket.recv_fds(asked, 1, 1)[1]:
            if os.fork():
                os.close(descriptors[0])
                continue
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            asked.close()
            os.chdir("/")  # the working directory goes with the shared template
            _serve_control(socket.socket(fileno=descriptors[0]), shell)
    finally:
        os._exit(0)


def _serve_control(connection: socket.socket, shell: Shell, home: str | None = None) -> NoReturn:
    """Fork, interrupt and end notebooks as the grader says; at the end remove our home."""
    channel = Channel(connection, CONTROL, takes_descriptors=True)
    reaper = Reaper()
    channel.send({"ready": True, "process": os.getpid(), "prefix": sys.prefix})
    try:
        while True:
            message, _ = channel.receive()
            match message["op"]:
                case "start":
                    plan = message["plan"]
                    confine.prepare(plan)
                    child = _fork(channel.descriptors.pop(), message, shell)
                    reaper.expect(child, plan["scratch"] if plan["tier"] != "full" else None)
                    channel.send({"process": child})
                case "interrupt":
                    reaper.interrupt(message["process"])
                case "end":
                    channel.send({"status": reaper.end(message["process"])})
    except Gone:
        reaper.end_all()
        if home is not None:
            shutil.rmtree(home, ignore_errors=True)
    finally:
        os._exit(0)


def serve_one(rehearsed: bool) -> NoReturn:
    """Serve one notebook, where there is no fork; the first line of input says to whom."""
    port, token = sys.stdin.readline().split()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    shell = _shell(rehearsed)
    connection = socket.create_connection(("127.0.0.1", int(port)))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    channel = Channel(connection, CONTROL)
    channel.send({"token": token})
    message, _ = channel.receive()
    _serve(connection, message, shell)


def _shell(rehearsed: bool) -> Shell:
    _look_elsewhere_than_in_proc()
    shell = Shell()
    for cell in _REHEARSAL if rehearsed else ():
        shell.run_cell(cell, 1_000_000)
    shell.reset()
    gc.collect()
    gc.freeze()
    gc.enable()
    if rehearsed:  # worth it for many forks
        collapse()
    return shell


def _look_elsewhere_than_in_proc() -> None:
    """Have scikit-learn ask the linker what is loaded: in confinement no file in /proc is read."""
    with contextlib.suppress(ImportError):
        import threadpoolctl

        threadpoolctl._HAS_PROCFS = False


def _fork(descriptor: int, message: dict[str, Any], shell: Shell) -> int:
    child = os.fork()
    if child:
        os.close(descriptor)
        return child
    try:
        _serve(socket.socket(fileno=descriptor), message, shell)
    finally:
        os._exit(1)


def _serve(connection: socket.socket, message: dict[str, Any], shell: Shell) -> NoReturn:
    """Confine this process and answer until the examiner hangs up."""
    by_fork = message["by_fork"]
    channel = Channel(connection, Bounds(**message["bounds"]), takes_descriptors=by_fork)
    try:
        try:
            lacking = _confine(message["plan"], connection.fileno())
        except Exception as error:
            channel.send({"refused": f"{type(error).__name__}: {error}"})
            os._exit(1)
        random.seed(0)  # the same marks when a notebook is graded again; a fork forgets its seed
        np.random.seed(0)
        sys.path.insert(0, "")  # modules that lie beside the notebook
        channel.send({"ready": True, "lacking": lacking})
        Server(channel, shell, **message["shown"]).serve()
    except Gone:
        os._exit(0)
    finally:
        os._exit(1)


def _confine(plan: dict[str, Any], wire: int) -> list[str]:
    if hasattr(os, "fork"):
        return confine.enter(plan, keep=[wire])
    os.chdir(plan["scratch"])
    os.environ.update(plan["variables"])
    return ["every limit of resources"]
