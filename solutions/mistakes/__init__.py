"""Known wrong versions of the reference functions, each with what to say to whoever wrote it.

`solutions.mistakes.softmax` holds wrong versions of the functions in `solutions.softmax`. Each is a
function named `<reference>__<slug>` whose docstring has a title, an empty line, and a sentence or
two to the student: words before numbers, what to look at next, never the finished line. A docstring
`As <other version>, ...` borrows title and sentence. Each version has one fault and is right
otherwise, so that its sentence is true wherever it fits.
"""
