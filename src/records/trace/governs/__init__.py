"""Which decisions govern which code, and what a change does to them."""
