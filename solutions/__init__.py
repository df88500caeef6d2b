"""What right looks like: the reference functions of the course, NumPy only."""
