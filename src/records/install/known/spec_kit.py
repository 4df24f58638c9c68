"""Spec-Kit Plus: its scripts replaced by ours, for sh and PowerShell; its own commands go on working."""

from __future__ import annotations

from records.install.agent_home import Home

_SH = """\
#!/usr/bin/env sh
# Made by `records agents install spec-kit`; the same flags and more of the same JSON.
exec records spec-kit {name} "$@"
"""
_PS1 = """\
# Made by `records agents install spec-kit`; the same flags and more of the same JSON.
records spec-kit {name} @args
exit $LASTEXITCODE
"""

HOME = Home(
    name="spec-kit",
    title="Spec-Kit Plus",
    entry=None,
    rules="",
    files={
        f".specify/scripts/{folder}/{name}.{ending}": text.format(name=name)
        for folder, ending, text in (("bash", "sh", _SH), ("powershell", "ps1", _PS1))
        for name in ("create-phr", "create-adr")
    },
)
