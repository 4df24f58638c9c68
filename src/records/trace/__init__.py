"""From code to records: why, governing decisions, coverage, status history."""
