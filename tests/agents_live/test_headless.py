"""Stories that every agent plays without a terminal; each prompt must be captured once and verbatim."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from drivers import DEEP
from model_server import INPUT_TOKENS, OUTPUT_TOKENS

HOOK_NOISE = re.compile(r"\.records/hook|hook (?:failed|error)|Executing Hook|records capture", re.I)


def test_the_words_of_a_person(workshop):
    """Several prompts over a resumed session, not all ASCII, on several lines: each once and verbatim, hooks silent."""
    prompts = [
        "Bitte einen Warenkorb bauen, größer als zuvor — 購物車",
        "And what does it do?\n  - first line\n  - second line, with \"quotes\" and 'others'",
        "  Thank you  /why  <b>so</b>",
    ]
    output = "".join(workshop.say(prompt, resume=bool(number)) for number, prompt in enumerate(prompts))
    turns = workshop.turns()
    assert [(said["kind"], said["text"].strip()) for turn in turns for said in turn["utterances"]] == [
        ("typed", prompt.strip()) for prompt in prompts
    ]
    assert not HOOK_NOISE.search(output), output


def test_what_a_turn_did(workshop):
    """The record has the response, the file, the test, the model, the tokens and the branch; the turn is completed."""
    workshop.git("switch", "-q", "-c", "007-cart")
    prompt = "Add a cart [write cart.py]"
    workshop.say(prompt)
    [turn] = workshop.turns()
    assert turn["state"] == "completed"
    assert turn["files"] == ["cart.py"]
    assert turn["files_human"] == []
    record = workshop.record(turn)
    text = (workshop.root / turn["record"]).read_text()
    assert record["prompt"] == prompt
    assert record["feature"] == "007-cart"
    assert workshop.driver.model.rpartition("/")[2] in text
    assert workshop.driver.response in text
    if workshop.driver.has_tools:
        assert any("cart.py" in test for test in record["tests"])
        assert str(3 * INPUT_TOKENS) in text
        assert str(3 * OUTPUT_TOKENS) in text


def test_a_quiet_commit(workshop):
    """A commit that the agent made without a word of git's belongs to its turn."""
    (workshop.root / "till.py").write_text("TILL = 1\n")
    workshop.say("Please commit it now [commit]")
    [turn] = workshop.turns()
    assert workshop.git("log", "-1", "--format=%s") == "Work of the agent"
    assert workshop.git("rev-parse", "HEAD") in turn["commits"]


def test_a_subdirectory(workshop):
    """Started below the root: the agent answers at once, and its prompt is recorded."""
    below = workshop.root / DEEP
    below.mkdir(parents=True)
    workshop.say("Say hello from below", folder=below)
    assert workshop.words() == ["Say hello from below"]


def test_a_work_tree(workshop):
    """A turn in a linked work tree is recorded there, and the main one stays as it is."""
    tree = workshop.add_work_tree()
    workshop.say("Add a till [write till.py]", folder=tree)
    [turn] = workshop.turns(folder=tree)
    assert [said["text"] for said in turn["utterances"]] == ["Add a till [write till.py]"]
    assert (tree / turn["record"]).is_file()
    assert not (workshop.root / turn["record"]).exists()


def test_two_sessions_at_once(workshop):
    """Two sessions that run at the same time are two sessions, each prompt once."""
    workshop.run_first_command()
    prompts = ["First session here [pause 2]", "Second session here [pause 2]"]
    running = [workshop.start(prompt) for prompt in prompts]
    outputs = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0], outputs
    turns = workshop.turns()
    assert sorted(text["text"] for turn in turns for text in turn["utterances"]) == prompts
    assert len({turn["session"] for turn in turns}) == 2


def test_a_subagent(workshop):
    """What an agent orders its subagent is nobody's prompt."""
    workshop.say("Look around with a helper [delegate]")
    assert workshop.words() == ["Look around with a helper [delegate]"]


def test_another_repository(workshop):
    """A prompt typed in another repository is not recorded here, whatever that one's folder is called."""
    other = workshop.root.parent / "elsewhere" / workshop.root.name
    other.mkdir(parents=True)
    workshop.git("init", "-q", "-b", "main", str(other))
    workshop.say("The secret of the other project", folder=other)
    workshop.say("The word of this project")
    assert workshop.words() == ["The word of this project"]


