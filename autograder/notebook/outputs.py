"""Stored outputs without noise: what changes from run to run, or from machine to machine."""

from __future__ import annotations

import base64
import re
import struct
from copy import deepcopy

from nbformat import NotebookNode

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
# (what varies, what stands in its place); tests/notebooks/nbval.cfg says the same to nbval
NOISE = (
    (re.compile(r"\bat 0x[0-9a-fA-F]+"), "at 0x..."),
    (re.compile(r"\S*[/\\]ipykernel_\d+[/\\]\d+\.py:\d+"), "<cell>"),
    (re.compile(r"\S*[/\\](?:site|dist)-packages[/\\]"), ""),
)
_NOISY_CHUNKS = (b"tEXt", b"iTXt", b"zTXt", b"tIME")  # matplotlib writes its version there
_WIDGET = "application/vnd.jupyter.widget-view+json"  # its model has a new random id each time
_KEPT_METADATA = ("nbgrader", "tags")


def quiet_text(text: str) -> str:
    """Return a printed text or a representation without addresses and paths."""
    for pattern, replacement in NOISE:
        text = pattern.sub(replacement, text)
    return text


def quiet_png(encoded: str) -> str:
    """Return a base64 PNG without the chunks that name programs, versions and times."""
    data = base64.b64decode(encoded)
    kept, position = [data[:8]], 8
    while position < len(data):
        (length,) = struct.unpack(">I", data[position : position + 4])
        chunk = data[position : position + 12 + length]
        if chunk[4:8] not in _NOISY_CHUNKS:
            kept.append(chunk)
        position += len(chunk)
    return base64.b64encode(b"".join(kept)).decode() + "\n"


def quiet_output(output: NotebookNode) -> NotebookNode:
    """Return one output of a cell without noise."""
    output = deepcopy(output)
    if "text" in output:
        output.text = quiet_text(output.text)
    if output.output_type == "error":
        # frames of libraries change with their versions; the message is what is worth reading
        output.traceback = [f"{output.ename}: {quiet_text(_ANSI.sub('', output.evalue))}"]
        output.evalue = quiet_text(output.evalue)
    for kind, value in list(output.get("data", {}).items()):
        if kind == _WIDGET:
            del output.data[kind]
        elif kind == "image/png":
            output.data[kind] = quiet_png(value)
        elif isinstance(value, str):
            output.data[kind] = quiet_text(value)
    return output


def quiet_notebook(notebook: NotebookNode) -> None:
    """Take everything out of a notebook, in place, that would make the next diff noisy."""
    notebook.metadata = NotebookNode(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    for cell in notebook.cells:
        cell.metadata = NotebookNode(
            {k: v for k, v in cell.metadata.items() if k in _KEPT_METADATA}
        )
        if cell.cell_type == "code":
            cell.outputs = [quiet_output(output) for output in cell.outputs]
