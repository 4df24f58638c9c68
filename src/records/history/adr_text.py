"""The text of a new decision: in the form of its log, or by a template."""

from __future__ import annotations

from contextlib import suppress

import records.regex as re
from records.adr.dialects import read_adr, set_status
from records.adr.record_reader import files_referred_to
from records.adr.status_spelling import like
from records.adr.status_words import write_status
from records.adr.title_reader import title_as_read
from records.adr.vocabulary import field_of
from records.errors import EditError, InvalidInput
from records.history.body_sections import with_sections
from records.history.form_front_matter import SCOPE_KEYS
from records.history.form_lines import with_bullets
from records.history.form_signs import DATE, NUMBER, STATUS, TITLE
from records.history.log_template import fill_template
from records.history.read_form import read_form
from records.history.record_form import RecordForm, values_of
from records.history.template_files import template_file_name, template_path
from records.model.file_name import Years, is_other_markup, yearly_name
from records.model.kind import Kind
from records.text.document import Document
from records.text.front_matter import FrontMatter
from records.text.headings import headings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.history.log_style import LogStyle
    from records.model.drafts import AdrDraft
    from records.project.project import Project

TEMPLATES = {
    "native": "native.md.j2",
    "nygard": "nygard.md.j2",
    "madr": "madr.md.j2",
    "madr-minimal": "madr-minimal.md.j2",
    "madr2": "madr2.md.j2",
    "y-statement": "y-statement.md.j2",
}
DEFAULT = "nygard"
_PACKAGED = ("nygard", "madr", "madr-minimal", "madr2", "native")


def adr_text(
    project: Project, style: LogStyle, draft: AdrDraft, number: int, name: str, sections: str = ""
) -> str:
    """Write the text of a new decision, and make sure that it reads back as it was given.

    Args:
        project: where.
        style: of the log.
        draft: what the caller gave.
        number: of the new record.
        name: its file name, which holds its number.
        sections: Markdown whose sections go under the headings that the log's form has for them.

    Raises:
        InvalidInput: the title, the number or a value that was asked for would not read back.
        NotFound: there is no such template.
    """
    status = draft.status or project.settings.adr.status
    template = draft.template or project.settings.adr.template
    title = title_as_read(draft.title)
    if template:
        texts = [_by_template(project, draft, template, number, status)]
    else:
        texts = _in_form(project, style, draft, number, status, sections)
        texts.sort(key=lambda text: title not in read_adr(text, name).title)
    for text in texts:
        if sections and not (style.form and style.form.markup):
            bullet = style.form.bullet if style.form and not template else ""
            text = with_sections(text, with_bullets(sections, bullet), draft.title)
        facts = read_adr(text, name)
        is_number = style.names.years is Years.NUMBERS or yearly_name(name) is None
        if title in facts.title and (facts.number in (number, None) or not is_number):
            text = _with_status(text, name, draft.status) if facts.status is None else text
            text = _with_requested(text, name, draft, sections)
            return style.form.as_file(text) if style.form and not template else text
    raise InvalidInput(
        f"the record would not read back as it was given (title {facts.title!r})",
        f"check the template {template}" if template else "give --template nygard, or another template",
    )


def _with_status(text: str, name: str, status: str | None) -> str:
    """The text with a status that was asked for, where the log's form has no place for one."""
    if status is None:
        return text
    try:
        return set_status(text, name, status)
    except EditError:
        return text


def _with_requested(text: str, name: str, draft: AdrDraft, sections: str) -> str:
    """The text with the globs, labels and deciders of a draft that its form has no place for, in front matter.

    Files that a suggestion's text lists under References are stated there, and need no place.

    Raises:
        InvalidInput: they would not read back.
    """
    missing = _missing_values(text, name, draft, sections)
    if not missing:
        return text
    new_text = text
    if not is_other_markup(name) or Document.parse(text).front:
        with suppress(EditError):
            new_text = _with_values(text, missing)
    old, new = read_adr(text, name), read_adr(new_text, name)
    kept = (old.title, old.number, old.status, old.date) == (new.title, new.number, new.status, new.date)
    if kept and not _missing_values(new_text, name, draft, sections):
        return new_text
    raise InvalidInput(
        f"the records of this log have no place for {' and '.join(missing)}",
        "leave them out, or give --template native, which has one for each",
    )


def _with_values(text: str, values: dict[str, tuple[str, ...]]) -> str:
    """The text with values added to lists in its front matter, under the keys that it has for them."""
    document = Document.parse(text)
    for field, items in values.items():
        front = document.front_matter
        names = SCOPE_KEYS if field == "affects" else (field,)
        keys = front.values() if front else ()
        key = next((key for key in keys if key in names or field_of(key) == field), field)
        front = front or FrontMatter(f"{key}:\n")
        copied = front.values().get(key)
        if isinstance(copied, str) and copied:
            document = document.with_front_matter(front.set(key, ", ".join(items)))
            continue
        for item in (copied or ()) if field == "deciders" else ():  # those of the log's other records
            front = front.discard(key, item)
        for item in items:
            front = front.append(key, item)
        document = document.with_front_matter(front)
    return document.text


