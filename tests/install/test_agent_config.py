"""Agents are told about the records additively, and every byte comes back when they are told no more."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.errors import EditError
from records.install import jsonc
from records.install.agent_texts import RULES, files_of
from records.install.homes import homes
from records.install.text_block import rules_block

HOMES = homes()
AGENTS = [name for name in HOMES if name != "spec-kit"]
SETTINGS = {
    "claude": ".mcp.json", "codex": ".codex/config.toml", "gemini": ".gemini/settings.json",
    "cursor": ".cursor/mcp.json", "copilot": ".vscode/mcp.json", "opencode": "opencode.json",
}  # fmt: skip
ENTRY = {"command": "records", "args": ["mcp"]}

# As people and tools write them: comments, odd indentation, CRLF, no final newline, other tools' entries, a BOM.
JSON_FILES = {
    "other servers": '{\n  "mcpServers": {\n    "github": {"command": "npx", "args": ["-y", "x"]}\n  }\n}\n',
    "comments": '// ours\n{\n  /* servers */\n  "mcpServers": {\n    "a": {} // last\n  },\n  // end\n}\n',
    "hooks of other tools": '{\n\t"hooks": {\n\t\t"Stop": [{"hooks": [{"type": "command", "command": "x"}]}]\n\t}\n}\n',
    "four spaces, no newline": '{\n    "theme": "dark",\n    "other": [1, 2,\n  3]\n}',
    "crlf": '{\r\n  "mcpServers": {\r\n    "b": {}\r\n  },\r\n  "z": null\r\n}\r\n',
    "one line": '{"mcpServers": {"c": {"command": "c"}}, "x": 1}',
    "trailing commas": '{\n  "mcpServers": {\n    "d": {},\n  },\n}\n',
    "empty object": "{}",
    "empty object with space": "{\n}\n",
    "empty servers": '{"mcpServers": {}}\n',
    "comment in an empty object": '{\n  "mcpServers": {\n    // none yet\n  }\n}\n',
    "empty file": "",
    "byte-order mark": '\ufeff{\n  "a": 1\n}\n',
    "odd spacing": '{ "mcpServers" :\n{ "e":{ } }\n,"f" : "\\"}{" }\n\n\n',
    "not ASCII": '{\n  "naïve": "日本語 // not a comment"\n}\n',
}
TOML_FILES = {
    "other servers": '[mcp_servers.github]\ncommand = "npx"\n',
    "comments": '# mine\nmodel = "o3" # best\n\n[features]\nhooks = true\n',
    "crlf": 'model = "o3"\r\n',
    "no final newline": 'model = "o3"',
    "blank lines at the end": 'model = "o3"\n\n\n',
    "empty": "",
}
MARKDOWN = {
    "rules": "# Rules\n\nBe kind.\n",
    "crlf": "# Rules\r\n\r\nBe kind.\r\n",
    "no final newline": "Be kind.",
    "another tool's block": "<!-- other:begin -->\nx\n<!-- other:end -->\n\n",
    "empty": "",
}


def keys(agent):
    return {"copilot": "servers", "opencode": "mcp"}.get(agent, "mcpServers")


NEWER = """{
  // version 2
  "mcp": {
    "timeout": {"catalog": 30000},
    "servers": {
      "other": {"type": "local", "command": ["x"]},
    },
  },
}
"""


def test_settings_of_opencode_2_get_the_entry_of_version_2(repo, run):
    """Where servers are kept apart already, ours goes there, without the word that version 2 does not know."""
    repo.write("opencode.json", NEWER)
    run("agents", "install", "opencode", "--yes")
    there = jsonc.parse(repo.read("opencode.json")).value["mcp"]
    assert there["servers"]["records"] == {"type": "local", "command": ["records", "mcp"]}
    assert "records" not in there
    assert "was set up already" in run("agents", "install", "opencode", "--yes").err
    repo.write("opencode.json", repo.read("opencode.json").replace("// version 2", "// version two"))
    run("agents", "uninstall", "opencode", "--yes")
    assert repo.read("opencode.json") == NEWER.replace("// version 2", "// version two")


def test_a_server_of_version_1_that_is_called_servers_is_no_map(repo, run):
    """Its members are no servers; ours stands beside it."""
    repo.write("opencode.json", '{"mcp": {"servers": {"type": "local", "command": ["x"]}}}\n')
    run("agents", "install", "opencode", "--yes")
    assert jsonc.parse(repo.read("opencode.json")).value["mcp"]["records"]["enabled"] is True


@pytest.mark.parametrize(
    ("agent", "form"),
    [(agent, form) for agent in AGENTS for form in (TOML_FILES if agent == "codex" else JSON_FILES)],
)
def test_install_twice_and_uninstall_gives_every_byte_back(repo, run, agent, form):
    """On settings as they are found in the wild, the file is the same file afterwards, and nothing else is left."""
    texts = TOML_FILES if agent == "codex" else JSON_FILES
    settings = texts[form].replace("mcpServers", keys(agent)).encode()
    repo.write(SETTINGS[agent], settings)
    rules = list(MARKDOWN.values())[len(form) % len(MARKDOWN)].encode()
    repo.write(HOMES[agent].rules, rules)
    before = tree(repo)
    run("agents", "install", agent, "--yes")
    assert_known(repo, agent)
    once = tree(repo)
    assert "was set up already" in run("agents", "install", agent, "--yes").err
    assert tree(repo) == once
    run("agents", "uninstall", agent, "--yes")
    assert tree(repo) == before


@pytest.mark.parametrize("agent", AGENTS)
def test_in_an_empty_project_nothing_is_left(repo, run, agent):
    """Files and folders that an installation made go away with it."""
    before = tree(repo)
    run("agents", "install", agent, "--yes")
    assert_known(repo, agent)
    run("agents", "uninstall", agent, "--yes")
    assert tree(repo) == before


@pytest.mark.parametrize("form", [name for name in JSON_FILES if not name.startswith("empty")])
def test_without_memory_the_member_is_taken_out_exactly(form):
    """A colleague's clone knows nothing of ours: taking the member out still gives the old text."""
    text = JSON_FILES[form]
    made = jsonc.with_member(text, ("mcpServers",), "records", ENTRY)
    assert jsonc.parse(made).value["mcpServers"]["records"] == ENTRY
    assert jsonc.without_member(made, ("mcpServers",), "records", ENTRY) == text


