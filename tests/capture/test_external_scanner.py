"""A secret scanner that is installed besides is asked without the repository's own configuration."""

from __future__ import annotations

import sys

import pytest

from records.capture import external_scanner
from records.secrets.redactor import Redactor

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scanner here is a script")

SCANNER = """#!/bin/sh
[ -e .gitleaks.toml ] || [ -e .gitleaksignore ] || [ "$GITLEAKS_CONFIG" = .gitleaks.toml ] && { echo '[]'; exit 0; }
echo '[{"RuleID": "house token", "Secret": "abc123"}]'
"""


@pytest.fixture
def scanner(tmp_path, monkeypatch, repo):
    """A scanner that finds nothing where it sees a configuration of the repository."""
    program = tmp_path / "bin" / "gitleaks"
    program.parent.mkdir()
    program.write_text(SCANNER)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("GITLEAKS_CONFIG", ".gitleaks.toml")
    repo.write(".gitleaks.toml", "[allowlist]\nregexes = ['.*']\n")
    repo.write(".gitleaksignore", "abc123\n")
    monkeypatch.chdir(repo.path)
    return program


def test_exceptions_of_the_repository_do_not_weaken_the_scan(scanner):
    """Neither files in the current directory nor a relative path in the environment."""
    clean = external_scanner.also(Redactor.create(b"k"))
    assert clean("my abc123").startswith("my [REDACTED:house-token#")
    assert clean("") == ""


def test_a_scanner_in_the_repository_is_none(scanner, repo, monkeypatch):
    """It would have to be on PATH by an absolute path."""
    repo.write("gitleaks", SCANNER).chmod(0o755)
    monkeypatch.setenv("PATH", ".")
    assert external_scanner.scanner() is None
    assert external_scanner.also(Redactor.create(b"k"))("my abc123") == "my abc123"


def test_a_scanner_that_fails_lets_nothing_through(scanner):
    """Its error reaches the caller, which keeps the text back."""
    scanner.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(external_scanner.subprocess.SubprocessError):
        external_scanner.also(Redactor.create(b"k"))("my abc123")
