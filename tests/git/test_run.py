"""Git is started in one place, and its failures are named."""

import pytest

from records.errors import GitError
from records.git import Git


def test_a_failing_git_command_is_named(repo):
    """The error of a failed git command names the command."""
    with pytest.raises(GitError, match="git rev-parse failed"):
        Git(str(repo.path)).run("-c", "color.ui=false", "rev-parse", "--verify", "nope")
