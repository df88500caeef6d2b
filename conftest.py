"""Settings of the one pytest call that runs everything."""

from hypothesis import HealthCheck, settings

# the same examples wherever and whenever the tests run, however slow, and nothing written for it
settings.register_profile(
    "course",
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("course")

# Shared modules of the notebooks are run by the notebooks; `autograder build` copies them around,
# and several modules of one name cannot be collected for their doctests. Styles are what students
# could hand in: pieces of notebooks, nothing to import.
collect_ignore_glob = [
    "notebooks/*.py",
    "notebooks/*/*.py",
    "tests/notebooks/styles/[!_]*.py",
]
