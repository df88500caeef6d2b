"""What a failing check raises."""

from __future__ import annotations

from typing import Any


class Disagreement(AssertionError):
    """A check does not hold; the text is for the student.

    IPython shows the text alone, without a traceback: where the check stands is no news.

    Attributes
    ----------
    message : str
        What to tell the student: a sentence, the input, both results, where to look.
    mistake : str or None
        The title of the known mistake that explains everything seen, if exactly one does.
    about : str
        The function that does otherwise than it should; empty if it is none.
    """

    def __init__(self, message: str, mistake: str | None = None, about: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mistake = mistake
        self.about = about

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.mistake, self.about)

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows in place of a traceback."""
        return self.message.split("\n")


class TooBusy(Exception):
    """Speed could not be judged, because other programs had the processor; nobody's fault."""

    def __init__(self) -> None:
        super().__init__(
            "Not run: the machine was too busy to tell how fast this is. Run it again when other "
            "programs have ended."
        )

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows in place of a traceback."""
        return [str(self)]
