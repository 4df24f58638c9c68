"""Print how the readers' work grows with a text: the exponent fitted over sizes, for shapes of what they read.

Shapes are of front matter, body, diff, transcript, commit message and text with secrets.

An exponent of 1 is linear, 2 quadratic. It is fitted over the sizes from 64,000 characters, each the least of three runs,
after the time that the same reader takes for a text of 100 characters is subtracted: what is loaded or compiled once does
not grow.
Garbage collection is off while a reader is measured, as `timeit` does.
Each row is printed as soon as it is measured. `--resume FILE` appends the rows to a file, and leaves out those that
it holds. `python bench/growth.py [--largest BYTES] [--resume FILE] [SHAPE...]`
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from records.adr.record_reader import read_adr_record
from records.agents.commit_signs import agent_signs
from records.agents.registry import AGENTS
from records.agents.transcript import Source
from records.model.citations import RecordMove, move_citations
from records.model.markers import markers
from records.model.trailers import authored_text, mentions, trailers, with_trailers
from records.phr.body import split_body, write_prompt
from records.phr.front_matter_fix import fence_front_matter, quote_values
from records.phr.front_matter_repair import read_front_matter
from records.phr.reader import phr_parts, read_phr
from records.secrets.redactor import Redactor
from records.site.reading import read
from records.site.words import weigh_words
from records.suggest.engine import suggest_diff
from records.suggest.title_wording import sentence
from records.text.fences import without_fences

Maker = Callable[[int], str]
_START = 100
MOMENT = 0.2  # seconds up to which an exponent says nothing: noise and what happens once weigh more


def front(unit: str, *, head: str = "id: 1\ntitle: T\nstage: green\n") -> Maker:
    """A record whose front matter repeats a unit."""
    return lambda size: (
        f"---\n{head}{_fill(unit, size)}\n---\n\n## Prompt\n\np\n\n## Response snapshot\n\nr\n"
    )


def prompt(unit: str) -> Maker:
    """A prompt record whose prompt repeats a unit."""
    return lambda size: (
        f"---\nid: 1\ntitle: T\nstage: green\n---\n\n## Prompt\n\n{_fill(unit, size)}y\n\n## Response snapshot\n\nr\n"
    )


def decision(unit: str) -> Maker:
    """A decision whose context repeats a unit."""
    return lambda size: (
        f"# 1. T\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\n{_fill(unit, size)}\n\n## Decision\n\nx\n"
    )


def status(unit: str) -> Maker:
    """A decision whose status section repeats a unit."""
    return lambda size: f"# 1. T\n\n## Status\n\n{_fill(unit, size)}\n\n## Context\n\nx\n"


def title(unit: str) -> Maker:
    """A decision whose title repeats a unit, before a character that no expression expects."""
    return lambda size: f"# T{_fill(unit, size)}\x01\n\n## Status\n\nAccepted\n\n## Context\n\nx\n"


def bare(unit: str) -> Maker:
    """A file that is nothing but a unit, repeated."""
    return lambda size: _fill(unit, size)


def _fill(unit: str, size: int) -> str:
    """Repeat a unit; all of it, because half of one may be what a reader gives up at, in texts of some sizes only."""
    return unit * max(size // len(unit), 1)


UNITS = {
    "letters": "x",
    "blanks": " ",
    "tabs": "\t",
    "line-ends": "\n",
    "carriage-returns": "\r",
    "crlf": "\r\n",
    "blank-lines": " \n",
    "half-links": "[a](",
    "links": "[a](b.md) ",
    "brackets": "[",
    "backticks": "`",
    "tildes": "~",
    "dots": ".",
    "shortcodes": "{%%}",
    "fences": "```\n",
    "open-fences": "~~~~~ x\n",
    "headings": "## Prompt\n",
    "other-headings": "### x #\n",
    "hashes": "#",
    "stars": "**",
    "bold": "**ID**: x\n",
    "rules": "---\n",
    "quotes": "'",
    "comments": "<!--",
    "tables": "| a | b |\n",
    "bullets": "- a\n",
    "dashes": "- ",
    "digits": "9",
    "references": "ADR-0012 ",
    "trailers": "ADR: 0012-x\n",
    "markers": "# @adr 0012, 0013\n",
    "emoji": "\U0001f600",
    "surrogates": "\udcff",
    "nested-quotes": "> ",
    "nested-bullets": "- - - ",
    "images": "![",
    "emphasis": "*a_",
    "definitions": "[a]: b\n",
    "wide-tables": "| a ",
    "statuses": "Accepted\n",
    "status-lines": "Status: Accepted\n",
    "status-rows": "| Status | Accepted |\n",
    "status-history": "* Accepted 2026-01-01\n",
    "status-steps": "Accepted 2026-01-01, ",
    "status-boxes": "[ ] Proposed ",
    "relations": "Superseded by [2](0002-b.md)\n",
    "open-tags": "<a href='",
    "entities": "&amp;",
    "private-keys": "-----BEGIN PRIVATE KEY-----\n",
    "key-headers": "-----BEGIN A ",
    "base64": "QUJDREVGR0hJSktM",
    "urls": "https://a:b@example.org/?token=x&",
    "assignments": "password=",
    "jwt": "eyJhbGciOi.eyJzdWIi.",
    "issue-links": "Fixes #12, closes ABC-3\n",
    "signs": "Co-authored-by: A <a@example.org>\n",
}
KEYS = {
    "scalars": "k{n}: v\n",
    "lists": "k{n}: [a, b]\n",
    "anchors": "k{n}: &a{n} x\n",
    "quoted": 'k{n}: "a\\n"\n',
    "placeholders": "k{n}: {{{{X}}}}\n",
    "colons": "k{n}: a: b\n",
    "nested": "k{n}:\n  a: b\n",
}


def keys(pattern: str) -> Maker:
    """A record whose front matter has ever more keys."""
    return lambda size: front("\n")(0).replace(
        "\n---\n\n## P",
        "\n" + "".join(pattern.format(n=n) for n in range(size // len(pattern))) + "---\n\n## P",
        1,
    )


DIFF_UNITS = {
    "hunks": "@@ -1 +1 @@\n-a\n+b\n",
    "added": "+import a\n",
    "removed": "-import a\n",
    "context": " a\n",
    "files": "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-a\n+b\n",
    "renames": "diff --git a/a b/b\nsimilarity index 100%\nrename from a\nrename to b\n",
    "binaries": "diff --git a/a b/a\nBinary files a/a and b/a differ\n",
    "modes": "diff --git a/a b/a\nold mode 100644\nnew mode 100755\n",
    "quoted": 'diff --git "a/\\303" "b/\\303"\n',
    "one-line": "+x",
    "returns": "+a\r\n",
    "no-newline": "+a\n\\ No newline at end of file\n",
    "subjects": "From a\nSubject: x\n\n---\n",
    "paths": "diff --git a/ b/ a/ b/\n",
}
ROWS = {
    "tiny": "{{}}\n",
    "cut": "{{\n",
    "nested": '{{"a":' * 3 + "\n",
    "prompts": '{{"type":"user","uuid":"u{n}","sessionId":"s","cwd":"/a","timestamp":"2026-01-01T00:00:00Z",'
    '"message":{{"role":"user","content":"a {n}"}}}}\n',
    "same-prompts": '{{"type":"user","uuid":"u","sessionId":"s","cwd":"/a","timestamp":"2026-01-01T00:00:00Z",'
    '"message":{{"role":"user","content":"a"}}}}\n',
    "tools": '{{"type":"assistant","uuid":"t{n}","sessionId":"s","message":{{"role":"assistant","content":'
    '[{{"type":"tool_use","id":"t{n}","name":"Edit","input":{{"file_path":"/a/b{n}"}}}}]}}}}\n',
    "queue": '{{"type":"queue-operation","operation":"enqueue","content":"x","sessionId":"s"}}\n',
    "codex": '{{"type":"event_msg","timestamp":"2026-01-01T00:00:00Z","payload":{{"type":"user_message","message":"a {n}"}}}}\n',
    "copilot": '{{"type":"user.message","id":"e{n}","data":{{"content":"a {n}"}}}}\n',
    "gemini": '{{"id":"m{n}","type":"user","content":"a {n}"}}\n',
    "aider": "#### a {n}\n\nanswer\n\n",
    "specstory": "_**User**_\n\na {n}\n\n---\n\n_**Assistant**_\n\nb\n\n---\n",
}


def diff(unit: str) -> Maker:
    """A diff of one file that repeats a unit."""
    head = "diff --git a/a.py b/a.py\nindex 1..2 100644\n--- a/a.py\n+++ b/a.py\n@@ -1,9 +1,9 @@\n"
    return lambda size: head + _fill(unit, size)


def rows(pattern: str) -> Maker:
    """A transcript of ever more rows."""
    return lambda size: "".join(pattern.format(n=n) for n in range(size // len(pattern.format(n=100)) + 1))


def giant_row(unit: str) -> Maker:
    """A transcript whose one prompt repeats a unit."""
    return lambda size: json.dumps(
        {"type": "user", "uuid": "u", "sessionId": "s", "cwd": "/a", "timestamp": "2026-01-01T00:00:00Z",
         "message": {"role": "user", "content": _fill(unit, size)}}
    ) + "\n"  # fmt: skip


SHAPES: dict[str, Maker] = {
    **{f"diff-{name}": diff(unit) for name, unit in (UNITS | DIFF_UNITS).items()},
    **{f"rows-{name}": rows(pattern) for name, pattern in ROWS.items()},
    **{f"row-{name}": giant_row(unit) for name, unit in UNITS.items() if name != "surrogates"},
    **{f"front-{name}": front(unit) for name, unit in UNITS.items()},
    **{
        f"list-{name}": front(f"{unit}\n- ".replace("\n\n", "\n"), head="labels:\n- ")
        for name, unit in UNITS.items()
    },
    **{f"keys-{name}": keys(pattern) for name, pattern in KEYS.items()},
    **{f"prompt-{name}": prompt(unit) for name, unit in UNITS.items()},
    **{f"decision-{name}": decision(unit) for name, unit in UNITS.items()},
    **{f"status-{name}": status(unit) for name, unit in UNITS.items()},
    **{f"title-{name}": title(unit) for name, unit in UNITS.items()},
    **{f"bare-{name}": bare(unit) for name, unit in UNITS.items()},
}


def read_everything(text: str) -> None:
    """Run every reader of a record's text on it."""
    reading = read_front_matter(text)
    phr_parts(reading)
    read_phr(text, "history/prompts/general/0001-a.green.prompt.md", "general")
    read_adr_record(text, "history/adr/0001-a.md", "")
    split_body(text)
    write_prompt(text)


