"""nbgrader's database of a class: opened, written, and what a person gave."""
