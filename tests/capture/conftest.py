"""What the tests of capture share."""

from __future__ import annotations

from pathlib import Path

import pytest

import capture_help as made
from records.capture.consent import switch_on
from records.project.project import Project


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A repository with capture on, and an empty home."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    project = made.repository(tmp_path / "shop")
    switch_on(project, 1.0)
    return project
