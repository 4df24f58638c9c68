"""Decisions for small logs."""


def decision(number: int, status: str = "Accepted") -> str:
    """A decision in Nygard's form."""
    return f"# {number}. Choice {number}\n\n## Status\n\n{status}\n\n## Context\n\nx\n\n## Decision\n\ny\n"
