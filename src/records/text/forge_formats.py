"""The forms in which forges and their tools take findings: GitHub's workflow commands, and SARIF 2.1.0."""

from __future__ import annotations

from records.encoding import replace_surrogates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def workflow_command(level: str, text: str, **properties: str | int) -> str:
    """Return a command that makes GitHub Actions show a text, beside a line where the properties name one."""
    values = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {values}::{_data(text)}"


def _data(text: str) -> str:
    return replace_surrogates(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif_log(driver: dict[str, Any], results: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a SARIF log with one run of `records`.

    Args:
        driver: what the tool is, beside its name.
        results: its findings.
    """
    run = {
        "tool": {"driver": {"name": "records", **driver}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
