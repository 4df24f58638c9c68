"""Every command of `records`: its place, its one-line help, and where it is found."""

from __future__ import annotations

_HERE = "records.cli.commands"

TABLE: dict[str, dict[str, tuple[str, str]]] = {
    "": {
        "adr": ("Decisions: new, suggest, accept, supersede …", f"{_HERE}.groups:adr"),
        "phr": ("Prompts: new", f"{_HERE}.groups:phr"),
    },
    "adr": {},
    "phr": {},
}
