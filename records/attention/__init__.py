"""What attention gains without the words' images, and these without attention."""
