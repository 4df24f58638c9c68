"""From a line of code to the prompts and decisions behind it."""

from records.services.why.answer import STEPS, Answer, Evidence
from records.services.why.engine import annotate, why

__all__ = ["STEPS", "Answer", "Evidence", "annotate", "why"]
