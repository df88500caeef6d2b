"""Make a virtual environment, or say in one sentence what is missing.

Written so that any Python since 2.7 can read it, for it tells old ones that they are too old.
"""

import sys


def main(folder):
    version = "%d.%d" % sys.version_info[:2]
    if sys.version_info < (3, 11):
        sys.exit(
            "%s is Python %s; the course needs 3.11 or newer. Install one and name it: "
            "make PYTHON=python3.12" % (sys.executable, version)
        )
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        sys.exit(
            "%s cannot make virtual environments. On Debian and Ubuntu: "
            "sudo apt install python%s-venv; then run make again." % (sys.executable, version)
        )
    venv.create(folder, with_pip=True, symlinks=True)


if __name__ == "__main__":
    main(sys.argv[1])
