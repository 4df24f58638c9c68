"""The checkout itself."""

import subprocess

from paths import REPOSITORY


def test_nothing_of_the_project_is_hidden_from_git():
    """A file that git ignores works here and is missing in every clone and in the wheel."""

    root = REPOSITORY
    asked = [
        "git",
        "ls-files",
        "--others",
        "--ignored",
        "--exclude-standard",
        "--",
        "src",
        "templates",
        "tests",
        "docs",
    ]
    listed = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=False).stdout.splitlines()
    assert [name for name in listed if "__pycache__" not in name] == []
