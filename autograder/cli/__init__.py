"""The commands: parse, call, print, exit code. Everything else is imported when it is needed."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from types import ModuleType
from typing import cast

import click

from autograder import __version__
from autograder.cli import classes, demo, exchange, grading, hub, material
from autograder.errors import AutograderError, PlaceError
from autograder.files import sentence

_OWN_FAULT = 3
_INTERRUPTED = 130


class Commands(click.Group):
    """Turns every exception into one sentence and the exit code that belongs to it."""

    def invoke(self, context: click.Context) -> object:
        debug = context.params.get("debug") or os.environ.get("AUTOGRADER_DEBUG")
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except (KeyboardInterrupt, click.Abort):
            click.echo("Stopped. What was finished is kept.", err=True)
            context.exit(_INTERRUPTED)
        except BrokenPipeError:  # `autograder ... | head` has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            context.exit(0)
        except AutograderError as error:
            if debug:
                traceback.print_exc()
            click.echo(str(error), err=True)
            context.exit(error.exit_code)
        except Exception as error:
            if debug:
                raise
            refused = sentence(error) if isinstance(error, OSError) else ""
            click.echo(refused or _unexpected(error), err=True)
            context.exit(PlaceError.exit_code if refused else _OWN_FAULT)

    def list_commands(self, context: click.Context) -> list[str]:
        return list(self.commands)  # in the order of use, not of the alphabet


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="autograder")
@click.option("--debug", is_flag=True, help="Show the whole traceback of an error.")
def commands(debug: bool) -> None:
    """Build, release and grade the course's notebooks.

    An instructor's order: check, release, roster, collect, grade, report, feedback, export. A
    learner's: start, then try on a notebook as often as needed. Exit codes: 0 done, 1 something is
    wrong in the material, 2 wrong usage, 3 the grader itself is unfit.
    """


for _module in (material, grading, classes, exchange, hub, demo):
    for _command in _module.COMMANDS:
        commands.add_command(_command)


def main() -> None:
    """Run the command line."""
    # jsonschema, by which notebooks are read, would import it for two seconds, for the sake of web
    # addresses in other alphabets: no notebook's schema has any
    sys.modules.setdefault("rfc3987_syntax", cast(ModuleType, None))
    commands(prog_name="autograder")


def _unexpected(error: Exception) -> str:
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="autograder-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            traceback.print_exception(error, file=file)
        shown = f"is in {file.name}"
    except OSError:  # there is no room for it
        shown = "is shown by `autograder --debug`"
    reason = str(error).strip().split("\n")[0]
    return (
        f"Unexpected {type(error).__name__}{f': {reason}' if reason else ''}: a fault of the "
        f"grader, not of the class. The traceback {shown}; please report it."
    )
