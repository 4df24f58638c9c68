"""The files that a forge reads are what its published schemas say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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


def test_workflows_and_the_action_pass_the_audit():
    """zizmor, without the network: no unpinned action, no credentials left behind, no text of others in a script."""
    words = ["zizmor", "--offline", "--quiet", "--no-progress", str(FORGE), str(REPOSITORY / "action.yml")]
    done = _run_tool(*words)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_container_file_has_no_finding():
    """hadolint finds nothing in it."""
    if sys.platform != "linux":
        pytest.skip("hadolint is installed on Linux only")
    done = _run_tool("hadolint", "--no-color", str(REPOSITORY / "packaging/Containerfile"))
    assert (done.returncode, done.stdout) == (0, "")


def test_owners_are_named_for_paths_that_exist():
    """Each line of CODEOWNERS names a path of the repository and an owner."""
    lines = (FORGE / "CODEOWNERS").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    assert rows[0][0] == "*"
    assert all((REPOSITORY / path.strip("/")).exists() for path, *_ in rows[1:])
    assert all(owners and all(owner.startswith("@") for owner in owners) for _, *owners in rows)


def test_every_placeholder_of_the_account_is_named_where_it_is_replaced():
    """RELEASING.md names each file that holds the placeholder, or the one that it is generated from."""
    releasing = (REPOSITORY / "RELEASING.md").read_text("utf-8")
    generated = {"server.json", "integrations/spec-kit/extension.yml"}
    listed = subprocess.run(
        ["git", "grep", "-lwE", "@OWNER|OWNER/records"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    own = Path(__file__).relative_to(REPOSITORY).as_posix()
    named = {path for path in listed.stdout.split() if f"`{path}`" in releasing}
    assert set(listed.stdout.split()) - named - generated - {own} == set()
    assert len(named) == 4


def _run_tool(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name(name)
    if not program.exists():
        pytest.skip(f"{name} is not installed: make setup")
    return subprocess.run([str(program), *words], capture_output=True, text=True, check=False)
