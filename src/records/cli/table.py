"""Every command of `records`: its place, its one-line help, and where it is found."""

from __future__ import annotations

_HERE = "records.cli.commands"

TABLE: dict[str, dict[str, tuple[str, str]]] = {
    "": {
        "init": ("Make the folders and the first decision record.", f"{_HERE}.init:init"),
        "demo": ("Show the main job on a small repository made on the spot.", f"{_HERE}.demo:demo"),
        "phr": ("Prompts: new, finish.", f"{_HERE}.groups:phr"),
        "adr": ("Decisions: new, suggest, accept, reject, deprecate, supersede.", f"{_HERE}.groups:adr"),
        "capture": (
            "Record every prompt that an agent is given.",
            f"{_HERE}.capture_group:capture",
        ),
        "list": ("List records.", f"{_HERE}.list:list_command"),
        "show": ("Show one record with its links.", f"{_HERE}.show:show"),
        "search": ("Search the full text of all records, best first.", f"{_HERE}.search:search"),
        "link": ("Link two records.", f"{_HERE}.link:link"),
        "unlink": ("Take a link out again.", f"{_HERE}.link:unlink"),
        "why": ("Tell why a line of code is so.", f"{_HERE}.why:why"),
        "prime": ("Brief an agent: the decisions that bind it.", f"{_HERE}.prime:prime"),
        "graph": ("Draw what a record is linked with.", f"{_HERE}.graph:graph"),
        "stats": ("Count: coverage, statuses, ages.", f"{_HERE}.stats:stats"),
        "hooks": ("Let git name records in commit messages.", f"{_HERE}.hooks:hooks"),
        "index": ("Write one Markdown page that lists every record.", f"{_HERE}.index:index"),
        "site": ("Pages to look at: build them, or serve them here.", f"{_HERE}.groups:site"),
        "check": ("Check records; exit 1 on errors.", f"{_HERE}.check:check"),
        "rules": ("List the rules of check.", f"{_HERE}.check:rules"),
        "renumber": ("Give a record another number, and follow its citations.", f"{_HERE}.renumber:renumber"),
        "import": ("Bring records of other layouts and tools in.", f"{_HERE}.import_records:import_command"),
        "ci": ("Review a change as on a pull request.", f"{_HERE}.ci:ci"),
        "secrets": ("Find secrets in files.", f"{_HERE}.secrets:secrets"),
        "agents": ("Tell coding agents about the records.", f"{_HERE}.agents:agents"),
        "mcp": ("Serve agents over the Model Context Protocol.", f"{_HERE}.mcp:mcp"),
        "completion": ("Print what a shell needs to complete records.", f"{_HERE}.completion:completion"),
        "schema": ("Print the JSON Schema of an answer, the settings or a draft.", f"{_HERE}.schema:schema"),
        "man": ("Print the manual.", f"{_HERE}.man:man"),
        # called by what `agents install spec-kit` writes; not listed in the help
        "spec-kit": ("", f"{_HERE}.spec_kit:spec_kit"),
        "export": ("Print all records for other programs.", f"{_HERE}.export:export"),
    },
    "adr": {
        "init": ("Begin a log of decisions as adr-tools does.", f"{_HERE}.adr_init:adr_init"),
        "new": ("Write a new decision record.", f"{_HERE}.adr_new:adr_new"),
        "suggest": (
            "Find the decision in a change that deserves a record.",
            f"{_HERE}.adr_suggest:adr_suggest",
        ),
        "accept": ("Accept a proposed decision.", f"{_HERE}.adr_status:accept"),
        "reject": ("Reject a proposed decision.", f"{_HERE}.adr_status:reject"),
        "deprecate": ("Say that a decision no longer holds.", f"{_HERE}.adr_status:deprecate"),
        "for": ("Name the decisions that bind files or a change.", f"{_HERE}.adr_for:adr_for"),
        "link": ("Link two decisions, in words of your own.", f"{_HERE}.adr_link:adr_link"),
        "supersede": ("Put one decision in the place of another.", f"{_HERE}.adr_status:supersede"),
        "list": ("List the files of the log.", f"{_HERE}.adr_list:adr_list"),
        "generate": ("Print a table of contents, or a graph.", f"{_HERE}.adr_generate:generate"),
        "upgrade-repository": ("Write old dates as ISO 8601.", f"{_HERE}.adr_upkeep:upgrade_repository"),
        "help": ("Tell how a command is used.", f"{_HERE}.adr_help:adr_help"),
        # for adr-tools' own scripts; not listed in the help
        "config": ("", f"{_HERE}.adr_upkeep:config"),
        "complete": ("", f"{_HERE}.adr_complete:complete"),
    },
    "adr generate": {
        "toc": ("Print a table of contents.", f"{_HERE}.adr_generate:toc"),
        "graph": ("Print the graph of links for Graphviz.", f"{_HERE}.adr_generate:graph"),
    },
    "site": {
        "build": ("Write pages that open from disk and from any server.", f"{_HERE}.site:build"),
        "serve": ("Show the pages on this machine, anew when a record changes.", f"{_HERE}.site:serve"),
    },
    "phr": {
        "new": ("Record one prompt: a finished record in one call.", f"{_HERE}.phr_new:phr_new"),
        "finish": ("Fill what is still open in a prompt record.", f"{_HERE}.phr_finish:phr_finish"),
    },
    "agents": {
        "install": ("Add the MCP entry, rules and slash commands of an agent.", f"{_HERE}.agents:install"),
        "uninstall": ("Take them out again, byte for byte.", f"{_HERE}.agents:uninstall"),
        "status": ("Say which agents know the records here.", f"{_HERE}.agents:status"),
    },
    "spec-kit": {
        "create-phr": ("Make a prompt record.", f"{_HERE}.spec_kit:create_phr"),
        "create-adr": ("Make a proposed decision record.", f"{_HERE}.spec_kit:create_adr"),
    },
    "hooks": {
        "install": ("Add our lines to git's hooks.", f"{_HERE}.hooks:install"),
        "uninstall": ("Take them out again, byte for byte.", f"{_HERE}.hooks:uninstall"),
        "status": ("Say which hooks call us.", f"{_HERE}.hooks:status"),
        "check": ("Check the trailers of the commits that are made.", f"{_HERE}.hooks:check"),
        "run": ("", f"{_HERE}.hooks:run"),
    },
    "capture": {
        "install": ("Let an agent call the capture hook.", f"{_HERE}.capture_install:install"),
        "uninstall": ("Take the hook out again, byte for byte.", f"{_HERE}.capture_install:uninstall"),
        "on": ("Agree to capture on this clone.", f"{_HERE}.capture_install:on"),
        "off": ("Pause capture on this clone.", f"{_HERE}.capture_install:off"),
        "status": ("Say what is on, installed and seen.", f"{_HERE}.capture_install:status"),
        "sync": ("Read what is new and write the records that are due.", f"{_HERE}.capture_sync:sync"),
        "import": ("Read transcripts that agents left behind.", f"{_HERE}.capture_import:import_command"),
        "log": ("List every turn and what became of it.", f"{_HERE}.capture_report:log"),
        "verify": ("Prove that every utterance is accounted for.", f"{_HERE}.capture_report:verify"),
        "doctor": ("Find out why prompts might be missed.", f"{_HERE}.capture_report:doctor"),
        "link": ("Tie turns to the commit that holds their work.", f"{_HERE}.capture_sync:link"),
        "snapshot": ("Remember the state of the work tree.", f"{_HERE}.capture_sync:snapshot"),
        "hook": ("Store one event that an agent tells on stdin.", f"{_HERE}.capture_sync:hook"),
    },
}
