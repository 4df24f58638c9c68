"""Text to structure and back: nothing here opens a file."""
