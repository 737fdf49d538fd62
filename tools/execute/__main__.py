"""Run the notebooks that need it: python -m tools.execute."""

from tools.execute import main

main()
