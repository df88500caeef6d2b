"""A hub's service that checks notebooks for students who cannot read the course."""
