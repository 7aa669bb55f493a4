"""One event, or a calendar of them, as the bytes every calendar program reads alike."""
