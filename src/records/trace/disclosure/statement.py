"""State the use of coding agents in a change as its policy requires, and find what contradicts the policy."""

from __future__ import annotations

import records.regex as re
from records.agents.commit_signs import Sign, agent_signs, makers, signs_off_as_agent
from records.dataclass import dataclass, field, replace
from records.errors import GitError
from records.git.log import log
from records.git.refs import merge_base, resolve
from records.ledger.reader import LedgerReader
from records.model.graph import Graph
from records.text.plural import counted
from records.trace.commit_records import CommitPrompts
from records.trace.disclosure.usage import Usage, combine, ledger_usage, recorded_usage, stated_usage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from records.git import Git
    from records.git.log import Commit
    from records.project.project import Project
    from records.trace.answers import CommitDisclosureAnswer, DisclosureAnswer, DisclosureFinding
    from records.trace.disclosure.policy import Policy

    Code = Literal["missing", "forbidden", "contradicts", "malformed", "unnamed"]

_DENIAL = re.compile(
    r"(?i)\bno (?:ai|llm|agents?|generative)\b|\bwithout (?:any )?(?:ai|llms?)\b|^(?:none|no|n/a)$"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which a commit, or the description of the change, does not follow the policy.

    Attributes:
        code: `missing`, `forbidden`, `contradicts` the records, `malformed`, or `unnamed`: no record names the agent.
        message: what is wrong, one sentence.
        line: of the commit's message, from 1; 0 where the finding is about no line.
    """

    code: Code
    message: str
    line: int = 0

    def as_json(self) -> DisclosureFinding:
        """Return the finding as one JSON object."""
        return {"code": self.code, "message": self.message, "line": self.line}


@dataclass(frozen=True, slots=True)
class CommitDisclosure:
    """What one commit has to state, and what it states wrongly.

    Attributes:
        commit: the commit.
        usages: the agents that had a part in it; from its own signs where no record and no turn states one.
        trailers: the lines that the policy requires of it, whether it has them or not.
        text: the sentence that the policy requires for it; empty where it requires none.
        findings: what is wrong.
        file_count: how many files of the project it adds or changes.
    """

    commit: Commit
    usages: tuple[Usage, ...]
    trailers: tuple[str, ...]
    text: str
    findings: tuple[Finding, ...]
    file_count: int = 0

    def as_json(self) -> CommitDisclosureAnswer:
        """Return the disclosure of the commit as one JSON object."""
        return {
            "commit": self.commit.id, "subject": self.commit.subject,
            "agents": [usage.as_json() for usage in self.usages], "files": self.file_count,
            "trailers": list(self.trailers), "text": self.text,
            "findings": [finding.as_json() for finding in self.findings],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The disclosure of a change.

    Attributes:
        policy: the policy that it follows.
        range: the commits, as asked for.
        commits: those without merges, newest first.
        text: the statement for the description of the pull request; empty where none is required.
        findings: what is wrong with that description, where it was given.
    """

    policy: Policy
    range: str
    commits: tuple[CommitDisclosure, ...]
    text: str = ""
    findings: tuple[Finding, ...] = field(default=())

    @property
    def problems(self) -> list[tuple[Commit | None, Finding]]:
        """Every finding with its commit; None for one about the description."""
        return [
            *((None, finding) for finding in self.findings),
            *((entry.commit, finding) for entry in self.commits for finding in entry.findings),
        ]

    def as_json(self) -> DisclosureAnswer:
        """Return the disclosure as one JSON object."""
        return {
            "policy": self.policy.name, "source": self.policy.source, "range": self.range, "text": self.text,
            "commits": [entry.as_json() for entry in self.commits],
            "findings": [finding.as_json() for finding in self.findings],
            "ok": not self.problems,
        }  # fmt: skip


def disclose(
    project: Project, policy: Policy, spec: str = "HEAD", description: str | None = None
) -> Disclosure:
    """Return what the policy requires of some commits, and what they state wrongly.

    Args:
        project: where.
        policy: what is required.
        spec: one revision, or a range `A..B` or `A...B`.
        description: the description of the pull request, where it is to be examined too.

    Raises:
        GitError: there is no repository, or no such revision.
    """
    git = project.git()
    if git is None:
        raise GitError(f"{project.root} is in no git repository", "only commits can be disclosed")
    prompts = CommitPrompts(project, Graph(project.store.scan()), commits_of(git, spec))
    return disclosure_of(project, policy, prompts, spec, description)


def disclosure_of(
    project: Project, policy: Policy, prompts: CommitPrompts, spec: str, description: str | None = None
) -> Disclosure:
    """Return what the policy requires of the commits of a change, whose prompts the caller has read."""
    with LedgerReader.open(project) as ledger:
        entries = tuple(_of_commit(project, policy, prompts, ledger, commit) for commit in prompts.commits)
    text = _sentence(policy, entries)
    problems = () if description is None else tuple(_description_findings(policy, entries, text, description))
    return Disclosure(policy, spec, entries, text, problems)


def commits_of(git: Git, spec: str) -> list[Commit]:
    """Return the commits of a revision (itself) or a range, newest first.

    Raises:
        GitError: there is no such revision.
    """
    match = re.fullmatch(r"(.*?)(\.{2,3})(.*)", spec)
    if match is None:
        (commit,) = resolve(git, spec)
        return log(git, "-1", commit)
    first, last = resolve(git, match[1] or "HEAD", match[3] or "HEAD")
    if match[2] == "...":
        first = merge_base(git, first, last) or first
    return log(git, f"{first}..{last}")


def required_trailers(policy: Policy, usages: Iterable[Usage]) -> list[str]:
    """Return the trailers that a commit with these usages must carry; without those that nobody can fill in."""
    lines = [
        f"{policy.trailer}: {value}"
        for usage in usages
        if policy.trailer and policy.concerns(usage.agent) and (value := _value(policy, usage))
    ]
    return list(dict.fromkeys(lines))


def disclosure_lines_in(policy: Policy, message: str) -> list[str]:
    """Return the lines of a message that are trailers of the policy's key."""
    lines = message.split("\n")
    return [lines[number - 1] for number, _ in _stated(policy.trailer, message)] if policy.trailer else []


def _of_commit(
    project: Project, policy: Policy, prompts: CommitPrompts, ledger: LedgerReader | None, commit: Commit
) -> CommitDisclosure:
    paths = prompts.paths(commit)
    signs = agent_signs(commit.message, commit.author, commit.email)
    recorded = combine(
        recorded_usage(project, prompts.of(commit), paths), ledger_usage(ledger, commit.id, paths)
    )
    usages = [usage for usage in recorded or stated_usage(signs) if policy.concerns(usage.agent)]
    entry = CommitDisclosure(
        commit, tuple(usages), tuple(required_trailers(policy, usages)), "", (), len(paths)
    )
    findings = tuple(_findings(policy, entry, recorded, signs))
    return replace(entry, text=_sentence(policy, (entry,)), findings=findings)


def _findings(
    policy: Policy, entry: CommitDisclosure, recorded: list[Usage], signs: list[Sign]
) -> Iterator[Finding]:
    message = entry.commit.message
    if policy.forbids_agents and entry.usages:
        yield Finding("forbidden", f"an agent had a part in this commit: {_names(entry.usages)}")
    if policy.forbids_trailers:
        for sign in signs:
            yield Finding("forbidden", f"the policy forbids {_what(sign)}: {sign.text}", sign.line)
    if policy.forbids_sign_off:
        for number, line in enumerate(message.split("\n"), 1):
            if signs_off_as_agent(line):
                yield Finding("forbidden", f"only a person may sign off: {line.strip()}", number)
    if policy.trailer:
        yield from _trailer_findings(policy, entry, recorded)


def _trailer_findings(policy: Policy, entry: CommitDisclosure, recorded: list[Usage]) -> Iterator[Finding]:
    stated = list(_stated(policy.trailer, entry.commit.message))
    for line, value in stated:
        if not policy.accepts(value):
            yield Finding("malformed", f"{policy.trailer}: {value} has not the form {_form(policy)}", line)
        elif recorded and _DENIAL.search(value):
            yield Finding("contradicts", f"{value!r}, but the records name {_names(recorded)}", line)
        elif recorded and _disagrees(value, recorded):
            yield Finding("contradicts", f"it names {value}, the records name {_names(recorded)}", line)
    for usage in entry.usages:
        if not stated and not usage.is_named:
            form = f"write {policy.trailer}: {_form(policy)}"
            yield Finding("unnamed", f"an agent had a part in this commit, but no record names it; {form}")
        elif not any(_names_usage(value, usage) for _, value in stated):
            value = _value(policy, usage)
            missing = f"{policy.trailer}: {value}" if value else f"{policy.trailer}: {_form(policy)}"
            yield Finding("missing", f"the commit lacks the trailer {missing}")


def _stated(key: str, message: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the value of each trailer with this key."""
    for number, line in enumerate(message.split("\n"), 1):
        name, colon, value = line.partition(":")
        if colon and name.strip().lower() == key.lower() and value.strip():
            yield number, value.strip()


def _disagrees(value: str, recorded: list[Usage]) -> bool:
    """Whether a value names an agent or model of makers of which no record names one."""
    theirs = makers(value)
    ours = frozenset[str]().union(*(_makers_of(usage) for usage in recorded))
    return bool(theirs and ours) and not theirs & ours


def _names_usage(value: str, usage: Usage) -> bool:
    """Whether a value states a usage: a common maker, or anything where the maker of one is not known."""
    theirs, ours = makers(value), _makers_of(usage)
    return not (theirs and ours) or bool(theirs & ours)


def _makers_of(usage: Usage) -> frozenset[str]:
    return makers(f"{usage.agent} {usage.title} {usage.model}")


def _value(policy: Policy, usage: Usage) -> str:
    """Return the value of a usage's trailer; empty where the form needs a name that no record states."""
    names = {"agent": usage.title, "label": usage.agent, "model": usage.model}
    form = policy.form
    if not usage.model:
        form = re.sub(r" ?\(\{model\}\)", "", form)
    elif not usage.agent:
        form = re.sub(r"\{agent\} \(\{model\}\)", "{model}", form)
    needed = re.findall(r"\{(\w+)\}", form)
    if not usage.is_named or not all(names.get(name) for name in needed):
        return ""
    return re.sub(r"\{(\w+)\}", lambda match: names[match[1]], form)


def _form(policy: Policy) -> str:
    return policy.form.replace("{", "").replace("}", "").upper()


def _what(sign: Sign) -> str:
    names = {
        "author": "an agent as author",
        "co-author": "an agent as co-author",
        "link": "links to sessions",
    }
    return names.get(sign.kind, "signs of agents in commits")


def _names(usages: Iterable[Usage]) -> str:
    names = (
        (f"{usage.title} ({usage.model})" if usage.title and usage.model else usage.title or usage.model)
        or "an agent"
        for usage in usages
    )
    return ", ".join(dict.fromkeys(names))


def _sentence(policy: Policy, entries: Iterable[CommitDisclosure]) -> str:
    """Return the policy's sentence for some commits; empty where no agent had a part in them."""
    used = [entry for entry in entries if entry.usages]
    if not policy.sentence or not used:
        return ""
    usages = combine(*(entry.usages for entry in used))
    files = {path for usage in usages for path in usage.files}
    total = sum(entry.file_count for entry in used)
    values = {
        "agents": _names(usages),
        "agent": _names(usages),
        "label": ", ".join(dict.fromkeys(usage.agent for usage in usages if usage.agent)),
        "model": ", ".join(dict.fromkeys(usage.model for usage in usages if usage.model)),
        "files": f"{len(files)} of {counted(total, 'file')}"
        if files
        else f"some of {counted(total, 'file')}",
        "records": ", ".join(dict.fromkeys(ref for usage in usages for ref in usage.records)) or "no record",
    }
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), policy.sentence)


def _description_findings(
    policy: Policy, entries: tuple[CommitDisclosure, ...], text: str, description: str
) -> Iterator[Finding]:
    usages = combine(*(entry.usages for entry in entries))
    if not policy.sentence or not usages or text in description:
        return
    if _DENIAL.search(description):
        yield Finding(
            "contradicts", f"the description denies the use of AI, the records name {_names(usages)}"
        )
        return
    unnamed = [usage for usage in usages if not makers(description) & _makers_of(usage)]
    if unnamed:
        yield Finding(
            "missing", f"the description does not say that {_names(unnamed)} was used; write: {text}"
        )
