"""The problems that errors of the database become."""

from __future__ import annotations

import json

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import DataError, InternalError, OperationalError
from starlette.testclient import TestClient

from records.org.service.observing import Metrics, Observer, make_log
from records.org.service.problems import MEDIA_TYPE, add_handlers


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (OperationalError("s", {}, psycopg.errors.QueryCanceled()), 503, "took too long"),
        (OperationalError("s", {}, psycopg.OperationalError()), 503, "does not answer now"),
        (InternalError("s", {}, psycopg.errors.AdminShutdown()), 503, "does not answer now"),
        (DataError("s", {}, psycopg.DataError()), 500, "a fault of this service"),
    ],
)
def test_errors_of_the_database_are_problems(error, status, detail):
    """What may work later is 503; another error is a fault, and the log names it, with or without a code of SQL."""
    app, lines = FastAPI(), []
    add_handlers(app)

    @app.get("/")
    def fail() -> None:
        raise error

    answer = TestClient(Observer(app, make_log(lines.append), Metrics())).get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    assert detail in answer.json()["detail"]
    (line,) = map(json.loads, lines)
    assert line.get("error", "").partition(" ")[0] == ("DataError" if status == 500 else "")
