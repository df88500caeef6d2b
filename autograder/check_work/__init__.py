"""Check my work: a button in JupyterLab that grades, and says below each check what holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell Jupyter where its server's extension is."""
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Add the extension to a Jupyter server; it imports the rest only then."""
    from autograder.check_work.extension import load

    load(server)
