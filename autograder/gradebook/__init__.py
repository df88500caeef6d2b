"""Opens and writes nbgrader's database of a class, and reads what a person gave."""
