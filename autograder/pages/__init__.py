"""Feedback for a student, a report for a class: static pages, and the same in a terminal."""
