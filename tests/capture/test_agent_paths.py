"""The repository's own paths."""

from __future__ import annotations

from capture_help import turn
from records.capture import agent_paths


def test_paths_become_the_repositorys_own() -> None:
    """The nearest work tree wins; what lies outside, or in the git directory, is left out."""
    files = (
        "/w/a.py",
        "/w/side/b.py",
        "/tmp/x",
        "/w/.git/config",
        "rel/c.py",
        "../up",
        "~/home",
        "C:/x/d.py",
    )
    local = agent_paths.localise(turn("x", files=files), ["/w", "/w/side", "C:/x", ""])
    assert local.files == ("a.py", "b.py", "d.py", "rel/c.py")
    cwds = [turn("x", cwd=cwd) for cwd in ("/w/sub", "/w", "/v", "")]
    assert agent_paths.roots_of(cwds, ["/w"]) == ["/w", "/v"]
    assert agent_paths.common_roots(cwds) == ["/v", "/w"]
