"""SQLite and PostgreSQL give the same answers, in the same order, with the same cursors."""

from __future__ import annotations

import random
from contextlib import contextmanager, suppress
from itertools import pairwise

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, select, text

from org_help import decision
from postgres_help import Server
from records.dataclass import replace
from records.errors import InvalidInput, NotFound, StateError
from records.org import checking, figures, fulltext, fulltext_postgres, fulltext_sqlite, listing, schema
from records.org import database as databases
from records.org import search as searching
from records.org.config import load
from records.org.database import connect, fulltext_of, lock_writers, open_database
from records.org.fulltext import RecordSelection
from records.org.index import build_index, position_of
from records.org.schema import METADATA, OF_RECORDS, RECORDS, REPOSITORIES
from records.org.scope import EVERYTHING, PUBLIC, Grant, Scope
from repository import make_repo

WORDS = [
    "redis",
    "cache",
    "session",
    "token",
    "queue",
    "Zürich",
    "café",
    "naïve",
    "straße",
    "ΣΊΣΥΦΟΣ",
    "決定",
    "키",
    "foo_bar",
    "C++",
    "x-ray",
    "e.g.",
    "3.14",
    "1e5",
    "user@example.org",
    "https://example.org/a?b=c",
    "don't",
    "œuvre",
    "ﬁle",
    "½",
    "İstanbul",
    "été",
    "PostgreSQL's",
    "a",
    "the",
    "OR",
    "under_score",
    "007",
    "null",
]
STATUSES = ("Accepted", "Proposed", "Superseded", "Deprecated")


def _write(path, seed: int, count: int) -> None:
    """A repository whose decisions are made of words that databases cut in different ways by themselves."""
    chance = random.Random(seed)
    repo = make_repo(path)
    for number in range(1, count + 1):
        title = " ".join(chance.choices(WORDS, k=3))
        body = "\n".join(" ".join(chance.choices(WORDS, k=chance.randint(3, 40))) for _ in range(6))
        front = (
            f"labels: [{chance.choice(['auth', 'Cache', 'Ärger'])}]\naffects: [src/{chance.choice('abc')}.py]"
        )
        repo.write(
            f"history/adr/{number:04d}-d{number}.md",
            decision(number % 28 + 1, title, chance.choice(STATUSES), front=front, text=body),
        )
    dead_link = "status: accepted\nlinks:\n  implements: elsewhere/ADR-1"
    repo.write(f"history/adr/{count + 1:04d}-link.md", decision(28, "Link", front=dead_link))
    repo.commit("decide")


@pytest.fixture(scope="module")
def configs(postgres: Server, tmp_path_factory):
    """The same repositories in an index of either database."""
    top = tmp_path_factory.mktemp("conformance")
    for seed, name in enumerate(("shop", "pay", "pay-core", "architecture")):
        _write(top / "src" / name, seed, 29)
    folder = top / "org"
    folder.mkdir()
    (folder / "org.toml").write_text(
        "[[repository]]\npath = '../src/*'\n[[repository]]\npath = '../src/pay'\nvisibility = 'restricted'\n"
        "group = 'money'\n[[repository]]\npath = '../src/architecture'\ncentral = true\n"
    )
    sqlite = load(str(folder))
    postgresql = replace(sqlite, database=postgres.new_database())
    for config in (sqlite, postgresql):
        assert build_index(config).records == 120
    return sqlite, postgresql


def _queries() -> list[str]:
    chance = random.Random(7)
    conditions = (
        "",
        "kind:adr",
        "status:accepted",
        "repo:pay*",
        "group:money",
        "since:2026-01-10",
        "label:cache",
    )
    queries = [word for word in WORDS if word != "OR"]
    for _ in range(50):
        words = [f"-{word}" if chance.random() < 0.2 and number else
                 f'"{word} {chance.choice(WORDS)}"' if chance.random() < 0.2 else
                 f"{word[:3]}*" if chance.random() < 0.2 else word
                 for number, word in enumerate(chance.choices(WORDS, k=chance.randint(1, 4)))]  # fmt: skip
        queries.append(" ".join([*words, chance.choice(conditions)]))
    return [
        *queries,
        "",
        "repo:*",
        "kind:phr",
        "until:2026-01-05",
        "file:src/a.py",
        "_",
        "OR",
        "redis OR -cache x",
        "cache status:,",
        "cache status:accepted,proposed",
        "a* status:accepted status:superseded since:2026-01-02 until:2026-01-09",
        "redis OR cache kind:adr stage:red",
        "cache status:it's\\",
        "cache status:&|!",
    ]


