"""The service that checks notebooks for the students of a JupyterHub, who cannot read the course.

It runs under a user of its own, started by the hub. Students' servers send it the notebook's bytes
with the student's token; who that is, only the hub says. The addresses are those of
`autograder.check_work.contract`, below the service's own prefix. How a hub is told of it is in
`docs/jupyterhub/jupyterhub_config.py`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer

from autograder.check_work.service.connections import CONNECTIONS, Server
from autograder.check_work.service.graders import Grader
from autograder.check_work.service.handlers import LISTENED, application
from autograder.check_work.service.identity import Hub
from autograder.check_work.service.log import Log
from autograder.check_work.service.service import Say, Service
from autograder.check_work.service.settings import FILE, SettingsFile
from autograder.course.course import Course
from autograder.course.readers import open_to_all
from autograder.errors import UnfitError, UsageError
from autograder.files import INSTALLED_COURSE
from autograder.grading.classes.workers import cores, processes
from autograder.grading.templates import student_environment
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.interpreter import SharedTemplate
from autograder.sandbox.temporary import Temporary
from autograder.sandbox.tiers import best_tier

_OPEN_FILES = 4096  # for each connection its notebook's too


def run(course: Course, settings: Path | None, log: Path, workers: int | None, say: Say) -> None:
    """Serve until this process is told to end.

    Parameters
    ----------
    course : Course
    settings : Path, optional
        By default `check-work.toml` of the course.
    log : Path
    workers : int, optional
        How many notebooks are graded at once; by default as many as there are processors.
    say : callable
        Is given what whoever runs the service should know.

    Raises
    ------
    UsageError
        If it was not started by a JupyterHub, or runs as root.
    UnfitError
        If students' code cannot be confined here.
    """
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        raise UsageError(
            "The service runs as root, and needs nothing of root's. Give it a user of its own, who "
            "alone can read the course: `user` of the service in jupyterhub_config.py."
        )
    os.umask(0o077)
    _allow_open_files()
    logging.getLogger("tornado").setLevel(logging.ERROR)  # what strangers send is no news
    hub = Hub()
    tier = best_tier()
    if tier == "process":
        raise UnfitError(
            "Nothing is served, for students' code cannot be confined on this machine "
            "(`autograder check` says why)."
        )
    environment = student_environment(course.root, say)
    _keep_apart(environment)
    for sentence in open_to_all(course):
        say(sentence)
    file = SettingsFile(settings or course.root / FILE, course)
    folder, shared = Temporary("service"), SharedTemplate(environment)
    try:
        service = Service(course, file, Log(log), folder.path, hub, tier, say)
        make = partial(processes, 1, shared=shared.client)
        asyncio.run(_serve(service, [Grader(make) for _ in range(workers or cores())]))
    finally:
        shared.close()
        folder.close()


def _allow_open_files() -> None:
    import resource  # not on Windows

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    few = most if most != resource.RLIM_INFINITY and most < _OPEN_FILES else _OPEN_FILES
    resource.setrlimit(resource.RLIMIT_NOFILE, (few, most))


def _keep_apart(environment: StudentEnvironment) -> None:
    """Raise a UsageError if the solutions lie where students' code can read them."""
    for site in environment.folder.glob("lib/python*/site-packages"):
        for name in (INSTALLED_COURSE.name, "solutions"):
            if (site / name).exists():
                raise UsageError(
                    f"{site / name}: the solutions lie in the students' Python, where their code "
                    "could read them. Remove that directory."
                )


async def _serve(service: Service, graders: list[Grader]) -> None:
    """Answer and grade until a signal comes."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    service.look_at_settings()
    application_ = application(service, os.environ["JUPYTERHUB_SERVICE_PREFIX"])
    server = Server(
        application_,
        max_body_size=LISTENED,
        max_header_size=16_384,
        decompress_request=False,
        no_keep_alive=True,
    )
    tasks: list[asyncio.Task[None]] = []
    try:
        _listen(server)
        tasks += [
            asyncio.create_task(service.grade(grader, first=number == 0))
            for number, grader in enumerate(graders)
        ]
        tasks.append(asyncio.create_task(service.look_after()))
        tasks.append(asyncio.create_task(_until(ended)))
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        server.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(grader.close() for grader in graders))


async def _until(ended: asyncio.Event) -> None:
    await ended.wait()


def _listen(server: HTTPServer) -> None:
    address = urlsplit(os.environ.get("JUPYTERHUB_SERVICE_URL", ""))
    if address.scheme != "http" or not address.hostname or not address.port:
        raise UsageError(
            f"JUPYTERHUB_SERVICE_URL is {address.geturl()!r}, expected an address such as "
            "http://127.0.0.1:10101: `url` of the service in jupyterhub_config.py."
        )
    try:
        server.listen(address.port, address.hostname, backlog=CONNECTIONS)
    except OSError as error:
        raise UsageError(
            f"{address.geturl()}: cannot listen there: {error.strerror}. Choose another port: "
            "`url` of the service in jupyterhub_config.py."
        ) from error
