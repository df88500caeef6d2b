"""Many submissions, side by side: which must be graded, by whom, and where results go."""
