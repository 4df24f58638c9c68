"""Decisions for small logs, and the form that the records of a log have in common."""

from records.history.learn_form import learn_form
from records.history.read_form import read_form


def decision(number: int, status: str = "Accepted") -> str:
    """A decision in Nygard's form."""
    return f"# {number}. Choice {number}\n\n## Status\n\n{status}\n\n## Context\n\nx\n\n## Decision\n\ny\n"


def learned(texts, state="accepted"):
    """The form that records 1, 2, … of these texts have in common."""
    return learn_form([read_form(text, f"000{at}-x.md") for at, text in enumerate(texts, 1)], state)
