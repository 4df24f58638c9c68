#!/usr/bin/env python3
"""Compare what `records` reads in public decision logs with a second reader that shares no code with it.

usage: bench/log_reading.py LOGS [--show N]

LOGS is a folder with one folder for each log, the decisions' files somewhere below it (see bench/fetch_logs.py).
Compared are number, title, status and date of every decision; each difference is printed. The second reader below
goes over lines with a few plain rules; where it and `records` differ, somebody has to look who is right.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

from records.adr.record_reader import read_adr_record
from records.model.record import NOT_A_DECISION

WORDS = {
    "accepted": "accepted", "approved": "accepted", "adopted": "accepted", "decided": "accepted", "active": "accepted",
    "accept": "accepted", "amended": "accepted", "proposed": "proposed", "proposal": "proposed", "draft": "draft",
    "rejected": "rejected", "declined": "rejected", "deprecated": "deprecated", "superseded": "superseded",
    "принято": "accepted", "принята": "accepted", "заменено": "superseded", "предложено": "proposed",
    "accepté": "accepted", "acceptée": "accepted", "aceito": "accepted", "aceita": "accepted", "aceptado": "accepted",
    "已接受": "accepted", "接受": "accepted", "remplacé": "superseded", "retired": "superseded",
    "superceded": "superseded", "proposé": "proposed", "superseeded": "superseded", "replaced": "superseded",
    "déprécié": "deprecated", "dépréciée": "deprecated", "rejeté": "rejected", "rejetée": "rejected", "已弃用": "deprecated",
    "已取代": "superseded", "已拒绝": "rejected", "устарело": "deprecated", "отклонено": "rejected",
    "accepte": "accepted", "acceptee": "accepted", "brouillon": "draft", "depreciated": "deprecated",
    "akzeptiert": "accepted", "angenommen": "accepted", "vorgeschlagen": "proposed", "veraltet": "deprecated",
    "ersetzt": "superseded", "abgelehnt": "rejected", "entwurf": "draft", "aprovado": "accepted", "aceite": "accepted",
    "proposto": "proposed", "proposta": "proposed", "rejeitado": "rejected", "rejeitada": "rejected",
    "obsoleto": "deprecated", "obsoleta": "deprecated", "substituído": "superseded", "substituída": "superseded",
    "substituido": "superseded", "substituida": "superseded", "supersedido": "superseded", "propuesto": "proposed",
    "propuesta": "proposed", "aceptada": "accepted", "rechazado": "rejected", "reemplazado": "superseded",
    "предложена": "proposed", "отклонена": "rejected", "устарела": "deprecated", "заменена": "superseded",
    "承認": "accepted", "提案": "proposed",
}  # fmt: skip
HAN = {
    r"[被由].*取代": "superseded",
    "提议|提案": "proposed",
    "接受|采用|采纳": "accepted",
}  # in a clause without blanks
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
RUSSIAN = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
SHORT_DAY = re.compile(r"([12]\d)(0[1-9]|1[0-2])([0-3]\d)[A-Z]?-")
LABELS = r"Status|State|Estado|Statut|Статус|状态|狀態|ステータス"


def main() -> int:
    """Compare every log, print the differences and the sums."""
    root = Path(sys.argv[1])
    shown = int(sys.argv[sys.argv.index("--show") + 1]) if "--show" in sys.argv else 1000
    sums: Counter[str] = Counter()
    for log in sorted(path for path in root.iterdir() if path.is_dir()):
        for file in sorted(log.rglob("*.md")):
            text = file.read_bytes().decode("utf-8", "replace")
            record = read_adr_record(text, file.relative_to(log).as_posix(), "")
            if NOT_A_DECISION in record.repairs:
                sums["pages"] += 1
                print(f"page\t{file.relative_to(root)}\t{record.title}")
                continue
            sums["decisions"] += 1
            other = second_reading(text, file.name)
            for field, mine in other.items():
                its = getattr(record, field)
                sums[f"{field}"] += 1
                if mine != its and (field != "title" or folded(mine) != folded(its)):
                    sums[f"{field} differs"] += 1
                    if sums[f"{field} differs"] <= shown:
                        print(f"{field}\t{file.relative_to(root)}\trecords: {its!r}\tsecond reader: {mine!r}")
    print(dict(sums))
    return 0


def folded(title: str | None) -> str:
    """A title without marks, for the comparison."""
    return re.sub(r"[\W_]+", " ", title or "").casefold().strip()


def second_reading(text: str, name: str) -> dict[str, str | int | None]:
    """Number, title, status and date, by lines."""
    text = re.sub(r"<!--.*?-->", "", text.replace("\r\n", "\n").lstrip("\ufeff"), flags=re.S)
    text = re.sub(r"~~.+?~~", "", text)
    meta, body = front(text)
    body = re.sub(r"^(```|~~~).*?^\1[^\n]*$", "", body, flags=re.M | re.S)
    lines = body.split("\n")
    return {
        "number": number(name, next((line for line in lines if line.startswith("# ")), "")),
        "title": title(meta, lines, name).strip("'\" ") or None,
        "status": status(meta, lines),
        "date": date(meta, lines, name),
    }


def front(text: str) -> tuple[dict[str, str], str]:
    """The front matter's plain keys, and the rest."""
    match = re.match(r"(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|$)", text, re.S)
    if not match:
        return {}, text
    block = re.sub(r"^([A-Za-z_-]+:)[ \t]*[|>]-?[ \t]*\n[ \t]+", r"\1 ", match[2], flags=re.M)
    pairs = re.findall(r"^([A-Za-z_-]+)[ \t]*[:=][ \t]*(.*?)[ \t]*$", block, re.M)
    return {key.lower(): re.sub(r"[ \t]+#.*", "", value).strip("\"' ") for key, value in pairs}, text[
        match.end() :
    ]