def _missing_values(text: str, name: str, draft: AdrDraft, sections: str) -> dict[str, tuple[str, ...]]:
    """The values of a draft that a text does not state, by their field."""
    facts = read_adr(text, name)
    fields = {
        "affects": (draft.affects, {*facts.affects, *files_referred_to(sections)}),
        "labels": (draft.labels, set(facts.labels)),
        "deciders": (draft.deciders, set(facts.deciders)),
    }
    return {
        field: missing
        for field, (values, stated) in fields.items()
        if (missing := tuple(value for value in values if not _is_stated(value.strip(), stated)))
    }


def _is_stated(value: str, stated: set[str]) -> bool:
    """Whether a value is among those that were read; a line of text is read as several where it has commas."""
    return value in stated or all(part.strip() in stated for part in value.split(","))


def _in_form(
    project: Project, style: LogStyle, draft: AdrDraft, number: int, status: str, sections: str
) -> list[str]:
    """The texts to try: in the log's form, then by the packaged template."""
    form = style.form
    default = _by_template(project, draft, DEFAULT, number, status)
    date = draft.date or project.clock()
    status = write_status(status, form.status if form else "", style.words)
    if style.template:
        values = values_of(form or RecordForm(), number, draft.title, date, status)
        followed_form = form if style.count > 1 else None
        source = project.store.text(style.template)
        filled_text = fill_template(source, followed_form, values, status_given=draft.status is not None)
        learned_texts = [form.text(values, (draft.body or "").strip("\n"), _hints(project))] if form else []
        return [_with_body(filled_text, draft.body), *learned_texts, default]
    if form is None:
        return [default]
    if form.markup is not None:
        values = values_of(form, number, draft.title, date, status)
        body = sections or (draft.body or "").strip("\n")
        text = form.text(values, body, _hints(project))
        by_template = form.markup.text(default, values)
        return [text, by_template] if form.sections or body else [by_template]
    template_name = _packaged_template(project, form)
    if template_name:
        return [_by_template(project, draft, template_name, number, status), default]
    body = (draft.body or "").strip("\n")
    text = form.text(values_of(form, number, draft.title, date, status), body, _hints(project))
    return [text, default]


def _packaged_template(project: Project, form: RecordForm) -> str | None:
    """The packaged template whose records have this very form."""
    if any(section.is_tight for section in form.sections):
        return None
    for template in _PACKAGED:
        own = read_form(_sample(project, template), "0007-use-a-queue.md")
        same_sections = [(s.level, s.key) for s in own.sections] == [(s.level, s.key) for s in form.sections]
        if same_sections and _lines(own) == _lines(form):
            return template
    return None


def _lines(form: RecordForm) -> list[str]:
    about = [line for section in form.sections if section.is_about_record for line in section.lines]
    return [line.rstrip() for line in (*form.front, *form.header, *about) if line.strip()]


def _hints(project: Project) -> dict[str, str]:
    """What the packaged templates ask for in a section, by the section's key."""
    hints: dict[str, str] = {}
    for template in ("madr", "nygard"):
        for section in read_form(_sample(project, template), "0007-use-a-queue.md").sections:
            hint = "\n".join(section.lines).strip("\n")
            if hint and not section.is_about_record:
                hints[section.key] = hint
    return hints


def _sample(project: Project, template: str) -> str:
    values = {"number": 7, "id": "0007", "title": "Use a queue", "date": "2020-02-20", "status": "Accepted",
              "body": "", "deciders": (), "affects": (), "labels": ()}  # fmt: skip
    return project.renderer.render(TEMPLATES[template], values)


def _by_template(project: Project, draft: AdrDraft, template: str, number: int, status: str) -> str:
    name = TEMPLATES.get(template, template)
    date = draft.date or project.clock()
    values = {
        "number": number,
        "id": f"{number:04d}",
        "title": draft.title,
        "date": date,
        "status": like(status, "Accepted"),
        "body": (draft.body or "").strip("\n"),
        "deciders": draft.deciders,
        "affects": draft.affects,
        "labels": draft.labels,
    }
    path = template_path(project, template) if template not in TEMPLATES else None
    if path is not None:
        signs = {NUMBER: str(number), TITLE: draft.title, DATE: date, STATUS: str(values["status"])}
        text = fill_template(project.store.text(path), None, signs, status_given=draft.status is not None)
        return _with_body(text, draft.body)
    return project.renderer.render(template_file_name(project, name, Kind.ADR), values)


def _with_body(text: str, body: str | None) -> str:
    """The text with *body* in place of its sections about the decision."""
    if not (body or "").strip():
        return text
    rest = [heading for heading in headings(text) if heading.level > 1]
    first = next(
        (heading for heading in rest if not re.match(r"(?i)\W*(?:status|date)\b", heading.title)), None
    )
    head = text[: first.start] if first else text
    return f"{head.rstrip()}\n\n{(body or '').strip(chr(10))}\n"
