"""Run a notebook's cells in IPython, then answers and their checks; standard input says which."""

import contextlib
import io
import json
import sys

from IPython.core.interactiveshell import InteractiveShell


def main() -> None:
    """Answer on standard output, in one line of JSON."""
    job = json.load(sys.stdin)
    sys.path.insert(0, "")
    shell = InteractiveShell.instance(history_length=1000)
    shell.enable_gui = lambda gui=None: None
    said = {}

    def run(code):
        """Run one cell; return its error, if it has one."""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            done = shell.run_cell(code, store_history=True)
        return done.error_before_exec or done.error_in_exec

    for cell in job["cells"]:
        run(cell)
    for answer in job["answers"]:
        run(answer["code"])
        said[answer["id"]] = {
            claim: f"{type(error).__name__}\n{error}"
            for claim, code in answer["claims"].items()
            if (error := run(code)) is not None
        }
        run(answer["restore"])
    print()
    print(json.dumps(said), end="")


if __name__ == "__main__":
    main()
