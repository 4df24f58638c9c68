"""Text to structure and back: front matter, YAML, headings, globs, slugs; nothing here opens a file."""
