"""One claim at a time: the examiner, and what it holds of the student process."""
