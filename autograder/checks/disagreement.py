"""What a failing check raises."""

from __future__ import annotations


class Disagreement(AssertionError):
    """A claim does not hold; the text is for the student.

    Attributes
    ----------
    message : str
        What to tell the student: a sentence, the input, both results, where to look.
    mistake : str or None
        The title of the known mistake that explains everything seen, if exactly one does.
    """

    def __init__(self, message: str, mistake: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.mistake = mistake

    def __reduce__(self) -> tuple:
        return type(self), (self.message, self.mistake)