def number(name: str, heading: str) -> int | None:
    """The number in a file's name, where a date is none; of a name with a day of six digits that in the heading."""
    if SHORT_DAY.match(name):
        match = re.match(r"# (\d+)\. ", heading)
        return int(match[1]) if match else None
    if match := re.match(r"(?:19|20)\d\d-?\d\d-?\d\d(?:[-_](\d{3,})[-_])?", name):
        return int(match[1]) if match[1] else None
    match = re.match(r"(?:[A-Za-z]{2,12}[-_ ]?){0,3}(\d+)(?=[-_. ]|$)", name)
    return int(match[1]) if match else None


def title(meta: dict[str, str], lines: list[str], name: str) -> str:
    """The title without its number."""
    raw = meta.get("title", "").strip("|>-") or next(
        (line[2:] for line in lines if re.match(r"# +\S", line)), ""
    )
    if not raw:
        raw = next((above for above, line in pairwise(lines) if re.match(r"={3,}\s*$", line)), "")
    raw = raw or next((re.sub(r"^#+ ", "", line) for line in lines if re.match(r"#{2,3} ", line)), "")
    begins = re.match(r"(?:[A-Za-z]+[-_ ]?)*\d+(?=\D|$)", name)
    if begins and re.match(rf"\W*{re.escape(begins[0])}\s*[:：.)–—-]", raw, re.I):
        raw = re.split(rf"{re.escape(begins[0])}\s*[:：.)–—-]+", raw, maxsplit=1, flags=re.I)[1]
    raw = re.sub(
        r"^\W*(?:(?:ADR|RFC|Decision(?: Record)?)[-_ #]*\d+|\d+(?:\.(?!\d)|:|\)| [-–—] )|0\d\d+ )[\s:：.)–—-]*",
        "",
        raw.strip(),
        flags=re.I,
    )
    return raw.strip("# ")


