"""Grades submissions: one to one graded notebook, or a class of them at once."""
