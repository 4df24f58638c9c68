"""How others wrote their decision records, one file a dialect."""
