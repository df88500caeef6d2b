"""Settings of the one pytest call that runs everything."""

# shared modules of the notebooks are run by the notebooks; `autograder build` copies them around,
# and several modules of one name cannot be collected for their doctests
collect_ignore_glob = ["notebooks/*.py", "notebooks/*/*.py"]
