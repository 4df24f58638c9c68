"""What the agents' own files say about trust: which projects' hooks they run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from records.agents import registry
from records.install.trust import Trust, trust_of


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def trust(agent: str, home: Path, root: str) -> Trust:
    result = trust_of(registry.agent(agent), root, {"HOME": str(home)})
    assert result is not None
    return result


def write(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value))


@pytest.mark.parametrize(
    ("rules", "is_given"),
    [
        ({}, False),
        ({"/srv/shop": "TRUST_FOLDER"}, True),
        ({"/srv": "TRUST_FOLDER"}, True),
        ({"/srv/other": "TRUST_PARENT"}, True),
        ({"/srv/sho": "TRUST_FOLDER"}, False),
        ({"/srv/shop": "DO_NOT_TRUST"}, False),
        ({"/srv": "TRUST_FOLDER", "/srv/shop": "DO_NOT_TRUST"}, False),
        ({"/srv": "DO_NOT_TRUST", "/srv/shop": "TRUST_FOLDER"}, True),
        ("// a comment\n{broken", False),
    ],
)
def test_gemini_decides_by_the_deepest_folder(home: Path, rules: Any, is_given: bool) -> None:
    """A rule holds for the folders below; a name that only begins alike is another folder."""
    write(home / ".gemini/trustedFolders.json", rules)
    answer = trust("gemini", home, "/srv/shop")
    assert answer.is_given is is_given
    assert bool(answer.hint) is not is_given


def test_gemini_without_folder_trust_trusts_all(home: Path) -> None:
    """A person may have switched it off."""
    write(home / ".gemini/settings.json", {"security": {"folderTrust": {"enabled": False}}})
    assert trust("gemini", home, "/srv/shop").is_given is True


@pytest.mark.parametrize(
    ("settings", "is_given"),
    [
        ('// written by copilot\n{"trustedFolders": ["/srv/shop"]}', True),
        ({"trusted_folders": ["/srv"]}, True),
        ({"trustedFolders": ["/srv/shop2"]}, False),
        ({"trustedFolders": "x"}, False),
    ],
)
def test_copilot_keeps_a_list_of_folders(home: Path, settings: Any, is_given: bool) -> None:
    """With comments, under the name that older versions used, for the folders below as well."""
    write(home / ".copilot/config.json", settings)
    assert trust("copilot", home, "/srv/shop").is_given is is_given


@pytest.mark.parametrize(
    ("key", "is_given"), [("/srv/shop/.codex/hooks.json:stop:0:0", True), ("/srv/shop2/x", False)]
)
def test_codex_keeps_the_digests_of_accepted_hooks(home: Path, key: str, is_given: bool) -> None:
    """By the file that they are in."""
    write(home / ".codex/config.toml", f'[hooks.state."{key}"]\ntrusted_hash = "sha256:1"\n')
    assert trust("codex", home, "/srv/shop").is_given is is_given


@pytest.mark.parametrize(("agent", "is_given"), [("gemini", None), ("copilot", None), ("codex", False)])
def test_nothing_is_known_of_an_agent_that_was_never_started(
    home: Path, agent: str, is_given: bool | None
) -> None:
    """Then only a person can tell; the hint says what to do."""
    answer = trust(agent, home, "/srv/shop")
    assert answer.is_given is is_given
    assert answer.hint


@pytest.mark.parametrize("agent", ["claude", "cursor", "opencode", "aider"])
def test_agents_that_ask_for_no_such_trust(home: Path, agent: str) -> None:
    """They have nothing to be checked."""
    assert trust_of(registry.agent(agent), "/srv/shop", {"HOME": str(home)}) is None
