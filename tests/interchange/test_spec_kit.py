"""Spec-Kit Plus's scripts, replaced: the same flags, all members of their JSON, none of their defects."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

FIRST = ["id", "path", "context", "stage", "feature", "template"]


def made(run, *args):
    return json.loads(run("spec-kit", "create-phr", "--json", *args).out)


def test_the_json_holds_what_the_script_s_does_and_more(repo, run):
    """Members of the script first in its order; the path is absolute and the file is there."""
    told = made(run, "--title", "Fix login", "--stage", "green", "--feature", "001-auth")
    assert list(told)[:6] == FIRST
    assert (told["id"], told["context"], told["feature"], told["stage"]) == (
        "0001",
        "feature",
        "001-auth",
        "green",
    )
    assert told["path"] == str(repo.path / "history/prompts/001-auth/0001-fix-login.green.prompt.md")
    assert {"relpath", "title", "date", "warnings"} < set(told)
    text = repo.read(told["relpath"])
    assert "## Prompt\n\n{{PROMPT_TEXT}}\n" in text
    assert "{{RESPONSE_TEXT}}" in text
    assert "prompt_sha256" not in text
    assert 'user: "Ada"' in text


def test_an_agent_fills_the_placeholders_and_the_record_is_sound(repo, run):
    """Until then the check complains; afterwards it does not."""
    path = made(run, "--title", "Fix login", "--stage", "green", "--feature", "001-auth")["relpath"]
    assert "PHR001" in run("check", path, code=1).out
    filled = repo.read(path).replace("{{PROMPT_TEXT}}", "Fix it.").replace("{{RESPONSE_TEXT}}", "Fixed.")
    repo.write(path, filled.replace("{{OUTCOME_IMPACT}}", "Works."))
    run("check", path)


def test_with_a_prompt_the_record_is_finished_at_once(repo, run):
    """No placeholder is left; the prompt keeps its hash."""
    told = made(run, "--title", "Plan", "--stage", "constitution", "--prompt", "Write our principles.")
    assert (told["context"], told["feature"]) == ("constitution", "none")
    assert "{{" not in repo.read(told["relpath"])
    assert "prompt_sha256" in repo.read(told["relpath"])
    repo.write("p.txt", "From a file.")
    assert "From a file." in repo.read(
        made(run, "--title", "B", "--stage", "misc", "--prompt-file", "p.txt")["relpath"]
    )
    run(
        "spec-kit",
        "create-phr",
        "--title",
        "B",
        "--stage",
        "misc",
        "--prompt",
        "x",
        "--prompt-file",
        "p.txt",
        code=2,
    )


def test_no_feature_is_guessed(repo, run):
    """On main with features there, the script took the highest-numbered one; ours says what is missing."""
    repo.write("specs/002-pay/spec.md", "x")
    told = made(run, "--title", "Fix", "--stage", "green")
    assert told["context"] == "general"
    assert "give --feature" in told["warnings"][0]


@pytest.mark.parametrize(("args", "say"), [
    (["--title", "x", "--stage", "green", "--featur", "001"], "No such option"),
    (["--stage", "green"], "Missing option '--title'"),
    (["--title", "x", "--stage", "architect2"], "unknown stage"),
    (["--title", "x", "--stage", "green", "--feature", "../specs"], "not a folder name"),
    (["--title", " ", "--stage", "green"], "title is empty"),
])  # fmt: skip
def test_mistakes_are_told(run, args, say):
    """Unknown options, a missing title, an unknown stage, a way out of the folder."""
    assert say in run("spec-kit", "create-phr", *args, code=2).err


@pytest.mark.parametrize("title", ["اردو عنوان", "中文", "Über café naïve", "x" * 300, 'a "b": [WIP] @x `c`'])
def test_any_title_makes_a_name_and_valid_front_matter(repo, run, title):
    """Titles that broke the script's file names or its YAML."""
    told = made(run, "--title", title, "--stage", "general")
    assert not Path(told["path"]).name.startswith("0001-.")
    assert json.loads(run("show", told["relpath"], "--json").out)["title"] == title


def test_decisions(repo, run):
    """Title as an option or as words; proposed; the script's members are there."""
    told = json.loads(run("spec-kit", "create-adr", "--title", "Use JWT", "--json").out)
    assert {"id", "path", "template"} < set(told)
    assert told["status"] == "proposed"
    assert "made → " in run("spec-kit", "create-adr", "Use", "Redis").out
    run("spec-kit", "create-adr", code=2)
    assert "title is empty" in run("spec-kit", "create-adr", "--title", " ", code=2).err


def test_the_installed_script_runs_and_is_given_back(repo, run):
    """`agents install spec-kit` puts a script in its place; eight at a time never share a number; then it is undone."""
    old = "#!/usr/bin/env bash\nset -e\necho theirs\n"
    repo.write(".specify/scripts/bash/create-phr.sh", old)
    run("agents", "install", "spec-kit", "--yes")
    script = repo.path / ".specify/scripts/bash/create-phr.sh"
    assert os.access(script, os.X_OK)
    assert (repo.path / ".specify/scripts/powershell/create-phr.ps1").is_file()
    bin_dir = repo.path.parent / "bin"
    bin_dir.mkdir()
    (bin_dir / "records").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m records "$@"\n')
    (bin_dir / "records").chmod(0o755)
    environment = {**os.environ, "PATH": f"{bin_dir}{os.pathsep}{os.environ['PATH']}"}

    def call(_):
        return subprocess.run(
            [script, "--title", "Same", "--stage", "green", "--feature", "001-auth", "--json"],
            cwd=repo.path, env=environment, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    with ThreadPoolExecutor(4) as pool:
        ids = [json.loads(out)["id"] for out in pool.map(call, range(4))]
    assert sorted(ids) == ["0001", "0002", "0003", "0004"]
    run("agents", "uninstall", "spec-kit", "--yes")
    assert repo.read(".specify/scripts/bash/create-phr.sh") == old
    assert not (repo.path / ".specify/scripts/powershell").exists()
