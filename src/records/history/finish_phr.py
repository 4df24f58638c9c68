"""Complete a prompt record that was created before its answer: fill what is still open, and change nothing else."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.errors import EditError, GitError, InvalidInput
from records.history.prompt_files import work
from records.history.work_context import MOST_FILES
from records.patterns import COMMIT_ID
from records.phr.body import Parts, split_body, write_prompt
from records.project.catalog import Catalog
from records.project.codec import parse_phr
from records.project.redaction import hide_secrets
from records.text.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.drafts import PhrCompletion
    from records.model.record import Record
    from records.project.project import Project, WorkTreeProject

_OPEN = re.compile(r"(?:\{\{\w+\}\}|not recorded\.?|none recorded\.?|none changed\.?|none\.?)?\Z", re.I)


_LABELS = ("Impact", "Tests", "Files", "Next prompts", "Reflection")
_VALUE = r":[ \t]*([^\n]*(?:\n[ \t]+[^\n]+)*)"
_BULLET = re.compile(rf"^- [^\n]{{0,4}}({'|'.join(_LABELS)}){_VALUE}", re.M)


@dataclass(frozen=True, slots=True)
class CompletedPhr:
    """The record as it is now.

    Attributes:
        record: with what was filled.
        filled: the parts that were filled: response, impact, tests, files, next prompts, reflection.
        open: the parts that are still open.
        notes: messages for the caller.
    """

    record: Record
    filled: tuple[str, ...]
    open: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.filled)


def finish_phr(project: WorkTreeProject, ref: str, finish: PhrCompletion) -> CompletedPhr:
    """Fill the open parts of a prompt record, and say which; repeating it changes nothing.

    Raises:
        NotFound: no prompt record goes by this name.
        Ambiguous: several do.
        InvalidInput: a part is filled already, with something else; nothing was written.
        EditError: the record is not shaped as ours are; nothing was written.
    """
    finish, notes = hide_secrets(project, finish)
    with project.writer.locked():
        record = Catalog(project.store.scan()).phr(ref)
        old = project.store.text(record.path)
        files = _files(project, old) if finish.files is None else finish.files
        new = completed_text(old, finish, files)
        if new != old:
            project.writer.save({record.path: new})
    before, after = _parts(old), _parts(new)
    filled = tuple(name for name, text in after.items() if text != before[name])
    still_open = tuple(name for name in ("response", "impact", "tests", "files") if _OPEN.match(after[name]))
    return CompletedPhr(parse_phr(new, record.path, record.folder), filled, still_open, notes)


def _parts(text: str) -> dict[str, str]:
    """Return what a record says of each part that can be filled; empty for a part that it lacks."""
    document = Document.parse(text)
    front = document.front_matter.data() if document.front_matter else {}
    parts = split_body(document.body_text)
    bullets = {bullet[1].lower(): bullet[2].strip() for bullet in _BULLET.finditer(parts.outcome or "")}
    stated = {"response": parts.response or ""} | {
        label.lower(): bullets.get(label.lower(), "") for label in _LABELS
    }
    return stated | {name: f"{stated[name]}{front.get(name) or ''}" for name in ("tests", "files")}


def completed_text(text: str, finish: PhrCompletion, files: tuple[str, ...] = ()) -> str:
    """The text of a record with its open parts filled, verified to have kept its prompt.

    Raises:
        InvalidInput: a part is filled already, with something else.
        EditError: the text is not shaped as our template is.
    """
    if "\r\n" in text:
        unix = completed_text(text.replace("\r\n", "\n"), finish, files)
        return unix.replace("\n", "\r\n") if unix != text.replace("\r\n", "\n") else text
    document = Document.parse(text)
    front = document.front_matter
    if front is None:
        raise EditError("the record has no front matter", "records check lists what is wrong with it")
    body = _with_response(document.body_text, finish.response)
    for label, sign, value in (
        ("Impact", "✅", finish.outcome),
        ("Tests", "🧪", "; ".join(finish.tests) or None),
        ("Files", "📁", _summary(files)),
        ("Next prompts", "🔁", finish.next_prompts),
        ("Reflection", "🧠", finish.reflection),
    ):
        body = _with_bullet(body, label, sign, value)
    for key, values in (("tests", finish.tests), ("files", files)):
        existing = front.values().get(key) or []
        for value in values:
            if value not in existing:
                front = front.append(key, value)
    new_document = document.with_front_matter(front)
    made_text = new_document.text[: new_document.body] + body
    if split_body(body).prompt != split_body(document.body_text).prompt:
        raise EditError("the prompt would not read back as it was", "edit the file by hand")
    return made_text


def _with_response(body: str, response: str | None) -> str:
    if response is None or not response.strip():
        return body
    answer = response.strip("\n")
    parts = split_body(body)
    span = _span(parts, "response", body)
    if parts.response in (answer, write_prompt(answer)):
        return body
    if not _OPEN.match((parts.response or "").strip()):
        raise InvalidInput("the record already has a response", "edit the file to change it")
    for attempt in (answer, write_prompt(answer)):
        new_body = f"{body[: span[0]]}\n{attempt}\n\n{body[span[1] :]}"
        if split_body(new_body).response == attempt:
            return new_body
    raise EditError("the response would not read back as it was given", "shorten it to a few plain sentences")


def _with_bullet(body: str, label: str, sign: str, value: str | None) -> str:
    """The body with one of the outcome's bullets filled, or added at the end of them."""
    if value is None or not value.strip():
        return body
    start, end = _span(split_body(body), "outcome", body)
    section = body[start:end]
    lines = [line.strip() for line in value.strip().splitlines()]
    text = "\n".join([lines[0], *(f"  {line}" if line else "" for line in lines[1:])])
    bullet = re.search(rf"^- [^\n]{{0,4}}{label}{_VALUE}", section, re.M)
    if bullet is None:
        bullets = section.rstrip("\n")
        tail = section[len(bullets) :] or "\n"
        new_section = f"{bullets}\n- {sign} {label}: {text}{tail}"
    elif bullet[1].strip() == text:
        return body
    elif _OPEN.match(bullet[1].strip()):
        new_section = section[: bullet.start(1)] + text + section[bullet.end(1) :]
    elif label == "Files":
        return body
    else:
        raise InvalidInput(f"the record already has {label.lower()}", "edit the file to change it")
    return body[:start] + new_section + body[end:]


def _span(parts: Parts, name: str, body: str) -> tuple[int, int]:
    """Where the text of a part of the template lies."""
    for index, (part, heading) in enumerate(parts.headings):
        if part == name:
            following = parts.headings[index + 1][1].start if index + 1 < len(parts.headings) else len(body)
            return heading.body, following
    raise EditError(f"the record has no section for its {name}", "add the heading, as in a new record")


def _summary(files: tuple[str, ...]) -> str | None:
    listing = ", ".join(f"`{path}`" for path in files[:5])
    return (listing if len(files) <= 5 else f"{listing} and {len(files) - 5} more") or None


def _files(project: Project, text: str) -> tuple[str, ...]:
    """What changed since the commit that the record was begun at; nothing where git does not know."""
    front = Document.parse(text).front_matter
    commit = front.values().get("commit") if front else None
    git = project.git()
    if git is None or not isinstance(commit, str) or not re.fullmatch(COMMIT_ID, commit):
        return ()
    from records.git.work_tree import changed_since

    try:
        changed = changed_since(git, commit)
    except GitError:
        return ()
    return work(project, changed, revisions=(commit,))[:MOST_FILES]
