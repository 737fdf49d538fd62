"""Build the site from executed notebooks: python -m tools.book."""

from tools.book.build import main

main()
