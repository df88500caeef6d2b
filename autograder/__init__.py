"""Grades NumPy notebooks: student code in a process of its own, every lost point explained."""

__version__ = "0.2.0"
