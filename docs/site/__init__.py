"""The course's site: `make site`."""
