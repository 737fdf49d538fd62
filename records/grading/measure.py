"""A class graded: this course's grader beside Otter and nbgrader, and what hostile notebooks get
from each.

The class is made from exercise set 2: 120 honest notebooks, each the student's file with right and
wrong answers filled in, and 10 hostile ones, which hold no right answer and try to get points, or
to do harm, all the same. The graders take turns, round by round, so that a busy machine slows all
of them. Ours runs as a teacher runs it, with the sandbox and its usual limits. Otter grades a
sample, by `otter run`, a process for each notebook, and by its function grade_submission in one
process, whose start is not counted; so does nbgrader, by one `nbgrader autograde` for the notebooks
of a round. Both run without any sandbox there; with the hostile notebooks, one by one, they are
locked in by bubblewrap, with limits on time, memory and files, since they do nothing of this
themselves. Environments of their own are made under _build; the first time that needs the network.
"""

import statistics
from concurrent.futures import ThreadPoolExecutor

from records.grading import handed_in, ours, with_nbgrader, with_otter
from tools import exercises, otter

HONEST = 120
ROUNDS = 3
SAMPLE = 2  # of a round's honest notebooks for each of the others
# For a hostile notebook with the others: nbgrader gives a cell 30 s. More on a slow machine, where
# `otter run` takes longer than 5 s for an honest one.
LIMIT_S = 60
LIMIT_RUNS = 12
AT_ONCE = 4  # hostile notebooks with the others, where nothing is timed
# The graders in a round, by the names that the page shows.
GRADERS = {
    "one job": lambda files: ours.grade("ours-1", files["ours"], 1),
    "two jobs": lambda files: ours.grade("ours-2", files["ours"], 2),
    "otter run": lambda files: with_otter.run(files["Otter"], files["autograder"]),
    "Otter's grade_submission": lambda files: with_otter.call(files["Otter"], files["autograder"]),
    "nbgrader autograde": lambda files: with_nbgrader.grade(files["nbgrader"]),
}


def measure():
    """Return the rates, whether the graders agree, and what the hostile notebooks got."""
    otter.environment()
    with_nbgrader.environment()
    source = exercises.sources(["02"])[0]
    exercise = exercises.read(source)
    (autograder,) = otter.assign(source).rglob("*autograder*.zip")
    with_nbgrader.make_course(exercise)
    rates, agree = honest(exercise, autograder)
    limit_s = max(LIMIT_S, round(LIMIT_RUNS * max(rates["otter run"])))
    return {
        "others": [otter.OTTER.replace("==", " "), with_nbgrader.NBGRADER.replace("==", " ")],
        "honest": HONEST,
        "of them by the others": ROUNDS * SAMPLE,
        "per minute": {name: per_minute(seconds) for name, seconds in rates.items()},
        "times as fast, one job": {
            name: times_as_fast(rates["one job"], seconds)
            for name, seconds in rates.items()
            if "job" not in name
        },
        "the same points": agree,
        "hostile": hostile(exercise, autograder, limit_s),
    }


def per_minute(seconds):
    """Return the range and median of notebooks a minute from seconds a notebook."""
    return spread([60 / s for s in seconds])


def times_as_fast(ours_s, others_s):
    """Return the range and median of how many times as fast we are, round by round."""
    return spread([theirs / own for own, theirs in zip(ours_s, others_s, strict=True)])


def spread(values):
    """Return least, median and greatest."""
    return [round(value, 1) for value in (min(values), statistics.median(values), max(values))]


def honest(exercise, autograder):
    """Return {grader: [seconds a notebook, …] by round} and how often points were ours."""
    answers = {f"s{i:03}": handed_in.honest_answers(exercise, i) for i in range(HONEST)}
    rates = {name: [] for name in GRADERS}
    agree = {"Otter": 0, "nbgrader": 0}
    students = list(answers)
    size = HONEST // ROUNDS
    for k in range(ROUNDS):
        group = students[k * size : (k + 1) * size]
        sample = group[:SAMPLE]
        own = {s: handed_in.student_file(exercise, answers[s]) for s in group}
        files = {
            "ours": own,
            "Otter": {s: own[s] for s in sample},
            "nbgrader": {s: handed_in.nbgrader_file(exercise, answers[s]) for s in sample},
            "autograder": autograder,
        }
        points = one_round(k, files, rates)
        assert points["one job"] == points["two jobs"]
        for student in sample:
            expected = points["one job"][student]
            agree["Otter"] += points["otter run"][student] == expected
            agree["nbgrader"] += points["nbgrader autograde"][student] == expected
    return rates, agree


def one_round(k, files, rates):
    """Let each grader grade once, another one first in each round; return {grader: points}."""
    first = k % len(GRADERS)
    names = list(GRADERS)
    points = {}
    for name in names[first:] + names[:first]:
        seconds, points[name] = GRADERS[name](files)
        rates[name].append(seconds / len(points[name]))
    return points


def hostile(exercise, autograder, limit_s):
    """Return what each hostile notebook got from each grader.

    The others have limit_s seconds for one.
    """
    answers = handed_in.hostile_answers(exercise)
    files = {what: handed_in.bare_file(exercise, codes) for what, codes in answers.items()}
    by_id = {f"h{i}": text for i, text in enumerate(files.values())}
    seconds, points = ours.grade("ours-hostile", by_id, 2)

    def by_otter(number, what):
        return with_otter.grade_hostile(number, files[what], autograder, limit_s)

    def by_nbgrader(number, what):
        text = handed_in.nbgrader_file(exercise, answers[what])
        return with_nbgrader.grade_hostile(number, text, limit_s)

    # Those that do not end wait beside the others, grader by grader.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        numbers = range(len(files))
        from_otter = pool.map(by_otter, numbers, files)
        from_nbgrader = pool.map(by_nbgrader, numbers, files)
    outcomes = zip(files, points.values(), from_otter, from_nbgrader, strict=True)
    notebooks = {
        what: {"this course": {"points": own, "fate": ""}, "Otter": one, "nbgrader": other}
        for what, own, one, other in outcomes
    }
    return {
        "of": sum(question.points for question in exercise.questions.values()),
        "seconds with this course, two jobs": round(seconds),
        "seconds for one with the others, at most": limit_s,
        "notebooks": notebooks,
    }
