"""Code in color, and no element for a word that has none: pages of a third fewer elements."""

from pygments.formatters import HtmlFormatter
from pygments.token import Name, Punctuation, Text, Whitespace

# What has the color of plain text in both of the theme's styles. (test_site_look.py asks the site.)
PLAIN = {Name, Name.Namespace, Name.Other, Punctuation, Punctuation.Marker, Whitespace}


class Formatter(HtmlFormatter):
    """Pygments' own, for which plain words and marks are one text."""

    def format(self, tokensource, outfile):
        """Write the tokens, pairs of (type, text), as HTML."""
        plainer = ((Text if kind in PLAIN else kind, text) for kind, text in tokensource)
        super().format(plainer, outfile)