@pytest.mark.parametrize("scope", [EVERYTHING, PUBLIC, Scope((Grant(("group:mon*",), True),)), Scope()])
def test_searches_have_the_same_hits_pages_and_order(configs, scope):
    """Ranked and newest first: keys, scores, excerpts and cursors."""
    with connect(configs[0]) as sqlite, connect(configs[1]) as postgresql:
        for query in _queries()[:: 1 if scope == EVERYTHING else 5]:
            pages = []
            for connection in (sqlite, postgresql):
                try:
                    ranked = searching.search(connection, scope, query, limit=20)
                    newest = [searching.search(connection, scope, query, limit=7, is_ranked=False)]
                    while newest[-1].next is not None:
                        newest.append(
                            searching.search(
                                connection, scope, query, limit=7, is_ranked=False, before=newest[-1].next
                            )
                        )
                except InvalidInput as error:
                    ranked, newest = error.message, []
                pages.append((ranked, newest))
            assert pages[0] == pages[1], query


@pytest.mark.parametrize("few", [1, 3])
def test_ranked_searches_are_the_same_where_more_match_than_are_ranked(configs, few, monkeypatch):
    """The newest that have the words, and the newest with them in their titles."""
    monkeypatch.setattr(fulltext, "_RANKED", few)
    with connect(configs[0]) as sqlite, connect(configs[1]) as postgresql:
        for query in _queries()[::2]:
            try:
                hits = [
                    searching.search(connection, EVERYTHING, query, limit=few).hits
                    for connection in (sqlite, postgresql)
                ]
            except InvalidInput:
                continue
            assert hits[0] == hits[1], query


def test_as_many_are_ranked_as_are_asked_for(configs, monkeypatch):
    """However many are ranked for a page of the usual length."""
    for config in configs:
        with connect(config) as connection:
            every = searching.search(connection, EVERYTHING, "redis", limit=500).hits
            monkeypatch.setattr(fulltext, "_RANKED", 1)
            assert searching.search(connection, EVERYTHING, "redis", limit=500).hits == every
            assert 60 < len(every) < 500


@pytest.mark.parametrize("is_ranked", [True, False])
def test_many_repositories_are_searched_as_few_are(configs, is_ranked, monkeypatch):
    """The query is another one where more are selected than it would list one by one; the hits are the same."""
    scope = Scope((Grant(("shop", "pay*"), True),))

    def answers():
        pages = []
        for config in configs:
            with connect(config) as connection:
                for query in _queries()[::6]:
                    with suppress(InvalidInput):
                        pages.append(searching.search(connection, scope, query, limit=9, is_ranked=is_ranked))
        return pages

    expected = answers()
    assert any(page.hits for page in expected)
    for module in (schema, fulltext_sqlite, fulltext_postgres):
        monkeypatch.setattr(module, "FEW", 1)
    assert answers() == expected


def test_pages_follow_each_other_without_a_gap(configs):
    """All pages together are all records, each once, newest first."""
    for config in configs:
        with connect(config) as connection:
            hits, before = [], searching.MOST
            while before is not None:
                page = searching.search(connection, EVERYTHING, "", limit=9, before=before)
                hits += page.hits
                before = page.next
        assert len({hit.data["ref"] for hit in hits}) == len(hits) == 120
        assert all(first.data["date"] >= second.data["date"] for first, second in pairwise(hits))


def test_other_answers_are_the_same(configs):
    """Figures, lists, findings, single records; and tables with the same rows."""
    answers = []
    for config in configs:
        with connect(config) as connection:
            shown = [searching.show(connection, EVERYTHING, ref) for ref in ("pay/ADR-3", "shop/adr/0007-d7")]
            with pytest.raises(NotFound):
                searching.show(connection, PUBLIC, "pay/ADR-3")
            answers.append((
                shown, figures.collect_figures(connection, PUBLIC, "2026-06-01"), checking.check(connection, EVERYTHING),
                listing.stored_repositories(connection, EVERYTHING), listing.list_repositories(config, PUBLIC),
                {table.name: sorted(map(tuple, connection.execute(select(table)).all()))
                 for table in (REPOSITORIES, *OF_RECORDS)},
            ))  # fmt: skip
    assert answers[0] == answers[1]
    assert len(answers[0][2]) > 0


