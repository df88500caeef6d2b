"""nbgrader's database of a class: where it is, how it is asked, what it says when it cannot."""
