"""How prompt records are written: their body, front matter and repair."""
