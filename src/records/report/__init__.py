"""Statistics, graphs and briefings about a history."""