SPACE = st.sampled_from(["", " ", "\n", "\n  ", "\r\n", "\t", " /* c, */ ", " // c }\n", "\n// {\n\n"])
SCALAR = st.sampled_from(["1", "-2.5e3", "true", "null", '"x"', '"a // \\" b"', "[]", "[1, 2]", "[ {} , ]"])


@st.composite
def objects(draw, depth=0):
    """The text of an object with members, comments and any spacing."""
    names = draw(
        st.lists(st.sampled_from(["a", "b", "mcpServers", "records2"]), min_size=1, max_size=3, unique=True)
    )
    parts = []
    for name in names:
        nested = name == "mcpServers" or (depth < 2 and draw(st.booleans()))
        value = draw(objects(depth + 1)) if nested and depth < 3 else draw(SCALAR)
        value = "{}" if nested and depth >= 3 else value
        parts.append(f'{draw(SPACE)}"{name}"{draw(SPACE)}:{draw(SPACE)}{value}{draw(SPACE)}')
    comma = draw(st.sampled_from(["", ","]))
    return "{" + ",".join(parts) + comma + draw(SPACE) + "}"


@settings(deadline=None)
@given(objects(), SPACE, SPACE)
def test_taking_out_is_the_inverse_of_putting_in(text, before, after):
    """For every text with something in its objects: in and out again gives every byte, and in twice is in once."""
    whole = before + text + after
    made = jsonc.with_member(whole, ("mcpServers",), "records", ENTRY)
    assert jsonc.with_member(made, ("mcpServers",), "records", ENTRY) == made
    value = jsonc.parse(made).value
    assert value["mcpServers"].pop("records") == ENTRY
    value = {name: held for name, held in value.items() if held != {} or name in jsonc.parse(whole).value}
    assert value == jsonc.parse(whole).value
    assert jsonc.without_member(made, ("mcpServers",), "records", ENTRY) == whole


@settings(deadline=None)
@given(st.text(alphabet="ab#\n\r "))
def test_a_block_is_taken_out_exactly(text):
    """The same law for a block of lines, on texts with any line ends but lone carriage returns at the end."""
    text = text.replace("\r", "\r\n").replace("\r\n\n", "\r\n")
    block = rules_block(RULES)
    made = block.added(text)
    assert block.added(made) == made
    assert block.removed(made) == text


