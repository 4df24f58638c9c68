"""Turn the subject of a commit message into words that could head a record."""

from __future__ import annotations

import re

_MERGE = re.compile(r"^merge (?:pull request|pr|branch|remote-tracking branch|commit|tag)\b.*$", re.I)
_TICKET = re.compile(
    r"^\W*(?:\[?(?:[A-Z][A-Z0-9]+|issue|gh|fixes|closes|resolves|refs?)[- #:]*#?\d+[\w.]*\]?"
    r"|\(?#?\d+\)|\[#?\d+\])[\s:,\-–—]*",
    re.I,
)
_BRANCH_NUMBER = re.compile(r"^(?:[a-z]+[-_ ])?\d+[-_ ]", re.I)
_CONVENTIONAL = re.compile(
    r"^(?:feat|feature|fix|chore|refactor|perf|docs?|style|tests?|build|ci|imp|deps|wip|task|revert)"
    r"(?:\(([^)]*)\))?!?:\s*",
    re.I,
)
_ASIDE = re.compile(r"^(?:do not merge|don'?t merge|wip|draft|poc|ops|spike)(?: yet)?\s*[:\-–]\s*", re.I)
_TAG = re.compile(r"^\s*[\[{(](?:[^\])}]{1,24})[\])}]+\s*[:\-]?\s*")
_TAIL = re.compile(
    r"\s*[\[(](?:#|pr |gh-|(?-i:(?!UTF|SHA|ISO|RFC)[A-Z]{2,}[A-Z0-9]*-))?\d+[\])]\s*$"
    r"|\s*\((?:#\d+[, ]*)+\)\s*$|\s*[.:;,!]+$",
    re.I,
)
_BRANCH = re.compile(r"^[\w.-]+(?:/[\w.#-]+)+$|^[a-z0-9]+(?:[-_][a-z0-9]+)+$")
_LINE = re.compile(
    r"^(?:origin/)?(?:main|master|trunk|next|dev|develop|development|staging|prod|production|release|hotfix)$"
    r"|^(?:release|version|production release)?[\s/#_-]*v?\d+(?:\.\d+)*(?:[-.]?(?:rc|alpha|beta|next)[-.]?\d*)?$",
    re.I,
)
"""The name of a branch that lives on, or a version: what a merge of it brings it does not tell."""
_EMPTY = re.compile(
    r"^(?:wip|fix(?:es)?|(?:pr|review)[- ](?:remarks?|comments?|feedback)|some review comments|"
    r"update[sd]?|merge.*|cleanup|changes|misc|initial commit|review( comments)?|"
    r"minor( changes)?|see merge request .*|summary|description|co-authored-by.*|signed-off-by.*|"
    r"bump (?!.*\band (?!\S+$)).*|release.*|.{0,3})$",
    re.I,
)
_PREFIX = re.compile(r"^(?:feature|feat|fix|bugfix|hotfix|chore|refactor|task|release)[/: ]+", re.I)
_STEM = re.compile(r"^(?:feature|feat|bugfix|hotfix|chore|refactor|task|[a-z]+[- ]\d+)/(?:\d+[-_ ]+)?", re.I)


def lines_of(message: str) -> list[str]:
    """Return the lines of a message that say something, subject first, marks taken off."""
    out: list[str] = []
    for line in message.split("\n"):
        text = re.sub(r"^[\s*#>+-]+", "", line).strip()
        if text and not re.match(r"(?i)(see merge request|closes? |co-authored|signed-off|https?:)", text):
            out.append(text)
    return out


def clean_subject(message: str, *, branches: bool = True) -> str:
    """Return the first line that tells what was done: no ticket, prefix, number or branch name.

    A merge tells it on its second line, after the name of the branch; the branch is used when
    nothing better follows and it has more than one word.

    Args:
        message: as it was written.
        branches: whether the name of a branch will do.
    """
    branch = ""
    for line in lines_of(message)[:6]:
        text = line
        if _MERGE.match(text):
            branch = branch or _branch_in(text)
            continue
        if _LINE.match(text):
            continue
        if _BRANCH.match(text):
            branch = branch or text
            continue
        text = strip_marks(text)
        if _BRANCH.match(text) and "-" in text.strip("-"):
            branch = branch or text
            continue
        if not _EMPTY.match(text) and not _LINE.match(text):
            return text
    words = branch_words(branch) if branches else ""
    return words if " " in words else ""


def strip_marks(text: str) -> str:
    """Take tickets, tags, conventional prefixes and numbers of requests off a subject."""
    before = ""
    while before != text:
        before = text
        text = _TICKET.sub("", _STEM.sub("", text))
        text = _CONVENTIONAL.sub("", text)
        text = re.sub(r"^(?!19|20)\d{4,6}\s+(?=\S)", "", _ASIDE.sub("", text))
        text = _TAG.sub("", text) or text
        text = _TAIL.sub("", text)
    return text.strip()


def branch_words(branch: str) -> str:
    """Return the name of a branch as words: `feature/91-add-login` is add login."""
    name = _PREFIX.sub("", branch).rpartition("/")[2]
    name = re.sub(r"[-_]+", " ", _BRANCH_NUMBER.sub("", name)).strip()
    return re.sub(r"^\d+ ", "", name)


def _branch_in(text: str) -> str:
    match = re.search(r"""from\s+[\w.-]+/(\S+)|branch\s+['"]([^'"]+)['"]""", text, re.I)
    branch = (match[1] or match[2]) if match else ""
    return "" if _LINE.match(branch) else branch
