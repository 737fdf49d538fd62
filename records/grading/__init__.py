"""The record of grading: one class, graded by this course, by Otter and by nbgrader.

handed_in.py    the notebooks: honest ones and hostile ones, for each grader
processes.py    commands timed, and locked in
ours.py, with_otter.py, with_nbgrader.py   a class, or one hostile notebook, graded
measure.py      what is recorded
"""
