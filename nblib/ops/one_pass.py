"""Several gradients from one function, for ops whose backward pass gives them together."""


def from_one_pass(backward, n):
    """Return the vjps of n inputs whose gradients come out of one function together: backward(g)
    returns them all, and runs once for each new g.
    """
    last = [None, ()]  # g, and the gradients that it gave

    def vjp(i):
        def part(g):
            if last[0] is not g:
                last[:] = g, backward(g)
            return last[1][i]

        return part

    return [vjp(i) for i in range(n)]
