"""How the program was installed decides the command that adds an extra."""

from __future__ import annotations

import sys

import pytest

from records.distributions import install_command


@pytest.mark.parametrize(
    ("prefix", "program"),
    [
        ("/home/a/.local/share/pipx/venvs/records-history", "pipx install --force"),
        ("/opt/pipx/venvs/records-history", "pipx install --force"),
        (r"C:\Users\a\pipx\venvs\records-history", "pipx install --force"),
        ("/home/a/.local/share/uv/tools/records-history", "uv tool install --force"),
        ("/srv/shop/.venv", "pip install"),
        ("/home/pipx/project/.venv", "pip install"),
    ],
)
def test_an_extra_is_added_as_the_program_was_installed(monkeypatch, prefix, program):
    """What pip installs beside pipx or uv would not reach the environment of the command."""
    monkeypatch.setattr(sys, "prefix", prefix)
    assert install_command("mcp") == f"{program} 'records-history[mcp]'"
