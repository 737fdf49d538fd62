"""The grader: a student's notebook in a sandbox, the tests outside of it, data only in between.
Linux only.

    __main__, options    the teacher's command
    classroom            a class; its inputs, pool of processes, store of verdicts, results, report
    grade                one notebook against one assignment
    submission           which of the files handed in counts; their owners, archives
    notebook             from its bytes to cells
    session              a notebook that is asked for its names and called
    cells, processes     its cells are executed by one process, each question answered by a branch
    limits, deadline     every number; when time is over. shell: the limits above ours
    errors               whose fault what is
    cage/                the sandbox around a notebook
    wire/                what crosses its walls
    inside/              what runs in it, beside the student's code
    dask/                the same on several machines
"""
