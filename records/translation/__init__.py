"""What attention, a split and a beam change in translation."""