def word_of(text: str) -> str | None:
    """The status that a line begins with."""
    text = text.partition(" (previously: ")[0]
    plain = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)
    plain = re.sub(r"^(?:[^\w]|:[a-z_]+:|<[^>]+>)+", "", plain.strip())
    arrow = [part.strip() for part in re.split(r"→|->", plain)]
    plain = re.sub(
        r"^\W+",
        "",
        arrow[-1]
        if len(arrow) > 1 and arrow[-1].split()[:1] and arrow[-1].split()[0].strip(".,;*").lower() in WORDS
        else plain,
    )
    words = re.findall(r"[^\W\d_]+", plain)
    if not words:
        return None
    clause = re.split(r"[；;，。,]", plain)[0]
    for ending, meaning in HAN.items():
        if re.search(ending, clause):
            return meaning
    first = words[0].lower()
    if first in ("partially", "partly") and len(words) > 1 and words[1].lower() in WORDS:
        return "accepted"
    if first in ("superseded", "replaced", "superceded") and re.match(r"\w+[ -]\(?in part", plain, re.I):
        return "accepted"
    if (
        len({WORDS[w.lower()] for w in words if w.lower() in WORDS}) > 1
        and re.search(r"\w\s*[|/]\s*\w", plain)
        and "](" not in plain
    ):
        return None
    if first in WORDS:
        return WORDS[first]
    phrase = re.split(r"[.;(\[,:|*]| [-–—] | by ", plain)[0].strip(" *_`\"'>)]}<\\")
    return phrase if 0 < len(phrase.split()) <= 4 else None


def status(meta: dict[str, str], lines: list[str]) -> str | None:
    """The status: front matter, then a field above the sections, then the Status section."""
    for key in ("status", "adr_status", "adr-status", "state", "statut", "статус"):
        if meta.get(key):
            return word_of(meta[key])
    for place, line in enumerate(lines):
        if re.match(r"#+ ", line):
            if heading := re.match(
                r"#+\s*(?:\d+\.?\s*)?(?:\W*)(?:ADR |Decision )?(?:Status|状态|Estado|Statut|ステータス)\W*(.*)$",
                line,
                re.I,
            ):
                rest = heading[1].strip()
                is_label = not rest or rest.rstrip(")").lower() in ("status", "状态")  # `状态 (Status)`
                return section_status(lines[place + 1 :]) if is_label else word_of(rest)
            continue
        cells = [cell.strip(" *_`") for cell in line.strip().strip("|").split("|")]
        if (
            line.strip().startswith("|")
            and cells[0].lower() in ("status", "状态")
            and len(cells) > 1
            and len(cells) < 3
        ):
            return word_of(cells[1])
        if line.strip().startswith("|") and "status" in [cell.lower() for cell in cells]:
            at = [cell.lower() for cell in cells].index("status")
            rows = []
            for row in lines[place + 2 :]:
                if not row.strip().startswith("|"):
                    break
                rows.append([cell.strip() for cell in row.strip().strip("|").split("|")])
            if rows and len(rows[-1]) > at:
                return word_of(rows[-1][at])
        field = re.match(
            r"[\s>]*(?:[*+-] |\d\. )?[\W_]{0,6}(?:ADR |Decision )?(?:LABELS)[ \t]?(?:\*\*|__)?\s*[:：](?:\*\*|__)?\s*(.+)$".replace(
                "LABELS", LABELS
            ),
            line,
            re.I,
        ) or re.match(rf"\W*\*\*(?:{LABELS})\*\* (\w.*)$", line)
        if field and place < 40:
            return word_of(re.split(r"\s[|·•]\s", field[1])[0] if "**" in field[1] else field[1])
    below = next((line for line in lines[1:12] if line.strip() and not line.startswith("#")), "")
    stated = re.match(
        r"([^\W\d_]+)(?: \(?\d{4}-\d\d-\d\d)?\W*$", below
    )  # `Accepted 2024-01-31.` below the title
    return WORDS.get(stated[1].lower()) if stated else None


