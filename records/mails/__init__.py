"""Which contender sorts mails best, and from how many examples."""
