"""Find the decision in a change: evidence, suggestions, and the draft of a record."""
