"""Recognise commits that a coding agent wrote or helped with: the one owner of this question.

The signs are trailers, the author's and co-authors' names with their addresses, and links to sessions. An agent's name
alone proves little where people have it too (Claude, Devin, Jules): there the address, or the shape of a model's name,
has to agree. A name with a word that belongs to no product, such as a surname, is a person's.
"""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final, Literal

    SignKind = Literal["author", "co-author", "trailer", "sentence", "link"]


_DOMAINS: Final = {
    "claude": "anthropic.com claude.ai claude.com",
    "codex": "openai.com chatgpt.com",
    "chatgpt": "openai.com chatgpt.com",
    "copilot": "github.com githubcopilot.com microsoft.com",
    "cursor": "cursor.com cursor.sh cursor.so",
    "cursoragent": "cursor.com cursor.sh",
    "gemini": "google.com gemini.google.com deepmind.com",
    "antigravity": "google.com",
    "jules": "google.com jules.google.com",
    "opencode": "opencode.ai sst.dev",
    "aider": "aider.chat",
    "devin": "devin.ai cognition.ai cognition-labs.com",
    "windsurf": "windsurf.com codeium.com",
    "cascade": "windsurf.com codeium.com",
    "kiro": "kiro.dev amazon.com aws.dev",
    "junie": "jetbrains.com",
    "droid": "factory.ai",
    "qwen": "alibabacloud.com alibaba-inc.com qwen.ai qwenlm.ai",
    "goose": "block.xyz squareup.com",
    "amp": "ampcode.com sourcegraph.com",
    "cody": "sourcegraph.com",
    "replit": "replit.com",
    "warp": "warp.dev",
    "oz": "warp.dev",
    "zed": "zed.dev",
    "crush": "charm.land charm.sh",
    "auggie": "augmentcode.com",
    "augment": "augmentcode.com",
    "cline": "cline.bot",
    "roo": "roocode.com",
    "kilo": "kilocode.ai kilo.ai",
    "kimi": "moonshot.ai moonshot.cn kimi.com",
    "trae": "trae.ai bytedance.com",
    "bolt": "bolt.new stackblitz.com",
    "lovable": "lovable.dev",
    "v0": "v0.dev v0.app vercel.com",
    "grok": "x.ai",
    "vibe": "mistral.ai",
    "mistral": "mistral.ai",
    "deepseek": "deepseek.com",
    "openhands": "all-hands.dev openhands.dev",
    "sweep": "sweep.dev",
    "coderabbit": "coderabbit.ai",
    "coderabbitai": "coderabbit.ai",
    "greptile": "greptile.com",
    "sourcery": "sourcery.ai",
    "qodo": "qodo.ai codium.ai",
    "qoder": "qoder.com",
    "commandcode": "commandcode.ai",
    "omx": "oh-my-codex.dev",
    "sisyphus": "sisyphuslabs.ai",
    "letta": "letta.com",
    "terragon": "terragonlabs.com",
    "tabnine": "tabnine.com",
    "pi": "pi.dev",
    "codebuff": "codebuff.com",
    "hermes": "nousresearch.com",
    "q": "amazon.com aws.dev",
}
"""The domains of each product's own addresses and pages."""
_SHARED_DOMAINS: Final = frozenset(
    ("github.com", "google.com", "microsoft.com", "amazon.com", "jetbrains.com", "vercel.com", "squareup.com")
)
"""Domains from which people and other programs write too."""
_OWN_DOMAINS: Final = (
    frozenset(owner for domains in _DOMAINS.values() for owner in domains.split()) - _SHARED_DOMAINS
)
"""Domains that only the agents of a maker write from, and where their sessions are shown."""
_EVERYDAY: Final = frozenset(
    re.findall(
        r"\w+",
        "claude devin jules kiro junie goose amp cody warp oz zed crush auggie augment cline roo kilo droid "
        "trae bolt cascade vibe sweep letta pi v0 replit sisyphus hermes q",
    )
)
"""Products whose names are also people's names or everyday words."""
_QUALIFIERS: Final = frozenset(
    re.findall(
        r"\w+",
        "anthropic openai google github amazon aws alibaba jetbrains microsoft factory cognition labs "
        "sourcegraph block mistral moonshot xai ai agent agents subagent bot cli sdk ide app assistant assist "
        "developer dev swe integration context code coder coding coauthor noreply q chat gpt opus sonnet "
        "haiku fable instant pro flash ultra lite mini max turbo nano large medium small thinking preview "
        "latest eap beta review action actions async background cloud web desktop experimental llm model chatbot",
    )
)
"""Words that may be beside a product in an agent's name; any other word makes it a person's."""
_MODEL = re.compile(
    r"(?i)(?<![\w-])(?:(?:claude|gpt|chatgpt|opus|sonnet|haiku|gemini|llama|qwen|deepseek|mistral|codestral|devstral"
    r"|magistral|grok|kimi|glm|gemma|minimax|nova|composer)(?:[-_ ]?(?:claude|opus|sonnet|haiku|coder|code|pro|flash"
    r"|large|medium|small|v|k|r|m))*+(?:[-_ ]\d[\w.]*|\d{1,2}(?!\d)[\w.]*)|o[1-9](?:-(?:mini|pro|preview))?)(?![\w@])"
)
"""The shape of a model's name: a family, perhaps a tier, and a version."""
_PERSON = re.compile(r"^(?P<name>[^<>\n]*)<(?P<email>[^<>\s]*)>")
_TRAILER = re.compile(r"(?:^|(?<=\\n))[ \t]*([A-Za-z][A-Za-z0-9 _-]{1,40}?)[ \t]*:[ \t]*(\S[^\n]*)$", re.M)
"""A line end may be written as `\\n`, where a message was given in quotes."""
_LONGEST_VALUE = 300  # characters of a trailer, sentence or address that are read
_COAUTHOR_KEY = re.compile(r"(?i)(?:co[-_ ]?)?(?:authored|developed|written)[-_ ]by")
_HELP_KEY = re.compile(
    r"(?i)(?:(?:commit|code|message|change|patch)[-_ ])?(?:co[-_ ]?)?"
    r"(?:assisted|generated|created|produced|implemented|coded|drafted|written|authored|made)"
    r"(?:[-_ ](?:by|with|using|via))?"
)
_AI_KEY = re.compile(
    r"(?i)(?:(?:gen)?ai|llm|coding[-_ ]agent|agent)(?:[-_ ](?:(?:co[-_ ]?)?(?:assisted|generated|authored|created"
    r"|written|coded)|assistance|assistant|assist|disclosure|statement|by|with|via|using|model|models|tools?|agent|name|version"
    r"|session|thread|conversation|logs?|task|run|trace|id|ids|urls?|link|links|used|usage))*"
)
_SESSION_KEY = re.compile(
    r"(?i)([a-z0-9]+)(?:[-_ ](?:code|cli|agent|commit))?"
    r"[-_ ](?:session|thread|conversation|checkpoint|trace|transcript|chat|run|task|logs?|metadata|attribution)s?"
    r"(?:[-_ ](?:id|url|uri|link))?"
)
_AUTHOR_KEY = re.compile(r"(?i)([a-z0-9]+)(?:[-_ ]commit)?[-_ ]author")
_CHECKPOINTS: Final = frozenset(("entire", "specstory"))
"""Programs that record agents' sessions and name them in commits."""
_MADE_WITH = re.compile(
    r"""(?mx)(?:^|(?<=\\n)|(?<=[.!?][ ]))(?:<[^>\n]{0,200}>|[^\w\r\n'"`<]|_){0,30}+
    (?:(?:[Nn]ote|(?:[Aa][Ii][ ])?[Dd]isclosure)[ ]?:[ ])?
    (?:(?:[Tt]his|[Tt]he)[ ](?:(?:commit|fix|PR|pull[ ]request|changes?|contribution|patch|code|work|message)[ ])?
       (?:was|were|contains[ ](?:code|changes))[ ](?:\w{1,20}ly[ ])?)?
    (?P<verb>(?:[Cc]o-)?(?:[Gg]enerated|[Cc]reated|[Mm]ade|[Ww]ritten|[Bb]uilt|[Aa]uthored|[Ii]mplemented|[Aa]ssisted
    |[Dd]one|[Dd]rafted|[Pp]roduced))
    [ -](?:(?:with|by|using|via)\b(?!:)|[Ww]ith\b)[ \t]*(?P<agent>[^\n]*)"""
)
_AI_ASSISTED = re.compile(
    r"(?im)^(?:[^\w\r\n]|_)*+(?:(?:note|(?:ai )?disclosure) ?: ?)?AI[- ](?:assisted|generated)"
    r"(?: (?:contribution|commit|change|patch|fix|code|pull request|PR))?(?:(?:[^\w\n]|_)*+$|;)"
)
_LINK = re.compile(r"(?i)https?://([\w.-]+)(/[^\s)>\]]*)?")
_SESSION_PATH = re.compile(
    r"(?i)/(?:\w+/)*(?:code|sessions?|threads?|tasks?|agents?|share|s|conversations?|c)(?:/|\?)"
)
_CLAUSE_END = re.compile(r"[,;(<]|\.(?:\s|$)|\s[-–—|]\s|\s(?:via|under|using|with|in|on|for|to)\s")
_NO = re.compile(r"(?i)(?:no|none|false|n/?a|0|nobody|never|off)\b")
_AI_WORDS = re.compile(
    r"(?<![.\w])(?i:llms?|ai|chatbots?|language models?|coding (?:agents?|assistants?)|ai[- ]assistants?)\b"
    r"(?: (?P<next>[A-Z][a-z]+))?"
)
_OWN_AGENT = re.compile(r"(?i)\((?:aider|ai|(?:ai )?(?:sub)?agent)\)|\bAI[- ](?:sub)?agent\b")
"""What a person's name is followed by where the person's agent commits: `Ada (agent)`, `Ada's AI Agent`."""
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*|\d[\w.]*")


