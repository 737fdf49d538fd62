"""Small mistakes in the reference solutions: does a test notice each?

A mutant is a reference solution with one small mistake in it, as one makes them: a minus for a
plus, an axis, a bound that is off by one, a line forgotten, two arguments swapped. Each must fail a
test, public or hidden, of its question. One that cannot fail, because it does the same, stands
among the question's answers with the reason:

    # EQUIVALENT: the argument k of eigvalsh is only a speed-up
    return f(x, 1) -> return f(x, 2)

mistakes.py   the table of mistakes, for each kind of node of a syntax tree
programs.py   a solution with one of them in it, for each place where it can be made
trials.py     the tests of a question on each of these programs
__main__.py   the command
"""
