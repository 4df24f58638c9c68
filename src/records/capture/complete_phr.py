"""Complete a record that was made while its turn ran, by capture or by the agent, with what is known afterwards."""

from __future__ import annotations

from contextlib import suppress

import records.regex as re
from records.capture import infer
from records.capture.write_phr import MOST_TESTS, facts
from records.errors import EditError, InvalidInput
from records.history.finish_phr import completed_text
from records.model.drafts import PhrCompletion
from records.text.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.turn import Turn

_OPEN_STATE = re.compile(r"^(state: *\"?)open(\"? *)$", re.M)


def completed(text: str, turn: Turn) -> str:
    """Return the text of a record that was made while the turn ran, with what is known now; other texts as they are.

    What somebody filled in meanwhile stays.
    """
    if not _OPEN_STATE.search(text.partition("\n---")[0]):
        return text
    tests = tuple(infer.test_line(run) for run in turn.tests[:MOST_TESTS])
    response = turn.response or None
    for completion, files in (
        (PhrCompletion(response, tests=tests), turn.files),
        (PhrCompletion(response), ()),
    ):
        with suppress(InvalidInput, EditError):
            text = completed_text(text, completion, files)
            break
    return _OPEN_STATE.sub(rf"\g<1>{turn.state}\g<2>", text, count=1)


def with_facts(text: str, turn: Turn) -> str:
    """Return the text of a record that the agent made itself, with what only capture knows; its words stay."""
    document = Document.parse(text)
    if document.front_matter is None:
        return text
    with suppress(EditError):
        front = document.front_matter
        values = front.values()
        for name, value in facts(turn).items():
            if name in values:
                continue
            if isinstance(value, list):
                for item in value:
                    front = front.append(name, item)
            else:
                front = front.set(name, str(value))
        if turn.model and values.get("model") in (None, "", "unspecified"):
            front = front.set("model", turn.model)
        files = values.get("files") or []
        for path in turn.files if isinstance(files, list) else ():
            front = front if path in files else front.append("files", path)
        for run in () if values.get("tests") else turn.tests[:MOST_TESTS]:
            front = front.append("tests", infer.test_line(run))
        return document.with_front_matter(front).text
    return text
