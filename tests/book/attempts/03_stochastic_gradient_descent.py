"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "batch_gradient": [
        """\
def batch_gradient(w, A, y, rows):
    return A[rows].T @ (A[rows] @ w - y[rows])
""",
        """\
def batch_gradient(w, A, y, rows):
    return A.T @ (A @ w - y) / len(y)
""",
    ],
    "batches": [
        """\
def batches(order, batch_size):
    full = len(order) // batch_size
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(full)]
""",
        """\
def batches(order, batch_size):
    rows = range(len(order))
    return [list(rows[k : k + batch_size]) for k in range(0, len(order), batch_size)]
""",
    ],
}
