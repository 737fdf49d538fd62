"""What a page puts out: show() draws it in a notebook and prints it elsewhere; style_of() is the
look that travels with it.
"""

from importlib.resources import files

from nblib.page import palette
from nblib.terminal import printable


def style_of(selector, names, file):
    """Return the style element of an output: the named colors of the palette, then the rules of a
    file of this room. It is emitted with every output, so that one looks the same in Jupyter, VS
    Code, Colab and on the site.
    """
    rules = (files("nblib.page") / file).read_text(encoding="utf-8")
    return f"<style>\n{palette.themed(selector, names)}\n{rules}</style>\n"


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
        print(printable(repr(result)))
