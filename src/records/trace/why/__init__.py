"""From a line of code to the prompts and decisions behind it."""

from records.trace.why.answer import STEPS, Answer, Evidence
from records.trace.why.engine import annotate, why

__all__ = ["STEPS", "Answer", "Evidence", "annotate", "why"]
