"""A tiny network, trained in the page."""
