"""The site: its plan, its pages, its links, and where it is published."""