def section_status(lines: list[str]) -> str | None:
    """The status that the lines below a heading state; the last step of a list of steps."""
    found: list[str] = []
    for line in lines:
        if re.match(r"#+ |[-=]{3,}\s*$", line):
            break
        if not line.strip():
            continue
        if re.match(r"\s*[-*] \[ \]", line):
            continue
        bare = re.sub(r"^\s*[-*] \[[xX]\]", "", line)
        if found and re.match(r"\W*amended by", bare, re.I):
            continue
        dated = re.match(r"\s*(?:[-*] )?\d{4}-\d\d-\d\d[\s:,-]+(.*)", bare)
        word = word_of(dated[1] if dated else bare)
        if not found or (word in set(WORDS.values()) and re.match(r"\W*\w+\W*(?:\d|on |by |$)", bare)):
            found.append(word or "")
    return (found[-1] or None) if found else None


def date(meta: dict[str, str], lines: list[str], name: str) -> str | None:
    """The date: front matter, a field, the status, the file's name."""
    for key in ("date", "decision-date", "date-decided", "decided"):
        if meta.get(key) and (day := day_of(meta[key])):
            return day
    for place, line in enumerate(lines[:60]):
        field = re.search(
            r"(?:^|[|·•*]\s*|\s)(?:\*\*|__|_|\*)?(?:Date|Decision date|Date decided|Decided(?: on)?|Created(?: on)?|Introduced|决策日期|日期|日付|Fecha|Datum|Data|Дата)(?:\*\*|__|_|\*)?\s*[:：|](?:\*\*|__|\*|_)?\s*(.+)$",
            line,
            re.I,
        )
        if field and (day := day_of(field[1])):
            return day
        if re.match(r"#+ (?:\d\. )?Date\W*$", line, re.I):
            for below in lines[place + 1 : place + 4]:
                if day := day_of(below):
                    return day
    for place, line in enumerate(lines):
        if re.match(rf"#+\W*(?:\d\. )?(?:{LABELS})", line, re.I):
            for below in [line, *lines[place + 1 : place + 6]]:
                if re.match(r"#+ ", below) and below is not line:
                    break
                if day := day_of(re.sub(r"\]\([^)]*\)", "]", below)):
                    return day
        elif (
            re.match(rf"\W*(?:{LABELS})\W", line, re.I)
            and place < 30
            and (day := day_of(re.sub(r"\]\([^)]*\)", "]", line)))
        ):
            return day
    below = next((line for line in lines[1:12] if line.strip() and not line.startswith("#")), "")
    if (stated := re.match(r"([^\W\d_]+) \(?(\d{4}-\d\d-\d\d)\W*$", below)) and stated[1].lower() in WORDS:
        return stated[2]
    if (day := day_of(below)) and len(below) < 20:  # a day alone below the title
        return day
    if meta.get("created") and (day := day_of(meta["created"])):
        return day
    match = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", name)
    if short := SHORT_DAY.match(name):
        return f"20{short[1]}-{short[2]}-{short[3]}"
    return f"{match[1]}-{match[2]}-{match[3]}" if match and match[1][:2] in ("19", "20") else None


def day_of(text: str) -> str | None:
    """The first day in a text."""
    if match := re.search(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", text):
        year, month, day = match.groups()
    elif match := re.search(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        day, month, year = match.groups()
        if int(month) > 12:
            day, month = month, day
    elif match := re.search(r"\b([^\W\d_]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", text):
        month, day, year = match.groups()
    elif match := re.search(r"\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?([^\W\d_]{3,9})\.?,? (\d{4})", text):
        day, month, year = match.groups()
    else:
        return None
    if not month.isdigit():
        names = RUSSIAN if month[:3].lower() in RUSSIAN else MONTHS
        if month[:3].lower() not in names:
            return None
        month = str(names.index(month[:3].lower()) + 1)
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{year}-{int(month):02d}-{int(day):02d}"


if __name__ == "__main__":
    sys.exit(main())
