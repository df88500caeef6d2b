"""Judges the claims of one notebook, in the grader, with proxies for what the student defined."""
