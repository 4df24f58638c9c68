"""The policies on disclosing the use of coding agents: those of known projects, and a project's own."""

from __future__ import annotations

import re

from records.dataclass import dataclass
from records.errors import ConfigError, InvalidInput
from records.project.settings import CONFIG_PATH, DiscloseSettings, build
from records.text.data_text import parse_toml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from records.project.project import Project

FIELDS: Final = ("agent", "label", "model", "agents", "files", "records")
"""The names that a form and a sentence may have in braces."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a project requires of a change that an agent had a part in.

    Attributes:
        name: as in the settings; `own` for a table of the project.
        source: the page that states the policy; empty for the project's own.
        trailer: the key of the trailer that each such commit carries; empty where none is required.
        form: its value, with `{agent}`, `{label}` and `{model}`; one trailer for each agent of the commit.
        shape: a pattern that the whole value must match.
        sentence: the text for the description of the pull request; empty where none is required.
        forbids_trailers: whether a commit may carry any sign of an agent: trailer, co-author, sentence or link.
        forbids_sign_off: whether an agent may sign off a commit.
        forbids_agents: whether a change may come from an agent at all.
        agents: the agents that the policy is about, by their labels; empty for all.
    """

    name: str
    source: str = ""
    trailer: str = ""
    form: str = "{agent}"
    shape: str = r".*\S.*"
    sentence: str = ""
    forbids_trailers: bool = False
    forbids_sign_off: bool = False
    forbids_agents: bool = False
    agents: tuple[str, ...] = ()

    def concerns(self, agent: str) -> bool:
        """Whether the policy is about an agent (a label, or empty where it is not known)."""
        return not self.agents or not agent or agent in self.agents

    def accepts(self, value: str) -> bool:
        """Whether a trailer's value has the form that the policy requires."""
        return re.fullmatch(self.shape, value.strip()) is not None


_SENTENCE = "AI tools were used for this change: {agents}, for {files}."

POLICIES: Final = {
    policy.name: policy
    for policy in (
        Policy("none"),
        Policy(
            "linux",
            "https://docs.kernel.org/process/coding-assistants.html",
            trailer="Assisted-by",
            form="{label}:{model}",
            shape=r"[^\s:]+:\S+(?: \S+)*",
            forbids_sign_off=True,
        ),
        Policy(
            "fedora",
            "https://docs.fedoraproject.org/en-US/council/policy/ai-contribution-policy/",
            trailer="Assisted-by",
            form="{agent} ({model})",
        ),
        Policy(
            "ansible",
            "https://docs.ansible.com/ansible/devel/community/ai_policy.html",
            trailer="Assisted-by",
            form="{agent} ({model})",
        ),
        Policy(
            "asf",
            "https://www.apache.org/legal/generative-tooling.html",
            trailer="Generated-by",
            form="{agent} ({model})",
        ),
        Policy(
            "kubernetes",
            "https://www.kubernetes.dev/docs/guide/pull-requests/#ai-guidance",
            sentence=_SENTENCE,
            forbids_trailers=True,
        ),
        Policy(
            "ghostty",
            "https://github.com/ghostty-org/ghostty/blob/main/AI_POLICY.md",
            sentence=_SENTENCE,
        ),
        Policy("forbid", forbids_agents=True, forbids_trailers=True),
    )
}
"""The policies that a project can name. `forbid` and `none` are no project's; `source` is empty."""


def policy_of(project: Project, choice: str = "") -> Policy:
    """Return the policy of a project, or the one that the caller chose.

    Args:
        project: where.
        choice: a name of `POLICIES`, or the path of a TOML file with the keys of `[disclose]`, from the root; the
            settings decide when it is empty.

    Raises:
        InvalidInput: there is no such policy and no such file.
        ConfigError: the table says something that is not known, or contradicts itself.
        OutsideRoot: the file lies outside the root.
    """
    if not choice:
        return _from_table(project.settings.disclose, CONFIG_PATH)
    if choice in POLICIES:
        return POLICIES[choice]
    if not choice.endswith(".toml"):
        raise InvalidInput(
            f"there is no policy {choice!r}",
            f"one of: {', '.join(POLICIES)}; or a TOML file with the keys of [disclose]",
        )
    return _from_table(_read_table(project, choice), choice)


def _read_table(project: Project, path: str) -> DiscloseSettings:
    import tomllib

    try:
        values = parse_toml(project.store.text(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}", "correct the line it names") from error
    table = values.get("disclose", values)
    return build(DiscloseSettings, table, f"{path}: disclose.")


def _from_table(table: DiscloseSettings, place: str) -> Policy:
    own = bool(table.trailer or table.sentence or table.forbid_trailers)
    if table.policy and own:
        raise ConfigError(
            f"{place}: disclose has both a policy and rules of its own",
            "keep either `policy` or the other keys",
        )
    if not own:
        name = table.policy or "none"
        if name not in POLICIES:
            raise ConfigError(f"{place}: there is no policy {name!r}", f"one of: {', '.join(POLICIES)}")
        return POLICIES[name]
    if table.trailer and table.forbid_trailers:
        raise ConfigError(f"{place}: disclose requires a trailer and forbids trailers", "keep one of the two")
    if table.trailer and not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", table.trailer):
        raise ConfigError(f"{place}: {table.trailer!r} is no key of a trailer", "letters, digits and hyphens")
    for text in (table.form, table.sentence):
        _check_names(text, place)
    return Policy(
        "own", trailer=table.trailer, form=table.form or "{agent} ({model})", sentence=table.sentence,
        forbids_trailers=table.forbid_trailers, agents=table.agents,
    )  # fmt: skip


def _check_names(text: str, place: str) -> None:
    for name in re.findall(r"\{(\w*)\}", text):
        if name not in FIELDS:
            raise ConfigError(f"{place}: {{{name}}} has no meaning here", "known: " + ", ".join(FIELDS))
