"""Turn the subject of a commit message into words that could head a record."""

from __future__ import annotations

import records.regex as re
from records.patterns import COMMIT_ID, DATE

_LONGEST_LINE = 2_000
_LONGEST_SUBJECT = 500
_BLANKS, _BLANK_LINES = re.compile(r"[^\S\n]+"), re.compile(r"\n(?: ?\n)+")
_BOX = re.compile(r"\s*(?:[-*+] +)?\[[ xX]?\](?= |$)")
"""A box to tick, of a list in a template for pull requests."""
_MERGE = re.compile(
    r"^merg(?:e[ds]?|ing) (?:in |pull request|pr|branch|remote-tracking branch|commit|tag)\b.*$", re.I
)
_GIT = r"\b(?:branch(?:es)?|main|master|develop|dev|trunk|upstream|origin|conflicts?)\b"
JOINED = rf"merges?\s(?!.*{_GIT}).*\sinto\s(?:an?|one|the)\b"
"""What a subject says that makes one part of several: nothing is merged there that git merges."""
_STANDARD = (
    r"(?:utf|sha|iso|rfc|aes|rsa|md|es|pep|http|tls|ssl|oauth|ipv|cve|cwe|wcag|ieee|ecma|gpt|base|pkcs|mp|h|arm"
    r"|x)"
)
"""Beginnings of standards' names, which look like the keys of tickets."""
_KEY = (
    rf"(?<![\w-])(?!(?i:{_STANDARD})-?\d)"
    r"(?:[A-Z][A-Z0-9]{1,11}-\d+|[a-z]{2,4}-\d{2,}|(?i:[a-z]{2,10})?#\d+|[A-Z]{2,5}\d{3,})(?![\w-])"
)
"""The key of a ticket: PROJ-12, AB#12, #12, US1234."""
_CLOSING = (
    r"(?i:fix(?:e[sd])?|close[sd]?|resolve[sd]?|refs?|references?|see|issue|ticket|gh|pr|jira|story|task|bug)"
)
_TICKET = re.compile(
    rf"^(?:{_CLOSING}[\s:#-]+)*(?:[\[({{]\s*{_KEY}(?:[\s,/&|]+{_KEY})*\s*[\])}}]|{_KEY}(?:[\s,/&|]+{_KEY})*"
    rf"|{_CLOSING}[\s:]+#?\d+|[\[(]#?\d+[\])]|\d{{2,6}}(?=\s*[:\]])|\d{{2,6}}(?=\s+[-–—]\s))[\s:,\-–—|/]*"
)
_TICKET_TAIL = re.compile(
    rf"[\s,.;:–—-]{{0,20}}[\[({{]?\s*(?:\b{_CLOSING}[\s:]+)?{_KEY}(?:[\s,;&/]+{_KEY})*\s*[\])}}]?\s*$"
    rf"|[\s,.;–—-]{{1,20}}\b{_CLOSING}[\s:]+#?\d+\s*$"
)
_INITIALS = re.compile(
    r"^(?!(?:JS|TS|CI|CD|UI|UX|DB|OS|QA|AI|ML|PR|GO|PY|IO|VM|API|CSS|SQL|AWS|GCP|SDK|CLI|PHP|DNS|CDN|TLS|SSL|XML|CSV|PDF"
    r"|JWT|SSO|ORM|RPC|MCP|LLM|ADR|PHR|WIP)\b)[A-Z]{2,3}(?:\s*[/&+,]\s*[A-Z]{2,3})*(?:\s*[|:]\s*|\s+[-–]\s+)(?=\S+\s)"
)
_INITIALS_TAIL = re.compile(r"\s*[\[(][A-Z]{2,3}(?:\s*[,/&+]\s*[A-Z]{2,3})+[\])]\s*$")
_REQUEST = re.compile(r"^(?:merged? )?(?:pr|pull request|mr|merge request)\s*[#!]?\d+\s*[:\-–—]\s*", re.I)
_SIGNS = re.compile(r"^(?::[a-z0-9_+-]+:\s*|[\u2190-\u2BFF\uFE0F\u200D\U0001F000-\U0001FAFF]+\s*)+")
_LINK = re.compile(r"!?\[([^\]]{0,300})\]\([^)]{0,500}\)")
_ADDRESS = re.compile(r"(?<!\s)\s*+[<(]?\bhttps?://\S+")
_STRESS = re.compile(r"(?<![\w*])(\*{1,3}|__)(?=\S)(.{1,200}?)(?<=\S)\1(?![\w*])")
_HEADING = re.compile(
    r"^(?:the )?(?:what|why|how|who|when|description|summary|overview|context|motivation|background|reason|purpose"
    r"|goals?"
    r"|(?:proposed |main |key )?changes?(?: made| list)?|changelog|check ?list|to ?do|tests?|testing|test plan"
    r"|how to test|how (?:was|has) this (?:been )?tested|screenshots?|notes?"
    r"|release notes|jira|tickets?|issues?|links?|type of change"
    r"|related (?:issues?|tickets?|prs?)|what (?:does|do|is|did|has|was|changed).*|what'?s (?:changed|new|this).*"
    r"|why (?:is|are|was|do|did).*|before|after|solution|problem|implementation"
    r"|details|reviewers?|dependencies|impact)"
    r"\s*[:?]*$",
    re.I,
)
"""The headings of templates for pull requests."""
_BUMP = re.compile(
    r"^(?:bumps? (?!.*\band (?!\S+$)).*|updates? (?:dependency|dependencies|module|requirement)\b.*"
    r"|updates? .* (?:digest to|docker tag to) .*|(?:upgrade|update) \S+ (?:from )?v?\d[\w.]* to v?\d[\w.]*)$",
    re.I,
)
_DEPLOYMENT = re.compile(
    rf"^(?:{DATE}\s+)?(?:deploy\w*\s+)?(?:main|master|dev|develop|development|staging|test|qa|preprod)"
    r"\s*(?:->|=>|→|to|into)\s*(?:main|master|staging|prod|production|release|live)\b.*$",
    re.I,
)
_BOT = re.compile(r"^(?:dependabot|renovate|greenkeeper|snyk|pre-commit-ci)\b", re.I)
"""The beginnings of branches that programs make."""
_BRANCH_NUMBER = re.compile(r"^(?:[a-z]+[-_ ])?\d+[-_ ]", re.I)
_CONVENTIONAL = re.compile(
    r"^(?:feat|feature|fix|chore|refactor|perf|docs?|style|tests?|build|ci|imp|deps|wip|task|revert)"
    r"(?:\(([^)]*)\))?!?:\s*(.*)$",
    re.I,
)
_NO_OBJECT = re.compile(
    r"(downgrade|upgrade|migrate|switch|move|convert|port|bump)\s+(?:to|from|into|onto)\s", re.I
)
_OWNER = re.compile(
    r"^\w[\w-]*/(?=(?:add|adopt|create|drop|enable|fix|implement|introduce|migrate|move|remove|replace|update|use)"
    r"[ -])",
    re.I,
)
"""The name of a person or a kind of work before the words of a branch: `jane/add refunds`."""
_TYPE = re.compile(
    r"^!*\s*(?:FEATURE|FEAT|TASK|BUGFIX|HOTFIX|FIX|CHORE|DOCS?|REFACTOR\w*|STYLE|TESTS?|BREAKING(?: CHANGE)?"
    r"|IMPROVEMENT|ENHANCEMENT|CLEANUP|SECURITY|PERF|WIP)!?(?::\s*|\s+(?=[A-Z][a-z]))"
)
"""The type of a change in capitals: `!!! FEATURE: `."""
_ASIDE = re.compile(r"^(?:do not merge|don'?t merge|wip|draft|poc|ops|spike)(?: yet)?\s*[:\-–]\s*", re.I)
_TAG = re.compile(r"^\s*[\[{(](?:[^\])}]{1,24})[\])}]+\s*+[:\-]?\s*+(?=\S)")
_TAIL = re.compile(
    r"\s*[\[(](?:#|pr |gh-|(?-i:(?!UTF|SHA|ISO|RFC)[A-Z]{2,}[A-Z0-9]*-))?\d+[\])]\s*$"
    r"|\s*\((?:#\d+[, ]*)+\)\s*$|\s*+(?<![.:;,!])[.:;,!]++$",
    re.I,
)
_BRANCH = re.compile(r"^[\w.-]+(?:/[\w.#-]+)+$|^[a-z0-9]+(?:[-_][a-z0-9]+)+$")
_SPELLED_BRANCH = re.compile(r"^\w[\w.-]*/[\w.#-]+(?: [\w.#-]+)*$")
"""The name of a branch as a forge writes it for a title: `chore/list users of a board`."""
_LINE = re.compile(
    r"^(?:origin/)?(?:main|master|trunk|next|dev|develop|development|staging|prod|production|release|hotfix)$"
    r"|^(?:release|version|production release)?[\s/#_-]*v?\d+(?:\.\d+)*(?:[-.]?(?:rc|alpha|beta|next)[-.]?\d*)?$",
    re.I,
)
"""The name of a branch that lives on, or a version: it says nothing about what a merge of it brings."""
_EMPTY = re.compile(
    r"^(?:wip|fix(?:es)?|(?:pr|review)[- ](?:remarks?|comments?|feedback)|some review comments|"
    rf"update[sd]?|(?!{JOINED})merge.*|cleanup|changes|misc|initial commit|review( comments)?|"
    rf"minor( changes)?|commit {COMMIT_ID}|squashed commit.*|"
    r"see merge request .*|summary|description|co-authored-by.*|signed-off-by.*|"
    r"merged in .*|release.*|(?:feature|issue|bug|task|story|ticket|fix|hotfix|patch)[ _-]*#?\d+|.{0,3})$",
    re.I,
)
_PREFIX = re.compile(r"^(?:feature|feat|fix|bugfix|hotfix|chore|refactor|task|release)[/: ]+", re.I)
_STEM = re.compile(r"^(?:feature|feat|bugfix|hotfix|chore|refactor|task|[a-z]+[- ]\d+)/(?:\d+[-_ ]+)?", re.I)


