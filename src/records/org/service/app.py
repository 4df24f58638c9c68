"""The application: every route with its action, and answers from the index alone."""

from __future__ import annotations

import hashlib
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Depends, FastAPI, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from pydantic import AfterValidator
from sqlalchemy import text
from starlette.routing import Route

from records._version import __version__
from records.encoding import replace_surrogates
from records.org import answers as org_answers
from records.org.checking import check
from records.org.figures import collect_figures
from records.org.listing import stored_repositories
from records.org.search import find
from records.org.service import answers
from records.org.service.access import Action
from records.org.service.gate import Allowed, Guarded
from records.org.service.problems import Refusal, add_handlers
from records.org.service.toolbox import Reader, position
from records.patterns import DATE
from records.project.clock import today
from records.project.query import Query as RecordQuery
from records.site.server import CONTENT_SECURITY_POLICY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy import Connection
    from starlette.types import ASGIApp

    from records.org.scope import Scope
    from records.org.service.access import Principal
    from records.org.service.state import Service

API = "/api/v1"
TOOLS = "/mcp"
_MOST_CHECKED = 100_000
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": name, "content": {"application/problem+json": {
        "schema": {"$ref": "#/components/schemas/ProblemAnswer"}}}}
    for status, name in ((401, "Not known"), (403, "Not allowed"), (404, "Not there, or not visible"),
                         (405, "Wrong method"), (409, "Ambiguous"), (413, "Body too large"),
                         (422, "A parameter does not fit"), (429, "Too many requests"),
                         (500, "A fault of the service"), (503, "Not now"))
}  # fmt: skip


def _plain(value: str) -> str:
    """Refuse what no record can hold and no database takes."""
    if any(sign < " " or "\ud800" <= sign <= "\udfff" for sign in value):
        raise ValueError("control characters and lone surrogates are not allowed")
    return value


Word = Annotated[str, Query(max_length=200), AfterValidator(_plain)]
File = Annotated[str, Query(max_length=1000), AfterValidator(_plain)]
Words = Annotated[
    str, Query(max_length=500, description="As `records org search` takes them."), AfterValidator(_plain)
]
Day = Annotated[str, Query(pattern=f"^({DATE})?$", description="YYYY-MM-DD.")]
Limit = Annotated[int, Query(ge=1, le=100, description="At most so many records.")]
Cursor = Annotated[
    str, Query(pattern=r"^([0-9]{1,19})?$", description="`next` of the page before; empty for the first one.")
]
Ref = Annotated[
    str, Path(max_length=500, description="REPOSITORY/REF, as answers give it."), AfterValidator(_plain)
]