def test_a_changed_file_loses_only_what_is_ours(repo, run):
    """What somebody added since, before and after our parts, stays."""
    repo.write(".mcp.json", JSON_FILES["other servers"])
    repo.write("CLAUDE.md", "# Rules\n")
    run("agents", "install", "claude", "--yes")
    text = jsonc.with_member(repo.read(".mcp.json"), ("mcpServers",), "later", {"command": "x"})
    repo.write(".mcp.json", text)
    repo.write("CLAUDE.md", repo.read("CLAUDE.md") + "\nMore.\n")
    run("agents", "uninstall", "claude", "--yes")
    assert list(json.loads(repo.read(".mcp.json"))["mcpServers"]) == ["github", "later"]
    assert repo.read("CLAUDE.md") == "# Rules\n\nMore.\n"


def test_rules_stay_while_another_agent_reads_them(repo, run):
    """Codex and Cursor share AGENTS.md; it goes with the last of them."""
    run("agents", "install", "codex", "--yes")
    run("agents", "install", "cursor", "--yes")
    run("agents", "uninstall", "codex", "--yes")
    assert "records: begin" in repo.read("AGENTS.md")
    run("agents", "uninstall", "cursor", "--yes")
    assert not (repo.path / "AGENTS.md").exists()


def test_own_commands_of_the_user_are_kept(repo, run):
    """A slash command of the same name that is not ours is neither replaced nor deleted."""
    repo.write(".claude/commands/adr.md", "mine\n")
    assert ".claude/commands/adr.md is not as we made it" in run("agents", "install", "claude", "--yes").err
    assert repo.read(".claude/commands/adr.md") == "mine\n"
    repo.write(".claude/commands/why.md", "changed\n")
    run("agents", "uninstall", "claude", "--yes")
    assert repo.read(".claude/commands/adr.md") == "mine\n"
    assert repo.read(".claude/commands/why.md") == "changed\n"
    assert not (repo.path / ".claude/commands/phr.md").exists()


def test_an_own_entry_of_the_user_is_kept(repo, run):
    """Whoever starts the server in another way goes on doing so."""
    own = '{"mcpServers": {"records": {"command": "uvx", "args": ["records"]}}}\n'
    repo.write(".mcp.json", own)
    repo.write(".codex/config.toml", '[mcp_servers.records]\ncommand = "uvx"\n')
    run("agents", "install", "claude", "--yes")
    run("agents", "install", "codex", "--yes")
    assert repo.read(".mcp.json") == own
    assert tomllib.loads(repo.read(".codex/config.toml"))["mcp_servers"]["records"]["command"] == "uvx"
    run("agents", "uninstall", "claude", "--yes")
    run("agents", "uninstall", "codex", "--yes")
    assert repo.read(".mcp.json") == own


@pytest.mark.parametrize("text", ['{"a": 1', '{"a": 1} x', '{"a": 1, "a": 2}', '{a: 1}', '{"a" 1}', '{"a": 1 "b": 2}',
                                  '{"a": "\\q"}', "[1 2]", '{"a": nul}', "[" * 300])  # fmt: skip
def test_settings_that_cannot_be_read_are_left_alone(repo, run, text):
    """The file and the place are named, and nothing at all is written."""
    repo.write(".mcp.json", text)
    before = tree(repo)
    assert ".mcp.json: it" in run("agents", "install", "claude", "--yes", code=2).err
    assert tree(repo) == before
    assert json.loads(run("agents", "status", "--json").out)[0]["state"] == "partly"


def test_other_shapes_are_refused(repo, run):
    """Servers that are no object, TOML that is none, half a block."""
    repo.write(".mcp.json", '{"mcpServers": []}')
    assert "'mcpServers' is not an object" in run("agents", "install", "claude", "--yes", code=2).err
    repo.write(".codex/config.toml", "x = = 1\n")
    assert "not valid TOML" in run("agents", "install", "codex", "--yes", code=2).err
    repo.write("GEMINI.md", "<!-- records: begin -->\nx\n")
    assert (
        "GEMINI.md: the line '<!-- records: end -->' is missing"
        in run("agents", "install", "gemini", "--yes", code=2).err
    )
    with pytest.raises(EditError):
        rules_block("x\n").removed("<!-- records: end -->\n")


