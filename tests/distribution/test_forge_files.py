"""The files that a forge reads are what its published schemas say."""

from __future__ import annotations

import subprocess
import sys

import pytest

from paths import REPOSITORY

FORGE = REPOSITORY / ".github"


def _check(schema: str, *files: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted((FORGE / "workflows").glob("*.yml")), ids=lambda path: path.name)
def test_a_workflow_is_valid(path):
    """Each workflow follows the published schema and gives its token no more than reading by default."""
    _check("vendor.github-workflows", str(path))
    assert "\npermissions:\n  contents: read\n" in path.read_text("utf-8")


def test_dependency_updates_are_valid():
    """The settings of dependency updates follow their published schema."""
    _check("vendor.dependabot", str(FORGE / "dependabot.yml"))


@pytest.mark.parametrize("path", sorted((FORGE / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda path: path.name)
def test_an_issue_form_is_valid(path):
    """Each issue form has a name, a description and a body of known elements."""
    if path.name == "config.yml":
        return
    import yaml

    form = yaml.safe_load(path.read_text("utf-8"))
    assert form["name"]
    assert form["description"]
    assert {item["type"] for item in form["body"]} <= {
        "markdown",
        "textarea",
        "input",
        "dropdown",
        "checkboxes",
    }
