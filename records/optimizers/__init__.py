"""Which optimizer learns best for the same number of trials, on three tasks."""
