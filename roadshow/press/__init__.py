"""What typst sets in a font of our own: the picture beside a shared link, and what is printed for the day."""
