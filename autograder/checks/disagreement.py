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
    unexplained : bool
        Whether nobody has asked yet which known mistake it is.
    """

    def __init__(self, message: str, mistake: str | None = None, unexplained: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.mistake = mistake
        self.unexplained = unexplained

    def __reduce__(self) -> tuple:
        return type(self), (self.message, self.mistake, self.unexplained)
