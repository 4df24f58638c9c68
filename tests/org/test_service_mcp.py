"""The tools for agents at `/mcp`: they read, for those who may, and only what these may see."""

from __future__ import annotations

import json

import pytest

from records.mcp.org_tools import org_tools
from records.org.service.toolbox import toolbox
from service_help import new_key, serving

ACCEPT = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"}


def call(client, method, header, **parameters):
    """What the server answers to a message."""
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
    return client.post("/mcp", json=message, headers={**ACCEPT, **header})


def use(client, tool, header, **arguments):
    """What a tool gives: its structured half, and whether it is an error."""
    result = call(client, "tools/call", header, name=tool, arguments=arguments).json()["result"]
    return result.get("structuredContent") or result["content"][0]["text"], result.get("isError", False)


@pytest.fixture(scope="module")
def served(org_index):
    """A client, with keys of a reader of some repositories and of an auditor of all."""
    reader, auditor = new_key(org_index, "reader", "shop", "pay"), new_key(org_index, "auditor")
    with serving(org_index, lambda service: org_tools(toolbox(service))) as client:
        yield client, reader, auditor


def test_only_tools_that_read_are_offered(served):
    """Four, each with the hint that it changes nothing."""
    client, reader, _ = served
    tools = call(client, "tools/list", reader).json()["result"]["tools"]
    assert {tool["name"] for tool in tools} == {
        "search_records",
        "get_record",
        "decisions_for",
        "list_repositories",
    }
    assert all(tool["annotations"]["readOnlyHint"] for tool in tools)


def test_tools_answer_what_their_principal_may_see(served):
    """Search, one record, governing decisions and repositories, for two principals."""
    client, reader, auditor = served
    for header, names in ((reader, ["shop"]), (auditor, ["architecture", "core", "pay", "shop"])):
        data, is_error = use(client, "list_repositories", header)
        assert not is_error
        assert [row["name"] for row in data["repositories"]] == names
        data, _ = use(client, "search_records", header, query="redis")
        assert sorted(row["repository"] for row in data["records"]) == names
    data, _ = use(client, "get_record", reader, ref="shop/ADR-1")
    assert data["ref"] == "shop/ADR-0001"
    assert "canarytext" in data["body"]
    assert data["body"].startswith("<")
    for ref in ("pay/ADR-1", "core/ADR-1"):
        text, is_error = use(client, "get_record", reader, ref=ref)
        assert is_error
        assert "no record matches" in text
    data, _ = use(client, "decisions_for", auditor, repository="shop", paths=["src/a.py"])
    assert [row["ref"] for row in data["decisions"]][:1] == ["ADR-0001"]
    page, _ = use(client, "search_records", auditor, sort="newest", limit=5)
    rest, _ = use(client, "search_records", auditor, sort="newest", limit=50, cursor=page["next"])
    assert len(page["records"]) + len(rest["records"]) == 12


def test_wrong_arguments_and_strangers(served):
    """The first are explained to the model; the second get 401 as everywhere."""
    client, reader, _ = served
    for paths in (["a" * 1001], ["a/"] * 51, []):
        text, is_error = use(client, "decisions_for", reader, repository="shop", paths=paths)
        assert is_error
        assert "did nothing" in text
    for arguments in ({"limit": 0}, {"querry": "x"}, {"cursor": "x"}, {"sort": "worst"}):
        text, is_error = use(client, "search_records", reader, **arguments)
        assert is_error
        assert "did nothing" in text
    assert call(client, "tools/list", {}).status_code == 401
    assert call(client, "tools/list", {"authorization": "Bearer x"}).status_code == 401
    for content in (
        b"",
        b"{",
        b"[]",
        b"\xff",
        json.dumps("\ud800").encode(),
        b'{"jsonrpc":"2.0","id":1,"method":"\\ud800"}',
    ):
        answer = client.post(
            "/mcp", content=content, headers={**ACCEPT, **reader, "content-type": "application/json"}
        )
        assert answer.status_code < 500, content
    assert client.get("/mcp", headers=reader).status_code == 405
    assert client.post("/mcp", content=b"x" * 1_100_000, headers=reader).status_code == 413
    for ref in ("a\\u0000b", "a\\ud800b"):
        content = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
            "name": "get_record", "arguments": {"ref": "REF"}}}).replace("REF", ref)  # fmt: skip
        answer = client.post(
            "/mcp", content=content, headers={**ACCEPT, **reader, "content-type": "application/json"}
        )
        assert answer.status_code < 500
        assert "fault of records" not in answer.text
