"""What a chapter says and shows. One import line serves a page:

from nblib.page import attempt, claim, plots, records

plots brings matplotlib; it is imported where a page asks for it, not here.
"""

from nblib.page.attempts import attempt
from nblib.page.claims import claim
from nblib.page.listings import listing

__all__ = ["attempt", "claim", "listing"]
