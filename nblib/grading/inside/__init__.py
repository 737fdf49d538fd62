"""What runs in the cage, beside the student's code: nobody outside believes a word of it."""
