"""What the grader and a template, which runs no student code, agree on."""

from .wire import Bounds

BACKEND = "module://matplotlib_inline.backend_inline"
CONTROL = Bounds(
    text=1 << 20, buffers=1 << 16, arrays=16, depth=8, items=1000, keys=1000, integer_bits=64
)
