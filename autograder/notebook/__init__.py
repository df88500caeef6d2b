"""The notebook format: cells, regions, code as text, titles, and what is safe to show."""
