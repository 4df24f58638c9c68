"""Sound records, and what `check` finds in others."""

from __future__ import annotations

from records.check import Report, check_records
from records.project.project import Project

SOUND = """# 1. Use a queue

Date: 2024-05-06

## Status

Accepted

## Context

Mails are slow.

## Decision

We put them into a queue.

## Consequences

Good: mails are fast. Bad: one service more.
"""
PHR = """---
id: "0001"
title: "Add login"
stage: green
date: 2026-01-10
surface: agent
model: unspecified
feature: general
branch: main
user: ada
command: null
labels: []
links:
  spec: null
files: []
tests: []
---

## Prompt

Add a login page, please.

## Response snapshot

Added.

## Outcome

- ✅ Impact: people can log in
"""
MADR = """---
status: accepted
date: 2024-05-06
---

# Use a queue

## Context and Problem Statement

Slow.

## Decision Drivers

* speed

## Considered Options

* queue
* nothing

## Decision Outcome

Chosen: queue.
"""
ADR = "history/adr/0001-use-a-queue.md"
PROMPT = "history/prompts/general/0001-add-login.green.prompt.md"


def report_of(repo, paths=(), against=None) -> Report:
    return check_records(Project.open(str(repo.path), use_cache=False), paths, against)


def found(repo, rule) -> list[tuple[str, int, str]]:
    return [(d.path, d.line, d.severity) for d in report_of(repo).diagnostics if d.rule == rule]
