"""Every error is a problem document (RFC 9457), and says nothing that the asker may not know."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from records.encoding import replace_surrogates
from records.errors import Ambiguous, InvalidInput, NotFound, RecordsError, StateError, WriteError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request

MEDIA_TYPE = "application/problem+json"
FAULT = "a fault of this service; its log says where"
_RETRY_SECONDS = 2


class Refusal(Exception):
    """An answer that is a problem.

    Args:
        status: of HTTP.
        detail: what is wrong, in one sentence.
        headers: of the answer.
    """

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


def problem(
    status: int, detail: str = "", headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """Return a problem document."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **more}
    if detail:
        content["detail"] = replace_surrogates(detail)
    return JSONResponse(
        content, status, {"cache-control": "no-store", **(headers or {})}, media_type=MEDIA_TYPE
    )


def add_handlers(app: FastAPI) -> None:
    """Make every error of an application a problem document."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(RecordsError, _of_records)
    app.add_exception_handler(DBAPIError, _of_database)
    app.add_exception_handler(PoolTimeout, _busy)
    app.add_exception_handler(Exception, _fault)


def _refused(_: Request, error: Any) -> JSONResponse:
    return problem(error.status, error.detail, error.headers)


def _of_http(_: Request, error: Any) -> JSONResponse:
    return problem(error.status_code, "", error.headers)


def _invalid(_: Request, error: Any) -> JSONResponse:
    """Name each parameter that does not fit, without its value."""
    rows = [
        {"in": str(row["loc"][0]), "name": ".".join(map(str, row["loc"][1:])), "message": str(row["msg"])}
        for row in error.errors()
    ]
    return problem(422, "a parameter does not fit", errors=rows)


def _of_records(_: Request, error: Any) -> JSONResponse:
    if isinstance(error, NotFound):
        return problem(404, error.message)
    if isinstance(error, Ambiguous):
        return problem(409, error.message, candidates=list(map(replace_surrogates, error.candidates)))
    if isinstance(error, InvalidInput):
        return problem(422, error.message)
    if isinstance(error, StateError):
        return unavailable("the index cannot be used now")
    if isinstance(error, WriteError):  # the folder of the pages is full
        return unavailable("the pages cannot be written now")
    raise error


def _of_database(_: Request, error: Any) -> JSONResponse:
    """A query that took too long, or a database that is gone: both may work later."""
    state = getattr(error.orig, "sqlstate", "") or ""
    if state == "57014":
        return unavailable("the query took too long; add a condition, such as repo: or since:")
    if isinstance(error, OperationalError) or error.connection_invalidated or state.startswith("57"):
        return unavailable("the database does not answer now")
    if type(error) is DatabaseError:  # of SQLite, whose file is damaged or another one's
        return unavailable("the index is damaged")
    raise error


def _fault(_: Request, __: Any) -> JSONResponse:
    return problem(500, FAULT)


def _busy(_: Request, __: Any) -> JSONResponse:
    return unavailable("too many requests at once")


def unavailable(detail: str) -> JSONResponse:
    """Return the problem that something may work in a few seconds."""
    return problem(503, detail, {"retry-after": str(_RETRY_SECONDS)})
