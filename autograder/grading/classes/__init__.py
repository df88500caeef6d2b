"""Grades classes: which submissions must be graded, by which process, and where results go."""