def test_rules_are_short_and_follow_a_new_version(repo, run):
    """At most fifteen lines with their markers; an older block is brought up to date in its place."""
    assert len(rules_block(RULES).added("").splitlines()) <= 15
    repo.write("CLAUDE.md", "# A\n\n<!-- records: begin -->\nold\n<!-- records: end -->\n\n# B\n")
    run("agents", "install", "claude", "--yes")
    text = repo.read("CLAUDE.md")
    assert text.startswith("# A\n\n<!-- records: begin -->\n## Prompts")
    assert text.endswith("<!-- records: end -->\n\n# B\n")
    assert "\nold\n" not in text


def test_rules_do_not_ask_for_records_where_capture_is_on(repo, run):
    """Prompts record themselves there; a second installation changes nothing, and the status knows both texts."""
    run("agents", "install", "claude", "--yes")
    assert rules_block(RULES).added("") == repo.read("CLAUDE.md")
    run("capture", "on")
    assert "claude installed Claude Code" in " ".join(run("agents", "status").out.split())
    run("agents", "install", "claude", "--yes")
    captured = repo.read("CLAUDE.md")
    assert "create_phr" not in captured
    assert "Prompts are recorded by themselves" in captured
    assert "was set up already" in run("agents", "install", "claude", "--yes").err
    run("capture", "off")
    assert "was set up already" in run("agents", "install", "claude", "--yes").err
    run("agents", "uninstall", "claude", "--yes")
    assert not (repo.path / "CLAUDE.md").exists()


def test_a_linked_rules_file_stays_a_link(repo, run):
    """CLAUDE.md that points to AGENTS.md goes on pointing to it."""
    repo.write("AGENTS.md", "# Rules\n")
    (repo.path / "CLAUDE.md").symlink_to("AGENTS.md")
    run("agents", "install", "claude", "--yes")
    assert (repo.path / "CLAUDE.md").is_symlink()
    assert "records: begin" in repo.read("AGENTS.md")
    run("agents", "uninstall", "claude", "--yes")
    assert repo.read("AGENTS.md") == "# Rules\n"


def test_the_status_tells_each_agent(repo, run):
    """Installed, partly, not installed."""
    run("agents", "install", "claude", "--yes")
    run("agents", "install", "gemini", "--yes")
    (repo.path / ".gemini/commands/phr.toml").unlink()
    states = {one["agent"]: one["state"] for one in json.loads(run("agents", "status", "--json").out)}
    assert states["claude"] == "installed"
    assert states["gemini"] == "partly"
    assert states["codex"] == states["cursor"] == "not installed"
    assert "claude    installed" in run("agents", "status").out.replace("claude\t", "claude    ")


def test_a_dry_run_shows_the_changes_and_makes_none(repo, run):
    """A diff on standard output, and the tree as it was."""
    before = tree(repo)
    shown = run("agents", "install", "opencode", "--yes", "--dry-run").out
    assert '+  "mcp": {' in shown
    assert tree(repo) == before
    run("agents", "install", "opencode", "--yes")
    assert "-  " in run("agents", "uninstall", "opencode", "--yes", "--dry-run").out
    assert "opencode is not installed here" not in run("agents", "uninstall", "opencode", "--yes").err
    assert "opencode is not installed here" in run("agents", "uninstall", "opencode", "--yes").err


def test_outside_git_it_works_without_memory(tmp_path, run, monkeypatch):
    """Nothing can be remembered there; taking out is by what is ours."""
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / ".mcp.json").write_text('{\n  "a": 1\n}\n')
    run("-C", str(folder), "agents", "install", "claude", "--yes")
    assert "records" in (folder / ".mcp.json").read_text()
    run("-C", str(folder), "agents", "uninstall", "claude", "--yes")
    assert sorted(path.name for path in folder.iterdir()) == [".mcp.json"]
    assert (folder / ".mcp.json").read_text() == '{\n  "a": 1\n}\n'
    (folder / ".specify/scripts/bash").mkdir(parents=True)
    (folder / ".specify/scripts/bash/create-phr.sh").write_text("theirs\n")
    assert (
        "could not be restored"
        in run("-C", str(folder), "agents", "install", "spec-kit", "--yes", code=2).err
    )


