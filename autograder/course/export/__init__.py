"""What goes out: the marks, as each platform takes them."""

from autograder.course.export.export import PLATFORMS, Exported, export

__all__ = ["PLATFORMS", "Exported", "export"]
