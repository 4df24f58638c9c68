"""Questions that a draft leaves open: what the change does not show and a reader will ask."""

from __future__ import annotations

_BY_TOPIC = {
    "dependency": (
        "Who keeps it up to date, and what happens when its maintainers stop?",
        "What does it bring along: licence, size, other dependencies?",
        "How hard would it be to take it out again?",
    ),
    "data": (
        "How do existing data get there, and can the step be taken back?",
        "What happens to backups, retention and personal data?",
        "What if this store is slow or away?",
    ),
    "interface": (
        "Who calls this today, and what do they have to change?",
        "How are later versions distinguished?",
        "What do errors look like to the caller?",
    ),
    "infrastructure": (
        "What does it cost to run, and who is woken when it breaks?",
        "How do developers run the same thing on their machines?",
        "How is it rolled back?",
    ),
    "security": (
        "Against whom does this protect, and against whom does it not?",
        "Where are keys and tokens kept, and how are they changed?",
        "What happens to people who are signed in when it is rolled out?",
    ),
    "structure": (
        "What may depend on the new part, and on what may it depend?",
        "What should newcomers now do differently, and how do they learn it?",
        "Which old code stays in the old shape, and until when?",
    ),
    "tooling": (
        "What does it find that nothing found before, and how much noise does it make?",
        "Does it run for everyone, or only in the pipeline?",
        "Who may switch a rule off?",
    ),
}
_BY_ROLE = {
    "authentication": (
        "How long is a token or a session good for, and how is one taken back?",
        "Where is the key kept, and how is it changed?",
        "What happens to people who are signed in when it is rolled out?",
    ),
    "permissions": (
        "Who decides what a role may do, and where is it read?",
        "What happens where a rule is missing: is it allowed, or refused?",
    ),
    "queues": (
        "What if a message comes twice, late, or never?",
        "Who watches the queue, and what is done with messages that fail?",
        "Does the order of messages matter?",
    ),
    "testing": (
        "Which tests stay as they are, and until when?",
        "What does it do to the time a run takes, at a desk and in the pipeline?",
    ),
    "linting": _BY_TOPIC["tooling"],
    "static typing": (
        "How strict is it, and what about code that has no types yet?",
        "Does an error of types stop a build?",
    ),
    "bundling": (
        "What changes in what is shipped: size, browsers, source maps?",
        "How long does a build take now?",
    ),
    "package management": (
        "In what order do developers, images and the pipeline change over?",
        "Which lock file is the truth from now on?",
    ),
    "dates": (
        "Do both treat time zones and months alike?",
        "Which formats that are stored or shown change?",
    ),
    "logging": ("What must never be logged?", "How long is it kept, who reads it, and what does it cost?"),
    "monitoring": (
        "Which personal data leave the system with it?",
        "Who looks at it, and what should wake someone?",
        "What does it cost at today's volume?",
    ),
    "feature switches": (
        "Who may flip a switch, and how is that seen afterwards?",
        "When is a switch taken out again?",
        "What holds while the service that answers is away?",
    ),
    "HTTP requests": (
        "Which time-outs and retries hold?",
        "What do callers see when the other side is away?",
    ),
    "errors": ("What do callers see that they did not see before?", "Which errors stay in the old shape?"),
    "interfaces": _BY_TOPIC["interface"],
    "infrastructure": _BY_TOPIC["infrastructure"],
    "data": _BY_TOPIC["data"],
    "database access": (*_BY_TOPIC["data"][:1], "Who sees a slow query, and where?"),
}
MOST = 5


def questions(topics: list[str], role: str, new: str, old: str) -> list[str]:
    """Return the questions of a draft, the most particular first.

    Args:
        topics: kinds of decision, the strongest first.
        role: what the thing that comes is for (see `technologies.role_of`); or nothing.
        new: what comes; or nothing.
        old: what goes for it; or nothing.
    """
    out = [f"What does {new} give that {old} did not?"] if new and old else []
    out += _BY_ROLE.get(role, ())
    known_topics = [topic for topic in topics if topic in _BY_TOPIC] or ["structure"]
    for topic in known_topics[:2]:
        out += _BY_TOPIC[topic]
    return list(dict.fromkeys(out))[:MOST]
