"""Every command of `records`: its place, its one-line help, and where it is found."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from typing import Any

_HERE = "records.cli.commands"

TABLE: dict[str, dict[str, tuple[str, str]]] = {
    "": {
        "init": ("Create the folders and the first decision record.", f"{_HERE}.init:init"),
        "demo": ("Demonstrate the main workflow in a new sample repository.", f"{_HERE}.demo:demo"),
        "phr": ("Prompts: new, finish, list, show, edit.", f"{_HERE}.groups:phr"),
        "adr": ("Decisions: new, suggest, accept, reject, deprecate, supersede.", f"{_HERE}.groups:adr"),
        "capture": (
            "Record every prompt given to an agent.",
            f"{_HERE}.capture_group:capture",
        ),
        "list": ("List records.", f"{_HERE}.list:list_command"),
        "show": ("Show one record with its links.", f"{_HERE}.show:show"),
        "edit": ("Open a record in your editor.", f"{_HERE}.edit:edit"),
        "open": ("", f"{_HERE}.edit:edit"),  # another name of edit; not listed in the help
        "search": ("Search the full text of all records, best first.", f"{_HERE}.search:search"),
        "link": ("Link two records.", f"{_HERE}.link:link"),
        "unlink": ("Remove a link.", f"{_HERE}.unlink:unlink"),
        "why": ("Explain why a line of code is the way it is.", f"{_HERE}.why:why"),
        "prime": ("Print a briefing for an agent: the decisions in force.", f"{_HERE}.prime:prime"),
        "graph": ("Draw the links of a record.", f"{_HERE}.graph:graph"),
        "stats": ("Show statistics: coverage, statuses, ages.", f"{_HERE}.stats:stats"),
        "due": ("List what has to be looked at, soonest first.", f"{_HERE}.due:due"),
        "lessons": (
            "List what agents had to be told more than once.",
            f"{_HERE}.lessons:lessons_command",
        ),
        "hooks": ("Add record trailers to commit messages.", f"{_HERE}.hooks:hooks"),
        "index": ("Write one Markdown page that lists every record.", f"{_HERE}.index:index"),
        "site": ("Build or serve pages for a browser.", f"{_HERE}.groups:site"),
        "org": ("Many repositories: add, index, search, check.", f"{_HERE}.groups:org"),
        "check": ("Check records; exit 1 on errors.", f"{_HERE}.check:check"),
        "rules": ("List the rules of check.", f"{_HERE}.rules:rules"),
        "renumber": ("Change a record's number and update its citations.", f"{_HERE}.renumber:renumber"),
        "import": ("Import records from other layouts and tools.", f"{_HERE}.import_records:import_command"),
        "ci": ("Review a change as on a pull request.", f"{_HERE}.ci:ci"),
        "disclose": (
            "State the use of coding agents as a policy requires.",
            f"{_HERE}.disclose:disclose",
        ),
        "secrets": ("Find secrets in files.", f"{_HERE}.secrets:secrets"),
        "config": ("Show and set the settings.", f"{_HERE}.config:config"),
        "templates": ("List, show and copy templates.", f"{_HERE}.templates:templates"),
        "agents": ("Set up coding agents to use the records.", f"{_HERE}.agents:agents"),
        "mcp": ("Serve agents over the Model Context Protocol.", f"{_HERE}.mcp:mcp"),
        "doctor": ("Show what is installed, found, trusted and broken.", f"{_HERE}.doctor:doctor"),
        "completion": ("Print a shell completion script.", f"{_HERE}.completion:completion"),
        "schema": ("Print the JSON Schema of an answer, the settings or a draft.", f"{_HERE}.schema:schema"),
        "help": ("Show the help of a command.", f"{_HERE}.help:help_command"),
        "man": ("Show the manual.", f"{_HERE}.man:man"),
        # called by what `agents install spec-kit` writes; not listed in the help
        "spec-kit": ("", f"{_HERE}.spec_kit:spec_kit"),
        "export": ("Print all records for other programs.", f"{_HERE}.export:export"),
    },
    "adr": {
        "init": ("Create a decision log as adr-tools does.", f"{_HERE}.adr_init:adr_init"),
        "new": ("Write a new decision record.", f"{_HERE}.adr_new:adr_new"),
        "suggest": (
            "Find the decision in a change that deserves a record.",
            f"{_HERE}.adr_suggest:adr_suggest",
        ),
        "accept": ("Accept a proposed decision.", f"{_HERE}.adr_status:accept"),
        "reject": ("Reject a proposed decision.", f"{_HERE}.adr_status:reject"),
        "deprecate": ("Deprecate a decision.", f"{_HERE}.adr_status:deprecate"),
        "for": ("Show the decisions that apply to files or a change.", f"{_HERE}.adr_for:adr_for"),
        "link": ("Link two decisions, in words of your own.", f"{_HERE}.adr_link:adr_link"),
        "supersede": ("Replace one decision with another.", f"{_HERE}.adr_status:supersede"),
        "list": ("List the files of the log.", f"{_HERE}.adr_list:adr_list"),
        "show": ("Show one decision with its links.", f"{_HERE}.show:adr_show"),
        "edit": ("Open a decision in your editor.", f"{_HERE}.edit:adr_edit"),
        "generate": ("Print a table of contents, or a graph.", f"{_HERE}.adr_generate:generate"),
        "upgrade-repository": (
            "Convert old dates to ISO 8601.",
            f"{_HERE}.adr_upgrade_repository:upgrade_repository",
        ),
        "help": ("Show the help of a command.", f"{_HERE}.help:adr_help"),
        # for adr-tools' own scripts; not listed in the help
        "config": ("", f"{_HERE}.adr_config:config"),
        "complete": ("", f"{_HERE}.adr_complete:complete"),
    },
    "adr generate": {
        "toc": ("Print a table of contents.", f"{_HERE}.adr_generate:toc"),
        "graph": ("Print the graph of links for Graphviz.", f"{_HERE}.adr_generate:graph"),
    },
    "site": {
        "build": ("Write pages that open from disk and from any server.", f"{_HERE}.site:build"),
        "serve": (
            "Serve the pages on this machine; rebuild when a record changes.",
            f"{_HERE}.site_serve:serve",
        ),
    },
    "phr": {
        "new": ("Record a prompt and its outcome.", f"{_HERE}.phr_new:phr_new"),
        "finish": ("Fill in the open parts of a prompt record.", f"{_HERE}.phr_finish:phr_finish"),
        "list": ("List prompt records.", f"{_HERE}.list:phr_list"),
        "show": ("Show one prompt record with its links.", f"{_HERE}.show:phr_show"),
        "edit": ("Open a prompt record in your editor.", f"{_HERE}.edit:phr_edit"),
    },
    "org": {
        "add": ("Add repositories to org.toml.", f"{_HERE}.org_add:add"),
        "remove": ("Remove repositories from org.toml.", f"{_HERE}.org_remove:remove"),
        "list": ("List the repositories.", f"{_HERE}.org_list:list_command"),
        "index": ("Read the records of all repositories.", f"{_HERE}.org_index:index"),
        "search": ("Search the records of all repositories.", f"{_HERE}.org_search:search"),
        "show": ("Show a record of any repository.", f"{_HERE}.org_show:show"),
        "stats": ("Show statistics of all repositories and groups.", f"{_HERE}.org_stats:stats"),
        "check": (
            "Check links and decisions across repositories; exit 1 on errors.",
            f"{_HERE}.org_check:check",
        ),
        "demo": ("Demonstrate it with three new sample repositories.", f"{_HERE}.demo:org_demo"),
        "fetch": ("Fetch the repositories with your own git credentials.", f"{_HERE}.org_fetch:fetch"),
        "serve": ("Answer over HTTP: an API, pages, tools for agents.", f"{_HERE}.org_serve:serve"),
        "copy": ("Copy the index into a database of PostgreSQL.", f"{_HERE}.org_copy:copy"),
        "key": ("API keys of the service: create, list, revoke.", f"{_HERE}.org_key:key"),
        "site": ("Build pages of all repositories for a browser.", f"{_HERE}.groups:org_site"),
    },
    "org key": {
        "create": ("Create an API key.", f"{_HERE}.org_key:create"),
        "list": ("List the API keys.", f"{_HERE}.org_key:list_keys"),
        "revoke": ("Revoke an API key.", f"{_HERE}.org_key:revoke"),
    },
    "org site": {
        "build": ("Write pages that open from disk and from any server.", f"{_HERE}.org_site:build"),
    },
    "config": {
        "show": ("Show every setting, or one, with its origin.", f"{_HERE}.config:show"),
        "set": ("Set one setting.", f"{_HERE}.config:set_command"),
        "schema": ("Print the JSON Schema of the settings.", f"{_HERE}.config:schema"),
    },
    "templates": {
        "list": ("List the templates of this project.", f"{_HERE}.templates:list_command"),
        "show": ("Print a template.", f"{_HERE}.templates:show"),
        "copy": ("Copy a template to change it.", f"{_HERE}.templates:copy"),
    },
    "agents": {
        "install": ("Add the MCP entry, rules and slash commands of an agent.", f"{_HERE}.agents:install"),
        "uninstall": ("Undo install, byte for byte.", f"{_HERE}.agents:uninstall"),
        "status": ("Show which agents are set up.", f"{_HERE}.agents:status"),
    },
    "spec-kit": {
        "create-phr": ("Make a prompt record.", f"{_HERE}.spec_kit:create_phr"),
        "create-adr": ("Make a proposed decision record.", f"{_HERE}.spec_kit:create_adr"),
    },
    "hooks": {
        "install": ("Add our lines to git's hooks.", f"{_HERE}.hooks:install"),
        "uninstall": ("Undo install, byte for byte.", f"{_HERE}.hooks:uninstall"),
        "status": ("Show which git hooks are installed.", f"{_HERE}.hooks:status"),
        "check": ("Check the trailers of existing commits.", f"{_HERE}.hooks:check"),
        "run": ("", f"{_HERE}.hooks_run:run"),
    },
    "capture": {
        "install": ("Install the capture hook of an agent.", f"{_HERE}.capture_install:install"),
        "uninstall": ("Remove the capture hook, byte for byte.", f"{_HERE}.capture_install:uninstall"),
        "on": ("Enable capture in this clone.", f"{_HERE}.capture_on_off:on"),
        "off": ("Disable capture in this clone.", f"{_HERE}.capture_on_off:off"),
        "status": ("Show what is enabled, installed and recorded.", f"{_HERE}.capture_status:status"),
        "sync": ("Read new events and transcripts and write the records.", f"{_HERE}.capture_sync:sync"),
        "import": ("Import transcripts of agents.", f"{_HERE}.capture_import:import_command"),
        "log": ("List every turn with its disposition.", f"{_HERE}.capture_log:log"),
        "verify": ("Prove that every utterance is accounted for.", f"{_HERE}.capture_verify:verify"),
        "doctor": ("Diagnose why prompts might be missed.", f"{_HERE}.capture_doctor:doctor"),
        "link": ("Link turns to the commit with their changes.", f"{_HERE}.capture_link:link"),
        "snapshot": ("Save the state of the work tree.", f"{_HERE}.capture_snapshot:snapshot"),
        "hook": ("Store one event that an agent sends on stdin.", f"{_HERE}.capture_hook:hook"),
    },
}

DECLARED = frozenset((
    "list", "show", "search", "export", "adr list", "adr new", "adr show", "phr list", "phr new", "phr show",
    "adr for", "why", "check", "rules", "index", "stats", "prime", "ci", "site build",
    "hooks run",
))  # fmt: skip
"""The commands that are declared with `records.cli.spec` and may run without click."""


def load(place: str) -> Any:
    """Import a module and return a name in it, both as `package.module:name`."""
    module, _, name = place.partition(":")
    __import__(module)  # `importlib` takes longer to import than a listing to print
    return getattr(sys.modules[module], name)