def run_tools(text: str) -> None:
    """Run what looks at a text for citations, markers, trailers and repairs."""
    markers(text, "a.py")
    markers(text, "a.md")
    trailers(text)
    mentions(text)
    authored_text(text)
    with_trailers(text, trailers("ADR: 3"))
    move_citations(text, RecordMove("ADR", "0012-x", "0031-x", 12, 31))
    fence_front_matter(text)
    quote_values(text)
    without_fences(text)


def read_page(text: str) -> None:
    """Split the text of a decision and of a prompt record into what its page and the search data hold."""
    decision_record = read_adr_record(text, "history/adr/0001-a.md", "")
    prompt_record = read_phr(text, "history/prompts/general/0001-a.green.prompt.md", "general")
    for record in (decision_record, prompt_record):
        page = read(record, text)
        weigh_words(record.title, "", page.summary, page.body)


def read_diff(text: str) -> None:
    """Parse a diff and suggest the decision in it."""
    suggest_diff(text, message=text[:20_000])


def read_transcript(text: str) -> None:
    """Read a transcript as every agent's."""
    source = Source("a.jsonl", text.encode("utf-8", "surrogateescape"))
    for agent in AGENTS.values():
        if agent.name != "opencode":  # a database
            agent.read(source)


def read_message(text: str) -> None:
    """Look at a commit message for trailers, agents and a title."""
    trailers(text)
    mentions(text)
    authored_text(text)
    agent_signs(text)
    sentence(text)