_ACCOUNT_SUFFIX = re.compile(r"(?:agent|ai|bot|cli)$")
_MODEL_OWNERS: Final = {
    "opus": "claude",
    "sonnet": "claude",
    "haiku": "claude",
    "gpt": "codex",
    "chatgpt": "codex",
    "codestral": "mistral",
    "devstral": "mistral",
    "magistral": "mistral",
}
"""The product whose maker also makes a family of models."""
_EVERYDAY_TIERS: Final = frozenset(("opus", "sonnet", "haiku"))


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of an agent in a commit.

    Attributes:
        kind: where it stands: the author, a co-author, another trailer, a sentence, or a link to a session.
        text: the author as `NAME <ADDRESS>`, else the line as written.
        line: the line of the message, from 1; 0 for the author.
    """

    kind: SignKind
    text: str
    line: int


def by_agent(message: str, author: str = "", email: str = "") -> bool:
    """Whether a commit states that an agent wrote it, or helped; takes what `agent_signs` takes."""
    return next(_signs(message, author, email), None) is not None


def agent_signs(message: str, author: str = "", email: str = "") -> list[Sign]:
    """Return the signs of agents in a commit, one for each line."""
    by_line: dict[int, Sign] = {}
    line, counted_to = 1, 0
    for kind, text, offset in sorted(_signs(message, author, email), key=lambda sign: sign[2]):
        if offset >= 0:
            line += message.count("\n", counted_to, offset)
            counted_to = offset
        number = line if offset >= 0 else 0
        by_line.setdefault(number, Sign(kind, text, number))
    return list(by_line.values())


def names_agent(name: str, email: str = "") -> bool:
    """Whether a name with its address is an agent's."""
    return _is_agent(name, email)


