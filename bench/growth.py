"""Print how the readers' work grows with a text: the exponent fitted over sizes, for shapes of front matter and body.

An exponent of 1 is linear, 2 quadratic. `python bench/growth.py [--largest BYTES] [SHAPE...]`
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from records.adr.record_reader import read_adr_record
from records.adr.view import without_fences
from records.model.citations import RecordMove, move_citations
from records.model.markers import markers
from records.model.trailers import authored_text, mentions, trailers, with_trailers
from records.phr.body import split_body, write_prompt
from records.phr.front_matter_fix import fence_front_matter, quote_values
from records.phr.front_matter_repair import read_front_matter
from records.phr.reader import phr_parts, read_phr

Maker = Callable[[int], str]


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


def bare(unit: str) -> Maker:
    """A file that is nothing but a unit, repeated."""
    return lambda size: _fill(unit, size)


def _fill(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


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


SHAPES: dict[str, Maker] = {
    **{f"front-{name}": front(unit) for name, unit in UNITS.items()},
    **{
        f"list-{name}": front(f"{unit}\n- ".replace("\n\n", "\n"), head="labels:\n- ")
        for name, unit in UNITS.items()
    },
    **{f"keys-{name}": keys(pattern) for name, pattern in KEYS.items()},
    **{f"prompt-{name}": prompt(unit) for name, unit in UNITS.items()},
    **{f"decision-{name}": decision(unit) for name, unit in UNITS.items()},
    **{f"status-{name}": status(unit) for name, unit in UNITS.items()},
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


STEPS = {"read": read_everything, "tools": run_tools}


@dataclass(frozen=True, slots=True)
class Growth:
    """The fitted exponent of one step on one shape, and the time of the largest text."""

    shape: str
    step: str
    exponent: float
    seconds: float


def growth(name: str, step: str, sizes: list[int], budget: float) -> Growth:
    """Fit the exponent of a step; sizes beyond the budget (in seconds of work) are left out."""
    points: list[tuple[float, float]] = []
    for size in sizes:
        text = SHAPES[name](size)
        spent = min(_seconds(STEPS[step], text) for _ in range(2))
        points.append((math.log(size), math.log(max(spent, 1e-6))))
        if spent > budget:
            break
    last = math.exp(points[-1][1])
    return Growth(name, step, _slope(points[-3:]), last)


def _seconds(step: Callable[[str], None], text: str) -> float:
    start = time.process_time()
    step(text)
    return time.process_time() - start


def _slope(points: list[tuple[float, float]]) -> float:
    if len(points) < 2:
        return math.inf
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / sum(
        (x - middle_x) ** 2 for x, _ in points
    )


def main() -> int:
    """Print one line for each shape and step, the steepest first; fail where one is steeper than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shapes", nargs="*", help="prefixes of shapes; all by default")
    parser.add_argument("--largest", type=int, default=1_000_000)
    parser.add_argument("--limit", type=float, default=1.3)
    parser.add_argument(
        "--budget", type=float, default=3.0, help="seconds after which a shape is not enlarged"
    )
    arguments = parser.parse_args()
    sizes = [size for size in (1_000, 4_000, 16_000, 64_000, 250_000, 1_000_000) if size <= arguments.largest]
    names = [name for name in SHAPES if not arguments.shapes or name.startswith(tuple(arguments.shapes))]
    rows = [growth(name, step, sizes, arguments.budget) for name in names for step in STEPS]
    for row in sorted(rows, key=lambda row: -row.exponent):
        print(f"{row.exponent:5.2f}  {row.seconds * 1000:9.1f} ms  {row.step:6}{row.shape}")
    return int(any(row.exponent > arguments.limit and row.seconds > 0.2 for row in rows))


if __name__ == "__main__":
    sys.exit(main())