def hide_secrets(text: str) -> None:
    """Redact a text."""
    Redactor.create(b"k").redact(text)


STEPS: dict[str, Callable[[str], None]] = {
    "read": read_everything,
    "tools": run_tools,
    "page": read_page,
    "diff": read_diff,
    "transcript": read_transcript,
    "message": read_message,
    "secrets": hide_secrets,
}
STEPS_OF = {
    "diff": ("diff",), "rows": ("transcript",), "row": ("transcript",), "bare": ("read", "tools", "page", "message", "secrets"),
}  # fmt: skip


def steps_of(shape: str) -> tuple[str, ...]:
    """The steps that read texts of a shape."""
    return STEPS_OF.get(shape.partition("-")[0], ("read", "tools", "page"))


@dataclass(frozen=True, slots=True)
class Growth:
    """The fitted exponent of one step on one shape, and the time of the largest text that was tried."""

    shape: str
    step: str
    exponent: float
    seconds: float
    size: int

    def __str__(self) -> str:
        """The row of the table."""
        return (
            f"{self.exponent:5.2f}  {self.seconds * 1000:9.1f} ms  {self.size:8}  {self.step} of {self.shape}"
        )


def growth(name: str, step: str, sizes: list[int], budget: float) -> Growth:
    """Fit the exponent of a step; sizes beyond the budget (in seconds of work) are left out."""
    reader = STEPS[step]
    reader(SHAPES[name](_START))  # what is compiled once
    start = min(_seconds(reader, SHAPES[name](_START)) for _ in range(3))
    points: list[tuple[float, float]] = []
    spent = 0.0
    for size in sizes:
        text = SHAPES[name](size)
        spent = min(_seconds(reader, text) for _ in range(3))  # other work on the machine counts less
        points.append((math.log(size), math.log(max(spent - start, 1e-5))))
        if spent > budget:
            break
    return Growth(name, step, _slope(points), spent, round(math.exp(points[-1][0])))