def own_words(message: str) -> str:
    """Return what the author wrote of a message: no HTML comments, headings of templates or boxes to tick.

    One blank is left between words and one empty line between paragraphs, and no line is endless. The subject stays
    as it is.
    """
    text = _BLANKS.sub(" ", without_html_comments(message)).strip("\n ")
    subject, *body = (line[:_LONGEST_LINE] for line in text.split("\n"))
    kept = (line for line in body if not (_BOX.match(line) or _is_template_heading(line)))
    return _BLANK_LINES.sub("\n\n", "\n".join((subject, *kept)))


def without_html_comments(text: str) -> str:
    """Return a text without its HTML comments; one that is never closed stays."""
    out: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        out.append(text[position:start])
        position = end + 3
    return "".join((*out, text[position:]))


def _is_template_heading(line: str) -> bool:
    """Return whether a line is a heading, marked as one, that a template for pull requests has."""
    return line.lstrip().startswith(("#", "**")) and is_heading(plain(line))


def lines_of(message: str) -> list[str]:
    """Return the lines of a message that say something, subject first, marks taken off.

    Headings of templates, boxes to tick, addresses and trailers say nothing.
    """
    out: list[str] = []
    for line in own_words(message).split("\n"):
        text = plain(line)
        is_heading = (
            line.lstrip().startswith("#")
            or bool(re.match(r"\s*\*\*[^*]+\*\*:?\s*$", line))
            or text[-1:] in ":?"
        )
        if not text or (_HEADING.match(text) and (is_heading or len(text.split()) == 1)):
            continue
        if not is_trailer(text):
            out.append(text)
    return out


