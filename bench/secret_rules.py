"""Measure the detection of secrets: what of each rule is found, beside what, false positives, and the cost of a megabyte.

`python bench/secret_rules.py [--draws N] [FOLDER]`: with a folder, its files are searched for secrets and the findings
printed, each to be judged by reading.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

from records.secrets.redactor import Redactor
from records.secrets.rule import Rule
from records.secrets.rules import rules
from records.secrets.scanner import scan

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
from regex_strings import draw

CONTEXTS = {
    "alone": ("", ""), "in a sentence": ("use ", " now"), "letter of another script": ("値", "値"),
    "accented letter": ("é", "é"), "underscore": ("_", "_"), "dash": ("-", "-"), "percent code": ("k%20", "%20x"),
    "written line end": ("a\\n", "\\nb"), "written tab": ("a\\t", "\\tb"), "quotes": ('"', '"'), "colour": ("\x1b[31m", "\x1b[0m"),
    "query": ("?k=", "&b=1"), "Markdown": ("**`", "`**"), "link": ("[a](", ")"), "far into a text": ("x " * 499_990, " y"),
}  # fmt: skip
WORD = re.compile(r"\w+")


def found_share(draws: int) -> bool:
    """Print, for each context, the share of strings drawn from every rule that is found; whether each is at least 99 %."""
    known = rules()
    print(f"{len(known)} rules, {draws} strings of each")
    is_good = True
    for name, (before, after) in CONTEXTS.items():
        count = 1 if len(before) > 1000 else draws
        missed: Counter[str] = Counter()
        tried = 0
        for rule in known:
            if rule.judge:
                continue  # has to be plausible: the canaries in tests/secrets try it
            chance = random.Random(rule.name)
            for _ in range(count):
                tried += 1
                missed[rule.name] += not scan(f"{before}{_announced(rule, draw(rule.source, chance))}{after}")
        share = 1 - missed.total() / tried
        is_good = is_good and share >= 0.99
        worst = ", ".join(f"{rule} {number}" for rule, number in missed.most_common(4) if number)
        print(f"{share:8.2%} of {tried:6}  {name:26} {worst}", flush=True)
    return is_good


def _announced(rule: Rule, token: str) -> str:
    """Return a string as it stands in a text: after the word by which its rule is looked up, where it holds none."""
    is_announced = not rule.keywords or any(word in token.lower() for word in rule.keywords)
    return token.strip() if is_announced else f"{rule.keywords[0]} {token.strip()}"


def cut_keys() -> bool:
    """Print how many halves of a private key are hidden that were cut at each of its characters."""
    chance = random.Random(1)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    lines = ["".join(chance.choices(letters, k=64)) for _ in range(12)]
    key = "\n".join(["-----BEGIN RSA PRIVATE KEY-----", *lines, "-----END RSA PRIVATE KEY-----"])
    redactor = Redactor.create(b"k")
    whole = list(lines)
    shown = 0
    cuts = range(120, len(key) - 120)
    for cut in cuts:
        for half in (key[:cut], key[cut:]):
            hidden = redactor.redact(half)
            shown += any(line in hidden for line in whole)
    print(f"{shown} of {2 * len(cuts)} halves of a private key show a whole line of it")
    return shown == 0


def false_positives(folder: Path) -> None:
    """Print each finding in the text files of a folder, and how many there are in a megabyte."""
    total = 0
    findings: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        total += len(text.encode())
        for finding in scan(text):
            findings[finding.rule, text[finding.start : finding.end][:60]] += 1
    for (rule, secret), count in findings.most_common():
        print(f"    {count:3} × {rule}: {secret!r}")
    megabytes = total / 1e6
    print(f"{findings.total()} findings in {megabytes:.1f} MB: {findings.total() / megabytes:.3f} per MB")


def cost(folder: Path) -> None:
    """Print what a megabyte of a folder's text costs, as a multiple of splitting it into words."""
    text = ""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and len(text) < 4_000_000:
            text += path.read_bytes()[:200_000].decode("utf-8", "replace")
    pieces = [text[start : start + 4_000] for start in range(0, len(text), 4_000)]
    scan(text[:100_000])
    times = {"scan": 0.0, "words": 0.0}
    for _ in range(3):
        for name, step in (("scan", scan), ("words", WORD.findall)):
            start = time.process_time()
            for piece in pieces:
                step(piece)
            times[name] += time.process_time() - start
    megabytes = 3 * len(text.encode()) / 1e6
    print(
        f"{times['scan'] / megabytes * 1000:.0f} ms of CPU per MB in pieces of 4 kB, "
        f"{times['scan'] / times['words']:.1f} × splitting into words"
    )


def main() -> int:
    """Print all figures; fail where detection is below its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="ordinary text, for false positives and cost")
    parser.add_argument("--draws", type=int, default=20, help="strings of each rule and context")
    arguments = parser.parse_args()
    is_good = [found_share(arguments.draws), cut_keys()]
    if arguments.folder:
        false_positives(arguments.folder)
        cost(arguments.folder)
    return int(not all(is_good))


if __name__ == "__main__":
    sys.exit(main())
