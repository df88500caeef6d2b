"""Grades a class on many machines: Dask carries jobs and results, our own workers grade."""