def is_trailer(text: str) -> bool:
    """Return whether a plain line names who or what had a part in a change, and says nothing of it."""
    return (
        re.match(r"(?i)(see merge request|co-authored|signed-off|generated (?:with|by)|\w+-by:)", text)
        is not None
    )


def is_heading(text: str) -> bool:
    """Return whether a plain line is the heading of a template."""
    return _HEADING.match(text) is not None


def plain(line: str) -> str:
    """Return a line without Markdown's marks, addresses and signs in front."""
    text = _ADDRESS.sub("", _LINK.sub(r"\1", line))
    text = _STRESS.sub(r"\2", text)
    text = re.sub(r"^(?:[\s*>+-]|#(?!\d))+(?:\[[xX]\]\s*)?", "", text)
    return _SIGNS.sub("", text).strip()


def clean_subject(message: str, *, branches: bool = True) -> str:
    """Return the first line that says what was done: no ticket, prefix, number or branch name.

    A merge says it on its second line, after the name of the branch; the branch is used when
    nothing better follows and it has more than one word.

    Args:
        message: as it was written.
        branches: whether the name of a branch will do.
    """
    branch = ""
    for line in lines_of(message)[:6]:
        text = _REQUEST.sub("", line)
        if _MERGE.match(text):
            branch = branch or _branch_in(text)
            continue
        if _LINE.match(text) or _DEPLOYMENT.match(text):
            continue
        if _BRANCH.match(text):
            branch = branch or ("" if _BOT.match(text) else text)
            continue
        is_spelled = _SPELLED_BRANCH.match(text) or _BRANCH_NUMBER.match(text)
        if branch and is_spelled and _same_words(text, branch):
            continue
        text = strip_marks(text)
        if _BRANCH.match(text) and "-" in text.strip("-"):
            branch = branch or text
            continue
        if not any(pattern.match(text) for pattern in (_EMPTY, _LINE, _BUMP, _DEPLOYMENT)):
            return text
    words = branch_words(branch) if branches else ""
    return words if " " in words and not _EMPTY.match(words) else ""


