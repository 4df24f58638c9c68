"""What a client may read without calling a tool: a map of the records, one record, the decisions for a path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError

from records.errors import NotFound, RecordsError
from records.mcp.governing import decisions_text
from records.mcp.reading import MOST_CHARS, record_text
from records.mcp.session import Session, Snapshot, explain_error
from records.model.kind import Kind
from records.model.record import Adr, Phr, Record
from records.text.envelope import NOTICE, line, wrap
from records.text.plural import counted

MAP_BYTES = 4096
_MARKDOWN = "text/markdown"


def add(server: MCPServer, session: Session) -> None:
    """Offer the resources of a session."""

    @server.resource("records://index", name="index", mime_type=_MARKDOWN)
    def index() -> str:
        """A map of at most 4 KB: decisions in force, features with their prompts, where to go on."""
        return _read(lambda: index_map(session.snapshot()))

    @server.resource("records://adr/{n}", name="adr", mime_type=_MARKDOWN)
    def adr(n: str) -> str:
        """One decision by its number."""
        return _read(lambda: _record_resource(session.snapshot(), n, Kind.ADR))

    @server.resource("records://phr/{+ref}", name="phr", mime_type=_MARKDOWN)
    def phr(ref: str) -> str:
        """One prompt record, such as records://phr/general/0003."""
        return _read(lambda: _record_resource(session.snapshot(), ref, Kind.PHR))

    @server.resource("records://decisions{?path}", name="decisions", mime_type=_MARKDOWN)
    def decisions(path: str = ".") -> str:
        """The accepted decisions that govern a file or a folder."""
        return _read(lambda: decisions_text(session, path))


def _read(answer: Callable[[], str]) -> str:
    try:
        return answer()
    except NotFound as error:
        raise ResourceNotFoundError(explain_error(error)) from error
    except RecordsError as error:
        raise ResourceError(explain_error(error)) from error


def _record_resource(snapshot: Snapshot, ref: str, kind: Kind) -> str:
    answer = record_text(snapshot, snapshot.record(ref, kind), 0, MOST_CHARS)
    more = (
        f"\n(more: get_record with ref={answer['record']['ref']} offset={answer['next_offset']})"
        if answer["next_offset"]
        else ""
    )
    return f"{NOTICE}\n\n{answer['text']}{more}"


def index_map(snapshot: Snapshot) -> str:
    """What there is, in at most 4 KB: as many of the newest decisions and features as fit, and how to see the rest."""
    if snapshot.beginning:
        return snapshot.beginning
    decisions = [record for record in snapshot.records if isinstance(record, Adr)]
    in_force = [record for record in decisions if record.status in ("accepted", None)]
    prompts = Counter(record.folder or "." for record in snapshot.records if isinstance(record, Phr))
    count_text = counted(prompts.total(), "prompt record")
    head = f"{counted(len(decisions), 'decision')} ({len(in_force)} in force), {count_text}.\n\n{NOTICE}\n"
    tail = "\nsearch_records finds more; get_record reads one; decisions_for and why explain code."
    lines = [
        "Decisions in force, newest first:",
        *(_entry(record) for record in sorted(in_force, key=_newest)),
    ]
    lines += ["Prompts by feature:", *(f"- {line(name)}: {count}" for name, count in prompts.most_common(20))]
    room = MAP_BYTES - len(wrap("", "index").encode()) - len((head + tail).encode()) - 60
    return f"{head}\n{wrap(_fitting(lines, room), 'index')}\n{tail}"


def _newest(record: Record) -> tuple[str, int]:
    return ("".join(chr(0x10FFFF - ord(char)) for char in record.date or ""), -(record.number or 0))


def _entry(record: Record) -> str:
    title = line(record.title)
    return f"- {line(record.ref)} {title if len(title) <= 90 else title[:89] + '…'}"


def _fitting(lines: list[str], room: int) -> str:
    """As many lines as fit, the last ones (the features) first of all; what is left out is counted."""
    split = lines.index("Prompts by feature:")
    size = sum(len(entry.encode()) + 1 for entry in lines[split:])
    fitting: list[str] = []
    for entry in lines[:split]:
        size += len(entry.encode()) + 1
        if size > room:
            fitting.append(
                f"- … and {split - len(fitting)} more: search_records with kind=adr status=accepted"
            )
            break
        fitting.append(entry)
    return "\n".join([*fitting, *lines[split:]]).encode()[:room].decode("utf-8", "ignore")
