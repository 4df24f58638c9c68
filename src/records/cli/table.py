"""Every command of `records`: its place, its one-line help, and where it is found."""

from __future__ import annotations

_HERE = "records.cli.commands"

TABLE: dict[str, dict[str, tuple[str, str]]] = {
    "": {
        "init": ("Make the folders and the first decision record.", f"{_HERE}.init:init"),
        "demo": ("Show the main job on a small repository made on the spot.", f"{_HERE}.demo:demo"),
        "phr": ("Prompts: new.", f"{_HERE}.groups:phr"),
        "adr": ("Decisions: new, accept, reject, deprecate, supersede.", f"{_HERE}.groups:adr"),
        "list": ("List records.", f"{_HERE}.list:list_command"),
        "show": ("Show one record with its links.", f"{_HERE}.show:show"),
        "search": ("Search the full text of all records, best first.", f"{_HERE}.search:search"),
        "link": ("Link two records.", f"{_HERE}.link:link"),
        "unlink": ("Take a link out again.", f"{_HERE}.link:unlink"),
        "index": ("Write one Markdown page that lists every record.", f"{_HERE}.index:index"),
        "check": ("Check records; exit 1 on errors.", f"{_HERE}.check:check"),
        "rules": ("List the rules of check.", f"{_HERE}.check:rules"),
        "export": ("Print all records for other programs.", f"{_HERE}.export:export"),
    },
    "adr": {
        "new": ("Write a new decision record.", f"{_HERE}.adr_new:adr_new"),
        "accept": ("Accept a proposed decision.", f"{_HERE}.adr_status:accept"),
        "reject": ("Reject a proposed decision.", f"{_HERE}.adr_status:reject"),
        "deprecate": ("Say that a decision no longer holds.", f"{_HERE}.adr_status:deprecate"),
        "supersede": ("Put one decision in the place of another.", f"{_HERE}.adr_status:supersede"),
    },
    "phr": {
        "new": ("Record one prompt: a finished record in one call.", f"{_HERE}.phr_new:phr_new"),
    },
}