def signs_off_as_agent(line: str) -> bool:
    """Whether a line is a `Signed-off-by:` of an agent: only people can certify the origin of a change."""
    match = _TRAILER.match(line)
    person = _PERSON.match(match[2]) if match and match[1].strip().lower() == "signed-off-by" else None
    return bool(person and _is_agent(person["name"].strip(), person["email"]))


def makers(text: str) -> frozenset[str]:
    """Return the domains of the makers of the agents and models that a text names; empty where it names none."""
    families = re.findall(r"[A-Za-z]+", " ".join(_MODEL.findall(text.replace("_", "-"))))
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", text)]
    products = [*_products(text), *(_MODEL_OWNERS.get(word, word) for word in words + families)]
    return frozenset(domain for product in products for domain in _DOMAINS.get(product, "").split())


def model_in(text: str) -> str:
    """Return the first model that a text names (`claude-opus-4-6`, `Opus 4.6`); empty where it names none."""
    match = _MODEL.search(text)
    return match[0] if match else ""


def name_in(sign: Sign) -> str:
    """Return the agent or model that a sign names, as written; empty where it gives no more than a link or a word."""
    value = sign.text.partition(":")[2] if sign.kind in ("co-author", "trailer") else sign.text
    if sign.kind == "link":
        return ""
    name = re.split(r"[<,;(\[]", value)[0].strip(" *_`\"'")
    return model_in(name) or (name if makers(name) else "")


