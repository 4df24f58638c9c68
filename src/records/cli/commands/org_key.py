"""`records org key`: API keys of the service."""

from __future__ import annotations

import time

import click

from records.cli.extras import import_with_extra
from records.cli.lazy import LazyGroup
from records.cli.options import json_option
from records.cli.org import database_option, load_config, org_option
from records.cli.output import echo, print_json, say, table
from records.org.config import refuse_secrets
from records.org.service_settings import Role

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.org.service.keys import ApiKey


@click.group("key", cls=LazyGroup, path="org key")
def key() -> None:
    """API keys of `records org serve`: each has a role for some repositories.

    Example: records org key create ci --repository 'pay-*'
    """


@click.command("create")
@click.argument("name")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.READER.value, show_default=True,
    help="reader: search and read; auditor: also check, metrics and restricted records; admin: also reindex.",
)  # fmt: skip
@click.option(
    "--repository", "repositories", multiple=True, metavar="PATTERN",
    help="For which repositories, as pay-* or group:payments; all by default.",
)  # fmt: skip
@click.option(
    "--days",
    type=click.IntRange(0, 36_500),
    default=365,
    show_default=True,
    help="Valid for N days; 0 for ever.",
)
@org_option
@database_option
@json_option
def create(
    name: str, role: str, repositories: tuple[str, ...], days: int, folder: str, as_json: bool
) -> None:
    r"""Create an API key; its secret is shown this once, and only a hash of it is stored.

    \b
    Examples:
      records org key create ci
      records org key create audit --role auditor --repository group:payments --days 30
    """
    for value in (name, *repositories):
        refuse_secrets("what the key is called or for", value, "the index")
    made, secret = _with_keys("create_key", folder, name, role, repositories or ("*",), _now(), days)
    if as_json:
        print_json({**_json(made), "secret": secret})
        return
    echo(secret)
    say(f"{made.prefix}: {role} of {', '.join(made.repositories)}; the secret is not shown again")


@click.command("list")
@org_option
@database_option
@json_option
def list_keys(folder: str, as_json: bool) -> None:
    r"""List the API keys, without their secrets.

    \b
    Examples:
      records org key list
    """
    rows = [_json(made) for made in _with_keys("list_keys", folder)]
    if as_json:
        print_json(rows)
        return
    head = ("key", "name", "role", "repositories", "created", "expires", "state")
    table(
        head,
        [(row["prefix"], row["name"], row["role"], ", ".join(row["repositories"]), row["created"],
          row["expires"] or "-", row["state"]) for row in rows],
        flexible=3,
    )  # fmt: skip


@click.command("revoke")
@click.argument("name", metavar="NAME|PREFIX")
@org_option
@database_option
@json_option
def revoke(name: str, folder: str, as_json: bool) -> None:
    r"""Revoke an API key: it is refused from the next request on.

    \b
    Examples:
      records org key revoke ci
    """
    revoked = _with_keys("revoke_key", folder, name, _now())
    if as_json:
        print_json(_json(revoked))
        return
    echo(f"revoked {revoked.prefix} ({revoked.name})")


def _with_keys(name: str, folder: str, *args: Any) -> Any:
    """What a function of `records.org.service.keys` returns, in a transaction."""
    config = load_config(folder, is_new=True)
    function = import_with_extra(f"records.org.service.keys:{name}", "org")
    with (
        import_with_extra("records.org.database:open_database", "org")(config, create=True) as engine,
        engine.begin() as connection,
    ):
        return function(connection, *args)


def _now() -> int:
    return int(time.time())


def _day(seconds: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def _json(made: ApiKey) -> dict[str, Any]:
    return {
        "prefix": made.prefix, "name": made.name, "role": made.role, "repositories": list(made.repositories),
        "created": _day(made.created), "expires": _day(made.expires) if made.expires else None,
        "state": made.state(_now()),
    }  # fmt: skip
