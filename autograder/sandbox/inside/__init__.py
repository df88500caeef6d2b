"""What runs beside the student's code; it holds nothing that a student may not know.

The student's interpreter imports this package as `inside`, so it uses only relative imports, the
standard library, NumPy, IPython and matplotlib, and pandas where there is one. The grader imports
the same `wire` and `values`.
"""
