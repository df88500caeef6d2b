"""Settings of the one pytest call that runs everything."""

# Shared modules of the notebooks are run by the notebooks; `autograder build` copies them around,
# and several modules of one name cannot be collected for their doctests. Styles are what students
# could hand in: pieces of notebooks, nothing to import.
collect_ignore_glob = [
    "notebooks/*.py",
    "notebooks/*/*.py",
    "tests/notebooks/styles/[!_]*.py",
]
