"""Files: the only writer of records."""
