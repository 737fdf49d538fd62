"""Generate the exercise sets from their sources: python -m tools.exercises."""

from tools.exercises import main

main()
