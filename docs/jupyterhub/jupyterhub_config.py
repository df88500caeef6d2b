"""A JupyterHub on one machine, on which everybody has an account of their own.

Everybody's own server is a student's. A teacher of a course has one more, which bears the course's
id as its name: it runs in the course's directory, with formgrader and `autograder`. How all this is
installed is in docs/jupyterhub.md.
"""

import grp
import os
import pwd

from tornado.web import HTTPError

COURSES = {"numpy101": "/srv/numpy101"}  # id and directory; the classroom's group teaches it
CHECKED = "numpy101"  # the course whose students may press "Check my work"; "" if none
STUDENTS = "/opt/jupyterhub"  # the Python of students' servers, and of what they hand in
STATE = "/var/lib/jupyterhub"


def teachers(course: str) -> grp.struct_group:
    """Return the Unix group that teaches a course."""
    return grp.getgrgid(os.stat(f"{COURSES[course]}/classroom").st_gid)


def choose_server(spawner) -> None:
    """Let each server run what its user's part in the course needs."""
    course, python = spawner.name, STUDENTS
    if course:
        user = pwd.getpwnam(spawner.user.name)
        groups = os.getgrouplist(user.pw_name, user.pw_gid)
        if course not in COURSES or teachers(course).gr_gid not in groups:
            error = HTTPError(403)
            error.jupyterhub_message = f"{course} is no course that you teach."
            raise error
        directory = COURSES[course]
        python = f"{directory}/.venv"
        # what teachers make belongs to their group, also what JupyterLab and nbgrader make
        start = f'umask 002; cd {directory} && exec {python}/bin/jupyterhub-singleuser "$@"'
        spawner.cmd = ["sh", "-c", start, "sh"]
        spawner.notebook_dir = directory
        spawner.environment["AUTOGRADER_COURSE_ID"] = course
        spawner.environment["AUTOGRADER_STUDENT_PYTHON"] = f"{STUDENTS}/bin/python"
    elif CHECKED:
        spawner.environment["AUTOGRADER_CHECK_WORK"] = CHECK_WORK
        spawner.environment["AUTOGRADER_CHECK_WORK_USER"] = "check-work"  # and nobody else's
    spawner.environment["PATH"] = f"{python}/bin:/usr/local/bin:/usr/bin:/bin"


c = get_config()  # noqa: F821, traitlets defines it
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{STATE}/cookie_secret"
c.ConfigurableHTTPProxy.pid_file = f"{STATE}/proxy.pid"

c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"students", *(teachers(one).gr_name for one in COURSES)}

c.JupyterHub.allow_named_servers = True
c.JupyterHub.named_server_limit_per_user = len(COURSES)
c.Spawner.cmd = [f"{STUDENTS}/bin/jupyterhub-singleuser"]
c.Spawner.args = ["--ServerApp.terminado_settings=shell_command=/bin/bash"]  # keeps PATH
c.Spawner.pre_spawn_hook = choose_server

if CHECKED:  # the service that reads the solutions, so that students need not
    service = "http://127.0.0.1:10101"
    CHECK_WORK = f"{service}/services/check-work/"
    directory = COURSES[CHECKED]
    settings = f"{directory}/check-work/check-work.toml"
    c.JupyterHub.services = [
        {
            "name": "check-work",
            "url": service,
            "display": False,
            "user": "check-work",
            "cwd": directory,
            "command": [f"{directory}/.venv/bin/autograder", "hub-service", "--settings", settings],
            "environment": {"AUTOGRADER_STUDENT_PYTHON": f"{STUDENTS}/bin/python"},
        }
    ]
    may_ask = "access:services!service=check-work"
    c.JupyterHub.load_roles = [
        {"name": "user", "scopes": ["self", may_ask]},
        {"name": "server", "scopes": ["users:activity!user", "access:servers!server", may_ask]},
    ]