def assert_known(repo, agent):
    text = repo.read(SETTINGS[agent])
    if agent == "codex":
        assert tomllib.loads(text)["mcp_servers"]["records"] == ENTRY
    else:
        entry = jsonc.parse(text).value[keys(agent)]["records"]
        assert "records" in json.dumps(entry)
        assert "mcp" in json.dumps(entry)
    assert "records: begin" in repo.read(HOMES[agent].rules)
    for path in files_of(HOMES[agent]):
        assert (repo.path / path).is_file()


def tree(repo):
    """Every file outside .git with its bytes, every folder."""
    return {
        str(path.relative_to(repo.path)): path.read_bytes() if path.is_file() else None
        for path in repo.path.rglob("*")
        if ".git" not in path.relative_to(repo.path).parts
    }


def test_an_unknown_agent_is_told_who_is_known(run):
    """By the library as by the command line."""
    from records.errors import NotFound
    from records.install.homes import home

    with pytest.raises(NotFound, match="no agent is called 'emacs'"):
        home("emacs")
    run("agents", "install", "emacs", "--yes", code=2)


def test_uninstalling_where_others_files_were_broken_since_says_so(repo, run):
    """A settings file that is no JSON any more is not touched."""
    run("agents", "install", "claude", "--yes")
    repo.write(".mcp.json", repo.read(".mcp.json") + "x")
    assert ".mcp.json: it is not valid JSON" in run("agents", "uninstall", "claude", "--yes", code=2).err
    assert (repo.path / ".claude/commands/phr.md").exists()


@pytest.mark.parametrize(
    "text", ['mcp_servers = { a = { command = "x" } }\n', "mcp_servers.a = { command = 'x' }\n"]
)
def test_servers_written_inline_are_added_to_or_told_how(repo, run, text):
    """A valid file is never called broken, nor made so."""
    path = repo.path / ".codex/config.toml"
    repo.write(".codex/config.toml", text)
    if "= { a" in text:
        err = run("agents", "install", "codex", "--yes", code=2).err
        assert 'records = { command = "records", args = ["mcp"] }' in err
        assert path.read_text() == text
    else:
        run("agents", "install", "codex", "--yes")
        assert set(tomllib.loads(path.read_text())["mcp_servers"]) == {"a", "records"}
        run("agents", "uninstall", "codex", "--yes")
        assert path.read_text() == text


def test_rules_and_tables_begin_after_a_mark_of_byte_order(repo, run):
    """Editors on Windows leave one."""
    for agent, path, text in (
        ("codex", ".codex/config.toml", "\ufeffmodel = 'x'\n"),
        ("claude", "CLAUDE.md", "\ufeff# A"),
    ):
        repo.write(path, text)
        run("agents", "install", agent, "--yes")
        run("agents", "install", agent, "--yes")
        assert (repo.path / path).read_text("utf-8").startswith(text)
        run("agents", "uninstall", agent, "--yes")
        assert (repo.path / path).read_text("utf-8") == text


@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_without_a_terminal_only_yes_agrees(run, repo, command):
    """Nobody can be asked: nothing is written, and `--dry-run` and `--yes` are named; no change needs no consent."""
    if command == "uninstall":
        assert "is not installed here" in run("agents", command, "claude").err
        run("agents", "install", "claude", "--yes")
    before = sorted(path.name for path in repo.path.rglob("*"))
    assert "add --yes to agree" in run("agents", command, "claude", code=2).err
    assert sorted(path.name for path in repo.path.rglob("*")) == before
    assert run("agents", command, "claude", "--dry-run").out
    run("agents", command, "claude", "--yes")
    assert sorted(path.name for path in repo.path.rglob("*")) != before


@pytest.mark.parametrize("name", ["claude", "gemini", "cursor"])
@pytest.mark.parametrize("text", ["{", '{"mcpServers": ', "no JSON", "[]"])
def test_settings_that_cannot_be_read_hold_no_entry_of_ours(run, repo, name, text):
    """The list of agents names the file and stays a list; installing does not touch it."""
    repo.write(SETTINGS[name], text)
    status = run("agents", "status")
    assert f"{SETTINGS[name]}: " in status.out + status.err
    assert "not installed  Codex" in status.out
    run("agents", "install", name, "--yes", code=2)
    assert repo.read(SETTINGS[name]) == text