def _signs(message: str, author: str, email: str) -> Iterator[tuple[SignKind, str, int]]:
    """Yield the kind, the text and the offset of each sign (-1 for the author); a line may give several."""
    if _is_agent(author, email):
        yield "author", f"{author} <{email}>", -1
    for match in _TRAILER.finditer(message):
        key, value = match[1].strip(), match[2].strip()[:_LONGEST_VALUE]
        if _is_sign(key, value):
            kind: SignKind = "co-author" if _COAUTHOR_KEY.fullmatch(key) else "trailer"
            yield kind, match[0].strip(), match.start(1)
    for match in _MADE_WITH.finditer(message):
        is_start = (
            match[0].lstrip()[:1].isupper() or match["verb"][0].isupper() or _begins_text(message, match)
        )
        if is_start and _names_agent(match["agent"][:_LONGEST_VALUE]):
            yield "sentence", match[0].strip(), match.start("agent")
    for match in _AI_ASSISTED.finditer(message):
        yield "sentence", match[0].strip(), match.end() - 1
    for match in _LINK.finditer(message):
        if _is_session_link(match[1], (match[2] or "")[:_LONGEST_VALUE]):
            yield "link", match[0], match.start()


def _begins_text(message: str, match: re.Match[str]) -> bool:
    """Whether a sentence is at the start of a paragraph: in lower case elsewhere, it is the rest of another one."""
    before = message[max(0, match.start() - 9) : match.start()].rstrip(" \t")
    return match.start() == 0 or before.endswith("\n\n")


def _is_sign(key: str, value: str) -> bool:
    """Whether one trailer of a message is an agent's sign."""
    if key.lower() == "signed-off-by":
        return signs_off_as_agent(f"{key}: {value}")
    session = _SESSION_KEY.fullmatch(key)
    if session and (session[1].lower() in _DOMAINS or session[1].lower() in _CHECKPOINTS):
        return True
    if _AI_KEY.fullmatch(key) and "-" in key.replace("_", "-").replace(" ", "-"):
        return not _NO.match(value)
    author = _AUTHOR_KEY.fullmatch(key)
    if author and author[1].lower() in _DOMAINS:
        return bool(_WORD.search(value)) and all(_belongs(word.lower()) for word in _WORD.findall(value))
    person = _PERSON.match(value)
    if _COAUTHOR_KEY.fullmatch(key) or _HELP_KEY.fullmatch(key) or _AI_KEY.fullmatch(key):
        return _is_agent(person["name"].strip(), person["email"]) if person else _names_agent(value)
    return False


def _is_agent(name: str, email: str = "") -> bool:
    """Whether a name with its address is an agent's."""
    local, _, domain = email.lower().strip("<>").rpartition("@")
    if "[bot]" in name.lower() or "[bot]" in local:
        return _is_agents_bot(f"{name} {local}")
    if _is_agents_address(local, domain) or _OWN_AGENT.search(name):
        return True
    bare = re.sub(r"\([^)]*\)", " ", name)
    if not local and (_MODEL.search(domain) or (_products(bare) and re.search(r"-v?\d", domain))):
        return True  # some agents put their model where the address belongs
    words = [word.lower() for word in _WORD.findall(bare)]
    if not words or not all(_belongs(word) for word in words):
        return False
    if _MODEL.fullmatch(bare.strip()) or (_speaks_of_ai(bare) and not _products(bare)):
        return True
    products = _products(bare) or (_products(local) if _is_product_domain(domain, _products(local)) else [])
    if not products:
        return False
    if len(words) > 1 or any(product not in _EVERYDAY for product in products):
        return True
    return _is_no_address(local, domain, products) or _is_product_domain(domain, products)