def test_a_branch_without_the_hook(workshop):
    """Settings without the hook's file cost nothing: the agent answers as if they were not there."""
    (workshop.root / ".records/hook").unlink()
    output = workshop.say("Say hello without the hook")
    assert not HOOK_NOISE.search(output), output


def test_a_clone_that_did_not_agree(workshop):
    """On a clone where capture was not switched on the agent answers, and nothing is recorded."""
    (workshop.root / ".git/records/on").unlink()
    output = workshop.say("Nobody agreed to this")
    assert not HOOK_NOISE.search(output), output
    assert json.loads(workshop.records("capture", "log", "--json")) == []


def test_mcp(workshop):
    """The agent connects to our server, offers its tools to the model, and a call comes through."""
    workshop.say("Which decisions bind it? [tool decisions_for]")
    mine = [
        (body, tools)
        for _, body, tools in workshop.server.requests
        if "Which decisions bind it?" in json.dumps(body) and tools
    ]
    assert any("records" in tool and tool.endswith("decisions_for") for _, tools in mine for tool in tools)
    results = [text for role, text in workshop.server.conversation(mine[-1][0]) if role == "result"]
    assert any("decision" in text for text in results), results


def test_the_plugin_alone(bare_workshop):
    """The package from this repository is enough for the person who agrees: each prompt once, by this agent."""
    shop = bare_workshop
    shop.install_package()
    shop.records("capture", "on")
    shop.say("Add a cart [write cart.py]")
    [turn] = shop.turns()
    assert [said["text"] for said in turn["utterances"]] == ["Add a cart [write cart.py]"]
    assert turn["evidence"] in ("both", "hook"), turn
    assert (shop.root / turn["record"]).is_file()
    assert json.loads(shop.records("capture", "status", "--json"))["installed"] == [
        f"{shop.driver.name} plugin"
    ]


def test_uninstall(bare_workshop):
    """Uninstalling after the agent was used, and its settings were rewritten, leaves only what others wrote."""
    shop = bare_workshop
    before = _files(shop.root)
    shop.set_up()
    ours = set(_files(shop.root)) - set(before)
    shop.say("Say hello once")
    settings = shop.root / shop.driver.settings_file
    is_shared = settings.suffix == ".json" and shop.driver.name != "copilot"
    if is_shared:
        value = json.loads(settings.read_text())
        settings.write_text(
            json.dumps({**value, "mine": {"kept": True}}, indent=4)
        )  # as a program writes it again
    shop.run_own_command()
    shop.records("capture", "uninstall", shop.driver.name, "--yes")
    shop.records("agents", "uninstall", shop.driver.name, "--yes")
    left = _files(shop.root)
    value = json.loads(left.pop(shop.root / shop.driver.own_file)) if shop.driver.own_file else {}
    assert list(value.pop("mcpServers", {})) == (["mine"] if shop.driver.own_file else [])
    if settings in left:
        value |= json.loads(left.pop(settings))
    assert value == ({"mine": {"kept": True}} if is_shared else {})
    # the agent itself may write more beside its settings, such as the packages of its plugins
    assert ours & set(left) == set()
    assert {path: left.get(path) for path in before} == before


def _files(root: Path) -> dict[Path, bytes]:
    """The files of a work tree with their bytes, without those of git and the records themselves."""
    return {
        path: path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not {".git", "history"} & set(path.relative_to(root).parts)
    }


def test_a_slash_command_is_decided_at_its_end(workshop):
    """The syncs that the hooks start decide it: nobody has to sync, and no later prompt is needed."""
    if workshop.driver.name != "claude":
        pytest.skip("takes no command of ours without a terminal")
    workshop.say(workshop.driver.why.format("README.md:1"))
    deadline = time.monotonic() + 60
    dispositions = ["open"]
    while (not dispositions or "open" in dispositions) and time.monotonic() < deadline:
        time.sleep(1.0)
        rows = json.loads(workshop.records("capture", "log", "--json"))
        dispositions = [row["disposition"] for row in rows]
    assert dispositions in (["recorded"], ["ledger"])
    assert [said["kind"] for row in rows for said in row["utterances"]] == ["command"]