def _same_words(text: str, branch: str) -> bool:
    """Return whether a text holds the letters of a branch's name: a forge also puts blanks into `cardStore`."""
    return re.sub(r"[^a-z0-9]+", "", text.lower()) == re.sub(r"[^a-z0-9]+", "", branch.lower())


def strip_marks(text: str) -> str:
    """Take tickets, tags, conventional prefixes and numbers of requests off a subject."""
    before, text = "", " ".join(text.split())[:_LONGEST_SUBJECT]
    while before != text:
        before = text
        text = _INITIALS.sub("", _REQUEST.sub("", text))
        text = _TICKET.sub("", _STEM.sub("", _TYPE.sub("", text) or text)) or text
        text = _CONVENTIONAL.sub(_without_type, text)
        text = _OWNER.sub("", text)
        text = re.sub(r"^(?!19|20)\d{4,6}\s+(?=\S)", "", _ASIDE.sub("", text))
        text = _TAG.sub("", text) or text
        text = _INITIALS_TAIL.sub("", _TAIL.sub("", text))
        text = _TICKET_TAIL.sub("", text) or text
    return re.sub(r"\b[A-Z]{2,}-\d+:\s+", "", text).strip()


def _without_type(conventional: re.Match[str]) -> str:
    """Return a conventional subject without its type; the scope stays as the object of a verb that has none."""
    rest, scope = conventional[2], conventional[1]
    without_object = _NO_OBJECT.match(rest)
    if scope and without_object and scope.lower() not in rest.lower():
        return f"{without_object[1]} {scope} {rest[without_object.end(1) :].lstrip()}"
    return rest


def branch_words(branch: str) -> str:
    """Return the name of a branch as words: `feature/91-add-login` is add login."""
    name = _PREFIX.sub("", branch).rpartition("/")[2]
    name = re.sub(r"[-_]+", " ", _BRANCH_NUMBER.sub("", name)).strip()
    return re.sub(r"^\d+ ", "", name)


def _branch_in(text: str) -> str:
    match = re.search(r"""from\s+[\w.-]+/(\S+)|branch\s+['"]([^'"]+)['"]""", text, re.I)
    branch = (match[1] or match[2]) if match else ""
    return "" if _LINE.match(branch) or _BOT.match(branch) else branch
