"""Requirements files, setup.py, setup.cfg and Conda's environment.yml."""

from __future__ import annotations

import records.regex as re
from records.suggest.manifests.entry import Entry, Line, for_developers, runs

_REQUIREMENT = re.compile(
    r"^([A-Za-z0-9][\w.-]*)\s*+(?:\[[^\]]*\]\s*+)?(?:((?:[(<>=~!]=?|@).*?))?"
    r"(?:(?:(?<!\s)\s*+)?;.*)?(?:(?:(?<!\s)\s++)?(?<=\s)#.*)?,?$"
)
_LINK = re.compile(
    r"^(?:-e\s+)?(?:git|hg|svn|bzr)\+\S*?(?:#egg=|/)([\w.-]+?)(?:\.git)?(?:@[^#\s]*)?(?:[#&]\S*)?$"
)


def requirements(path: str, lines: list[Line]) -> list[Entry]:
    """Return what a requirements file asks for; one that a tool compiled is a lock and says nothing."""
    if any("--hash=" in text or re.match(r"\s*# +via", text) for _, text, _ in lines):
        return []
    out = []
    for number, text, changed in lines:
        match = _REQUIREMENT.match(text.strip()) or _LINK.match(text.strip())
        if match:
            version = (match[2] or "") if match.re is _REQUIREMENT else ""
            out.append(Entry(_plain(match[1]), version, number, for_developers(path), changed))
    return out


_HEAD = re.compile(r"^(?:\[(?P<section>[^\]]+)\]|(?P<key>[\w.-]+)\s*[=:]\s*(?P<rest>.*))$")
_ASKING = re.compile(r"(?:install|setup|tests?|extras?)_requires?")


def setup_cfg(_: str, lines: list[Line]) -> list[Entry]:
    """Return the requirements of setup.cfg: `install_requires` and its like, and every extra."""
    out: list[Entry] = []
    for run in runs(lines):
        section = key = ""
        for number, text, changed in run:
            head = _HEAD.match(text)
            body = text
            if head and head["section"]:
                section, key = head["section"].lower(), ""
                continue
            if head and not re.match(r"[<>=~!]", head["rest"]):
                key, body = head["key"].lower(), head["rest"]
            for piece in body.split(";")[0].split(","):
                match = _REQUIREMENT.match(piece.strip())
                if match and _is_requirement(section, key, match[2] or ""):
                    dev = for_developers(f"{section} {key}".replace("extras_require", ""))
                    out.append(Entry(_plain(match[1]), match[2] or "", number, dev, changed))
    return out


def _is_requirement(section: str, key: str, version: str) -> bool:
    if _ASKING.search(key) or "extras_require" in section:
        return True
    return not section and not key and bool(version)


_QUOTED = re.compile(r"""["']([^"']+)["']\s*(:?)""")


def setup_py(_: str, lines: list[Line]) -> list[Entry]:
    """Return the quoted requirements of setup.py: in the lists that ask for them, or with a version."""
    out: list[Entry] = []
    for run in runs(lines):
        asking, depth = "", 0
        for number, text, changed in run:
            opening = _ASKING.search(text)
            if opening:
                asking, depth, text = opening[0], 0, text[opening.end() :]
            for quoted in _QUOTED.finditer(text):
                match = _REQUIREMENT.match(quoted[1].strip())
                if match and not quoted[2] and (asking or re.match(r"[<>=~!]=", match[2] or "")):
                    out.append(
                        Entry(
                            _plain(match[1]), match[2] or "", number, asking[:4] in {"test", "setu"}, changed
                        )
                    )
            bare = _QUOTED.sub("", text)
            depth += sum(bare.count(c) for c in "[{(") - sum(bare.count(c) for c in "]})")
            if depth <= 0 and re.search(r"[\])}],?\s*$", bare):
                asking = ""
    return out


_CONDA = re.compile(r"^\s*-\s+[\"']?([A-Za-z][\w.-]*)(?:\[[^\]]*\])?(?:\s*[=<>~!]=?\s*([\d][\w.*]*))?[^:]*$")


def conda(_: str, lines: list[Line]) -> list[Entry]:
    """Return the packages of a Conda environment, those of its pip list too."""
    out, section = [], "dependencies"
    for number, text, changed in lines:
        head = re.match(r"^(\w+):", text)
        if head:
            section = head[1]
        match = _CONDA.match(text)
        if match and section == "dependencies" and match[1] not in {"python", "pip"}:
            out.append(Entry(_plain(match[1]), match[2] or "", number, False, changed))
    return out


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
