"""How much one notebook may use: every limit of the student process, in one table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Upper bounds for one notebook's student process. Bytes, seconds of wall time, counts."""

    # time
    start_seconds: float = 20.0  # until the student process is ready
    cell_seconds: float = 10.0  # one cell
    call_seconds: float = 5.0  # one call of a student's function
    claim_seconds: float = 20.0  # all that one claim asks
    notebook_seconds: float = 120.0  # all cells and claims together
    # what is shown
    output_characters: int = 1_000_000  # the outputs of one cell, figures included
    printed_characters: int = 20_000  # what one call prints
    # messages between the examiner and the student process
    messages: int = 200_000  # in one notebook
    callbacks: int = 100_000  # calls of the examiner's functions in one notebook
    message_text: int = 8 << 20  # bytes of structure in one message
    message_buffers: int = 256 << 20  # bytes of array data in one message
    message_arrays: int = 4096  # arrays in one message
    value_depth: int = 40  # lists within lists
    value_items: int = 500_000  # entries of all lists, tuples, dicts and sets of one message
    integer_bits: int = 1 << 16  # one Python integer
    restarts: int = 3  # new processes for a notebook whose cells ended theirs
