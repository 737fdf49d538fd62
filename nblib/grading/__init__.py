"""The grader: a student's notebook in a sandbox, the tests outside of it, data only in between.
Linux only.
"""
