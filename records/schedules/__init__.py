"""What decay and warm-up buy, and what a range test finds."""