class Answers:
    """The routes; each answers from one connection, about the repositories that its principal may see.

    Args:
        service: what they work with.
        app: which they are added to.
    """

    def __init__(self, service: Service, app: FastAPI) -> None:
        self._service = service
        self._reader = Reader(service)
        self._app = app
        add = self._add
        add(Action.READ, "/repositories", self._repositories, org_answers.RepositoryList)
        add(Action.READ, "/records", self._records, answers.OrgSearchPage)
        add(Action.READ, "/records/{ref:path}/raw", self._raw, None)
        add(Action.READ, "/records/{ref:path}", self._record, org_answers.OrgRecordDetail)
        add(Action.SEARCH, "/search", self._search, answers.OrgSearchPage)
        add(Action.GOVERN, "/decisions/for", self._decisions_for, answers.GovernedPaths)
        add(Action.COUNT, "/stats", self._stats, org_answers.OrgStats)
        add(Action.CHECK, "/check", self._check, org_answers.OrgCheckResult)
        add(Action.REINDEX, "/reindex", self._reindex, answers.ReindexAnswer, method="POST", status=202)
        add(Action.DESCRIBE, "/openapi.json", self._openapi, None)
        for path, endpoint in (("/healthz", self._health), ("/readyz", self._ready)):
            add(Action.PROBE, path, endpoint, answers.HealthAnswer, base="")
        add(Action.MEASURE, "/metrics", self._metrics, None, base="")

    def _add(
        self, action: Action, path: str, endpoint: Callable[..., Any], model: Any, *, method: str = "GET",
        status: int = 200, base: str = API,
    ) -> None:  # fmt: skip
        """Add a route; what it answers is JSON of a model, which is described and not checked again."""
        is_text = path.endswith(("/raw", "/metrics"))
        described: dict[int | str, dict[str, Any]] = (
            {status: {"content": {"text/plain": {"schema": {"type": "string"}}}}} if is_text else {}
        )
        self._app.add_api_route(
            f"{base}{path}", endpoint, dependencies=[Depends(Allowed(self._service.gate, action))], methods=[method],
            response_model=model, status_code=status, responses={**_PROBLEMS, **described},
            response_class=Response if is_text else JSONResponse, operation_id=endpoint.__name__.strip("_"),
            summary=(endpoint.__doc__ or "").splitlines()[0], description=endpoint.__doc__,
        )  # fmt: skip

    def add_pages(self) -> None:
        """Add the pages, which are at every path that is nothing else."""
        allowed = Allowed(self._service.gate, Action.BROWSE)
        self._app.add_api_route(
            "/{path:path}", self._page, dependencies=[Depends(allowed)], methods=["GET"],
            include_in_schema=False, response_class=Response,
        )  # fmt: skip

    def _repositories(self, request: Request) -> Response:
        """List the repositories with what the index holds of each."""
        return _answer(request, self._reader.repositories(_principal(request)))

    def _records(
        self, request: Request, kind: Word = "", status: Word = "", stage: Word = "",
        feature: Word = "", label: Word = "", file: Word = "", repo: Word = "", group: Word = "", since: Day = "",
        until: Day = "", limit: Limit = 20, cursor: Cursor = "",
    ) -> Response:  # fmt: skip
        """List records, newest first."""
        values = {"kind": kind, "status": status, "stage": stage, "feature": feature, "label": label, "file": file,
                  "repo": repo, "group": group, "since": since, "until": until}  # fmt: skip
        query = RecordQuery((), {name: value for name, value in values.items() if value})
        page = self._reader.ask(
            _principal(request), Action.READ,
            lambda connection, scope: find(connection, scope, query, limit=limit, before=position(cursor)),
        )  # fmt: skip
        return _answer(request, page.as_json())

    def _record(self, request: Request, ref: Ref) -> Response:
        """Return one record with its text."""
        return _answer(request, self._reader.record(_principal(request), ref))

    def _raw(self, request: Request, ref: Ref) -> Response:
        """Return the text of one record as it is committed."""
        body = replace_surrogates(self._reader.record(_principal(request), ref)["body"])
        return _response(request, body.encode(), "text/plain; charset=utf-8")

    def _search(
        self, request: Request, q: Words = "", sort: Literal["newest", "best"] = "newest",
        limit: Limit = 20, cursor: Cursor = "",
    ) -> Response:  # fmt: skip
        """Search records: newest first, page by page, or the best of the newest."""
        return _answer(request, self._reader.search(_principal(request), q, sort, limit, cursor))

    def _decisions_for(
        self, request: Request, repository: Word,
        path: Annotated[list[File], Query(min_length=1, max_length=50, description="Files, from its root.")],
    ) -> Response:  # fmt: skip
        """List the accepted decisions that govern files of a repository, central ones included."""
        return _answer(request, self._reader.decisions_for(_principal(request), repository, path))

    def _stats(self, request: Request) -> Response:
        """Count decisions by status and age, for each repository and group."""
        return _answer(
            request,
            self._reader.ask(
                _principal(request),
                Action.COUNT,
                lambda connection, scope: collect_figures(connection, scope, today()),
            ),
        )

    def _check(self, request: Request) -> Response:
        """Report what is wrong across repositories."""

        def run(connection: Connection, scope: Scope) -> list[dict[str, Any]]:
            rows = stored_repositories(connection, scope)
            if sum(row["decisions"] + row["prompts"] for row in rows) > _MOST_CHECKED:
                raise Refusal(503, "too many records to check while you wait; run: records org check")
            return [finding.as_json() for finding in check(connection, scope)]

        return _answer(request, self._reader.ask(_principal(request), Action.CHECK, run))

    def _reindex(self, request: Request) -> Response:
        """Bring the index up to date, in the background."""
        state = "started" if self._service.reindex() else "running"
        return _response(request, json.dumps({"state": state}).encode(), "application/json", 202)

    def _openapi(self, request: Request) -> Response:
        """Describe this API."""
        return _answer(request, self._app.openapi())

    def _health(self, request: Request) -> Response:
        """Say that this process runs."""
        return _answer(request, {"status": "ok"})

    def _ready(self, request: Request) -> Response:
        """Say that the index answers."""
        with self._service.engine.connect() as connection:
            connection.execute(text("select 1 from repositories limit 1"))
        return _answer(request, {"status": "ok"})

    def _page(self, request: Request, path: Annotated[str, Path()]) -> Response:
        """Return a page of what may be seen."""
        if path == TOOLS.strip("/"):  # a client asks for a stream of messages, and does without
            raise Refusal(405, "the tools are asked with POST", {"allow": "POST"})
        scope = _principal(request).scope(Action.BROWSE)
        file = self._service.pages.read(self._service.engine.connect, scope, path)
        if file is None:
            raise Refusal(404, "there is no such page")
        answer = _response(request, file.body, file.content_type)
        answer.headers["content-security-policy"] = CONTENT_SECURITY_POLICY
        return answer

    def _metrics(self, request: Request) -> Response:
        """Return what is measured, in the format of Prometheus."""
        return Response(self._service.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _principal(request: Request) -> Principal:
    """Who asks, as the gate before the route has found."""
    principal: Principal = request.state.principal
    return principal


def _answer(request: Request, data: Any) -> Response:
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _response(request, replace_surrogates(content).encode(), "application/json")


def _response(request: Request, body: bytes, media_type: str, status: int = 200) -> Response:
    """Return an answer, or that it is still what the asker has."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": etag, "cache-control": "private, no-cache", "vary": "authorization"}
    known = request.headers.get("if-none-match", "")
    if status == 200 and etag in [item.strip().removeprefix("W/") for item in known.split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, media_type)


def create_app(service: Service, tools: Callable[[Service], ASGIApp] | None = None) -> FastAPI:
    """Return the application of a service.

    Args:
        service: what it works with.
        tools: makes the application with the tools for agents, at `/mcp`.
    """
    tools_app: Any = tools(service) if tools else None

    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        if tools_app is None:
            yield
        else:
            async with tools_app.router.lifespan_context(tools_app):
                yield

    app = FastAPI(
        title="records", version=__version__, openapi_url=None, docs_url=None, redoc_url=None, lifespan=run,
        description="Prompt and decision records of many repositories.",
    )  # fmt: skip
    add_handlers(app)
    routes = Answers(service, app)
    if tools_app is not None:
        app.router.routes.append(
            Route(TOOLS, Guarded(tools_app, service.gate, Action.USE_TOOLS), methods=["POST"])
        )
    routes.add_pages()
    if missing := [path for path, action in actions_of(app).items() if action is None]:
        raise AssertionError(f"routes without an action: {missing}")
    return app


def actions_of(app: FastAPI) -> dict[str, Action | None]:
    """Return the action of each route, by its methods and path; None where it names none."""
    actions: dict[str, Action | None] = {}
    for route in app.router.routes:
        name = (
            f"{' '.join(sorted(getattr(route, 'methods', None) or ()))} {getattr(route, 'path', '?')}".strip()
        )
        if isinstance(route, APIRoute):
            calls = [dependant.call for dependant in route.dependant.dependencies]
            actions[name] = next((call.action for call in calls if isinstance(call, Allowed)), None)
        else:
            actions[name] = getattr(getattr(route, "endpoint", None), "action", None)
    return actions