def _plans(connection, query: str, **options) -> list[str]:
    """The plans of all that a search asks the database."""
    asked = []

    def keep(_connection, cursor, statement, parameters, *_rest) -> None:
        asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", keep)
    searching.search(connection, EVERYTHING, query, **options)
    event.remove(connection, "before_cursor_execute", keep)
    return [
        "\n".join(row[0] for row in connection.exec_driver_sql(f"explain {statement}", parameters))
        for statement, parameters in asked
    ]


@pytest.mark.parametrize(
    "words", ['redis "cache session" repo:shop', "redis repo:shop", "repo:shop kind:adr", "zzz repo:shop"]
)
@pytest.mark.parametrize("is_ranked", [True, False])
def test_query_that_names_a_repository_touches_one_partition(configs, words, is_ranked):
    """Of records, of their texts and of the full text: the others do not even appear in the plan."""
    with connect(configs[1]) as connection:
        plans = _plans(connection, words, is_ranked=is_ranked)
    plans = [plan for plan in plans if " repositories_" not in plan]  # which all belong to whoever may ask
    assert plans
    for plan in plans:
        names = {
            name for word in plan.split() if (name := word.rstrip(")"))[-2:-1] == "_" and name[-1].isdecimal()
        }
        for table in ("records", "fulltext", "fulltext_texts", "texts"):
            parts = {name for name in names if name.removeprefix(f"{table}_").isdecimal()}
            assert len(parts) <= 1, plan
    assert any(" records_" in plan or " fulltext_" in plan for plan in plans)


def test_partitioned_tables_give_the_answers_of_plain_ones(configs, postgres):
    """The same rows in tables that are not divided: the same pages."""
    url = postgres.new_database()
    plain = replace(configs[1], database=url)
    build_index(plain)
    name = url.rpartition("/")[2]
    tables = ["fulltext", "fulltext_texts", *METADATA.tables]
    for table in tables:
        postgres.execute(
            f"create table plain_{table} (like {table} including all)",
            f"insert into plain_{table} select * from {table}",  # noqa: S608 — names of ours
            f"drop table {table}",
            f"alter table plain_{table} rename to {table}", database=name,
        )  # fmt: skip
    with connect(configs[1]) as divided, connect(plain) as undivided:
        for query in _queries()[::5]:
            try:
                expected = searching.search(divided, EVERYTHING, query)
            except InvalidInput:
                continue
            assert searching.search(undivided, EVERYTHING, query) == expected


def test_two_records_never_share_a_position(configs, postgres, monkeypatch):
    """Those that would, because their repositories and numbers look alike, stand beside each other."""
    assert position_of("2026-01-01", 5, 3, "a") == position_of("2026-01-01", 5 + (1 << 17), 3, "a")
    assert position_of("2026-01-01", 5, 3, "a") < position_of("2026-01-01", 5, 4, "b")
    assert position_of("2026-01-02", 0, 0, "a") > position_of("2026-01-01", 2**62, 2**40, "a")
    assert (
        position_of("", 1, 1, "a") == position_of("no day", 1, 1, "a") < position_of("0001-01-01", 0, 0, "a")
    )
    monkeypatch.setattr("records.org.index.position_of", lambda *_: 5)
    crowded = replace(configs[1], database=postgres.new_database())
    build_index(crowded)
    with connect(crowded) as connection:
        positions = connection.scalars(select(RECORDS.c.position).order_by(RECORDS.c.position)).all()
        assert positions == list(range(5, 125))
        assert len(searching.search(connection, EVERYTHING, "redis", limit=100).hits) > 10


@contextmanager
def _at_step(url: str, step: str):
    """A connection to a database whose tables are those of an earlier step."""
    alembic = Config()
    alembic.set_main_option("script_location", databases._STEPS)
    engine = create_engine(url)
    with engine.begin() as connection:
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, step)
        yield connection
    engine.dispose()


