"""What the paths of records' files say: endings, folders, names."""

from __future__ import annotations

import records.regex as re
from records.patterns import YEAR

OTHER_MARKUPS = (".rst", ".adoc", ".asciidoc")
"""Endings of decisions that are read and not written."""
MARKDOWN = (".md", ".mdx", ".markdown")
"""Endings of Markdown files."""
ENDINGS = (".prompt.md", ".prompts.md", ".phr.md", *MARKDOWN, *OTHER_MARKUPS)
"""Endings of records' files, the longer before the shorter."""
LINKED = (".md", ".mdx", *OTHER_MARKUPS)
"""Endings with which a link leads to a record's file."""
LINKED_PATTERN = "(?:mdx?|rst|a(?:scii)?doc)"
"""The same without their dot, as a regular expression."""
_QUERY = re.compile(rf"(?<=[^/])(?P<ending>\.{LINKED_PATTERN})\?[^#]*", re.I)
_RELATIVE_QUERY = re.compile(r"(?:(?<=/)|(?<=\.html)|(?<=\.htm))\?[^#]*|\?[\w.-]+=[^#]*", re.I)
TOP = "."
"""The directory of a log whose records are in the root itself."""


def without_query(address: str) -> str:
    """Give the address of a record's file without its query, which only says how a forge shows it: `0002-b.md?plain=1`.

    That of an address elsewhere is a part of it (`https://b.example/show?id=5`), and a question mark may be in a name.
    """
    if "?" not in address:
        return address
    bare = _QUERY.sub(r"\g<ending>", address)
    return bare if "://" in bare else _RELATIVE_QUERY.sub("", bare)


FOLDER_PAGES = ("readme", "index")
"""The names of the page of a folder, without their ending."""


def is_folder_page(name: str) -> bool:
    """Return whether a file of this name is the page of its folder."""
    return name.partition(".")[0].lower() in FOLDER_PAGES


RECORD_LEAVES = ("decision", "adr", "madr", "record")
"""The names of a file that holds the text of a record that is a directory, and is no page of any folder."""
_LEAVES = frozenset((*FOLDER_PAGES, *RECORD_LEAVES))
LEAF_PATTERN = rf"(?:{'|'.join((*FOLDER_PAGES, *RECORD_LEAVES))})\.mdx?"
"""The name of the file that holds the text of a record that is a directory, as a regular expression."""
LOG_PATTERN = r"adrs?|madr|[^/]*decision[-_ ]?(?:records?|logs?)|[^/]*architecture[-_ ]?decisions?"
"""The name of a folder that means nothing else than that decisions are in it, as a regular expression."""
DECISIONS_PATTERN = (
    LOG_PATTERN
    + r"|[^/]*(?:decisions?|decisiones|decisoes|decisioni|entscheidung(?:en)?|besluiten|beslissingen)"
    + r"|[^/]*(?:决策|決策|決定|决定|решения)[^/]*"
)
"""The name of a folder that says that decisions are in it, as a regular expression."""
_NUMBERED_DIRECTORY = rf"(?:[A-Za-z]+[-_])*(?:\d{{3,14}}|{YEAR}-\d\d-\d\d)[-_. ][^/]+"
_DIRECTORY = re.compile(rf"(?:^|/)(?P<name>{_NUMBERED_DIRECTORY})/(?P<leaf>{LEAF_PATTERN})$", re.I)
_WORDS_DIRECTORY = re.compile(
    rf"(?:^|/)\.?(?:{DECISIONS_PATTERN})/(?:[^/]+/){{0,2}}?"
    rf"(?P<name>(?!(?:{DECISIONS_PATTERN})/)[^/._][^/]*)/(?P<leaf>{LEAF_PATTERN})$",
    re.I,
)


def directory_name(path: str) -> str | None:
    """The name of the directory that is a record: `2024-01-31-use-x` of `2024-01-31-use-x/decision.md`; else None.

    In a log a name without a number may be one: `decisions/use-x/README.md`. Whether it is one, its content says.
    """
    if path[-1:] not in "dDxX" or path.rpartition("/")[2].partition(".")[0].lower() not in _LEAVES:
        return None
    match = _DIRECTORY.search(path) or _WORDS_DIRECTORY.search(path)
    return match["name"] if match else None


def is_numbered_directory(path: str) -> bool:
    """Return whether a path is that of the text of a record directory whose name has a number or a day."""
    return path[-1:] in "dDxX" and _DIRECTORY.search(path) is not None


def file_name_of(path: str) -> str:
    """The file name that holds a record's number or date; of a record that is a directory, its name with `.md`."""
    directory = directory_name(path)
    return f"{directory}.md" if directory else path.rsplit("/", 1)[-1]


def log_directory(path: str) -> str:
    """The directory of the log that a record at *path* is in; that around a record that is itself a directory."""
    folder = path.rpartition("/")[0]
    return (folder.rpartition("/")[0] if directory_name(path) else folder) or TOP


def directory_label(directory: str) -> str:
    """A directory as a message names it."""
    return "the top directory" if directory == TOP else directory


def path_in(directory: str, name: str) -> str:
    """The path from the root of a file in a directory; `TOP` is the root itself."""
    return name if directory == TOP else f"{directory}/{name}"


def stem_of(path: str) -> str:
    """A record's name without folders and without the ending that marks it as one."""
    name = file_name_of(path)
    lower = name.lower()
    return next((name[: -len(end)] for end in ENDINGS if lower.endswith(end)), name)
