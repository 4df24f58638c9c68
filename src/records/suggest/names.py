"""Names of technologies as people write them, and what a change takes one for."""

from __future__ import annotations

import re

from records.suggest.change import Change
from records.suggest.signals.data import STORES
from records.suggest.technologies import GENERIC, role_of
from records.suggest.words import parts

_WRITTEN = {
    name.lower(): name
    for name in "TypeScript GraphQL ESLint FastAPI OpenTelemetry SQLAlchemy NestJS MkDocs HTTPX PyJWT RuboCop JUnit "
    "xUnit NUnit RSpec PHPUnit PHPStan MassTransit SignalR gRPC OpenAI LangChain Auth0 OAuth NATS WireMock "
    "OmniAuth CloudFormation CircleCI GitLab GitHub WebSocket PostCSS MobX RxJS ESBuild NuGet".split()
} | {
    name: name
    for name in "pytest pnpm npm jsonwebtoken bcrypt bcryptjs date-fns httpx mypy tox nox sqlc sqlx pgx zerolog logrus "
    "slog anyhow thiserror serde tokio axum gorm ioredis msw tsup swc uvicorn gunicorn lodash psycopg asyncpg "
    "boto3".split()
}
_PURPOSES = {
    "cache": "caching", "caches": "caching", "session": "sessions", "auth": "authentication", "log": "logging",
    "logs": "logging", "job": "background jobs", "jobs": "background jobs", "queue": "queues", "mailer": "mail",
    "mail": "mail", "route": "routing", "routes": "routing", "router": "routing", "validator": "validation",
    "payment": "payments", "billing": "billing", "token": "tokens", "permission": "permissions", "search": "search",
    "events": "events", "dates": "dates", "upload": "uploads", "uploads": "uploads", "login": "authentication",
    "notifications": "notifications", "migrations": "migrations", "encryption": "encryption",
}  # fmt: skip
_DULL = frozenset(
    "main index init config settings core common util utils helper helpers service services model models "
    "component components controller controllers view views page pages module modules handler handlers "
    "types base default client server internal package packages apps lib libs src test tests java kotlin "
    "application program startup frontend backend admin system site initializers initializer resources resource "
    "feature features error errors template templates script scripts tools data store schema".split()
)
_PLAIN_ROLES = frozenset(
    {"web framework", "data", "interfaces", "infrastructure", "database access", "commands"}
)


def short_name(name: str) -> str:
    """Return a dependency's name without its host and version: `github.com/gorilla/mux/v2` is gorilla/mux.

    An owner that is named after what it makes says nothing more: `github.com/gin-gonic/gin` is gin.
    """
    pieces = name.split("/")
    if "." not in pieces[0] or len(pieces) <= 2:
        return name
    names = [piece for piece in pieces[1:] if not re.fullmatch(r"v\d+", piece)][:2]
    if len(names) < 2:
        return "".join(names)
    owner, own_name = names[0], names[1].lower()
    is_of_same_name = own_name in parts(owner) or (len(own_name) > 3 and own_name in owner.lower())
    return names[1] if is_of_same_name else "/".join(names)


def known_name(name: str) -> str:
    """Return a name with the letters that people write it with, where it is known."""
    short = short_name(name)
    lower = short.lower()
    if lower in STORES:
        return STORES[lower]
    if lower in _WRITTEN:
        return _WRITTEN[lower]
    first = re.split(r"[./]", lower.lstrip("@"))[0]
    last = re.split(r"[./]", lower)[-1]
    if role_of(first) and ("." in short or ("/" in short and last in GENERIC)):
        return known_name(first)
    role = role_of(short)
    family = lower.partition("-")[0]
    if role == "data" and family in STORES:
        return STORES[family]
    if role and _WRITTEN.get(family, family) != family:
        return _WRITTEN[family]
    return short.capitalize() if role and re.fullmatch(r"[a-z]{3,}", short) else short


def purpose_of(change: Change, subject: str, own: set[str]) -> str:
    """Return what a change takes a thing for, as ` for …`: what its users do, or what it is known for; or nothing."""
    counts: dict[str, int] = {}
    for file in change.code:
        if own & change.parts_added[file.path]:
            path = file.path.rpartition(".")[0]
            inner = parts(path.partition("/")[2] or path)
            for part in dict.fromkeys(parts(path)[-3:]):
                telling = part in _PURPOSES or (part in inner and len(part) > 3 and part not in _DULL)
                if telling and part not in own:
                    counts[part] = counts.get(part, 0) + 1
    candidates = sorted(counts, key=lambda word: (word not in _PURPOSES, -counts[word], word))
    role = role_of(subject)
    purpose_word = _PURPOSES.get(candidates[0], "") if candidates else ""
    for purpose in (purpose_word, "" if role in _PLAIN_ROLES else role):
        if purpose:
            same = any(part.startswith(purpose[:4]) for part in parts(subject))
            return "" if same else f" for {purpose}"
    return (
        f" for {candidates[0]}" if candidates and (counts[candidates[0]] > 1 or len(change.code) == 1) else ""
    )
