"""One submission to one graded notebook, many of them at once, and the gradebook."""
