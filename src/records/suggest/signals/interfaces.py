"""Interfaces: contracts, end points, commands, events and versions that others build on."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.paths import kind_of
from records.suggest.scan import Rule, scan

SIGNALS = (
    "interface.contract",
    "interface.contract-added",
    "interface.endpoint",
    "interface.command",
    "interface.event",
    "interface.export",
    "interface.version",
)
_TOPIC = "interface"
_CONTRACT = re.compile(
    r"(openapi|swagger|asyncapi)[^/]*\.(ya?ml|json)$|\.(proto|graphql|gql|graphqls|avsc|thrift|wsdl"
    r"|raml|xsd)$|(^|/)[^/]*schema\.json$",
    re.I,
)
_RULES = (
    Rule(
        "interface.endpoint",
        re.compile(
            r"""@\w+\.(?:get|post|put|patch|delete|route|websocket)\(\s*["']([^"']+)["']"""
            r"""|\b(?:app|router|server|api|r|mux|group)\.(?:get|post|put|patch|delete|Get|Post|Put"""
            r"""|GET|POST|PUT|DELETE|PATCH|HandleFunc|Handle|MapGet|MapPost)\(\s*["'`](/[^"'`]*)["'`]"""
            r"""|@(?:Get|Post|Put|Delete|Patch|Request)Mapping\((?:value\s*=\s*)?"([^"]+)"|@Path\("([^"]+)"\)"""
            r"""|\[(?:Http(?:Get|Post|Put|Delete|Patch)|Route)\("([^"]+)"\)"""
            r"""|(?:#\[|@)Route\((?:path:\s*)?['"]([^'"]+)['"]|^\s*re_?path\(\s*r?["']([^"']+)["'],"""
            r"""|^\s*path\(\s*["']([^"']+)["'],"""
        ),
        "new end point {}",
        topic=_TOPIC,
        parts=frozenset("get post put patch delete route websocket handle map mapping path re_path".split()),
    ),
    Rule(
        "interface.command",
        re.compile(
            r"""@(?:\w+\.)?command\((?:name=)?["']([\w-]+)["']|add_parser\(\s*["']([\w-]+)["']"""
            r"""|Use:\s*"([\w-]+)|\.command\(\s*["']([\w-]+)|@Command\(\s*name\s*=\s*"([\w-]+)"""
            r"""|#\[AsCommand\((?:name:\s*|\s*)['"]?([\w:-]+)|#\[(?:derive\(.*)?Subcommand"""
        ),
        "new command {}",
        topic=_TOPIC,
        parts=frozenset("command commands parser use subcommand".split()),
    ),
    Rule(
        "interface.event",
        re.compile(
            r"\b(?:class|record|struct|interface|type|data)\s+(\w+(?:Event|Message|Hook|Webhook"
            r"|Notification|Subscriber|Listener|Command|Query))\b"
        ),
        "new event or message {}",
        topic=_TOPIC,
        words=frozenset("class record struct interface type data".split()),
    ),
    Rule(
        "interface.export",
        re.compile(
            r"^export\s+(?:\*|\{[^}]*\})\s*from\s+['\"]([^'\"]+)|^\s*pub (?:mod|use) ([\w:]+)"
            r"|^\s*exports? ([\w.]+);|^__all__"
        ),
        "new public export {}",
        topic=_TOPIC,
        words=frozenset("export exports pub __all__".split()),
    ),
    Rule(
        "interface.version",
        re.compile(
            r"""["'`](?:/\w+)?/(v[1-9]\d?)/|\b[aA](?:pi|PI)[_-]?[vV]ersion["']?\s*[:=]\s*["']?(v?\d[\w.]*)"""
        ),
        "version {} of an interface",
        topic=_TOPIC,
    ),
)


def find(change: Change) -> Iterator[Evidence]:
    """Yield contracts that changed, and what is new for those who call the system."""
    for file in change.files:
        if not _CONTRACT.search(file.path) or kind_of(file.path) in {"test", "sample"}:
            continue
        name = file.path.rpartition("/")[2]
        if file.status == "added":
            why = f"new contract {name}"
            yield Evidence("interface.contract-added", file.path, 1, why, "impact", _TOPIC, name)
        elif file.added or file.removed:
            line, side = _first(file.added, file.removed)
            why = f"contract {name} changed"
            yield Evidence(
                "interface.contract", file.path, line, why, "impact", _TOPIC, name,
                "old" if side else "new",
            )  # fmt: skip
    yield from scan(change, _RULES)


def _first(added: list[tuple[int, str]], removed: list[tuple[int, str]]) -> tuple[int, bool]:
    return (added[0][0], False) if added else (removed[0][0], True)
