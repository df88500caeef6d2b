"""The student process: a confined interpreter that runs cells and answers calls."""
