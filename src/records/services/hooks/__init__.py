"""Git hooks: they write the records that belong to a commit into its message, and check those that it names."""

from records.services.hooks.install import NAMES, Hook, install, status, uninstall
from records.services.hooks.messages import after_commit, check_commits, check_message, prepare_message

__all__ = [
    "NAMES",
    "Hook",
    "after_commit",
    "check_commits",
    "check_message",
    "install",
    "prepare_message",
    "status",
    "uninstall",
]
