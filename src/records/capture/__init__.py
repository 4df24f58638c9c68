"""Capture: every prompt exactly once, verbatim, read from what agents leave behind.

Agents' hooks write their payloads into a spool, agents' transcripts hold the rest; `sync` brings
both together in a ledger and writes a PHR for each turn that deserves one.
"""

from __future__ import annotations
