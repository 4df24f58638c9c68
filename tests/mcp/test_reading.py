"""Records that cannot be read, and names that several have, as an agent is told of them."""

from __future__ import annotations

import asyncio

import pytest
from mcp.server.mcpserver.exceptions import ResourceError

from logs_help import decision
from records.mcp.reading import Reading, record_text
from records.mcp.server import build
from records.mcp.session import Session


def test_a_record_that_cannot_be_read_is_shown_with_its_problem(repo) -> None:
    """An agent is told that the file is there, and why it has no text."""
    repo.write("history/adr/0001-use-tar.md", decision(1))
    repo.write("history/adr/0002-empty.md", "")
    repo.write("history/adr/0003-binary.md", b"# 3. X\0\0\n")
    reading = Reading(Session(str(repo.path)))
    for ref, problem in (("0002-empty", "the file is empty"), ("0003-binary", "the file is binary")):
        [content] = reading.get_record(ref).content
        assert f"cannot be read as a record: {problem}" in content.text


def test_a_record_whose_file_went_meanwhile_has_no_text(repo) -> None:
    """What the session knows of it is told; the next call reads the records again."""
    path = repo.write("history/adr/0001-use-tar.md", decision(1))
    repo.write("history/adr/0002-use-zip.md", decision(2))
    session = Session(str(repo.path))
    snapshot = session.snapshot()
    record = snapshot.record("ADR-1")
    path.unlink()
    answer = record_text(snapshot, record, 0, 8000)
    assert answer["record"]["title"] == "Choice 1"
    assert "Date:" not in answer["text"]


def test_a_resource_that_several_records_may_be_is_an_error_that_names_them(repo) -> None:
    """Unlike one that is not there, which a client may ask for again later."""
    repo.write("history/adr/0001-use-tar.md", decision(1))
    repo.write("history/adr/0001-use-zip.md", decision(1))
    server = build(str(repo.path))
    with pytest.raises(ResourceError, match="0001-use-zip"):
        asyncio.run(server.read_resource("records://adr/1"))
