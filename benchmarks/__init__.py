"""What grading costs, each number beside one that it is compared with in the same run."""
