"""Arrays in, figure out: the house style, and show(), which insists on a description of what is
seen.
"""

import hashlib
import html
import io
import re

import matplotlib
import matplotlib.pyplot as plt

from nblib.page.palette import CYCLE, LIGHT, PALETTE

BLUE, ORANGE, GREEN, PURPLE, AMBER, SKY = (LIGHT[name] for name in CYCLE)
INK = LIGHT["ink"]
MUTED = LIGHT["muted"]
GRID = LIGHT["grid"]

# Where no page of ours sets the variables (JupyterLab, Colab), ink is the color of the text around
# it.
FALLBACK = {"ink": "currentColor", "muted": "currentColor", "grid": "rgba(128, 128, 128, 0.3)"}

STYLE = {
    "figure.figsize": (6.4, 3.6),
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlesize": PALETTE["font_size"] - 2,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": matplotlib.cycler(color=[LIGHT[name] for name in CYCLE]),
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "lines.linewidth": PALETTE["line_width"],
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "font.size": PALETTE["font_size"] - 3,
    "legend.frameon": False,
    "svg.fonttype": "path",
}


def figure(rows=1, cols=1, **kwargs):
    """Return (fig, ax) or (fig, axes) in the house style; the arguments are those of
    plt.subplots.
    """
    with plt.rc_context(STYLE):
        return plt.subplots(rows, cols, **kwargs)


def label_end(ax, x, y, text, color, **kwargs):
    """Write a label at the end of a line, in the line's color: read faster than a legend."""
    ax.annotate(
        text, (x, y), xytext=(5, 0), textcoords="offset points", color=color, va="center", **kwargs
    )


def show(fig, *, alt):
    """Show a figure as an image that carries its description, and close it.

    alt: what is seen and what it shows, for a reader who cannot see it; at least a few words. The
    image is an SVG in which the house colors are CSS variables: it follows the page from light to
    dark. Raises ValueError for a missing or empty description, TypeError for what is no matplotlib
    figure.
    """
    if not isinstance(fig, matplotlib.figure.Figure):
        raise TypeError(f"show() takes a matplotlib figure, got {type(fig).__name__}")
    if not isinstance(alt, str) or len(alt.split()) < 4:
        raise ValueError(
            f"a figure needs alt text that says what is seen, in a sentence; got {alt!r}"
        )
    picture = Picture(_svg(fig), alt)
    plt.close(fig)
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        return picture
    if get_ipython() is None:
        return picture
    display(picture)


class Picture:
    """An SVG with a description."""

    def __init__(self, svg, alt):
        self.svg = svg
        self.alt = alt

    def __repr__(self):
        return f"[figure: {self.alt}]"

    def _repr_html_(self):
        opening = f'<svg role="img" aria-label="{html.escape(self.alt)}" class="nb-figure"'
        return self.svg.replace("<svg", opening, 1)


def _svg(fig):
    buffer = io.StringIO()
    # A fixed salt and no date: the same figure gives the same bytes on every run.
    with plt.rc_context({**STYLE, "svg.hashsalt": "nblib"}):
        fig.savefig(
            buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None}
        )
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    # Several figures share a page: an id that something points to gets the figure's own prefix,
    # others go.
    prefix = hashlib.sha256(svg.encode()).hexdigest()[:8]
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
    svg = re.sub(r' id="([^"]+)"', lambda m: f' id="{prefix}-{m[1]}"' if m[1] in used else "", svg)
    svg = re.sub(r'(url\(#|href="#)', rf"\g<1>{prefix}-", svg)
    for name, value in LIGHT.items():
        svg = svg.replace(value, f"var(--nb-{name}, {FALLBACK.get(name, value)})")
    # Matplotlib writes this as a rule for every element of whatever page the SVG stands in.
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg, count=1, flags=re.S)
    # Let the page's width decide; the height follows.
    return re.sub(
        r'width="([\d.]+)pt" height="[\d.]+pt"',
        r'style="width: \1pt; max-width: 100%; height: auto; stroke-linejoin: round"',
        svg,
    )
