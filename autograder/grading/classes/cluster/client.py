"""Finds a cluster's scheduler, or starts one here, and connects to it."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

from autograder.errors import UsageError
from autograder.grading.classes.cluster.address import Address

if TYPE_CHECKING:
    import distributed

DEATHS = 3  # workers that a submission may kill before it is tried alone, for the last time
REACHED = 5.0  # seconds in which a scheduler must answer

_KEYS = ("ca-file", "client.cert", "client.key")
_SETTINGS = {
    "distributed.scheduler.allowed-failures": DEATHS - 1,  # of a cluster that is made here
    "distributed.scheduler.http.routes": [],  # which shows nothing to anybody
    "distributed.worker.http.routes": [],
    "distributed.admin.large-graph-warning-threshold": "1 GB",
    # or the last thousand messages to everybody stay in memory, with the work that they carry
    "distributed.admin.low-level-log-length": 10,
}
_SILENT = logging.CRITICAL + 1


def connected(address: Address, closing: contextlib.ExitStack) -> distributed.Client:
    """Return Dask's client of a cluster; what was opened for it is closed with `closing`.

    Raises
    ------
    UsageError
        If Dask is not installed, or there is no such cluster.
    """
    try:
        import dask
        import distributed
    except ImportError as error:
        raise UsageError(
            "--cluster needs dask.distributed, which is not installed beside the grader. Install "
            "it: `pip install 'numpy-course[cluster]'`."
        ) from error
    closing.enter_context(_silence())
    closing.enter_context(_interrupts_are_heard())
    closing.enter_context(dask.config.set(_SETTINGS))
    security = None
    scheduler = address.scheduler
    _need_keys(address)
    try:
        if address.workers:
            # others on this machine must not run programs as this user
            security = distributed.Security.temporary()
            with undisturbed():  # Ctrl-C is for the command, not for what it starts
                here = distributed.LocalCluster(
                    n_workers=address.workers,
                    threads_per_worker=1,
                    memory_limit=None,
                    security=security,
                    protocol="tls://",
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",
                    worker_dashboard_address="127.0.0.1:0",
                    silence_logs=_SILENT,
                )
                closing.callback(here.close, timeout=10)
            scheduler = here.scheduler_address
        if address.gateway:
            import dask_gateway

            cluster = dask_gateway.Gateway().connect(address.gateway)
            closing.callback(cluster.close)
            client: distributed.Client = cluster.get_client(set_as_default=False)
            return client
        make = partial(distributed.Client, scheduler, security=security, timeout=REACHED)
        return _answered(partial(make, set_as_default=False))
    except ImportError as error:  # what makes keys, or leads to a gateway
        name = (error.name or "").replace("_", "-")
        raise UsageError(
            f"{address}: {name} is not installed beside the grader. Install it: "
            f"`pip install {name}`."
        ) from error
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        said = " ".join(str(error).split())[:200].rstrip(".")
        raise UsageError(
            f"{address}: no cluster can be reached there: {said}. Is its scheduler running, and "
            "is this the address that it prints?"
            if not address.workers
            else f"{address}: so many workers cannot be started here: {said}."
        ) from error


def _need_keys(address: Address) -> None:
    """Raise a UsageError if a scheduler wants TLS, and Dask has no keys here to reach it with."""
    import dask
    import distributed

    if not address.scheduler.startswith("tls:"):
        return
    try:
        if distributed.Security().get_connection_args("client")["ssl_context"] is not None:
            return
        said = "its configuration does not name all three files of distributed.comm.tls"
    except OSError as error:
        named = (dask.config.get(f"distributed.comm.tls.{one}") for one in _KEYS)
        files = dict.fromkeys(str(file) for file in named if file and "\n" not in str(file))
        said = f"{error.strerror or error} ({', '.join(files)})"
    raise UsageError(
        f"{address}: Dask has no keys here with which to reach it: {said}. Set DASK_CONFIG to the "
        "file in which the cluster's keys are named; docs/cluster.md shows one."
    )


def _answered(make: Callable[[], distributed.Client]) -> distributed.Client:
    """Return a client; Dask's own limit of time leaves out a scheduler that says nothing at all."""
    made: Future[distributed.Client] = Future()

    def work() -> None:
        try:
            made.set_result(make())
        except Exception as error:
            made.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        return made.result(4 * REACHED)
    except TimeoutError as error:
        raise TimeoutError(str(error) or "what is there does not answer as a scheduler") from error


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Have Ctrl-C wait; programs that are started meanwhile do not get it at all."""
    if sys.platform == "win32":  # it has no such thing
        yield
        return
    resource_tracker.ensure_running()  # when that starts it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep Dask from logging what is told in a sentence here, as lost connections are."""
    # each with its own level
    names = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(_SILENT)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@contextlib.contextmanager
def _interrupts_are_heard() -> Iterator[None]:
    """Have Ctrl-C come again if it came while Dask let go of something, where Python drops it."""
    usual = sys.unraisablehook

    def hook(dropped: sys.UnraisableHookArgs) -> None:
        if not issubclass(dropped.exc_type, KeyboardInterrupt):
            usual(dropped)
            return
        again = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
        again.daemon = True
        again.start()

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = usual
