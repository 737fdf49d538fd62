"""How many voices it takes to hear digits, and what helps with recordings of people."""
