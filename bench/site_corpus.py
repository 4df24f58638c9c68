"""Records as wide in their words as real ones, for measurements."""

from __future__ import annotations

import inspect
import os
import pkgutil
import random
import re
import subprocess

CODE = '```python\ndef answer(values: list[int]) -> int:\n    """Add them."""\n    return sum(values)  # all\n```'


def prose() -> list[str]:
    """Sentences of the standard library's own documentation: a vocabulary as wide as real records have."""
    found: list[str] = []
    for module in sorted(module.name for module in pkgutil.iter_modules() if not module.name.startswith("_")):
        source = os.path.join(os.path.dirname(inspect.__file__), f"{module}.py")
        if os.path.isfile(source):
            with open(source, encoding="utf-8", errors="replace") as file:
                for text in re.findall(r'"""(.+?)"""', file.read(), re.S):
                    found.extend(line.strip() for line in text.split("\n") if len(line.split()) > 5)
    return found


def body(rng: random.Random, lines: list[str]) -> str:
    """A text of about 4.5 KB: paragraphs, a list, sometimes a table or code."""
    parts = []
    for _ in range(5):
        parts.append("### " + " ".join(rng.choice(lines).split()[:4]))
        parts.append(" ".join(rng.choices(lines, k=7)))
        parts.append("\n".join(f"- {rng.choice(lines)} (`src/{rng.randrange(90)}.py`)" for _ in range(4)))
    if rng.random() < 0.3:
        parts.insert(4, CODE)
    if rng.random() < 0.2:
        parts.insert(6, "| Option | Cost |\n| --- | ---: |\n| **one** | 3 |\n| two | 4 |")
    return "\n\n".join(parts)


def write_log(root: str, count: int, lines: list[str]) -> None:
    """A git repository with *count* records, one in twenty a decision, over three years."""
    rng = random.Random(11)
    subprocess.run(["git", "init", "-q", root], check=True)
    for number in range(1, count + 1):
        title = " ".join(re.sub(r"\W", " ", rng.choice(lines)).split()[:6]) or "Untitled"
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "untitled"
        day = number * 1000 // count
        date = f"{2024 + day // 336}-{day % 336 // 28 + 1:02d}-{day % 28 + 1:02d}"
        if number % 20 == 0:
            path = f"history/adr/{number // 20:04d}-{slug}.md"
            status = rng.choice(("Accepted", "Accepted", "Proposed", "Deprecated"))
            text = f"# {number // 20}. {title}\n\nDate: {date}\n\n## Status\n\n{status}\n\n## Context\n\n{body(rng, lines)}\n"
        else:
            feature = f"{number % 60:03d}-part"
            path = f"history/prompts/{feature}/{number:05d}-{slug}.green.prompt.md"
            text = (
                f'---\nid: "{number:05d}"\ntitle: "{title}"\nstage: {rng.choice(("green", "plan", "red"))}\ndate: {date}\n'
                f"surface: agent\nmodel: some-model\nfeature: {feature}\nbranch: main\nuser: Ann\ncommand: null\n"
                f"labels: [auth, {slug.partition('-')[0]}]\nlinks:\n  spec: null\n  ticket: null\n  adr: null\n  pr: null\n"
                f"files:\n  - src/{number % 90}.py\ntests:\n  - none\n---\n\n## Prompt\n\n{' '.join(rng.choices(lines, k=6))}\n\n"
                f"## Response snapshot\n\n{body(rng, lines)}\n\n## Outcome\n\n- ✅ Impact: done\n"
            )
        os.makedirs(os.path.dirname(f"{root}/{path}"), exist_ok=True)
        with open(f"{root}/{path}", "w", encoding="utf-8") as file:
            file.write(text)
    commit(root, "log")


def commit(root: str, subject: str) -> None:
    """Commit everything."""
    who = ["-c", "user.name=A", "-c", "user.email=a@b.c"]
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    subprocess.run(["git", *who, "commit", "-qm", subject], cwd=root, check=True)
