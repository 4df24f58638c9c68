"""Learn the form of a log's records from those of its newest ones."""

from __future__ import annotations

from collections import Counter

import records.regex as re
from records.adr.status_paragraphs import BOX_LINE
from records.adr.vocabulary import field_of
from records.dataclass import dataclass, field
from records.history.form_front_matter import learn_front_matter
from records.history.form_lines import (
    TABLE_RULE,
    bare_status,
    bullets,
    head_of_table,
    is_topic,
    label_of,
    row_of_signs,
    without_gaps,
    without_more,
    without_reference,
    without_value,
)
from records.history.form_signs import DATE, STATUS, is_signed
from records.history.record_form import RecordForm, Section
from records.history.record_names import majority, prevailing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BOILERPLATE = re.compile(r"[ \t]*(?:<!--.*-->|[*_]{2}[^*_]+[*_]{2}[:\uff1a]?|[^\W\d][^.]*[:\uff1a])[ \t]*$")


def learn_form(forms: Sequence[RecordForm], state: str | None = None) -> RecordForm:
    """The form that *forms*, from the oldest to the newest, have in common.

    Args:
        forms: of the newest records; at least one.
        state: the status that a new record is to have: a record of this status is the better model.
    """
    learner = _Learner(forms, state)
    dates = [pattern for form in forms for pattern in form.dates]
    words = [form.status for form in forms if form.status]
    return RecordForm(
        learn_front_matter([form.front for form in forms], learner.model.front),
        learner.header(),
        learner.sections(),
        str(majority(form.place for form in forms) or learner.model.place),
        max(words, key=words.count, default=""),
        state,
        (max(dates, key=dates.count),) if dates else (),
        bool(majority(form.is_underlined for form in forms)),
        prevailing([form.start for form in forms]),
        prevailing([form.newline for form in forms]),
        prevailing([sign for form in forms for section in form.sections for sign in bullets(section.lines)]),
    )


def of_one_form(forms: Sequence[RecordForm]) -> Sequence[RecordForm]:
    """Those of *forms*, from the oldest to the newest, that a new record follows, so that no two forms are mixed.

    The newest two or more where they agree with each other and with no older one: the log has changed its form. Else
    the largest group of forms that agree, the newest of equal ones.
    """
    if not forms:
        return forms
    likes = [form.agrees(forms[-1]) for form in forms]
    first = likes.index(True)
    if len(forms) - first > 1 and all(likes[first:]):
        return forms[first:]
    groups = [[other for other in forms if other.agrees(form)] for form in forms]
    return max(reversed(groups), key=len)


@dataclass(slots=True)
class _Learner:
    """The newest records of a log, and what they share."""

    forms: Sequence[RecordForm]
    state: str | None = None
    model: RecordForm = field(init=False)

    def __post_init__(self) -> None:
        """Choose the record that is most like the others, the newest of several."""
        title = prevailing([form.title_line for form in self.forms])
        place = majority(form.place for form in self.forms)
        keys = self.shared_keys()

        def likeness(index: int) -> tuple[object, ...]:
            form = self.forms[index]
            own = {(section.level, section.key) for section in form.sections}
            return (
                form.place == place,
                form.title_line == title,
                len(own & keys),
                form.state == self.state,
                index,
            )

        self.model = self.forms[max(range(len(self.forms)), key=likeness)]

    def shared_keys(self) -> set[tuple[int, str]]:
        """The sections that most records have, or each of the newest three: a log may have changed its form."""
        keys = [{(s.level, s.key) for s in form.sections if s.key} for form in self.forms]
        counts = Counter(key for own in keys for key in own)
        newest = set.intersection(*keys[-3:]) if len(keys) > 3 else set()
        return newest | {key for key, count in counts.items() if count >= 0.6 * len(self.forms)}

    def is_shared(self, line: str, lines: Iterable[Sequence[str]]) -> bool:
        """Whether most records have a line, and more than one."""
        count = sum(line in record_lines for record_lines in lines)
        return count >= max(2, 0.6 * len(self.forms))

    def is_kept(self, line: str, label: str, lines: Sequence[Sequence[str]]) -> bool:
        """Whether a line of the header stays: most records have it, and it states no topics that differ."""
        if not self.is_shared(line, lines):
            return False
        return (
            not is_topic(label)
            or len({other for own in lines for other in own if label_of(other) == label}) == 1
        )

    def header(self) -> tuple[str, ...]:
        """The lines up to the first section."""
        all_lines = [form.header for form in self.forms]
        labels = [{label for line in record_lines if (label := label_of(line))} for record_lines in all_lines]
        title = prevailing([form.title_line for form in self.forms])
        lines = []
        for line in self.model.header:
            label = label_of(line)
            if line == self.model.title_line:
                lines.append(str(title or line))
            elif not line.strip() or self.is_kept(line, label, all_lines) or TABLE_RULE.fullmatch(line):
                lines.append(without_reference(line))
            elif is_signed([line]):
                lines.append(without_more(line))
            elif label and sum(label in record_lines for record_lines in labels) >= 0.6 * len(all_lines):
                lines.append(without_value(line))
        return tuple(without_gaps(lines))

    def sections(self) -> tuple[Section, ...]:
        """The sections that most records have, in the order of the model; of others' where the model lacks one."""
        keys = self.shared_keys()
        selection = [s for s in self.model.sections if (s.level, s.key) in keys]
        have = {(s.level, s.key) for s in selection}
        for form in self.forms:
            for index, section in enumerate(form.sections):
                key = section.level, section.key
                if key in keys - have:
                    before = [(s.level, s.key) for s in form.sections[:index]]
                    places = [i + 1 for i, s in enumerate(selection) if (s.level, s.key) in before]
                    selection.insert(max(places, default=0), section)
                    have.add(key)
        unique = {(s.level, s.key): s for s in reversed(selection)}
        return tuple(
            Section(s.level, s.key, s.heading, tuple(self.section_lines(s)), self.is_tight(s))
            for s in selection
            if unique[s.level, s.key] is s
        )

    def is_tight(self, section: Section) -> bool:
        """Whether the text of a section begins below its heading in most of the records that have text there."""
        same = [s for form in self.forms for s in form.sections if s.key == section.key and any(s.lines)]
        return 2 * sum(s.is_tight for s in same) > len(same)

    def section_lines(self, section: Section) -> list[str]:
        """What stays of a section's lines: signs, and what most records have."""
        all_lines = [s.lines for form in self.forms for s in form.sections if s.key == section.key]
        if field_of(section.key) == "status" and STATUS not in section.heading:
            lines = [line for line in section.lines if STATUS in line or DATE in line][:1]
            line = lines[0] if lines and STATUS in lines[0] else STATUS
            boxes = [other for other in section.lines if BOX_LINE.match(other)]
            if line in boxes and len(boxes) > 1:
                return boxes
            if line.lstrip().startswith("|"):
                return [*head_of_table(section.lines, line), row_of_signs(line)]
            kept = line if self.is_shared(line, all_lines) else bare_status(line)
            closing = next((line.rstrip() for line in section.lines if re.fullmatch(r":{3,}\s*", line)), "")
            if not closing or not section.heading.lstrip().startswith(":::"):
                return [kept]
            return [kept, closing] if section.is_tight else [kept, "", closing]
        return without_gaps(
            line
            for line in section.lines
            if is_signed([line]) or (_BOILERPLATE.match(line) and self.is_shared(line, all_lines))
        )