def _seconds(step: Callable[[str], None], text: str) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        step(text)
        return time.process_time() - start
    finally:
        gc.enable()


def _slope(points: list[tuple[float, float]]) -> float:
    if len(points) < 2:
        return math.inf
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / sum(
        (x - middle_x) ** 2 for x, _ in points
    )


def _rows_of(path: Path) -> list[Growth]:
    """Read the rows that an earlier run printed into a file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    cells = [line.split() for line in lines]
    return [Growth(row[6], row[4], float(row[0]), float(row[1]) / 1000, int(row[3])) for row in cells]


def main() -> int:
    """Print one line for each shape and step as it is measured; fail where one is steeper than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shapes", nargs="*", help="prefixes of shapes; all by default")
    parser.add_argument("--largest", type=int, default=1_000_000)
    parser.add_argument("--limit", type=float, default=1.15)
    parser.add_argument("--step", choices=tuple(STEPS), help="only this reader")
    parser.add_argument("--resume", type=Path, help="a file of rows: those in it are not measured again")
    parser.add_argument(
        "--budget", type=float, default=10.0, help="seconds after which a shape is not enlarged"
    )
    arguments = parser.parse_args()
    sizes = [size for size in (64_000, 250_000, 1_000_000) if size <= arguments.largest]
    names = [name for name in SHAPES if not arguments.shapes or name.startswith(tuple(arguments.shapes))]
    measured = {
        (row.shape, row.step): row for row in (_rows_of(arguments.resume) if arguments.resume else [])
    }
    rows: list[Growth] = []
    for name, step in [(shape, step) for shape in names for step in steps_of(shape)]:
        if arguments.step not in (None, step):
            continue
        row = measured.get((name, step)) or growth(name, step, sizes, arguments.budget)
        rows.append(row)
        if arguments.resume and (name, step) not in measured:
            with arguments.resume.open("a", encoding="utf-8") as file:
                file.write(f"{row}\n")
        print(row, flush=True)
    steep = [row for row in rows if row.exponent > arguments.limit and row.seconds > MOMENT]
    print(f"{len(rows)} rows, {len(steep)} of them steeper than {arguments.limit}", file=sys.stderr)
    return int(bool(steep))


if __name__ == "__main__":
    sys.exit(main())