def _is_agents_bot(text: str) -> bool:
    """Whether the name and the account of a bot are an agent's: an everyday word counts only in an agent's name."""
    words = {word.lower() for word in re.findall(r"[A-Za-z]+", text.replace("users.noreply", ""))}
    products = _products(text)
    return (
        any(product not in _EVERYDAY for product in products)
        or bool(words & {"ai", "llm", "gpt", "chatgpt"})
        or (bool(products) and all(_belongs(word) for word in words))
    )


def _is_agents_address(local: str, domain: str) -> bool:
    """Whether an address is an agent's whatever the name: a maker's `noreply`, a product's account, or `me+ai@`."""
    account = local.rpartition("+")[2]
    if domain == "users.noreply.github.com":
        return account in _DOMAINS and account not in _EVERYDAY
    tags = set(re.split(r"[.+_-]", local.partition("+")[2]))
    if tags & {"ai", "llm"} or any(tag in _DOMAINS for tag in tags):
        return True
    return local in ("noreply", "no-reply") and domain in _OWN_DOMAINS


def _is_no_address(local: str, domain: str, products: list[str]) -> bool:
    """Whether an address says nothing of a person: none, one for no replies, or an account with the product's name."""
    if domain.startswith("users.noreply."):
        return _product(local.rpartition("+")[2]) in products
    return not domain or local.startswith(("noreply", "no-reply")) or "noreply" in domain


def _products(text: str) -> list[str]:
    """Return the products that a text names."""
    words = [word.lower() for word in re.findall(r"[A-Za-z]+0?", text)]
    return [product for word in words if (product := _product(word))]


def _product(word: str) -> str:
    """Return the product that a word names, as it is or with what its account adds (`traeagent`); empty for none."""
    return next((name for name in (word, _ACCOUNT_SUFFIX.sub("", word)) if name in _DOMAINS), "")


def _belongs(word: str) -> bool:
    """Whether a word can be in an agent's name: a product, what goes with one, a model or a version."""
    known = bool(_product(word)) or word in _QUALIFIERS or word[:1].isdigit()
    return known or bool(
        re.fullmatch(r"[vkom]\d[\w.]*|(?:gpt|qwen|llama|glm|gemma|deepseek|kimi|grok)\d*\w{0,2}", word)
    )


def _is_product_domain(domain: str, products: list[str]) -> bool:
    domains = {owner for product in products for owner in _DOMAINS[product].split()}
    return any(domain == owner or domain.endswith(f".{owner}") for owner in domains)


def _names_agent(value: str) -> bool:
    """Whether a text without an address names an agent, a model, or a language model in general."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", value).strip().strip("*_`[]")
    if _MODEL.search(text) or _speaks_of_ai(text) or re.match(r"[\w .-]+:[\w.-]*[a-z][\w.-]*-?\d", text):
        return True
    link = _LINK.match(text)
    if link:
        return _is_owned(link[1].lower())
    return any(map(_is_agents_name, _CLAUSE_END.split(text)[:3]))


def _is_agents_name(text: str) -> bool:
    """Whether some words are the name of an agent; an everyday word needs company that belongs to it."""
    words = [word.lower() for word in _WORD.findall(text)]
    products = [name for word in words if (name := _product(word) or (word if word in _MODEL_OWNERS else ""))]
    if any(product not in _EVERYDAY | _EVERYDAY_TIERS for product in products):
        return True
    return bool(products) and all(_belongs(word) for word in words)


def _speaks_of_ai(text: str) -> bool:
    """Whether a text says `AI` or another word for a language model, not as a part of a name such as `AI Gateway`."""
    return any(match["next"] is None or _belongs(match["next"].lower()) for match in _AI_WORDS.finditer(text))


def _is_session_link(host: str, path: str) -> bool:
    """Whether a link leads to a session of an agent."""
    host = host.lower()
    return _is_owned(host) and bool(_SESSION_PATH.search(f"{path}/"))


def _is_owned(host: str) -> bool:
    """Whether a host is one of the makers' own."""
    return any(host == owner or host.endswith(f".{owner}") for owner in _OWN_DOMAINS)
