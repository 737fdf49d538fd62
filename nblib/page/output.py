"""show(): what a page puts out, drawn in a notebook and printed elsewhere."""


def show(result):
    """Display a thing that has _repr_mimebundle_ in a notebook; print it where there is none."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        get_ipython = None
    if get_ipython is not None and get_ipython() is not None:
        display(result)
    else:
        print(result)
