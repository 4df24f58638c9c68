"""How this program is installed, and whether the project `records` (SQL for Humans), with our names, is too."""

from __future__ import annotations

import os
import sys

OTHER = "records"
OURS = "records-history"
_OWN_SCRIPT = b"records.__main__"


def install_command(extra: str) -> str:
    """Return the command that adds an extra to this very installation: as pipx or uv made it, else with pip."""
    package = f"'{OURS}[{extra}]'"
    folders = set(sys.prefix.replace("\\", "/").split("/"))
    if {"pipx", "venvs"} <= folders:
        return f"pipx install --force {package}"
    return f"uv tool install --force {package}" if {"uv", "tools"} <= folders else f"pip install {package}"


def other_version() -> str | None:
    """Return the version of the other project where it is installed in this environment; None where it is not."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(OTHER)
    except PackageNotFoundError:
        return None


def explanation(version: str) -> tuple[str, str]:
    """Return what is wrong where the other project is installed too, and what to do."""
    return (
        f"{OTHER} {version} (SQL for Humans) and {OURS} are installed in the same environment {sys.prefix}: "
        "each replaces the other's import package and command",
        f"keep them apart: pip uninstall {OURS}, then pipx install {OURS}, or: uv tool install {OURS}",
    )


def script_problem() -> str:
    """Return what is wrong with the command `records` of this environment; empty where it is ours."""
    import sysconfig

    folder = sysconfig.get_path("scripts")
    names = [os.path.join(folder, name) for name in ("records", "records.exe")]
    existing = [name for name in names if os.path.isfile(name)]
    if not existing:
        return f"there is no command records in {folder}"
    with open(existing[0], "rb") as file:
        return "" if _OWN_SCRIPT in file.read() else f"{existing[0]} is the command of another project"