@pytest.mark.parametrize("is_file", [True, False])
def test_full_text_of_an_earlier_version_answers_at_once(configs, postgres, tmp_path, is_file):
    """Nothing has to be read again: conditions beside words, titles, long and odd values, records without any."""
    url = f"sqlite:///{tmp_path}/org.sqlite" if is_file else postgres.new_database()
    odd = "it's \\ odd"
    states = ["accepted", "proposed", "", odd, "ü" * 201]
    with _at_step(url, "0005" if is_file else "0004") as connection:
        connection.exec_driver_sql(
            "insert into repositories (org_id, repo_id, name, is_central, state) values (1, 7, 'old', false, 'indexed')"
        )
        for number, status in enumerate(states):
            keys = {"id": number, "place": number + 5}
            connection.execute(
                text(
                    "insert into records (org_id, repo_id, record_id, kind, ref, status, is_readable, is_repaired, position, data) "
                    "values (1, 7, :id, 'adr', 'ADR-1', :status, true, false, :place, :data)"
                ),
                {**keys, "status": status, "data": f'{{"title": "{number}"}}'},
            )
            texts = (
                "insert into fulltext (rowid, title, labels, body, front) values (:place, ' redis zwei ', '', ' cache ', '')"
                if is_file
                else "insert into fulltext (org_id, repo_id, record_id, position, title, terms) values (1, 7, :id, :place, "
                "array_to_tsvector(array['redis', 'zwei']), array_to_tsvector(array['redis', 'zwei', 'cache']))"
            )
            connection.execute(text(texts), {"place": keys["place"]} if is_file else keys)
            if not is_file:
                connection.execute(
                    text("insert into fulltext_texts values (1, 7, :id, ' redis zwei ', '', ' cache ', '')"),
                    {"id": number},
                )
            connection.execute(text("insert into texts values (1, 7, :id, 'redis')"), {"id": number})
    config = replace(configs[1], folder=str(tmp_path), database="" if is_file else url)
    with connect(config) as connection:
        for number, status in enumerate(states):
            if status:
                wanted = searching.parse_query("cache", ("status",))
                wanted.conditions["status"] = status
                page = searching.find(connection, EVERYTHING, wanted, limit=9)
                assert [hit.data["title"] for hit in page.hits] == [str(number)]
        assert len(searching.search(connection, EVERYTHING, "redis kind:adr", is_ranked=False).hits) == len(
            states
        )
        for words in ('"redis zwei"', "zw*", "cache repo:old", "redis -nowhere"):
            assert len(searching.search(connection, EVERYTHING, words).hits) == len(states)
        selection = RecordSelection(searching.parse_query("zwei"), [7], False, 0, searching.MOST, {}, ())
        in_title = fulltext_of(connection).newest(connection, selection, limit=9, in_title=True)
        assert len(in_title) == len(states)


def test_rows_of_earlier_versions_are_migrated(configs, postgres, tmp_path):
    """From each earlier step with data in it, in PostgreSQL: the next run reads the repositories again."""
    for step in ("0001", "0002"):
        url = postgres.new_database()
        with _at_step(url, step) as connection:
            connection.execute(text(
                "insert into repositories (org_id, repo_id, name, is_central, state) values (1, 7, 'old', false, 'indexed')"
            ))  # fmt: skip
            connection.execute(text(
                "insert into records (org_id, repo_id, record_id, is_readable, is_repaired) values (1, 7, 1, true, false), "
                "(1, 7, 2, true, false)"
            ))  # fmt: skip
        config = replace(configs[1], database=url)
        with connect(config) as connection:
            (row,) = listing.stored_repositories(connection, EVERYTHING)
            assert (row["state"], row["decisions"]) == ("new", 0)
        report = build_index(config)
        assert (report.records, report.removed) == (120, ("old",))


def test_errors_of_postgresql_are_ours(configs, postgres):
    """No server, no index, the tables of another program, another kind of database, a slow query; no password."""
    config = configs[1]
    gone = replace(config, database="postgresql://u:topsecret@127.0.0.1:1/x?connect_timeout=1")
    with pytest.raises(StateError, match="cannot be used") as caught, connect(gone):
        pass
    assert "topsecret" not in caught.value.message + caught.value.hint
    with (
        pytest.raises(NotFound, match="no index"),
        connect(replace(config, database=postgres.new_database())),
    ):
        pass
    url = postgres.new_database()
    postgres.execute("create table bookmarks (url text)", database=url.rpartition("/")[2])
    with pytest.raises(StateError, match="something else"):
        build_index(replace(config, database=url))
    for text_of_url in ("mysql://u:topsecret@h/d", "nonsense topsecret", "postgresql://h:topsecret/d"):
        with (
            pytest.raises(Exception, match="no URL of PostgreSQL") as bad,
            connect(replace(config, database=text_of_url)),
        ):
            pass
        assert "topsecret" not in str(bad.value)
    with pytest.raises(StateError, match="statement timeout"), connect(config) as connection:
        connection.execute(text("select pg_sleep(3)"))


def test_writers_wait_for_each_other(configs):
    """A run of the index in another process: the second one begins when the first has ended."""
    with open_database(configs[1], create=True) as engine, engine.begin() as first:
        lock_writers(first)
        with engine.begin() as second:
            key = text("select pg_try_advisory_xact_lock(:key)")
            assert second.execute(key, {"key": 0x7265636F726473}).scalar() is False
