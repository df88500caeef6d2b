"""nbgrader and formgrader, started in this directory, work on the classroom.

The classroom is `classroom/`, or whatever AUTOGRADER_CLASSROOM says; the course's id in nbgrader's
exchange is AUTOGRADER_COURSE_ID. The gradebook lies in the classroom, unless CourseDirectory.db_url
is set: in Jupyter's configuration, in an nbgrader_config.py in the classroom, or below. They grade
with the confined grader of this course; with AUTOGRADER_STOCK=1, nbgrader's own does it, and
confines nothing.
"""

import contextlib
import os
import sys
from pathlib import Path

root = Path(__file__).resolve().parent
sys.path.insert(0, str(root))  # for an nbgrader that was started without the project installed

from autograder.course.classroom import Classroom  # noqa: E402
from autograder.course.release import nbgrader_settings  # noqa: E402
from autograder.files import make_file  # noqa: E402
from autograder.nbgrader import use  # noqa: E402

place = Path(os.environ.get("AUTOGRADER_CLASSROOM", root / "classroom")).resolve()
classroom = Classroom(place, root)
c = get_config()  # noqa: F821, traitlets defines it
for section, settings in nbgrader_settings(root, classroom).items():
    for name, value in settings.items():
        setattr(c[section], name, value)
if c.CourseDirectory.groupshared and "db_url" in c.CourseDirectory and classroom.gradebook.file:
    with contextlib.suppress(OSError):  # whoever may not write there may read
        make_file(classroom.gradebook.file)  # nbgrader's own would be this user's alone
if course := os.environ.get("AUTOGRADER_COURSE_ID"):
    c.CourseDirectory.course_id = course
if os.environ.get("AUTOGRADER_STOCK") != "1":
    use(c)
    # for nbgrader's own exchange; without this line, if a hub has another one
    c.ExchangeFactory.collect = "autograder.nbgrader.collect.CollectOwned"
