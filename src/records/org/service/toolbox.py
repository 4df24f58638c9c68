"""What routes and tools ask the service: each answer is about what their principal may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from records.errors import InvalidInput, RecordsError, StateError
from records.org.database import snapshot
from records.org.governing import decisions_for
from records.org.listing import stored_repositories
from records.org.search import MOST, search, show
from records.org.service.access import Action
from records.org.service.observing import place_of
from records.org.service.problems import FAULT

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from records.org.scope import Scope
    from records.org.service.access import Principal
    from records.org.service.state import Service


def position(cursor: str) -> int:
    """Return the position that a cursor stands for; after all records without one."""
    return min(int(cursor), MOST) if cursor else MOST


class Reader:
    """Answers for a principal; the errors of the database are those of SQLAlchemy.

    Args:
        service: what answers.
    """

    def __init__(self, service: Service) -> None:
        self._service = service

    def ask(self, principal: Principal, action: Action, answer: Callable[[Connection, Scope], Any]) -> Any:
        """Return what a function answers of what a principal may see for an action, from one state of the index."""
        with self._service.engine.connect() as connection, snapshot(connection):
            return answer(connection, principal.scope(action))

    def search(self, principal: Principal, query: str, sort: str, limit: int, cursor: str) -> dict[str, Any]:
        """Search records."""
        is_ranked = sort == "best"
        if is_ranked and cursor:
            raise InvalidInput("the best records have no second page", "sort by newest")
        page = self.ask(
            principal, Action.SEARCH,
            lambda connection, scope: search(
                connection, scope, query, limit=limit, is_ranked=is_ranked, before=position(cursor)
            ),
        )  # fmt: skip
        data: dict[str, Any] = page.as_json()
        return data

    def record(self, principal: Principal, ref: str) -> dict[str, Any]:
        """Return one record with its text."""
        shown: dict[str, Any] = self.ask(
            principal, Action.READ, lambda connection, scope: show(connection, scope, ref)
        )
        return shown

    def decisions_for(self, principal: Principal, repository: str, paths: list[str]) -> dict[str, Any]:
        """Return the decisions that govern files of a repository."""
        report: dict[str, Any] = self.ask(
            principal,
            Action.GOVERN,
            lambda connection, scope: decisions_for(connection, scope, repository, paths),
        )
        return report

    def repositories(self, principal: Principal) -> list[dict[str, Any]]:
        """List the repositories."""
        rows: list[dict[str, Any]] = self.ask(principal, Action.READ, stored_repositories)
        return rows


class Toolbox(Reader):
    """What `records.mcp.org_tools` asks: the errors of the database are ours, and say nothing of what was asked."""

    def ask(self, principal: Principal, action: Action, answer: Callable[[Connection, Scope], Any]) -> Any:
        """Return what a function answers.

        Raises:
            StateError: the database does not answer, or not in time.
            RecordsError: it cannot be answered; a fault is in the log.
        """
        try:
            return super().ask(principal, action, answer)
        except RecordsError:
            raise
        except (DBAPIError, PoolTimeout) as error:
            raise StateError("the index does not answer now", "try again in a few seconds") from error
        except Exception as error:  # its text may hold what a record says: only its kind and place are logged
            self._service.log.error("tool failed", error=place_of(error))
            raise RecordsError(FAULT) from None


def toolbox(service: Service) -> Toolbox:
    """Return what the tools ask."""
    return Toolbox(service)
